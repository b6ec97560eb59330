"""What one write means for one row, kept until the next look shows what came of it.

In:    a plan.   Out: `MeantRow`.
Rule:  stored before the write is made, so that a process that ends in between knows it too.
Never: decides anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class OwnCell:
    """A cell in a column of staff's own that is put back (own.py)."""

    header: str
    column: int
    text: str
    over: str
    """What the cell said when the write was planned."""


@dataclass(kw_only=True)
class MeantRow:
    """One row of a write; everything by header."""

    number: str
    """Of the case whose row it is; empty for a row of nobody."""
    row: int
    before: dict[str, str] = field(default_factory=dict)
    """What the filled cells said when the write was planned."""
    after: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    """What is agreed on, beyond what was, when the write has reached this row."""
    torn: dict[str, str] = field(default_factory=dict)
    """Of `after`, what puts right a sort that tore rows apart (repair.py)."""
    own: list[OwnCell] = field(default_factory=list)
    mends: list[str] = field(default_factory=list)
    """Keys of the strays (astray.py) that are put right by it."""

    @classmethod
    def stored(cls, said: Mapping[str, Any]) -> Self:
        """From the memory of the service."""
        return cls(**{**said, "own": [OwnCell(**each) for each in said.get("own", [])]})
