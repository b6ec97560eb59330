"""A hint outlives the process that took it, wakes its round once, and goes when it was followed."""

import threading

import pytest

from integration.clock import FixedClock
from integration.push.facts import LOOK, LOOKED
from integration.push.hints import GAP, Hints
from integration.push.memory import facts
from integration.store.database import Database


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def hints(database: Database, clock: FixedClock, seconds: list[float]) -> Hints:
    made = Hints(database, clock, elapsed=lambda: seconds[0])
    made.nudge = {"mail": threading.Event()}
    return made


def waiting(hints: Hints) -> dict[str, object]:
    return facts(hints.database, LOOK)


def test_a_round_that_looked_has_followed_its_hint(hints: Hints) -> None:
    hints.look_now(["mail"], "test")
    looks: list[int] = []
    hints.watched("mail", lambda: looks.append(1))()
    assert looks == [1]
    assert waiting(hints) == {}
    assert set(facts(hints.database, LOOKED)) == {"mail"}


def test_a_hint_that_comes_while_the_round_looks_stays(hints: Hints) -> None:
    hints.look_now(["mail"], "test")
    hints.watched("mail", lambda: hints.look_now(["mail"], "again"))()
    assert set(waiting(hints)) == {"mail"}


def test_a_look_that_failed_or_was_killed_leaves_the_hint(
    hints: Hints, database: Database, clock: FixedClock
) -> None:
    hints.look_now(["mail"], "test")

    def dies() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hints.watched("mail", dies)()
    reborn = Hints(database, clock)
    reborn.nudge = {"mail": threading.Event()}
    reborn.once(waiting(reborn))
    assert reborn.nudge["mail"].is_set()


def test_one_hint_nudges_once_and_many_at_most_once_a_gap(
    hints: Hints, seconds: list[float]
) -> None:
    def nudged() -> bool:
        hints.once(waiting(hints))
        was = hints.nudge["mail"].is_set()
        hints.nudge["mail"].clear()
        return was

    hints.look_now(["mail", "unknown"], "test")
    assert nudged()
    assert not nudged()
    hints.look_now(["mail"], "flood")
    assert not nudged()
    seconds[0] += GAP
    assert nudged()
    seconds[0] += GAP
    assert not nudged()
