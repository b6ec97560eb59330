"""One cycle of the register: one read, commands for what staff changed, at most one write.

In:    the desk, the service, the cases.   Out: the sheet and the cases in step.
Rule:  what a write means is remembered before it is made, what was agreed after it; whatever
       breaks in between, the next cycle finds both sides and goes on (design section 4).
Never: keeps a failure of the desk to itself: it goes to the caller. Start at `cycle()`.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from integration.casebook import CaseBook
from integration.links import Links
from integration.ports import Desk, DeskWrite, Failure, GiveUp, TabRead
from integration.register import remarks, reporting, typed
from integration.register.appending import append
from integration.register.astray import undone
from integration.register.columns import AT, NUMBER, TEXT, Cells
from integration.register.editors import STAFF
from integration.register.formatting import new_top
from integration.register.giving import give_back
from integration.register.headings import Headings, heading_row, lost_headings
from integration.register.identity import Before, Placement, place_rows
from integration.register.journal import looked_back, tells_secrets, witness
from integration.register.marks import corrections, groups
from integration.register.memory import Memory
from integration.register.reading import Sheet, digest, find_columns
from integration.register.rows import Rows, fresh_rows, looks_of
from integration.register.settling import Look, settle_rows
from integration.register.steady import Steady
from integration.register.writing import Plan
from integration.service import Service
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
    journal: int
    """The sheetId of the journal."""
    undressed: Callable[[], None] = lambda: None
    """Told of a new heading row, which does not look like one yet."""
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
        lost = lost_headings(tab, self._known()[0], self._places)
        sheet = find_columns(lost.tab if lost else tab)
        reporting.problems(self.service, reporting.drift(sheet))
        if not sheet.usable:
            return
        try:
            self._bring_in_step(sheet, tabs.get(self.journal), lost)
        except Failure:
            raise
        except BaseException:
            # what was undone, or did not reach the disk, must not be remembered as done
            self._memory = self._rows = None
            raise

    def _bring_in_step(self, sheet: Sheet, journal: TabRead | None, lost: Headings | None) -> None:
        memory, rows = self._known()
        steady, self._steady = self._steady, None
        told = self.book.refresh()
        cases, there = dict(told), sheet.cells()
        plan = Plan(sheet, there)
        again = self._look_back(journal, there, plan, cases)
        memory.headings = heading_row(sheet.tab)
        if lost:
            plan.head(lost)
            self.undressed()
        plan.noted = {number: set(headers) for number, headers in memory.noted.items()}
        back = undone(there, memory.strays)
        memory.strays = [one for one in memory.strays if one.key not in back.settled]
        seen = plan.seen = back.rows
        plan.mended = back.mended
        changed = None
        if steady is not None and not memory.strays:
            changed = steady.changed(seen, told, sheet.read_columns)
        if steady is None or changed is None:
            looks = looks_of(cases, rows, memory)
            before = Before(self._places, memory.copies)
            fresh = fresh_rows(cases, memory)
            doubted = {one.given for one in memory.strays}
            found = place_rows(seen, cases, looks, before, fresh, doubted, back.copies)
        else:
            found = steady.found
        self._take_typed(seen, found, cases)
        self._keep(back.typed_over, cases)
        settle_rows(self.service, memory, rows, Look(plan, found, cases, changed, again))
        for at in back.mended.keys() - set(found.rows.values()):
            plan.put_back(at, seen[at])
        self._mark_copies(plan, seen, found)
        append(plan, found.absent, cases, rows, memory, back.lost)
        give_back(plan, found, memory, rows.keep)
        self._places = found.rows
        self._write(plan, found, lost)
        if not plan.cells and len(cases) == len(told):
            self._steady = Steady(seen, told, found, sheet.read_columns)

    def _look_back(
        self,
        journal: TabRead | None,
        there: Sequence[Cells],
        plan: Plan,
        cases: Mapping[str, Case],
    ) -> dict[str, dict[int, str]]:
        """Learn what came of the last write; notes to give again, by number and place."""
        memory, _ = self._known()
        if not memory.written:
            return {}
        plan.wipe = tells_secrets(journal, memory.written["place"], cases)
        found = looked_back(
            journal, memory.written, memory.meant, memory.strays, there, memory.headings
        )
        reporting.headings(self.service, memory.written, found, cases)
        self._keep(found.typed_over, cases)
        memory.learn(found)
        return {
            each.number: {AT[header]: note for header, note in each.notes.items()}
            for each in found.missed
            if each.number
        }

    def _keep(self, typed_over: Iterable[tuple[str, str, str]], cases: Mapping[str, Case]) -> None:
        """Keep in the history what cells no longer say: number, header, text."""
        _, rows = self._known()
        for number, header, text in typed_over:
            if text and number in cases:
                rows.keep(number, header, text)

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
            notes = self.desk.notes(plan.sheet.tab.sheet_id, column)
            stand = {at + plan.inserted: note for at, note in notes.items()}
            plan.correct(corrections(found, stand))
        else:
            plan.mark(found, unclear, memory.marked)

    def _write(self, plan: Plan, found: Placement, lost: Headings | None) -> None:
        memory, _ = self._known()
        aside = None
        if plan.cells:
            width = len(plan.sheet.tab.rows[0])
            aside = witness(uuid.uuid4().hex, plan.meant, plan.sheet.place, width)
            key = aside.key if aside else ""
            memory.written = {
                "key": key,
                "place": list(plan.sheet.place),
                "copies": plan.copies,
                "made": False,
                "headings": reporting.put_back(lost) if lost else {},
            }
            memory.meant = plan.meant
        # what was torn and is not put right yet is among what is meant
        memory.torn = {}
        memory.keep(plan.agreed)
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
                    structure=new_top(tab.sheet_id, len(tab.rows[0])) if plan.inserted else (),
                    witness=aside,
                )
            )
            memory.written = {**memory.written, "made": True}
            log.info("register written", extra={"cells": len(plan.cells)})
        elif plan.wipe:
            self.desk.write(DeskWrite(sheet_id=plan.sheet.tab.sheet_id, forget=True))
        memory.noted = {
            number: sorted(headers) for number, headers in plan.noted.items() if headers
        }
        memory.marked = {key: len(rows) for key, rows, _ in groups(found) if rows}
        memory.copies = plan.copies
        memory.keep(plan.unwitnessed)
