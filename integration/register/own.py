"""Columns that staff added for themselves, and what a write of ours did in them.

In:    a header row; a row of a write as it was meant, and as it stood just before.
Out:   where such columns stand; `WentOver`: cells that were not meant to be changed.
Rule:  a column is known by its words in row 1; of words that stand there twice none is.
Never: reads a meaning in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from integration.register.columns import HEADERS
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


@dataclass(frozen=True, kw_only=True)
class WentOver:
    """A cell of staff's own that a write of ours went over."""

    writer: str
    """Number of the case whose write it was."""
    row: tuple[str, ...]
    """The row in the order of `COLUMNS`, as it was just before."""
    number: str
    """What the row is known by; empty, or a number of no case, for a row of nobody."""
    header: str
    before: str
    after: str


def went_over(
    each: MeantRow,
    headers: Sequence[str],
    raw: Sequence[str],
    row: tuple[str, ...],
    number: str,
    planned: Sequence[int | None],
    right: bool,
) -> Iterator[WentOver]:
    """What a write changed in staff's own columns of one row that it was not meant to change.

    `headers`, `raw` and, in the order of `COLUMNS`, `row` are as they stood just before the write,
    `number` is what that row is known by, `planned` says where our columns were thought to stand,
    `right` whether the row was the one that was meant.
    """
    place = {at: header for header, at in columns(headers).items()}
    by_header = dict(zip(HEADERS, planned, strict=True))
    written = {by_header[header]: text for header, text in each.after.items()}
    meant = {one.column: one for one in each.own} if right else {}
    for at, text in (written | {one.column: one.text for one in each.own}).items():
        if at not in place:
            continue
        before = raw[at] if at < len(raw) else ""
        one = meant.get(at)
        if one is not None and (one.header, one.over) == (place[at], before):
            continue
        if before != text:
            yield WentOver(
                writer=each.number,
                row=row,
                number=number,
                header=place[at],
                before=before,
                after=text,
            )
