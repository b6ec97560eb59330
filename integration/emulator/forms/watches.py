"""forms.watches.*, and what they bring: a message for new answers and for changes of the form.

In:    checked calls; changes of a form.   Out: Watch resources; messages to the watch's topic.
Rule:  seven days, renewed before they end; one watch a form, event type and project, twenty a
       project; at most one message in thirty seconds and watch: what happens meanwhile is told
       together when they are over (google-workspace.md 4.4). A watch whose maker no longer sees
       the form is suspended until it is renewed.
Never: says what was answered. Start at `create()` and `noticed()`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from ..drive import access
from ..drive.entries import find
from ..frame.accounts import Token
from ..frame.call import Answer, Call
from ..frame.errors import ApiError, invalid, not_found
from ..frame.store import Collection
from ..pubsub.topics import publish
from ..pubsub.watching import FORMS, unfit
from ..world import World
from .form import form_of

WEEK_MS = 7 * 24 * 3600 * 1000
GAP_MS = 30_000
MOST = 20
RESPONSES, SCHEMA = "RESPONSES", "SCHEMA"
TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")

Watch = dict[str, Any]


def _watches(world: World) -> Collection:
    """Every watch, by form and id."""
    return world.store.collection("forms.watch")


def _stamp(world: World, at: int) -> str:
    return world.clock.rfc3339(datetime.fromtimestamp(at / 1000, UTC))


def _resource(world: World, watch: Watch) -> dict[str, Any]:
    return {
        "id": watch["id"],
        "target": watch["target"],
        "eventType": watch["eventType"],
        "createTime": _stamp(world, watch["created"]),
        "expireTime": _stamp(world, watch["expires"]),
        **({"errorType": watch["error"]} if watch["error"] else {}),
        "state": "SUSPENDED" if watch["error"] else "ACTIVE",
    }


def _alive(call: Call) -> list[Watch]:
    """The calling project's watches that have not ended."""
    now = call.world.clock.millis()
    return [
        watch
        for watch in _watches(call.world).values()
        if watch["client"] == call.token.client_id and watch["expires"] > now
    ]


def _check(world: World, token: Token, topic: str) -> None:
    """ApiError 400 when Forms would not publish there (that it refuses is documented, its words
    are not)."""
    why = unfit(world, token, topic, FORMS) if TOPIC.fullmatch(topic) else "missing"
    if why:
        raise invalid(
            f"The topic {topic} does not exist in the calling project, or {FORMS} may not publish "
            "to it."
        )


def create(call: Call) -> Answer:
    """forms.watches.create."""
    form = form_of(call, "reader")
    wanted = call.body.get("watch", {})
    kind = wanted.get("eventType", "EVENT_TYPE_UNSPECIFIED")
    topic = wanted.get("target", {}).get("topic", {}).get("topicName", "")
    if kind == "EVENT_TYPE_UNSPECIFIED" or not topic:
        raise invalid("The watch needs an event type and a topic.")
    _check(call.world, call.token, topic)
    watch_id = call.body.get("watchId") or call.world.ids.hex("watch", 32)
    alive = _alive(call)
    ours = [watch for watch in alive if watch["form"] == form["id"]]
    if any(watch["eventType"] == kind or watch["id"] == watch_id for watch in ours):
        raise ApiError(409, "A watch already exists for this form, event type and project.")
    if len(alive) >= MOST:
        raise ApiError(429, "The project has too many watches.", status="RESOURCE_EXHAUSTED")
    now = call.world.clock.millis()
    watch = {
        "id": watch_id,
        "form": form["id"],
        "client": call.token.client_id,
        "account": call.account,
        "target": wanted["target"],
        "eventType": kind,
        "created": now,
        "expires": now + WEEK_MS,
        "error": "",
        "last": 0,
    }
    _watches(call.world).put(f"{form['id']}/{watch_id}", watch)
    return _resource(call.world, watch)


def list_watches(call: Call) -> Answer:
    """forms.watches.list: the calling project's own."""
    form = form_of(call, "reader")
    ours = [watch for watch in _alive(call) if watch["form"] == form["id"]]
    return {"watches": [_resource(call.world, watch) for watch in ours]} if ours else {}


def _found(call: Call) -> tuple[str, Watch]:
    form = form_of(call, "reader")
    for watch in _alive(call):
        if watch["form"] == form["id"] and watch["id"] == call.params["watchId"]:
            return f"{form['id']}/{watch['id']}", dict(watch)
    raise not_found()


def renew(call: Call) -> Answer:
    """forms.watches.renew: seven more days, active again; ApiError 404 once it has ended."""
    key, watch = _found(call)
    watch |= {"expires": call.world.clock.millis() + WEEK_MS, "error": "", "account": call.account}
    _watches(call.world).put(key, watch)
    return _resource(call.world, watch)


def delete(call: Call) -> Answer:
    """forms.watches.delete."""
    key, _ = _found(call)
    _watches(call.world).delete(key)
    return {}


def noticed(world: World, form_id: str, kind: str) -> None:
    """A form got an answer, or was changed."""
    now = world.clock.millis()
    for key, watch in _watches(world).items():
        if watch["form"] != form_id or watch["eventType"] != kind or watch["error"]:
            continue
        if watch["expires"] <= now or watch["last"] > now:
            # ended, or the message that waits will tell of this too
            continue
        entry = find(world, form_id)
        if entry is None or access.role_of(world, watch["account"], entry) is None:
            _watches(world).put(key, {**watch, "error": "NO_USER_ACCESS"})
            continue
        due = max(now, watch["last"] + GAP_MS)
        _watches(world).put(key, {**watch, "last": due})
        attributes = {"eventType": kind, "formId": form_id, "watchId": watch["id"]}
        topic = watch["target"]["topic"]["topicName"]
        publish(world, topic, {"attributes": attributes}, about=f"forms {kind} {form_id}", due=due)
