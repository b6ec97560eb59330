"""Undoing what nobody meant: a sort that tore rows apart.

In:    rows as read, what they should still say.
Out:   rows as if it had not happened, so that no value of one case becomes a command of another.
Rule:  a torn sort gives every column it touched the same values as before, only in other rows
       (google-workspace.md 6.5).
Never: undoes an edit of a single cell; that is a person's.
"""

from collections import Counter
from collections.abc import Mapping

from integration.register.columns import COLUMNS, NOTES, STATUS, TYPED_FACTS, Cells, Owner
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


def first_agreed(cells: Cells, twin: Cells | None, case: Case) -> Cells:
    """What counts as agreed on for a row that was never stored as such.

    Of a row typed by hand that is what its complaint was registered with, and the service cells
    that came along from `twin`, the row it is a copy of; what else was typed counts as an edit.
    """
    ours = _SERVICE | {STATUS}
    if case.source_key.startswith(SOURCE):
        told = {at for at in TYPED_FACTS if tells(at, cells[at], case)}
        copied = {at for at in _SERVICE.difference(TYPED_FACTS) if twin and cells[at] == twin[at]}
        ours = frozenset(told | copied)
    return tuple(value if at in ours else "" for at, value in enumerate(cells))
