"""The month's figures apart: by channel, service, kind, pokja, class, and month by month.

In:    the fact tables, a month.   Out: plain rows, the busiest first; twelve months in order.
Rule:  a case counts where it stands now: a corrected class or pokja moves its earlier steps too.
Never: names a person. Start at `breakdowns` and `trend`.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from integration.reports.measures import (
    inside,
    month_numbers,
    number,
    office_steps,
    share,
)
from integration.reports.period import Month
from integration.sop.choices import CHANNELS, CLASSIFICATIONS

TREND_MONTHS = 12
BY = {
    "channel": "Kanal",
    "service": "Jenis layanan",
    "kind": "Jenis keluhan",
    "group": "Pokja",
    "classification": "Klasifikasi",
}
_NAMES = {"channel": dict(CHANNELS), "classification": dict(CLASSIFICATIONS)}


def breakdowns(
    everything: pd.DataFrame, listed: pd.DataFrame, done: pd.DataFrame, month: Month
) -> dict[str, list[dict[str, Any]]]:
    """Rows by each of `BY`; `everything` holds what only the classes may count."""
    office = office_steps(done)
    counted, all_counted = _Counted.of(listed, month), _Counted.of(everything, month)
    told = {}
    for by in BY:
        cases, counts = listed, counted
        if by == "classification":
            cases, counts = everything, all_counted
        of_case = cases.set_index("register_no")[by].astype(str)
        dims = office["register_no"].map(of_case).astype(str)
        told[by] = _breakdown(by, cases[by].astype(str), counts, dims, office["late"])
    return told


@dataclass(frozen=True)
class _Counted:
    """Which cases count as what; reckoned once for all ways of taking them apart."""

    received: "pd.Series[bool]"
    ended: "pd.Series[bool]"
    open_now: "pd.Series[bool]"
    overdue_now: "pd.Series[bool]"
    proper: pd.DataFrame
    """Lead times of complaints that ended in the month."""

    @classmethod
    def of(cls, cases: pd.DataFrame, month: Month) -> "_Counted":
        ended = inside(cases["ended"], month)
        leads = cases.loc[
            ended & (cases["classification"] == "complaint"), ["lead_minutes", "lead_days"]
        ]
        return cls(
            received=inside(cases["received"], month),
            ended=ended,
            open_now=cases["station"] != "",
            overdue_now=cases["overdue"],
            proper=leads,
        )


def _breakdown(
    by: str,
    keys: "pd.Series[str]",
    counted: _Counted,
    dims: "pd.Series[str]",
    late: "pd.Series[bool]",
) -> list[dict[str, Any]]:
    columns = {
        "received": keys[counted.received],
        "ended": keys[counted.ended],
        "open_now": keys[counted.open_now],
        "overdue_now": keys[counted.overdue_now],
        "steps_done": dims,
        "steps_late": dims[late],
    }
    counts = {name: Counter(values) for name, values in columns.items()}
    by_key = counted.proper.groupby(keys[counted.proper.index])
    leads = by_key.median()
    rows: list[dict[str, Any]] = []
    for key in set().union(*counts.values()):
        row: dict[str, Any] = {name: counts[name][key] for name in columns}
        done = row["steps_done"]
        lead: Any = leads.loc[key] if key in leads.index else {}
        rows.append(
            {
                "key": key,
                **row,
                "name": named(by, key),
                "on_time_share": share(done - row["steps_late"], done),
                "median_lead_minutes": number(lead.get("lead_minutes")),
                "median_lead_days": number(lead.get("lead_days")),
            }
        )
    return sorted(rows, key=lambda row: (-row["received"], -row["ended"], row["name"]))


def named(by: str, key: str) -> str:
    """How people read a key of one of `BY`."""
    return _NAMES.get(by, {}).get(key, key) or "(belum diisi)"


def trend(
    cases: pd.DataFrame, steps: pd.DataFrame, returns: pd.DataFrame, month: Month
) -> list[dict[str, Any]]:
    """One row a month, the report's own last."""
    office = office_steps(steps)
    received, ended = _by_month(cases["received"]), _by_month(cases["ended"])
    done, late = _by_month(office["ended"]), _by_month(office.loc[office["late"], "ended"])
    returned = _by_month(returns["at"])
    proper = cases.loc[cases["classification"] == "complaint", ["ended", "lead_days"]].dropna()
    leads = proper["lead_days"].groupby(month_numbers(proper["ended"])).median().to_dict()
    told = []
    for back in range(TREND_MONTHS - 1, -1, -1):
        one = month.back(back)
        at = one.number
        told.append(
            {
                "month": str(one),
                "name": one.name,
                "received": received[at],
                "ended": ended[at],
                "steps_done": done[at],
                "steps_late": late[at],
                "on_time_share": share(done[at] - late[at], done[at]),
                "returns": returned[at],
                "median_lead_days": number(leads.get(at)),
            }
        )
    return told


def _by_month(moments: "pd.Series[Any]") -> Counter[int]:
    return Counter(month_numbers(moments.dropna()))
