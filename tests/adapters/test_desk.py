"""The spreadsheet over real HTTP: one read, one write, tabs known by id, text stays text."""

import pytest

from integration.ports import CellWrite, DeskWrite, GiveUp, NotFound, TryLater, Unclear
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


def notes(workspace, register_id, title):
    sheets = workspace.sheets()
    params = {"ranges": [title], "fields": "sheets.data.rowData.values.note"}
    answer = workspace.call(lambda: sheets.fetch_sheet_metadata(register_id, params), safe=True)
    rows = answer["sheets"][0]["data"][0].get("rowData", [])
    return [[cell.get("note", "") for cell in row.get("values", [])] for row in rows]


# --- tabs ---


def test_a_tab_is_made_once_with_its_headers_and_found_after_a_rename(tabs, register, as_staff):
    as_staff(rename(register, "Register 2026"))

    assert tabs.ensure("register", "Register", HEADERS) == register
    assert tabs.titles()[register] == "Register 2026"
    assert "Register" not in tabs.titles().values()


def test_a_tab_that_staff_made_under_the_title_is_taken(tabs, as_staff):
    as_staff({"addSheet": {"properties": {"sheetId": 77, "title": "Kalender"}}})

    assert tabs.ensure("calendar", "Kalender", ["Tanggal", "Nama"]) == 77


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit"])
def test_a_tab_whose_answer_is_lost_is_one_tab_after_the_next_try(google, tabs, mishap):
    google.fails(WRITE, mishap)
    with pytest.raises(TryLater):
        tabs.ensure("register", "Register", HEADERS)

    tabs.ensure("register", "Register", HEADERS)

    assert list(tabs.titles().values()).count("Register") == 1


def test_headers_that_staff_moved_are_left_alone(desk, tabs, register):
    desk.read()
    desk.write(cells(register, (0, 0, "Nama"), (0, 1, "No. Register")))

    tabs.ensure("register", "Register", HEADERS)

    assert desk.read()[register].rows[0][:2] == ("Nama", "No. Register")


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


def test_tabs_that_exchange_their_names_are_not_mistaken(desk, register, settings, as_staff):
    desk.read()
    as_staff(rename(register, "x"), rename(settings, "Register"), rename(register, "Pengaturan"))

    found = desk.read()

    assert found[register].rows[0][0] == "No. Register"
    assert found[register].title == "Pengaturan"


def test_a_copy_that_takes_the_name_is_not_the_register(desk, register, as_staff):
    desk.read()
    as_staff(
        rename(register, "Register lama"),
        {"addSheet": {"properties": {"sheetId": 99, "title": "Register"}}},
    )

    assert desk.read()[register].title == "Register lama"


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


def test_a_deleted_tab_is_for_a_person(desk, register, as_staff):
    desk.read()
    as_staff({"deleteSheet": {"sheetId": register}})

    with pytest.raises(GiveUp, match=str(register)):
        desk.read()


def test_a_spreadsheet_that_is_not_there_is_not_found(workspace):
    with pytest.raises(NotFound):
        GoogleDesk(workspace, "tidak-ada", [1]).read()


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


def test_notes_and_values_change_only_what_they_name(workspace, register_id, desk, register):
    desk.read()
    desk.write(
        DeskWrite(
            sheet_id=register,
            cells=(
                CellWrite(row=1, column=2, note="Kolom ini diisi layanan."),
                CellWrite(row=1, column=0, value="ADU/2026/0001", note="Baris ini salinan."),
                CellWrite(row=1, column=1, value="Siti"),
                CellWrite(row=1, column=3, value="x"),
            ),
        )
    )
    desk.write(
        DeskWrite(
            sheet_id=register,
            cells=(
                CellWrite(row=1, column=0, note=""),
                CellWrite(row=1, column=2, value="siti@usaha.example"),
                CellWrite(row=1, column=3, value=""),
            ),
        )
    )

    assert desk.read()[register].rows[1] == ("ADU/2026/0001", "Siti", "siti@usaha.example", "")
    assert notes(workspace, register_id, "Register")[1] == ["", "", "Kolom ini diisi layanan."]


def test_the_grid_grows_where_it_must_and_only_there(desk, register):
    desk.read()

    desk.write(cells(register, (1000, 5, "jauh"), grid_rows=1010))

    after = desk.read()[register]
    assert after.rows[1000][5] == "jauh"
    assert (after.grid_rows, after.grid_columns) == (1010, 6)
    desk.write(cells(register, (1001, 0, "x"), grid_rows=1005))
    assert desk.read()[register].grid_rows == 1010


def test_structure_passes_through_before_the_cells(desk, register):
    desk.read()
    insert = {"sheetId": register, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    desk.write(cells(register, (1, 0, "satu")))

    desk.write(
        cells(
            register,
            (1, 0, "nol"),
            structure=({"insertDimension": {"range": insert, "inheritFromBefore": False}},),
        )
    )

    assert [row[0] for row in desk.read()[register].rows[1:]] == ["nol", "satu"]


def test_a_refused_write_changes_nothing_at_all(desk, register):
    before = desk.read()

    with pytest.raises(GiveUp):
        desk.write(cells(register, (1, 0, "x"), structure=({"deleteSheet": {"sheetId": 123}},)))
    assert desk.read() == before


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
