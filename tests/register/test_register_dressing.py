"""What staff broke of the register's looks is mended, and only that."""

from functools import partial

import pytest

from integration.ports import CellWrite, DeskWrite
from integration.register import formatting
from integration.register.columns import AT, HEADERS
from integration.register.dressing import Dressing
from integration.register.formatting import VIEW
from tests.local_google import local_google
from tests.register.register_house import OFFICE
from tests.register.sheet_room import SheetRoom


def formulas_of(view: dict) -> list[str]:
    conditions = [spec["filterCriteria"]["condition"] for spec in view.get("filterSpecs", ())]
    return sorted(each["values"][0]["userEnteredValue"] for each in conditions)


class Room(SheetRoom):
    """A dressed register, and staff who may spoil it."""

    FIELDS = (
        "sheets(properties(sheetId,gridProperties),conditionalFormats,protectedRanges,filterViews,"
        "basicFilter)"
    )

    def __init__(self, google) -> None:
        super().__init__(google, partial(formatting.requests, lists=OFFICE.lists))
        self.keeper.look()

    def keeper_of(self, desk):
        return Dressing(desk, self.clock, self.register, lambda: OFFICE.lists)


@pytest.fixture(scope="module")
def google(tmp_path_factory):
    with local_google(tmp_path_factory.mktemp("google")) as made:
        yield made


@pytest.fixture
def room(google):
    google.reset()
    return Room(google)


def test_what_is_as_it_should_be_is_not_written(room):
    assert room.writes() == 0
    titles = {view["title"] for view in room.tell()["filterViews"]}
    assert titles == {
        f"{VIEW}{each}"
        for each in (
            *("Petugas Pelayanan", "Kepala Balai", "Tata Usaha"),
            *("Pokja Pengujian", "Pokja Kalibrasi"),
        )
    }


def test_everything_staff_removed_comes_back_and_their_own_stays(room):
    before = room.tell()
    own = {"title": "Punya Rina", "range": {"sheetId": room.register}}
    grid = {"sheetId": room.register, "gridProperties": {"frozenRowCount": 0}}
    room.do(
        {"updateSheetProperties": {"properties": grid, "fields": "gridProperties.frozenRowCount"}},
        {"addFilterView": {"filter": own}},
        {"deleteFilterView": {"filterId": before["filterViews"][0]["filterViewId"]}},
        {"deleteConditionalFormatRule": {"sheetId": room.register, "index": 0}},
        *(
            {"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}}
            for each in before["protectedRanges"]
        ),
    )

    assert room.writes() == 1
    after = room.tell()
    assert after["properties"]["gridProperties"]["frozenRowCount"] == 1
    assert len(after["conditionalFormats"]) == 3
    assert len(after["protectedRanges"]) == len(before["protectedRanges"])
    titles = [view["title"] for view in after["filterViews"]]
    assert "Punya Rina" in titles and len(titles) == 6
    assert room.writes() == 0


def test_whoever_gives_a_column_of_their_own_a_heading_is_not_asked(room):
    columns = {"sheetId": room.register, "dimension": "COLUMNS", "startIndex": 8, "endIndex": 9}
    room.do({"insertDimension": {"range": columns, "inheritFromBefore": True}})
    room.writes()

    asked = [each["range"] for each in room.tell()["protectedRanges"]]
    for own in (8, len(HEADERS) + 1):
        assert not any(
            where.get("startColumnIndex", 0) <= own < where["endColumnIndex"] for where in asked
        )
    headed = sum(
        where["endColumnIndex"] - where.get("startColumnIndex", 0)
        for where in asked
        if where.get("endRowIndex") == 1
    )
    assert headed == len(HEADERS)
    assert room.writes() == 0


def test_a_drop_down_and_plain_text_that_were_cleared_come_back(room):
    status = {
        "sheetId": room.register,
        "startRowIndex": 3,
        "endRowIndex": 5,
        "startColumnIndex": AT["Status"],
        "endColumnIndex": AT["Kontak"] + 10,
    }
    room.do(
        {"setDataValidation": {"range": status}},
        {"repeatCell": {"range": status, "cell": {}, "fields": "userEnteredFormat.numberFormat"}},
    )

    assert room.writes() == 1
    assert room.writes() == 0


def test_moved_columns_keep_their_dress(room):
    columns = {"sheetId": room.register, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 8}
    room.do({"moveDimension": {"source": columns, "destinationIndex": 2}})
    room.writes()

    assert room.writes() == 0
    formulas = [
        rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for rule in room.tell()["conditionalFormats"]
    ]
    desk = next(v for v in room.tell()["filterViews"] if "Petugas" in v["title"])
    (test,) = formulas_of(desk)
    assert f"${chr(65 + AT['Langkah'])}2" in test
    assert len(formulas) == 3
    assert all("$D2" in formula for formula in formulas[:2])
    assert "$C2" in formulas[2]


def test_a_filter_view_of_ours_that_was_changed_asks_again_what_it_should(room):
    before = {view["title"]: formulas_of(view) for view in room.tell()["filterViews"]}
    views = room.tell()["filterViews"]
    room.do(
        *(
            {
                "updateFilterView": {
                    "filter": {"filterViewId": view["filterViewId"], "filterSpecs": specs},
                    "fields": "filterSpecs",
                }
            }
            for view, specs in zip(views, ([], views[1]["filterSpecs"][::-1]), strict=False)
        )
    )

    assert room.writes() == 1
    assert {view["title"]: formulas_of(view) for view in room.tell()["filterViews"]} == before
    assert room.writes() == 0


def test_a_filter_view_follows_the_column_it_asks(room):
    columns = {"sheetId": room.register, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    last = len(HEADERS)
    room.do({"moveDimension": {"source": columns, "destinationIndex": last}})
    room.writes()

    for view in room.tell()["filterViews"]:
        assert f"${chr(65 + AT['Langkah'] - 1)}2" in formulas_of(view)[0]
    assert room.writes() == 0


def test_it_is_looked_at_once_an_hour(room):
    mark = room.google.mark()
    room.keeper.look()

    assert room.google.seen(mark) == []


def test_after_the_heading_row_was_deleted_and_put_back_everything_is_as_it_was(room):
    """Filters would otherwise begin below the headings, and take a complaint for them."""
    top = {"sheetId": room.register, "startRowIndex": 0, "endRowIndex": 1}
    only = {"columnIndex": 9, "filterCriteria": {"hiddenValues": ["Kalibrasi"]}}
    everybodys = {"range": {**top, "endRowIndex": 9, "endColumnIndex": 20}, "filterSpecs": [only]}
    room.do({"setBasicFilter": {"filter": everybodys}})
    before = room.tell()
    row = {"sheetId": room.register, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    room.do({"deleteDimension": {"range": row}})
    cells = tuple(CellWrite(row=0, column=at, value=text) for at, text in enumerate(HEADERS))
    structure = formatting.new_top(room.register, len(HEADERS))
    room.desk.read()
    room.desk.write(DeskWrite(sheet_id=room.register, structure=structure, cells=cells))
    mark = room.google.mark()
    room.keeper.look()
    assert room.google.seen(mark) == []
    room.keeper.hurry()
    room.keeper.look()

    after = room.tell()
    for kind in ("conditionalFormats", "basicFilter"):
        assert after[kind] == before[kind]
    assert after["properties"] == before["properties"]
    assert [one["range"] for one in after["filterViews"]] == [
        one["range"] for one in before["filterViews"]
    ]
    warned = [
        [(one["description"], one["range"]) for one in each["protectedRanges"]]
        for each in (before, after)
    ]
    assert sorted(warned[0], key=str) == sorted(warned[1], key=str)
    assert room.writes() == 0
