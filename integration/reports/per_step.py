"""Every step against its standard: of the month, and apart by channel, service, pokja and month.

In:    the fact tables, a month.   Out: plain rows in the SOP's order; of the parts only those that
       had the step at all.
Rule:  the same measures for the whole and for every part, so that parts add up to it.
Never: names a person. Start at `steps` and `detail`.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from integration.reports.breakdown import BY, TREND_MONTHS, named
from integration.reports.facts import standard_of
from integration.reports.measures import (
    MINUTES_A_DAY,
    month_numbers,
    number,
    records,
    share,
    within,
)
from integration.reports.period import Month
from integration.sop.step import Step
from integration.sop.table import E_SIGN, STATIONS

PARTS = ("group", "channel", "service")
MONTHS = "month"
PART_NAMES = {**{part: BY[part] for part in PARTS}, MONTHS: "Bulan"}


def steps(done: pd.DataFrame) -> list[dict[str, Any]]:
    """Every stop, those nobody made as well; of an own certificate only where there is one."""
    found = _measures(done, [done["step"].astype(str)])
    shown = [key for key in STATIONS if key != E_SIGN.key or (key,) in found]
    return [_row(STATIONS[key], found.get((key,))) for key in shown]


def detail(cases: pd.DataFrame, made: pd.DataFrame, month: Month) -> list[dict[str, Any]]:
    """The steps of the month by each of `PARTS`, and those of twelve months month by month."""
    done = within(made, "ended", month)
    told: list[dict[str, Any]] = []
    for part in PARTS:
        of_case = cases.set_index("register_no")[part].astype(str)
        told += _apart(part, done, done["register_no"].map(of_case).astype(str))
    first = month.back(TREND_MONTHS - 1)
    reached = made[(made["ended"] >= first.begins) & (made["ended"] < month.ends)]
    told += _apart(MONTHS, reached, month_numbers(reached["ended"]).astype(str))
    return told


def _apart(part: str, done: pd.DataFrame, keys: "pd.Series[str]") -> Iterator[dict[str, Any]]:
    found = _measures(done, [keys, done["step"].astype(str)])
    for key in sorted({key for key, _ in found}):
        name = Month.numbered(int(key)).name if part == MONTHS else named(part, key)
        for step_key, step in STATIONS.items():
            if (key, step_key) in found:
                row = _row(step, found[key, step_key])
                yield {"by": part, "part": key, "part_name": name, **row}


def _measures(
    done: pd.DataFrame, keys: "list[pd.Series[str]]"
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Count, median, 90 % and late of every group, by its keys."""
    grouped = done.groupby(keys)
    minutes = grouped["minutes"]
    table = pd.DataFrame(
        {
            "count": minutes.size(),
            "median": minutes.median(),
            "p90": minutes.quantile(0.9),
            "late": grouped["late"].sum(),
        }
    )
    return {
        key if isinstance(key, tuple) else (key,): dict(row)
        for key, row in zip(table.index, records(table), strict=True)
    }


def _row(step: Step, measured: dict[str, Any] | None) -> dict[str, Any]:
    standard = standard_of(step)
    count, late = (int(measured[name]) if measured else 0 for name in ("count", "late"))
    return {
        "no": step.no,
        "key": step.key,
        "name": step.short,
        "extension": step.extension,
        "standard": str(standard) if standard else "",
        "standard_minutes": (
            standard.minutes + standard.days * MINUTES_A_DAY if standard else None
        ),
        "count": count,
        "median_minutes": number(measured["median"]) if measured else None,
        "p90_minutes": number(measured["p90"]) if measured else None,
        "late": late,
        "on_time_share": share(count - late, count) if standard else None,
    }
