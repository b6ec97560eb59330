"""Independence: a conflict of interest declared at disposition keeps its person away.

In:    a case, a step, who acts; the values of a disposition.   Out: nothing, or a refusal.
Rule:  the outcome is reviewed and approved by people not involved in the activity in question
       (ISO/IEC 17025:2017 7.9; domain.md 1.6 A7).
Never: chooses the reviewer. Start at `must_be_independent`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from integration.sop import errors
from integration.sop.actors import By, Door
from integration.sop.case import Case
from integration.sop.step import Step

INDEPENDENT = ("verify", "sign", "e_sign", "recheck")
"""Steps that nobody with a conflict of interest may finish."""


def must_be_independent(case: Case, step: Step, by: By) -> None:
    """Whoever has a conflict neither verifies nor approves. Raises ConflictOfInterest."""
    conflict = case.conflict
    if conflict is None or step.key not in INDEPENDENT:
        return
    # A cell does not tell who typed, so it cannot prove to be somebody else's.
    if by.door is Door.SHEET or by.person.casefold() == conflict.person.casefold():
        raise errors.ConflictOfInterest(step=step.short, reviewer=conflict.reviewer)


def must_be_another(values: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> None:
    """The reviewer is neither in conflict nor already at work. Raises ReviewerInvolved."""
    if not values["conflict"]:
        return
    handles = f"{values['assign_to']}: {values['reviewer']}"
    if values["reviewer"] == values["conflicted"] or handles in lists.get("handlers", ()):
        raise errors.ReviewerInvolved(reviewer=values["reviewer"])
