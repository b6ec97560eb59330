"""The last good values stay in force, through mistakes and restarts."""

from dataclasses import dataclass, field

import pytest

from integration.calendar_seed import shipped_calendar
from integration.clock import SystemClock
from integration.office import Office
from integration.ports import TabRead
from integration.register.reporting import told
from integration.service import Service
from integration.store.database import Database
from integration.tabs import calendar_tab, office_tab
from integration.tabs.keeper import InForce, ObservedDesk, TabKeeper
from integration.tabs.rows import CHECK, table_of

OFFICE_SHEET, CALENDAR_SHEET = 7, 8
TITLES = {OFFICE_SHEET: "Pengaturan", CALENDAR_SHEET: "Kalender"}
BASE = {
    "name": "Balai Contoh",
    "letterhead": {"office": "BALAI CONTOH"},
    "service_mailbox": "pengaduan@balai.example",
    "head": {"email": "kepala@balai.example", "name": "Bima"},
    "service_desk": {"email": "petugas@balai.example", "name": "Rani"},
    "records_office": {"email": "tu@balai.example", "name": "Sekar"},
    "group_heads": {"Pengujian": {"email": "uji@balai.example", "name": "Damar"}},
}


@dataclass
class Sheets:
    """Two tabs in memory, written like the real ones."""

    tables: dict[int, list[list[str]]]
    notes: dict[tuple[int, int, int], str] = field(default_factory=dict)

    def read(self):
        return {
            sheet: TabRead(sheet_id=sheet, title=TITLES[sheet], rows=tuple(tuple(r) for r in rows))
            for sheet, rows in self.tables.items()
        }

    def write(self, change):
        for cell in change.cells:
            if cell.value is not None:
                self.tables[change.sheet_id][cell.row][cell.column] = cell.value
            if cell.note is not None:
                self.notes[change.sheet_id, cell.row, cell.column] = cell.note


@pytest.fixture
def service(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'tanggap.db'}")
    database.migrate()
    yield Service(database, SystemClock(), Office.from_json(BASE))
    database.close()


@pytest.fixture
def sheets():
    office = table_of(office_tab.HEADERS, office_tab.office_rows(BASE))
    days = table_of(calendar_tab.HEADERS, calendar_tab.calendar_rows(shipped_calendar()))
    return Sheets(
        {
            OFFICE_SHEET: [list(office_tab.HEADERS), *office],
            CALENDAR_SHEET: [list(calendar_tab.HEADERS), *days],
        }
    )


@pytest.fixture
def keeper(service, sheets):
    return TabKeeper(
        InForce(service, BASE, shipped_calendar()),
        ObservedDesk(sheets),
        OFFICE_SHEET,
        CALENDAR_SHEET,
    )


def look(keeper):
    keeper.desk.read()
    keeper.look()


def answer(sheets, row):
    return sheets.tables[OFFICE_SHEET][row][office_tab.HEADERS.index(CHECK)]


def type_into(sheets, row, header, text):
    sheets.tables[OFFICE_SHEET][row][office_tab.HEADERS.index(header)] = text


def test_a_new_name_in_the_tab_is_in_force_at_the_next_look(keeper, sheets, service):
    type_into(sheets, 1, "Nama", "Wulan")

    look(keeper)

    assert service.office.head.name == "Wulan"
    assert answer(sheets, 1) == "baik"


def test_a_mistake_is_marked_and_the_last_good_office_stays(keeper, sheets, service):
    look(keeper)
    type_into(sheets, 1, "E-mail", "bukan alamat")

    look(keeper)

    assert "bukan alamat e-mail" in answer(sheets, 1)
    assert told(service).wrong == ("Tab Pengaturan, baris 2: 'bukan alamat' bukan alamat e-mail.",)
    assert service.office.head.email == "kepala@balai.example"

    type_into(sheets, 1, "E-mail", "kepala.baru@balai.example")
    look(keeper)

    assert service.office.head.email == "kepala.baru@balai.example"
    assert answer(sheets, 1) == "baik"
    assert told(service).wrong == ()


def test_without_the_column_for_answers_a_person_is_told_elsewhere(keeper, sheets, service):
    for row in sheets.tables[OFFICE_SHEET]:
        del row[office_tab.HEADERS.index(CHECK)]
    type_into(sheets, 1, "E-mail", "bukan alamat")

    look(keeper)

    whole, row = told(service).wrong
    assert (CHECK in whole, "baris 2" in row) == (True, True)
    assert service.office.head.email == "kepala@balai.example"


def test_the_last_good_values_survive_a_restart_with_a_broken_tab(keeper, sheets, service):
    type_into(sheets, 1, "Nama", "Wulan")
    look(keeper)
    type_into(sheets, 1, "E-mail", "rusak")

    service.office = Office.from_json(BASE)
    InForce(service, BASE, shipped_calendar()).restore()

    assert service.office.head.name == "Wulan"


def test_an_unchanged_tab_is_not_written_again(keeper, sheets):
    look(keeper)
    written = []
    sheets.write = written.append

    look(keeper)

    assert written == []


def test_a_calendar_change_is_in_force_and_a_broken_one_is_not(keeper, sheets):
    look(keeper)
    before = keeper.in_force.calendar
    table = sheets.tables[CALENDAR_SHEET]
    extra = {"Tanggal": "24/11/2026", "Jenis": "Libur setempat", "Keterangan": "HUT Kota"}
    table += table_of(calendar_tab.HEADERS, [extra])

    look(keeper)

    assert len(keeper.in_force.calendar.days_off) == len(before.days_off) + 1

    table[-1][0] = "31/02/2026"
    look(keeper)

    assert len(keeper.in_force.calendar.days_off) == len(before.days_off) + 1
