"""Works the figures out anew when a case, the calendar or the time has changed one of them.

In:    the cases as they stand, the calendar in force, the clock.   Out: the table, remembered.
Rule:  between two looks that differ in nothing nothing is reckoned; a reckoning takes at most a
       tenth of the round's time, however many cases there are.
Never: reads or writes the spreadsheet; keeper.py does, perhaps in another process. Start at `look`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from integration.casebook import CaseBook
from integration.dashboard.table import Table, table
from integration.service import Service
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.words import when

FIGURES = "dashboard:figures"
CHANGED_ROW = 1
"""Says when a figure last changed; it is no reason to write."""
REST = 10
"""So many times as long as a reckoning took, nothing is reckoned again."""


@dataclass
class Figures:
    """Keeps the table up to date. Used by one thread, the lease's holder."""

    service: Service
    book: CaseBook
    calendar: Callable[[], Calendar]
    report: str
    """Address of the staff's page with the whole report."""
    every: float
    """Seconds between two looks, as configured."""
    _cases: Mapping[str, Case] | None = None
    _calendar: Calendar | None = None
    _groups: tuple[str, ...] = ()
    _fresh: tuple[datetime, datetime] | None = None
    """From when until when the figures hold while nobody does anything."""
    _took: float = 0.0

    def look(self) -> None:
        """Reckon and remember, where something has changed."""
        now, cases = self.service.clock.now(), self.book.refresh()
        calendar, groups = self.calendar(), tuple(self.service.office.group_heads)
        same = cases is self._cases and calendar == self._calendar and groups == self._groups
        if same and self._fresh and self._fresh[0] <= now <= self._fresh[1]:
            return
        began = time.perf_counter()
        made, until = _reckoned(cases, calendar, groups, now, self.report)
        self._keep(made)
        self._cases, self._calendar, self._groups = cases, calendar, groups
        self._fresh = (now, until)
        self._took = time.perf_counter() - began

    def pace(self) -> float:
        """Seconds to the next look."""
        return max(self.every, REST * self._took)

    def _keep(self, made: Table) -> None:
        fresh, kept = made.plain(), self.service.recall(FIGURES)
        if kept is None:
            self.service.remember(FIGURES, fresh)
        elif _figures(kept["rows"]) != _figures(fresh["rows"]):
            fresh["height"] = max(fresh["height"], kept["height"])
            self.service.remember(FIGURES, fresh)


def _reckoned(
    cases: Mapping[str, Case],
    calendar: Calendar,
    groups: tuple[str, ...],
    now: datetime,
    report: str,
) -> tuple[Table, datetime]:
    """The table, and how long it holds if nobody does anything."""
    # pandas takes a second to come and stays; whoever only imports this file needs none of it
    from integration.reports import facts, monthly
    from integration.reports.period import Month

    month = Month.of(now)
    read = facts.from_cases(cases.values(), calendar, now, monthly.since(month.back(1)))
    this = monthly.report(read, calendar, month, now)
    last = monthly.report(read, calendar, month.back(1), now)
    ahead = read.cases["station_due"].dropna()
    ahead = ahead[ahead >= now]
    until = min(month.ends, ahead.min().to_pydatetime()) if len(ahead) else month.ends
    changed = f"Angka terakhir berubah {when(now)}."
    return table(this, last, groups, changed, report), until


def _figures(rows: list[list[object]]) -> list[list[object]]:
    return [list(row) for at, row in enumerate(rows) if at != CHANGED_ROW]
