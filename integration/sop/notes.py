"""Notes in a history: words beside the steps, and whom a mail about the case did not reach.

In:    an event that noted something.   Out: a `NoteLine`; the addresses that fail.
Rule:  an address fails from a bounce until somebody writes from it.
Never: decides what follows from a note. Start at `noted`.
"""

from dataclasses import dataclass
from datetime import datetime

from integration.sop.actors import By
from integration.sop.events import Event


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """A note in the history."""

    text: str
    kind: str
    by: By
    at: datetime


def noted(event: Event) -> NoteLine:
    """The line that an event adds."""
    data = event.data
    return NoteLine(text=data["text"], kind=data["kind"], by=event.by, at=event.at)


def unreached(before: frozenset[str], event: Event) -> frozenset[str]:
    """The addresses that fail after the event, in lower case."""
    failed = before | set(event.data.get("addresses", ()))
    return failed - {event.by.person.casefold()}
