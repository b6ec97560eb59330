"""What a watch brings: a message for each change of a mailbox.

In:    lines of history.   Out: what is published to the topics of the watches.
Rule:  labels include or exclude; above one event a second and mailbox the rest is dropped
       (google-workspace.md 4.2). The message says an address and a history id, nothing more.
Never: sends. Start at `noticed()`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from ..frame.store import Collection
from ..pubsub.topics import publish
from ..world import World

SECOND_MS = 1000


def watches(world: World) -> Collection:
    """Every watch, by mailbox and project."""
    return world.store.collection("gmail.watch")


def noticed(world: World, email: str, number: int, labels: set[str]) -> None:
    """A line of history was written about a message with these labels."""
    now = world.clock.millis()
    for key, held in watches(world).items():
        if held["email"] != email or held["expiration"] <= now or not _wanted(held, labels):
            continue
        if now - held["last"] < SECOND_MS:
            continue
        watches(world).put(key, {**held, "last": now})
        said = json.dumps({"emailAddress": email, "historyId": str(number)}).encode()
        message = {"data": base64.b64encode(said).decode()}
        publish(world, held["topicName"], message, about=f"gmail {email}")


def _wanted(held: dict[str, Any], labels: set[str]) -> bool:
    named = set(held.get("labelIds", ()))
    if not named:
        return True
    excluding = "EXCLUDE" in (
        held.get("labelFilterBehavior", held.get("labelFilterAction", "")).upper()
    )
    return bool(named & labels) != excluding
