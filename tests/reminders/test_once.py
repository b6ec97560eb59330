"""Whatever restarts and overlaps: nothing is queued twice, nothing is missed."""

import threading
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.reminders.round import Reminders
from integration.service import Service
from integration.sop.actors import Door, Role
from integration.sop.commands import Complete
from integration.sop.effects import MAIL, Effect
from integration.sop.intake import Intake
from integration.store import outbox
from integration.store.schema import outbox as table
from tests.databases import sqlite_database
from tests.factories import ANSWERS, COMPLAINT, OFFICE, actor, by
from tests.fakes import Crash, FakeGoogle
from tests.reminders.conftest import half_hours, wita
from tests.workshop import Workshop, quick_letters

START, END = wita("2026-12-14 09:00"), wita("2026-12-18 16:00")
TICKS = half_hours(START, END)


def open_cases(service: Service, clock: FixedClock, count: int = 6) -> None:
    """Complaints that wait at different steps since Monday morning."""
    clock.moment = START
    for place in range(count):
        plain = {**COMPLAINT.plain(), "email": f"p{place}@usaha.example"}
        source = by(Role.CUSTOMER, Door.FORM)
        number, _ = service.receive(Intake(**plain), f"test:{place}", source, START)
        for _ in range(place % 4):
            case = service.case(number)
            outcome, said = ANSWERS[case.station]
            service.act(
                number, Complete(step=case.station, outcome=outcome, values=said), actor(case)
            )


def queued(service: Service) -> dict[str, str]:
    """State by key of every reminder and list in the outbox."""
    with service.database.read() as tx:
        rows = tx.execute(select(table.c.key, table.c.state)).all()
    return {key: state for key, state in rows if ":remind." in key or key.startswith("morning:")}


def round_of(service: Service) -> Reminders:
    """A round as a process has it."""
    return Reminders(service, CaseBook(service.database), shipped_calendar)


def alone(service: Service, clock: FixedClock) -> dict[str, str]:
    """What one round that never stops would queue."""
    reminders = round_of(service)
    for moment in TICKS:
        clock.moment = moment
        reminders.look()
    return queued(service)


@pytest.fixture
def expected(tmp_path: Path, clock: FixedClock) -> dict[str, str]:
    """What the week should bring, played on a database of its own."""
    with sqlite_database(tmp_path / "alone.db") as database:
        database.migrate()
        service = Service(database, clock, OFFICE)
        open_cases(service, clock)
        return alone(service, clock)


def test_a_round_that_is_restarted_before_every_look_queues_the_same(
    any_service: Service, clock: FixedClock, expected: dict[str, str]
) -> None:
    open_cases(any_service, clock)
    for moment in TICKS:
        clock.moment = moment
        round_of(any_service).look()
    assert queued(any_service) == expected
    assert Counter(expected.values())[outbox.WAITING] == len(expected)


def test_two_rounds_that_look_at_the_same_moments_queue_nothing_twice_and_miss_nothing(
    any_service: Service, clock: FixedClock, expected: dict[str, str]
) -> None:
    open_cases(any_service, clock)
    failures: list[BaseException] = []
    barrier = threading.Barrier(2)
    rounds = [round_of(any_service), round_of(any_service)]

    def look(reminders: Reminders) -> None:
        try:
            for moment in TICKS:
                barrier.wait(20)
                clock.moment = moment
                barrier.wait(20)
                reminders.look()
        except BaseException as failure:
            failures.append(failure)
            barrier.abort()

    threads = [threading.Thread(target=look, args=(one,)) for one in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert queued(any_service) == expected


def test_a_look_that_fails_in_the_middle_is_made_up_for_by_the_next(
    any_service: Service,
    clock: FixedClock,
    expected: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_cases(any_service, clock)
    reminders, real = round_of(any_service), outbox.queue_once
    looks = 0

    def sometimes(*args: object) -> None:
        nonlocal looks
        looks += 1
        if looks % 2:
            raise OSError("the disk is full")
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "queue_once", sometimes)
    for moment in TICKS:
        clock.moment = moment
        for _ in range(9):
            try:
                reminders.look()
                break
            except OSError:
                continue
    assert queued(any_service) == expected


def test_what_is_in_the_outbox_is_passed_over_whatever_became_of_it(
    any_service: Service, clock: FixedClock
) -> None:
    effect = Effect(key="morning:a@balai.example:2026-12-14", kind=MAIL, data={"first": True})
    again = Effect(key=effect.key, kind=MAIL, data={"first": False})
    other = Effect(key="morning:b@balai.example:2026-12-14", kind=MAIL)
    at: datetime = clock.now()
    with any_service.database.write() as tx:
        outbox.queue_once(tx, [(None, effect, "")], at)
        outbox.finish(tx, effect.key, outbox.DONE, at, {})
        outbox.queue_once(tx, [(None, again, ""), (None, other, "too late")], at)
    kept, skipped = any_service.entry(effect.key), any_service.entry(other.key)
    assert kept is not None and kept.state == outbox.DONE and kept.data == {"first": True}
    assert skipped is not None and skipped.state == outbox.SKIPPED
    assert skipped.last_error == "too late" and skipped.register_no == ""


def test_two_workers_one_killed_send_every_reminder_once(
    any_service: Service, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_letters(monkeypatch)
    google = FakeGoogle()
    workshop = Workshop(any_service, google)
    open_cases(any_service, clock)
    workshop.work()
    clock.moment = wita("2026-12-14 15:50")
    round_of(any_service).look()
    promised = {key for key, state in queued(any_service).items() if state == outbox.WAITING}
    before = len(google.mailbox.posted)

    google.outside.crash.at = google.outside.crash.reached + 7
    with pytest.raises(Crash):
        workshop.worker().drain()
    google.outside.crash.at = 0
    workshop.worker().drain()
    # The dead worker's claim is a lease in real time; let it run out.
    with any_service.database.write() as tx:
        outbox.release_all(tx)
    round_of(any_service).look()
    workshop.worker().drain()

    sent = [one.mail.key for one in google.mailbox.posted[before:]]
    assert len(promised) > 5
    assert sorted(sent) == sorted(promised)
