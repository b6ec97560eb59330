"""Opening the database: engine, transactions, migrations.

In:    a database URL.   Out: `Database` with `write()` and `read()` transactions.
Rule:  a write transaction on SQLite begins IMMEDIATE, so two writers queue instead of failing;
       nothing outside is called while a transaction is open (design decision 3).
Never: knows what the rows mean.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30


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
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; rolled back when the block raises."""
        options: dict[str, Any] = {"tanggap_write": True}
        with self.engine.connect() as plain:
            connection = plain.execution_options(**options)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


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
