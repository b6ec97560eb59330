"""Who the service is: three identities, each with the least it needs, keys from wherever."""

import json
from pathlib import Path
from typing import Any

import pytest

from integration.connect.identity import BadKey, identity
from integration.connect.scopes import ALL, short
from integration.settings import Settings
from tests.connect.tokens import person_key, robot_key

MAILBOX = "pengaduan@balai.example"
NOWHERE = "http://127.0.0.1:9/token"


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    made = {"robot": robot_key(NOWHERE), "person": person_key(NOWHERE)}
    for name, key in made.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(key))
    return {name: tmp_path / f"{name}.json" for name in made}


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def test_a_service_account_alone_acts_as_the_mailbox_by_delegation(keys: dict[str, Path]) -> None:
    found = identity(settings(google_credentials=keys["robot"]), MAILBOX)
    assert found.kind == "delegated"
    assert found.accounts == (found.office,)
    assert found.office.acts_as == MAILBOX
    assert found.office.scopes == ALL


def test_with_a_token_for_gmail_the_robot_works_on_the_shared_drive_as_itself(
    keys: dict[str, Path],
) -> None:
    given = settings(google_credentials=keys["robot"], gmail_credentials=keys["person"])
    found = identity(given, MAILBOX)
    assert found.kind == "robot_and_mailbox"
    assert found.office.acts_as == ""
    assert not [scope for scope in found.office.scopes if "gmail" in scope]
    assert [short(scope) for scope in found.mail.scopes] == ["gmail.modify"]
    files, mail = found.workspaces("http://127.0.0.1:9")
    assert files is not mail


def test_a_persons_token_alone_does_everything_as_that_person(keys: dict[str, Path]) -> None:
    found = identity(settings(google_credentials=keys["person"]), MAILBOX)
    assert found.kind == "mailbox"
    files, mail = found.workspaces("http://127.0.0.1:9")
    assert files is mail


def test_keys_may_come_as_text_and_win_over_files(keys: dict[str, Path], tmp_path: Path) -> None:
    text = json.dumps(person_key(NOWHERE))
    given = settings(google_credentials=tmp_path / "missing.json", google_credentials_json=text)
    assert identity(given, MAILBOX).kind == "mailbox"


def test_no_key_ever_stands_in_what_is_printed(keys: dict[str, Path]) -> None:
    text = json.dumps(robot_key(NOWHERE))
    given = settings(google_credentials_json=text, gmail_credentials=keys["person"])
    printed = repr(given) + repr(identity(given, MAILBOX))
    assert "PRIVATE KEY" not in printed
    assert "rahasia" not in printed
    assert "1//contoh" not in printed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "GOOGLE_CREDENTIALS is not set"),
        ({"google_credentials": "missing"}, "cannot be read"),
        ({"google_credentials": "broken"}, "is not JSON"),
        ({"google_credentials": "other"}, "neither a service-account key nor"),
        ({"google_credentials": "robot", "google_identity": "mailbox"}, "mailbox needs"),
        ({"google_credentials": "robot", "google_identity": "robot_and_mailbox"}, "GMAIL_CRED"),
        ({"google_credentials": "torn"}, "cannot be used"),
    ],
)
def test_a_key_that_does_not_fit_is_named(
    given: dict[str, str], said: str, keys: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "other.json").write_text('{"type": "external_account"}')
    torn = {**robot_key(NOWHERE), "private_key": "no key"}
    (tmp_path / "torn.json").write_text(json.dumps(torn))
    if "google_credentials" in given:
        given = {
            **given,
            "google_credentials": str(tmp_path / f"{given['google_credentials']}.json"),
        }
    with pytest.raises(BadKey, match=said):
        identity(settings(**given), MAILBOX).workspaces("http://127.0.0.1:9")
