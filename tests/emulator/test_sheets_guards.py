"""Named and protected ranges, filters, developer metadata, through google-api-python-client."""

from typing import Any

from sheets_room import COLLEAGUE, Register, Room, grid, note, refusal, register, room, rows

__all__ = ["register", "room"]


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
