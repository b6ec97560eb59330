"""Days on the right side of today, by the clock on the office's wall.

In:    a step, its tidied values, the moment.   Out: nothing, or a refusal.
Rule:  a letter bears no day to come, a target lies not behind, a re-check lies ahead; early in the
       morning the office's day is not yet that of UTC (design decision 12).
Never: knows working time; that is calendar.py. Start at `must_lie_right`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from integration.sop import errors
from integration.sop.field import Lies
from integration.sop.table import Step

WITA = ZoneInfo("Asia/Makassar")


def must_lie_right(step: Step, values: Mapping[str, Any], at: datetime) -> None:
    """Every day of the step's values. Raises DayToCome, DayGone, DayNotAhead."""
    today = at.astimezone(WITA).date().isoformat()
    for asked in step.fields:
        day = values.get(asked.key)
        if not day:
            continue
        if asked.lies is Lies.UNTIL_TODAY and day > today:
            raise errors.DayToCome(field=asked.label)
        if asked.lies is Lies.FROM_TODAY and day < today:
            raise errors.DayGone(field=asked.label)
        if asked.lies is Lies.AFTER_TODAY and day <= today:
            raise errors.DayNotAhead(field=asked.label)
