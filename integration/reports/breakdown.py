"""The month's figures apart: by channel, service, kind, pokja, class, and month by month.

In:    the fact tables, a month.   Out: plain rows, the busiest first; twelve months in order.
Rule:  a case counts where it stands now: a corrected class or pokja moves its earlier steps too.
Never: names a person. Start at `breakdowns` and `trend`.
"""

from typing import Any

import pandas as pd

from integration.reports.measures import handled, number, office_steps, records, share, within
from integration.reports.period import Month
from integration.sop.choices import CLASSIFICATIONS
from integration.sop.table import CHANNELS

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
    told = {}
    for by in BY:
        cases = everything if by == "classification" else listed
        of_case = cases.set_index("register_no")[by].astype(str)
        dims = office["register_no"].map(of_case).astype(str)
        told[by] = _breakdown(cases, office.assign(**{by: dims}), by, month)
    return told


def _breakdown(
    cases: pd.DataFrame, steps: pd.DataFrame, by: str, month: Month
) -> list[dict[str, Any]]:
    ended = within(cases, "ended", month)
    proper = handled(cases, month)
    table = pd.DataFrame(
        {
            "received": _counted(within(cases, "received", month), by),
            "ended": _counted(ended, by),
            "open_now": _counted(cases[cases["station"] != ""], by),
            "steps_done": _counted(steps, by),
            "steps_late": _counted(steps[steps["late"]], by),
        }
    ).fillna(0)
    by_key = proper.groupby(proper[by].astype(str))
    lead_minutes = by_key["lead_minutes"].median().to_dict()
    lead_days = by_key["lead_days"].median().to_dict()
    rows: list[dict[str, Any]] = []
    for counts in records(
        table[table.sum(axis=1) > 0].astype(int).rename_axis("key").reset_index()
    ):
        key = str(counts["key"])
        done, late = counts["steps_done"], counts["steps_late"]
        rows.append(
            {
                **counts,
                "name": _NAMES.get(by, {}).get(key, key) or "(belum diisi)",
                "on_time_share": share(done - late, done),
                "median_lead_minutes": number(lead_minutes.get(key)),
                "median_lead_days": number(lead_days.get(key)),
            }
        )
    return sorted(rows, key=lambda row: (-row["received"], -row["ended"], row["name"]))


def _counted(rows: pd.DataFrame, by: str) -> pd.Series:
    return rows[by].astype(str).value_counts()


def trend(
    cases: pd.DataFrame, steps: pd.DataFrame, returns: pd.DataFrame, month: Month
) -> list[dict[str, Any]]:
    """One row a month, the report's own last."""
    told = []
    office = office_steps(steps)
    for back in range(TREND_MONTHS - 1, -1, -1):
        one = month.back(back)
        ended, done = within(cases, "ended", one), within(office, "ended", one)
        late = int(done["late"].sum())
        told.append(
            {
                "month": str(one),
                "name": one.name,
                "received": len(within(cases, "received", one)),
                "ended": len(ended),
                "steps_done": len(done),
                "steps_late": late,
                "on_time_share": share(len(done) - late, len(done)),
                "returns": len(within(returns, "at", one)),
                "median_lead_days": number(handled(cases, one)["lead_days"].median()),
            }
        )
    return told
