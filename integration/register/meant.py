"""What one write means for one row, kept until the next look shows what came of it.

In:    a plan.   Out: `MeantRow`.
Rule:  stored before the write is made, so that a process that ends in between knows it too.
Never: decides anything.
"""

from dataclasses import dataclass, field


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
    mends: list[str] = field(default_factory=list)
    """Keys of the strays (astray.py) that are put right by it."""
