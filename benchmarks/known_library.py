"""The office's hours in `businesstimedelta`, a known library for working time, as far as it goes.

In:    days off.   Out: `due(start, minutes)` and `elapsed(a, b)`; None where it is not installed.
Rule:  only for comparison: `pip install --target <folder> businesstimedelta==1.0.1`, and that
       folder in PYTHONPATH; the product does not need it.
Never: asked for "1 hari", pauses or Ramadan hours: it knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.metadata import version

ZONE = "Asia/Makassar"
WEEK = (
    ((0, 1, 2, 3), time(7, 30), time(12)),
    ((0, 1, 2, 3), time(13), time(16)),
    ((4,), time(7, 30), time(11, 30)),
    ((4,), time(13), time(16, 30)),
)


@dataclass(frozen=True)
class Known:
    """What the library answers."""

    name: str
    due: Callable[[datetime, int], datetime]
    elapsed: Callable[[datetime, datetime], float]


def known(days_off: Iterable[date]) -> Known | None:
    """The library with the office's normal hours."""
    try:
        import businesstimedelta as library
        import pytz
    except ImportError:
        return None
    zone = pytz.timezone(ZONE)
    closed = dict.fromkeys(days_off, "libur")
    rules = library.Rules(
        [
            *(
                library.WorkDayRule(
                    start_time=opens, end_time=closes, working_days=list(days), tz=zone
                )
                for days, opens, closes in WEEK
            ),
            library.HolidayRule(closed, tz=zone),
        ]
    )

    def due(start: datetime, minutes: int) -> datetime:
        hours, seconds = divmod(minutes * 60, 3600)
        return start + library.BusinessTimeDelta(rules, hours=hours, seconds=seconds)

    def elapsed(a: datetime, b: datetime) -> float:
        told = rules.difference(a, b)
        return told.hours * 60 + told.seconds / 60

    return Known(f"businesstimedelta {version('businesstimedelta')}", due, elapsed)
