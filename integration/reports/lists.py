"""The cases behind the figures: what waits now, what was late, what was sent back, and why.

In:    the fact tables.   Out: plain rows, the worst first, at most `LISTED`.
Rule:  register numbers only; words of a confidential case were left out by facts.py.
Never: counts; the totals do. Start at `open_now`, `late`, `returned`, `in_doubt`.
"""

from typing import Any

import pandas as pd

from integration.reports.measures import moment, number, office_steps, records
from integration.sop.table import STATIONS

LISTED = 200
"""So many rows of a list are told; the totals count them all."""


def open_now(cases: pd.DataFrame) -> list[dict[str, Any]]:
    """Cases that wait, the most overdue first."""
    order = cases.sort_values(
        ["overdue", "minutes_over", "received"], ascending=[False, False, True]
    )
    return [
        {
            "register_no": row["register_no"],
            "received_at": moment(row["received"]),
            "status": row["status"],
            "step": STATIONS[row["station"]].no,
            "group": row["group"],
            "due": moment(row["station_due"]),
            "overdue": bool(row["overdue"]),
            "minutes_over": number(row["minutes_over"]),
        }
        for row in records(order.head(LISTED))
    ]


def late(done: pd.DataFrame) -> list[dict[str, Any]]:
    """Steps of the office that ended late, with what staff noted while they were open."""
    rows = office_steps(done[done["late"]]).sort_values(
        ["minutes_over", "ended"], ascending=[False, True]
    )
    return [
        {
            "register_no": row["register_no"],
            "step": STATIONS[row["step"]].no,
            "name": STATIONS[row["step"]].short,
            "group": row["group"],
            "due": moment(row["due"]),
            "ended": moment(row["ended"]),
            "minutes_over": number(row["minutes_over"]),
            "remark": row["remark"],
        }
        for row in records(rows.head(LISTED))
    ]


def returned(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Drafts sent back at step 9 with the reason given (domain.md 1.3)."""
    return [
        {
            "register_no": row["register_no"],
            "at": moment(row["at"]),
            "group": row["group"],
            "reason": row["reason"],
        }
        for row in records(rows.sort_values("at").head(LISTED))
    ]


def in_doubt(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Letters that were issued although they were not what had been approved, and why."""
    return [
        {
            "register_no": row["register_no"],
            "at": moment(row["at"]),
            "group": row["group"],
            "doubts": row["doubts"],
            "reason": row["reason"],
        }
        for row in records(rows.sort_values("at").head(LISTED))
    ]
