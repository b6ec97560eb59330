"""What Gmail and Forms ask of a topic before they watch for somebody.

In:    a caller's token, a topic, Google's sender.   Out: nothing, or why the topic will not do.
Rule:  the topic is in the caller's project, exists, and has the sender as Publisher
       (google-workspace.md 4.2, 4.4). The key's project is known; a token of the workspace's own
       door belongs to no project, so nothing can be held against its topic.
Never: answers HTTP: Gmail and Forms word their refusals differently. Start at `unfit()`.
"""

from __future__ import annotations

from ..doors import oauth
from ..frame.accounts import Token
from ..world import World
from .names import project
from .topics import may_publish

GMAIL = "gmail-api-push@system.gserviceaccount.com"
FORMS = "forms-notifications@system.gserviceaccount.com"


def unfit(world: World, token: Token, topic: str, sender: str) -> str | None:
    """`project`, `missing` or `forbidden`; None when the topic will do."""
    if token.client_id != oauth.CLIENT_ID:
        return None
    if project(topic) != oauth.PROJECT:
        return "project"
    try:
        return None if may_publish(world, topic, sender) else "forbidden"
    except KeyError:
        return "missing"
