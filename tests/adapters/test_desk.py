"""The spreadsheet over real HTTP: one read, one write, tabs known by id, text stays text."""

import pytest

from integration.ports import CellWrite, DeskWrite, TryLater, Unclear
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

HEADERS = ["No. Register", "Nama", "Kontak", "Catatan Petugas"]
WRITE = "POST /v4/spreadsheets/[^/]+:batchUpdate"


@pytest.fixture
def register_id(google) -> str:
    return google.doors.get(f"{google.origin}/_emulator/office").json()["register_id"]


@pytest.fixture
def tabs(workspace, register_id) -> Tabs:
    return Tabs(workspace, register_id)


@pytest.fixture
def register(tabs) -> int:
    return tabs.ensure("register", "Register", HEADERS)


@pytest.fixture
def settings(tabs) -> int:
    return tabs.ensure("settings", "Pengaturan", ["Pokja", "Ketua"])


@pytest.fixture
def desk(workspace, register_id, register, settings) -> GoogleDesk:
    return GoogleDesk(workspace, register_id, [register, settings])


@pytest.fixture
def as_staff(google, as_account, register_id):
    """What a person does in the spreadsheet, by the same API."""
    account = as_account(google.office["people"]["service_desk"])

    def do(*requests: dict) -> None:
        sheets = account.sheets()
        account.call(lambda: sheets.batch_update(register_id, {"requests": requests}), safe=False)

    return do


def cells(sheet_id: int, *given: tuple[int, int, str], **more) -> DeskWrite:
    return DeskWrite(
        sheet_id=sheet_id,
        cells=tuple(CellWrite(row=row, column=column, value=value) for row, column, value in given),
        **more,
    )


def rename(sheet_id: int, title: str) -> dict:
    properties = {"sheetId": sheet_id, "title": title}
    return {"updateSheetProperties": {"properties": properties, "fields": "title"}}


# --- tabs ---


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit"])
def test_a_tab_whose_answer_is_lost_is_one_tab_after_the_next_try(google, tabs, mishap):
    google.fails(WRITE, mishap)
    with pytest.raises(TryLater):
        tabs.ensure("register", "Register", HEADERS)

    tabs.ensure("register", "Register", HEADERS)

    assert list(tabs.titles().values()).count("Register") == 1


# --- reading ---


def test_a_look_is_one_request_and_shows_what_people_see(
    google, desk, register, settings, as_staff
):
    desk.read()
    date = {
        "userEnteredValue": {"numberValue": 46327},
        "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}},
    }
    as_staff(
        {
            "updateCells": {
                "start": {"sheetId": register, "rowIndex": 2, "columnIndex": 1},
                "rows": [{"values": [date, {"userEnteredValue": {"formulaValue": "=1+1"}}]}],
                "fields": "userEnteredValue,userEnteredFormat",
            }
        }
    )
    mark = google.mark()

    found = desk.read()

    assert [(one["method"], one["status"]) for one in google.seen(mark)] == [("GET", 200)]
    assert found[register].rows == (
        tuple(HEADERS),
        ("", "", "", ""),
        ("", "01/11/2026", "2", ""),
    )
    assert found[register].title == "Register"
    assert (found[register].grid_rows, found[register].grid_columns) == (1000, 4)
    assert found[settings].rows == (("Pokja", "Ketua"),)


@pytest.mark.parametrize("title", ["Register 2026", "Punya 'kami' & mereka!", "A1"])
def test_a_renamed_tab_is_still_the_register(google, desk, register, as_staff, title):
    desk.read()
    as_staff(rename(register, title))

    assert desk.read()[register].title == title
    mark = google.mark()
    desk.read()
    assert len(google.seen(mark)) == 1


def test_a_duplicate_under_the_old_name_is_not_the_register(google, desk, register, as_staff):
    desk.read()
    as_staff(
        {"duplicateSheet": {"sourceSheetId": register, "newSheetId": 98, "newSheetName": "baru"}},
        rename(register, "Register lama"),
        rename(98, "Register"),
    )

    assert desk.read()[register].title == "Register lama"


def test_an_anchor_that_staff_removed_is_put_again(google, desk, register, settings, as_staff):
    desk.read()
    first = {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    as_staff({"deleteDimension": {"range": {"sheetId": register, **first}}})

    assert desk.read()[register].rows[0] == ("Nama", "Kontak", "Catatan Petugas")
    mark = google.mark()
    desk.read()
    assert [one["method"] for one in google.seen(mark)] == ["GET"]


@pytest.mark.parametrize("mishap", ["429", "503", "close"])
def test_a_look_that_fails_is_tried_later(google, desk, mishap):
    desk.read()
    google.fails("GET /v4/spreadsheets/.*", mishap)

    with pytest.raises(TryLater):
        desk.read()
    assert desk.read()


# --- writing ---

TRICKY = [
    "=1+1",
    "+62812",
    "0812",
    "1,5",
    "01/11/2026",
    "TRUE",
    "@x",
    "'kutip",
    "🙏\nbaris dua",
    "-",
]


def test_a_write_is_one_request_and_text_stays_the_text_it_is(google, desk, register):
    desk.read()
    mark = google.mark()

    desk.write(cells(register, *((row + 1, 1, text) for row, text in enumerate(TRICKY))))

    assert [one["method"] for one in google.seen(mark)] == ["POST"]
    assert [row[1] for row in desk.read()[register].rows[1:]] == TRICKY


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit"])
def test_a_lost_answer_to_cells_is_tried_later_and_to_structure_is_unclear(
    google, desk, register, mishap
):
    desk.read()
    google.fails(WRITE, mishap)
    with pytest.raises(TryLater):
        desk.write(cells(register, (1, 0, "x")))

    google.fails(WRITE, mishap)
    with pytest.raises(Unclear):
        desk.write(cells(register, (1000, 0, "x")))

    # the desk looks at the grid anew, so the repeat does not grow it twice
    desk.read()
    desk.write(cells(register, (1000, 0, "x")))
    assert desk.read()[register].grid_rows == 1001


def test_nothing_to_write_is_no_request(google, desk, register):
    desk.read()
    mark = google.mark()

    desk.write(DeskWrite(sheet_id=register, cells=(CellWrite(row=1, column=1),)))

    assert google.seen(mark) == []
