"""What stood in staff's own columns outlives a deleted row, and our writes.

In:    the tab as read, which row is which case, what was remembered.   Out: cells to put back; what
       goes to the history instead, because its cell says something else by now or is gone.
Rule:  such cells are staff's alone: one is written only where a deleted row came back or a write
       of ours went over it, once its row is there again, and never over later words.
Never: guesses whose a text is. Start at `give_back()`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import TypeVar

from integration.register.identity import Placement
from integration.register.meant import OwnCell
from integration.register.memory import Memory
from integration.register.own import Owed, columns
from integration.register.reading import plain
from integration.register.writing import NOBODY, Plan

T = TypeVar("T")
Keep = Callable[[str, str, str], None]
"""Puts a text into a case's history: number, header, text; that of no case to the desk."""
MOST_TRIES = 5
"""A cell that reads otherwise than it was written so often is not written once more."""


def give_back(plan: Plan, found: Placement, memory: Memory, keep: Keep) -> None:
    """Plan the cells that have to come back, and remember what stands in the others."""
    rows = plan.sheet.tab.rows
    place = columns(rows[0], rows[1:], _wanted(found, memory))
    words = {plain(header): header for header in place}
    memory.owed = {number: respelled(owed, words) for number, owed in memory.owed.items()}
    memory.adrift = [
        replace(one, header=words.get(plain(one.header), one.header)) for one in memory.adrift
    ]
    _bring_home(plan, found, place, memory, keep)
    for number in found.absent:
        for header, text in memory.own.get(number, {}).items():
            memory.owed.setdefault(number, {}).setdefault(header, Owed(text, ""))
    for number in [each for each in memory.owed if each in found.rows]:
        owed, row = memory.owed[number], found.rows[number]
        left = _planned(plan, number, row, place, owed, partial(keep, number))
        if left:
            memory.owed[number] = left
        else:
            del memory.owed[number]
    _remember(rows, place, found, memory)


def _wanted(found: Placement, memory: Memory) -> set[str]:
    """Headers of the cells that have to come back; nothing may stand in their columns any more."""
    owed = {header for cells in memory.owed.values() for header in cells}
    gone = {header for number in found.absent for header in memory.own.get(number, {})}
    return owed | gone | {one.header for one in memory.adrift}


def respelled(cells: Mapping[str, T], words: Mapping[str, str]) -> dict[str, T]:
    """By the headers as they are written today: capitals and spaces make no other column.

    Where somebody has written one column's name in two ways, the other way is left as it is.
    """
    found = {}
    for header, one in cells.items():
        today = words.get(plain(header), header)
        found[header if today in cells or today in found else today] = one
    return found


def _planned(
    plan: Plan,
    number: str,
    row: int,
    place: Mapping[str, int],
    owed: Mapping[str, Owed],
    keep: Callable[[str, str], None],
) -> dict[str, Owed]:
    """Plan what a row's cells are owed; what has to be looked at again once it is written."""
    cells, left = [], {}
    for header, one in owed.items():
        at = place.get(header)
        now = None if at is None else _text(plan.sheet.tab.rows, row, at)
        if at is not None and now == one.over != one.text and one.tries < MOST_TRIES:
            cells.append(OwnCell(header=header, column=at, text=one.text, over=one.over))
            left[header] = one
        elif one.text and now != one.text:
            keep(header, one.text)
    plan.give_back(number, row, cells)
    return left


def _text(rows: Sequence[Sequence[str]], row: int, at: int) -> str:
    return rows[row][at] if row < len(rows) and at < len(rows[row]) else ""


def _bring_home(
    plan: Plan, found: Placement, place: Mapping[str, int], memory: Memory, keep: Keep
) -> None:
    """Find the rows whose cells a write of ours went over."""
    numbers = {row: number for number, row in found.rows.items()} if memory.adrift else {}
    adrift = []
    for one in memory.adrift:
        row = found.rows.get(one.number)
        if row is None:
            row = next((at for at, cells in enumerate(plan.seen) if at and cells == one.row), None)
        number = one.number if row is None else numbers.get(row, NOBODY)
        if number in found.rows or number in found.absent:
            owed = memory.owed.setdefault(number, {})
            before = owed.get(one.header, one.owed)
            if before.text not in ("", one.owed.text):
                keep(number, one.header, before.text)
            # a row that has to come back comes back empty
            owed[one.header] = one.owed if row is not None else replace(one.owed, over="")
        elif row is None:
            if one.owed.text:
                keep(one.writer, one.header, one.owed.text)
        elif _planned(plan, NOBODY, row, place, {one.header: one.owed}, partial(keep, one.writer)):
            adrift.append(one)
    memory.adrift = adrift


def _remember(
    rows: Sequence[Sequence[str]], place: Mapping[str, int], found: Placement, memory: Memory
) -> None:
    if not place and not memory.own:
        return
    place = {header: at for header, at in place.items() if at < len(rows[0])}
    pick = itemgetter(*place.values()) if place else itemgetter(slice(0))
    looked = found.rows, place, [pick(row) for row in rows]
    if looked == memory.own_looked and not memory.owed:
        return
    memory.own_looked = None if memory.owed else looked
    for number, row in found.rows.items():
        cells = {header: rows[row][at] for header, at in place.items()}
        owed = {header: one.text for header, one in memory.owed.get(number, {}).items()}
        said = {header: text for header, text in (cells | owed).items() if text}
        if said != memory.own.get(number, {}):
            memory.set_own(number, said)
