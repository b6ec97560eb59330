"""Working time of the office: the one clock by which every step of the SOP is measured.

In:    zone, hours, days off; any aware moment.   Out: openings, due moments, minutes worked.
Rule:  minutes run only inside office hours; "1 hari" is the same clock time one working day later,
       or the next opening where that falls into a break or after closing (domain 4.3, 4.4).
Never: reads the clock, knows steps (deadlines.py) or law (legal.py). Start at `Calendar.due()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from integration.sop.clocks import LegalClock
from integration.sop.holidays import DAY, DayOff, NeverOpen, OfficeHours, Openings
from integration.sop.standard import Standard

__all__ = ["Calendar", "DayOff", "NaiveMoment", "NeverOpen", "OfficeHours", "Pauses"]

Pauses = Iterable[tuple[datetime, datetime]]
"""Half-open intervals that do not count, in any order; they may overlap."""

_MINUTE = 60_000_000
NO_HOURS = OfficeHours(None, None, "", {})


class NaiveMoment(ValueError):
    """A moment came without a zone, so nobody can say when it was."""


@dataclass(frozen=True)
class Calendar:
    """Hours and days off in one zone. Of several hours that cover a day the last one wins.

    Moments may come in any zone and are answered in `zone`. Every method that takes one raises
    NaiveMoment for a naive datetime, and NeverOpen where the hours leave nothing to find.
    """

    zone: str
    hours: tuple[OfficeHours, ...]
    days_off: tuple[DayOff, ...] = ()
    counter: tuple[OfficeHours, ...] = ()
    """Hours of the public counter, told to customers; no clock runs by them (domain.md 4.1)."""
    limits: tuple[LegalClock, ...] = ()
    """The law's limits where the office has set them; the others are those of clocks.py."""
    _tz: ZoneInfo = field(init=False, repr=False, compare=False)
    _off: dict[date, tuple[DayOff, ...]] = field(init=False, repr=False, compare=False)
    _open: Openings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off: dict[date, tuple[DayOff, ...]] = {}
        for day_off in self.days_off:
            off[day_off.day] = (*off.get(day_off.day, ()), day_off)
        tz = ZoneInfo(self.zone)
        for name, value in (("_tz", tz), ("_off", off), ("_open", Openings(self._hours_on))):
            object.__setattr__(self, name, value)

    # -- days ---------------------------------------------------------------------------------

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The half-open stretches of `day` in which the office is open; none on a day off."""
        at = datetime.combine
        return tuple((at(day, a, self._tz), at(day, b, self._tz)) for a, b in self._hours_on(day))

    def off_on(self, day: date) -> tuple[DayOff, ...]:
        """The days off that fall on `day`; a date can carry two names."""
        return self._off.get(day, ())

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all on `day`."""
        return bool(self._hours_on(day))

    def working_day_after(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which itself is not counted (n >= 1)."""
        if n < 1:
            raise ValueError("working days are counted from 1")
        return date.fromordinal(self._open.open_day(day.toordinal(), n))

    def last_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the last one before it."""
        return date.fromordinal(self._open.open_day(day.toordinal(), 0))

    def is_provisional(self, year: int) -> bool:
        """Whether no decree confirms the holidays of `year`, so that its dates may still move."""
        return not any(
            off.day.year == year and off.kind == "public" and not off.provisional
            for off in self.days_off
        )

    def day_of(self, moment: datetime) -> date:
        """The date on the office's wall when `moment` happens: 06:30 WITA is yesterday in UTC."""
        return self.localised(moment).date()

    def counter_hours(self, day: date) -> OfficeHours:
        """The week of the counter in which `day` lies; the office's own where none is set."""
        return _in_force(self.counter or self.hours, day)

    def limit(self, clock: LegalClock) -> LegalClock:
        """The clock with the days, unit and source that hold here."""
        return next((one for one in self.limits if one.key == clock.key), clock)

    # -- moments ------------------------------------------------------------------------------

    def localised(self, moment: datetime) -> datetime:
        """`moment` on the office's own clock."""
        if moment.tzinfo is self._tz:
            return moment
        if moment.utcoffset() is None:
            raise NaiveMoment(f"{moment.isoformat()} has no zone")
        return moment.astimezone(self._tz)

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open; at closing time sharp it is not."""
        x = self._wall(moment)
        return self._open.opening(x) == x

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself while the office is open, else the moment it opens next."""
        return self._moment(self._open.opening(self._wall(moment)))

    def add_minutes(self, start: datetime, n: int, pauses: Pauses = ()) -> datetime:
        """`n` working minutes after `start`. Reached exactly at closing, it is closing time.

        Raises ValueError for a negative `n`.
        """
        if n < 0:
            raise ValueError("minutes are not negative")
        x = self._open.opening(self._wall(start))
        return self._moment(self._after(x, n * _MINUTE, self._merged(pauses)))

    def add_days(self, start: datetime, n: int, pauses: Pauses = ()) -> datetime:
        """The clock time of `start` `n` working days later, else the opening that follows it.

        Working time lost to pauses is given back after that, minute by minute.
        Raises ValueError for a negative `n`.
        """
        if n < 0:
            raise ValueError("days are not negative")
        x = self._open.opening(self._wall(start))
        end = self._open.after_days(x, n)
        merged = self._merged(pauses)
        return self._moment(self._after(end, self._lost(x, end, merged), merged))

    def due(self, start: datetime, standard: Standard, pauses: Pauses = ()) -> datetime:
        """When a step that starts at `start` has used up its standard time."""
        if standard.days:
            return self.add_days(start, standard.days, pauses)
        return self.add_minutes(start, standard.minutes, pauses)

    def minutes_between(self, a: datetime, b: datetime, pauses: Pauses = ()) -> float:
        """Working minutes from `a` to `b` outside the pauses; below zero where `b` is earlier."""
        x, y = self._wall(a), self._wall(b)
        if y < x:
            return -self.minutes_between(b, a, pauses)
        return (self._open.worked(x, y) - self._lost(x, y, self._merged(pauses))) / _MINUTE

    # -- inside -------------------------------------------------------------------------------

    def _hours_on(self, day: date) -> tuple[tuple[time, time], ...]:
        if day in self._off:
            return ()
        return _in_force(self.hours, day).week.get(day.weekday(), ())

    def _after(self, x: int, amount: int, pauses: list[tuple[int, int]]) -> int:
        """`amount` of working time after `x`, none of it inside a pause."""
        if amount == 0:
            return x
        for since, until in pauses:
            if until <= x:
                continue
            free = self._open.worked(x, since) if since > x else 0
            if free >= amount:
                break
            amount -= free
            x = until
        return self._open.after_work(x, amount)

    def _lost(self, x: int, y: int, pauses: list[tuple[int, int]]) -> int:
        """Working time between `x` and `y` that falls into pauses."""
        cut = ((max(x, since), min(y, until)) for since, until in pauses)
        return sum(self._open.worked(since, until) for since, until in cut if since < until)

    def _merged(self, pauses: Pauses) -> list[tuple[int, int]]:
        """Pauses in order, the overlapping ones joined, empty ones dropped."""
        merged: list[tuple[int, int]] = []
        for since, until in sorted(
            (self._wall(since), self._wall(until)) for since, until in pauses
        ):
            if until <= since:
                continue
            if merged and since <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
            else:
                merged.append((since, until))
        return merged

    def _wall(self, moment: datetime) -> int:
        at = self.localised(moment)
        seconds = (at.hour * 60 + at.minute) * 60 + at.second
        return (at.toordinal() - 1) * DAY + seconds * 1_000_000 + at.microsecond

    def _moment(self, x: int) -> datetime:
        return datetime(1, 1, 1, tzinfo=self._tz) + timedelta(microseconds=x)


def _in_force(several: tuple[OfficeHours, ...], day: date) -> OfficeHours:
    return next((hours for hours in reversed(several) if hours.cover(day)), NO_HOURS)
