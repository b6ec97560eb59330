"""The calendar against an oracle that knows nothing but one minute after the other.

In:    the hours and dates written down below, from the domain reference.   Out: no mismatch.
Rule:  the oracle shares no code and no data with the calendar it judges.
Never: asks the `holidays` package. Start at `MinuteOracle`.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from integration.calendar_seed import shipped_calendar
from integration.sop.calendar import Calendar, DayOff, OfficeHours
from integration.sop.deadlines import schedule
from integration.sop.standard import days, minutes

WITA = ZoneInfo("Asia/Makassar")
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)

OFF = {
    2025: "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12 "
    "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12",
    2026: "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12 "
    "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12",
    2027: "1/1 5/1 6/2 8/3 10/3 11/3 26/3 28/3 1/5 6/5 17/5 20/5 1/6 6/6 15/8 17/8 25/12 26/12 "
    "5/2 9/3 12/3 15/3 25/3 18/5 19/5 24/12",
}
RAMADAN = (
    (date(2025, 3, 1), date(2025, 3, 30)),
    (date(2026, 2, 19), date(2026, 3, 20)),
    (date(2027, 2, 8), date(2027, 3, 9)),
)

Minutes = list[tuple[int, int]]


def office_minutes(day: date) -> Minutes:
    """Open minutes of the day, as the domain reference 4.1 and 4.2 give them."""
    if f"{day.day}/{day.month}" in OFF[day.year].split() or day.weekday() > 4:
        return []
    if any(first <= day <= last for first, last in RAMADAN):
        return [(480, 690), (750, 930)] if day.weekday() == 4 else [(480, 720), (750, 900)]
    return [(450, 690), (780, 990)] if day.weekday() == 4 else [(450, 720), (780, 960)]


class MinuteOracle:
    """Walks minute by minute over a strip with one byte for every minute of three years."""

    def __init__(self, open_minutes: Callable[[date], Minutes]) -> None:
        self.strip = bytearray(((LAST - FIRST).days + 1) * 1440)
        for number in range(len(self.strip) // 1440):
            for opens, closes in open_minutes(FIRST + timedelta(days=number)):
                for minute in range(opens, closes):
                    self.strip[number * 1440 + minute] = 1

    def opening(self, at: int) -> int:
        while not self.strip[at]:
            at += 1
        return at

    def after_minutes(self, at: int, n: int, paused: frozenset[int] = frozenset()) -> int:
        at = self.opening(at)
        while n:
            n -= self.strip[at] and at not in paused
            at += 1
        return at

    def after_days(self, at: int, n: int, paused: frozenset[int] = frozenset()) -> int:
        start = at = self.opening(at)
        while n:
            at += 1440
            midnight = at - at % 1440
            n -= any(self.strip[midnight : midnight + 1440])
        # Reached exactly at closing stays; inside a break or at night waits for the opening.
        end = at if self.strip[at - 1] else self.opening(at)
        lost = sum(self.strip[minute] for minute in paused if start <= minute < end)
        while lost:
            lost -= self.strip[end] and end not in paused
            end += 1
        return end

    def worked(self, a: int, b: int, paused: frozenset[int] = frozenset()) -> int:
        return sum(self.strip[minute] for minute in range(a, b) if minute not in paused)


def moment(minute: int) -> datetime:
    return datetime.combine(FIRST, time(), WITA) + timedelta(minutes=minute)


def a_minute(dice: random.Random, oracle: MinuteOracle) -> int:
    """Any minute up to the middle of 2027; half of them beside an opening or a closing."""
    at = dice.randrange(900 * 1440)
    if dice.random() < 0.5:
        here = oracle.strip[at]
        while oracle.strip[at] == here:
            at += 1
        at += dice.choice((-2, -1, 0, 1, 2))
    return max(at, 2)


def some_pauses(
    dice: random.Random, start: int
) -> tuple[list[tuple[datetime, datetime]], frozenset[int]]:
    spans = []
    for _ in range(dice.randint(1, 4)):
        since = start + dice.randint(-600, 3 * 1440)
        spans.append((since, since + dice.choice((0, 1, 30, 400, 2000, 5000))))
    pauses = [(moment(since), moment(until)) for since, until in spans]
    return pauses, frozenset(m for since, until in spans for m in range(since, until))


@pytest.fixture(scope="module")
def oracle() -> MinuteOracle:
    return MinuteOracle(office_minutes)


def test_openings_agree(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(1)
    for at in (a_minute(dice, oracle) for _ in range(3000)):
        assert calendar.next_opening(moment(at)) == moment(oracle.opening(at)), moment(at)
        assert calendar.is_open(moment(at)) == bool(oracle.strip[at]), moment(at)


def test_minute_limits_agree(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(2)
    for _ in range(3000):
        at, n = a_minute(dice, oracle), dice.choice((0, 1, 10, 15, 30, 145, 180, 450, 1000, 2845))
        expected = moment(oracle.after_minutes(at, n))
        assert calendar.due(moment(at), minutes(n)) == expected, (moment(at), n)


def test_day_limits_agree(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(3)
    for _ in range(4000):
        at, n = a_minute(dice, oracle), dice.choice((1, 1, 1, 2, 3, 5, 10, 60))
        expected = moment(oracle.after_days(at, n))
        assert calendar.due(moment(at), days(n)) == expected, (moment(at), n)


def test_elapsed_working_minutes_agree(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(4)
    for _ in range(1500):
        a = a_minute(dice, oracle)
        b = a + dice.randrange(8 * 1440)
        pauses, paused = some_pauses(dice, a)
        assert calendar.minutes_between(moment(a), moment(b)) == oracle.worked(a, b)
        assert calendar.minutes_between(moment(a), moment(b), pauses) == oracle.worked(a, b, paused)


def test_pauses_move_limits_as_the_oracle_says(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(5)
    for _ in range(1500):
        at, n = a_minute(dice, oracle), dice.choice((1, 2, 3))
        pauses, paused = some_pauses(dice, at)
        assert calendar.add_minutes(moment(at), 70 * n, pauses) == moment(
            oracle.after_minutes(at, 70 * n, paused)
        ), (moment(at), pauses)
        assert calendar.add_days(moment(at), n, pauses) == moment(
            oracle.after_days(at, n, paused)
        ), (moment(at), pauses)


def test_whole_schedules_agree(oracle: MinuteOracle) -> None:
    calendar, dice = shipped_calendar(), random.Random(6)
    steps = [15, 10, 30, -1, -1, -1, -3, 30, 30, 30]
    standards = [(no, minutes(n) if n > 0 else days(-n)) for no, n in enumerate(steps, 1)]
    for _ in range(500):
        at = received = a_minute(dice, oracle)
        for n, step in zip(steps, schedule(moment(at), standards, calendar), strict=True):
            assert step.starts == moment(oracle.opening(at)), moment(received)
            at = oracle.after_minutes(at, n) if n > 0 else oracle.after_days(at, -n)
            assert step.due == moment(at), (moment(received), step.no)


@pytest.mark.parametrize("seed", range(5))
def test_calendars_made_up_at_random_agree(seed: int) -> None:
    """Saturdays, three intervals a day, nights, days of one minute: nothing is wired in."""
    dice = random.Random(seed)
    weeks = [
        {
            weekday: sorted(dice.sample(range(1440), 2 * dice.randint(1, 3)))
            for weekday in dice.sample(range(7), dice.randint(1, 7))
        }
        for _ in range(2)
    ]
    change = FIRST + timedelta(days=dice.randrange(700))
    off = {FIRST + timedelta(days=dice.randrange(1000)) for _ in range(150)}

    def intervals(day: date) -> Minutes:
        edges = [] if day in off else weeks[day >= change].get(day.weekday(), [])
        return list(zip(edges[::2], edges[1::2], strict=True))

    def hours(valid_from: date | None, week: dict[int, list[int]]) -> OfficeHours:
        clock = {day: [time(m // 60, m % 60) for m in edges] for day, edges in week.items()}
        return OfficeHours(
            valid_from,
            None,
            "acak",
            {day: tuple(zip(t[::2], t[1::2], strict=True)) for day, t in clock.items()},
        )

    oracle = MinuteOracle(intervals)
    calendar = Calendar(
        "Asia/Makassar",
        (hours(None, weeks[0]), hours(change, weeks[1])),
        tuple(DayOff(day, "local", "Libur", "acak") for day in off),
    )
    for _ in range(120):
        at = a_minute(dice, oracle)
        assert calendar.next_opening(moment(at)) == moment(oracle.opening(at))
        assert calendar.add_minutes(moment(at), 90) == moment(oracle.after_minutes(at, 90))
        assert calendar.add_days(moment(at), 2) == moment(oracle.after_days(at, 2))
