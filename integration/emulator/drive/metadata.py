"""What a caller may set on a file besides its content and its place.

In:    a checked call with a body, the entry.   Out: the entry changed, or Drive's refusal.
Rule:  properties have a size and a number (google-workspace.md 3.1); a lock or limited access is
       for who may set it.
Never: saves. Start at `apply_metadata()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.call import Call
from ..frame.errors import ApiError
from ..frame.natives import FOLDER
from .access import insufficient, may_limit, role_of
from .entries import Entry
from .query import millis

# what a caller may set and Drive merely keeps
KEPT = (
    "description",
    "starred",
    "folderColorRgb",
    "writersCanShare",
    "copyRequiresWriterPermission",
    "contentHints",
    "downloadRestrictions",
)
PROPERTY_BYTES = 124


def apply_metadata(call: Call, entry: Entry) -> bool:
    """Take over what the body sets; True when name or description changed."""
    body = call.body
    for name in KEPT:
        if name in body:
            entry["meta"][name] = body[name]
    if "inheritedPermissionsDisabled" in body:
        _limit(call, entry, body["inheritedPermissionsDisabled"])
    for name in ("createdTime", "modifiedTime"):
        if name in body:
            entry[name.removesuffix("Time")] = millis(body[name])
    if "properties" in body:
        entry["properties"] = _merged(entry["properties"], body["properties"], 100)
    if "appProperties" in body:
        mine = entry["appProperties"].get(call.token.client_id, {})
        merged = _merged(mine, body["appProperties"], 30)
        entry["appProperties"] = {**entry["appProperties"], call.token.client_id: merged}
    if "contentRestrictions" in body:
        _restrict(call, entry, body["contentRestrictions"])
    return "name" in body or "description" in body


def _merged(before: dict[str, str], change: dict[str, str | None], most: int) -> dict[str, str]:
    merged: dict[str, Any] = {**before, **change}
    for key, value in change.items():
        if value is not None and len((key + value).encode()) > PROPERTY_BYTES:
            raise ApiError(
                400, "Property key and value exceed 124 bytes.", reason="propertyOverLimit"
            )
    kept = {key: value for key, value in merged.items() if value is not None}
    if len(kept) > most:
        raise ApiError(403, "Too many properties.", reason="numChildrenInNonRootLimitExceeded")
    return kept


def _limit(call: Call, entry: Entry, on: bool) -> None:
    if entry["mime"] != FOLDER:
        raise ApiError(400, "Limited access is for folders only.", reason="invalid")
    if not may_limit(entry, role_of(call.world, call.account, entry)):
        raise insufficient(entry["id"])
    entry["meta"]["inheritedPermissionsDisabled"] = on


def _restrict(call: Call, entry: Entry, restrictions: list[dict[str, Any]]) -> None:
    held = any(restriction.get("ownerRestricted") for restriction in entry["restrictions"])
    role = role_of(call.world, call.account, entry)
    if held and role not in ("owner", "organizer"):
        raise insufficient(entry["id"])
    kept = []
    for restriction in restrictions:
        if restriction.get("readOnly"):
            now = call.world.clock.rfc3339()
            kept.append(
                {
                    "type": "globalContentRestriction",
                    **restriction,
                    "restrictionTime": now,
                    "restrictingUser": {
                        "kind": "drive#user",
                        "displayName": call.world.accounts.name(call.account),
                        "emailAddress": call.account,
                    },
                }
            )
        elif restriction.get("reason"):
            raise ApiError(400, "A reason needs readOnly=true.", reason="invalid")
    entry["restrictions"] = kept
