"""Histories are appended, chained, and tell on whoever changes them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from integration.service import Service
from integration.sop.actors import Door, Role
from integration.sop.commands import Complete, Note
from integration.sop.intake import Intake
from integration.store import cases
from integration.store.database import Database
from integration.store.schema import counters, events
from tests.factories import ANSWERS, COMPLAINT, MONDAY, OFFICE, actor, by, preview

CUSTOMER = by(Role.CUSTOMER, Door.FORM)


@pytest.fixture
def number(any_service: Service) -> str:
    """A complaint with a few events."""
    number, _ = any_service.receive(COMPLAINT, "form:1", CUSTOMER, MONDAY)
    for text in ("Sudah ditelepon.", "Menunggu kabar.", "Kabar datang."):
        any_service.act(number, Note(text=text), by(Role.SERVICE_DESK, Door.SHEET))
    return number


def test_a_case_comes_back_as_it_was_decided(any_service: Service, number: str) -> None:
    case = any_service.case(number)
    while case.station:
        if case.station == "sign" and case.preview is None:
            case = any_service.act(number, preview(case), by(Role.SYSTEM, Door.WORKER))
        outcome, values = ANSWERS[case.station]
        command = Complete(step=case.station, outcome=outcome, values=values)
        decided = any_service.act(number, command, actor(case))
        case = any_service.case(number)
        assert (case.completions, case.station, case.visit, case.seq) == (
            decided.completions,
            decided.station,
            decided.visit,
            decided.seq,
        )
    assert case.status == "Selesai"


def test_a_case_can_be_read_as_it_stood(any_service: Service, number: str) -> None:
    assert [note.text for note in any_service.case(number, upto=2).notes] == ["Sudah ditelepon."]
    assert len(any_service.case(number).notes) == 3


def test_moments_are_kept_in_utc_to_the_microsecond(any_service: Service) -> None:
    received = datetime.fromisoformat("2026-11-23T08:59:59.123456+08:00")
    number, _ = any_service.receive(COMPLAINT, "form:2", CUSTOMER, received)
    assert any_service.case(number).received_at == received
    assert cases.stored_moment(received) == "2026-11-23T00:59:59.123456+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "Emoji 😀👩‍🔬, العربية, ไทย, 漢字",
        '=IMPORTXML("https://jahat.example"; "//a")',
        "'; DROP TABLE events; --",
        "satu\n\n\ndua\ttiga",
        "\x00\x01\x1f",
        "x" * 10_000,
    ],
)
def test_any_text_is_kept_as_it_was(any_service: Service, text: str) -> None:
    intake = Intake(channel="website", description=text, name=text)
    number, _ = any_service.receive(intake, "form:3", CUSTOMER, MONDAY)
    assert any_service.case(number).intake == intake


def test_a_name_of_any_length_can_sign(any_service: Service) -> None:
    long = by(Role.CUSTOMER, Door.FORM, person="a" * 1000)
    number, new = any_service.receive(COMPLAINT, "form:4", long, MONDAY)
    assert new
    assert any_service.history(number)[0].by == long


def test_an_honest_history_has_no_broken_link(any_service: Service, number: str) -> None:
    with any_service.database.read() as tx:
        assert cases.broken_links(tx, number) == []


CHANGES = [
    ("what", "withdrawn"),
    ("what", "nothing of ours"),
    ("role", "head"),
    ("person", "lain@balai.example"),
    ("name", "Orang Lain"),
    ("door", "link"),
    ("at", "2026-11-22T01:00:00.000000+00:00"),
    ("data", '{"kind":"staff","text":"Diubah."}'),
    ("data", "not json"),
    ("previous_hash", "0" * 64),
    ("hash", "0" * 64),
]


def test_whatever_is_changed_in_an_event_breaks_the_chain_there(
    any_service: Service, number: str, undone
) -> None:
    for seq in (1, 2, 3, 4):
        for column, value in CHANGES:
            with undone(any_service.database) as tx:
                tx.execute(update(events).where(events.c.seq == seq).values({column: value}))
                assert cases.broken_links(tx, number)[:1] == [seq], (seq, column, value)


def test_a_forger_who_mends_the_next_link_too_is_found_one_further(
    any_service: Service, number: str, undone
) -> None:
    told = any_service.history(number)
    forged = replace(told[1], data={**told[1].data, "text": "Diubah."})
    digest = cases.chain(told[0].hash, forged)
    with undone(any_service.database) as tx:
        row = {"data": cases.canonical(forged.data), "hash": digest}
        tx.execute(update(events).where(events.c.seq == 2).values(row))
        tx.execute(update(events).where(events.c.seq == 3).values(previous_hash=digest))
        assert cases.broken_links(tx, number) == [3]


def test_an_event_taken_out_breaks_the_chain_after_it(
    any_service: Service, number: str, undone
) -> None:
    for seq in (1, 2, 3):
        with undone(any_service.database) as tx:
            tx.execute(delete(events).where(events.c.seq == seq))
            assert cases.broken_links(tx, number)[0] == seq + 1


def test_two_events_that_change_places_are_found(any_service: Service, number: str, undone) -> None:
    with undone(any_service.database) as tx:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            tx.execute(update(events).where(events.c.seq == old).values(seq=new))
        assert cases.broken_links(tx, number)[0] == 2


def test_an_unknown_number_is_told_apart(any_service: Service) -> None:
    with pytest.raises(cases.UnknownCase):
        any_service.case("ADU/2026/9999")
    with pytest.raises(cases.UnknownCase):
        any_service.case("ADU/2026/0001\0")
    with pytest.raises(cases.UnknownCase):
        any_service.act("ADU/2026/9999", Note(text="?"), by(Role.SERVICE_DESK))


def test_numbers_begin_again_each_year_of_the_office(any_database: Database, clock) -> None:
    service = Service(any_database, clock, OFFICE)
    clock.moment = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    old, _ = service.receive(COMPLAINT, "form:1", CUSTOMER, clock.now())
    clock.advance(minutes=1)  # midnight in Samarinda, still December in UTC
    new, _ = service.receive(COMPLAINT, "form:2", CUSTOMER, clock.now())
    assert (old, new) == ("ADU/2026/0001", "ADU/2027/0001")


def test_numbers_grow_past_four_figures(any_database: Database) -> None:
    with any_database.write() as tx:
        tx.execute(counters.insert().values(year=2026, last=9999))
        assert cases.next_number(tx, 2026) == "ADU/2026/10000"


def test_a_letter_number_belongs_to_the_first_case_that_took_it(any_service: Service) -> None:
    first, _ = any_service.receive(COMPLAINT, "form:1", CUSTOMER, MONDAY)
    second, _ = any_service.receive(COMPLAINT, "form:2", CUSTOMER, MONDAY)
    with any_service.database.write() as tx:
        one, two = cases.case_id_of(tx, first), cases.case_id_of(tx, second)
        assert cases.take_letter_number(tx, "B/1/BSPJI/2026", one)
        assert not cases.take_letter_number(tx, "B/1/BSPJI/2026", two)
        assert cases.take_letter_number(tx, "B/2/BSPJI/2026", two)
