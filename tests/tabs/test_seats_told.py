"""Who gets another address in Pengaturan, or a stand-in, is told at the old one; so is the desk."""

from dataclasses import replace

import pytest

from integration.calendar_seed import shipped_calendar
from integration.clock import FixedClock
from integration.office import Office
from integration.service import Service
from integration.store import office_log
from integration.tabs import calendar_tab, office_tab
from integration.tabs.keeper import InForce, ObservedDesk, TabKeeper
from integration.tabs.rows import table_of
from tests.fakes import FakeGoogle
from tests.tabs.test_keeper import BASE, CALENDAR_SHEET, OFFICE_SHEET, Sheets, look, type_into
from tests.workshop import Workshop

HEAD_ROW, DESK_ROW, GROUP_ROW = 1, 2, 4
DELEGATION = {
    "Bagian": "Delegasi",
    "Nama": "Pura-pura",
    "E-mail": "lain@balai.example",
    "Jabatan": "Plh.",
    "Mewakili (e-mail)": "kepala@balai.example",
    "Dari": "2026-11-24",
    "Sampai": "2026-11-25",
}


@pytest.fixture
def workshop(any_service: Service) -> Workshop:
    any_service.office = Office.from_json(BASE)
    return Workshop(any_service, FakeGoogle())


@pytest.fixture
def sheets() -> Sheets:
    office = table_of(office_tab.HEADERS, office_tab.office_rows(BASE))
    days = table_of(calendar_tab.HEADERS, calendar_tab.calendar_rows(shipped_calendar()))
    return Sheets(
        {
            OFFICE_SHEET: [list(office_tab.HEADERS), *office],
            CALENDAR_SHEET: [list(calendar_tab.HEADERS), *days],
        }
    )


@pytest.fixture
def keeper(workshop: Workshop, sheets: Sheets) -> TabKeeper:
    return another(workshop, sheets)


def another(workshop: Workshop, sheets: Sheets) -> TabKeeper:
    """A process that has just been started."""
    in_force = InForce(workshop.service, BASE, shipped_calendar())
    return TabKeeper(in_force, ObservedDesk(sheets), OFFICE_SHEET, CALENDAR_SHEET)


def told(workshop: Workshop) -> list[str]:
    workshop.worker().drain()
    return [one.mail.to[0] for one in workshop.google.mailbox.posted]


def noted(workshop: Workshop) -> list[str]:
    with workshop.service.database.read() as tx:
        return [line.data["said"] for line in office_log.lines(tx, office_log.OPERATOR)]


def test_a_first_office_that_differs_from_the_configured_one_is_told_to_nobody(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    type_into(sheets, HEAD_ROW, "E-mail", "kepala.pertama@balai.example")
    look(keeper)
    assert (told(workshop), noted(workshop)) == ([], [])


def test_a_new_address_of_the_head_is_told_to_the_old_one_and_the_desk_once_and_recorded(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    type_into(sheets, HEAD_ROW, "E-mail", "lain@balai.example")
    type_into(sheets, HEAD_ROW, "Nama", "Lain Contoh")
    look(keeper)
    look(keeper)
    look(another(workshop, sheets))

    assert told(workshop) == ["kepala@balai.example", "petugas@balai.example"]
    mail = workshop.google.mailbox.to("kepala@balai.example")[0]
    said = "Alamat e-mail Kepala Balai diubah dari kepala@balai.example menjadi lain@balai.example."
    assert mail.subject == "Perubahan pada tab Pengaturan: Kepala Balai"
    assert mail.text.startswith("Yth. Bima,") and said in mail.text
    assert "Bila tidak dikehendaki:" in mail.text and "Histori versi" in mail.text
    assert noted(workshop) == [said]


def test_back_and_forth_is_told_each_time(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    assert isinstance(workshop.clock, FixedClock)
    for address in ("lain@balai.example", "kepala@balai.example", "lain@balai.example"):
        workshop.clock.advance(minutes=1)
        type_into(sheets, HEAD_ROW, "E-mail", address)
        look(keeper)
    assert len(noted(workshop)) == 3
    assert told(workshop).count("petugas@balai.example") == 3


def test_the_desk_that_is_replaced_is_told_once_and_a_pokja_head_who_is_removed(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    type_into(sheets, DESK_ROW, "E-mail", "meja@balai.example")
    type_into(sheets, GROUP_ROW, "Pokja", "Kalibrasi")
    look(keeper)
    assert sorted(told(workshop)) == [
        *("petugas@balai.example", "petugas@balai.example"),
        "uji@balai.example",
    ]
    assert sorted(noted(workshop)) == [
        "Alamat e-mail Petugas Pelayanan diubah dari petugas@balai.example menjadi "
        "meja@balai.example.",
        "Baris Ketua Pokja Pengujian (uji@balai.example) tidak ada lagi.",
    ]


def test_a_name_or_another_spelling_of_the_same_address_is_told_to_nobody(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    type_into(sheets, HEAD_ROW, "E-mail", "Kepala@Balai.example")
    type_into(sheets, HEAD_ROW, "Nama", "Bima Arga")
    look(keeper)
    assert (told(workshop), noted(workshop)) == ([], [])


def test_a_mistake_that_is_not_in_force_is_told_to_nobody(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    type_into(sheets, HEAD_ROW, "E-mail", "bukan alamat")
    look(keeper)
    assert told(workshop) == []


def test_whoever_is_given_a_stand_in_is_told_for_so_one_becomes_head_as_well(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    sheets.tables[OFFICE_SHEET] += table_of(office_tab.HEADERS, [DELEGATION])
    look(keeper)
    look(keeper)
    assert told(workshop) == ["kepala@balai.example", "petugas@balai.example"]
    assert noted(workshop) == [
        "lain@balai.example menjadi Plh. Kepala Balai (kepala@balai.example), Selasa, 24 November "
        "2026 sampai Rabu, 25 November 2026."
    ]


def test_of_two_processes_that_see_the_change_one_tells_it(
    workshop: Workshop, sheets: Sheets, keeper: TabKeeper
) -> None:
    look(keeper)
    other = another(workshop, sheets)
    other.in_force.service = replace(workshop.service, office=Office.from_json(BASE))
    look(other)
    type_into(sheets, HEAD_ROW, "E-mail", "lain@balai.example")
    look(keeper)
    look(other)
    assert len(noted(workshop)) == 1
    assert other.in_force.service.office.head.email == "lain@balai.example"
