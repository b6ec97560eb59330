"""A calendar that changes: limits move by themselves, the old ones stay in the history."""

import threading
from dataclasses import replace
from datetime import date

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.reminders.recalculated import from_plain, plain, tell_moved
from integration.service import Service
from integration.sop.actors import Door, Role
from integration.sop.calendar import DayOff
from integration.sop.intake import Intake
from tests.factories import COMPLAINT, by
from tests.reminders.conftest import Office, wita

FREE_TUESDAY = replace(
    shipped_calendar(),
    days_off=(
        *shipped_calendar().days_off,
        DayOff(date(2026, 12, 15), "joint_leave", "Pilkada", "SKB perubahan"),
    ),
)


def system_notes(office: Office, number: str) -> list[str]:
    notes = office.workshop.service.case(number).notes
    return [note.text for note in notes if note.kind == "system"]


def test_a_new_day_off_moves_the_limit_is_noted_once_and_told_on_the_next_morning(
    office: Office,
) -> None:
    moved = office.workshop.at("review")
    office.tick()
    office.pass_until(wita("2026-12-14 11:00"))
    office.calendar = FREE_TUESDAY
    office.pass_until(wita("2026-12-17 12:00"))
    assert system_notes(office, moved) == [
        "Tenggat langkah 4 (Menerima dan mengkaji keluhan) berpindah dari Selasa, 15 Desember "
        "2026 pukul 09.20 WITA ke Rabu, 16 Desember 2026 pukul 09.20 WITA karena Selasa, 15 "
        "Desember 2026 menjadi hari libur (cuti bersama Pilkada)."
    ]
    assert office.reminded() == [
        ("Mon 14 14:30", "pengujian", "half"),
        ("Wed 16 07:30", "pengujian", "list"),
        ("Wed 16 09:30", "pengujian", "due"),
        ("Thu 17 07:30", "kepala", "list"),
        ("Thu 17 07:30", "pengujian", "list"),
    ]
    lists = [
        mail.text
        for mail in office.workshop.google.mailbox.to("pengujian@balai.example")
        if mail.key.startswith("morning")
    ]
    assert ["berpindah dari" in text for text in lists] == [True, False]


def test_a_limit_that_did_not_move_is_not_noted(office: Office) -> None:
    number = office.workshop.at("dispose")
    office.tick()
    office.calendar = FREE_TUESDAY
    office.tick()
    assert system_notes(office, number) == []


def test_a_change_while_the_service_slept_is_noted_when_it_wakes(office: Office) -> None:
    number = office.workshop.at("review")
    office.tick()
    office.calendar = FREE_TUESDAY
    office.restart()
    office.tick()
    office.restart()
    office.tick()
    assert len(system_notes(office, number)) == 1


def test_a_calendar_survives_being_remembered() -> None:
    counted_by = replace(FREE_TUESDAY, counter=(), limits=())
    assert from_plain(plain(FREE_TUESDAY)) == counted_by
    assert plain(FREE_TUESDAY) != plain(shipped_calendar())


def test_of_two_rounds_that_see_the_change_one_writes_it_down(any_service: Service) -> None:
    any_service.clock.moment = wita("2026-12-14 16:20")  # type: ignore[attr-defined]
    source = by(Role.CUSTOMER, Door.FORM)
    number, _ = any_service.receive(
        Intake(**COMPLAINT.plain()), "test:1", source, any_service.clock.now()
    )
    tell_moved(any_service, CaseBook(any_service.database), shipped_calendar())
    barrier, told = threading.Barrier(2), []

    def tell() -> None:
        book = CaseBook(any_service.database)
        book.refresh()
        barrier.wait(20)
        told.append(tell_moved(any_service, book, FREE_TUESDAY))

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == [0, 1]
    assert len([n for n in any_service.case(number).notes if n.kind == "system"]) == 1
