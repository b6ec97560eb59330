"""The monthly report: every step against its standard, and what the head should look at.

In:    `Facts`, a month, the present moment.   Out: plain JSON values; the pages only set them.
Rule:  a step counts in the month in which it ended; open and overdue are those of `now`; minutes
       are working minutes; whistle-blowers' cases are counted by class and nowhere else.
Never: names a person. Start at `report`.
"""

from datetime import datetime
from typing import Any

import pandas as pd

from integration.reports import lists, per_step, recurrence
from integration.reports.breakdown import TREND_MONTHS, breakdowns, trend
from integration.reports.facts import Facts
from integration.reports.measures import (
    handled,
    moment,
    number,
    office_steps,
    share,
    within,
)
from integration.reports.period import Month
from integration.sop.calendar import Calendar
from integration.sop.clocks import DECISION, FIRST_RESPONSE


def since(month: Month, months: int = recurrence.MONTHS) -> datetime:
    """The earliest moment a report of `month` looks at."""
    return month.back(max(TREND_MONTHS, months) - 1).begins


def report(
    facts: Facts,
    calendar: Calendar,
    month: Month,
    now: datetime,
    months: int = recurrence.MONTHS,
) -> dict[str, Any]:
    """Every figure of the report. `months`: how far back repeats are looked for."""
    listed = facts.cases[facts.cases["classification"] != "whistleblow"]
    steps = facts.steps[facts.steps["register_no"].isin(listed["register_no"])]
    returns = facts.returns[facts.returns["register_no"].isin(listed["register_no"])]
    done = within(steps, "ended", month)
    sent_back = within(returns, "at", month)
    letters = facts.letters[facts.letters["register_no"].isin(listed["register_no"])]
    open_cases = listed[listed["station"] != ""]
    return {
        "month": str(month),
        "name": month.name,
        "public": False,
        "made_at": moment(now),
        "holidays_confirmed": not calendar.is_provisional(month.year),
        "totals": _totals(listed, done, sent_back, open_cases, month),
        "legal": _legal(listed, month),
        "steps": per_step.steps(done),
        "detail": per_step.detail(listed, steps, month),
        "by": breakdowns(facts.cases, listed, done, month),
        "months": trend(listed, steps, returns, month),
        "open": lists.open_now(open_cases),
        "late": lists.late(done),
        "returns": lists.returned(sent_back),
        "letters": lists.in_doubt(within(letters, "at", month)),
        "recurrence_months": months,
        "recurrence": recurrence.recurring(listed, month, months),
    }


def _totals(
    cases: pd.DataFrame,
    done: pd.DataFrame,
    sent_back: pd.DataFrame,
    open_cases: pd.DataFrame,
    month: Month,
) -> dict[str, Any]:
    proper = handled(cases, month)
    answered = within(cases[cases["classification"] == "complaint"], "answered", month)
    late_answers = int((answered["answered"] > answered["promised"]).sum())
    office = office_steps(done)
    return {
        "received": len(within(cases, "received", month)),
        "ended": len(within(cases, "ended", month)),
        "answered": len(answered),
        "answered_late": late_answers,
        "answered_on_time_share": share(len(answered) - late_answers, len(answered)),
        "open_now": len(open_cases),
        "overdue_now": int(open_cases["overdue"].sum()),
        "steps_done": len(office),
        "steps_late": int(office["late"].sum()),
        "steps_on_time_share": share(len(office) - int(office["late"].sum()), len(office)),
        "returns": len(sent_back),
        "reopened": int(((done["step"] == "deliver") & (done["outcome"] == "not_satisfied")).sum()),
        "median_lead_minutes": number(proper["lead_minutes"].median()),
        "median_lead_days": number(proper["lead_days"].median()),
        "median_response_minutes": number(
            within(cases, "first_response", month)["response_minutes"].median()
        ),
    }


def _legal(cases: pd.DataFrame, month: Month) -> list[dict[str, Any]]:
    """The clocks of the law over what was due or done in the month: those past their limit."""
    known = cases[cases["received"] < month.ends]
    complaints = known[known["classification"].isin(["complaint", ""])]
    rows = []
    for clock, rows_of, finished, days in (
        (FIRST_RESPONSE, known, "first_response", "response_days"),
        (DECISION, complaints, "answered", "answer_days"),
    ):
        in_view = rows_of[rows_of[finished].isna() | (rows_of[finished] >= month.begins)]
        rows.append(
            {
                "key": clock.key,
                "label": clock.label,
                "limit_days": clock.days,
                "source": clock.source,
                "count": len(in_view),
                "beyond": int((in_view[days] > clock.days).sum()),
            }
        )
    return rows
