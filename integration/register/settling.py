"""The rows in which something differs, each settled with its case, all in one sitting.

In:    a look: rows, their cases, what is agreed.   Out: commands done; the plan of what to write.
Rule:  a torn sort is put right before anything in it is taken for an edit; the commands of a look
       are recorded together.
Never: compares cell by cell what is equal as a whole. Start at `settle_rows()`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from integration.register import reporting
from integration.register.columns import AT, HEADERS, NUMBER, Cells
from integration.register.editors import hints
from integration.register.identity import Placement
from integration.register.memory import Memory
from integration.register.repair import first_agreed, torn_rows
from integration.register.rows import Rows, filled
from integration.register.writing import Plan
from integration.service import Service
from integration.sitting import Sitting, sitting
from integration.sop.case import Case

PORTION = 200
"""Rows of one transaction: who else wants to write waits for no more than these."""


@dataclass(frozen=True)
class Look:
    """What one cycle found."""

    plan: Plan
    found: Placement
    cases: Mapping[str, Case]
    changed: set[str] | None
    """Numbers of which something differs from the last look; None when that is not known."""
    again: Mapping[str, Mapping[int, str]]
    """Notes to give again, by number and place."""


def settle_rows(service: Service, memory: Memory, rows: Rows, look: Look) -> None:
    """Do what the rows ask for, and plan what they are to say.

    Whatever it raises, the commands of that portion are undone with it (sitting.py), and
    `memory` and `rows` have to be made anew.
    """
    touched = dict(_touched(memory, rows, look))
    agreed: dict[str, Cells] = {
        number: memory.agreed.get(number)
        or first_agreed(cells, rows.twin(number, cells, look.cases), look.cases[number])
        for number, cells in touched.items()
    }
    expected = {number: memory.ahead(number, known) for number, known in agreed.items()}
    torn = torn_rows(touched, expected, agreed)
    reporting.torn(service, torn)
    typed = {number for number, cells in touched.items() if cells != expected[number]}
    numbers = list(touched)
    for start in range(0, len(numbers), PORTION):
        portion = numbers[start : start + PORTION]
        asked = typed.intersection(portion)
        with sitting(service, look.cases, asked, hints(asked)) as acts:
            for number in portion:
                cells = touched[number]
                mends = memory.still_torn(number, cells) | torn.get(number, {})
                _settle(acts, memory, rows, look, number, cells, agreed[number], mends)


def _settle(
    acts: Sitting,
    memory: Memory,
    rows: Rows,
    look: Look,
    number: str,
    cells: Cells,
    agreed: Cells,
    mends: dict[int, str],
) -> None:
    plan, found = look.plan, look.found
    plan.torn[number] = dict(mends)
    if number in found.recognised:
        ahead = memory.standing(number)
        mends |= {AT[header]: text for header, text in ahead.items() if not cells[AT[header]]}
    mended = tuple(mends.get(at, value) for at, value in enumerate(cells))
    noted = plan.noted.get(number, ())
    aside = memory.out_of_sight(number)
    settled = rows.settle(acts, look.cases[number], mended, agreed, look.cases, noted, aside)
    notes = {**look.again.get(number, {}), **settled.notes}
    if not cells[NUMBER] and number not in memory.agreed:
        # The row may be a copy that was told to be one before its number was emptied.
        notes[NUMBER] = ""
    merged = settled.merged
    plan.row(number, found.rows[number], merged.target, notes, agreed, merged.agreed)
    waiting = {HEADERS[at]: value for at, value in merged.waiting.items()}
    memory.set_waiting(number, waiting, [HEADERS[at] for at in sorted(merged.hidden)])


def _touched(memory: Memory, rows: Rows, look: Look) -> Iterator[tuple[str, Cells]]:
    """The rows in which something differs, with what they said where the sheet has no column.

    Straight comparisons only: this runs over every row, if it is not known which ones changed.
    """
    plan, found, seen = look.plan, look.found, look.plan.seen
    watched = {*memory.waiting, *look.again} & found.rows.keys()
    absent = [at for at, column in enumerate(plan.sheet.place) if column is None]
    back = [AT[header] for header in memory.bare if AT[header] not in absent]
    lacking: set[int] = set()
    numbers = found.rows if look.changed is None else sorted({*look.changed, *watched})
    for number in numbers:
        cells = seen[at := found.rows[number]]
        known = memory.agreed.get(number)
        now = rows.shown(look.cases[number])
        lacks: list[int] = []
        if absent or back:
            ahead = memory.ahead(number, known or now)
            lacks = [place for place in back if ahead[place] and not cells[place]]
            lacking.update(lacks)
            cells = filled(cells, ahead, [*absent, *lacks])
            now = filled(now, known or now, absent)
        if lacks or not (known == cells == now) or number in watched or at in plan.mended:
            yield number, cells
    memory.bare = [HEADERS[at] for at in sorted({*absent, *lacking})]
