"""spreadsheets.values through google-api-python-client (google-workspace.md 6 and 11)."""

from typing import Any

import pytest
from sheets_room import COLLEAGUE, STRANGER, Register, Room, refusal, register, room

__all__ = ["register", "room"]


# -- reading -------------------------------------------------------------------------------


def test_rows_are_ragged_and_the_whole_range_is_echoed(register: Register) -> None:
    register.write("A1:C3", [["a", "", ""], ["", "b", "c"], ["", "", ""]])

    answer = register.answer("A1:D4")

    assert answer == {
        "range": "Sheet1!A1:D4",
        "majorDimension": "ROWS",
        "values": [["a"], ["", "b", "c"]],
    }


def test_an_empty_range_has_no_values(register: Register) -> None:
    assert register.answer("B2:C3") == {"range": "Sheet1!B2:C3", "majorDimension": "ROWS"}


def test_open_ranges_are_echoed_with_their_ends(register: Register) -> None:
    assert register.answer("Sheet1")["range"] == "Sheet1!A1:Z1000"
    assert register.answer("B:C")["range"] == "Sheet1!B1:C1000"
    assert register.answer("A5:A")["range"] == "Sheet1!A5:A1000"
    assert register.answer("3:4")["range"] == "Sheet1!A3:Z4"
    assert register.answer("Y1:AB2")["range"] == "Sheet1!Y1:Z2"


def test_titles_with_blanks_are_quoted_in_answers(register: Register) -> None:
    register.batch({"addSheet": {"properties": {"title": "Form Responses 1"}}})

    assert register.write("'Form Responses 1'!A1", [["a", "b"]])["updatedRange"] == (
        "'Form Responses 1'!A1:B1"
    )
    assert register.answer("'Form Responses 1'!A1:C2")["range"] == "'Form Responses 1'!A1:C2"


def test_columns_may_be_asked_for(register: Register) -> None:
    register.write("A1", [[1, 2], [3]])

    assert register.answer("A1:C3", majorDimension="COLUMNS")["values"] == [["1", "3"], ["2"]]


def test_several_ranges_in_one_call(register: Register) -> None:
    register.write("A1", [["a", "b"]])

    found = (
        register.api.values().batchGet(spreadsheetId=register.id, ranges=["A1", "B1:B2"]).execute()
    )

    assert [item.get("values") for item in found["valueRanges"]] == [[["a"]], [["b"]]]


# -- writing -------------------------------------------------------------------------------


def test_raw_stores_text_literally(register: Register) -> None:
    row = ["=1+2", "+62812", "1,5", "05/01/2026", 1.5, True]
    register.write("A1", [row])

    assert register.read("A1:F1", "UNFORMATTED_VALUE") == [row]
    assert register.read("A1:F1") == [["=1+2", "+62812", "1,5", "05/01/2026", "1,5", "TRUE"]]


def test_user_entered_reads_as_an_indonesian_would(register: Register) -> None:
    register.typed("A1", [["=1+2", "+62812", "1,5", "05/01/2026", "teks"]])

    assert register.read("A1:E1", "UNFORMATTED_VALUE") == [[3, 62812, 1.5, 46027, "teks"]]
    assert register.read("A1:E1") == [["3", "62812", "1,5", "05/01/2026", "teks"]]
    assert register.read("A1:E1", "FORMULA") == [["=1+2", 62812, 1.5, 46027, "teks"]]


def test_dates_may_be_read_as_text_beside_plain_numbers(register: Register) -> None:
    register.typed("A1", [["05/01/2026", "7"]])

    answer = register.answer(
        "A1:B1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING"
    )

    assert answer["values"] == [["05/01/2026", 7]]


def test_null_leaves_a_cell_and_empty_text_clears_it(register: Register) -> None:
    register.write("A1", [["a", "b", "c"]])

    answer = register.write("A1", [[None, "", "z"]])

    assert register.read("A1:C1") == [["a", "", "z"]]
    assert answer["updatedCells"] == 2


def test_an_option_is_mandatory(register: Register) -> None:
    api = register.api.values()
    body = {"values": [["x"]]}

    missing = refusal(api.update(spreadsheetId=register.id, range="A1", body=body).execute)
    unspecified = refusal(
        lambda: register.write("A1", [["x"]], option="INPUT_VALUE_OPTION_UNSPECIFIED")
    )

    assert missing[:2] == unspecified[:2] == (400, "INVALID_ARGUMENT")
    assert "valueInputOption" in missing[2]
    assert register.read("A1") == []


def test_writing_outside_the_grid_is_refused(register: Register) -> None:
    found = refusal(lambda: register.write("A1001", [["x"]]))

    assert found == (
        400,
        "INVALID_ARGUMENT",
        "Range exceeds grid limits. Max rows: 1000, max columns: 26",
    )
    assert refusal(lambda: register.write("Z1", [["x", "y"]]))[2] == found[2]


def test_more_values_than_the_range_holds_are_refused(register: Register) -> None:
    found = refusal(lambda: register.write("A1:B2", [["a", "b", "c"]]))
    assert found[2] == (
        "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]"
    )

    assert "row [3]" in refusal(lambda: register.write("A1:B2", [["a"], ["b"], ["c"]]))[2]
    assert register.read("A1:C3") == []


@pytest.mark.parametrize("text", ["Tidak Ada!A1", "'Tidak Ada'!A1", "A1:B2:C3", "Sheet1!1A"])
def test_an_unparsable_range_is_refused(register: Register, text: str) -> None:
    assert refusal(lambda: register.answer(text)) == (
        400,
        "INVALID_ARGUMENT",
        f"Unable to parse range: {text}",
    )


def test_values_that_are_no_values_are_refused(register: Register) -> None:
    assert "Invalid values[0][1]" in refusal(lambda: register.write("A1", [["a", ["b"]]]))[2]


def test_a_wrong_range_among_several_writes_nothing(register: Register) -> None:
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1", "values": [["a"]]}, {"range": "A2000", "values": [["b"]]}],
    }

    found = refusal(register.api.values().batchUpdate(spreadsheetId=register.id, body=body).execute)

    assert "exceeds grid limits" in found[2]
    assert register.read("A1") == []


def test_totals_of_a_write_over_several_ranges(register: Register) -> None:
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "data": [
            {"range": "A1:B1", "values": [["a", "b"]]},
            {"range": "D1", "majorDimension": "COLUMNS", "values": [["c", "d"]]},
        ],
    }

    found = register.api.values().batchUpdate(spreadsheetId=register.id, body=body).execute()

    totals = {k: v for k, v in found.items() if k.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 3,
        "totalUpdatedColumns": 3,
        "totalUpdatedCells": 4,
        "totalUpdatedSheets": 1,
    }
    assert found["responses"][1]["updatedData"]["values"] == [["c"], ["d"]]


def test_clearing_keeps_formats_and_notes(register: Register) -> None:
    register.typed("A1", [["05/01/2026", "x"]])
    register.api.values().clear(spreadsheetId=register.id, range="A1", body={}).execute()
    register.write("A1", [[46027]])

    assert register.read("A1:B1") == [["05/01/2026", "x"]]

    cleared = (
        register.api.values()
        .batchClear(spreadsheetId=register.id, body={"ranges": ["A:A", "B1"]})
        .execute()
    )
    assert cleared["clearedRanges"] == ["Sheet1!A1:A1000", "Sheet1!B1"]
    assert register.read("Sheet1") == []


# -- append (6.4) --------------------------------------------------------------------------


def append(register: Register, where: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = (
        register.api.values()
        .append(
            spreadsheetId=register.id,
            range=where,
            valueInputOption="RAW",
            body={"values": [["x"]]},
            **options,
        )
        .execute()
    )
    return found


@pytest.mark.parametrize(
    ("where", "first", "table"),
    [
        ("Sheet1", "B7", "B4:D6"),
        ("B4", "B7", "B4:D6"),
        ("C5:D5", "B7", "B4:D6"),
        ("B2:D4", "B7", "B4:D6"),
        ("A3:G10", "B7", "B4:D6"),
        ("A1", "A3", "A1:C2"),
        ("E4", "E4", None),
        ("A4", "A4", None),
    ],
)
def test_googles_own_example_of_table_detection(
    register: Register, where: str, first: str, table: str | None
) -> None:
    register.write("A1", [["a"] * 3] * 2)
    register.write("B4", [["b"] * 3] * 3)

    answer = append(register, where)

    assert answer["updates"]["updatedRange"] == f"Sheet1!{first}"
    assert answer.get("tableRange") == (f"Sheet1!{table}" if table else None)


def test_overwrite_overwrites_and_insert_rows_pushes_down(register: Register) -> None:
    register.write("A1", [["a"], ["b"], [""], ["bawah"]])

    append(register, "A1", insertDataOption="INSERT_ROWS")
    assert register.read("A1:A5") == [["a"], ["b"], ["x"], [], ["bawah"]]

    register.write("A1", [["a"], ["b"], [""], ["", "samping"], [""]])
    append(register, "A1")
    assert register.read("A1:B4") == [["a"], ["b"], ["x"], ["", "samping"]]


def test_append_makes_room_below_the_grid(register: Register) -> None:
    register.write("A1000", [["akhir"]])

    assert append(register, "Sheet1")["updates"]["updatedRange"] == "Sheet1!A1001"
    assert register.tab()["properties"]["gridProperties"]["rowCount"] == 1001


# -- who may -------------------------------------------------------------------------------


def test_unknown_is_404_and_unshared_is_403(room: Room, register: Register) -> None:
    api = room.sheets(STRANGER).values()

    assert refusal(api.get(spreadsheetId="x" * 44, range="A1").execute)[:2] == (404, "NOT_FOUND")
    assert refusal(api.get(spreadsheetId=register.id, range="A1").execute)[:2] == (
        403,
        "PERMISSION_DENIED",
    )


def test_a_reader_reads_and_does_not_write(room: Room, register: Register) -> None:
    register.write("A1", [["a"]])
    room.share(register.id, COLLEAGUE, "reader")
    api = room.sheets(COLLEAGUE).values()

    assert api.get(spreadsheetId=register.id, range="A1").execute()["values"] == [["a"]]
    write = api.update(
        spreadsheetId=register.id, range="A1", valueInputOption="RAW", body={"values": [["b"]]}
    )
    assert refusal(write.execute)[0] == 403
    assert register.read("A1") == [["a"]]


def test_a_protected_cell_is_400_and_open_to_its_editors(room: Room, register: Register) -> None:
    room.share(register.id, COLLEAGUE, "writer")
    (reply,) = register.batch(
        {
            "addProtectedRange": {
                "protectedRange": {"range": {"sheetId": 0, "endRowIndex": 1}, "editors": {}}
            }
        }
    )

    def write(where: str) -> Any:
        return (
            room.sheets(COLLEAGUE)
            .values()
            .update(
                spreadsheetId=register.id,
                range=where,
                valueInputOption="RAW",
                body={"values": [["x"]]},
            )
        )

    assert refusal(write("B1").execute) == (
        400,
        "INVALID_ARGUMENT",
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
        "to remove protection if you need to edit.",
    )
    write("B2").execute()
    protected = reply["addProtectedRange"]["protectedRange"]
    register.batch(
        {
            "updateProtectedRange": {
                "protectedRange": {**protected, "editors": {"users": [COLLEAGUE]}},
                "fields": "editors",
            }
        }
    )
    write("B1").execute()
    assert register.read("B1:B2") == [["x"], ["x"]]
