"""What staff typed into a row between our read and our write: seen afterwards, never lost.

In:    the journal, into which a write copied its rows just before it changed them; what the write
       meant.   Out: `Overtaken`: by number, what to treat as typed; rows to put below.
Rule:  Sheets has no compare-and-set, so the write itself brings the witness along, in one call;
       the journal is read with everything else, and tells by its key whether the write was made.
Never: asks whether an edit stands; it is handed on as if it had been typed just now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from integration.ports import TabRead, Witness
from integration.register.columns import AT, HEADERS, NAME, NUMBER, TEXT, Cells
from integration.register.meant import MeantRow
from integration.register.reading import plain

TITLE = "Jejak tulis (sistem)"
FIRST_ROW = ("",)
"""A new journal has no key yet."""
TEXT_HEADER = HEADERS[TEXT]
MOST_COLUMNS = 200


@dataclass
class Overtaken:
    """What our writes went over, until it was dealt with and written."""

    cells: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By number and header: what we wrote there, and what staff had typed."""
    rows: list[dict[str, str]] = field(default_factory=list)
    """Rows typed by hand where ours was put, by header."""
    hit: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a row typed by hand had said, into which a number went that is not its own."""

    def typed(self, number: str, cells: Cells) -> dict[int, str]:
        """What stands for the cells of a row that still show our own words, by place."""
        return {
            AT[header]: theirs
            for header, (ours, theirs) in self.cells.get(number, {}).items()
            if cells[AT[header]] == ours
        }

    def ahead(self, number: str) -> dict[str, str]:
        """The same for a row that has to come back, by header."""
        return {header: theirs for header, (_, theirs) in self.cells.get(number, {}).items()}

    def take(self, other: "Overtaken") -> None:
        """Add what another write went over."""
        for number, cells in other.cells.items():
            self.cells.setdefault(number, {}).update(cells)
        self.hit |= other.hit
        self.rows += [row for row in other.rows if row not in self.rows]


def witness(key: str, meant: Sequence[MeantRow], place: Sequence[int | None]) -> Witness | None:
    """The rows a write is going to change; None when they reach too far to the right."""
    columns = max(column for column in place if column is not None) + 1
    if columns > MOST_COLUMNS or not meant:
        return None
    return Witness(key=key, rows=tuple(each.row for each in meant), columns=columns)


def overtaken(
    tab: TabRead | None,
    written: Mapping[str, Any],
    meant: Sequence[MeantRow],
    known: Callable[[str], Cells | None],
) -> Overtaken | None:
    """What the last write went over; None when it was not made, or the journal is gone.

    `written` holds its key and where the columns stood then; `known` says what the row of a number
    was to say before.
    """
    key = written.get("key")
    if tab is None or not key or not tab.rows or not tab.rows[0] or tab.rows[0][0] != key:
        return None
    found = Overtaken()
    fresh = [each.number for each in meant if HEADERS[NUMBER] in each.after]
    for at, each in enumerate(meant, start=1):
        said = tab.rows[at] if at < len(tab.rows) else ()
        before = tuple(
            said[column] if column is not None and column < len(said) else ""
            for column in written["place"]
        )
        _compare(found, each, before, known, fresh)
    return found


def _compare(
    found: Overtaken,
    each: MeantRow,
    before: Cells,
    known: Callable[[str], Cells | None],
    fresh: Sequence[str],
) -> None:
    """`fresh`: numbers that the write was to give; a row without one may be the row of those."""
    number, expected = before[NUMBER], known(each.number)
    empty = TEXT_HEADER in each.after and not each.before[TEXT_HEADER]
    if empty and not number:
        own = next((one for one in fresh if _alike(before, known(one))), None)
        if own is not None and (said := known(own)) is not None:
            cells = found.cells.setdefault(own, {})
            for header, ours in each.after.items():
                if before[AT[header]] not in ("", said[AT[header]]):
                    cells[header] = [ours, before[AT[header]]]
        elif any(before):
            found.rows.append({HEADERS[at]: text for at, text in enumerate(before) if text})
    elif number == each.number or (not number and _alike(before, expected)):
        cells = found.cells.setdefault(each.number, {})
        for header, ours in each.after.items():
            theirs = before[AT[header]]
            if header != HEADERS[NUMBER] and theirs not in (each.before[header], ours):
                cells[header] = [ours, theirs]
    elif (other := known(number)) is not None:
        cells = found.cells.setdefault(number, {})
        for header, ours in each.after.items():
            theirs = before[AT[header]]
            if header != HEADERS[NUMBER] and theirs not in (other[AT[header]], ours):
                cells[header] = [ours, theirs]
    elif not number:
        found.hit[each.number] = {header: before[AT[header]] for header in each.after}


def _alike(before: Cells, expected: Cells | None) -> bool:
    if expected is None or not before[TEXT].strip():
        return False
    return all(plain(before[at]) == plain(expected[at]) for at in (NAME, TEXT))


def dress(sheet_id: int) -> list[dict[str, Any]]:
    """A new journal is hidden: it holds nothing for people."""
    properties = {"sheetId": sheet_id, "hidden": True}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]
