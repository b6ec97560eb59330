"""An answer of the customer's to a complaint that has ended.

In:    an ended case, what the customer says, until when it may be opened again.   Out: what the
       history keeps; a refusal where it is a new complaint instead.
Rule:  within ten working days of the reply the case opens once more, at step 10, where the reply
       is judged again; later, or a second time, it is a new, linked complaint (domain.md A13).
Never: counts days; whoever asks knows the calendar (`timing.answer_until`).
"""

from datetime import datetime
from typing import Any

from integration.sop import errors
from integration.sop.actors import By, Role
from integration.sop.case import Case
from integration.sop.commands import Reopen
from integration.sop.table import CLOSED, STATIONS

MAX_REOPENINGS = 1
"""A reply may be answered with "not satisfied" once; later it is a new case (domain.md A13)."""


def may_reopen(case: Case, until: datetime | None, at: datetime) -> bool:
    """Whether an answer that comes at `at` opens the case again."""
    used_up = case.reopened >= MAX_REOPENINGS or case.resumed >= MAX_REOPENINGS
    return case.final == CLOSED and until is not None and at < until and not used_up


def reopen(case: Case, command: Reopen, by: By, at: datetime) -> dict[str, Any]:
    """What the history keeps of it. Raises SopError."""
    step = STATIONS["deliver"]
    if by.role not in (Role.CUSTOMER, Role.SERVICE_DESK):
        raise errors.NotYourStep(step=step.short, no=step.no, actor=step.actor)
    if not may_reopen(case, command.until, at):
        raise errors.CannotReopen(register_no=case.register_no)
    return {
        "text": command.text,
        "files": list(command.files),
        "message_id": command.message_id,
    }
