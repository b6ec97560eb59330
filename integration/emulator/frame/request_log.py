"""Every request to a Google path, numbered.

In:    method, path, query, status, account, fault.   Out: the lines after a number.
Rule:  numbers only grow, over restarts and resets too; a closed socket is a null status.
Never: lists our own doors or pages. Start at `RequestLog.since()`.
"""

from __future__ import annotations

from typing import Any

from .store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS request_log (
    n INTEGER PRIMARY KEY, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    status INTEGER, account TEXT, fault TEXT, api_method TEXT
);
"""
COLUMNS = ("n", "method", "path", "query", "status", "account", "fault")


class RequestLog:
    """The list of calls the product made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.ensure(SCHEMA)

    def write(
        self,
        *,
        method: str,
        path: str,
        query: str,
        status: int | None,
        account: str | None,
        fault: str | None,
        api_method: str | None,
    ) -> None:
        """Add one line."""
        number = self._store.next_number("request")
        self._store.connection.execute(
            "INSERT INTO request_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, method, path, query, status, account, fault, api_method),
        )

    def since(self, number: int) -> list[dict[str, Any]]:
        """All lines with a greater number, in order."""
        rows = self._store.connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM request_log WHERE n > ? ORDER BY n", (number,)
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def counts(self) -> dict[str, int]:
        """How often each API method was called, e.g. {"gmail.users.drafts.send": 2}."""
        rows = self._store.connection.execute(
            "SELECT COALESCE(api_method, 'other'), COUNT(*) FROM request_log GROUP BY 1 ORDER BY 1"
        )
        return {str(name): int(count) for name, count in rows}
