"""State on disk, one transaction a request.

In:    documents (JSON), blobs, counters; tables a service declares itself.   Out: the same, later.
Rule:  nothing is answered before it is committed; an error leaves no trace.
Never: knows what a document means. Callers hold the world's lock. Start at `Store.transaction()`.
"""

from __future__ import annotations

import copy
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept_documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (id TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS kept_counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Store:
    """One SQLite file (WAL): what was committed survives SIGKILL at any moment."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self._collections: dict[tuple[str, bool], Collection] = {}
        self._undo: list[Callable[[], None]] = []
        self._depth = 0
        self.ensure(SCHEMA)

    def ensure(self, ddl: str) -> None:
        """Create a service's own tables; `ddl` must be repeatable (IF NOT EXISTS).

        A table whose name begins with `kept_` survives a reset, every other is emptied by it.
        """
        self.connection.executescript(ddl)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Nested use joins the outer transaction."""
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        self.connection.execute("BEGIN")
        self._depth = 1
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            for undo in reversed(self._undo):
                undo()
            raise
        finally:
            self._undo.clear()
            self._depth = 0

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Call `undo` if the running transaction fails: for what a service holds in memory."""
        if self._depth:
            self._undo.append(undo)

    def collection(self, kind: str, *, kept: bool = False) -> Collection:
        """The documents of one kind; `kept` ones survive a reset."""
        key = (kind, kept)
        if key not in self._collections:
            self._collections[key] = Collection(self, kind, kept)
        return self._collections[key]

    def next_number(self, name: str, *, first: int = 1) -> int:
        """The next value of a counter. Counters survive a reset, so that no id comes twice."""
        row = self.connection.execute(
            "INSERT INTO kept_counters VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            (name, first),
        ).fetchone()
        return int(row[0])

    def current_number(self, name: str) -> int:
        """The last value a counter gave, 0 when it gave none."""
        row = self.connection.execute(
            "SELECT value FROM kept_counters WHERE name = ?", (name,)
        ).fetchone()
        return int(row[0]) if row else 0

    def put_blob(self, blob_id: str, data: bytes) -> None:
        """Keep bytes under an id, replacing what was there."""
        self.connection.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (blob_id, data))

    def blob(self, blob_id: str) -> bytes:
        """Bytes kept before; KeyError when there are none."""
        row = self.connection.execute("SELECT data FROM blobs WHERE id = ?", (blob_id,)).fetchone()
        if row is None:
            raise KeyError(blob_id)
        return bytes(row[0])

    def delete_blob(self, blob_id: str) -> None:
        """Forget bytes; nothing happens when there are none."""
        self.connection.execute("DELETE FROM blobs WHERE id = ?", (blob_id,))

    def wipe(self) -> None:
        """Empty every table but the kept ones."""
        names = [
            str(row[0])
            for row in self.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for name in names:
            if not name.startswith("kept_"):
                self.connection.execute(f'DELETE FROM "{name}"')
        for (_, kept), held in self._collections.items():
            if not kept:
                held.forget()

    def close(self) -> None:
        """Fold the write-ahead log back and let go of the file."""
        self.connection.close()


class Collection:
    """Documents of one kind by id, held in memory and written through."""

    def __init__(self, store: Store, kind: str, kept: bool) -> None:
        self._store = store
        self._kind = kind
        self._table = "kept_documents" if kept else "documents"
        self._held: dict[str, Document] | None = None

    def _loaded(self) -> dict[str, Document]:
        if self._held is None:
            rows = self._store.connection.execute(
                f"SELECT id, body FROM {self._table} WHERE kind = ? ORDER BY id", (self._kind,)
            )
            self._held = {str(key): json.loads(body) for key, body in rows}
        return self._held

    def get(self, key: str) -> Document | None:
        """A copy that may be changed and put back; None when there is none."""
        found = self._loaded().get(key)
        return copy.deepcopy(found) if found is not None else None

    def peek(self, key: str) -> Document | None:
        """The document itself, to be read only."""
        return self._loaded().get(key)

    def items(self) -> Iterator[tuple[str, Document]]:
        """Every id and document, to be read only."""
        return iter(list(self._loaded().items()))

    def values(self) -> Iterator[Document]:
        """Every document, to be read only."""
        return iter(list(self._loaded().values()))

    def __len__(self) -> int:
        return len(self._loaded())

    def put(self, key: str, document: Document) -> None:
        """Keep a document under its id."""
        held = self._loaded()
        before = held.get(key)
        self._store.connection.execute(
            f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?, ?)",
            (self._kind, key, json.dumps(document, ensure_ascii=False)),
        )
        held[key] = copy.deepcopy(document)
        self._store.on_rollback(lambda: self._restore(key, before))

    def delete(self, key: str) -> None:
        """Forget a document; nothing happens when there is none."""
        before = self._loaded().pop(key, None)
        self._store.connection.execute(
            f"DELETE FROM {self._table} WHERE kind = ? AND id = ?", (self._kind, key)
        )
        self._store.on_rollback(lambda: self._restore(key, before))

    def forget(self) -> None:
        """Drop what is in memory; the next look reads the disk."""
        before = self._held
        self._held = None

        def undo() -> None:
            self._held = before

        self._store.on_rollback(undo)

    def _restore(self, key: str, before: Document | None) -> None:
        if before is None:
            self._loaded().pop(key, None)
        else:
            self._loaded()[key] = before
