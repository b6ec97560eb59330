"""Files by their SHA-256, kept as received, and small facts the service remembers.

In:    bytes; JSON values by key.   Out: the same, unchanged.
Rule:  a file is named by its content, so it is stored once and cannot be swapped.
Never: looks inside a file.
"""

import hashlib
import json
import time
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.store.cases import canonical
from integration.store.schema import blobs, leases, memory

TYPE_LENGTH = 120
"""Signs of a media type that are kept; a sender may claim any length."""


def _insert(tx: Connection, table: Any) -> Any:
    return (sqlite_insert if tx.dialect.name == "sqlite" else pg_insert)(table)


def keep(tx: Connection, content: bytes, media_type: str) -> str:
    """Store bytes; their SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    tx.execute(
        _insert(tx, blobs)
        .values(
            sha256=digest, media_type=media_type[:TYPE_LENGTH], size=len(content), content=content
        )
        .on_conflict_do_nothing()
    )
    return digest


def fetch(tx: Connection, sha256: str) -> bytes | None:
    """The bytes with this hash, or None."""
    found = tx.execute(select(blobs.c.content).where(blobs.c.sha256 == sha256)).scalar_one_or_none()
    return bytes(found) if found is not None else None


def remember(tx: Connection, key: str, value: Any) -> None:
    """Keep a JSON value under a key."""
    remember_text(tx, key, canonical(value))


def remember_text(tx: Connection, key: str, text: str) -> None:
    """The same for a value that is JSON already."""
    statement = _insert(tx, memory).values(key=key, value=text)
    tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": text}))


_RECALL = select(memory.c.value).where(memory.c.key == bindparam("known_as"))


def recall(tx: Connection, key: str, otherwise: Any = None) -> Any:
    """The value under a key."""
    found = tx.execute(_RECALL, {"known_as": key}).scalar_one_or_none()
    return json.loads(found) if found is not None else otherwise


def recall_all(tx: Connection, keys: Collection[str]) -> dict[str, Any]:
    """The values under several keys, of those that are remembered."""
    if not keys:
        return {}
    found = tx.execute(select(memory).where(memory.c.key.in_(keys)))
    return {row.key: json.loads(row.value) for row in found}


def swap(tx: Connection, key: str, old: Any, new: Any) -> bool:
    """Put `new` where `old` is remembered; of several who try at one moment one succeeds."""
    result = tx.execute(
        update(memory)
        .where(memory.c.key == key, memory.c.value == canonical(old))
        .values(value=canonical(new))
    )
    return result.rowcount == 1


def forget(tx: Connection, key: str) -> None:
    """Drop a key."""
    tx.execute(delete(memory).where(memory.c.key == key))


def lease(tx: Connection, name: str, holder: str, seconds: float) -> bool:
    """Hold or renew a named lease in real time; False while another holds it."""
    tx.execute(
        _insert(tx, leases).values(name=name, holder="", held_until=0.0).on_conflict_do_nothing()
    )
    result = tx.execute(
        update(leases)
        .where(
            leases.c.name == name,
            (leases.c.holder == holder) | (leases.c.held_until < time.time()),
        )
        .values(holder=holder, held_until=time.time() + seconds)
    )
    return result.rowcount == 1


def give_back(tx: Connection, name: str, holder: str) -> None:
    """Let go of a named lease, if `holder` has it."""
    tx.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def release_leases(tx: Connection) -> None:
    """Free every lease: right only where no other process can be alive."""
    tx.execute(delete(leases))
