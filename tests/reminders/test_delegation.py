"""Who is in charge on a day: edges of a delegation, links, lists, letters, and what is refused."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from integration import reply
from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.delegation import read_delegations
from integration.documents import values as document_values
from integration.office import BadOffice
from integration.reminders.round import Reminders
from integration.service import Service
from integration.sop.actors import Role
from tests.factories import OFFICE, story_at
from tests.fakes import FakeGoogle
from tests.reminders.conftest import Office, wita
from tests.workshop import Workshop, quick_letters

PLH = {
    "for": "kepala@balai.example",
    "by": "plh@balai.example",
    "name": "Intan Surya Contoh",
    "nip": "199001012015011001",
    "kind": "Plh.",
    "from": "2026-12-15",
    "to": "2026-12-16",
}


def given(*said: dict[str, Any]) -> Any:
    """The office of the tests with these delegations."""
    return replace(OFFICE, delegations=read_delegations(said, OFFICE.officials))


@pytest.mark.parametrize(
    ("day", "email", "position"),
    [
        ("2026-12-14", "kepala@balai.example", "Kepala Balai"),
        ("2026-12-15", "plh@balai.example", "Plh. Kepala Balai"),
        ("2026-12-16", "plh@balai.example", "Plh. Kepala Balai"),
        ("2026-12-17", "kepala@balai.example", "Kepala Balai"),
    ],
)
def test_both_dates_are_included(day: str, email: str, position: str) -> None:
    person = given(PLH).in_charge(Role.HEAD, on=date.fromisoformat(day))
    assert (person.email, person.position) == (email, position)


def test_without_a_date_the_official_himself_is_named() -> None:
    assert given(PLH).in_charge(Role.HEAD).email == "kepala@balai.example"


def test_an_office_file_may_carry_delegations_and_names_their_people() -> None:
    assert given(PLH).name_of("PLH@balai.example") == "Intan Surya Contoh"
    assert given(PLH).name_of("kepala@balai.example") == "Bima Arga Contoh"
    assert given(PLH).name_of("siapa@balai.example") == ""


def test_a_stand_in_who_is_an_official_keeps_his_own_name() -> None:
    said = {**PLH, "by": "pengujian@balai.example", "name": "", "nip": ""}
    person = given(said).in_charge(Role.HEAD, on=date(2026, 12, 15))
    assert (person.name, person.position) == ("Damar Langit Contoh", "Plh. Kepala Balai")


def test_a_pokja_head_is_stood_in_for_in_his_own_pokja_only() -> None:
    said = {**PLH, "for": "pengujian@balai.example", "kind": "Plt."}
    on, case = date(2026, 12, 15), story_at("review").case
    office = given(said)
    person = office.in_charge(Role.GROUP_HEAD, case, on)
    assert (person.email, person.position) == ("plh@balai.example", "Plt. Ketua Pokja Pengujian")
    assert office.on(on).group_heads["Kalibrasi"].email == "kalibrasi@balai.example"


LATER = {**PLH, "from": "2026-12-16", "to": "2026-12-20"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ([PLH, LATER], "two delegations overlap"),
        ([{**PLH, "by": "KEPALA@balai.example"}], "cannot stand in for himself"),
        ([{**PLH, "for": "siapa@balai.example"}], "no official of this office"),
        ([{**PLH, "to": "2026-12-14"}], "ends before it begins"),
        ([{**PLH, "kind": "Pj."}], "kind is Plh. or Plt."),
        ([{**PLH, "from": "15/12/2026"}], "dates are written like"),
        ([{**PLH, "by": ""}], "lacks by"),
        ([{**PLH, "by": "siapa"}], "no e-mail address"),
        (["kepala@balai.example"], "not an object"),
        (
            [
                {**PLH, "by": "tu@balai.example"},
                {**LATER, "for": "tu@balai.example", "by": "lain@balai.example"},
            ],
            "a stand-in is away himself",
        ),
    ],
)
def test_a_delegation_that_cannot_stand_is_refused_by_name(said: list[Any], message: str) -> None:
    with pytest.raises(BadOffice, match=message):
        given(*said)


def test_two_delegations_one_after_the_other_are_fine() -> None:
    after = {**PLH, "by": "lain@balai.example", "from": "2026-12-17", "to": "2026-12-20"}
    assert given(PLH, after).in_charge(Role.HEAD, on=date(2026, 12, 17)).email.startswith("lain")


def test_mails_links_and_the_morning_list_go_to_whoever_stands_in_that_day(office: Office) -> None:
    office.workshop.service.office = given(PLH)
    office.workshop.at("dispose")
    office.pass_until(wita("2026-12-17 08:00"))
    assert office.reminded() == [
        ("Mon 14 10:00", "kepala", "due"),
        ("Tue 15 07:30", "plh", "list"),
        ("Wed 16 07:30", "plh", "list"),
        ("Thu 17 07:30", "kepala", "list"),
    ]
    links = office.workshop.links
    for mail in office.workshop.google.mailbox.to("plh@balai.example"):
        address = next(line for line in mail.text.splitlines() if "/aksi/" in line)
        link = links.read_action(address.rpartition("/")[2])
        assert (link.person, link.role) == ("plh@balai.example", Role.HEAD)
        assert "Intan Surya Contoh" in mail.text


def test_letters_of_these_days_name_the_stand_in(office: Office) -> None:
    office.workshop.service.office = given(PLH)
    office.workshop.clock.moment = wita("2026-12-15 09:00")
    tools, case = office.workshop.tools, story_at("sign").case
    signs = tools.office.in_charge(Role.HEAD, case, tools.today())
    letter = reply.values(case, tools.office, signs)
    assert letter["jabatan_penandatangan"] == "Plh. Kepala Balai"
    assert letter["nama_penandatangan"] == "Intan Surya Contoh"
    assert letter["nip_penandatangan"] == "NIP 199001012015011001"
    at = wita("2026-12-16 15:59")
    sheet = document_values("disposition", case, tools.office, office.calendar, tools.links, at=at)
    assert (sheet["head"], sheet["head_title"]) == ("Intan Surya Contoh", "Plh. Kepala Balai")


def test_whoever_takes_a_seat_in_the_course_of_the_day_gets_what_waits_there_at_once(
    office: Office,
) -> None:
    number = office.workshop.at("dispose")
    office.workshop.at("review", email="lain@usaha.example")
    office.pass_until(wita("2026-12-15 09:00"))
    office.workshop.service.office = given(PLH)
    office.pass_until(wita("2026-12-15 12:00"))
    reminded = [(at, what) for at, who, what in office.reminded() if who == "plh"]
    assert reminded == [("Tue 15 09:30", "handover")]
    (mail,) = office.workshop.google.mailbox.to("plh@balai.example")
    assert "Tugas Plh. Kepala Balai" in mail.subject and "1 pengaduan" in mail.subject
    address = next(line for line in mail.text.splitlines() if "/aksi/" in line)
    link = office.workshop.links.read_action(address.rpartition("/")[2])
    assert (link.register_no, link.person) == (number, "plh@balai.example")


def test_a_seat_taken_at_night_or_without_anything_waiting_brings_no_mail_of_its_own(
    office: Office,
) -> None:
    office.workshop.at("review")
    office.pass_until(wita("2026-12-14 18:00"))
    office.workshop.service.office = given(PLH)
    office.pass_until(wita("2026-12-15 07:30"))
    assert not office.workshop.google.mailbox.to("plh@balai.example")
    office.workshop.service.office = given({**PLH, "for": "pengujian@balai.example"})
    office.pass_until(wita("2026-12-16 07:30"))
    kinds = [what for _, who, what in office.reminded() if who == "plh"]
    assert kinds.count("handover") == 1, "taken between two looks of an open office"


def test_of_two_rounds_that_see_somebody_take_a_seat_one_tells_it(
    any_service: Service, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(any_service, FakeGoogle())
    quick_letters(monkeypatch)
    clock.moment = wita("2026-12-14 09:00")
    workshop.at("dispose")
    rounds = [
        Reminders(any_service, CaseBook(any_service.database), shipped_calendar) for _ in range(2)
    ]
    rounds[0].look()
    any_service.office = given({**PLH, "from": "2026-12-14"})
    barrier = threading.Barrier(2)

    def look(one: Reminders) -> None:
        one.book.refresh()
        barrier.wait(20)
        one.look()

    threads = [threading.Thread(target=look, args=(one,)) for one in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    queued = [one.key for one in workshop.waiting() if one.key.startswith("handover:plh@")]
    assert len(queued) == 1
