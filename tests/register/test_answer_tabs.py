"""The Form's answers lie out of sight in the register's spreadsheet; nothing is lost of them."""

import pytest

from integration.ports import DeskWrite, GiveUp
from integration.register.answer_tabs import AnswerTabs
from integration.register.columns import HEADERS
from tests.local_google import local_google
from tests.register.sheet_room import SheetRoom


class Room(SheetRoom):
    """A register beside the Form's own answer tab, and staff who may show or guard it."""

    FIELDS = "sheets(properties(sheetId,title,hidden),protectedRanges)"

    def keeper_of(self, desk):
        return AnswerTabs(desk, self.clock, self.register)

    def show(self, tab: int) -> None:
        properties = {"sheetId": tab, "hidden": False}
        self.do({"updateSheetProperties": {"properties": properties, "fields": "hidden"}})

    def hidden(self, tab: int | None = None) -> bool:
        return self.tell(self.answers if tab is None else tab)["properties"].get("hidden", False)


@pytest.fixture(scope="module")
def google(tmp_path_factory):
    with local_google(tmp_path_factory.mktemp("google")) as made:
        yield made


@pytest.fixture
def room(google):
    google.reset()
    return Room(google)


def test_the_answer_tab_is_hidden_and_asks_before_it_is_edited(room):
    assert not room.hidden()
    assert room.writes() == 1

    told = room.tell(room.answers)
    (guard,) = told["protectedRanges"]
    assert told["properties"]["hidden"]
    assert guard["warningOnly"] and guard["range"] == {"sheetId": room.answers}
    assert not room.hidden(room.register)
    assert room.writes() == 0


def test_answers_still_arrive_and_are_read_sorted_and_deleted_there(room):
    room.writes()
    for text in ("Terlambat", "Salah cetak"):
        room.google._post(
            f"forms/{room.google.office['form_id']}/responses",
            {"answers": {"Uraian Keluhan": text, "Kerahasiaan": "Rahasia"}},
        )
    span = {"sheetId": room.answers, "startRowIndex": 1, "endRowIndex": 3}
    spec = {"dimensionIndex": 7, "sortOrder": "ASCENDING"}
    row = {"sheetId": room.answers, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    room.do(
        {"sortRange": {"range": span, "sortSpecs": [spec]}}, {"deleteDimension": {"range": row}}
    )

    title = room.tell(room.answers)["properties"]["title"]
    rows = room.staff.values_get(room.id, f"'{title}'!H2:H9")["values"]
    assert rows == [["Salah cetak"]]
    assert room.writes() == 0


def test_a_tab_that_a_person_shows_again_stays_for_the_hour(room):
    room.writes()
    room.show(room.answers)
    room.keeper.look()
    assert not room.hidden()

    assert room.writes() == 1
    assert room.hidden()
    assert len(room.tell(room.answers)["protectedRanges"]) == 1


def test_a_renamed_tab_and_a_copy_of_it_are_known_by_what_they_show(room):
    properties = {"sheetId": room.answers, "title": "Masuk"}
    room.do(
        {"updateSheetProperties": {"properties": properties, "fields": "title"}},
        {"duplicateSheet": {"sourceSheetId": room.answers, "newSheetId": 5}},
    )
    room.writes()
    assert room.hidden() and room.hidden(5)


def test_staffs_own_tabs_and_the_register_with_added_columns_stay_in_sight(room):
    row = [{"userEnteredValue": {"stringValue": each}} for each in ("Nama", "Uraian Keluhan")]
    end = {"sheetId": room.register, "rowIndex": 0, "columnIndex": len(HEADERS)}
    extra = [
        {"userEnteredValue": {"stringValue": each}} for each in ("Uraian Keluhan", "Kerahasiaan")
    ]
    room.do(
        {"addSheet": {"properties": {"sheetId": 6, "title": "Catatan Rina"}}},
        {"updateCells": {"start": {"sheetId": 6}, "rows": [{"values": row}], "fields": "*"}},
        {"appendDimension": {"sheetId": room.register, "dimension": "COLUMNS", "length": 2}},
        {"updateCells": {"start": end, "rows": [{"values": extra}], "fields": "*"}},
    )
    room.writes()
    assert room.hidden()
    assert not room.hidden(6) and not room.hidden(room.register)


def test_the_last_tab_that_shows_is_not_hidden(room):
    properties = {"sheetId": room.register, "hidden": True}
    room.do({"updateSheetProperties": {"properties": properties, "fields": "hidden"}})
    room.writes()
    assert not room.hidden()
    room.show(room.register)
    room.writes()
    assert room.hidden()


def test_who_guards_the_whole_tab_in_another_way_is_left_to_it(room):
    own = {"range": {"sheetId": room.answers}, "description": "Milik Rina", "warningOnly": True}
    room.do({"addProtectedRange": {"protectedRange": own}})
    room.writes()
    assert [each["description"] for each in room.tell(room.answers)["protectedRanges"]] == [
        "Milik Rina"
    ]


def test_a_tab_that_somebody_locked_for_himself_does_not_stop_the_register(room, monkeypatch):
    def refuses(change: DeskWrite) -> None:
        raise GiveUp("you are trying to edit a protected object")

    with monkeypatch.context() as patched:
        patched.setattr(room.keeper.desk, "write", refuses)
        assert room.writes() == 0
    assert not room.hidden()
    assert room.writes() == 1
    assert room.hidden()


def test_they_are_looked_for_once_an_hour(room):
    room.writes()
    mark = room.google.mark()
    room.keeper.look()
    assert room.google.seen(mark) == []
