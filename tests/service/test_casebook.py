"""The book of all cases: each as its history tells it, whatever was appended since a look."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Note, Withdraw
from integration.store import reading, schema
from tests.databases import sqlite_database
from tests.factories import COMPLAINT, MONDAY, OFFICE

DESK = By(role=Role.SERVICE_DESK, door=Door.LINK, person="petugas@balai.example")


def complaint(service, source):
    return service.receive(COMPLAINT, source, DESK, MONDAY)[0]


def as_told(service, book):
    """What the book says, and what the histories say."""
    found = dict(book.refresh())
    return found, {number: service.case(number) for number in found}


@settings(max_examples=20, deadline=None)
@given(acts=st.lists(st.sampled_from(["receive", "note", "withdraw", "look"]), max_size=25))
def test_whatever_happens_between_two_looks_the_book_tells_what_the_histories_tell(
    tmp_path_factory, acts
):
    with sqlite_database(tmp_path_factory.mktemp("book") / "tanggap.db") as database:
        database.migrate()
        service, book = Service(database, FixedClock(MONDAY), OFFICE), CaseBook(database)
        numbers = [complaint(service, "first")]
        for turn, act in enumerate(acts):
            if act == "receive":
                numbers.append(complaint(service, f"source {turn}"))
            elif act == "note":
                service.act(numbers[turn % len(numbers)], Note(text=f"Catatan {turn}"), DESK)
            elif act == "withdraw" and service.case(numbers[-1]).step:
                service.act(numbers[-1], Withdraw(reason="Sudah selesai."), DESK)
            else:
                book.refresh()
        found, told = as_told(service, book)

        assert found == told
        assert list(found) == numbers


def test_what_did_not_change_stays_the_same_object(any_service):
    one, other = complaint(any_service, "one"), complaint(any_service, "other")
    book = CaseBook(any_service.database)
    before = book.refresh()
    any_service.act(one, Note(text="Baru"), DESK)
    after = book.refresh()

    assert after[other] is before[other]
    assert after[one].seq == before[one].seq + 1
    assert book.refresh() is after


def test_an_event_that_came_about_by_other_means_is_not_left_out(any_service):
    number, other = complaint(any_service, "one"), complaint(any_service, "other")
    renumber(any_service, other, 1, 50)
    book = CaseBook(any_service.database)
    book.refresh()
    any_service.act(number, Note(text="Lama"), DESK)
    renumber(any_service, number, 2, 10)
    any_service.act(number, Note(text="Baru"), DESK)
    renumber(any_service, number, 3, 60)
    found, told = as_told(any_service, book)

    assert found == told
    assert found[number].seq == 3


def renumber(service, number, seq, new):
    """Give an event another row id."""
    where = schema.events.c.case_id == schema.cases.c.id
    one = (schema.cases.c.register_no == number) & (schema.events.c.seq == seq) & where
    with service.database.write() as tx:
        tx.execute(update(schema.events).where(one).values(id=new))


def test_of_known_cases_only_those_that_still_stand_so_are_said_to(any_service):
    one, other = complaint(any_service, "one"), complaint(any_service, "other")
    known = {number: any_service.case(number) for number in (one, other)}
    any_service.act(other, Note(text="Berubah"), DESK)

    with any_service.database.write() as tx:
        assert set(reading.locked(tx, known)) == {one}
        assert reading.locked(tx, {}) == {}


@pytest.mark.parametrize("told", [0, 1])
def test_a_history_is_told_from_where_it_is_known(any_service, told):
    number = complaint(any_service, "one")
    any_service.act(number, Note(text="Dua"), DESK)
    with any_service.database.read() as tx:
        found = reading.histories(tx, [number], 0, {number: told})

    assert [event.seq for event in found[number]] == list(range(told + 1, 3))
