"""What one write meant for one row, in case the row was moved or typed into under it.

In:    a plan.   Out: `MeantRow`, kept until the next look shows what came of it.
Rule:  stored before the write is made.
Never: decides anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from integration.register.columns import HEADERS, NUMBER, TEXT


@dataclass(kw_only=True)
class MeantRow:
    """One row of a write."""

    number: str
    row: int
    before: dict[str, str] = field(default_factory=dict)
    """By header, what the cell said when the write was planned."""
    after: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def doubted(meant: Iterable[MeantRow]) -> list[str]:
    """Numbers that the last write put into rows that were there already, maybe into wrong ones."""
    return [
        each.number
        for each in meant
        if HEADERS[NUMBER] in each.after and HEADERS[TEXT] not in each.after
    ]
