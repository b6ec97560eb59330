"""How fast deadlines are: due dates and elapsed times per second, beside a minute walk.

The same beside a known library where one is installed (known_library.py), in the same run.

In:    nothing; `python benchmarks/deadlines.py [cases]`.   Out: rates and ratios of one run.
Rule:  both sides answer the same random questions; one differing answer makes the run fail.
Never: part of the tests; a rate depends on the machine. Start at `main()`.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from known_library import known

from integration.calendar_seed import NORMAL, ZONE, shipped_calendar
from integration.sop.calendar import Calendar, OfficeHours
from integration.sop.deadlines import schedule
from integration.sop.standard import Standard
from integration.sop.table import STEPS

MINUTE = timedelta(minutes=1)
OFFICE = shipped_calendar()


def walk_due(start: datetime, standard: Standard) -> datetime:
    """The due moment found by asking one minute after the other whether the office is open."""
    at = start
    while not _open(at):
        at += MINUTE
    for _ in range(standard.days):
        at += timedelta(days=1)
        while not _hours(at.date()):
            at += timedelta(days=1)
    if standard.days:
        while not (_open(at) or _open(at - MINUTE)):
            at += MINUTE
        return at
    left = standard.minutes
    while left:
        left -= _open(at)
        at += MINUTE
    return at


def walk_elapsed(a: datetime, b: datetime) -> float:
    """Working minutes between two moments, counted one by one."""
    minutes = 0
    while a < b:
        minutes += _open(a)
        a += MINUTE
    return minutes


# The walk may remember each day's hours: it shall lose by its walking only.
_hours = lru_cache(maxsize=None)(OFFICE.intervals)


def _open(at: datetime) -> bool:
    return any(opens <= at < closes for opens, closes in _hours(at.date()))


def rate(work: Callable[[], object], amount: int) -> float:
    """Answers per second, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return amount / best


def main(cases: int = 50_000) -> int:
    """Print the rates; 1 when an answer differs from another's."""
    dice = random.Random(2025)
    first = datetime(2025, 1, 2, tzinfo=ZoneInfo(ZONE))
    starts = [first + MINUTE * dice.randrange(1000 * 1440) for _ in range(cases)]
    standards = [dice.choice(STEPS).standard for _ in starts]
    ends = [start + MINUTE * dice.randrange(20 * 1440) for start in starts]
    rows = [(step.no, step.standard) for step in STEPS]
    dues = list(zip(starts, standards, strict=True))
    spans = list(zip(starts, ends, strict=True))
    few = max(cases // 500, 20)
    wrong = sum(OFFICE.due(*q) != walk_due(*q) for q in dues[:few])
    wrong += sum(OFFICE.minutes_between(*q) != walk_elapsed(*q) for q in spans[:few])

    due = rate(lambda: [OFFICE.due(*q) for q in dues], cases)
    slow_due = rate(lambda: [walk_due(*q) for q in dues[:few]], few)
    elapsed = rate(lambda: [OFFICE.minutes_between(*q) for q in spans], cases)
    slow_elapsed = rate(lambda: [walk_elapsed(*q) for q in spans[:few]], few)
    whole = rate(lambda: [schedule(s, rows, OFFICE) for s in starts[: cases // 10]], cases // 10)

    print(f"{'':22}{'calendar':>14}{'minute walk':>14}{'ratio':>10}")
    print(f"{'due dates / s':22}{due:14,.0f}{slow_due:14,.0f}{due / slow_due:10,.0f}")
    print(
        f"{'elapsed times / s':22}{elapsed:14,.0f}{slow_elapsed:14,.0f}"
        f"{elapsed / slow_elapsed:10,.0f}"
    )
    print(f"{'ten-step courses / s':22}{whole:14,.0f}")
    print(f"answers compared: {2 * few}, different: {wrong}")
    return int(wrong + beside_a_known_library(few * 20) > 0)


def beside_a_known_library(count: int) -> int:
    """The same questions to a library, in minutes and at normal hours; differing answers."""
    normal = Calendar(ZONE, (OfficeHours(None, None, "normal", NORMAL),), OFFICE.days_off)
    other = known(off.day for off in OFFICE.days_off)
    if other is None:
        print("businesstimedelta is not installed: no comparison (see known_library.py)")
        return 0
    dice = random.Random(2026)
    first = datetime(2025, 1, 2, tzinfo=ZoneInfo(ZONE))
    # Started in working time: it counts from the moment it is given, open or not, all the same.
    starts = [
        normal.next_opening(first + MINUTE * dice.randrange(700 * 1440)) for _ in range(count)
    ]
    dues = [(start, dice.choice((10, 15, 30, 450, 1350))) for start in starts]
    spans = [(start, start + MINUTE * dice.randrange(20 * 1440)) for start in starts]
    wrong = sum(normal.add_minutes(*q) != other.due(*q) for q in dues)
    wrong += sum(normal.minutes_between(*q) != other.elapsed(*q) for q in spans)
    fast = rate(lambda: [normal.add_minutes(*q) for q in dues], count)
    slow = rate(lambda: [other.due(*q) for q in dues], count)
    fast_elapsed = rate(lambda: [normal.minutes_between(*q) for q in spans], count)
    slow_elapsed = rate(lambda: [other.elapsed(*q) for q in spans], count)
    print(f"\n{'':22}{'calendar':>14}{other.name:>28}{'ratio':>8}")
    print(f"{'due dates / s':22}{fast:14,.0f}{slow:28,.0f}{fast / slow:8,.1f}")
    ratio = fast_elapsed / slow_elapsed
    print(f"{'elapsed times / s':22}{fast_elapsed:14,.0f}{slow_elapsed:28,.0f}{ratio:8,.1f}")
    print(f"answers compared: {2 * count}, different: {wrong}")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
