"""users.watch and users.stop, and what they bring: a message for each change of a mailbox.

In:    checked calls; lines of history.   Out: what is published to the watch's topic.
Rule:  a week, one topic a mailbox and project; labels include or exclude; above one event a second
       and mailbox the rest is dropped (google-workspace.md 4.2). The message says an address and a
       history id, nothing more.
Never: sends. Start at `watch()` and `noticed()`.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from ..frame.accounts import Token
from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from ..frame.store import Collection
from ..pubsub.names import short
from ..pubsub.topics import publish
from ..pubsub.watching import GMAIL, unfit
from ..world import World

if TYPE_CHECKING:
    from .box import Box

WEEK_MS = 7 * 24 * 3600 * 1000
SECOND_MS = 1000
TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")


def _watches(world: World) -> Collection:
    """Every watch, by mailbox and project."""
    return world.store.collection("gmail.watch")


def _check(world: World, token: Token, topic: str) -> None:
    """ApiError when Gmail would not publish there."""
    why = unfit(world, token, topic, GMAIL) if TOPIC.fullmatch(topic) else "project"
    sending = f"Error sending test message to Cloud PubSub {topic} : "
    if why == "project":
        raise ApiError(
            400,
            "Invalid topicName does not match projects/<the caller's project>/topics/*",
            reason="invalidArgument",
        )
    if why == "missing":
        raise ApiError(404, f"{sending}Resource not found (resource={short(topic)}).")
    if why == "forbidden":
        raise ApiError(403, f"{sending}User not authorized to perform this action.")


def watch(call: Call, box: Box) -> Answer:
    """users.watch; the same again prolongs it."""
    topic, now = call.body.get("topicName", ""), call.world.clock.millis()
    _check(call.world, call.token, topic)
    key = f"{box.email}/{call.token.client_id}"
    known = _watches(call.world).get(key)
    if known and known["expiration"] > now and known["topicName"] != topic:
        raise ApiError(
            400,
            "Only one user push notification client allowed per developer (call /stop then try "
            "again)",
            reason="invalidArgument",
        )
    last = known["last"] if known else 0
    made = {**call.body, "email": box.email, "expiration": now + WEEK_MS, "last": last}
    _watches(call.world).put(key, made)
    return {"historyId": str(box.history_id()), "expiration": str(made["expiration"])}


def stop(call: Call, box: Box) -> Answer:
    """users.stop: the calling project's own."""
    _watches(call.world).delete(f"{box.email}/{call.token.client_id}")
    return None


def noticed(world: World, email: str, number: int, labels: set[str]) -> None:
    """A line of history was written about a message with these labels."""
    now = world.clock.millis()
    for key, held in _watches(world).items():
        if held["email"] != email or held["expiration"] <= now or not _wanted(held, labels):
            continue
        if now - held["last"] < SECOND_MS:
            continue
        _watches(world).put(key, {**held, "last": now})
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
