"""What changed since a page last looked.

In:    each saved change.   Out: the tabs and rows touched since a version.
Rule:  a page that fell too far behind, or outlived a restart, is told to draw everything anew.
Never: keeps values. Start at `Changes.since()`.
"""

from collections import deque

KEPT = 400


class Changes:
    """The last changes of one spreadsheet, newest at the right."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._first = version
        self._steps: deque[tuple[int, int, frozenset[int] | None]] = deque()

    def add(self, touched: dict[int, frozenset[int] | None], *, everything: bool = False) -> None:
        """One saved change: rows by key for each tab, None where the whole tab must be redrawn."""
        self.version += 1
        if everything:
            self._steps.clear()
            self._first = self.version
        for sheet_id, keys in touched.items():
            self._steps.append((self.version, sheet_id, keys))
        while len(self._steps) > KEPT:
            self._first = self._steps.popleft()[0]

    def since(self, version: int) -> dict[int, frozenset[int] | None] | None:
        """Touched rows by tab after `version`; None: draw everything anew."""
        if version > self.version or version < self._first:
            return None
        found: dict[int, frozenset[int] | None] = {}
        for at, sheet_id, keys in self._steps:
            if at > version:
                before = found.get(sheet_id, frozenset())
                found[sheet_id] = None if before is None or keys is None else before | keys
        return found
