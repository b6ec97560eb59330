"""Days on the right side of today, by the clock on the office's wall.

In:    a field, a day, today.   Out: nothing, or a refusal.
Rule:  a letter bears no day to come, a target lies not behind, a re-check lies ahead; early in the
       morning the office's day is not yet that of UTC (design decision 12).
Never: knows working time; that is calendar.py. Start at `must_lie_right`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from integration.sop import errors
from integration.sop.field import Field, Lies

WITA = ZoneInfo("Asia/Makassar")


def office_day(at: datetime) -> date:
    """The date on the office's wall at that moment."""
    return at.astimezone(WITA).date()


def must_lie_right(asked: Field, day: date, today: date) -> None:
    """Raises DayToCome, DayGone, DayNotAhead."""
    if asked.lies is Lies.UNTIL_TODAY and day > today:
        raise errors.DayToCome(field=asked.label)
    if asked.lies is Lies.FROM_TODAY and day < today:
        raise errors.DayGone(field=asked.label)
    if asked.lies is Lies.AFTER_TODAY and day <= today:
        raise errors.DayNotAhead(field=asked.label)
