"""May a step's clock rest, or go on?

In:    a case, a wish to pause or to go on, who, when.   Out: what the history keeps.
Rule:  only the SOP's clock rests, never the law's (domain.md 4.4, 5); whoever the step belongs to
       or the Kepala Balai says so, with a reason and an end.
Never: rests a step that waits for the customer anyway; there no clock of the office runs (A5).
"""

from datetime import datetime, timedelta
from typing import Any

from integration.sop import errors
from integration.sop.actors import By, Role
from integration.sop.case import Case
from integration.sop.commands import GoOn, Pause
from integration.sop.rests import WHY
from integration.sop.step import Step

MOST_DAYS = 30
"""Days after which the clock goes on at the latest; who still waits then pauses again."""


def pause(case: Case, command: Pause, by: By, at: datetime) -> dict[str, Any]:
    """What the history keeps of a pause. Raises SopError."""
    _may(case, by)
    if not command.reason.strip():
        raise errors.Missing(fields="Alasan", keys=["reason"])
    if command.why not in dict(WHY):
        choices = ", ".join(label for _, label in WHY)
        raise errors.NotAChoice(field="Yang ditunggu", typed=command.why, choices=choices)
    if not at < command.until <= at + timedelta(days=MOST_DAYS):
        raise errors.BadPause(days=MOST_DAYS)
    return {
        "why": command.why,
        "reason": command.reason.strip(),
        "until": command.until.isoformat(),
    }


def go_on(case: Case, command: GoOn, by: By, at: datetime) -> dict[str, Any]:
    """What the history keeps of going on. Raises SopError."""
    step = _may(case, by)
    if case.resting(at) is None:
        raise errors.NotResting(step=step.short)
    return {}


def _may(case: Case, by: By) -> Step:
    step = case.step
    if step is None:
        raise errors.Closed(register_no=case.register_no, status=case.final)
    if step.actor is Role.CUSTOMER:
        raise errors.NoClock(step=step.short)
    if by.role not in (step.actor, Role.HEAD):
        raise errors.NotYourStep(step=step.short, no=step.no, actor=step.actor)
    return step
