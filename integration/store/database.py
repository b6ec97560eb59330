"""Opening the database: engine, transactions, migrations.

In:    a database URL.   Out: `Database` with `write()` and `read()` transactions.
Rule:  one writer at a time, on both kinds of database, in the order in which they came: nobody can
       wait for each other in a ring, and events become visible in the order of their ids. Nothing
       outside is called while a transaction is open (design decision 3).
Never: knows what the rows mean.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
"""How long a writer waits for those before it."""
WRITING = 0x54616E67
"""The advisory lock of whoever writes to a PostgreSQL; a number of ours."""


class Busy(SQLAlchemyError):
    """Others have been writing for too long."""


class Turns:
    """Lets the threads of this process write one after the other, first come, first served.

    SQLite lets whoever asks at the right moment go first: who writes again and again would win.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn, and hand it on afterwards. Raises Busy."""
        mine = threading.Event()
        with self._lock:
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.set()
        try:
            if not mine.wait(BUSY_SECONDS):
                raise Busy("the database is busy with other writers")
            yield
        finally:
            with self._lock:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()


class Database:
    """One database; thread-safe. `url` is SQLAlchemy's, e.g. `sqlite:///data/tanggap.db`."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            if parsed.drivername == "postgresql":
                parsed = parsed.set(drivername="postgresql+psycopg")
            self.engine = create_engine(parsed, pool_pre_ping=True)
        self.url = parsed.render_as_string(hide_password=False)
        self._turns = Turns()

    def migrate(self, to: str = "head") -> None:
        """Bring the tables to revision `to`; the same command runs at every start."""
        config = alembic.config.Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.connect() as connection:
            config.attributes["connection"] = connection
            if to in ("head",) or to.startswith("+"):
                alembic.command.upgrade(config, to)
            else:
                alembic.command.downgrade(config, to)

    @contextmanager
    def write(self, alone: bool = True) -> Iterator[Connection]:
        """A transaction that writes; rolled back when the block raises. Raises Busy.

        Not `alone` is for what touches one row that no case hangs on, such as the claim of an
        effect: on PostgreSQL it waits for nobody.
        """
        options: dict[str, Any] = {"tanggap_write": True}
        turn = self._turns.taken() if alone or self.is_sqlite else nullcontext()
        with turn, self.engine.connect() as plain:
            connection = plain.execution_options(**options)
            with connection.begin():
                if alone and not self.is_sqlite:
                    connection.exec_driver_sql(_TAKE_TURN)
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


_TAKE_TURN = f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'; SELECT pg_advisory_xact_lock({WRITING})"
"""SQLite takes its own by BEGIN IMMEDIATE."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tanggap_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
