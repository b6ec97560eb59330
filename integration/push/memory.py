"""Small facts by prefix, and facts that may be put once only.

In:    a prefix or a key.   Out: values; whether a key was new.
Rule:  putting once is one statement, so that of two callers at one moment one is first.
Never: knows what a fact means.
"""

from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.store import files
from integration.store.cases import canonical
from integration.store.database import Database
from integration.store.schema import memory

KEY_LENGTH = 200


def facts(database: Database, prefix: str) -> dict[str, Any]:
    """Every fact below a prefix, by the rest of its key."""
    with database.read() as tx:
        return facts_within(tx, prefix)


def facts_within(tx: Connection, prefix: str) -> dict[str, Any]:
    """The same inside a transaction of the caller's."""
    rows = tx.execute(select(memory.c.key).where(memory.c.key.startswith(prefix, autoescape=True)))
    keys = [str(row[0]) for row in rows]
    return {key.removeprefix(prefix): files.recall(tx, key) for key in keys}


def put_once(tx: Connection, key: str, value: Any) -> bool:
    """Put a fact unless the key is there; whether it was new."""
    dialect = sqlite_insert if tx.dialect.name == "sqlite" else pg_insert
    statement = dialect(memory).values(key=key, value=canonical(value))
    new = statement.on_conflict_do_nothing().returning(memory.c.key)
    return tx.execute(new).first() is not None


def forget_if(tx: Connection, key: str, value: Any) -> None:
    """Drop a fact, unless it has changed meanwhile."""
    tx.execute(delete(memory).where(memory.c.key == key, memory.c.value == canonical(value)))


def forget_below(tx: Connection, prefix: str, end: str) -> None:
    """Drop every fact below a prefix whose key sorts before `end`."""
    keys = memory.c.key.startswith(prefix, autoescape=True)
    tx.execute(delete(memory).where(keys, memory.c.key < end))
