"""The settings tabs over real HTTP: what is wrong is seen without scrolling to the last column."""

from integration.calendar_seed import shipped_calendar
from integration.clock import SystemClock
from integration.office import Office
from integration.ports import CellWrite, DeskWrite
from integration.service import Service
from integration.store.database import Database
from integration.tabs import office_tab
from integration.tabs.keeper import FINE, InForce
from integration.tabs.opening import ensure_tabs
from integration.tabs.rows import CHECK
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

PINK = 0.9
"""Less green than this, and a background is no longer white."""
BASE = {
    "name": "Balai Contoh",
    "letterhead": {"office": "BALAI CONTOH"},
    "service_mailbox": "pengaduan@balai.example",
    "head": {"email": "kepala@balai.example", "name": "Bima"},
    "service_desk": {"email": "petugas@balai.example", "name": "Rani"},
    "records_office": {"email": "tu@balai.example", "name": "Sekar"},
    "group_heads": {"Pengujian": {"email": "uji@balai.example", "name": "Damar"}},
}


def test_a_row_that_is_not_in_force_is_red_from_its_first_cell(google, workspace, tmp_path) -> None:
    spreadsheet = google.office["register_id"]
    database = Database(f"sqlite:///{tmp_path / 'tanggap.db'}")
    database.migrate()
    service = Service(database, SystemClock(), Office.from_json(BASE))
    made = ensure_tabs(Tabs(workspace, spreadsheet), InForce(service, BASE, shipped_calendar()))
    column = office_tab.HEADERS.index(CHECK)
    desk = GoogleDesk(workspace, spreadsheet, [made.office])
    desk.read()
    answers = ((1, FINE), (2, "'petugas' bukan alamat e-mail."), (3, ""))
    desk.write(
        DeskWrite(
            sheet_id=made.office,
            cells=tuple(CellWrite(row=row, column=column, value=said) for row, said in answers),
        )
    )
    database.close()

    answer = workspace.sheets().request(
        "get",
        f"https://sheets.googleapis.com/v4/spreadsheets/{spreadsheet}",
        params={"ranges": "Pengaturan!A2:A4", "includeGridData": "true"},
    )
    rows = answer.json()["sheets"][0]["data"][0]["rowData"]
    colours = [row["values"][0]["effectiveFormat"]["backgroundColor"] for row in rows]
    assert [colour.get("green", 0) < PINK for colour in colours] == [False, True, False]
