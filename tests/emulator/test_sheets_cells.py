"""Cells through batchUpdate and spreadsheets.get: values, formats, notes, ranges that move."""

import pytest
from sheets_room import Register, grid, note, refusal, register, room

__all__ = ["register", "room"]


# -- cells ---------------------------------------------------------------------------------


def test_cells_are_written_as_far_as_the_mask_says(register: Register) -> None:
    register.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 0, "columnIndex": 0},
                "rows": [
                    {
                        "values": [
                            {
                                "userEnteredValue": {"numberValue": 46027},
                                "userEnteredFormat": {
                                    "numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"},
                                    "textFormat": {"bold": True},
                                },
                                "note": "tidak ikut",
                            }
                        ]
                    }
                ],
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
            }
        }
    )

    cell = register.cells("A1")[0][0]
    assert cell["formattedValue"] == "5 Jan 2026"
    assert cell["userEnteredFormat"] == {"numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"}}
    assert "note" not in cell


def test_a_format_over_whole_columns_holds_for_rows_added_later(register: Register) -> None:
    register.batch(
        {
            "repeatCell": {
                "range": {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2},
                "cell": {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}},
                "fields": "userEnteredFormat.numberFormat",
            }
        },
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}},
    )
    register.typed("B1001", [["0812"]])

    assert register.read("B1001", "UNFORMATTED_VALUE") == [["0812"]]


def test_a_colour_is_read_back_in_both_of_its_spellings(register: Register) -> None:
    red = {"red": 1}
    look = {"backgroundColorStyle": {"rgbColor": red}, "textFormat": {"foregroundColor": red}}
    register.batch(
        {
            "repeatCell": {
                "range": grid(0, 1, 0, 1),
                "cell": {"userEnteredFormat": look},
                "fields": "userEnteredFormat(backgroundColorStyle,textFormat.foregroundColor)",
            }
        }
    )
    register.write("A1", [["x"]])

    found = register.cells("A1")[0][0]["userEnteredFormat"]
    assert found["backgroundColor"] == red
    assert found["textFormat"]["foregroundColorStyle"] == {"rgbColor": red}


def test_a_filter_stays_with_its_column(register: Register) -> None:
    criteria = {"1": {"hiddenValues": ["Selesai"]}}
    register.batch(
        {"setBasicFilter": {"filter": {"range": grid(0, 9, 0, 3), "criteria": criteria}}}
    )
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}

    register.batch({"insertDimension": {"range": span}})

    assert register.tab()["basicFilter"] == {
        "range": grid(0, 9, 1, 4),
        "criteria": {"2": {"hiddenValues": ["Selesai"]}},
    }


def test_a_repeated_formula_is_copied_not_repeated(register: Register) -> None:
    register.write("A1", [[1], [2], [3]])
    register.batch(
        {
            "repeatCell": {
                "range": grid(0, 3, 1, 2),
                "cell": {"userEnteredValue": {"formulaValue": "=A1*2"}},
                "fields": "userEnteredValue",
            }
        }
    )

    assert register.read("B1:B3") == [["2"], ["4"], ["6"]]


def test_merging_keeps_the_first_value(register: Register) -> None:
    register.write("A1", [["", "b"], ["c", "d"]])
    register.batch({"mergeCells": {"range": grid(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})

    assert register.read("A1:B2") == [["b"]]
    assert register.tab()["merges"] == [grid(0, 2, 0, 2)]
    register.batch({"unmergeCells": {"range": grid(0, 9, 0, 9)}})
    assert "merges" not in register.tab()


def test_validation_and_conditional_formats_are_kept_and_shown(register: Register) -> None:
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Selesai"}]},
        "strict": True,
        "showCustomUi": True,
    }
    look = {
        "ranges": [grid(0, 10, 0, 1)],
        "booleanRule": {
            "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "Lewat"}]},
            "format": {"textFormat": {"bold": True}},
        },
    }
    register.batch(
        {"setDataValidation": {"range": grid(0, 2, 0, 1), "rule": rule}},
        {"addConditionalFormatRule": {"rule": look, "index": 0}},
    )
    register.write("A1", [["Lewat"], ["Selesai"]])

    late, done = (cells[0] for cells in register.cells("A1:A2"))
    assert late["dataValidation"] == rule
    assert late["effectiveFormat"]["textFormat"]["bold"] is True
    assert done["effectiveFormat"]["textFormat"]["bold"] is False
    assert register.tab()["conditionalFormats"] == [look]


def test_cut_cells_take_notes_along_and_references_follow(register: Register) -> None:
    register.typed("A1", [["7", "=A1"]])
    register.batch(note(0, 0, "ikut"))
    to = {"sheetId": 0, "rowIndex": 4, "columnIndex": 3}

    register.batch(
        {
            "cutPaste": {
                "source": grid(0, 1, 0, 1),
                "destination": to,
                "pasteType": "PASTE_NORMAL",
            }
        }
    )

    assert register.read("A1:B1", "FORMULA") == [["", "=D5"]]
    assert register.cells("D5")[0][0]["note"] == "ikut"


def test_copied_cells_fill_a_larger_destination(register: Register) -> None:
    register.typed("A1", [["1", "=A1*10"]])

    register.batch({"copyPaste": {"source": grid(0, 1, 0, 2), "destination": grid(1, 3, 0, 2)}})

    assert register.read("A1:B3", "FORMULA") == [[1, "=A1*10"], [1, "=A2*10"], [1, "=A3*10"]]


def test_ranges_push_cells_aside_and_pull_them_back(register: Register) -> None:
    register.write("A1", [["a", "b"], ["c", "d"]])
    register.typed("D1", [["=A2"]])

    register.batch({"insertRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "ROWS"}})
    assert register.read("A1:B3") == [["", "b"], ["a", "d"], ["c"]]
    assert register.read("D1", "FORMULA") == [["=A3"]]

    register.batch({"deleteRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "ROWS"}})
    assert register.read("A1:B3") == [["a", "b"], ["c", "d"]]

    register.batch({"insertRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert register.read("A1:C1") == [["", "a", "b"]]
    register.batch({"deleteRange": {"range": grid(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert register.read("A1:C2") == [["a", "b"], ["c", "d"]]


def test_find_and_replace_counts_what_it_did(register: Register) -> None:
    register.write("A1", [["Lab uji, lab"], ["LAB"], ["lain"]])

    (reply,) = register.batch(
        {"findReplace": {"find": "lab", "replacement": "Balai", "allSheets": True}}
    )

    assert reply["findReplace"] == {
        "valuesChanged": 2,
        "rowsChanged": 2,
        "sheetsChanged": 1,
        "occurrencesChanged": 3,
    }
    assert register.read("A1:A3") == [["Balai uji, Balai"], ["Balai"], ["lain"]]


def test_pasted_text_is_read_as_typed(register: Register) -> None:
    at = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}

    register.batch({"pasteData": {"coordinate": at, "data": "1,5;teks\n=B2*2", "delimiter": ";"}})

    assert register.read("B2:C3", "UNFORMATTED_VALUE") == [[1.5, "teks"], [3]]


# -- spreadsheets.get ----------------------------------------------------------------------


def test_cells_are_sent_only_when_asked_for(register: Register) -> None:
    register.write("A1", [["a"]])
    get = register.api.get

    assert "data" not in get(spreadsheetId=register.id).execute()["sheets"][0]
    masked = get(spreadsheetId=register.id, fields="sheets.data.rowData.values.formattedValue")
    assert masked.execute() == {
        "sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "a"}]}]}]}]
    }
    slim = get(spreadsheetId=register.id, fields="properties.title", includeGridData=True)
    assert slim.execute() == {"properties": {"title": "Register"}}


def test_errors_are_typed_in_cells_and_text_in_values(register: Register) -> None:
    register.typed("A1", [["=1/0"]])

    assert register.cells("A1")[0][0]["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert register.read("A1", "UNFORMATTED_VALUE") == [["#DIV/0!"]]


@pytest.mark.parametrize("what", ["values:batchGetByDataFilter", "getByDataFilter"])
def test_methods_not_done_say_so(register: Register, what: str) -> None:
    body = {"dataFilters": [{"a1Range": "A1"}]}
    api = register.api if what == "getByDataFilter" else register.api.values()
    call = getattr(api, what.rpartition(":")[2])(spreadsheetId=register.id, body=body)

    assert refusal(call.execute)[0] == 501
