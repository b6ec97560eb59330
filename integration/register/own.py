"""Columns that staff added for themselves, and what a write of ours did in them.

In:    a header row; a row of a write as it was meant, and as it stood just before.
Out:   where such columns stand; `WentOver`: cells that were not meant to be changed.
Rule:  a column is known by its words in row 1, whatever their capitals; of words that stand there
       twice none is.
Never: reads a meaning in them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from integration.register.columns import AT, HEADERS, Cells
from integration.register.meant import MeantRow
from integration.register.reading import plain

LONGEST = 100
"""Signs of a header by which a column is known; the table of agreed cells holds no more."""
_OURS = frozenset(plain(header) for header in HEADERS)


def columns(headers: Sequence[str]) -> dict[str, int]:
    """Where staff's own columns stand, by their words; none whose words stand there twice."""
    words = [text.strip()[:LONGEST] for text in headers]
    often = Counter(plain(text) for text in words)
    return {
        text: at
        for at, text in enumerate(words)
        if plain(text) and plain(text) not in _OURS and often[plain(text)] == 1
    }


@dataclass(frozen=True)
class Owed:
    """A text to put back into a cell."""

    text: str
    over: str
    """What the cell says until then."""
    tries: int = 0
    """Writes that have reached the row."""

    def tried(self) -> Self:
        """After one more of them."""
        return replace(self, tries=self.tries + 1)


@dataclass(frozen=True, kw_only=True)
class WentOver:
    """A cell of staff's own that a write of ours went over."""

    writer: str
    """Number of the case whose write it was."""
    row: Cells
    """The row as it was just before."""
    number: str
    """What the row is known by; empty, or a number of no case, for a row of nobody."""
    header: str
    owed: Owed

    @classmethod
    def stored(cls, said: Mapping[str, Any]) -> Self:
        """From the memory of the service."""
        return cls(**{**said, "row": tuple(said["row"]), "owed": Owed(**said["owed"])})


def went_over(
    each: MeantRow,
    place: Mapping[int, str],
    raw: Sequence[str],
    planned: Sequence[int | None],
    right: bool,
) -> dict[str, Owed]:
    """What a write changed in one row's own cells that it was not meant to change, by header.

    `place` gives the headers by column and `raw` the row as they stood just before the write;
    `planned` says where our columns were thought to stand, `right` whether it was the row that was
    meant.
    """
    found = {}
    meant = {one.column: (plain(one.header), one.over) for one in each.own} if right else {}
    written = {one.column: one.text for one in each.own}
    for header, text in each.after.items():
        column = planned[AT[header]]
        if column is not None:
            written[column] = text
    for at in written.keys() & place.keys():
        before = raw[at] if at < len(raw) else ""
        if before != written[at] and meant.get(at) != (plain(place[at]), before):
            found[place[at]] = Owed(before, written[at])
    return found
