"""A pause of a step's clock, as the history keeps it: why, by whom, until when (domain.md 4.4, 5).

In:    an event's values.   Out: `Rest`.
Rule:  a pause has a reason, a person and an end, so that nobody has to remember it: on that day
       the clock goes on by itself, earlier where somebody or the step's end comes first.
Never: judges who may pause; that is pausing.py. Start at `begun`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from integration.sop.actors import ROLE_NAMES, By

CUSTOMER = "customer"
WHY = (
    (CUSTOMER, "Menunggu pelapor"),
    ("signature", "Menunggu tanda tangan"),
    ("other", "Menunggu pihak lain"),
)
"""What a step may wait for."""


@dataclass(frozen=True, kw_only=True)
class Rest:
    """A stretch in which the clock of the present step does not run."""

    why: str
    reason: str
    by: By
    since: datetime
    until: datetime

    @property
    def waits_for(self) -> str:
        """What is waited for, e.g. "Menunggu tanda tangan"."""
        return dict(WHY)[self.why]

    @property
    def words(self) -> str:
        """The same with the reason, e.g. "Menunggu tanda tangan: TTE terkendala"."""
        return f"{self.waits_for}: {self.reason}"

    @property
    def told(self) -> str:
        """The same with the person, for the account of a deadline."""
        by = self.by.label or ROLE_NAMES[self.by.role]
        return f"{self.words} (oleh {by})"


def begun(said: Mapping[str, Any], by: By, at: datetime) -> Rest:
    """The pause that an event of the history tells of."""
    until = datetime.fromisoformat(said["until"])
    return Rest(why=said["why"], reason=said["reason"], by=by, since=at, until=until)


def ended(rests: tuple[Rest, ...], at: datetime) -> tuple[Rest, ...]:
    """The same pauses, the last one over by `at` at the latest."""
    if not rests or rests[-1].until <= at:
        return rests
    return (*rests[:-1], replace(rests[-1], until=at))


def answered(rests: tuple[Rest, ...], note: str, at: datetime) -> tuple[Rest, ...]:
    """The same pauses after a note of this kind: a customer who was waited for has written."""
    waited = bool(rests) and rests[-1].why == CUSTOMER
    return ended(rests, at) if note == CUSTOMER and waited else rests
