"""The outbox: effects waiting for the worker, each once.

In:    effects of a decision, in the decision's own transaction.   Out: one claimed at a time.
Rule:  states are waiting, done, stuck (a person must act), skipped; a claim is a lease, so a
       killed worker's effect is taken up again. Leases run on real time, retries on the clock.
Never: performs an effect.
"""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.sop.effects import Effect
from integration.store.cases import canonical, stored_moment
from integration.store.schema import cases, outbox

LEASE_SECONDS = 120.0
WAITING, DONE, STUCK, SKIPPED = "waiting", "done", "stuck", "skipped"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the outbox."""

    key: str
    register_no: str
    kind: str
    data: Mapping[str, Any]
    state: str
    attempts: int
    last_error: str
    progress: dict[str, Any]
    result: Mapping[str, Any]
    created_at: datetime
    done_at: datetime | None


def queue(tx: Connection, case_id: int | None, effects: Iterable[Effect], at: datetime) -> None:
    """Put effects in; a key that is already there raises (it would be a second time)."""
    for effect in effects:
        tx.execute(
            insert(outbox).values(
                key=effect.key,
                case_id=case_id,
                kind=effect.kind,
                data=canonical(effect.data),
                after_key=effect.after,
                state=WAITING,
                attempts=0,
                next_at=stored_moment(at),
                created_at=stored_moment(at),
            )
        )


def queue_once(
    tx: Connection, lines: Iterable[tuple[int | None, Effect, str]], at: datetime
) -> None:
    """Put in what is not there yet: (row id of the case, effect, why it is skipped or nothing).

    A key that is already there is passed over, whoever put it there and whatever became of it.
    """
    rows = [
        {
            "key": effect.key,
            "case_id": case_id,
            "kind": effect.kind,
            "data": canonical(effect.data),
            "after_key": effect.after,
            "state": SKIPPED if skipped else WAITING,
            "attempts": 0,
            "last_error": skipped,
            "next_at": stored_moment(at),
            "created_at": stored_moment(at),
            "done_at": stored_moment(at) if skipped else "",
        }
        for case_id, effect, skipped in lines
    ]
    if rows:
        dialect = sqlite_insert if tx.dialect.name == "sqlite" else pg_insert
        tx.execute(dialect(outbox).on_conflict_do_nothing(index_elements=["key"]), rows)


def _entries(tx: Connection, query: Any) -> list[Entry]:
    return [
        Entry(
            key=row["key"],
            register_no=row["register_no"] or "",
            kind=row["kind"],
            data=json.loads(row["data"]),
            state=row["state"],
            attempts=row["attempts"],
            last_error=row["last_error"],
            progress=json.loads(row["progress"]),
            result=json.loads(row["result"]),
            created_at=datetime.fromisoformat(row["created_at"]),
            done_at=datetime.fromisoformat(row["done_at"]) if row["done_at"] else None,
        )
        for row in tx.execute(query).mappings()
    ]


def _select() -> Any:
    return select(outbox, cases.c.register_no).outerjoin(cases, cases.c.id == outbox.c.case_id)


def claim(tx: Connection, holder: str, at: datetime) -> Entry | None:
    """Take the oldest effect that is due and free, for LEASE_SECONDS of real time."""
    before = outbox.alias("before")
    free = or_(outbox.c.holder == "", outbox.c.held_until < time.time())
    blocked = exists().where(and_(before.c.key == outbox.c.after_key, before.c.state == WAITING))
    query = (
        select(outbox.c.id, outbox.c.key)
        .where(outbox.c.state == WAITING, outbox.c.next_at <= stored_moment(at), free, ~blocked)
        .order_by(outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(holder=holder, held_until=time.time() + LEASE_SECONDS)
    )
    return _entries(tx, _select().where(outbox.c.id == row.id))[0]


def holds(tx: Connection, key: str, holder: str) -> bool:
    """Whether the claim is still `holder`'s; the row stays locked until the transaction ends."""
    query = select(outbox.c.id).where(
        outbox.c.key == key, outbox.c.holder == holder, outbox.c.state == WAITING
    )
    return tx.execute(query.with_for_update()).first() is not None


def save_progress(tx: Connection, key: str, progress: Mapping[str, Any]) -> None:
    """Keep what has been reached, before the next call is made."""
    tx.execute(
        update(outbox)
        .where(outbox.c.key == key)
        .values(progress=canonical(progress), held_until=time.time() + LEASE_SECONDS)
    )


def finish(
    tx: Connection, key: str, state: str, at: datetime, result: Mapping[str, Any], error: str = ""
) -> None:
    """The effect is done, stuck or skipped."""
    tx.execute(
        update(outbox)
        .where(outbox.c.key == key)
        .values(
            state=state,
            result=canonical(result),
            last_error=error,
            done_at=stored_moment(at),
            holder="",
            held_until=0.0,
            attempts=outbox.c.attempts + 1,
        )
    )


def postpone(tx: Connection, key: str, until: datetime, error: str, counts: bool = True) -> None:
    """Try again not before `until`; `counts` is False when nothing was tried."""
    tx.execute(
        update(outbox)
        .where(outbox.c.key == key)
        .values(
            next_at=stored_moment(until),
            last_error=error,
            holder="",
            held_until=0.0,
            attempts=outbox.c.attempts + (1 if counts else 0),
        )
    )


def correct(tx: Connection, key: str, result: Mapping[str, Any]) -> None:
    """What was made lies elsewhere now (a file that was put back into the archive)."""
    tx.execute(update(outbox).where(outbox.c.key == key).values(result=canonical(result)))


def again(tx: Connection, key: str, at: datetime) -> bool:
    """A person says: try this stuck effect once more. False when it is not stuck."""
    result = tx.execute(
        update(outbox)
        .where(outbox.c.key == key, outbox.c.state == STUCK)
        .values(state=WAITING, next_at=stored_moment(at), done_at="")
    )
    return result.rowcount == 1


def release_all(tx: Connection) -> None:
    """Free every claim: right only where no other worker can be alive (one process, SQLite)."""
    tx.execute(update(outbox).values(holder="", held_until=0.0).where(outbox.c.holder != ""))


def of_case(tx: Connection, register_no: str) -> list[Entry]:
    """Every effect of a case, oldest first."""
    return _entries(tx, _select().where(cases.c.register_no == register_no).order_by(outbox.c.id))


def get(tx: Connection, key: str, lock: bool = False) -> Entry | None:
    """One effect by its key; `lock` keeps others from changing it until the transaction ends."""
    query = _select().where(outbox.c.key == key)
    found = _entries(tx, query.with_for_update(of=outbox) if lock else query)
    return found[0] if found else None


def done_since(tx: Connection, kind: str, since: datetime) -> int:
    """How many effects of a kind were done since a moment."""
    query = (
        select(func.count())
        .select_from(outbox)
        .where(
            outbox.c.kind == kind,
            outbox.c.state == DONE,
            outbox.c.done_at >= stored_moment(since),
        )
    )
    return int(tx.execute(query).scalar_one())


def in_state(tx: Connection, state: str) -> list[Entry]:
    """Every effect in a state, oldest first."""
    return _entries(tx, _select().where(outbox.c.state == state).order_by(outbox.c.id))
