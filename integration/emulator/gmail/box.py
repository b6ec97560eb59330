"""One mailbox: its messages, labels, history, and how they change.

In:    an address; messages as bytes.   Out: message records; lines of history.
Rule:  every change of a message is a line of history with a rising id; lines live a week by the
       workspace clock. SENT and DRAFT are never set or taken by a caller.
Never: sends. Start at `Box`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..frame.errors import ApiError
from ..world import World
from .mime import Mail
from .noticing import noticed

Record = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS gmail_history (
    email TEXT NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
    thread TEXT NOT NULL, labels TEXT NOT NULL, changed TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (email, id)
) WITHOUT ROWID;
"""
SYSTEM_LABELS = (
    "INBOX",
    "SENT",
    "DRAFT",
    "UNREAD",
    "STARRED",
    "IMPORTANT",
    "SPAM",
    "TRASH",
    "CHAT",
    "CATEGORY_PERSONAL",
    "CATEGORY_SOCIAL",
    "CATEGORY_PROMOTIONS",
    "CATEGORY_UPDATES",
    "CATEGORY_FORUMS",
)
FIXED_LABELS = frozenset({"SENT", "DRAFT"})
FIRST_HISTORY = 1001
WEEK_MS = 7 * 24 * 3600 * 1000
SEARCHED_CHARACTERS = 200_000


class Box:
    """The mailbox of one address."""

    def __init__(self, world: World, email: str) -> None:
        self.world = world
        self.email = email
        self.messages = world.store.collection(f"gmail.message/{email}")
        self.drafts = world.store.collection(f"gmail.draft/{email}")
        self.labels = world.store.collection(f"gmail.label/{email}")

    def find(self, message_id: str) -> Record:
        """A message's record, to be changed and saved; ApiError 404 when there is none."""
        record = self.messages.get(message_id)
        if record is None:
            raise ApiError(404, "Requested entity was not found.")
        return record

    def mail(self, record: Record) -> Mail:
        """The message itself."""
        return Mail(self.world.store.blob(f"mail:{self.email}:{record['id']}"))

    def newest_first(self) -> list[Record]:
        """Every message, newest first, to be read only."""
        return sorted(
            self.messages.values(),
            key=lambda record: (record["date"], record["order"]),
            reverse=True,
        )

    def thread(self, thread_id: str) -> list[Record]:
        """The messages of a thread, oldest first; empty when there is no such thread."""
        found = [record for record in self.newest_first() if record["thread"] == thread_id]
        return found[::-1]

    def add(
        self, mail: Mail, labels: Iterable[str], *, thread: str | None, date: int | None = None
    ) -> Record:
        """Keep a new message; without a thread it begins one."""
        message_id = self.world.ids.message()
        record: Record = {
            "id": message_id,
            "thread": thread or message_id,
            "labels": list(dict.fromkeys(labels)),
            "date": date if date is not None else self.world.clock.millis(),
            "order": self.world.store.next_number("gmail.order"),
            "size": len(mail.raw),
            "message_ids": mail.message_ids("message-id"),
            "subject": mail.header("subject"),
            "from": mail.header("from"),
            "to": mail.header("to"),
            "cc": mail.header("cc"),
            "bcc": mail.header("bcc"),
            "text": mail.text()[:SEARCHED_CHARACTERS],
            "files": mail.filenames(),
        }
        self.world.store.put_blob(f"mail:{self.email}:{message_id}", mail.raw)
        self._note(record, "messagesAdded", [])
        return record

    def relabel(self, record: Record, add: Iterable[str], remove: Iterable[str]) -> Record:
        """Change labels; what is there already, or not there, is no change."""
        added = [label for label in add if label not in record["labels"]]
        removed = [label for label in remove if label in record["labels"] and label not in added]
        record["labels"] = [label for label in record["labels"] if label not in removed] + added
        if added:
            self._note(record, "labelsAdded", added)
        if removed:
            self._note(record, "labelsRemoved", removed)
        return record

    def remove(self, record: Record) -> None:
        """Delete a message for good."""
        self._note(record, "messagesDeleted", [])
        self.messages.delete(record["id"])
        self.world.store.delete_blob(f"mail:{self.email}:{record['id']}")

    def check_labels(self, labels: Iterable[str]) -> list[str]:
        """The labels a caller may set; ApiError 400 for the others."""
        chosen = list(labels)
        for label in chosen:
            unknown = label not in SYSTEM_LABELS and self.labels.peek(label) is None
            if label in FIXED_LABELS or unknown:
                raise ApiError(400, f"Invalid label: {label}", reason="invalidArgument")
        return chosen

    def history_id(self) -> int:
        """The latest history id."""
        return max(self.world.store.current_number(f"history:{self.email}"), FIRST_HISTORY)

    def oldest_history(self) -> int:
        """The id below which history is forgotten; older lines are forgotten now."""
        floors = self.world.store.collection("gmail.floor")
        held = floors.peek(self.email) or {"id": FIRST_HISTORY}
        limit = self.world.clock.millis() - WEEK_MS
        row = self.world.store.connection.execute(
            "SELECT MAX(id) FROM gmail_history WHERE email = ? AND at < ?", (self.email, limit)
        ).fetchone()
        if row[0] is not None:
            held = {"id": int(row[0])}
            floors.put(self.email, held)
            self.world.store.connection.execute(
                "DELETE FROM gmail_history WHERE email = ? AND id <= ?", (self.email, row[0])
            )
        return int(held["id"])

    def history_since(self, start: int) -> list[dict[str, Any]]:
        """Lines of history after an id, oldest first."""
        rows = self.world.store.connection.execute(
            "SELECT id, kind, message, thread, labels, changed FROM gmail_history "
            "WHERE email = ? AND id > ? ORDER BY id",
            (self.email, start),
        )
        return [
            {
                "id": row[0],
                "kind": row[1],
                "message": row[2],
                "thread": row[3],
                "labels": json.loads(row[4]),
                "changed": json.loads(row[5]),
            }
            for row in rows
        ]

    def _note(self, record: Record, kind: str, changed: list[str]) -> None:
        number = self.world.store.next_number(f"history:{self.email}", first=FIRST_HISTORY + 1)
        record["history"] = number
        self.messages.put(record["id"], record)
        self.world.store.connection.execute(
            "INSERT INTO gmail_history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.email,
                number,
                kind,
                record["id"],
                record["thread"],
                json.dumps(record["labels"]),
                json.dumps(changed),
                self.world.clock.millis(),
            ),
        )
        noticed(self.world, self.email, number, {*record["labels"], *changed})
