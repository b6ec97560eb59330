"""Pub/Sub's methods, by their names in Google's document.

In:    the server, at start.   Out: handlers; the courier learns to carry messages.
Rule:  what is not here is 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from __future__ import annotations

from ..frame.call import Handler
from ..world import World
from . import subscriptions, topics
from .carrying import PubSub

HANDLERS: dict[str, Handler] = {
    "pubsub.projects.subscriptions.create": subscriptions.create,
    "pubsub.projects.subscriptions.delete": subscriptions.delete,
    "pubsub.projects.subscriptions.get": subscriptions.get,
    "pubsub.projects.subscriptions.list": subscriptions.list_all,
    "pubsub.projects.subscriptions.modifyPushConfig": subscriptions.modify_push_config,
    "pubsub.projects.topics.create": topics.create,
    "pubsub.projects.topics.delete": topics.delete,
    "pubsub.projects.topics.get": topics.get,
    "pubsub.projects.topics.getIamPolicy": topics.get_policy,
    "pubsub.projects.topics.list": topics.list_topics,
    "pubsub.projects.topics.publish": topics.publish_call,
    "pubsub.projects.topics.setIamPolicy": topics.set_policy,
    "pubsub.projects.topics.subscriptions.list": topics.list_subscriptions,
}

PARAMETERS_NOT_DONE = {
    "pubsub.projects.topics.getIamPolicy": frozenset({"options.requestedPolicyVersion"})
}


def prepare(world: World) -> None:
    """Teach the courier."""
    world.courier.learn(topics.KIND, PubSub())
