"""Messages that wait to be sent, and what became of those that were.

In:    a kind, who is told, what about, when.   Out: the next message that is due; its outcome kept.
Rule:  a message is part of the transaction that causes it; it is due by the workspace's clock.
       Delivered and lost ones are kept for a while, for people to look at.
Never: sends. Start at `put()`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS push_messages (
    n INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, about TEXT NOT NULL,
    body TEXT NOT NULL, made INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
    state TEXT NOT NULL, why TEXT NOT NULL, fault TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS push_due ON push_messages (state, due, n);
"""
COLUMNS = (
    "n",
    "kind",
    "source",
    "about",
    "made",
    "due",
    "attempts",
    "state",
    "why",
    "fault",
)
WAITING, DELIVERED, LOST = "waiting", "delivered", "lost"
KEPT = 500


@dataclass
class Message:
    """One message. `source` is the channel or subscription, `about` what it tells of."""

    n: int
    kind: str
    source: str
    about: str
    made: int
    due: int
    attempts: int
    state: str
    why: str
    fault: str
    body: dict[str, Any]


def put(
    world: World,
    kind: str,
    source: str,
    body: dict[str, Any],
    *,
    about: str,
    due: int | None = None,
) -> None:
    """Keep a message that is due now, or later."""
    now = world.clock.millis()
    world.store.connection.execute(
        "INSERT INTO push_messages VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'waiting', '', '')",
        (
            world.store.next_number("push"),
            kind,
            source,
            about,
            json.dumps(body, ensure_ascii=False),
            now,
            now if due is None else due,
        ),
    )
    world.courier.called()


def untold(world: World, source: str, about: str) -> bool:
    """Whether a message that says just this still waits for its first attempt."""
    row = world.store.connection.execute(
        "SELECT 1 FROM push_messages WHERE state = 'waiting' AND attempts = 0 AND source = ? "
        "AND about = ?",
        (source, about),
    ).fetchone()
    return row is not None


def forget(world: World, source: str) -> None:
    """Let nothing more go out for a channel or subscription that ended."""
    world.store.connection.execute(
        "DELETE FROM push_messages WHERE state = 'waiting' AND source = ?", (source,)
    )


def next_due(world: World) -> Message | None:
    """The message to be sent now, its attempt counted; None when nothing is due."""
    row = world.store.connection.execute(
        f"SELECT {', '.join(COLUMNS)}, body FROM push_messages "
        "WHERE state = 'waiting' AND due <= ? ORDER BY due, n LIMIT 1",
        (world.clock.millis(),),
    ).fetchone()
    if row is None:
        return None
    message = Message(**dict(zip(COLUMNS, row[:-1], strict=True)), body=json.loads(row[-1]))
    message.attempts += 1
    keep(world, message)
    return message


def next_moment(world: World) -> int | None:
    """When the next waiting message is due, in milliseconds; None when none waits."""
    (found,) = world.store.connection.execute(
        "SELECT MIN(due) FROM push_messages WHERE state = 'waiting'"
    ).fetchone()
    return None if found is None else int(found)


def keep(world: World, message: Message) -> None:
    """Note what became of a message; what was thrown away meanwhile stays away."""
    db = world.store.connection
    db.execute(
        "UPDATE push_messages SET due = ?, attempts = ?, state = ?, why = ?, fault = ? WHERE n = ?",
        (message.due, message.attempts, message.state, message.why, message.fault, message.n),
    )
    if message.state != WAITING:
        db.execute(
            "DELETE FROM push_messages WHERE state != 'waiting' AND n <= ?", (message.n - KEPT,)
        )


def hurry(world: World, source: str, fault: str) -> None:
    """Send what a fault held back now: something later has gone first."""
    world.store.connection.execute(
        "UPDATE push_messages SET due = ? WHERE state = 'waiting' AND source = ? AND fault = ?",
        (world.clock.millis(), source, fault),
    )


def rest(world: World, source: str, until: int) -> None:
    """Let a receiver that failed rest: nothing more goes there before."""
    world.store.connection.execute(
        "UPDATE push_messages SET due = ? WHERE state = 'waiting' AND source = ? AND due < ?",
        (until, source, until),
    )


def latest(world: World, most: int) -> list[dict[str, Any]]:
    """The newest messages, oldest first, as the door shows them."""
    rows = world.store.connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM push_messages ORDER BY n DESC LIMIT ?",
        (most,),
    ).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in reversed(rows)]
