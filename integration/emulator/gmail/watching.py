"""users.watch and users.stop.

In:    checked calls.   Out: watches kept.
Rule:  a week, one topic a mailbox and project (google-workspace.md 4.2).
Never: sends; noticing.py does when the mailbox changes. Start at `watch()`.
"""

from __future__ import annotations

import re

from ..frame.accounts import Token
from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from ..pubsub.names import short
from ..pubsub.watching import GMAIL, unfit
from ..world import World
from .box import Box
from .noticing import watches

WEEK_MS = 7 * 24 * 3600 * 1000
TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")


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
    known = watches(call.world).get(key)
    if known and known["expiration"] > now and known["topicName"] != topic:
        raise ApiError(
            400,
            "Only one user push notification client allowed per developer (call /stop then try "
            "again)",
            reason="invalidArgument",
        )
    last = known["last"] if known else 0
    made = {**call.body, "email": box.email, "expiration": now + WEEK_MS, "last": last}
    watches(call.world).put(key, made)
    return {"historyId": str(box.history_id()), "expiration": str(made["expiration"])}


def stop(call: Call, box: Box) -> Answer:
    """users.stop: the calling project's own."""
    watches(call.world).delete(f"{box.email}/{call.token.client_id}")
    return None
