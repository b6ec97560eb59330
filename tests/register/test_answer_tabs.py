"""The Form's answers lie out of sight in the register's spreadsheet; nothing is lost of them."""

import pytest

from integration.clock import FixedClock
from integration.ports import DeskWrite, GiveUp
from integration.register.answer_tabs import AnswerTabs
from integration.register.columns import HEADERS
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs
from tests.local_google import local_google
from tests.register.register_house import MONDAY

FIELDS = "sheets(properties(sheetId,title,hidden),protectedRanges)"


class Room:
    """A register beside the Form's own answer tab, and staff who may show or guard it."""

    def __init__(self, google) -> None:
        self.google = google
        self.id = google.office["register_id"]
        ours = google.workspace()
        (self.answers,) = Tabs(ours, self.id).titles()
        self.register = Tabs(ours, self.id).ensure("register", "Register", HEADERS)
        self.clock = FixedClock(MONDAY)
        desk = GoogleDesk(ours, self.id, [self.register])
        self.tabs = AnswerTabs(desk, self.clock, self.register)
        self.desk = google.office["people"]["service_desk"]
        self.staff = google.workspace(self.desk).sheets()

    def do(self, *requests: dict) -> None:
        self.staff.batch_update(self.id, {"requests": list(requests)})

    def show(self, tab: int) -> None:
        properties = {"sheetId": tab, "hidden": False}
        self.do({"updateSheetProperties": {"properties": properties, "fields": "hidden"}})

    def tell(self, tab: int | None = None) -> dict:
        tabs = self.staff.fetch_sheet_metadata(self.id, {"fields": FIELDS})["sheets"]
        wanted = self.answers if tab is None else tab
        return next(each for each in tabs if each["properties"]["sheetId"] == wanted)

    def hidden(self, tab: int | None = None) -> bool:
        return self.tell(tab)["properties"].get("hidden", False)

    def writes(self) -> int:
        """How many writes the next look takes, an hour later."""
        self.clock.advance(hours=1)
        mark = self.google.mark()
        self.tabs.look()
        return sum(one["method"] == "POST" for one in self.google.seen(mark))


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

    told = room.tell()
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

    title = room.tell()["properties"]["title"]
    rows = room.staff.values_get(room.id, f"'{title}'!H2:H9")["values"]
    assert rows == [["Salah cetak"]]
    assert room.writes() == 0


def test_a_tab_that_a_person_shows_again_stays_for_the_hour(room):
    room.writes()
    room.show(room.answers)
    room.tabs.look()
    assert not room.hidden()

    assert room.writes() == 1
    assert room.hidden()
    assert len(room.tell()["protectedRanges"]) == 1


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
    assert [each["description"] for each in room.tell()["protectedRanges"]] == ["Milik Rina"]


def test_a_tab_that_somebody_locked_for_himself_does_not_stop_the_register(room, monkeypatch):
    def refuses(change: DeskWrite) -> None:
        raise GiveUp("you are trying to edit a protected object")

    with monkeypatch.context() as patched:
        patched.setattr(room.tabs.desk, "write", refuses)
        assert room.writes() == 0
    assert not room.hidden()
    assert room.writes() == 1
    assert room.hidden()


def test_they_are_looked_for_once_an_hour(room):
    room.writes()
    mark = room.google.mark()
    room.tabs.look()
    assert room.google.seen(mark) == []
