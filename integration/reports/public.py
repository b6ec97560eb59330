"""The recap that anybody may read: counts alone, and none from which a person can be guessed.

In:    `Facts`, a month, the office's own lists of services and kinds.   Out: plain JSON values.
Rule:  a count below three is "<3", nought included; where the total and its other cells would
       still give a hidden one away, the smallest visible cell is hidden too, as "*" (UU 27/2022).
Never: names, register numbers, free text, pokja; a service or kind outside the office's lists is
       somebody's own words and counts as "Lainnya". Start at `recap`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from integration.reports.breakdown import TREND_MONTHS
from integration.reports.facts import Facts
from integration.reports.measures import moment, office_steps, within
from integration.reports.period import Month
from integration.sop.table import CHANNELS

FEWEST = 3
FEW, HIDDEN, OTHER = "<3", "*", "Lainnya"

Shown = int | str


def recap(
    facts: Facts, month: Month, now: datetime, lists: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Counts of the month; `lists` holds the office's `services` and `kinds`."""
    cases = facts.cases[~facts.cases["classification"].isin(["whistleblow", "spam"])]
    steps = facts.steps[facts.steps["register_no"].isin(cases["register_no"])]
    received = within(cases, "received", month)
    done = office_steps(within(steps, "ended", month))
    late = int(done["late"].sum())
    return {
        "month": str(month),
        "name": month.name,
        "public": True,
        "made_at": moment(now),
        "totals": {
            "received": cell(len(received)),
            "ended": cell(len(within(cases, "ended", month))),
            "open_now": cell(int((cases["station"] != "").sum())),
            "steps_on_time": cell(len(done) - late),
            "steps_late": cell(late),
        },
        "by": {
            "channel": _by(received["channel"], dict(CHANNELS)),
            "service": _by(received["service"], {one: one for one in lists["services"]}),
            "kind": _by(received["kind"], {one: one for one in lists["kinds"]}),
        },
        "months": [
            {
                "month": str(one),
                "name": one.name,
                "received": cell(len(within(cases, "received", one))),
                "ended": cell(len(within(cases, "ended", one))),
            }
            for one in (month.back(back) for back in range(TREND_MONTHS - 1, -1, -1))
        ],
    }


def cell(count: int) -> Shown:
    """A count that may be shown; "<3" where it is too small."""
    return count if count >= FEWEST else FEW


def cells(counts: Sequence[int]) -> list[Shown]:
    """The cells of one table whose total is public."""
    shown = [cell(count) for count in counts]
    hidden = [count for count in counts if count < FEWEST]
    largest_possible = (FEWEST - 1) * len(hidden)
    # One hidden cell, or hidden cells that are all as large as they can be, follow from the total.
    told = sum(hidden) > 0 and (len(hidden) == 1 or sum(hidden) == largest_possible)
    visible = [count for count in counts if count >= FEWEST]
    if told and visible:
        shown[list(counts).index(min(visible))] = HIDDEN
    return shown


def _by(said: "pd.Series[Any]", names: Mapping[str, str]) -> list[dict[str, Shown]]:
    counted: dict[str, int] = {name: 0 for name in (*names.values(), OTHER)}
    for key, count in said.astype(str).value_counts().items():
        counted[names.get(str(key), OTHER)] += int(count)
    return [
        {"name": name, "received": shown}
        for name, shown in zip(counted, cells(list(counted.values())), strict=True)
    ]
