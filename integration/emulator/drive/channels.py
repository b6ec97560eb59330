"""files.watch, changes.watch, channels.stop: notification channels.

In:    checked calls.   Out: Channel resources; a `sync` message for each new channel.
Rule:  an address Google would call (push/address.py), a fresh id of at most 64 signs, a token of at
       most 256; a day for a file, a week for changes, an hour unless asked (google-workspace.md
       4.1). A channel ends by itself, is stopped by whoever opened it, and is never renewed.
Never: decides what a channel is told; that is `notifying.py`. Start at `watch_file()`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from ..frame.store import Collection
from ..push import queue
from ..push.address import acceptable
from ..world import World
from .access import visible

HOUR_MS = 3600 * 1000
LONGEST_FILE_MS, LONGEST_CHANGES_MS = 24 * HOUR_MS, 7 * 24 * HOUR_MS
KIND = "drive"
SYNC = "sync"

Channel = dict[str, Any]


def channels(world: World) -> Collection:
    """Every channel, by its id."""
    return world.store.collection("drive.channel")


def _bad(message: str, reason: str) -> ApiError:
    return ApiError(400, message, reason=reason, domain="push")


def _open(call: Call, target: str, longest: int, **scope: Any) -> dict[str, Any]:
    wanted, held = call.body, channels(call.world)
    channel_id, address = wanted.get("id", ""), wanted.get("address", "")
    if wanted.get("type") != "web_hook":
        raise _bad("Unknown channel type.", "channelTypeInvalid")
    if not 0 < len(channel_id) <= 64:
        raise _bad("Channel id must be set and at most 64 characters.", "channelIdInvalid")
    if held.get(channel_id) is not None:
        raise _bad(f"Channel id {channel_id} not unique", "channelIdNotUnique")
    if not acceptable(address):
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
        "uri": f"{call.world.origin}/drive/v3/{target}",
        "address": address,
        "token": wanted.get("token", ""),
        "account": call.account,
        "client": call.token.client_id,
        "target": target,
        "expires": min(asked, now + longest),
        "number": 0,
        **scope,
    }
    tell(call.world, channel, SYNC)
    return {
        "kind": "api#channel",
        "id": channel_id,
        "resourceId": channel["resource"],
        "resourceUri": channel["uri"],
        "expiration": str(channel["expires"]),
        **({"token": wanted["token"]} if wanted.get("token") else {}),
    }


def tell(
    world: World,
    channel: Channel,
    state: str,
    changed: str = "",
    late: tuple[str, int] | None = None,
) -> None:
    """Keep a message for a channel, unless one that says the same is not sent yet.

    `late` names the file whose edits are told together, and when.
    """
    about = " ".join(filter(None, (channel["target"], state, changed, late and late[0])))
    if queue.untold(world, channel["id"], about):
        return
    # numbers rise, with gaps; the first one is 1
    step = 1 + world.ids.raw("push")[0] % 7 if channel["number"] else 1
    channel = {**channel, "number": channel["number"] + step}
    channels(world).put(channel["id"], channel)
    body = {"state": state, "changed": changed, "number": channel["number"]}
    queue.put(world, KIND, channel["id"], body, about=about, due=late and late[1])


def watch_file(call: Call) -> Answer:
    """files.watch: the caller must see the file."""
    entry = visible(call, call.params["fileId"])
    return _open(call, f"files/{entry['id']}", LONGEST_FILE_MS)


def watch_changes(call: Call) -> Answer:
    """changes.watch, from a page token of this feed."""
    if not call.params["pageToken"].isdigit():
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    everywhere = call.params.get("includeItemsFromAllDrives") and call.params.get(
        "supportsAllDrives"
    )
    return _open(
        call,
        f"changes/{call.account}",
        LONGEST_CHANGES_MS,
        drive=call.params.get("driveId"),
        everywhere=bool(everywhere),
    )


def stop(call: Call) -> Answer:
    """channels.stop by the account and client that opened it; ApiError 404 for any other."""
    channel = channels(call.world).get(call.body.get("id", ""))
    if (
        channel is None
        or channel["account"] != call.account
        or channel["client"] != call.token.client_id
        or channel["resource"] != call.body.get("resourceId")
        or channel["expires"] <= call.world.clock.millis()
    ):
        named = call.body.get("id", "")
        raise ApiError(404, f"Channel '{named}' not found for project", reason="channelNotFound")
    end(call.world, channel["id"])
    return None


def end(world: World, channel_id: str) -> None:
    """A channel is no more; what waits for it is dropped."""
    channels(world).delete(channel_id)
    queue.forget(world, channel_id)
