"""Several people and processes in one moment: nothing doubled, nothing skipped, one wins."""

from threading import Event as Flag
from threading import Thread

import pytest

from integration.service import Service
from integration.sop import errors
from integration.sop.actors import Door, Role
from integration.sop.commands import Complete
from integration.store import cases
from integration.store.database import Database
from tests.factories import COMPLAINT, MONDAY, OFFICE, by, values

CUSTOMER = by(Role.CUSTOMER, Door.FORM)


def test_complaints_that_come_in_one_moment_get_numbers_without_gaps(
    any_service: Service, at_once
) -> None:
    def receive(place: int):
        return lambda: any_service.receive(COMPLAINT, f"form:{place}", CUSTOMER, MONDAY)

    ended = at_once(*[receive(place) for place in range(12)])

    assert sorted(number for number, _ in ended) == [f"ADU/2026/{n:04d}" for n in range(1, 13)]
    assert all(new for _, new in ended)


def test_transactions_that_are_rolled_back_leave_no_gap(any_database: Database, at_once) -> None:
    def open_one(place: int):
        def act() -> str:
            with any_database.write() as tx:
                number = cases.next_number(tx, 2026)
                if place % 3 == 0:
                    raise RuntimeError("changed my mind")
                cases.open_case(tx, number, f"source:{place}", MONDAY)
            return number

        return act

    ended = at_once(*[open_one(place) for place in range(12)])

    kept = [one for one in ended if isinstance(one, str)]
    assert len(kept) == 8
    assert sorted(kept) == [f"ADU/2026/{n:04d}" for n in range(1, 9)]
    with any_database.read() as tx:
        assert sorted(cases.register_numbers(tx)) == sorted(kept)


def test_one_source_seen_by_many_at_once_is_one_complaint(any_service: Service, at_once) -> None:
    ended = at_once(*[lambda: any_service.receive(COMPLAINT, "form:same", CUSTOMER, MONDAY)] * 8)

    assert {number for number, _ in ended} == {"ADU/2026/0001"}
    assert sorted(new for _, new in ended) == [False] * 7 + [True]
    assert any_service.receive(COMPLAINT, "form:next", CUSTOMER, MONDAY)[0] == "ADU/2026/0002"


def test_of_two_who_act_in_one_moment_one_wins_and_the_other_is_told(
    any_service: Service, at_once
) -> None:
    number, _ = any_service.receive(COMPLAINT, "form:1", CUSTOMER, MONDAY)
    visit = any_service.case(number).visit

    def sort(person: str):
        who = by(Role.SERVICE_DESK, person=person)
        command = Complete(step="triage", outcome="complaint", values=values("triage"), visit=visit)
        return lambda: any_service.act(number, command, who)

    people = [f"petugas{n}@balai.example" for n in range(5)]
    ended = at_once(*[sort(person) for person in people])

    told = [one for one in ended if isinstance(one, errors.AlreadyDone)]
    (winner,) = [one for one in ended if not isinstance(one, Exception)]
    assert len(told) == 4
    first = winner.completions[-1]
    assert {one.facts["by"].person for one in told} == {first.by.person}
    assert {one.facts["at"] for one in told} == {first.at}
    assert len(any_service.history(number)) == 2


def test_who_comes_while_another_is_deciding_waits_and_is_told(any_database, clock) -> None:
    service = Service(any_database, clock, OFFICE)
    number, _ = service.receive(COMPLAINT, "form:1", CUSTOMER, MONDAY)
    command = Complete(step="triage", outcome="complaint", visit=service.case(number).visit)
    begun, refusals = Flag(), []

    def late() -> None:
        begun.set()
        with pytest.raises(errors.AlreadyDone) as refused:
            service.act(number, command, by(Role.SERVICE_DESK, person="late@balai.example"))
        refusals.append(refused.value.facts["by"].person)

    thread = Thread(target=late)
    with any_database.write() as tx:
        who = by(Role.SERVICE_DESK, person="early@balai.example")
        service.act_within(tx, number, command, who)
        thread.start()
        begun.wait(30)
    thread.join(60)
    assert refusals == ["early@balai.example"]


def test_two_cases_cannot_take_one_letter_number_in_one_moment(
    any_service: Service, at_once
) -> None:
    numbers = [any_service.receive(COMPLAINT, f"f:{n}", CUSTOMER, MONDAY)[0] for n in range(4)]

    def take(number: str):
        def act() -> bool:
            with any_service.database.write() as tx:
                return cases.take_letter_number(tx, "B/1/2026", cases.case_id_of(tx, number))

        return act

    ended = at_once(*[take(number) for number in numbers])
    assert [one for one in ended if one is True] == [True]
