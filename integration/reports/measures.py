"""The few ways in which every figure of a report is taken.

In:    the fact tables.   Out: rows of a month, the office's own steps, shares, rounded numbers.
Rule:  a share of nothing is None, never nought; None is printed as a dash.
Never: groups or sorts; that is breakdown.py and monthly.py.
"""

from typing import Any

import pandas as pd

from integration.clock import WITA
from integration.reports.facts import standard_of
from integration.reports.period import Month
from integration.reports.rounding import half_up
from integration.sop.table import STATIONS

OFFICE_STEPS = range(2, 10)
"""The part of the procedure that the office itself controls (domain.md 1.4)."""

MINUTES_A_DAY = 450
"""A working day of 7.5 hours (Perpres 21/2023), where days and minutes are drawn side by side."""


def inside(moments: "pd.Series[Any]", month: Month) -> "pd.Series[bool]":
    """Which of the moments lie in the month."""
    return (moments >= month.begins) & (moments < month.ends)


def within(rows: pd.DataFrame, column: str, month: Month) -> pd.DataFrame:
    """The rows whose moment in `column` lies in the month."""
    return rows[inside(rows[column], month)]


def month_numbers(moments: "pd.Series[Any]") -> "pd.Series[int]":
    """The months in which moments lie in Samarinda, as `Month.number` counts them."""
    local = moments.dt.tz_convert(WITA).dt
    numbers: pd.Series[int] = local.year * 12 + local.month - 1
    return numbers


def office_steps(steps: pd.DataFrame) -> pd.DataFrame:
    """Steps 2 to 9 that have a standard time."""
    keys = [key for key, step in STATIONS.items() if step.no in OFFICE_STEPS and standard_of(step)]
    return steps[steps["step"].isin(keys)]


def handled(cases: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Complaints proper that ended in the month: what lead times are taken of."""
    ended = within(cases, "ended", month)
    return ended[ended["classification"] == "complaint"]


def share(part: int, whole: int) -> float | None:
    """A part of the whole from 0 to 1; None where there is no whole."""
    return half_up(int(part) / int(whole), 4) if whole else None


def number(value: Any) -> float | None:
    """A number to two places as JSON holds it; None for NaN and NaT."""
    return None if pd.isna(value) else half_up(float(value), 2)


def moment(value: Any) -> str | None:
    """A moment as ISO text in the office's zone; None for NaT."""
    return None if pd.isna(value) else value.astimezone(WITA).isoformat(timespec="seconds")


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows one by one, by column name."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
