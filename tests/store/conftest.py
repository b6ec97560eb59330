"""What only the store's tests ask for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from integration.store.database import Database
from tests.databases import postgres_database


@pytest.fixture
def postgres_only(postgres: str, tmp_path: Path) -> Iterator[Database]:
    """For what only PostgreSQL can do: several writers in one moment."""
    with postgres_database(postgres) as database:
        database.migrate()
        yield database


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Run functions in threads that set off together; what each returned or raised, in order."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        barrier = Barrier(len(acts))
        ended: list[Any] = [None] * len(acts)

        def one(place: int) -> None:
            barrier.wait(30)
            try:
                ended[place] = acts[place]()
            except Exception as failure:
                ended[place] = failure

        threads = [Thread(target=one, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return ended

    return run


class Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


@pytest.fixture
def undone() -> Callable[..., Any]:
    """A write transaction that is rolled back at its end."""

    @contextmanager
    def trial(database: Database) -> Iterator[Any]:
        try:
            with database.write() as tx:
                yield tx
                raise Undone
        except Undone:
            pass

    return trial
