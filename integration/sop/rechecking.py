"""The re-check of a remedy, and the linked action that opens where it was not effective.

In:    a case, the finished re-check, who, when.   Out: what the history keeps.
Rule:  asked on the day set at verification (domain.md 1.6 A8), by the same person and with the
       same independence as step 7; "not effective" names a new action and its own re-check day,
       so that a remedy is followed until one is found that holds.
Never: moves the case: it has mostly ended, and stays so. Start at `rechecked`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from integration.sop import errors
from integration.sop.actors import By
from integration.sop.asked import RECHECK
from integration.sop.case import Case
from integration.sop.commands import Complete
from integration.sop.days import office_day
from integration.sop.independence import must_be_independent
from integration.sop.values import checked


def rechecked(
    case: Case, command: Complete, by: By, at: datetime, lists: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What the history keeps. Raises SopError."""
    pending = case.recheck
    if pending is None or (command.visit is not None and command.visit != pending.visit):
        done = next((one for one in case.rechecks if one.visit == command.visit), None)
        if done is None:
            raise errors.NotHere(step=RECHECK.short, at=case.status)
        way = RECHECK.outcome(done.outcome)
        assert way is not None
        raise errors.AlreadyDone(step=RECHECK.short, outcome=way.label, by=done.by, at=done.at)
    if by.role is not RECHECK.actor:
        raise errors.NotYourStep(step=RECHECK.short, no=RECHECK.no, actor=RECHECK.actor)
    must_be_independent(case, RECHECK, by)
    way = RECHECK.outcome(command.outcome)
    if way is None:
        raise errors.UnknownOutcome(step=RECHECK.short, outcome=command.outcome)
    values = checked(RECHECK, way.key, command.values, lists, office_day(at))
    data = {
        "step": RECHECK.key,
        "outcome": way.key,
        "values": values,
        "visit": pending.visit,
    }
    return {**data, "acting": command.acting} if command.acting else data
