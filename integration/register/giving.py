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
from integration.register.memory import Memory
from integration.register.own import columns
from integration.register.writing import Plan

Keep = Callable[[str, str, str], None]
"""Puts a text into a case's history: number, header, text."""


def give_back(plan: Plan, found: Placement, memory: Memory, keep: Keep) -> None:
    """Plan the cells that have to come back, and remember what stands in the others."""
    rows = plan.sheet.tab.rows
    place = columns(rows[0])
    for number in found.absent:
        for header, text in memory.own.get(number, {}).items():
            memory.owed.setdefault(number, {}).setdefault(header, (text, ""))
    for number in [each for each in memory.owed if each in found.rows]:
        row, left = found.rows[number], {}
        for header, (text, over) in memory.owed.pop(number).items():
            at = place.get(header)
            now = rows[row][at] if at is not None else None
            if now == text:
                continue
            if at is not None and now == over:
                left[header] = text, over
                plan.give_back(number, row, OwnCell(header=header, column=at, text=text, over=over))
            else:
                keep(number, header, text)
        if left:
            memory.owed[number] = left
    _remember(rows, place, found, memory)


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
        for header, (text, _) in memory.owed.get(number, {}).items():
            said[header] = text
        if said != memory.own.get(number, {}):
            memory.set_own(number, said)
