"""What stood in staff's own columns outlives a deleted row, and our writes.

In:    the tab as read, which row is which case, what was remembered.   Out: cells to put back; what
       goes to the history instead, because its cell says something else by now or is gone.
Rule:  such cells are staff's alone: one is written only where a deleted row came back or a write
       of ours went over it, once its row is there again, and never over later words.
Never: guesses whose a text is. Start at `give_back()`.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from integration.register.identity import Placement
from integration.register.meant import OwnCell
from integration.register.memory import Memory, Owed
from integration.register.own import columns
from integration.register.writing import NOBODY, Plan

Keep = Callable[[str, str, str], None]
"""Puts a text into a case's history: number, header, text."""
MOST_TRIES = 5
"""A cell that reads otherwise than it was written so often is not written once more."""


def give_back(plan: Plan, found: Placement, memory: Memory, keep: Keep) -> None:
    """Plan the cells that have to come back, and remember what stands in the others."""
    rows = plan.sheet.tab.rows
    place = columns(rows[0])
    _bring_home(plan, found, place, memory, keep)
    for number in found.absent:
        for header, text in memory.own.get(number, {}).items():
            memory.owed.setdefault(number, {}).setdefault(header, Owed(text, ""))
    for number in [each for each in memory.owed if each in found.rows]:
        row, left = found.rows[number], {}
        for header, one in memory.owed[number].items():
            if _again(plan, number, row, place.get(header), header, one):
                left[header] = one
            elif _says(plan, row, place.get(header)) != one.text and one.text:
                keep(number, header, one.text)
        memory.owed[number] = left
        if not left:
            del memory.owed[number]
    _remember(rows, place, found, memory)


def _says(plan: Plan, row: int, at: int | None) -> str | None:
    return None if at is None else plan.sheet.tab.rows[row][at]


def _again(plan: Plan, number: str, row: int, at: int | None, header: str, one: Owed) -> bool:
    """Plan the cell, if it still says what it said before; whether it has to be looked at again."""
    now = _says(plan, row, at)
    if at is None or now == one.text or now != one.over or one.tries >= MOST_TRIES:
        return False
    cell = OwnCell(header=header, column=at, text=one.text, over=one.over)
    plan.give_back(number, row, cell)
    return True


def _bring_home(
    plan: Plan, found: Placement, place: Mapping[str, int], memory: Memory, keep: Keep
) -> None:
    """Find the rows whose cells a write of ours went over."""
    if not memory.adrift:
        return
    numbers = {row: number for number, row in found.rows.items()}
    left = []
    for one in memory.adrift:
        row = found.rows.get(one.number)
        if row is None:
            row = next((at for at, cells in enumerate(plan.seen) if at and cells == one.row), None)
        number = one.number if row is None else numbers.get(row, "")
        if number in found.rows or number in found.absent:
            memory.owed.setdefault(number, {})[one.header] = Owed(one.before, one.after)
            continue
        owed = Owed(one.before, one.after)
        if row is not None and _again(plan, NOBODY, row, place.get(one.header), one.header, owed):
            left.append(one)
        elif one.before and (row is None or _says(plan, row, place.get(one.header)) != one.before):
            keep(one.writer, one.header, one.before)
    memory.adrift = left


def _remember(
    rows: Sequence[Sequence[str]], place: Mapping[str, int], found: Placement, memory: Memory
) -> None:
    if not place and not memory.own:
        return
    pick = itemgetter(*place.values()) if place else itemgetter(slice(0))
    looked = found.rows, place, [pick(row) for row in rows]
    if looked == memory.own_looked and not memory.owed:
        return
    memory.own_looked = None if memory.owed else looked
    for number, row in found.rows.items():
        cells = rows[row]
        said = {header: cells[at] for header, at in place.items() if cells[at]}
        for header, one in memory.owed.get(number, {}).items():
            said[header] = one.text
        said = {header: text for header, text in said.items() if text}
        if said != memory.own.get(number, {}):
            memory.set_own(number, said)
