"""The tick: queues in the outbox what has come, each moment once.

In:    the case book, the calendar in force, the clock.   Out: outbox rows; cases the clock ends.
Rule:  a moment's key is unique, so restarts and overlapping rounds queue nothing twice; one
       that the next moment has overtaken is recorded as skipped, not sent.
Never: sends, and does nothing while the office is closed. Start at `Reminders.look`.
"""

import heapq
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from integration.casebook import CaseBook
from integration.reminders.morning import Mornings
from integration.reminders.plan import USUAL, Kind, Moment, Rhythm, moments, opening
from integration.reminders.recalculated import tell_moved
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.commands import Lapse
from integration.sop.effects import MAIL, Effect
from integration.sop.errors import SopError
from integration.store import cases, outbox

log = logging.getLogger(__name__)

LOOKED = "reminders:looked"
LOOK_BACK = timedelta(days=1)
"""Moments so long before the last look are looked at again after a restart, to be safe."""
AT_ONCE = 200
"""Cases handled in one transaction."""
OVERTAKEN = "too late: the next moment or a morning's list had come"
CLOCK = By(role=Role.SYSTEM, door=Door.CLOCK)
REASONS = {
    "complete_info": "Data yang diminta tidak diterima dalam {days} hari kalender.",
    "deliver": "Tidak ada tanggapan pelapor dalam {days} hari kerja sejak surat disampaikan.",
}


@dataclass
class Reminders:
    """One process's round. What it remembers only spares work; the keys hold the promise."""

    service: Service
    book: CaseBook
    calendar: Callable[[], Calendar]
    rhythm: Rhythm = USUAL
    _known: Calendar | None = None
    _heap: list[tuple[datetime, str, int]] = field(default_factory=list)
    """(next moment, register number, seq of the case it was planned for)."""
    _planned: dict[str, int] = field(default_factory=dict)
    _handled: dict[str, datetime] = field(default_factory=dict)
    _looked_at: Mapping[str, Case] | None = None
    """The book as it was planned for; the same book needs no planning."""
    _since: datetime | None = None
    """Moments up to here were handled before this round began."""

    def look(self) -> int:
        """Queue what has come; how many cases had something."""
        now, calendar = self.service.clock.now(), self.calendar()
        if calendar != self._known:
            tell_moved(self.service, self.book, calendar)
            self._begin_anew(calendar)
        book = self.book.refresh()
        if book is not self._looked_at:
            for number, case in book.items():
                if self._planned.get(number) != case.seq:
                    self._plan(case)
            self._looked_at = book
        if not calendar.is_open(now):
            return 0
        Mornings(self.service, self.book, calendar).look(now)
        come = [book[number] for number in self._pop(now)]
        try:
            for place in range(0, len(come), AT_ONCE):
                self._handle(come[place : place + AT_ONCE], now)
            if come:
                self.service.remember(LOOKED, now.isoformat())
                self.service.woken.set()
        except BaseException:
            # What was taken from the heap is not done; begin from what the database knows.
            self._known = None
            raise
        for case in come:
            self._handled[case.register_no] = now
            self._plan(case)
        return len(come)

    def _begin_anew(self, calendar: Calendar) -> None:
        looked = self.service.recall(LOOKED)
        self._since = datetime.fromisoformat(looked) - LOOK_BACK if looked else None
        self._heap, self._planned, self._handled = [], {}, {}
        self._looked_at = None
        self._known = calendar

    def _moments(self, case: Case) -> Iterator[Moment]:
        assert self._known is not None
        after = self._handled.get(case.register_no, self._since)
        return moments(case, self._known, self.rhythm, after)

    def _plan(self, case: Case) -> None:
        self._planned[case.register_no] = case.seq
        following = next(self._moments(case), None)
        if following is not None:
            heapq.heappush(self._heap, (following.at, case.register_no, case.seq))

    def _pop(self, now: datetime) -> list[str]:
        numbers = []
        while self._heap and self._heap[0][0] <= now:
            _, number, seq = heapq.heappop(self._heap)
            if self._planned.get(number) == seq:
                numbers.append(number)
        return list(dict.fromkeys(numbers))

    def _handle(self, batch: list[Case], now: datetime) -> None:
        come = [
            (case, list(takewhile(lambda one: one.at <= now, self._moments(case))))
            for case in batch
        ]
        assert self._known is not None
        opens = opening(self._known.day_of(now), self._known)
        with self.service.database.write() as tx:
            ids = cases.ids_of(tx, [case.register_no for case in batch])
            lines = [
                (ids[case.register_no], self._effect(case, one), skipped)
                for case, passed in come
                for one, skipped in _judged(passed, opens)
            ]
            outbox.queue_once(tx, lines, now)
        for case, passed in come:
            if any(one.kind is Kind.CLOSE for one in passed):
                self._close(case)

    def _effect(self, case: Case, one: Moment) -> Effect:
        what = f"remind.{one.kind.value}.{one.n}"
        return Effect(
            key=f"{case.register_no}:{one.step.no}:{what}:{one.visit}",
            kind=MAIL,
            data={
                "template": "reminder",
                "to": one.to.value,
                "remind": one.kind.value,
                "at": one.at.isoformat(),
                "step": one.step.key,
                "visit": one.visit,
                "seq": case.seq,
                "share": self.rhythm.share,
                "until": self._until(case) if one.kind is Kind.REST else "",
            },
        )

    def _until(self, case: Case) -> str:
        """The closing time of the last day on which the customer may still answer."""
        assert self._known is not None
        close = next(one for one in moments(case, self._known, self.rhythm) if _closes(one))
        day = self._known.last_working_day(close.at.date() - timedelta(days=1))
        return self._known.intervals(day)[-1][1].isoformat()

    def _close(self, case: Case) -> None:
        days = self.rhythm.info_close
        if case.station == "deliver":
            days = self.rhythm.reply_close
        reason = REASONS[case.station].format(days=days)
        lapse = Lapse(step=case.station, visit=case.visit, reason=reason)
        try:
            self.service.act(case.register_no, lapse, CLOCK)
        except SopError as moved_on:
            log.info("not closed", extra={"case": case.register_no, "why": moved_on.code})


def _closes(one: Moment) -> bool:
    return one.kind is Kind.CLOSE


def _judged(passed: list[Moment], opens: datetime) -> Iterator[tuple[Moment, str]]:
    """Which of the moments that have come are still of use: the last one for each person.

    What staff were to be told before today's opening stands in today's list.
    """
    closed = {one.visit for one in passed if _closes(one)}
    last = {(one.visit, one.to): one for one in passed}
    for one in passed:
        if not _closes(one):
            overtaken = one.visit in closed or last[one.visit, one.to] is not one
            listed = one.to is not Role.CUSTOMER and one.at < opens
            yield one, OVERTAKEN if overtaken or listed else ""
