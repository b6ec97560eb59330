"""What one cycle is going to write, collected row by row.

In:    rows as read and as they should be.   Out: `Plan`: the cells that differ, with notes; what
       each was meant for; what is agreed and which notes stand once it is written.
Rule:  only changed cells; a column that the sheet lacks is neither written nor agreed on.
Never: calls the desk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from integration.ports import CellWrite
from integration.register.astray import Stray
from integration.register.columns import AT, HEADERS, NOTHING, NUMBER, Cells
from integration.register.headings import Headings
from integration.register.identity import Placement
from integration.register.marks import groups
from integration.register.meant import MeantRow, OwnCell
from integration.register.own import LONGEST
from integration.register.reading import Sheet

MOST_REMEMBERED = 2000
"""Rows of one write that are remembered cell by cell; more is a first fill, not daily work."""
NOBODY = ""
"""The number of a row that belongs to no case."""


@dataclass
class Plan:
    """The write of one cycle, and what will be known after it."""

    sheet: Sheet
    rows: Sequence[Cells]
    """As they stand in the sheet, in the order of `COLUMNS`."""
    seen: Sequence[Cells] = ()
    """As they would stand had no write of ours gone astray."""
    mended: Mapping[int, Sequence[Stray]] = field(default_factory=dict)
    """By row: what an earlier write went over there, and is put back with this one."""
    cells: list[CellWrite] = field(default_factory=list)
    meant: list[MeantRow] = field(default_factory=list)
    agreed: dict[str, Cells] = field(default_factory=dict)
    """What is agreed on whatever becomes of the write."""
    unwitnessed: dict[str, Cells] = field(default_factory=dict)
    """What is agreed on once Google has confirmed the write: its rows are too many to look back."""
    noted: dict[str, set[str]] = field(default_factory=dict)
    """By number, headers whose cells will carry a note."""
    marking: bool = False
    """Whether marks on number cells are among what is written."""
    told: set[int] = field(default_factory=set)
    """Rows whose number cells get a note that is no mark."""
    copies: dict[str, list[str]] = field(default_factory=dict)
    """As in `Memory`, for what this cycle found."""
    wipe: bool = False
    """Whether the journal holds what must not stay there."""
    torn: dict[str, dict[int, str]] = field(default_factory=dict)
    """By number and place in `COLUMNS`: what puts right a sort that tore rows apart."""
    inserted: int = 0
    """Rows that this write puts above the others; `rows` and `cells` count with them."""

    def row(
        self,
        number: str,
        row: int,
        target: Sequence[str],
        notes: Mapping[int, str],
        known: Cells,
        agreed: Sequence[str],
        mends: Sequence[Stray] = (),
    ) -> None:
        """Write what differs in a row, and notes; an empty note takes the old one away.

        `known` is what was agreed on, `agreed` what will be; neither for a column not there.
        """
        before = self.rows[row] if row < len(self.rows) else NOTHING
        seen = self.seen[row] if row < len(self.seen) else NOTHING
        mends = (*self.mended.get(row, ()), *mends)
        means = MeantRow(number=number, row=row, mends=[each.key for each in mends])
        means.torn = {HEADERS[at]: text for at, text in self.torn.get(number, {}).items()}
        notes = {**{AT[name]: "" for each in mends for name in each.notes}, **notes}
        for at, column in enumerate(self.sheet.place):
            if column is None:
                continue
            name, changed = HEADERS[at], target[at] != before[at]
            if agreed[at] != known[at]:
                means.agreed[name] = agreed[at]
            if seen[at]:
                means.before[name] = seen[at]
            if changed:
                means.after[name] = target[at]
            if at in notes:
                means.notes[name] = notes[at]
                self._note(number, name, standing=bool(notes[at]))
                if at == NUMBER and notes[at]:
                    self.told.add(row)
            if changed or at in notes:
                value = target[at] if changed else None
                self.cells.append(
                    CellWrite(row=row, column=column, value=value, note=notes.get(at))
                )
        self._remember(means, known)

    def _remember(self, means: MeantRow, known: Cells) -> None:
        agreed = tuple(means.agreed.get(name, known[at]) for at, name in enumerate(HEADERS))
        if not (means.after or means.notes):
            if means.number:
                self.agreed[means.number] = agreed
        elif len(self.meant) < MOST_REMEMBERED:
            self.meant.append(means)
            if means.number and known is not NOTHING:
                self.agreed[means.number] = known
        elif means.number:
            self.unwitnessed[means.number] = agreed

    def give_back(self, number: str, row: int, cells: Sequence[OwnCell]) -> None:
        """Put cells in columns of staff's own back."""
        if not cells:
            return
        self.cells += [CellWrite(row=row, column=one.column, value=one.text) for one in cells]
        means = next((each for each in reversed(self.meant) if each.row == row), None)
        if means is None:
            said = zip(HEADERS, self.seen[row], strict=True)
            before = {header: text for header, text in said if text}
            means = MeantRow(number=number, row=row, before=before)
            if len(self.meant) < MOST_REMEMBERED:
                self.meant.append(means)
        means.own += cells

    def head(self, lost: Headings) -> None:
        """Put headings back. Where staff moved row 1 meanwhile, it is a row of theirs that is hit.

        A row that is inserted for them hits none.
        """
        self.inserted = int(lost.inserted)
        self.cells += [
            CellWrite(row=0, column=column, value=text) for column, text in lost.cells.items()
        ]
        if lost.inserted:
            return
        means = MeantRow(number=NOBODY, row=0)
        ours = {column: HEADERS[at] for at, column in enumerate(self.sheet.place)}
        for column, text in enumerate(self.sheet.tab.rows[0]):
            said = lost.over.get(column, "") if column in lost.cells else text
            if column in ours and said:
                means.before[ours[column]] = said
            if column in ours and column in lost.cells:
                means.after[ours[column]] = text
            elif column in lost.cells:
                header = text.strip()[:LONGEST]
                means.own.append(OwnCell(header=header, column=column, text=text, over=""))
        self.meant.append(means)

    def put_back(self, row: int, cells: Cells) -> None:
        """Put a row of nobody back to what it said before a write of ours went over it."""
        self.row(NOBODY, row, cells, {}, NOTHING, NOTHING)

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
        if row in self.told and not words:
            # A mark that stood there goes with the note that is put in its place.
            return
        self.marking = True
        column = self.sheet.place[NUMBER]
        assert column is not None
        self.cells.append(CellWrite(row=row, column=column, note=words))

    def _note(self, number: str, header: str, standing: bool) -> None:
        if number == NOBODY:
            return
        if standing:
            self.noted.setdefault(number, set()).add(header)
        else:
            self.noted.get(number, set()).discard(header)
