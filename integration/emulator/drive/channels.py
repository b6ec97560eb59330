"""files.watch, changes.watch, channels.stop: notification channels are kept, checked and ended.

In:    checked calls.   Out: Channel resources.
Rule:  an https address, a fresh id of at most 64 signs, a token of at most 256; a day for a file, a
       week for changes, an hour unless asked (google-workspace.md 4.1).
Never: sends a message: nothing here has an https address that a browser would trust, and a push
       may be lost anyway. Start at `watch_file()`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from .access import visible

HOUR_MS = 3600 * 1000
LONGEST_FILE_MS, LONGEST_CHANGES_MS = 24 * HOUR_MS, 7 * 24 * HOUR_MS


def _bad(message: str, reason: str) -> ApiError:
    return ApiError(400, message, reason=reason, domain="push")


def _open(call: Call, target: str, longest: int) -> dict[str, Any]:
    wanted, held = call.body, call.world.store.collection("drive.channel")
    channel_id, address = wanted.get("id", ""), wanted.get("address", "")
    if wanted.get("type") != "web_hook":
        raise _bad("Unknown channel type.", "channelTypeInvalid")
    if not 0 < len(channel_id) <= 64:
        raise _bad("Channel id must be set and at most 64 characters.", "channelIdInvalid")
    if held.get(channel_id) is not None:
        raise _bad(f"Channel id {channel_id} not unique", "channelIdNotUnique")
    if not address.startswith("https://"):
        raise ApiError(
            401, "WebHook callback must be HTTPS.", reason="push.webhookUrlNotHttps", domain="push"
        )
    if len(wanted.get("token", "")) > 256:
        raise _bad("Channel token is too long.", "channelTokenInvalid")
    now = call.world.clock.millis()
    asked = int(wanted.get("expiration", now + HOUR_MS))
    if asked <= now:
        raise _bad("Channel expiration is in the past.", "channelExpirationInvalid")
    channel = {
        "id": channel_id,
        "resource": hashlib.sha256(target.encode()).hexdigest()[:27],
        "account": call.account,
        "target": target,
        "expires": min(asked, now + longest),
    }
    held.put(channel_id, channel)
    return {
        "kind": "api#channel",
        "id": channel_id,
        "resourceId": channel["resource"],
        "resourceUri": f"{call.world.origin}/drive/v3/{target}",
        "expiration": str(channel["expires"]),
        **({"token": wanted["token"]} if wanted.get("token") else {}),
    }


def watch_file(call: Call) -> Answer:
    """files.watch: the caller must see the file."""
    entry = visible(call, call.params["fileId"])
    return _open(call, f"files/{entry['id']}", LONGEST_FILE_MS)


def watch_changes(call: Call) -> Answer:
    """changes.watch, from a page token of this feed."""
    if not call.params["pageToken"].isdigit():
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    return _open(call, f"changes/{call.account}", LONGEST_CHANGES_MS)


def stop(call: Call) -> Answer:
    """channels.stop by the account that opened it; ApiError 404 for any other channel."""
    held = call.world.store.collection("drive.channel")
    channel = held.get(call.body.get("id", ""))
    if (
        channel is None
        or channel["account"] != call.account
        or channel["resource"] != call.body.get("resourceId")
        or channel["expires"] <= call.world.clock.millis()
    ):
        named = call.body.get("id", "")
        raise ApiError(404, f"Channel '{named}' not found for project", reason="channelNotFound")
    held.delete(channel["id"])
    return None
