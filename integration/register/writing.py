"""What one cycle is going to write, collected row by row.

In:    rows as read and as they should be.   Out: `Plan`: the cells that differ, with notes; what
       each was meant for; what is agreed and which notes stand once it is written.
Rule:  only changed cells; a column that the sheet lacks is neither written nor agreed on.
Never: calls the desk.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from integration.ports import CellWrite
from integration.register.columns import HEADERS, NUMBER, Cells
from integration.register.identity import Placement
from integration.register.marks import groups
from integration.register.meant import MeantRow
from integration.register.reading import Sheet

MOST_REMEMBERED = 2000
"""Rows of one write that are remembered cell by cell; more is a first fill, not daily work."""


@dataclass
class Plan:
    """The write of one cycle, and what will be known after it."""

    sheet: Sheet
    cells: list[CellWrite] = field(default_factory=list)
    meant: list[MeantRow] = field(default_factory=list)
    observed: dict[str, Cells] = field(default_factory=dict)
    """What this cycle's look showed to be agreed already."""
    agreed: dict[str, Cells] = field(default_factory=dict)
    """What will be agreed once the write is made."""
    noted: dict[str, set[str]] = field(default_factory=dict)
    """By number, headers whose cells will carry a note."""
    marking: bool = False
    """Whether notes on number cells are among what is written."""
    copies: dict[str, list[str]] = field(default_factory=dict)
    """As in `Memory`, for what this cycle found."""

    def row(
        self,
        number: str,
        row: int,
        before: Sequence[str],
        target: Sequence[str],
        notes: Mapping[int, str],
    ) -> None:
        """Write what differs in a row, and notes; an empty note takes the old one away."""
        means = MeantRow(number=number, row=row)
        for at, column in enumerate(self.sheet.place):
            changed = target[at] != before[at]
            if column is None or not (changed or at in notes):
                continue
            value = target[at] if changed else None
            self.cells.append(CellWrite(row=row, column=column, value=value, note=notes.get(at)))
            if changed:
                means.before[HEADERS[at]] = before[at]
                means.after[HEADERS[at]] = target[at]
            if at in notes:
                means.notes[HEADERS[at]] = notes[at]
                self._note(number, HEADERS[at], standing=bool(notes[at]))
        if (means.after or means.notes) and len(self.meant) < MOST_REMEMBERED:
            self.meant.append(means)

    def take_back(
        self, row: int, cells: Cells, meant: Iterable[MeantRow], theirs: Mapping[str, str]
    ) -> None:
        """Take out what our last write put into a row of somebody else; the row is theirs again."""
        for each in meant:
            for at, column in enumerate(self.sheet.place):
                if column is not None and cells[at] and each.after.get(HEADERS[at]) == cells[at]:
                    back = theirs.get(HEADERS[at], "") if at != NUMBER else ""
                    self.cells.append(CellWrite(row=row, column=column, value=back, note=""))

    def typed_row(self, row: int, texts: Mapping[str, str]) -> None:
        """Put a row again that somebody typed where ours was put."""
        for at, column in enumerate(self.sheet.place):
            text = texts.get(HEADERS[at], "")
            if column is not None and text:
                self.cells.append(CellWrite(row=row, column=column, value=text))

    def agree(self, number: str, known: Cells, cells: Sequence[str]) -> None:
        """What is agreed on once the write is made; `known` holds for columns not there."""
        there = self.sheet.place
        self.agreed[number] = tuple(
            known[at] if there[at] is None else value for at, value in enumerate(cells)
        )

    def mark(self, found: Placement, changed: Collection[str], before: Mapping[str, int]) -> None:
        """Say on their number cells that some rows are not read: once, until there are others.

        `changed` are numbers whose copies are not those of the last cycle; `before` counts the
        rows marked so far.
        """
        again = {f"copy:{number}" for number in changed}
        for key, rows, words in groups(found):
            if len(rows) > before.get(key, 0) or key in again:
                for row in rows:
                    self._mark(row, words)
        for number in changed:
            # What was a copy may have become the original when the other row was deleted.
            if number in found.rows:
                self._mark(found.rows[number], "")

    def correct(self, notes: Mapping[int, str]) -> None:
        """Put notes on number cells or, where the text is empty, take them away; by row."""
        for row, words in sorted(notes.items()):
            self._mark(row, words)

    def _mark(self, row: int, words: str) -> None:
        self.marking = True
        column = self.sheet.place[NUMBER]
        assert column is not None
        self.cells.append(CellWrite(row=row, column=column, note=words))

    def _note(self, number: str, header: str, standing: bool) -> None:
        if standing:
            self.noted.setdefault(number, set()).add(header)
        else:
            self.noted.get(number, set()).discard(header)
