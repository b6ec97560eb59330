"""spreadsheets.batchUpdate and spreadsheets.get through google-api-python-client."""

from typing import Any

import pytest
from sheets_room import COLLEAGUE, Register, Room, register, room
from test_sheets_values import refusal

from integration.emulator.discovery.documents import document
from integration.emulator.sheets.batch.run import REQUESTS

__all__ = ["register", "room"]


def rows(start: int, end: int, sheet: int = 0) -> dict[str, Any]:
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def grid(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> dict[str, Any]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def note(row: int, column: int, text: str) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    cells = [{"values": [{"note": text}]}]
    return {"updateCells": {"start": start, "rows": cells, "fields": "note"}}


def notes(register: Register, where: str) -> list[list[str]]:
    return [[cell.get("note", "") for cell in cells] for cells in register.cells(where)]


# -- all or nothing ------------------------------------------------------------------------


def test_one_wrong_request_undoes_all(register: Register) -> None:
    register.write("A1", [["a"]])

    found = refusal(
        lambda: register.batch(
            {"insertDimension": {"range": rows(0, 1)}},
            {"addSheet": {"properties": {"title": "Baru"}}},
            {"deleteSheet": {"sheetId": 99}},
        )
    )

    assert found == (
        400,
        "INVALID_ARGUMENT",
        "Invalid requests[2].deleteSheet: No sheet with id: 99",
    )
    assert register.read("A1") == [["a"]]
    assert len(register.api.get(spreadsheetId=register.id).execute()["sheets"]) == 1


def test_what_google_would_not_know_is_refused(register: Register) -> None:
    assert refusal(lambda: register.batch({"addTab": {}}))[0] == 400
    assert refusal(lambda: register.batch({"deleteSheet": {"sheet": 1}}))[0] == 400
    assert refusal(lambda: register.batch())[0] == 400


def test_what_is_not_done_names_itself_and_changes_nothing(register: Register) -> None:
    code, status, message = refusal(
        lambda: register.batch({"insertDimension": {"range": rows(0, 1)}}, {"addChart": {}})
    )

    assert (code, status) == (501, "UNIMPLEMENTED")
    assert "addChart" in message


def test_every_registered_request_is_one_of_googles() -> None:
    assert set(REQUESTS) <= set(document("sheets")["schemas"]["Request"]["properties"])


def test_replies_mirror_the_requests(register: Register) -> None:
    found = register.batch(
        {"insertDimension": {"range": rows(0, 1)}},
        {"addSheet": {"properties": {"title": "Dua"}}},
    )

    assert found[0] == {}
    assert found[1]["addSheet"]["properties"]["title"] == "Dua"


# -- tabs ----------------------------------------------------------------------------------


def test_tabs_are_made_renamed_moved_hidden_and_deleted(register: Register) -> None:
    register.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Kalender", "index": 0}}})
    register.batch(
        {
            "updateSheetProperties": {
                "properties": {
                    "sheetId": 5,
                    "title": "Libur",
                    "index": 2,
                    "hidden": True,
                    "gridProperties": {"rowCount": 9, "frozenRowCount": 2},
                },
                "fields": "title,index,hidden,gridProperties(rowCount,frozenRowCount)",
            }
        }
    )

    properties = register.tab(1)["properties"]
    assert (properties["title"], properties["hidden"]) == ("Libur", True)
    assert properties["gridProperties"] == {
        "rowCount": 9,
        "columnCount": 26,
        "frozenRowCount": 2,
    }
    assert (
        "can't remove all the visible sheets"
        in (refusal(lambda: register.batch({"deleteSheet": {"sheetId": 0}}))[2])
    )
    register.batch({"deleteSheet": {"sheetId": 5}})
    assert len(register.api.get(spreadsheetId=register.id).execute()["sheets"]) == 1


def test_two_tabs_never_share_a_title(register: Register) -> None:
    found = refusal(lambda: register.batch({"addSheet": {"properties": {"title": "sheet1"}}}))

    assert 'A sheet with the name "sheet1" already exists.' in found[2]


def test_a_duplicate_has_everything_and_its_own_ids(register: Register) -> None:
    register.typed("A1", [["05/01/2026", "=A1+1"]])
    register.batch(note(0, 0, "asal"), {"mergeCells": {"range": grid(2, 4, 0, 2)}})

    (reply,) = register.batch({"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Salinan"}})

    new_id = reply["duplicateSheet"]["properties"]["sheetId"]
    assert register.read("Salinan!A1:B1") == [["05/01/2026", "06/01/2026"]]
    assert register.cells("Salinan!A1")[0][0]["note"] == "asal"
    assert register.tab(0)["merges"][0]["sheetId"] == new_id
    register.write("Salinan!A1", [["lain"]])
    assert register.read("Sheet1!A1") == [["05/01/2026"]]


def test_a_tab_is_copied_into_another_spreadsheet(room: Room, register: Register) -> None:
    other = Register(room)
    register.typed("A1", [["05/01/2026"]])

    found = (
        register.api.sheets()
        .copyTo(spreadsheetId=register.id, sheetId=0, body={"destinationSpreadsheetId": other.id})
        .execute()
    )

    assert found["title"] == "Copy of Sheet1"
    assert other.read("'Copy of Sheet1'!A1") == [["05/01/2026"]]


def test_title_locale_and_zone_of_the_spreadsheet(room: Room, register: Register) -> None:
    register.write("A1", [[1.5]])
    register.batch(
        {
            "updateSpreadsheetProperties": {
                "properties": {"title": "Baru", "locale": "en_US", "timeZone": "Asia/Makassar"},
                "fields": "title,locale,timeZone",
            }
        }
    )

    drive = room.service("drive", "v3")
    assert drive.files().get(fileId=register.id).execute()["name"] == "Baru"
    assert register.read("A1") == [["1.5"]]


# -- rows and columns ----------------------------------------------------------------------


def test_notes_and_formats_travel_with_their_rows(register: Register) -> None:
    register.write("A1", [["b", 2], ["a", 1], ["c", 3]])
    register.batch(note(0, 0, "catatan b"), note(2, 1, "catatan 3"))

    register.batch({"insertDimension": {"range": rows(1, 2)}})
    assert notes(register, "A1:B4") == [["catatan b", ""], [], ["", ""], ["", "catatan 3"]]

    register.batch({"deleteDimension": {"range": rows(1, 2)}})
    register.batch({"moveDimension": {"source": rows(2, 3), "destinationIndex": 0}})
    assert register.read("A1:A3") == [["c"], ["b"], ["a"]]
    assert notes(register, "A1:B3") == [["", "catatan 3"], ["catatan b", ""], ["", ""]]

    spec = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    register.batch({"sortRange": {"range": grid(0, 3, 0, 26), "sortSpecs": spec}})
    assert register.read("A1:A3") == [["a"], ["b"], ["c"]]
    assert notes(register, "A1:B3") == [["", ""], ["catatan b", ""], ["", "catatan 3"]]


def test_columns_move_with_their_cells(register: Register) -> None:
    register.write("A1", [["a", "b", "c"]])
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}

    register.batch({"moveDimension": {"source": span, "destinationIndex": 3}})

    assert register.read("A1:C1") == [["b", "c", "a"]]


def test_inserted_rows_look_like_the_row_before(register: Register) -> None:
    register.typed("A1", [["05/01/2026"], ["x"]])

    register.batch({"insertDimension": {"range": rows(1, 2), "inheritFromBefore": True}})
    register.write("A2", [[46027]])

    assert register.read("A2") == [["05/01/2026"]]


def test_the_last_row_cannot_be_deleted(register: Register) -> None:
    found = refusal(lambda: register.batch({"deleteDimension": {"range": rows(0, 1000)}}))

    assert "You can't delete all the rows on the sheet." in found[2]


def test_sizes_and_hiding_stay_at_their_places_through_a_sort(register: Register) -> None:
    register.write("A1", [["b"], ["a"]])
    register.batch(
        {
            "updateDimensionProperties": {
                "range": rows(0, 1),
                "properties": {"pixelSize": 50},
                "fields": "pixelSize",
            }
        }
    )
    register.batch(
        {"sortRange": {"range": grid(0, 2, 0, 26), "sortSpecs": [{"dimensionIndex": 0}]}}
    )

    found = register.api.get(
        spreadsheetId=register.id, ranges=["A1:A2"], includeGridData=True
    ).execute()
    sizes = [row["pixelSize"] for row in found["sheets"][0]["data"][0]["rowMetadata"]]
    assert sizes == [50, 21]


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


# -- names, protection, filters, metadata --------------------------------------------------


def test_named_ranges_are_read_and_follow_the_grid(register: Register) -> None:
    register.write("A1", [["a"], ["b"]])
    register.batch({"addNamedRange": {"namedRange": {"name": "daftar", "range": grid(0, 2, 0, 1)}}})

    register.batch({"insertDimension": {"range": rows(0, 1)}})

    assert register.answer("daftar")["range"] == "Sheet1!A2:A3"
    assert register.answer("daftar")["values"] == [["a"], ["b"]]
    register.typed("C1", [["=COUNTA(daftar)"]])
    assert register.read("C1") == [["2"]]


def test_protection_refuses_every_way_of_changing(room: Room, register: Register) -> None:
    room.share(register.id, COLLEAGUE, "writer")
    register.write("A1", [["tetap", "b"], ["x", "y"]])
    register.batch(
        {"addProtectedRange": {"protectedRange": {"range": grid(0, 1, 0, 1), "description": "d"}}}
    )
    api = room.sheets(COLLEAGUE)

    def tried(request: dict[str, Any]) -> str:
        call = api.batchUpdate(spreadsheetId=register.id, body={"requests": [request]})
        return refusal(call.execute)[2]

    for request in (
        note(0, 0, "x"),
        {"deleteDimension": {"range": rows(0, 1)}},
        {"sortRange": {"range": grid(0, 2, 0, 26), "sortSpecs": [{"dimensionIndex": 0}]}},
        {
            "cutPaste": {
                "source": grid(0, 1, 0, 1),
                "destination": {"sheetId": 0, "rowIndex": 5, "columnIndex": 0},
            }
        },
        {"mergeCells": {"range": grid(0, 1, 0, 2)}},
        {"findReplace": {"find": "tetap", "replacement": "x", "allSheets": True}},
        {"deleteSheet": {"sheetId": 0}},
    ):
        assert "You are trying to edit a protected cell or object." in tried(request)
    seen = api.get(spreadsheetId=register.id).execute()["sheets"][0]["protectedRanges"][0]
    assert "requestingUserCanEdit" not in seen or seen["requestingUserCanEdit"] is False
    assert "editors" not in seen
    assert register.read("A1:B2") == [["tetap", "b"], ["x", "y"]]


def test_filters_hide_nothing_from_the_api(register: Register) -> None:
    register.write("A1", [["Status"], ["Selesai"], ["Diproses"]])
    criteria = {"0": {"hiddenValues": ["Selesai"]}}
    basic = {"range": grid(0, 3, 0, 1), "criteria": criteria}
    (_, reply) = register.batch(
        {"setBasicFilter": {"filter": basic}},
        {"addFilterView": {"filter": {"title": "Petugas", "range": grid(0, 3, 0, 1)}}},
    )

    assert register.read("A1:A3") == [["Status"], ["Selesai"], ["Diproses"]]
    assert register.tab()["basicFilter"]["criteria"] == criteria
    view = reply["addFilterView"]["filter"]
    register.batch(
        {"updateFilterView": {"filter": {**view, "title": "Kepala"}, "fields": "title"}},
        {"clearBasicFilter": {"sheetId": 0}},
    )
    assert register.tab()["filterViews"][0]["title"] == "Kepala"
    register.batch({"deleteFilterView": {"filterId": view["filterViewId"]}})
    assert "filterViews" not in register.tab()


def test_metadata_follows_its_row_and_dies_with_it(register: Register) -> None:
    location = {"dimensionRange": rows(3, 4)}
    given = {"metadataKey": "nomor", "metadataValue": "7", "visibility": "DOCUMENT"}
    (reply,) = register.batch(
        {"createDeveloperMetadata": {"developerMetadata": {**given, "location": location}}}
    )
    number = reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "nomor"}}]}
    api = register.api.developerMetadata()

    register.batch({"insertDimension": {"range": rows(0, 2)}})
    found = api.get(spreadsheetId=register.id, metadataId=number).execute()
    assert found["location"]["dimensionRange"] == rows(5, 6)
    assert len(api.search(spreadsheetId=register.id, body=lookup).execute()) == 1

    register.batch({"deleteDimension": {"range": rows(5, 6)}})
    assert api.search(spreadsheetId=register.id, body=lookup).execute() == {}


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
