"""Rounds look again and again; one failing never stops another, and none looks twice at once."""

import threading

import pytest

from integration.ports import GiveUp, TryLater, Unclear
from integration.rounds import LEASE_SECONDS, LONGEST_WAIT, Round
from integration.store import files
from integration.store.database import Database
from integration.worker import Worker
from tests.workshop import Workshop


def round_of(database: Database, cycle, every: float = 20.0) -> Round:
    return Round("form", cycle, every, database)


def test_a_round_that_goes_well_looks_again_after_its_time(database: Database) -> None:
    looks = []
    assert round_of(database, lambda: looks.append(1)).once() == 20.0
    assert looks == [1]


@pytest.mark.parametrize(
    "failure", [TryLater("503"), Unclear("?"), GiveUp("403"), ZeroDivisionError()]
)
def test_a_failing_round_waits_longer_each_time_but_never_stops(
    database: Database, failure: Exception
) -> None:
    def fail() -> None:
        raise failure

    failing = round_of(database, fail)
    waits = [failing.once() for _ in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    failing.cycle = lambda: None
    assert failing.once() == 20.0
    assert failing.failures == 0


def test_google_says_how_long_to_wait_and_is_obeyed_within_reason(database: Database) -> None:
    def busy() -> None:
        raise TryLater("429", wait_seconds=45)

    assert round_of(database, busy).once() == 45


def test_a_round_that_looks_often_is_not_held_back_for_long(database: Database) -> None:
    def busy() -> None:
        raise TryLater("429", wait_seconds=45)

    assert round_of(database, busy, every=0.8).once() == 3.0


def test_two_processes_do_not_look_at_one_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(files.time, "time", lambda: now[0])
    looks = []
    one = round_of(database, lambda: looks.append("one"))
    two = round_of(database, lambda: looks.append("two"))
    one.once()
    two.once()
    assert looks == ["one"]
    now[0] += LEASE_SECONDS + 1
    two.once()
    one.once()
    assert looks == ["one", "two"]


def test_a_round_ends_when_it_is_told_to(database: Database) -> None:
    stop = threading.Event()
    looking = round_of(database, stop.set, every=3600)
    looking.nudged.set()
    thread = threading.Thread(target=looking.run, args=(stop,))
    thread.start()
    looking.nudged.set()
    thread.join(30)
    assert not thread.is_alive()


def test_a_worker_outlives_a_database_that_was_away(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, stop = workshop.worker(), threading.Event()
    steps = []

    def step(self: Worker) -> bool:
        steps.append(1)
        workshop.service.woken.set()
        if len(steps) == 1:
            raise ConnectionError("the database is away")
        stop.set()
        return False

    monkeypatch.setattr(Worker, "step", step)
    worker.run(stop)
    assert len(steps) == 2


def test_a_round_that_stops_leaves_its_place_to_another_process_at_once(
    database: Database,
) -> None:
    stop, looks = threading.Event(), []
    round_of(database, stop.set, every=0.0).run(stop)
    round_of(database, lambda: looks.append(1)).once()
    assert looks == [1]


def test_a_round_that_stops_leaves_the_place_of_another_alone(database: Database) -> None:
    stop, looks = threading.Event(), []
    other = round_of(database, lambda: looks.append(1))
    other.once()
    stop.set()
    round_of(database, lambda: None).run(stop)
    round_of(database, lambda: looks.append(2)).once()
    assert looks == [1]
