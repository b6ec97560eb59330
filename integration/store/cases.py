"""Histories: events appended, hash-chained, read back and folded.

In:    a connection inside a transaction.   Out: cases; the numbers ADU/YYYY/NNNN without gaps.
Rule:  each event carries the hash of the one before; (case, seq) is unique, so of two people
       who act at one moment one wins and the other is told (design decision 2).
Never: changes or removes an event.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.events import Event, What
from integration.sop.folding import fold
from integration.store.schema import cases, counters, events, letter_numbers, sources


class UnknownCase(LookupError):
    """There is no case with that register number."""


def canonical(value: Any, plain: Callable[[Any], Any] | None = None) -> str:
    """JSON with sorted keys and no spaces: the form that is hashed.

    `plain` turns what JSON does not know into what it does.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain
    )


def stored_moment(at: datetime) -> str:
    """UTC, to the microsecond, sortable as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def chain(previous: str, event: Event) -> str:
    """The hash of `event` after the event whose hash is `previous` (SHA-256, hex)."""
    line = canonical(
        [
            previous,
            event.seq,
            event.what.value,
            event.by.role.value,
            event.by.person,
            event.by.name,
            event.by.door.value,
            stored_moment(event.at),
            event.data,
        ]
    )
    return hashlib.sha256(line.encode()).hexdigest()


def next_number(tx: Connection, year: int) -> str:
    """The next register number of `year`; a rolled-back transaction leaves no gap."""
    dialect = sqlite_insert if tx.dialect.name == "sqlite" else pg_insert
    tx.execute(dialect(counters).values(year=year, last=0).on_conflict_do_nothing())
    tx.execute(update(counters).where(counters.c.year == year).values(last=counters.c.last + 1))
    last = tx.execute(select(counters.c.last).where(counters.c.year == year)).scalar_one()
    return f"ADU/{year}/{last:04d}"


def open_case(tx: Connection, register_no: str, source_key: str, at: datetime) -> int:
    """Make the row that the history hangs on; its id. The source must be new."""
    result = tx.execute(insert(cases).values(register_no=register_no, created_at=stored_moment(at)))
    key = result.inserted_primary_key
    assert key is not None
    case_id = int(key[0])
    tx.execute(insert(sources).values(key=source_key, case_id=case_id))
    return case_id


def case_of_source(tx: Connection, source_key: str) -> str | None:
    """The register number of the complaint that came from this source, if it did."""
    return tx.execute(
        select(cases.c.register_no)
        .join(sources, sources.c.case_id == cases.c.id)
        .where(sources.c.key == source_key)
    ).scalar_one_or_none()


def add_source(tx: Connection, source_key: str, case_id: int) -> None:
    """Remember that this source has been taken into the case; raises if it was before."""
    tx.execute(insert(sources).values(key=source_key, case_id=case_id))


_ID = select(cases.c.id).where(cases.c.register_no == bindparam("number"))
_LOCKED_ID = _ID.with_for_update()


def case_id_of(tx: Connection, register_no: str, lock: bool = False) -> int:
    """The row id of a case. Raises UnknownCase."""
    query = _LOCKED_ID if lock else _ID
    found = tx.execute(query, {"number": register_no}).scalar_one_or_none()
    if found is None:
        raise UnknownCase(register_no)
    return int(found)


def ids_of(tx: Connection, register_nos: Sequence[str]) -> dict[str, int]:
    """Row ids by register number, of those that exist."""
    query = select(cases.c.register_no, cases.c.id).where(cases.c.register_no.in_(register_nos))
    return {row[0]: int(row[1]) for row in tx.execute(query)}


def register_numbers(tx: Connection) -> list[str]:
    """Every register number, oldest first."""
    return list(tx.execute(select(cases.c.register_no).order_by(cases.c.id)).scalars())


_APPEND = insert(events)


def append(tx: Connection, case_id: int, previous: str, new: Sequence[Event]) -> list[Event]:
    """Append events after the one whose hash is `previous`; they come back with their hashes."""
    done: list[Event] = []
    rows = []
    for event in new:
        digest = chain(previous, event)
        rows.append(
            {
                "case_id": case_id,
                "seq": event.seq,
                "what": event.what.value,
                "role": event.by.role.value,
                "person": event.by.person,
                "name": event.by.name,
                "door": event.by.door.value,
                "at": stored_moment(event.at),
                "data": canonical(event.data),
                "previous_hash": previous,
                "hash": digest,
            }
        )
        previous = digest
        done.append(
            Event(
                what=event.what,
                by=event.by,
                at=event.at,
                data=event.data,
                seq=event.seq,
                hash=digest,
            )
        )
    if rows:
        tx.execute(_APPEND, rows)
    return done


_HISTORY = (
    select(events)
    .join(cases, cases.c.id == events.c.case_id)
    .where(cases.c.register_no == bindparam("number"))
    .order_by(events.c.seq)
)


def history(tx: Connection, register_no: str, upto: int | None = None) -> list[Event]:
    """The events of a case in order, up to and with sequence number `upto`."""
    if "\0" in register_no:
        return []  # PostgreSQL does not even look for such a text
    query = _HISTORY if upto is None else _HISTORY.where(events.c.seq <= upto)
    return [event_of(row) for row in tx.execute(query, {"number": register_no}).mappings()]


def event_of(row: Any) -> Event:
    return Event(
        what=What(row["what"]),
        by=By(
            role=Role(row["role"]),
            door=Door(row["door"]),
            person=row["person"],
            name=row["name"],
        ),
        at=datetime.fromisoformat(row["at"]),
        data=json.loads(row["data"]),
        seq=row["seq"],
        hash=row["hash"],
    )


def load(tx: Connection, register_no: str, upto: int | None = None) -> Case:
    """The case, folded. Raises UnknownCase."""
    told = history(tx, register_no, upto)
    if not told:
        raise UnknownCase(register_no)
    return fold(told)


_SINCE = _HISTORY.where(events.c.seq >= bindparam("seq"))


def grown(tx: Connection, known: Case) -> Case:
    """A case with what was appended since it was `known`; read anew should that not be so."""
    rows = tx.execute(_SINCE, {"number": known.register_no, "seq": known.seq}).mappings()
    told = [event_of(row) for row in rows]
    if not told or (told[0].seq, told[0].hash) != (known.seq, known.hash):
        return load(tx, known.register_no)
    return fold(told[1:], known)


def broken_links(tx: Connection, register_no: str) -> list[int]:
    """Sequence numbers whose hash does not follow from the history before them.

    A history cut off at its end cannot be seen from inside; the hash printed on the paper file
    (domain.md 1.1, hard copy) is what such a cut is held against.
    """
    broken = []
    previous = ""
    told = tx.execute(_HISTORY, {"number": register_no}).mappings()
    for place, row in enumerate(told, start=1):
        if row["seq"] != place or row["previous_hash"] != previous or not _follows(previous, row):
            broken.append(int(row["seq"]))
        previous = row["hash"]
    return broken


def _follows(previous: str, row: Any) -> bool:
    try:
        return bool(chain(previous, event_of(row)) == row["hash"])
    except ValueError:
        # No kind, role, door, moment or JSON of ours stands there any more.
        return False


def take_letter_number(tx: Connection, letter_no: str, case_id: int) -> bool:
    """Reserve a letter number for a case; False when another case has it."""
    owner = tx.execute(
        select(letter_numbers.c.case_id).where(letter_numbers.c.letter_no == letter_no)
    ).scalar_one_or_none()
    if owner is None:
        tx.execute(insert(letter_numbers).values(letter_no=letter_no, case_id=case_id))
        return True
    return bool(owner == case_id)
