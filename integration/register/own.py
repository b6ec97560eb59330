"""Columns that staff added for themselves, and what a write of ours did in them.

In:    a header row; a row of a write as it was meant, and as it stood just before.
Out:   where such columns stand; `WentOver`: cells that were not meant to be changed.
Rule:  a column is known by its words in row 1, whatever their capitals; of words that stand there
       twice none is. One without words that holds something is known by where it stands.
Never: reads a meaning in them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from integration.register.columns import AT, HEADERS, Cells, letters
from integration.register.meant import MeantRow
from integration.register.reading import plain

LONGEST = 100
"""Signs of a header by which a column is known; the table of agreed cells holds no more."""
BARE = "kolom "
"""How a column without a heading is called: by the letters that the spreadsheet shows above it."""
_BARE = re.compile(rf"{BARE}([A-Z]{{1,3}})")
_OURS = frozenset(plain(header) for header in HEADERS)


def columns(
    headers: Sequence[str], rows: Sequence[tuple[str, ...]] = (), wanted: Iterable[str] = ()
) -> dict[str, int]:
    """Where staff's own columns stand, by their words; none whose words stand there twice.

    Of those without words, the ones in which `rows` (as wide as the headers, at most) hold
    something, and those of `wanted`, by names such as `kolom U`.
    """
    words = [text.strip()[:LONGEST] for text in headers]
    often = Counter(plain(text) for text in words)
    found = {
        text: at
        for at, text in enumerate(words)
        if plain(text) and plain(text) not in _OURS and often[plain(text)] == 1
    }
    bare = {f"{BARE}{letters(at)}": at for at, text in enumerate(words) if not text}
    filled = _filled(list(bare.values()), rows)
    unnamed = {name: at for name, at in bare.items() if at in filled}
    for name in wanted:
        at = _called(name)
        if at is not None and (name in bare or at >= len(words)):
            unnamed[name] = at
    return found | {name: at for name, at in unnamed.items() if plain(name) not in often}


def _filled(columns: Sequence[int], rows: Sequence[tuple[str, ...]]) -> set[int]:
    """Those of the columns, which stand in order, that hold something in any of the rows."""
    found: set[int] = set()
    if not columns or not rows:
        return found
    first = columns[0]
    # most rows hold nothing out there, and are one and the same here
    for rest in {row[first:] for row in rows}:
        found.update(at for at in columns if at - first < len(rest) and rest[at - first])
    return found


def _called(name: str) -> int | None:
    """Where a column stands that is known by its place; None for one known by its words."""
    told = _BARE.fullmatch(name)
    if told is None:
        return None
    at = 0
    for sign in told[1]:
        at = at * 26 + ord(sign) - ord("A") + 1
    return at - 1


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
