"""Putting back what a write of ours went over, wherever the rows are now.

In:    rows as they are, what strayed.   Out: `Undone`: the rows as they would be had it not.
Rule:  a row is found by what the write left in it; of a cell into which somebody has typed since,
       the other text is told, so that it is kept.
Never: asks whether an edit stands: what is put back is looked at as if it had just been typed.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from integration.register.columns import AT, HEADERS, NUMBER, TEXT, Cells
from integration.register.reading import names


@dataclass(kw_only=True)
class Stray:
    """Cells that a write went over in one row; everything by header."""

    key: str
    row: int
    left: dict[str, str] = field(default_factory=dict)
    """The filled cells of the row, as the write left it."""
    before: dict[str, str] = field(default_factory=dict)
    """What the cells said that are to be put back."""
    after: dict[str, str] = field(default_factory=dict)
    """What the write put there instead."""
    notes: list[str] = field(default_factory=list)
    own: tuple[str, str] = ("", "")
    """Name and text in the row that the write was meant for."""

    @classmethod
    def stored(cls, said: Mapping[str, Any]) -> Self:
        """From the memory of the service."""
        return cls(**{**said, "own": tuple(said["own"])})

    @property
    def number(self) -> str:
        """The number that the row bore before the write."""
        return self.before.get(HEADERS[NUMBER], self.left.get(HEADERS[NUMBER], ""))

    @property
    def given(self) -> str:
        """The number that the write put into the row though it is another's; empty for none."""
        return self.after.get(HEADERS[NUMBER], "")

    def whole(self) -> dict[str, str]:
        """The row as it was before the write."""
        texts = {**self.left, **self.before}
        return {header: text for header, text in texts.items() if text}


@dataclass
class Undone:
    """The rows as they would be had no write gone astray."""

    rows: Sequence[Cells]
    mended: dict[int, list[Stray]] = field(default_factory=dict)
    """By row, what was put back there."""
    lost: list[Stray] = field(default_factory=list)
    """Those whose row is no longer there."""
    settled: set[str] = field(default_factory=set)
    """Keys of those that leave nothing to do."""
    copies: set[int] = field(default_factory=set)
    """Rows that were copied from one with a wrong number: the number is not theirs."""
    typed_over: list[tuple[str, str, str]] = field(default_factory=list)
    """Number, header, text: of a cell into which somebody has typed again since."""


def undone(
    seen: Sequence[Cells], strays: Sequence[Stray], places: Sequence[int] | None = None
) -> Undone:
    """Put back what writes of ours went over, wherever the rows are now.

    `places` says where in the sheet each of the rows was, where that is not their order.
    """
    result = Undone(seen)
    if not strays:
        return result
    rows = list(seen)
    for stray in strays:
        found = _found(stray, seen, places or range(len(seen)), result.mended)
        if not found:
            result.lost.append(stray)
        if not stray.number:
            result.copies.update(found[1:])
            del found[1:]
        for at in found:
            cells = list(rows[at])
            for header, text in stray.before.items():
                now = cells[AT[header]]
                if stray.given or now == stray.after[header]:
                    cells[AT[header]] = text
                if now not in (stray.after[header], text):
                    # Typed since, under the number that was seen there; else instead of `text`.
                    result.typed_over.append(
                        (stray.given or stray.number, header, now if stray.given else text)
                    )
            if tuple(cells) != rows[at] or stray.notes:
                rows[at] = tuple(cells)
                result.mended.setdefault(at, []).append(stray)
    left = {one.key for each in (*result.mended.values(), result.lost) for one in each}
    result.settled = {one.key for one in strays} - left
    result.rows = rows
    return result


def _found(
    stray: Stray, rows: Sequence[Cells], places: Sequence[int], taken: Container[int]
) -> list[int]:
    """The row as the write left it, most alike and nearest; it may have been typed into since.

    Looked for among the rows as they are: what one stray puts back may look like another's row.
    Where the write put one number in place of another, copies made of the row since follow.
    """
    left = tuple(stray.left.get(header, "") for header in HEADERS)
    ours = [(AT[header], text) for header, text in stray.after.items()]
    misnumbered = HEADERS[NUMBER] in stray.after and names(left) != stray.own
    fits = {}
    copies = []
    for at in range(1, len(rows)):
        cells = rows[at]
        emptied = stray.given and not cells[NUMBER] and names(cells) == names(left)
        if cells[NUMBER] != left[NUMBER] and not emptied:
            continue
        if misnumbered and names(cells) == stray.own:
            # The row that bears this number by right.
            continue
        still = all(cells[place] == text for place, text in ours)
        if not left[NUMBER] and not (still and left[TEXT] in ("", cells[TEXT])):
            continue
        alike = sum(a == b for a, b in zip(cells, left, strict=True))
        fits[at] = at not in taken, alike, -abs(places[at] - stray.row)
        if cells == left or (misnumbered and still and names(cells) == names(left)):
            copies.append(at)
    if not fits:
        return []
    best = max(fits, key=fits.__getitem__)
    return [best, *(at for at in copies if at != best and stray.given)]
