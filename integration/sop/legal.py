"""The clocks of the law, which run beside the SOP's own.

In:    the moment of receipt (or of the complete file), a calendar.   Out: a `LegalDue` per clock.
Rule:  the day of receipt is not counted; due at close of business of the Nth day (domain 4.4, 4).
Never: stops for anything but an incomplete file. Start at `legal_dues()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from integration.sop.calendar import Calendar
from integration.sop.clocks import ALWAYS, LegalClock
from integration.sop.explain import in_words, why_closed


@dataclass(frozen=True)
class LegalDue:
    """The limit of one clock for one case.

    `due` is the close of business of the last day. Where the office is closed that day it bears the
    closing hour of the working day before, `act_by`, and `closed_because` says why it is closed;
    on an open day `act_by` equals `due` and `closed_because` is None.
    """

    clock: LegalClock
    counted_from: date
    due: datetime
    act_by: datetime
    closed_because: str | None

    @property
    def warning(self) -> str | None:
        """The Indonesian warning for a limit on a closed day, else None."""
        if self.closed_because is None:
            return None
        return (
            f"Batas {self.clock.label} ({self.clock.source}) jatuh pada {in_words(self.due)}, saat "
            f"kantor tutup karena {self.closed_because}. "
            f"Selesaikan paling lambat {in_words(self.act_by)}."
        )


def legal_due(
    clock: LegalClock,
    since: datetime,
    calendar: Calendar,
    incomplete: Sequence[tuple[date, date]] = (),
) -> LegalDue:
    """The limit of `clock` counted from `since`, whose own day is day zero.

    Of a clock that rests, the days after an asking up to that of its answer do not count: the day
    on which the answer comes is a day zero, too. Raises NaiveMoment for a moment without a zone.
    """
    day_zero = calendar.day_of(since)
    last = _last_day(clock, day_zero, calendar, incomplete if clock.rests else ())
    act_by = calendar.intervals(calendar.last_working_day(last))[-1][1]
    due = datetime.combine(last, act_by.timetz())
    return LegalDue(clock, day_zero, due, act_by, why_closed(last, calendar))


def _last_day(
    clock: LegalClock, day: date, calendar: Calendar, incomplete: Sequence[tuple[date, date]]
) -> date:
    if not incomplete and clock.unit == "working":
        return calendar.working_day_after(day, clock.days)
    if not incomplete:
        return day + timedelta(days=clock.days)
    left = clock.days
    while left:
        day += timedelta(days=1)
        waited = any(asked < day <= answered for asked, answered in incomplete)
        counts = clock.unit == "calendar" or calendar.is_working_day(day)
        left -= counts and not waited
    return day


def legal_dues(
    received: datetime,
    calendar: Calendar,
    complete_at: datetime | None = None,
    clocks: Sequence[LegalClock] = ALWAYS,
    incomplete: Sequence[tuple[date, date]] = (),
) -> list[LegalDue]:
    """The limits of `clocks` for a complaint received at `received`.

    `complete_at` is when the missing papers came; None means the file was complete at once.
    `incomplete` are the days between which papers were asked for and came.
    """
    return [
        legal_due(
            clock,
            complete_at if clock.from_complete_file and complete_at else received,
            calendar,
            incomplete,
        )
        for clock in clocks
    ]
