"""The recap that anybody may read: counts alone, and none from which a person can be guessed.

In:    `Facts`, a month, the office's own lists of services and kinds.   Out: plain JSON values.
Rule:  a count below three is "<3", nought included (UU 27/2022). Where the total would still give
       such a count away, the smallest larger one is hidden too, with its equals, and all of them
       are "*"; where there is no larger one, the total is. Whoever knows this rule learns no more.
Never: names, register numbers, free text, pokja; a service or kind outside the office's lists is
       somebody's own words and counts as "Lainnya". Start at `recap`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from integration.reports.breakdown import TREND_MONTHS
from integration.reports.facts import Facts
from integration.reports.measures import moment, office_steps, share, within
from integration.reports.period import Month
from integration.sop.choices import CHANNELS
from integration.sop.table import ARCHIVED, CLOSED, WITHDRAWN

FEWEST = 3
FEW, HIDDEN, OTHER = "<3", "*", "Lainnya"
UNDER_WAY = "Sedang ditangani"

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
    both_shown = min(late, len(done) - late) >= FEWEST
    by = {
        "channel": _counted(received["channel"], dict(CHANNELS)),
        "service": _counted(received["service"], {one: one for one in lists["services"]}),
        "kind": _counted(received["kind"], {one: one for one in lists["kinds"]}),
        "status": _counted(received["status"], _STATES),
    }
    total, tables = tabled(by)
    return {
        "month": str(month),
        "name": month.name,
        "public": True,
        "made_at": moment(now),
        "totals": {
            "received": total,
            "ended": cell(len(within(cases, "ended", month))),
            "open_now": cell(int((cases["station"] != "").sum())),
            "steps_on_time": cell(len(done) - late),
            "steps_late": cell(late),
            "steps_on_time_share": share(len(done) - late, len(done)) if both_shown else None,
        },
        "by": {
            way: [
                {"name": name, "received": shown}
                for name, shown in zip(by[way], tables[way], strict=True)
            ]
            for way in by
        },
        "months": [
            {
                "month": str(one),
                "name": one.name,
                "received": (total if one == month else cell(len(within(cases, "received", one)))),
                "ended": cell(len(within(cases, "ended", one))),
            }
            for one in (month.back(back) for back in range(TREND_MONTHS - 1, -1, -1))
        ],
    }


_STATES = {CLOSED: CLOSED, ARCHIVED: ARCHIVED, WITHDRAWN: WITHDRAWN}


def cell(count: int) -> Shown:
    """A count that may be shown; "<3" where it is too small."""
    return count if count >= FEWEST else FEW


def cells(counts: Sequence[int]) -> tuple[list[Shown], bool]:
    """The cells of one table; and whether its total may be told."""
    small = [at for at, count in enumerate(counts) if count < FEWEST]
    most = (FEWEST - 1) * len(small)
    # So close to the most they can hold that the total would tell what each of them is; one short
    # of it is treated the same, so that the hiding itself tells nothing.
    if not small or sum(counts[at] for at in small) < most - 1:
        return [cell(count) for count in counts], True
    large = [at for at in range(len(counts)) if at not in small]
    if not large:
        return [cell(count) for count in counts], False
    least = min(counts[at] for at in large)
    hidden = {at for at, count in enumerate(counts) if count <= least}
    return [HIDDEN if at in hidden else count for at, count in enumerate(counts)], True


def tabled(by: Mapping[str, Mapping[str, int]]) -> tuple[Shown, dict[str, list[Shown]]]:
    """The total of tables that all count the same cases, and the cells of each."""
    made = {way: cells(list(counts.values())) for way, counts in by.items()}
    total = max((sum(counts.values()) for counts in by.values()), default=0)
    told = all(may_be_told for _, may_be_told in made.values())
    shown = cell(total) if told or total < FEWEST else HIDDEN
    return shown, {way: found for way, (found, _) in made.items()}


def _counted(said: "pd.Series[Any]", names: Mapping[str, str]) -> dict[str, int]:
    """How many under each name; what has none counts as the last."""
    other = UNDER_WAY if names is _STATES else OTHER
    counted = dict.fromkeys((*names.values(), other), 0)
    for key, count in said.astype(str).value_counts().items():
        counted[names.get(str(key), other)] += int(count)
    return counted
