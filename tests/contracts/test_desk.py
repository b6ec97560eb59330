"""The spreadsheet as the register needs it: tabs known by id, text that stays text."""

import pytest

from integration.ports import CellWrite, DeskWrite, GiveUp, NotFound
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

HEADERS = ["No. Register", "Nama", "Kontak", "Catatan Petugas"]
TRICKY = [
    *("=1+1", "+62812", "0812", "1,5", "01/11/2026"),
    *("TRUE", "@x", "'kutip", "🙏\nbaris dua", "-"),
]


@pytest.fixture
def register_id(place, unique) -> str:
    return place.book(f"Register {unique}")


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
def as_staff(workspace, register_id):
    """What a person does in the spreadsheet, by the same API."""

    def do(*requests: dict) -> None:
        sheets = workspace.sheets()
        workspace.call(lambda: sheets.batch_update(register_id, {"requests": requests}), safe=False)

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


def test_a_tab_is_made_once_with_its_headers_and_found_after_a_rename(
    workspace, register_id, register, as_staff
):
    as_staff(rename(register, "Register 2026"))

    tabs = Tabs(workspace, register_id)
    assert tabs.ensure("register", "Register", HEADERS) == register
    assert tabs.titles()[register] == "Register 2026"
    assert "Register" not in tabs.titles().values()


def test_a_tab_that_staff_made_under_the_title_is_taken(tabs, as_staff):
    as_staff({"addSheet": {"properties": {"sheetId": 77, "title": "Kalender"}}})

    assert tabs.ensure("calendar", "Kalender", ["Tanggal", "Nama"]) == 77


def test_headers_that_staff_moved_are_left_alone(desk, tabs, register):
    desk.read()
    desk.write(cells(register, (0, 0, "Nama"), (0, 1, "No. Register")))

    tabs.ensure("register", "Register", HEADERS)

    assert desk.read()[register].rows[0][:2] == ("Nama", "No. Register")


def test_an_emptied_first_row_is_left_alone_where_rows_stand_below_it(desk, tabs, register):
    desk.read()
    desk.write(cells(register, *((0, at, "") for at in range(len(HEADERS))), (1, 0, "Sari")))

    tabs.ensure("register", "Register", HEADERS)
    assert not any(desk.read()[register].rows[0])

    desk.write(cells(register, (1, 0, "")))
    tabs.ensure("register", "Register", HEADERS)
    assert desk.read()[register].rows[0] == tuple(HEADERS)


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


def test_a_deleted_tab_is_for_a_person(desk, register, as_staff):
    desk.read()
    as_staff({"deleteSheet": {"sheetId": register}})

    with pytest.raises(GiveUp, match=str(register)):
        desk.read()


def test_a_spreadsheet_that_is_not_there_is_not_found(workspace):
    with pytest.raises(NotFound):
        GoogleDesk(workspace, "tidak-ada", [1]).read()


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


def test_text_stays_the_text_it_is(desk, register):
    desk.read()

    desk.write(cells(register, *((row + 1, 1, text) for row, text in enumerate(TRICKY))))

    assert [row[1] for row in desk.read()[register].rows[1:]] == TRICKY
