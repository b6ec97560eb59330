"""The deadlines of a whole procedure, one step after the other.

In:    the moment of receipt, the standards of the steps, a calendar.   Out: start and due per step.
Rule:  every step takes its whole standard time; the next one starts when it is due.
Never: knows what a step is about or what really happened. Start at `schedule()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from integration.sop.calendar import Calendar
from integration.sop.standard import Standard


@dataclass(frozen=True, slots=True)
class StepDue:
    """When step `no` starts and when it is due, both in the calendar's zone."""

    no: int
    starts: datetime
    due: datetime


def schedule(
    received: datetime, standards: Sequence[tuple[int, Standard]], calendar: Calendar
) -> list[StepDue]:
    """The latest lawful course of a case received at `received`.

    A step starts at the next opening minute; a limit reached exactly at closing stays at closing,
    so the step after it starts the next morning. Raises NaiveMoment for a moment without a zone.
    """
    steps: list[StepDue] = []
    at = received
    for no, standard in standards:
        starts = calendar.next_opening(at)
        at = calendar.due(starts, standard)
        steps.append(StepDue(no, starts, at))
    return steps
