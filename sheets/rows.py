"""The rows of a tab, look after look: what did not change stays the very same object.

In:    the rows of an answer, as long as Google sent them.   Out: the same, padded to one width.
Rule:  a look differs from the one before in a few rows of thousands; only those are made anew, so
       that whoever compares two looks is done with the others at a glance.
Never: knows what a row means. Start at `Kept.taken()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from operator import ne

Padded = tuple[tuple[str, ...], ...]


@dataclass
class Kept:
    """The rows of one tab as the last look found them."""

    _raw: list[Sequence[str]] = field(default_factory=list)
    _rows: Padded = ()
    _width: int = 0

    def taken(self, raw: Sequence[Sequence[str]]) -> Padded:
        """The rows of a new look."""
        if raw == self._raw:
            return self._rows
        width = max(map(len, raw), default=0)
        if width != self._width:
            self._raw, self._rows, self._width = [], (), width
        rows, known = list(self._rows[: len(raw)]), self._raw
        for at in list(compress(count(), map(ne, raw, known))):
            known[at] = raw[at]
            rows[at] = self._padded(raw[at])
        rows += map(self._padded, raw[len(known) :])
        known[len(rows) :] = ()
        known += raw[len(known) :]
        self._rows = tuple(rows)
        return self._rows

    def _padded(self, row: Sequence[str]) -> tuple[str, ...]:
        missing = self._width - len(row)
        return (*row, *[""] * missing) if missing else tuple(row)
