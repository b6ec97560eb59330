"""A published message as it goes out: Pub/Sub's envelope, and the token that says who sends it.

In:    a waiting message, its subscription.   Out: a POST request; what its answer means.
Rule:  102, 200, 201, 202 and 204 acknowledge; after anything else the message comes again, later
       and later, for as long as the subscription keeps messages (google-workspace.md 4.3).
       A token is signed anew for each attempt, by the workspace's key; its times are real time,
       because whoever checks it knows no other.
Never: decides when. Start at `PubSub.outgoing()`.
"""

from __future__ import annotations

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any

from google.auth import crypt, jwt

from ..doors import oauth
from ..push.courier import Outgoing, Verdict
from ..push.queue import Message
from ..world import World
from .subscriptions import seconds
from .topics import subscriptions

ACKNOWLEDGED = frozenset({102, 200, 201, 202, 204})
ENDED = "expired_push_token"
HOUR = 3600
FASTEST, SLOWEST = 0.1, 60.0
"""Seconds between attempts where the subscription names no policy of its own."""


def token(world: World, config: dict[str, Any], *, ended: bool = False) -> str:
    """The OIDC token of one attempt."""
    held, wanted = oauth.key(world), config["oidcToken"]
    email = wanted["serviceAccountEmail"]
    issued = int(time.time()) - (2 * HOUR if ended else 0)
    number = str(int(hashlib.sha256(email.encode()).hexdigest(), 16))[:21]
    claims = {
        "aud": wanted.get("audience") or config["pushEndpoint"],
        "azp": number,
        "email": email,
        "email_verified": True,
        "exp": issued + HOUR,
        "iat": issued,
        "iss": "https://accounts.google.com",
        "sub": number,
    }
    signer = crypt.RSASigner.from_string(  # type: ignore[no-untyped-call]
        held["private"], held["id"]
    )
    signed: bytes = jwt.encode(signer, claims)  # type: ignore[no-untyped-call]
    return signed.decode()


def envelope(world: World, message: Message) -> dict[str, Any]:
    """The body: both spellings of the two fields, as Pub/Sub sends them."""
    told = {key: value for key, value in message.body.items() if key != "at"}
    moment = world.clock.rfc3339(datetime.fromtimestamp(message.body["at"] / 1000, UTC))
    both = {"message_id": told["messageId"], "publishTime": moment, "publish_time": moment}
    return {"message": told | both, "subscription": message.source}


class PubSub:
    """How the courier carries messages of Pub/Sub."""

    faults: tuple[str, ...] = (ENDED,)

    def outgoing(self, world: World, message: Message) -> Outgoing | None:
        """The request, to where the subscription points now."""
        held = subscriptions(world).peek(message.source)
        if held is None:
            return None
        config = held["pushConfig"]
        headers = {
            "Content-Type": "application/json",
            "From": "noreply@google.com",
            "User-Agent": "CloudPubSub-Google",
        }
        if "oidcToken" in config:
            bearer = token(world, config, ended=message.fault == ENDED and message.attempts == 1)
            headers["Authorization"] = f"Bearer {bearer}"
        return Outgoing(config["pushEndpoint"], headers, _json(envelope(world, message)))

    def struck(self, world: World, message: Message, fault: str) -> bool:
        """A token that has ended is seen to when the request is made."""
        return False

    def verdict(self, status: int | None) -> Verdict:
        """What an answer means."""
        return "delivered" if status in ACKNOWLEDGED else "again"

    def pause(self, world: World, message: Message) -> int | None:
        """Twice as long each time, between the bounds of the subscription."""
        held = subscriptions(world).peek(message.source)
        if held is None:
            return None
        kept = seconds(held["messageRetentionDuration"], 0, 31 * 86_400) * 1000
        if world.clock.millis() - message.made > kept:
            return None
        policy = held.get("retryPolicy")
        if policy is None:
            low, high = FASTEST, SLOWEST
        else:
            low = seconds(policy.get("minimumBackoff", "10s"), 0, 600)
            high = seconds(policy.get("maximumBackoff", "600s"), 0, 600)
        return int(1000 * min(high, low * 2 ** min(message.attempts - 1, 20)))


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
