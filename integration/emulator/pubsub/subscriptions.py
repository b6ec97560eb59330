"""projects.subscriptions.*: push subscriptions.

In:    checked calls.   Out: Subscription resources.
Rule:  an endpoint is https, or http on this machine (push/address.py); the audience of tokens is
       the endpoint unless another is named. What was published before a subscription is not for it.
Never: pull. Start at `create()`.
"""

from __future__ import annotations

import re
from typing import Any

from ..drive.listing import one_page
from ..frame.call import Answer, Call
from ..frame.errors import invalid, not_done
from ..push import queue
from ..push.address import acceptable
from .names import checked, missing, project, taken
from .topics import subscriptions, topics

DURATION = re.compile(r"(\d{1,9})(?:\.\d{1,9})?s")
DONE = frozenset(
    {
        "name",
        "topic",
        "pushConfig",
        "ackDeadlineSeconds",
        "messageRetentionDuration",
        "expirationPolicy",
        "retryPolicy",
        "labels",
    }
)
PUSH_DONE = frozenset({"pushEndpoint", "oidcToken", "attributes", "pubsubWrapper"})
DEFAULTS: dict[str, Any] = {
    "ackDeadlineSeconds": 10,
    "messageRetentionDuration": "604800s",
    "expirationPolicy": {"ttl": "2678400s"},
    "state": "ACTIVE",
}


def seconds(text: str, low: float, high: float) -> float:
    """A duration as Google writes it; ApiError 400 outside its bounds."""
    if not DURATION.fullmatch(text) or not low <= float(text[:-1]) <= high:
        raise invalid(f"Invalid duration: {text}")
    return float(text[:-1])


def _push_config(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    if extra := sorted(given.keys() - PUSH_DONE):
        raise not_done(f"a push subscription with {extra[0]}")
    endpoint = given.get("pushEndpoint", "")
    if not endpoint:
        raise not_done("a pull subscription")
    if not acceptable(endpoint):
        raise invalid(
            f"Invalid push endpoint given (endpoint={endpoint}). Refer to "
            "https://cloud.google.com/pubsub/docs/push#other_endpoints for more information."
        )
    token = given.get("oidcToken")
    if token is not None and "@" not in token.get("serviceAccountEmail", ""):
        raise invalid("Invalid service account in the OIDC token of the push config.")
    return {"attributes": {"x-goog-version": "v1"}, **given}


def _subscription(call: Call, name: str) -> dict[str, Any]:
    held = subscriptions(call.world).get(name)
    if held is None:
        raise missing(name)
    return held


def create(call: Call) -> Answer:
    """subscriptions.create."""
    name = checked(call.params["name"], "subscriptions")
    if extra := sorted(call.body.keys() - DONE):
        raise not_done(f"pubsub.projects.subscriptions.create with {extra[0]}")
    topic = call.body.get("topic", "")
    if topics(call.world).peek(topic) is None:
        raise missing(topic)
    if subscriptions(call.world).peek(name) is not None:
        raise taken(name)
    held = DEFAULTS | call.body
    held |= {"name": name, "pushConfig": _push_config(call, call.body.get("pushConfig", {}))}
    seconds(held["messageRetentionDuration"], 600, 31 * 86_400)
    for bound in held.get("retryPolicy", {}).values():
        seconds(bound, 0, 600)
    subscriptions(call.world).put(name, held)
    return held


def get(call: Call) -> Answer:
    """subscriptions.get."""
    return _subscription(call, call.params["subscription"])


def list_all(call: Call) -> Answer:
    """subscriptions.list of one project."""
    wanted = project(call.params["project"])
    found = [held for held in subscriptions(call.world).values() if project(held["name"]) == wanted]
    return one_page(call, "subscriptions", found, 100)


def modify_push_config(call: Call) -> Answer:
    """subscriptions.modifyPushConfig: what waits goes to the new endpoint."""
    held = _subscription(call, call.params["subscription"])
    held["pushConfig"] = _push_config(call, call.body.get("pushConfig", {}))
    subscriptions(call.world).put(held["name"], held)
    return {}


def delete(call: Call) -> Answer:
    """subscriptions.delete; what waits is gone."""
    held = _subscription(call, call.params["subscription"])
    queue.forget(call.world, held["name"])
    subscriptions(call.world).delete(held["name"])
    return {}
