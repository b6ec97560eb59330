"""What a field is: how it is filled in, when it is needed, on which side of today it lies.

In:    nothing.   Out: `Field`, `Kind`, `Lies`.
Rule:  identifiers are the glossary's (domain.md section 8), labels are what people read.
       `required` is required for every outcome; `needed_by` names outcomes that alone need it.
Never: knows a step; the table of fields is fields.py.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is filled in; pages choose the control from it."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"
    DATE = "date"
    MOMENT = "moment"
    FILE = "file"
    FILES = "files"


class Lies(StrEnum):
    """Where a day must lie, seen from the office's today."""

    UNTIL_TODAY = "until_today"
    FROM_TODAY = "from_today"
    AFTER_TODAY = "after_today"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing a step asks for."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    needed_by: frozenset[str] = frozenset()
    """Outcomes that cannot do without it; checked by the rules, not by the browser."""
    needed_with: str = ""
    """Key of the tick of the same step that makes it needed."""
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""
    """Name of a list in the office's settings that gives the choices: groups, services, kinds,
    officials."""
    hint: str = ""
    column: str = ""
    """Header of the register column in which staff may fill it."""
    lies: Lies | None = None
    """On which side of today a day must lie; None where either is possible."""
    detail: bool = False
    """Shown folded away on the page: useful, seldom needed."""
