"""The script that runs at Google, run in Node with stand-ins, against the door it speaks to."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from integration.clock import FixedClock
from integration.push.facts import EDIT_HINT, LOOK
from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint
from integration.push.memory import facts
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import Signed
from integration.push.tally import Tally
from integration.store.database import Database

HERE = Path(__file__).parent
CODE = HERE.parents[1] / "integration" / "apps_script" / "Code.gs"
NODE = shutil.which("node")
SECRET = "rahasia bersama: é"
PROPERTIES = {
    "FORM_ID": "form-1",
    "REGISTER_ID": "sheet-1",
    "ANSWERS_ID": "sheet-2",
    "HOOK_URL": "https://tanggap.example/hooks/script",
    "HOOK_SECRET": SECRET,
}
CELLS = [
    ["Catatan saya", "No. Register", "Uraian", "Catatan Petugas"],
    ["", "ADU/2026/0001", "Terlambat", "sudah ditelepon"],
    ["", "ADU/2026/0002", "Salah cetak", ""],
    ["", "", "baris baru", ""],
]

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


def play(clock: FixedClock, call: str, **story: Any) -> dict[str, Any]:
    """Run one function of the script; what it did."""
    assert NODE is not None
    said = {
        "call": call,
        "now": int(clock.now().timestamp()),
        "properties": PROPERTIES,
        "sheet": "Register",
        "cells": CELLS,
        "editor": "rani@balai.example",
    } | story
    done = subprocess.run(
        [NODE, str(HERE / "stand_in.js"), str(CODE)],
        input=json.dumps(said),
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def bodies(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(one["payload"]) for one in told["sent"]]


@pytest.fixture
def app(database: Database, clock: FixedClock) -> Flask:
    shut = Oidc("", "", Certificates("http://127.0.0.1:9"))
    hooks = Hooks(
        database=database,
        clock=clock,
        hints=Hints(database, clock),
        tally=Tally(database, clock),
        signed=Signed(SECRET, clock),
        pubsub=shut,
        scheduler=shut,
        secret="x",
    )
    made = Flask("doors")
    made.register_blueprint(blueprint(hooks))
    return made


def arrives(app: Flask, call: dict[str, Any]) -> int:
    answer = app.test_client().post(
        "/hooks/script", data=call["payload"].encode(), headers=call["headers"]
    )
    return answer.status_code


def test_setup_links_the_form_to_its_own_spreadsheet_and_installs_both_triggers(
    clock: FixedClock,
) -> None:
    told = play(clock, "setup")
    assert told["error"] == ""
    assert told["destination"] == "sheet-2"
    assert sorted(told["triggers"]) == ["onEdited sheet-1", "onFormSubmitted form-1"]
    assert bodies(told) == [{"kind": "form"}]


def test_setup_again_changes_nothing(clock: FixedClock) -> None:
    there = ["onEdited sheet-1", "onFormSubmitted form-1"]
    told = play(clock, "setup", destination="sheet-2", triggers=there)
    assert told["error"] == ""
    assert told["log"] == []


def test_a_form_linked_to_the_register_is_moved_and_its_answers_are_still_told(
    clock: FixedClock,
) -> None:
    before = ["onEdited sheet-1", "onFormSubmitted sheet-1"]
    told = play(clock, "setup", destination="sheet-1", triggers=before)
    assert told["destination"] == "sheet-2"
    assert sorted(told["triggers"]) == ["onEdited sheet-1", "onFormSubmitted form-1"]


def test_without_a_spreadsheet_of_its_own_the_form_is_linked_to_the_register(
    clock: FixedClock,
) -> None:
    alone = {name: value for name, value in PROPERTIES.items() if name != "ANSWERS_ID"}
    told = play(clock, "setup", properties=alone)
    assert (told["error"], told["destination"]) == ("", "sheet-1")


def test_setup_says_what_is_missing_or_does_not_answer(clock: FixedClock) -> None:
    lacking = {**PROPERTIES, "HOOK_SECRET": ""}
    assert "HOOK_SECRET" in play(clock, "setup", properties=lacking)["error"]
    plain = {**PROPERTIES, "HOOK_URL": "http://tanggap.example"}
    assert "https" in play(clock, "setup", properties=plain)["error"]
    assert "403" in play(clock, "setup", status=403)["error"]


def test_an_edit_arrives_with_case_column_and_editor(
    clock: FixedClock, app: Flask, database: Database
) -> None:
    told = play(clock, "onEdited", edit=[2, 4, 1, 1])
    (call,) = told["sent"]
    assert "sudah ditelepon" not in call["payload"]
    assert arrives(app, call) == 204
    assert arrives(app, call) == 409, "the same call again is a replay"
    hints = facts(database, EDIT_HINT)
    assert hints["ADU/2026/0001:Catatan Petugas"]["editor"] == "rani@balai.example"
    assert set(facts(database, LOOK)) == {"register"}


def test_a_submitted_form_arrives(clock: FixedClock, app: Flask, database: Database) -> None:
    (call,) = play(clock, "onFormSubmitted")["sent"]
    assert arrives(app, call) == 204
    assert set(facts(database, LOOK)) == {"form"}


def test_a_tampered_or_late_call_does_not_arrive(clock: FixedClock, app: Flask) -> None:
    (call,) = play(clock, "onFormSubmitted")["sent"]
    other = {**call, "payload": '{"kind":"edit"}'}
    assert arrives(app, other) == 403
    clock.advance(seconds=301)
    assert arrives(app, call) == 403


def test_a_pasted_block_names_each_known_case(clock: FixedClock) -> None:
    said = bodies(play(clock, "onEdited", edit=[2, 3, 3, 2]))
    assert [(one["register_no"], one["header"]) for one in said] == [
        ("ADU/2026/0001", "Uraian"),
        ("ADU/2026/0001", "Catatan Petugas"),
        ("ADU/2026/0002", "Uraian"),
        ("ADU/2026/0002", "Catatan Petugas"),
    ]


@pytest.mark.parametrize(
    "story",
    [
        {"edit": [4, 3, 1, 1]},
        {"edit": [2, 3, 900, 2]},
        {"edit": [1, 1, 1, 1]},
        {"edit": [2, 4, 1, 1], "editor": ""},
        {"edit": [2, 1, 1, 1], "sheet": "Kalender"},
    ],
)
def test_an_edit_that_names_no_case_still_says_look(
    story: dict[str, Any], clock: FixedClock
) -> None:
    (said,) = bodies(play(clock, "onEdited", **story))
    assert said == {"kind": "edit", "sheet": story.get("sheet", "Register")}


def test_a_service_that_is_away_does_not_break_the_sheet(clock: FixedClock) -> None:
    told = play(clock, "onEdited", edit=[2, 4, 1, 1], unreachable=True)
    assert told["error"] == ""
    assert told["sent"] == []
