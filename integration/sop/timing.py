"""When a case's step is due: derived from its history and the calendar in force.

In:    a case, a calendar.   Out: due moments; near, due or late.
Rule:  a step's clock starts when its actor is asked; it rests while data are awaited (A5).
Never: stores anything; a changed calendar changes every answer (design decision 2).
"""

from datetime import datetime

from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.deadlines import schedule
from integration.sop.table import STEPS


def due_at(case: Case, calendar: Calendar) -> datetime | None:
    """When the present step is due; None when the case has ended or its clock rests."""
    step = case.step
    if step is None or step.key == "complete_info":
        return None
    standard = step.standard
    if step.key == "records":
        standard = next(each for each in STEPS if each.no == step.no).standard
    return calendar.due(case.since, standard)


def promised(case: Case, calendar: Calendar) -> datetime:
    """When the reply is due if every step takes its whole standard time (the receipt's promise)."""
    standards = [(step.no, step.standard) for step in STEPS]
    return schedule(case.received_at, standards, calendar)[-1].due


def is_late(case: Case, calendar: Calendar, now: datetime) -> bool:
    """Whether the present step is past its due moment."""
    due = due_at(case, calendar)
    return due is not None and now > due
