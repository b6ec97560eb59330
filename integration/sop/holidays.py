"""When the office is open: weekly hours, days off, and the stretches of open time they leave.

In:    `OfficeHours`, `DayOff`.   Out: a sorted table of stretches of open time.
Rule:  intervals are half-open: at 16:00 sharp the office is closed (Perpres 21/2023).
Never: knows zones or steps; moments here are whole microseconds of the office's own wall clock.
       calendar.py turns them into datetimes. Start at `Openings`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time
from typing import Literal

DAY = 86_400_000_000
"""One day in microseconds."""

Hours = Sequence[tuple[time, time]]


class NeverOpen(ValueError):
    """The hours in force leave no open minute within ten years of the moment asked about."""


@dataclass(frozen=True)
class OfficeHours:
    """The week's hours between two dates, both included; None leaves that side open.

    `week` maps a weekday (Monday is 0) to half-open intervals; a missing weekday is closed.
    Raises ValueError when intervals overlap, run backwards or belong to no weekday.
    """

    valid_from: date | None
    valid_to: date | None
    label: str
    week: Mapping[int, tuple[tuple[time, time], ...]]

    def __post_init__(self) -> None:
        for weekday, intervals in self.week.items():
            edges = [edge for interval in intervals for edge in interval]
            if weekday not in range(7):
                raise ValueError(f"there is no weekday {weekday}")
            if any(
                later <= earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)
            ):
                raise ValueError(f"an interval of weekday {weekday} ends before it begins")
            if edges != sorted(edges):
                raise ValueError(f"the intervals of weekday {weekday} overlap or are out of order")

    def cover(self, day: date) -> bool:
        """Whether these hours are in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class DayOff:
    """A whole day without work: national holiday, joint leave (cuti bersama) or a local one.

    `source` names the decree or list; `provisional` marks a date that no decree confirms yet.
    """

    day: date
    kind: Literal["public", "joint_leave", "local"]
    name: str
    source: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """Every stretch of open time from day `first` up to, not including, day `end` (ordinals)."""

    first: int
    end: int
    opens: list[int]
    closes: list[int]
    worked: list[int]  # working time from the table's beginning to the end of each stretch
    days: list[int]  # ordinals of the days with any opening

    def worked_until(self, x: int) -> int:
        i = bisect_right(self.closes, x)
        before = self.worked[i - 1] if i else 0
        return before + max(0, x - self.opens[i]) if i < len(self.opens) else before


class Openings:
    """Searches open time. Moments are microseconds of the wall clock since 1 January of year 1.

    The table behind it grows by whole years when asked about them and is replaced, never changed,
    so that threads may share one. Every method raises NeverOpen when there is nothing to find.
    """

    def __init__(self, hours_on: Callable[[date], Hours]) -> None:
        self._hours_on = hours_on
        self._table: _Table | None = None

    def opening(self, x: int) -> int:
        """`x` itself while open, else the next moment of opening."""
        table = self._covering(x, x)
        while (i := bisect_right(table.closes, x)) == len(table.closes):
            table = self._longer(table)
        return max(x, table.opens[i])

    def after_work(self, x: int, amount: int) -> int:
        """The first moment by which `amount` of open time has passed since `x`."""
        if amount == 0:
            return self.opening(x)
        table = self._covering(x, x)
        while table.worked_until(x) + amount > (table.worked[-1] if table.worked else 0):
            table = self._longer(table)
        goal = table.worked_until(x) + amount
        i = bisect_left(table.worked, goal)
        return table.closes[i] - (table.worked[i] - goal)

    def after_days(self, x: int, count: int) -> int:
        """The same clock time `count` open days later, or the opening that follows it.

        A clock time equal to the end of an interval stays: a limit may fall on the closing minute.
        """
        x = self.opening(x)
        goal = self.open_day(x // DAY + 1, count) * DAY - DAY + x % DAY
        table = self._covering(goal, goal)
        while (i := bisect_left(table.closes, goal)) == len(table.closes):
            table = self._longer(table)
        return max(goal, table.opens[i])

    def open_day(self, day: int, count: int) -> int:
        """Ordinal of the `count`-th open day after `day`; for 0 the last one on or before it."""
        table = self._covering((day - 1) * DAY, (day - 1) * DAY)
        while (i := bisect_right(table.days, day) - 1 + count) >= len(table.days):
            table = self._longer(table)
        while i < 0:
            i -= len(table.days)
            table = self._longer(table, back=True)
            i += len(table.days)
        return table.days[i]

    def worked(self, x: int, y: int) -> int:
        """Open time between two moments, `x` not after `y`."""
        table = self._covering(x, y)
        return table.worked_until(y) - table.worked_until(x)

    def _covering(self, x: int, y: int) -> _Table:
        table = self._table
        first, last = x // DAY + 1, y // DAY + 1
        if table is not None and table.first <= first and last < table.end:
            return table
        low, high = date.fromordinal(first).year - 1, date.fromordinal(last).year + 2
        if table is not None:
            # Neighbouring years are joined; a lone far date does not drag centuries along.
            old_low, old_high = _year(table.first), _year(table.end - 1)
            if low - old_high < 30 and old_low - high < 30:
                low, high = min(low, old_low), max(high, old_high)
        return self._build(low, high)

    def _longer(self, table: _Table, back: bool = False) -> _Table:
        low, high = _year(table.first), _year(table.end - 1)
        if (low if back else high) in (MINYEAR, MAXYEAR):
            raise NeverOpen("no office hours as far as the calendar reaches")
        grown = self._build(low - 10, high) if back else self._build(low, high + 10)
        if len(grown.days) == len(table.days):
            raise NeverOpen("no office hours within ten years")
        return grown

    def _build(self, low: int, high: int) -> _Table:
        first = date(max(low, MINYEAR), 1, 1).toordinal()
        end = date(min(high, MAXYEAR), 12, 31).toordinal() + 1
        table = _Table(first, end, [], [], [], [])
        total = 0
        for ordinal in range(first, end):
            midnight = (ordinal - 1) * DAY
            hours = self._hours_on(date.fromordinal(ordinal))
            for opens, closes in hours:
                table.opens.append(midnight + time_of_day(opens))
                table.closes.append(midnight + time_of_day(closes))
                total += table.closes[-1] - table.opens[-1]
                table.worked.append(total)
            if hours:
                table.days.append(ordinal)
        self._table = table
        return table


def time_of_day(at: time) -> int:
    """Microseconds since midnight."""
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def _year(ordinal: int) -> int:
    return date.fromordinal(ordinal).year
