"""Figures in words: working time, shares, moments, as a reader in the office expects them.

In:    a value and what it is.   Out: Indonesian text; a dash where there is nothing.
Rule:  decimal comma; minutes become days of 7.5 working hours (Perpres 21/2023).
Never: rounds what a workbook stores. Start at `words`.
"""

from datetime import datetime
from enum import Enum
from typing import Any

from integration.clock import WITA
from integration.reports.measures import MINUTES_A_DAY
from integration.reports.rounding import half_up

NOTHING = "–"


class Is(Enum):
    """What the values of a column are."""

    TEXT = "text"
    COUNT = "count"
    MINUTES = "minutes"
    DAYS = "days"
    SHARE = "share"
    MOMENT = "moment"


def words(value: Any, what: Is) -> str:
    """One cell as people read it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str) and what is not Is.MOMENT:
        return value
    match what:
        case Is.MINUTES:
            return duration(value)
        case Is.DAYS:
            return f"{_comma(value)} hari"
        case Is.SHARE:
            return f"{_comma(value * 100)}%"
        case Is.MOMENT:
            return f"{datetime.fromisoformat(value).astimezone(WITA):%d/%m/%Y %H.%M}"
        case Is.COUNT:
            return f"{value:,}".replace(",", ".")
        case _:
            return str(value)


def duration(minutes: float) -> str:
    """Working minutes in their two largest units, "5 hari 4 jam"; below one as "< 1 menit"."""
    if 0 < minutes < 1:
        return "< 1 menit"
    left = int(half_up(minutes))
    days, left = divmod(left, MINUTES_A_DAY)
    hours, left = divmod(left, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "hari"), (hours, "jam"), (left, "menit")) if n]
    return " ".join(parts[:2]) or "0 menit"


def _comma(value: float) -> str:
    return f"{half_up(value, 1):.1f}".rstrip("0").rstrip(".").replace(".", ",")
