"""spreadsheets.batchUpdate and spreadsheets.get through google-api-python-client."""

from sheets_room import Register, Room, grid, note, notes, refusal, register, room, rows

from integration.emulator.discovery.documents import document
from integration.emulator.sheets.batch.run import REQUESTS

__all__ = ["register", "room"]


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
        lambda: register.batch({"insertDimension": {"range": rows(0, 1)}}, {"addSlicer": {}})
    )

    assert (code, status) == (501, "UNIMPLEMENTED")
    assert "addSlicer" in message


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
