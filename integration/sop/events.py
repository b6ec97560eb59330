"""What has happened to a case: the words of its history.

In:    plain facts.   Out: `Event`, append-only; the case is the fold of its events.
Rule:  each has an actor, a moment and a door (design decision 2); the store chains their hashes.
Never: is changed or removed; a mistake is answered by a later event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from integration.sop.actors import By


class What(StrEnum):
    """The kinds of events."""

    RECEIVED = "received"
    AMENDED = "amended"
    COMPLETED = "completed"
    PREVIEWED = "previewed"
    PREPARED = "prepared"
    LETTER_CHANGED = "letter_changed"
    NOTED = "noted"
    EDIT_REFUSED = "edit_refused"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    TAKEN_OVER = "taken_over"
    REOPENED = "reopened"
    PAUSED = "paused"
    WENT_ON = "went_on"
    RECHECKED = "rechecked"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the history."""

    what: What
    by: By
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values."""
    seq: int = 0
    """Position in the case's history, from 1; 0 while it is only decided."""
    hash: str = ""
