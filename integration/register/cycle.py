"""One cycle of the register: one read, commands for what staff changed, at most one write.

In:    the desk, the service, the cases.   Out: the sheet and the cases in step.
Rule:  what a write means is remembered before it is made, what was agreed after it; whatever
       breaks in between, the next cycle finds both sides and goes on (design section 4).
Never: keeps a failure of the desk to itself: it goes to the caller. Start at `cycle()`.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from integration.links import Links
from integration.ports import Desk, DeskWrite, GiveUp, TabRead
from integration.register import remarks, reporting, typed
from integration.register.columns import AT, FILE, HEADERS, NUMBER, TEXT, Cells
from integration.register.editors import STAFF
from integration.register.identity import Before, Placement, digest, place_rows
from integration.register.journal import Overtaken, overtaken, witness
from integration.register.marks import corrections, groups
from integration.register.meant import MeantRow, doubted
from integration.register.memory import Memory
from integration.register.reading import Sheet, find_columns
from integration.register.repair import first_agreed, really_agreed, strayed, torn_rows
from integration.register.rows import Rows, filled, looks_of, returned
from integration.register.steady import Steady
from integration.register.writing import Plan
from integration.service import CaseBook, Service
from integration.sop.calendar import Calendar
from integration.sop.case import Case

log = logging.getLogger(__name__)


@dataclass
class RegisterSync:
    """Keeps one register tab and the cases in step. Used by one thread, the lease's holder."""

    service: Service
    book: CaseBook
    desk: Desk
    links: Links
    calendar: Callable[[], Calendar]
    sheet_id: Callable[[], int]
    journal: int | None = None
    """The sheetId of the journal; without one, what is typed during a write may be overtaken."""
    _memory: Memory | None = None
    _rows: Rows | None = None
    _places: dict[str, int] = field(default_factory=dict)
    """Where each case's row was in the last cycle."""
    _steady: Steady | None = None
    _marks_doubted: bool = True
    """Whether notes on number cells were written, maybe onto rows that staff had just moved."""
    _resting: Counter[Cells] = field(default_factory=Counter)
    """Rows without a number as they were in the last cycle."""

    @property
    def resting(self) -> bool:
        """Whether a row was typed that becomes a complaint with the next look."""
        return bool(+self._resting)

    def cycle(self) -> None:
        """Look once and bring both sides in step. Raises ports.Failure as the desk does."""
        tabs = self.desk.read()
        tab = tabs.get(self.sheet_id())
        if tab is None:
            reporting.problems(self.service, [remarks.TAB_GONE])
            raise GiveUp("the register's tab is gone")
        sheet = find_columns(tab)
        reporting.problems(self.service, reporting.drift(sheet))
        if sheet.usable:
            self._bring_in_step(sheet, None if self.journal is None else tabs.get(self.journal))

    def _bring_in_step(self, sheet: Sheet, journal: TabRead | None) -> None:
        memory, rows = self._known()
        steady, self._steady = self._steady, None
        told = self.book.refresh()
        cases, seen = dict(told), sheet.cells()
        self._look_back(journal, cases)
        changed = None
        if steady is not None and not memory.meant:
            changed = steady.changed(seen, told, sheet.read_columns)
        if steady is None or changed is None:
            looks = looks_of(cases, rows, memory)
            before = Before(self._places, memory.copies)
            found = place_rows(seen, cases, looks, before, doubted(memory.meant))
        else:
            found = steady.found
        self._take_typed(seen, found, cases)
        plan = Plan(sheet)
        plan.noted = {number: set(headers) for number, headers in memory.noted.items()}
        self._merge(plan, seen, found, cases, changed)
        for at, number in found.ours.items():
            meant = [each for each in memory.meant if each.number == number]
            plan.take_back(at, seen[at], meant, memory.overtaken.hit.get(number, {}))
        self._mark_copies(plan, seen, found)
        self._append(plan, seen, found, cases)
        self._places = found.rows
        self._write(plan, found)
        if not plan.cells and len(cases) == len(told):
            self._steady = Steady(seen, told, found, sheet.read_columns)

    def _look_back(self, journal: TabRead | None, cases: Mapping[str, Case]) -> None:
        """Learn from the journal what the last write went over."""
        memory, rows = self._known()

        def known(number: str) -> Cells | None:
            if number in memory.agreed:
                return memory.ahead(number, memory.agreed[number])
            return rows.shown(cases[number]) if number in cases else None

        found = overtaken(journal, memory.written, memory.meant, known)
        if found is not None:
            memory.overtaken.take(found)
            memory.written = {}

    def _known(self) -> tuple[Memory, Rows]:
        calendar = self.calendar()
        if self._memory is None or self._rows is None:
            memory = Memory(self.service.database)
            memory.load()
            self._memory = memory
            self._rows = Rows(self.service, self.links, calendar)
        if self._rows.use(calendar):
            self._steady = None
        return self._memory, self._rows

    def _take_typed(self, seen: Sequence[Cells], found: Placement, cases: dict[str, Case]) -> None:
        """Rows typed by hand become complaints once they have rested for one cycle."""
        resting, self._resting = self._resting, Counter()
        for at in list(found.typed):
            cells = seen[at]
            if not cells[TEXT].strip():
                continue
            if not resting[cells]:
                self._resting[cells] += 1
                continue
            resting[cells] -= 1
            intake, received_at = typed.complaint(cells, self.service.clock.now())
            source = f"{typed.SOURCE}{uuid.uuid4()}"
            number, _ = self.service.receive(intake, source, STAFF, received_at)
            cases[number] = self.service.case(number)
            found.rows[number] = at
            found.typed.remove(at)

    def _merge(
        self,
        plan: Plan,
        seen: Sequence[Cells],
        found: Placement,
        cases: Mapping[str, Case],
        changed: set[str] | None,
    ) -> None:
        memory, rows = self._known()
        meant = {each.number: each for each in memory.meant}
        touched = dict(self._touched(plan.sheet, seen, found, cases, meant, changed))
        agreed: dict[str, Cells] = {}
        for number, cells in touched.items():
            last = meant.get(number)
            known = memory.agreed.get(number) or first_agreed(
                cells, self._twin(number, cells, cases), cases[number], last
            )
            if last:
                ahead = memory.waiting.get(number, {})
                known = really_agreed(known, cells, last, found.rows[number], ahead)
            agreed[number] = known
        plan.observed = agreed
        expected = {number: memory.ahead(number, known) for number, known in agreed.items()}
        places = {number: found.rows[number] for number in touched}
        astray = strayed(memory.meant, touched, places, expected)
        torn = torn_rows(touched, expected, agreed)
        reporting.torn(self.service, torn)
        for number, cells in touched.items():
            mend = {**torn.get(number, {}), **astray.values.get(number, {})}
            if number in found.recognised:
                ahead = memory.standing(number)
                mend |= {
                    AT[header]: text for header, text in ahead.items() if not cells[AT[header]]
                }
            mend |= memory.overtaken.typed(number, cells)
            mended = tuple(mend.get(at, value) for at, value in enumerate(cells))
            noted = plan.noted.get(number, ())
            aside = memory.out_of_sight(number)
            settled = rows.settle(cases[number], mended, agreed[number], cases, noted, aside)
            notes = {**astray.notes.get(number, {}), **settled.notes}
            if not cells[NUMBER] and number not in memory.agreed:
                # The row may be a copy that was told to be one before its number was emptied.
                notes[NUMBER] = ""
            plan.row(number, places[number], cells, settled.merged.target, notes)
            plan.agree(number, agreed[number], settled.merged.agreed)
            merged = settled.merged
            waiting = {HEADERS[at]: value for at, value in merged.waiting.items()}
            memory.set_waiting(number, waiting, [HEADERS[at] for at in sorted(merged.hidden)])

    def _twin(self, number: str, cells: Cells, cases: Mapping[str, Case]) -> Cells | None:
        """The row of another case that this one was copied from, known by its link."""
        if not cells[FILE]:
            return None
        _, rows = self._known()
        others = (rows.shown(case) for other, case in cases.items() if other != number)
        return next((row for row in others if row[FILE] == cells[FILE]), None)

    def _touched(
        self,
        sheet: Sheet,
        seen: Sequence[Cells],
        found: Placement,
        cases: Mapping[str, Case],
        meant: Mapping[str, MeantRow],
        changed: set[str] | None,
    ) -> Iterator[tuple[str, Cells]]:
        """The rows in which something differs, with what is agreed where the sheet has no column.

        Straight comparisons only: this runs over every row where not only `changed` are asked for.
        """
        memory, rows = self._known()
        absent = [at for at, column in enumerate(sheet.place) if column is None]
        written = {each.row for each in meant.values()}
        watched = {*meant, *memory.waiting, *memory.overtaken.cells}
        if changed is None:
            numbers: Iterable[str] = found.rows
        else:
            numbers = sorted(changed | (watched & found.rows.keys()))
        for number in numbers:
            at = found.rows[number]
            cells = seen[at]
            known = memory.agreed.get(number)
            now = rows.shown(cases[number])
            if absent:
                cells = filled(cells, known or now, absent)
                now = filled(now, known or now, absent)
            if not (known == cells == now) or number in watched or at in written:
                yield number, cells

    def _mark_copies(self, plan: Plan, seen: Sequence[Cells], found: Placement) -> None:
        """Notes for rows that are not read; again where it is no longer clear which row has one."""
        memory, _ = self._known()
        plan.copies = {
            number: sorted(digest(seen[at]) for at in places)
            for number, places in found.copies.items()
        }
        unclear = set()
        for number in {**memory.copies, **plan.copies}:
            known, at = memory.copies.get(number, []), found.rows.get(number)
            moved = at is not None and self._places.get(number) != at and digest(seen[at]) in known
            if moved or known != plan.copies.get(number):
                unclear.add(number)
        if self._marks_doubted:
            column = plan.sheet.place[NUMBER]
            assert column is not None
            plan.correct(corrections(found, self.desk.notes(plan.sheet.tab.sheet_id, column)))
        else:
            plan.mark(found, unclear, memory.marked)

    def _append(
        self, plan: Plan, seen: Sequence[Cells], found: Placement, cases: Mapping[str, Case]
    ) -> None:
        """New cases, and rows that somebody deleted, go below the last used row."""
        memory, rows = self._known()
        nothing = ("",) * len(HEADERS)
        below = max(1, plan.sheet.used_rows)
        for row, number in enumerate(found.absent, start=below):
            waiting = {**memory.standing(number), **memory.overtaken.ahead(number)}
            known = memory.agreed.get(number)
            back, agreed = returned(rows.shown(cases[number]), known, waiting)
            plan.row(number, row, nothing, back, {})
            plan.agree(number, known or agreed, agreed)
            plan.noted.pop(number, None)
        there = [
            {HEADERS[at]: text for at, text in enumerate(seen[row]) if text} for row in found.typed
        ]
        again = [texts for texts in memory.overtaken.rows if texts not in there]
        for row, texts in enumerate(again, start=below + len(found.absent)):
            plan.typed_row(row, texts)

    def _write(self, plan: Plan, found: Placement) -> None:
        memory, _ = self._known()
        seen_aside = None
        if plan.cells:
            seen_aside = witness(uuid.uuid4().hex, plan.meant, plan.sheet.place)
            key = seen_aside.key if seen_aside else ""
            memory.written = {"key": key, "place": list(plan.sheet.place)}
        memory.mean(plan.meant, plan.observed)
        self._marks_doubted = plan.marking
        if plan.cells:
            tab = plan.sheet.tab
            rows = max(cell.row for cell in plan.cells) + 1
            grown = rows if rows > tab.grid_rows else 0
            self.desk.write(
                DeskWrite(
                    sheet_id=tab.sheet_id,
                    cells=tuple(plan.cells),
                    grid_rows=grown,
                    witness=seen_aside,
                )
            )
            log.info("register written", extra={"cells": len(plan.cells)})
        memory.overtaken = Overtaken()
        memory.noted = {
            number: sorted(headers) for number, headers in plan.noted.items() if headers
        }
        memory.marked = {key: len(rows) for key, rows, _ in groups(found) if rows}
        memory.copies = plan.copies
        memory.keep(plan.agreed)
