"""The workspace's own doors: office, clock, faults, log, quotas, reset, durability."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from integration.emulator.seed import office_answer
from integration.emulator.server import open_server


def names_in(workspace: Any, email: str) -> list[str]:
    """The names of the files someone sees."""
    files = workspace.get("/drive/v3/files?orderBy=name", email).json()["files"]
    return [file["name"] for file in files]


def create(workspace: Any, email: str, name: str) -> requests.Response:
    """Ask Drive for a new empty file."""
    answer: requests.Response = workspace.call(
        "POST", "/drive/v3/files", email, json={"name": name}
    )
    return answer


def test_the_clock_moves_for_everyone_who_shares_the_file(
    workspace: Any, tmp_path: Path, mailbox: str
) -> None:
    before = datetime.fromisoformat(workspace.door("GET", "clock").json()["now"])
    workspace.advance(86_400)
    after = datetime.fromisoformat(workspace.door("GET", "clock").json()["now"])

    assert after.utcoffset() is not None
    assert 86_399 < (after - before).total_seconds() < 86_460
    held = json.loads((tmp_path / "data" / "clock.json").read_text())
    assert held == {"offset_seconds": 86_400.0}
    (tmp_path / "data" / "clock.json").write_text('{"offset_seconds": 864000}')
    moved = create(workspace, mailbox, "x").json()["id"]
    created = workspace.get(f"/drive/v3/files/{moved}?fields=createdTime", mailbox).json()
    assert (datetime.fromisoformat(created["createdTime"]) - before).days >= 9


@pytest.mark.parametrize(
    ("do", "status", "reason"),
    [
        ("429", 429, "rateLimitExceeded"),
        ("403_rate", 403, "userRateLimitExceeded"),
        ("500", 500, "backendError"),
        ("503", 503, "backendError"),
        ("401", 401, "authError"),
    ],
)
def test_a_fault_strikes_once_before_the_work(
    workspace: Any, mailbox: str, do: str, status: int, reason: str
) -> None:
    workspace.fault("POST /drive/v3/files", do)

    struck = create(workspace, mailbox, "satu")
    fine = create(workspace, mailbox, "dua")

    assert (struck.status_code, fine.status_code) == (status, 200)
    assert struck.json()["error"]["errors"][0]["reason"] == reason
    assert "satu" not in names_in(workspace, mailbox)


def test_a_rate_limit_of_sheets_is_worded_as_sheets_words_it(
    workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    workspace.fault("GET /v4/.*", "429")

    error = workspace.get(f"/v4/spreadsheets/{office['register_id']}", mailbox).json()["error"]

    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith("Quota exceeded for quota metric")
    assert "errors" not in error


def test_a_closed_socket_leaves_no_work_and_no_answer(workspace: Any, mailbox: str) -> None:
    token = workspace.token(mailbox)
    workspace.fault("POST /drive/v3/files", "close")

    with pytest.raises(requests.ConnectionError):
        workspace.session.post(
            workspace.origin + "/drive/v3/files",
            json={"name": "satu"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )

    assert "satu" not in names_in(workspace, mailbox)
    struck = workspace.log()[0]
    assert (struck["status"], struck["fault"]) == (None, "close")


@pytest.mark.parametrize("do", ["500_after_commit", "close_after_commit"])
def test_a_fault_after_the_commit_leaves_the_work_done(
    workspace: Any, mailbox: str, do: str
) -> None:
    workspace.fault("POST /drive/v3/files", do)

    try:
        answer = create(workspace, mailbox, "satu")
    except requests.ConnectionError:
        answer = None

    assert answer is None or answer.status_code == 500
    assert "satu" in names_in(workspace, mailbox)


def test_a_slow_answer_comes_after_the_work_and_holds_up_nobody(
    workspace: Any, mailbox: str
) -> None:
    workspace.fault("POST /drive/v3/files", "slow", seconds=3600)
    token = workspace.token(mailbox)

    with pytest.raises(requests.Timeout):
        requests.post(
            workspace.origin + "/drive/v3/files",
            json={"name": "satu"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=0.5,
        )

    assert "satu" in names_in(workspace, mailbox)


def test_httplib2_sends_twice_when_the_socket_closes_after_the_commit(
    workspace: Any, drive: Any, mailbox: str
) -> None:
    drive.about().get(fields="user").execute()
    workspace.fault("POST /drive/v3/files", "close_after_commit")

    drive.files().create(body={"name": "satu"}).execute()

    assert names_in(workspace, mailbox).count("satu") == 2


def test_a_401_once_makes_the_library_fetch_a_new_token(
    workspace: Any, office: dict[str, Any]
) -> None:
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2 import service_account

    key = workspace.door("GET", "service_account").json()
    credentials = service_account.Credentials.from_service_account_info(
        key, scopes=["https://www.googleapis.com/auth/drive"], subject=office["service_mailbox"]
    )
    workspace.fault("GET /drive/v3/files", "401")

    with AuthorizedSession(credentials) as session:
        session.trust_env = False
        answer = session.get(workspace.origin + "/drive/v3/files", timeout=30)

    assert answer.status_code == 200
    paths = [(line["path"], line["status"]) for line in workspace.log()]
    assert paths == [
        ("/token", 200),
        ("/drive/v3/files", 401),
        ("/token", 200),
        ("/drive/v3/files", 200),
    ]


def test_rules_are_taken_in_order_and_may_wait_for_one_account(
    workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    head = office["people"]["head"]
    rules = [
        {"match": "GET /drive/.*", "do": "500", "account": head},
        {"match": "GET /drive/.*", "do": "503", "times": 2},
    ]
    assert workspace.door("POST", "faults", rules).status_code == 200

    statuses = [workspace.get("/drive/v3/files", who).status_code for who in (mailbox, head, head)]

    assert statuses == [503, 500, 503]
    assert workspace.get("/drive/v3/files", mailbox).status_code == 200


def test_every_mishap_that_can_be_ordered_is_tried_by_some_test(workspace: Any) -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]

    known = workspace.door("GET", "faults").json()["known"]

    assert [name for name in known if not any(f'"{name}"' in text for text in tests)] == []
    assert len(known) == len(set(known)) >= 15


def test_an_unknown_fault_is_refused_with_the_known_ones(workspace: Any) -> None:
    answer = workspace.door("POST", "faults", [{"match": ".*", "do": "earthquake"}])

    assert answer.status_code == 400
    assert {"429", "close", "slow"} <= set(answer.json()["known"])
    assert workspace.door("GET", "faults").json()["active"] == []


def test_faults_can_be_cleared(workspace: Any, mailbox: str) -> None:
    workspace.fault(".*", "500", times=9)
    workspace.door("DELETE", "faults")

    assert workspace.get("/drive/v3/files", mailbox).status_code == 200


def test_the_log_tells_of_google_paths_only(workspace: Any, mailbox: str) -> None:
    workspace.get("/drive/v3/files?q=trashed%3Dtrue", mailbox)
    (line,) = workspace.log()

    assert line == {
        "n": line["n"],
        "method": "GET",
        "path": "/drive/v3/files",
        "query": "q=trashed%3Dtrue",
        "status": 200,
        "account": mailbox,
        "fault": None,
    }
    assert workspace.log(line["n"]) == []


def test_quotas_bite_when_turned_on_and_refill_with_the_clock(
    workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    sheets = workspace.service("sheets", "v4", mailbox)
    read = sheets.spreadsheets().values().get(spreadsheetId=office["register_id"], range="A1")
    workspace.door("POST", "quotas", {"on": True})
    workspace.advance(3600)

    with pytest.raises(HttpError) as refused:
        for _ in range(121):
            read.execute()

    assert refused.value.status_code == 429
    workspace.advance(61)
    assert read.execute()["range"]


def test_a_reset_returns_to_the_same_office(
    workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    workspace.door("POST", f"forms/{office['form_id']}/responses", {"answers": {"Nama": "A"}})
    create(workspace, mailbox, "satu")
    token = workspace.token(mailbox)

    workspace.door("POST", "reset")

    assert workspace.office == office
    assert "satu" not in names_in(workspace, mailbox)
    forms = workspace.get(f"/v1/forms/{office['form_id']}/responses", mailbox).json()
    assert forms == {}
    still = workspace.session.get(
        workspace.origin + "/drive/v3/files",
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert still.status_code == 200


def test_ids_given_after_a_reset_were_never_given_before(workspace: Any, mailbox: str) -> None:
    before = {create(workspace, mailbox, "x").json()["id"] for _ in range(3)}
    workspace.door("POST", "reset")
    after = {create(workspace, mailbox, "x").json()["id"] for _ in range(3)}

    assert not before & after


def test_the_same_seed_gives_the_same_ids_and_another_one_others(tmp_path: Path) -> None:
    def planted(folder: str, seed: int) -> dict[str, Any]:
        server, world = open_server(tmp_path / folder, seed_number=seed)
        server.server_close()
        with world.lock:
            found = office_answer(world) | {"next": world.ids.file()}
        world.close()
        return {name: found[name] for name in ("form_id", "register_id", "next")}

    first, again, other = planted("a", 7), planted("b", 7), planted("c", 8)

    assert first == again
    assert not set(first.values()) & set(other.values())


def start(data: Path) -> tuple[subprocess.Popen[str], str]:
    """The workspace as a process of its own, on a port of the system's choice."""
    process = subprocess.Popen(
        [sys.executable, "-m", "integration.emulator", "--port", "0", "--data-dir", str(data)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    return process, found[0]


def test_what_was_answered_survives_sigkill_and_sigterm_ends_it(tmp_path: Path) -> None:
    process, origin = start(tmp_path)
    office = requests.get(origin + "/_emulator/office", timeout=30).json()
    email = office["service_mailbox"]
    token = requests.post(origin + "/_emulator/token", json={"email": email}, timeout=30).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    made = requests.post(
        origin + "/drive/v3/files", json={"name": "satu"}, headers=headers, timeout=30
    ).json()
    lines = requests.get(origin + "/_emulator/requests", timeout=30).json()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()

    process, origin = start(tmp_path)
    again = requests.get(origin + f"/drive/v3/files/{made['id']}", headers=headers, timeout=30)
    later = requests.get(origin + "/_emulator/requests", timeout=30).json()
    same = requests.get(origin + "/_emulator/office", timeout=30).json()
    process.terminate()

    assert again.json()["name"] == "satu"
    assert same["form_id"] == office["form_id"]
    assert later[: len(lines)] == lines
    assert later[-1]["n"] > lines[-1]["n"]
    assert process.wait(timeout=30) == 0
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize("seconds", ["soon", True, None, 1e15, -1e300])
def test_the_clock_takes_only_numbers_it_can_follow(workspace: Any, seconds: Any) -> None:
    assert workspace.door("POST", "clock", {"advance_seconds": seconds}).status_code == 400
    assert workspace.door("GET", "clock").json()["offset_seconds"] == 0
