"""What notification channels are told of a change, and how it goes out.

In:    a file before and after a change.   Out: messages for the channels that watch it.
Rule:  states and headers of google-workspace.md 4.1; the body is empty. New content of a Sheet is
       told with the same lag of about three minutes as its modifiedTime, once for all edits in it.
Never: says what changed in the content. Start at `told()` and `Channels.outgoing()`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from ..frame.natives import SPREADSHEET
from ..push.courier import Outgoing, Verdict
from ..push.queue import Message
from ..world import World
from .access import role_of
from .channels import Channel, channels, end, tell
from .entries import LAG_MS, Entry

PROPERTIES = ("name", "mime", "properties", "appProperties", "restrictions", "meta")
SUCCESS = frozenset({102, 200, 201, 202, 204})
AGAIN = frozenset({500, 502, 503, 504})
MOST_ATTEMPTS = 8
EXPIRED = "expired_channel"


def _changed(before: Entry, after: Entry, touched: bool) -> list[str]:
    """What X-Goog-Changed names."""
    found = []
    if any(before[name] != after[name] for name in PROPERTIES):
        found.append("properties")
    if before["parent"] != after["parent"]:
        found.append("parents")
    if before["permissions"] != after["permissions"]:
        found.append("permissions")
    native = after["mime"].startswith("application/vnd.google-apps.")
    if before["revisions"] != after["revisions"] or (touched and native and not found):
        found.insert(0, "content")
    return found


def _state(before: Entry, after: Entry | None, changed: list[str], sees: bool) -> str | None:
    if after is None or not sees:
        return "remove"
    if before["trashed"] != after["trashed"]:
        return "trash" if after["trashed"] else "untrash"
    return "update" if changed else None


def told(world: World, before: Entry | None, after: Entry | None, touched: bool) -> None:
    """Tell every channel that watches the file, its folder or its account's changes."""
    now = world.clock.millis()
    changed = _changed(before, after, touched) if before and after else []
    late = None
    if after and after["mime"] == SPREADSHEET and changed == ["content"]:
        late = (f"edits:{after['id']}", after["pending_since"] + LAG_MS)
    for channel in channels(world).values():
        if channel["expires"] <= now:
            end(world, channel["id"])
        elif channel["target"].startswith("changes/"):
            if _concerns(world, channel, before, after):
                tell(world, channel, "change", late=late)
        else:
            _tell_of_file(world, channel, before, after, changed, late)


def _concerns(world: World, channel: Channel, before: Entry | None, after: Entry | None) -> bool:
    """Whether a change belongs to the feed a channel watches."""
    for entry in (before, after):
        if entry is None or role_of(world, channel["account"], entry) is None:
            continue
        if channel["drive"]:
            if entry["drive"] == channel["drive"]:
                return True
        elif not entry["drive"] or channel["everywhere"]:
            return True
    return False


def _tell_of_file(
    world: World,
    channel: Channel,
    before: Entry | None,
    after: Entry | None,
    changed: list[str],
    late: tuple[str, int] | None,
) -> None:
    watched = channel["target"].removeprefix("files/")
    either = after or before
    if before is not None and before["id"] == watched:
        sees = after is not None and role_of(world, channel["account"], after) is not None
        state = _state(before, after, changed, sees)
        if state:
            tell(world, channel, state, ",".join(changed), late)
    elif either is not None and watched in _folders(before, after):
        tell(world, channel, "update", "children")


def _folders(before: Entry | None, after: Entry | None) -> set[Any]:
    """The folders whose list of children a change alters."""
    was, now = before and before["parent"], after and after["parent"]
    same = before and after and before["trashed"] == after["trashed"] and was == now
    return set() if same else {was, now} - {None}


class Channels:
    """How the courier carries messages of Drive channels."""

    faults: tuple[str, ...] = (EXPIRED,)

    def outgoing(self, world: World, message: Message) -> Outgoing | None:
        """The request; None when the channel was stopped or has ended."""
        channel = channels(world).peek(message.source)
        if channel is None or channel["expires"] <= world.clock.millis():
            return None
        ends = datetime.fromtimestamp(channel["expires"] / 1000, UTC)
        headers = {
            "Content-Type": "application/json; utf-8",
            "User-Agent": (
                "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"
            ),
            "X-Goog-Channel-ID": channel["id"],
            "X-Goog-Channel-Expiration": format_datetime(ends, usegmt=True),
            "X-Goog-Message-Number": str(message.body["number"]),
            "X-Goog-Resource-ID": channel["resource"],
            "X-Goog-Resource-State": message.body["state"],
            "X-Goog-Resource-URI": channel["uri"],
        }
        if message.body["changed"]:
            headers["X-Goog-Changed"] = message.body["changed"]
        if channel["token"]:
            headers["X-Goog-Channel-Token"] = channel["token"]
        return Outgoing(channel["address"], headers, account=channel["account"])

    def struck(self, world: World, message: Message, fault: str) -> bool:
        """The channel has ended before its time: nothing comes any more."""
        end(world, message.source)
        return True

    def verdict(self, status: int | None) -> Verdict:
        """What an answer means; no answer at all is taken for a 503 (not documented)."""
        if status in SUCCESS:
            return "delivered"
        return "again" if status is None or status in AGAIN else "lost"

    def pause(self, world: World, message: Message) -> int | None:
        """A second, then twice as long each time; a message is lost in the end."""
        return None if message.attempts >= MOST_ATTEMPTS else 1000 * 2 ** (message.attempts - 1)
