"""Whoever writes takes turns: first come, first served, on both kinds of database."""

import threading
from collections import deque

import pytest
from sqlalchemy import text

from integration.store.database import WRITING, Busy, Database, Turns


class Told(deque):
    """A queue that tells when somebody has come."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Semaphore(0)

    def append(self, one: threading.Event) -> None:
        super().append(one)
        self.came.release()


def test_of_many_who_wait_each_goes_when_it_came() -> None:
    turns, order, queue = Turns(), [], Told()
    turns._queue = queue

    def wait(name: int) -> None:
        with turns.taken():
            order.append(name)

    threads = [threading.Thread(target=wait, args=[name]) for name in range(5)]
    with turns.taken():
        queue.came.acquire()
        for thread in threads:
            thread.start()
            queue.came.acquire(timeout=30)
    # whoever asks again goes behind those who waited
    with turns.taken():
        order.append(99)
    for thread in threads:
        thread.join(30)

    assert order == [0, 1, 2, 3, 4, 99]


def test_who_waits_too_long_is_told_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integration.store.database.BUSY_SECONDS", 0.01)
    turns = Turns()
    with turns.taken(), pytest.raises(Busy), turns.taken():
        pass
    with turns.taken():
        pass


def test_what_fails_hands_its_turn_on(any_database: Database) -> None:
    with pytest.raises(OSError, match="ended"), any_database.write():
        raise OSError("ended")
    with any_database.write() as tx:
        assert tx.execute(text("SELECT 1")).scalar() == 1


def test_another_process_may_not_write_while_one_does(postgres_only: Database) -> None:
    asked = text(f"SELECT pg_try_advisory_xact_lock({WRITING})")
    with postgres_only.write(), postgres_only.read() as other:
        assert other.execute(asked).scalar() is False
    with postgres_only.read() as other:
        assert other.execute(asked).scalar() is True
