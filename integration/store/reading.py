"""Many histories at once, for reports, lists, cycles and whoever else must see them all.

In:    a connection inside a transaction.   Out: histories in batches; what changed; locks.
Rule:  one or two queries a batch, whatever its size; the caller keeps no more than one batch.
Never: writes. Start at `histories()`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from integration.sop.case import Case
from integration.sop.events import Event
from integration.store.cases import event_of
from integration.store.schema import cases, events

_HISTORIES = (
    select(events, cases.c.register_no)
    .join(cases, cases.c.id == events.c.case_id)
    .where(
        cases.c.register_no.in_(bindparam("numbers", expanding=True)),
        events.c.id > bindparam("event_id"),
    )
    .order_by(events.c.case_id, events.c.seq)
)


def histories(
    tx: Connection,
    register_nos: Sequence[str],
    event_id: int = 0,
    seqs: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, list[Event]]:
    """The events of several cases in order; a case without any is left out.

    Only those whose ids are after `event_id`, and whose sequence numbers after that of `seqs`.
    """
    told: dict[str, list[Event]] = {}
    asked = {"numbers": register_nos, "event_id": event_id}
    for row in tx.execute(_HISTORIES, asked).mappings():
        if row["seq"] > seqs.get(number := row["register_no"], 0):
            told.setdefault(number, []).append(event_of(row))
    return told


_LOCKED = (
    select(cases.c.id, cases.c.register_no)
    .where(cases.c.register_no.in_(bindparam("numbers", expanding=True)))
    .order_by(cases.c.id)
    .with_for_update()
)
_NEWEST = (
    select(events.c.case_id, func.max(events.c.seq).label("seq"))
    .where(events.c.case_id.in_(bindparam("ids", expanding=True)))
    .group_by(events.c.case_id)
    .subquery()
)
_STAND = select(events.c.case_id, events.c.hash).join(
    _NEWEST, (events.c.case_id == _NEWEST.c.case_id) & (events.c.seq == _NEWEST.c.seq)
)


def locked(tx: Connection, known: Mapping[str, Case]) -> dict[str, int]:
    """Lock several cases; the row ids of those that still stand as they are known, by number."""
    if not known:
        return {}
    rows = tx.execute(_LOCKED, {"numbers": list(known)})
    numbers = {int(row.id): row.register_no for row in rows}
    return {
        numbers[row.case_id]: int(row.case_id)
        for row in tx.execute(_STAND, {"ids": list(numbers)})
        if known[numbers[row.case_id]].hash == row.hash
    }


_CHANGED = (
    select(cases.c.register_no, func.max(events.c.seq), func.max(events.c.id))
    .join(cases, cases.c.id == events.c.case_id)
    .where(events.c.id > bindparam("event_id"))
    .group_by(cases.c.register_no)
)


def changed_since(tx: Connection, event_id: int) -> tuple[dict[str, int], int]:
    """Register number -> newest sequence number for events after `event_id`, and the newest id."""
    rows = tx.execute(_CHANGED, {"event_id": event_id}).all()
    return {row[0]: int(row[1]) for row in rows}, max((int(row[2]) for row in rows), default=0)


def histories_after(tx: Connection, case_id: int, limit: int) -> Mapping[int, list[Event]]:
    """The next `limit` cases by row id after `case_id`: row id -> events in order."""
    ids: list[Any] = list(
        tx.execute(
            select(cases.c.id).where(cases.c.id > case_id).order_by(cases.c.id).limit(limit)
        ).scalars()
    )
    told: dict[int, list[Event]] = {int(one): [] for one in ids}
    if not ids:
        return told
    rows = tx.execute(
        select(events)
        .where(events.c.case_id.between(ids[0], ids[-1]))
        .order_by(events.c.case_id, events.c.seq)
    )
    for row in rows.mappings():
        told[int(row["case_id"])].append(event_of(row))
    return told


def count(tx: Connection) -> int:
    """How many cases there are."""
    return int(tx.execute(select(func.count()).select_from(cases)).scalar_one())
