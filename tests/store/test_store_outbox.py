"""The outbox: each effect once, in order, whoever works and whoever dies."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from integration.sop.effects import MAIL, Effect
from integration.store import outbox
from integration.store.database import Database
from integration.store.outbox import LEASE_SECONDS, Entry
from tests.factories import MONDAY


class Hands:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(outbox, "time", hands)
    return hands


def queue(database: Database, *keys: str, after: str = "") -> None:
    with database.write() as tx:
        effects = [Effect(key=key, kind=MAIL, data={"n": 1}, after=after) for key in keys]
        outbox.queue(tx, None, effects, MONDAY)


def claim(database: Database, holder: str = "one", at=MONDAY) -> Entry | None:
    with database.write() as tx:
        return outbox.claim(tx, holder, at)


def key(entry: Entry | None) -> str:
    return entry.key if entry else ""


def finish(database: Database, key: str, state: str = outbox.DONE) -> None:
    with database.write() as tx:
        outbox.finish(tx, key, state, MONDAY, {"id": "x"})


def test_an_effect_can_be_asked_for_only_once(any_database: Database) -> None:
    queue(any_database, "a")
    with pytest.raises(IntegrityError):
        queue(any_database, "a")


def test_effects_are_taken_oldest_first_and_not_before_their_time(any_database: Database) -> None:
    queue(any_database, "a", "b")
    with any_database.write() as tx:
        outbox.postpone(tx, "a", MONDAY + timedelta(seconds=5), "later")
    assert key(claim(any_database)) == "b"
    assert claim(any_database) is None
    assert key(claim(any_database, at=MONDAY + timedelta(seconds=5))) == "a"


def test_a_claimed_effect_is_nobody_elses(any_database: Database) -> None:
    queue(any_database, "a")
    assert key(claim(any_database, "one")) == "a"
    assert claim(any_database, "two") is None
    assert claim(any_database, "one") is None


def test_many_workers_take_each_effect_exactly_once(any_database: Database, at_once) -> None:
    keys = [f"effect-{n:02d}" for n in range(40)]
    queue(any_database, *keys)

    def work(holder: str):
        def act() -> list[str]:
            taken, misses = [], 0
            # A worker may look just while another holds the oldest row, and see nothing once.
            while misses < 3:
                entry = claim(any_database, holder)
                misses = 0 if entry else misses + 1
                taken += [entry.key] if entry else []
            return taken

        return act

    ended = at_once(*[work(f"worker-{n}") for n in range(5)])
    assert sorted(key for taken in ended for key in taken) == keys


def test_postgres_workers_do_not_wait_for_each_other(postgres_only: Database) -> None:
    queue(postgres_only, "a", "b")
    with postgres_only.write(alone=False) as one, postgres_only.write(alone=False) as two:
        two.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        assert key(outbox.claim(one, "one", MONDAY)) == "a"
        assert key(outbox.claim(two, "two", MONDAY)) == "b"


def test_a_dead_workers_effect_is_taken_over_after_its_lease(
    any_database: Database, hands: Hands
) -> None:
    queue(any_database, "a")
    claim(any_database, "dead")
    hands.now += LEASE_SECONDS
    assert claim(any_database, "heir") is None
    hands.now += 0.1
    assert key(claim(any_database, "heir")) == "a"


def test_saving_progress_renews_the_lease_and_outlives_the_worker(
    any_database: Database, hands: Hands
) -> None:
    queue(any_database, "a")
    claim(any_database, "slow")
    hands.now += LEASE_SECONDS - 1
    with any_database.write() as tx:
        outbox.save_progress(tx, "a", {"draft_id": "d-1"})
    hands.now += LEASE_SECONDS - 1
    assert claim(any_database, "heir") is None
    hands.now += 2
    heir = claim(any_database, "heir")
    assert heir is not None
    assert heir.progress == {"draft_id": "d-1"}


def test_a_worker_knows_when_its_effect_was_taken_over(
    any_database: Database, hands: Hands
) -> None:
    queue(any_database, "a")
    claim(any_database, "asleep")
    hands.now += LEASE_SECONDS + 1
    with any_database.write() as tx:
        assert outbox.holds(tx, "a", "asleep")
    claim(any_database, "heir")
    with any_database.write() as tx:
        assert not outbox.holds(tx, "a", "asleep")
        assert outbox.holds(tx, "a", "heir")
    finish(any_database, "a")
    with any_database.write() as tx:
        assert not outbox.holds(tx, "a", "heir")


@pytest.mark.parametrize("end", [outbox.DONE, outbox.STUCK, outbox.SKIPPED])
def test_what_must_come_after_waits_until_the_first_has_ended(
    any_database: Database, end: str
) -> None:
    queue(any_database, "first")
    queue(any_database, "second", after="first")
    assert key(claim(any_database)) == "first"
    assert claim(any_database, "two") is None
    finish(any_database, "first", end)
    assert key(claim(any_database, "two")) == "second"


def test_a_first_that_is_postponed_still_holds_the_second_back(any_database: Database) -> None:
    queue(any_database, "first")
    queue(any_database, "second", after="first")
    claim(any_database)
    with any_database.write() as tx:
        outbox.postpone(tx, "first", MONDAY + timedelta(hours=1), "away")
    assert claim(any_database) is None


def test_only_what_is_stuck_can_be_tried_again(any_database: Database) -> None:
    queue(any_database, "a", "b")
    finish(any_database, "a", outbox.STUCK)
    finish(any_database, "b")
    with any_database.write() as tx:
        assert outbox.again(tx, "a", MONDAY)
        assert not outbox.again(tx, "a", MONDAY)
        assert not outbox.again(tx, "b", MONDAY)
        assert not outbox.again(tx, "unknown", MONDAY)
    assert key(claim(any_database)) == "a"
    assert claim(any_database) is None


def test_attempts_count_tries_and_not_waits(any_database: Database) -> None:
    queue(any_database, "a")
    with any_database.write() as tx:
        outbox.postpone(tx, "a", MONDAY, "no folder yet", counts=False)
        outbox.postpone(tx, "a", MONDAY, "503")
        waiting = outbox.get(tx, "a")
    assert waiting is not None
    assert (waiting.attempts, waiting.last_error) == (1, "503")


def test_a_restart_frees_every_claim(any_database: Database) -> None:
    queue(any_database, "a")
    claim(any_database, "killed")
    with any_database.write() as tx:
        outbox.release_all(tx)
    assert key(claim(any_database, "new")) == "a"
