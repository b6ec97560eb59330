"""What keeps coming back: the SOP's second warning, counted.

In:    the cases' table, a month, how many months to look back.   Out: groups of two and more.
Rule:  same cause (in the same words, whatever their form), same pokja, or same order, report or
       certificate number, within the months that end with the report's own; a group is told when
       one of its cases falls into the report's month (SOP, Peringatan 2; ISO 9001, 10.2).
Never: counts what was sorted as no complaint. Start at `recurring`.
"""

from typing import Any

import pandas as pd

from integration.reports.period import Month

MONTHS = 6
NUMBERS_TOLD = 20
"""So many register numbers of a group are listed; the count says how many there are."""

_WAYS = (
    # by, the key that makes cases equal, what people read, the moment that counts
    ("cause", "cause_key", "root_cause", "cause_at"),
    ("group", "group", "group", "received"),
    ("reference", "reference_key", "reference_no", "received"),
)


def recurring(cases: pd.DataFrame, month: Month, months: int = MONTHS) -> list[dict[str, Any]]:
    """The groups, those of the same cause first, the largest first."""
    complaints = cases[cases["classification"].isin(["complaint", ""])]
    since = month.back(months - 1).begins
    found: list[dict[str, Any]] = []
    for by, key, label, moment in _WAYS:
        in_reach = complaints[
            (complaints[moment] >= since)
            & (complaints[moment] < month.ends)
            & (complaints[key].astype(str) != "")
        ]
        rows = in_reach.assign(key=in_reach[key].astype(str), at=in_reach[moment])
        sizes = rows.groupby("key")["at"].agg(["size", "max"])
        told = sizes[(sizes["size"] > 1) & (sizes["max"] >= month.begins)]
        members = rows[rows["key"].isin(told.index)].sort_values(["at", "register_no"])
        groups = [_told(by, label, rows, month) for _, rows in members.groupby("key")]
        found += sorted(groups, key=lambda group: (-group["count"], group["label"]))
    return found


def _told(by: str, label: str, rows: pd.DataFrame, month: Month) -> dict[str, Any]:
    numbers = rows["register_no"].astype(str).tolist()
    return {
        "by": by,
        "label": str(rows[label].iloc[-1]),
        "count": len(rows),
        "in_month": int((rows["at"] >= month.begins).sum()),
        "groups": sorted(set(rows["group"].astype(str)) - {""}),
        "register_nos": numbers[-NUMBERS_TOLD:],
    }
