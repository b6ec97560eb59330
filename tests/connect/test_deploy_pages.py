"""What the pages and files for administrators name is really there."""

import json
import re
from pathlib import Path

import pytest

from integration.cli import main
from integration.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = ["docs/deploy.md", "docs/first-day.md", "credentials/README.md"]
PAGES += ["integration/apps_script/README.md"]
FILES = ["deploy/tanggap.service", "deploy/tanggap-backup.service", "deploy/compose.yaml"]
FILES += ["deploy/Dockerfile"]
NOT_OURS = {"PATH", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(page))
    broken = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("page", [*PAGES, *FILES])
def test_every_command_exists(page: str) -> None:
    named = set(re.findall(r"tanggap(?:\.exe)?[` ,\]]+ ?([a-z]+)\b", text(page)))
    commands = {name for name in named if f"tanggap {name}" in text(page)}
    unknown = commands - set(main.commands) - {"akan", "kosong", "oleh", "tanggap"}
    assert {name for name in unknown if f"`tanggap {name}" in text(page)} == set()
    called = re.findall(r"(?:bin/tanggap|command: \[tanggap,) ?([a-z]+)", text(page))
    assert set(called) <= set(main.commands)


def test_every_variable_is_a_setting() -> None:
    known = {name.upper() for name in Settings.model_fields}
    table = re.findall(r"^\| (`[A-Z_`, ]+`) \|", text("docs/deploy.md"), re.M)
    named = {one for row in table for one in re.findall(r"[A-Z_]{3,}", row)}
    assert named and named <= known
    compose = set(re.findall(r"^\s+([A-Z][A-Z_]+): ", text("deploy/compose.yaml"), re.M))
    docker = set(re.findall(r"\b([A-Z_]{4,})=", text("deploy/Dockerfile")))
    assert (compose | docker) - NOT_OURS <= known


def test_secrets_in_containers_are_named_like_their_settings() -> None:
    listed = re.findall(r"^  (\w+): \{file: secrets/(\w+)\}", text("deploy/compose.yaml"), re.M)
    assert len(listed) == 5
    for name, file in listed:
        assert name == file
        assert name in Settings.model_fields or name == "database_password"


def test_the_image_is_made_of_what_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text("deploy/Dockerfile"), re.M)
    paths = [path for line in copied for path in line.split()]
    assert {"integration", "requirements.lock", "webhook.py"} <= set(paths)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_scripts_manifest_asks_for_no_more_than_it_uses() -> None:
    manifest = json.loads(text("integration/apps_script/appsscript.json"))
    code = text("integration/apps_script/Code.gs")
    used = {
        "forms": "FormApp.",
        "spreadsheets": "SpreadsheetApp.",
        "script.external_request": "UrlFetchApp.",
        "script.scriptapp": "ScriptApp.",
        "userinfo.email": "getEmail(",
    }
    asked = [scope.rpartition("/auth/")[2] for scope in manifest["oauthScopes"]]
    assert sorted(asked) == sorted(used)
    assert all(mark in code for mark in used.values())
