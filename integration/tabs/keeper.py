"""Keeps the office and the calendar in force in step with their tabs.

In:    the latest read of the desk.   Out: new values in force, marks beside mistakes.
Rule:  what was last good is remembered in the database, so a restart keeps it too.
Never: reads the desk itself: it looks at what the register's cycle has read.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integration.office import BadOffice, Office
from integration.ports import CellWrite, Desk, DeskWrite, TabRead
from integration.register import reporting
from integration.service import Service
from integration.sop.calendar import Calendar
from integration.store import files
from integration.tabs import calendar_tab, office_tab, seats_told
from integration.tabs.rows import CHECK

log = logging.getLogger(__name__)

OFFICE_IN_FORCE, CALENDAR_IN_FORCE = "office:in-force", "calendar:in-force"
FINE = "baik"


@dataclass
class ObservedDesk:
    """A desk whose latest read others may look at."""

    desk: Desk
    latest: Mapping[int, TabRead] = field(default_factory=dict)

    def read(self) -> Mapping[int, TabRead]:
        """Read; see ports.Desk."""
        self.latest = self.desk.read()
        return self.latest

    def notes(self, sheet_id: int, column: int) -> Mapping[int, str]:
        """The notes of one column; see ports.Desk."""
        return self.desk.notes(sheet_id, column)

    def dress(self, sheet_id: int) -> Mapping[str, Any]:
        """How a tab is dressed; see ports.Desk."""
        return self.desk.dress(sheet_id)

    def first_rows(self) -> Mapping[int, Mapping[str, Any]]:
        """Every tab with its first row; see ports.Desk."""
        return self.desk.first_rows()

    def charts(self) -> Mapping[int, Mapping[str, Any]]:
        """Every chart; see ports.Desk."""
        return self.desk.charts()

    def write(self, change: DeskWrite) -> None:
        """Write; see ports.Desk."""
        self.desk.write(change)


@dataclass
class InForce:
    """What holds now: the service's office, and this calendar."""

    service: Service
    base: Mapping[str, Any]
    """The office's JSON as configured; the tab changes what it names."""
    calendar: Calendar
    _taken: dict[str, Any] = field(default_factory=dict)

    def restore(self) -> None:
        """Put the last good values in force: after a restart, or what another process took."""
        office = self._news(OFFICE_IN_FORCE)
        if office is not None:
            self.service.office = Office.from_json(office)
        table = self._news(CALENDAR_IN_FORCE)
        if table is not None:
            calendar, _ = calendar_tab.read_calendar(table, self.calendar.zone)
            self.calendar = calendar or self.calendar

    def _news(self, key: str) -> Any:
        """What is remembered, unless it was taken before."""
        found = self.service.recall(key)
        if found == self._taken.get(key):
            return None
        self._taken[key] = found
        return found


@dataclass
class TabKeeper:
    """Looks at Pengaturan and Kalender after each read of the desk."""

    in_force: InForce
    desk: ObservedDesk
    office_sheet: int
    calendar_sheet: int
    _seen: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def look(self) -> None:
        """Take what changed; mark what is wrong."""
        for sheet_id, take in (
            (self.office_sheet, self._office),
            (self.calendar_sheet, self._calendar),
        ):
            tab = self.desk.latest.get(sheet_id)
            if tab is None or not tab.rows or self._seen.get(sheet_id) == _without_check(tab):
                continue
            mistakes = take(tab)
            if CHECK not in _headers(tab):
                mistakes.setdefault(0, f"Kolom {CHECK} tidak ada, sehingga jawaban tidak ditulis.")
            reporting.mistakes(self.in_force.service, tab, mistakes)
            self._mark(tab, mistakes)
            self._seen[sheet_id] = _without_check(tab)

    def _office(self, tab: TabRead) -> dict[int, str]:
        said, mistakes = office_tab.read_office(tab.rows, self.in_force.base)
        if mistakes:
            return mistakes
        try:
            office = Office.from_json(said)
        except BadOffice as wrong:
            return {0: str(wrong)}
        service = self.in_force.service
        service.office = office
        before = service.recall(OFFICE_IN_FORCE)
        with service.database.write() as tx:
            if before is None:
                files.remember(tx, OFFICE_IN_FORCE, said)
            # Of several processes that see the change at one moment one tells it.
            elif before != said and files.swap(tx, OFFICE_IN_FORCE, before, said):
                seats_told.tell(tx, Office.from_json(before), office, service.clock.now())
        service.woken.set()
        log.info("office settings taken from the tab")
        return {}

    def _calendar(self, tab: TabRead) -> dict[int, str]:
        calendar, mistakes = calendar_tab.read_calendar(tab.rows, self.in_force.calendar.zone)
        if calendar is None:
            return mistakes
        self.in_force.calendar = calendar
        self.in_force.service.remember(CALENDAR_IN_FORCE, [list(row) for row in tab.rows])
        log.info("calendar taken from the tab")
        return {}

    def _mark(self, tab: TabRead, mistakes: Mapping[int, str]) -> None:
        headers = _headers(tab)
        if CHECK not in headers:
            log.warning("a settings tab has no column for answers", extra={"tab": tab.sheet_id})
            return
        column = headers.index(CHECK)
        cells = []
        for place in range(1, len(tab.rows)):
            filled = any(text for at, text in enumerate(tab.rows[place]) if at != column)
            wanted = mistakes.get(place, FINE if filled and not mistakes else "")
            if tab.rows[place][column] != wanted:
                cells.append(CellWrite(row=place, column=column, value=wanted))
        note = mistakes.get(0, "")
        cells.append(CellWrite(row=0, column=column, note=note))
        self.desk.write(DeskWrite(sheet_id=tab.sheet_id, cells=tuple(cells)))


def _headers(tab: TabRead) -> list[str]:
    return [text.strip() for text in tab.rows[0]]


def _without_check(tab: TabRead) -> tuple[tuple[str, ...], ...]:
    headers = _headers(tab)
    if CHECK not in headers:
        return tab.rows
    column = headers.index(CHECK)
    return tuple(row[:column] + row[column + 1 :] for row in tab.rows)
