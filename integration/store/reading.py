"""Many histories at once, for reports and whoever else must see them all.

In:    a connection inside a transaction.   Out: histories in batches, oldest case first.
Rule:  two queries a batch, whatever its size; the caller keeps no more than one batch.
Never: writes. Start at `histories_after`.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from integration.sop.events import Event
from integration.store.cases import _event
from integration.store.schema import cases, events


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
        told[int(row["case_id"])].append(_event(row))
    return told


def count(tx: Connection) -> int:
    """How many cases there are."""
    return int(tx.execute(select(func.count()).select_from(cases)).scalar_one())
