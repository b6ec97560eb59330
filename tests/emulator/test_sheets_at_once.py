"""People and programs in one spreadsheet at once (google-workspace.md 3.3, 6.5, 11 line 9).

A program reads, somebody changes something, the program writes where it had read. There is no
compare-and-set in Sheets, so what happens is what the grid then says.
"""

from typing import Any

import pytest
from sheets_room import COLLEAGUE, Register, Room, grid, refusal, register, room, rows

__all__ = ["register", "room"]
ROWS = [["No", "Status"], ["ADU/2026/0001", "Diterima"], ["ADU/2026/0002", "Diterima"]]


@pytest.fixture
def desk(room: Room, register: Register) -> Any:
    """The register as a colleague edits it, and the program's last reading."""
    room.share(register.id, COLLEAGUE, "writer")
    register.write("A1", ROWS)
    assert register.read("A1:B3") == ROWS
    return room.sheets(COLLEAGUE)


def edit(desk: Any, register: Register, *requests: dict[str, Any]) -> None:
    desk.batchUpdate(spreadsheetId=register.id, body={"requests": list(requests)}).execute()


def test_an_edit_between_reading_and_writing_is_overwritten(desk: Any, register: Register) -> None:
    desk.values().update(
        spreadsheetId=register.id,
        range="B2",
        valueInputOption="RAW",
        body={"values": [["Diketik orang"]]},
    ).execute()

    register.write("B2", [["Dari program"]])

    assert register.read("B2") == [["Dari program"]]


def test_a_narrow_write_leaves_what_a_colleague_typed_beside_it(
    desk: Any, register: Register
) -> None:
    desk.values().update(
        spreadsheetId=register.id,
        range="C2",
        valueInputOption="RAW",
        body={"values": [["catatan"]]},
    ).execute()

    register.write("B2", [["Selesai"]])

    assert register.read("A2:C2") == [["ADU/2026/0001", "Selesai", "catatan"]]


@pytest.mark.parametrize(
    ("change", "row_after"),
    [
        ({"insertDimension": {"range": rows(1, 2)}}, ["", "Selesai"]),
        ({"deleteDimension": {"range": rows(1, 2)}}, ["ADU/2026/0002", "Selesai"]),
        (
            {
                "sortRange": {
                    "range": grid(1, 3, 0, 26),
                    "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}],
                }
            },
            ["ADU/2026/0002", "Selesai"],
        ),
        (
            {"moveDimension": {"source": rows(2, 3), "destinationIndex": 1}},
            ["ADU/2026/0002", "Selesai"],
        ),
    ],
)
def test_a_write_by_position_hits_whatever_row_stands_there_now(
    desk: Any, register: Register, change: dict[str, Any], row_after: list[str]
) -> None:
    edit(desk, register, change)

    register.write("B2", [["Selesai"]])

    assert register.read("A2:B2") == [row_after]


def test_a_write_by_column_hits_the_column_that_stands_there_now(
    desk: Any, register: Register
) -> None:
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    edit(desk, register, {"insertDimension": {"range": columns}})

    register.write("B2", [["Selesai"]])

    assert register.read("A2:C2") == [["ADU/2026/0001", "Selesai", "Diterima"]]


def test_a_renamed_tab_breaks_the_ranges_that_name_it_and_keeps_its_id(
    desk: Any, register: Register
) -> None:
    properties = {"sheetId": 0, "title": "Pengaduan"}
    edit(desk, register, {"updateSheetProperties": {"properties": properties, "fields": "title"}})

    found = refusal(lambda: register.write("Sheet1!B2", [["Selesai"]]))

    assert found == (400, "INVALID_ARGUMENT", "Unable to parse range: Sheet1!B2")
    assert register.tab()["properties"]["sheetId"] == 0
    register.write("Pengaduan!B2", [["Selesai"]])
    assert register.read("B2") == [["Selesai"]]


def test_a_deleted_tab_is_gone_for_reading_and_writing(desk: Any, register: Register) -> None:
    edit(
        desk,
        register,
        {"addSheet": {"properties": {"sheetId": 5, "title": "Lain"}}},
        {"deleteSheet": {"sheetId": 0}},
    )

    assert refusal(lambda: register.read("Sheet1!A1"))[0] == 400
    assert (
        "No grid with id: 0"
        in refusal(lambda: register.batch({"deleteDimension": {"range": rows(0, 1)}}))[2]
    )
