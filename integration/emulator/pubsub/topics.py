"""projects.topics.*: topics, who may publish to them, publishing.

In:    checked calls; what Gmail and Forms have to tell.   Out: messages for every subscription.
Rule:  topics are the Cloud project's, not the office's: a reset leaves them. Rights in the project
       are not modelled: whoever has a token with the scope may; but Google's own senders publish
       only where they were made Publisher (google-workspace.md 4.2, 4.4).
Never: sends. Start at `create()` and `publish()`.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..drive.listing import one_page
from ..frame.call import Answer, Call
from ..frame.errors import invalid, not_done
from ..frame.store import Collection
from ..push import queue
from ..world import World
from .names import DELETED, checked, missing, project, short, taken

PUBLISHER = "roles/pubsub.publisher"
DONE = frozenset({"name", "labels"})
KIND = "pubsub"


def topics(world: World) -> Collection:
    """Every topic, by its name."""
    return world.store.collection("pubsub.topic", kept=True)


def subscriptions(world: World) -> Collection:
    """Every subscription, by its name."""
    return world.store.collection("pubsub.subscription", kept=True)


def _resource(held: dict[str, Any]) -> dict[str, Any]:
    return {name: held[name] for name in ("name", "labels") if name in held}


def _topic(call: Call, name: str) -> dict[str, Any]:
    held = topics(call.world).get(name)
    if held is None:
        raise missing(name)
    return held


def create(call: Call) -> Answer:
    """topics.create."""
    name = checked(call.params["name"], "topics")
    if extra := sorted(call.body.keys() - DONE):
        raise not_done(f"pubsub.projects.topics.create with {extra[0]}")
    if topics(call.world).peek(name) is not None:
        raise taken(name)
    held = {**call.body, "name": name, "policy": {"etag": "ACAB"}}
    topics(call.world).put(name, held)
    return _resource(held)


def get(call: Call) -> Answer:
    """topics.get."""
    return _resource(_topic(call, call.params["topic"]))


def list_topics(call: Call) -> Answer:
    """topics.list of one project."""
    wanted = project(call.params["project"])
    found = [_resource(held) for held in topics(call.world).values()]
    return one_page(call, "topics", [one for one in found if project(one["name"]) == wanted], 100)


def list_subscriptions(call: Call) -> Answer:
    """topics.subscriptions.list: names."""
    topic = _topic(call, call.params["topic"])
    held = subscriptions(call.world).values()
    found = [one["name"] for one in held if one["topic"] == topic["name"]]
    return one_page(call, "subscriptions", found, 100)


def delete(call: Call) -> Answer:
    """topics.delete; its subscriptions stay and get nothing more."""
    topic = _topic(call, call.params["topic"])
    for name, held in subscriptions(call.world).items():
        if held["topic"] == topic["name"]:
            subscriptions(call.world).put(name, {**held, "topic": DELETED})
    topics(call.world).delete(topic["name"])
    return {}


def get_policy(call: Call) -> Answer:
    """topics.getIamPolicy."""
    return dict(_topic(call, call.params["resource"])["policy"])


def set_policy(call: Call) -> Answer:
    """topics.setIamPolicy: replaces the policy."""
    topic = _topic(call, call.params["resource"])
    policy = call.body.get("policy", {})
    if any("condition" in binding for binding in policy.get("bindings", ())):
        raise not_done("an IAM condition")
    topic["policy"] = {"etag": "ACAB", **policy}
    topics(call.world).put(topic["name"], topic)
    return dict(topic["policy"])


def may_publish(world: World, topic: str, sender: str) -> bool:
    """Whether a topic lets one of Google's senders publish. KeyError when there is no topic."""
    held = topics(world).peek(topic)
    if held is None:
        raise KeyError(topic)
    bindings = held["policy"].get("bindings", ())
    granted = (one.get("members", ()) for one in bindings if one.get("role") == PUBLISHER)
    return any(f"serviceAccount:{sender}" in members for members in granted)


def publish_call(call: Call) -> Answer:
    """topics.publish."""
    topic = _topic(call, call.params["topic"])
    messages = call.body.get("messages", [])
    if not messages:
        raise invalid("The value for message_count is too small. You passed 0 in the request.")
    for message in messages:
        if not (message.get("data") or message.get("attributes")):
            raise invalid("One or more messages in the publish request is empty.")
        try:
            base64.b64decode(message.get("data", ""), validate=True)
        except (ValueError, binascii.Error):
            raise invalid("Invalid value at 'messages.data' (TYPE_BYTES)") from None
    return {"messageIds": [publish(call.world, topic["name"], one) for one in messages]}


def publish(
    world: World, topic: str, message: dict[str, Any], *, about: str = "", due: int | None = None
) -> str:
    """Hand a message to every subscription of a topic, now or later; its id."""
    message_id = str(world.ids.number("pubsub", 16))
    body = {**message, "messageId": message_id, "at": due or world.clock.millis()}
    for name, held in subscriptions(world).items():
        if held["topic"] == topic:
            queue.put(world, KIND, name, body, about=about or short(topic), due=due)
    return message_id
