"""What one row of the SOP's table consists of.

In:    nothing.   Out: `Step`, and `Outcome`, a way out of it.
Rule:  both are facts; table.py holds them.
Never: decides whether a way out may be taken.
"""

from dataclasses import dataclass, field

from integration.sop.actors import Role
from integration.sop.field import Field
from integration.sop.standard import Standard


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way out of a step."""

    key: str
    label: str
    next: str
    extension: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the SOP (or the stop inside row 9)."""

    no: int
    key: str
    short: str
    activity: str
    actor: Role
    standard: Standard
    required_docs: str = ""
    output: str = ""
    note: str = ""
    status: str
    """The word of the register's `Status` column while the case waits here (domain.md 1.5)."""
    outcomes: tuple[Outcome, ...]
    desk_may: bool = False
    """May be finished from the spreadsheet by staff (never what belongs to the Kepala Balai)."""
    extension: bool = False
    fields: tuple[Field, ...] = field(default=())
    lapse: Outcome | None = None
    """The way out that only the clock takes, when the customer has let the time pass."""

    def outcome(self, key: str) -> Outcome | None:
        """The outcome with this key, or None when the step has no such way out."""
        ways = (*self.outcomes, self.lapse) if self.lapse else self.outcomes
        return next((each for each in ways if each.key == key), None)
