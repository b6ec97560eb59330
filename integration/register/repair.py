"""Undoing what nobody meant: a sort that tore rows apart, a write that hit a moved row.

In:    rows as read, what they should still say, the last write as it was meant.
Out:   rows as if it had not happened, so that no value of one case becomes a command of another.
Rule:  a torn sort gives every column it touched the same values as before, only in other rows;
       a moved row shows our value where it was never meant (google-workspace.md 6.5).
Never: undoes an edit of a single cell; that is a person's.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from integration.register.columns import (
    AT,
    COLUMNS,
    NOTES,
    NUMBER,
    STATUS,
    TYPED_FACTS,
    Cells,
    Owner,
)
from integration.register.meant import MeantRow
from integration.register.typed import SOURCE, tells
from integration.sop.case import Case

_SERVICE = frozenset(at for at, each in enumerate(COLUMNS) if each.owner is Owner.SERVICE)


def torn_rows(
    rows: Mapping[str, Cells], expected: Mapping[str, Cells], agreed: Mapping[str, Cells]
) -> dict[str, dict[int, str]]:
    """What to put back, by number and place, where values were exchanged among rows.

    `expected` is what rows should still say: as `agreed`, and as typed ahead since.
    """
    changed: dict[str, tuple[int, ...]] = {}
    for number, cells in rows.items():
        look = expected[number]
        places = tuple(at for at in range(1, len(COLUMNS)) if cells[at] != look[at])
        if places:
            changed[number] = places
    if len(changed) < 2:
        return {}
    columns = _exchanged(changed, rows, expected)
    torn = {
        number: {at: expected[number][at] for at in places if at in columns}
        for number, places in changed.items()
        if columns.intersection(places)
    }
    if not columns - {NOTES} or _moved_by_hand(torn, columns, rows, expected, agreed):
        return {}
    order = sorted(columns)
    there = {tuple(expected[number][at] for at in order) for number in torn}
    if any(tuple(rows[number][at] for at in order) not in there for number in torn):
        return {}
    return torn


def _exchanged(
    changed: Mapping[str, tuple[int, ...]],
    rows: Mapping[str, Cells],
    expected: Mapping[str, Cells],
) -> set[int]:
    """Columns whose changed cells hold the same values as before, in another order."""
    balance: dict[int, Counter[str]] = {}
    for number, places in changed.items():
        look = expected[number]
        for at in places:
            column = balance.setdefault(at, Counter())
            column[rows[number][at]] += 1
            column[look[at]] -= 1
    return {at for at, column in balance.items() if not any(column.values())}


def _moved_by_hand(
    torn: Mapping[str, Mapping[int, str]],
    columns: set[int],
    rows: Mapping[str, Cells],
    expected: Mapping[str, Cells],
    agreed: Mapping[str, Cells],
) -> bool:
    """Whether this is one person moving what was typed ahead in a wrong row, and no sort."""
    if len(torn) != 2 or columns & (_SERVICE | {STATUS}):
        return False
    emptied = [number for number in torn if not any(rows[number][at] for at in columns)]
    return any(expected[number][at] != agreed[number][at] for number in emptied for at in columns)


def landed(cells: Cells, meant: MeantRow, row: int) -> bool:
    """Whether the last write reached the row it was meant for; a row is written as a whole."""
    if row == meant.row:
        return True
    return any(
        cells[AT[header]] == value != meant.before[header] for header, value in meant.after.items()
    )


@dataclass(frozen=True)
class Strayed:
    """What the last write left in rows it was not meant for, by number and place."""

    values: dict[str, dict[int, str]]
    notes: dict[str, dict[int, str]]


def strayed(
    meant: Sequence[MeantRow],
    rows: Mapping[str, Cells],
    places: Mapping[str, int],
    expected: Mapping[str, Cells],
) -> Strayed:
    """What to put back where the last write hit a row that had moved under it.

    A note that went astray is taken away there and given again to the row it was meant for.
    """
    here = {row: number for number, row in places.items()}
    found = Strayed({}, {})
    for each in meant:
        cells, hit = rows.get(each.number), here.get(each.row)
        if cells is not None and landed(cells, each, places[each.number]):
            continue
        for header, text in each.notes.items():
            if cells is not None:
                found.notes.setdefault(each.number, {})[AT[header]] = text
            if hit is not None:
                found.notes.setdefault(hit, {}).setdefault(AT[header], "")
        if hit is None:
            continue
        for header, value in each.after.items():
            at = AT[header]
            if at != NUMBER and rows[hit][at] == value != expected[hit][at]:
                found.values.setdefault(hit, {})[at] = expected[hit][at]
    return found


def really_agreed(
    agreed: Cells, cells: Cells, meant: MeantRow, row: int, ahead: Container[str]
) -> Cells:
    """What was agreed on with this row, now that it shows whether the last write reached it.

    `ahead`: headers of cells that hold what staff typed for later; writing them agreed nothing.
    """
    reached = landed(cells, meant, row)
    known = list(agreed)
    for header, value in meant.after.items():
        at = AT[header]
        if header in ahead:
            continue
        if cells[at] == value or (not reached and cells[at] == meant.before[header]):
            known[at] = cells[at]
    return tuple(known)


def first_agreed(cells: Cells, twin: Cells | None, case: Case, meant: MeantRow | None) -> Cells:
    """What counts as agreed on for a row that was never stored as such.

    Of a row typed by hand that is what its complaint was registered with, and the service cells
    that came along from `twin`, the row it is a copy of; what else was typed counts as an edit.
    Any other row was appended in a write whose outcome was never learnt.
    """
    ours = _SERVICE | {STATUS}
    written: Mapping[str, str] | None = None
    if case.source_key.startswith(SOURCE):
        told = {at for at in TYPED_FACTS if tells(at, cells[at], case)}
        copied = {at for at in _SERVICE.difference(TYPED_FACTS) if twin and cells[at] == twin[at]}
        ours = frozenset(told | copied)
    elif meant:
        written = meant.after
    return tuple(
        (value if written is None else written.get(COLUMNS[at].header, "")) if at in ours else ""
        for at, value in enumerate(cells)
    )
