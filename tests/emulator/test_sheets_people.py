"""People's edits, Forms' answers, and what survives: the doors beside the API."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from integration.emulator.drive import entries
from integration.emulator.drive.routes import prepare as prepare_drive
from integration.emulator.frame.errors import ApiError
from integration.emulator.sheets import answers, disk, hand, shelf, values
from integration.emulator.sheets.files import create_spreadsheet
from integration.emulator.sheets.routes import prepare
from integration.emulator.world import World

OWNER = "kepala@contoh.example"
STAFF = "rani@contoh.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    opened = World.open(tmp_path)
    prepare_drive(opened)
    prepare(opened)
    yield opened
    opened.close()


@pytest.fixture
def desk(world: World) -> str:
    """A spreadsheet of the head's that staff may edit."""
    with world.store.transaction():
        made = create_spreadsheet(
            world, "Register", OWNER, sheets=[{"sheetId": 7, "title": "Register"}]
        )
        entry = entries.fetch(world, made)
        entry["permissions"].append({"type": "user", "email": STAFF, "role": "writer"})
        entries.save(world, entry, by=OWNER)
    return made


def type_in(world: World, desk: str, row: int, column: int, text: str, who: str = STAFF) -> int:
    return hand.edit_cell(world, who, desk, 7, row, column, text)


def read(world: World, desk: str, render: str = "FORMATTED_VALUE") -> list[list[Any]]:
    with shelf.reading(world, OWNER, desk) as editing:
        sheet = editing.book.sheets[0]
        found = values.read(editing.book, sheet, values.Area(), render=render)
        return [list(row) for row in found.get("values", [])]


# -- people --------------------------------------------------------------------------------


def test_what_a_person_types_is_understood(world: World, desk: str) -> None:
    for column, text in enumerate(["5/1/2026", "=1+1", "0812", "1,5"]):
        type_in(world, desk, 0, column, text)

    assert read(world, desk) == [["05/01/2026", "2", "812", "1,5"]]


def test_a_protected_cell_refuses_a_person_in_indonesian(world: World, desk: str) -> None:
    protected = {"range": {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 1}}
    hand.request(world, OWNER, desk, {"addProtectedRange": {"protectedRange": protected}})

    with pytest.raises(hand.NotDone, match="Anda mencoba mengedit sel"):
        type_in(world, desk, 0, 0, "x")

    type_in(world, desk, 0, 0, "pemilik boleh", who=OWNER)
    assert read(world, desk) == [["pemilik boleh"]]


def test_strict_validation_refuses_people_and_lets_programs_pass(world: World, desk: str) -> None:
    words = [{"userEnteredValue": "Selesai"}, {"userEnteredValue": "Diproses"}]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": words}, "strict": True}
    where = {"sheetId": 7, "startColumnIndex": 0, "endColumnIndex": 1}
    hand.request(world, OWNER, desk, {"setDataValidation": {"range": where, "rule": rule}})

    with pytest.raises(hand.NotDone, match=r"sel A1 .* Selesai, Diproses"):
        type_in(world, desk, 0, 0, "Entah")
    assert read(world, desk) == []

    type_in(world, desk, 0, 0, "Selesai")
    type_in(world, desk, 0, 0, "")
    assert hand.choices(world, STAFF, desk, 7, 0, 0) == ["Selesai", "Diproses"]
    with shelf.changing(world, STAFF, desk) as editing:
        sheet = editing.book.sheets[0]
        values.write(editing, sheet, values.Area(0, 1, 0, 1), [["Entah"]], typed=False)
    assert read(world, desk) == [["Entah"]]


@pytest.mark.parametrize(
    ("condition", "good", "bad"),
    [
        ({"type": "NUMBER_BETWEEN", "values": ["1", "5"]}, "3", "6"),
        ({"type": "DATE_ON_OR_AFTER", "values": ["01/01/2026"]}, "5/1/2026", "5/1/2025"),
        ({"type": "DATE_IS_VALID"}, "5/1/2026", "kemarin"),
        ({"type": "TEXT_IS_EMAIL"}, "a@contoh.example", "a at contoh"),
        ({"type": "TEXT_CONTAINS", "values": ["ADU/"]}, "ADU/2026/0001", "2026"),
        ({"type": "CUSTOM_FORMULA", "values": ["=LEN($C$3)>2"]}, "abc", "a"),
        ({"type": "BOOLEAN"}, "TRUE", "ya"),
        ({"type": "NUMBER_GREATER", "values": ["=1+1"]}, "3", "2"),
    ],
)
def test_conditions_judge_what_was_typed(
    world: World, desk: str, condition: dict[str, Any], good: str, bad: str
) -> None:
    given = [{"userEnteredValue": text} for text in condition.get("values", [])]
    rule = {"condition": {"type": condition["type"], "values": given}, "strict": True}
    where = {
        "sheetId": 7,
        "startRowIndex": 2,
        "endRowIndex": 3,
        "startColumnIndex": 2,
        "endColumnIndex": 3,
    }
    hand.request(world, OWNER, desk, {"setDataValidation": {"range": where, "rule": rule}})

    with pytest.raises(hand.NotDone):
        type_in(world, desk, 2, 2, bad)
    type_in(world, desk, 2, 2, good)


def test_people_insert_sort_annotate_and_delete_rows(world: World, desk: str) -> None:
    for row, text in enumerate(["b", "a", "c"]):
        type_in(world, desk, row, 0, text)
    hand.set_note(world, STAFF, desk, 7, 0, 0, "catatan b")
    hand.sort_by(world, STAFF, desk, 7, 0)
    hand.insert_rows(world, STAFF, desk, 7, 1)
    hand.delete_rows(world, STAFF, desk, 7, 0)

    assert read(world, desk) == [[], ["b"], ["c"]]
    drawn = hand.cells(world, STAFF, desk, 7, 0, 3)
    assert drawn["data"]["rowData"][1]["values"][0]["note"] == "catatan b"


def test_a_reader_cannot_type_and_a_stranger_cannot_look(world: World, desk: str) -> None:
    with pytest.raises(ApiError) as caught:
        hand.tabs(world, "asing@lain.example", desk)
    assert caught.value.code == 403
    assert hand.tabs(world, STAFF, desk)["may_edit"] is True


def test_a_page_learns_cheaply_what_changed(world: World, desk: str) -> None:
    type_in(world, desk, 1, 1, "x")
    seen = type_in(world, desk, 4, 0, "=B2&1")
    assert hand.changes_since(world, STAFF, desk, seen)["tabs"] == {}

    version = type_in(world, desk, 1, 1, "y")
    found = hand.changes_since(world, STAFF, desk, seen)
    assert (found["version"], found["everything"]) == (version, False)
    assert found["tabs"] == {7: [1, 4]}

    hand.insert_rows(world, STAFF, desk, 7, 0)
    assert hand.changes_since(world, STAFF, desk, version)["tabs"] == {7: None}

    shelf.forget(world)
    assert hand.changes_since(world, STAFF, desk, seen)["everything"] is True


def test_filtered_rows_are_named_for_the_page(world: World, desk: str) -> None:
    for row, text in enumerate(["Status", "Selesai", "Diproses"]):
        type_in(world, desk, row, 0, text)
    criteria = {"0": {"hiddenValues": ["Selesai"]}}
    where = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 3}
    body = {"filter": {"range": where, "criteria": criteria}}
    hand.request(world, STAFF, desk, {"setBasicFilter": body})

    assert hand.cells(world, STAFF, desk, 7, 0, 3)["hidden"] == [1]


# -- Forms ---------------------------------------------------------------------------------


def test_an_answer_keeps_its_row_wherever_staff_move_it(world: World, desk: str) -> None:
    at = datetime(2026, 1, 5, 8, 30)
    columns = [
        answers.set_header(world, desk, 7, None, text, by=OWNER) for text in ("Timestamp", "Nama")
    ]
    first = answers.append_form_row(world, desk, 7, [at, "=1+1"], by=OWNER)
    answers.append_form_row(world, desk, 7, [at, "Ani"], by=OWNER)
    body = {"range": {"sheetId": 7, "startRowIndex": 1}, "sortSpecs": [{"dimensionIndex": 1}]}
    body["sortSpecs"][0]["sortOrder"] = "DESCENDING"
    hand.request(world, STAFF, desk, {"sortRange": body})
    hand.insert_rows(world, STAFF, desk, 7, 1)

    assert answers.rewrite_form_row(world, desk, 7, first, [at, "+62812"], by=OWNER)
    assert read(world, desk) == [
        ["Timestamp", "Nama"],
        [],
        ["05/01/2026 08:30:00", "Ani"],
        ["05/01/2026 08:30:00", "+62812"],
    ]
    assert answers.column_keys(world, desk, 7)[:2] == columns


def test_a_deleted_answer_stays_deleted(world: World, desk: str) -> None:
    key = answers.append_form_row(world, desk, 7, ["a"], by=OWNER)
    hand.delete_rows(world, STAFF, desk, 7, 0)

    assert not answers.rewrite_form_row(world, desk, 7, key, ["b"], by=OWNER)
    assert read(world, desk) == []


def test_columns_follow_questions_through_moves(world: World, desk: str) -> None:
    name, mail = (
        answers.set_header(world, desk, 7, None, text, by=OWNER) for text in ("Nama", "Email")
    )
    span = {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    hand.request(world, STAFF, desk, {"moveDimension": {"source": span, "destinationIndex": 2}})
    answers.set_header(world, desk, 7, name, "Nama Lengkap", by=OWNER)
    key = answers.append_form_row(world, desk, 7, [], by=OWNER)
    answers.fill_cells(world, desk, 7, key, {name: "Ani", mail: "a@contoh.example"}, by=OWNER)

    assert read(world, desk) == [["Email", "Nama Lengkap"], ["a@contoh.example", "Ani"]]


# -- what survives -------------------------------------------------------------------------


def state(world: World, desk: str) -> Any:
    """Everything a spreadsheet holds, as its cells are drawn."""
    drawn = hand.cells(world, OWNER, desk, 7, 0, 1001)
    return {name: drawn[name] for name in ("data", "keys", "merges", "filter", "protected")}


def test_what_was_saved_is_read_back_the_same(world: World, desk: str) -> None:
    for row in range(5):
        type_in(world, desk, row, 0, f"baris {9 - row}")
        type_in(world, desk, row, 1, f"=ROW()*{row}")
    hand.set_note(world, STAFF, desk, 7, 2, 0, "catatan")
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    where = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 3}
    size = {"sheetId": 7, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    hand.request(
        world,
        OWNER,
        desk,
        {"repeatCell": {"range": where, "cell": look, "fields": "userEnteredFormat"}},
        {
            "updateDimensionProperties": {
                "range": size,
                "properties": {"pixelSize": 40},
                "fields": "pixelSize",
            }
        },
    )
    hand.sort_by(world, STAFF, desk, 7, 0)
    hand.insert_rows(world, STAFF, desk, 7, 2, 3)
    merged = {**where, "startColumnIndex": 4, "endColumnIndex": 6}
    hand.request(world, OWNER, desk, {"mergeCells": {"range": merged}})
    with pytest.raises(hand.NotDone, match="sel gabungan vertikal"):
        hand.sort_by(world, STAFF, desk, 7, 0)
    before = state(world, desk)

    shelf.forget(world)

    assert state(world, desk) == before


def test_a_failed_request_leaves_memory_as_the_disk_is(world: World, desk: str) -> None:
    type_in(world, desk, 0, 0, "tetap")

    with pytest.raises(RuntimeError), world.store.transaction():
        type_in(world, desk, 0, 0, "hilang")
        raise RuntimeError("the page broke after the edit")

    assert read(world, desk) == [["tetap"]]


def test_a_refused_request_leaves_nothing_half_done(world: World, desk: str) -> None:
    protected = {"range": {"sheetId": 7, "endRowIndex": 1}, "protectedRangeId": 3}
    hand.request(world, OWNER, desk, {"addProtectedRange": {"protectedRange": protected}})
    before = state(world, desk)
    gone = {"protectedRangeId": 3, "range": {"sheetId": 99}}

    with pytest.raises(hand.NotDone):
        body = {"protectedRange": gone, "fields": "range"}
        hand.request(world, OWNER, desk, {"updateProtectedRange": body})

    assert state(world, desk) == before


def test_an_edit_of_one_cell_writes_one_row(world: World, desk: str) -> None:
    with shelf.changing(world, OWNER, desk) as editing:
        table = [[f"{row}-{column}" for column in range(5)] for row in range(900)]
        values.write(editing, editing.book.sheets[0], values.Area(0, 900, 0, 5), table, typed=False)
    statements: list[str] = []
    world.store.connection.set_trace_callback(statements.append)

    type_in(world, desk, 450, 2, "berubah")

    world.store.connection.set_trace_callback(None)
    written = [s for s in statements if "sheets_" in s and not s.lstrip().startswith("SELECT")]
    assert len(written) == 2  # the row, and the spreadsheet's version
    assert sum(map(len, written)) < 500


def test_another_process_sees_what_was_answered(world: World, desk: str, tmp_path: Path) -> None:
    type_in(world, desk, 0, 0, "ada")

    other = sqlite3.connect(tmp_path / "workspace.db")
    found = disk.load(other, desk)
    other.close()

    assert found is not None
    assert found.sheets[0].rows[0].values == ["ada"]


def test_every_edit_raises_the_drive_files_version(world: World, desk: str) -> None:
    before = entries.fetch(world, desk)["version"]

    type_in(world, desk, 0, 0, "x")

    after = entries.fetch(world, desk)
    assert (after["version"], after["modifier"]) == (before + 1, STAFF)
