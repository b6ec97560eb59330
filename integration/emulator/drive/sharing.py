"""permissions.*: who a file or shared drive is shared with.

In:    checked calls.   Out: Permission resources.
Rule:  sharing needs writer (writers may share), in shared drives organizer or fileOrganizer;
       an owner is neither removed nor demoted, but may give a file away (ownership.py). A notice
       is mailed unless it is turned off.
Never: decides what a role allows; that is `access.py`. Start at `create()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.accounts import deliverable, normal
from ..frame.call import Answer, Call
from ..frame.errors import ApiError, not_done
from . import entries, ownership
from .access import RANK, allowed, at_least, insufficient, role_in_drive, role_of, visible
from .entries import Entry
from .listing import one_page
from .notice import tell
from .resource import grants_on, permission_id, permission_resource

DEFAULT = "kind,id,type,role"
DRIVE_ONLY = ("organizer", "fileOrganizer")


def _refusal(message: str, reason: str = "invalid") -> ApiError:
    return ApiError(400, message, reason=reason)


def _target(call: Call) -> tuple[str, Entry, bool]:
    """The collection, the thing, and whether it is a shared drive; ApiError 404 or 403."""
    file_id = call.params["fileId"]
    drive = call.world.store.collection("drive.drive").get(file_id)
    if drive is None:
        needed = "reader" if call.method.http_method == "GET" else "writer"
        return "drive.file", allowed(call, file_id, needed), False
    role = role_in_drive(call.world, call.account, file_id)
    if role is None or not call.params.get("supportsAllDrives"):
        raise ApiError(404, f"Shared drive not found: {file_id}", reason="notFound")
    if call.method.http_method != "GET" and role != "organizer":
        raise insufficient(file_id)
    return "drive.drive", drive, True


def _save(call: Call, kind: str, target: Entry) -> None:
    if kind == "drive.file":
        entries.save(call.world, target, by=call.account, touched=False)
    else:
        call.world.store.collection(kind).put(target["id"], target)


def _grants(call: Call, target: Entry, is_drive: bool) -> list[dict[str, Any]]:
    return list(target["permissions"]) if is_drive else grants_on(call.world, target)


def grant_to(email: str, role: str) -> dict[str, Any]:
    """A person's grant, as it is kept."""
    return {"id": permission_id(email), "type": "user", "role": role, "email": email}


def create(call: Call) -> Answer:
    """permissions.create."""
    kind, target, is_drive = _target(call)
    body = call.body
    role, whom = body.get("role"), body.get("type")
    if role not in RANK or whom not in ("user", "group", "domain", "anyone"):
        raise _refusal("The permission type and role fields are required.", "required")
    if role in DRIVE_ONLY and not (is_drive or target["drive"]):
        raise ApiError(403, "This role is for shared drives only.", reason="invalidSharingRequest")
    if body.get("pendingOwner"):
        raise not_done("drive.permissions.create with pendingOwner")
    if role == "owner" and (is_drive or target["drive"] or whom != "user"):
        raise _refusal("This file cannot be owned by that.", "invalidSharingRequest")
    grant: dict[str, Any] = {"type": whom, "role": role}
    if whom in ("user", "group"):
        try:
            grant["email"] = normal(body.get("emailAddress", ""))
        except ValueError:
            raise _refusal(
                "The specified emailAddress is invalid or not applicable for the given permission "
                "type.",
                "invalidSharingRequest",
            ) from None
        grant["id"] = permission_id(grant["email"])
        if deliverable(grant["email"]) and not grant["email"].endswith("gserviceaccount.com"):
            call.world.accounts.ensure(grant["email"])
    elif whom == "domain":
        grant["domain"] = body.get("domain", "")
        grant["id"] = permission_id("domain:" + grant["domain"]) + "k"
    else:
        grant["id"] = "anyoneWithLink"
        grant["allowFileDiscovery"] = body.get("allowFileDiscovery", False)
    if "expirationTime" in body:
        grant["expirationTime"] = body["expirationTime"]
    owner = target.get("owner")
    if role == "owner":
        given = ownership.give(call, target, grant["email"])
        if target["owner"] != owner:
            _save(call, kind, target)
        grant = given
    elif grant.get("email") != owner or owner is None:
        others = [held for held in target["permissions"] if held["id"] != grant["id"]]
        target["permissions"] = [*others, grant]
        _save(call, kind, target)
        if "email" in grant and call.params.get("sendNotificationEmail", True):
            message = call.params.get("emailMessage", "")
            tell(call.world, call.account, grant["email"], target, message)
    call.default_fields = DEFAULT
    return permission_resource(call.world, grant)


def _one(call: Call, grants: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = call.params["permissionId"]
    for grant in grants:
        if grant["id"] == wanted:
            return grant
    raise ApiError(
        404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId"
    )


def list_permissions(call: Call) -> Answer:
    """permissions.list; a plain reader may not look."""
    _, target, is_drive = _target(call)
    if not is_drive and not at_least(role_of(call.world, call.account, target), "writer"):
        raise insufficient(target["id"])
    grants = _grants(call, target, is_drive)
    call.default_fields = f"kind,permissions({DEFAULT}),nextPageToken"
    shown = [permission_resource(call.world, grant) for grant in grants]
    return {"kind": "drive#permissionList", **one_page(call, "permissions", shown, 100)}


def get(call: Call) -> Answer:
    """permissions.get."""
    _, target, is_drive = _target(call)
    call.default_fields = DEFAULT
    return permission_resource(call.world, _one(call, _grants(call, target, is_drive)))


def update(call: Call) -> Answer:
    """permissions.update: another role."""
    kind, target, is_drive = _target(call)
    grant = _one(call, _grants(call, target, is_drive))
    role = call.body.get("role", grant["role"])
    if grant["role"] == "owner":
        raise not_done("drive.permissions.update of the owner's own permission")
    if role not in RANK:
        raise _refusal("The specified role is invalid.")
    held = next((one for one in target["permissions"] if one["id"] == grant["id"]), None)
    if held is None:
        raise insufficient(target["id"])
    if role == "owner":
        held = ownership.take(call, target, held)
    else:
        if "pendingOwner" in call.body:
            ownership.offer(call, target, held, call.body["pendingOwner"])
        held["role"] = role
    _save(call, kind, target)
    call.default_fields = DEFAULT
    return permission_resource(call.world, held)


def delete(call: Call) -> Answer:
    """permissions.delete; everyone may remove themselves."""
    if permission_id(call.account) == call.params["permissionId"]:
        kind, is_drive = "drive.file", False
        target = visible(call, call.params["fileId"])
    else:
        kind, target, is_drive = _target(call)
    grant = _one(call, _grants(call, target, is_drive))
    if grant["role"] == "owner":
        raise ApiError(
            403, "The owner of a file cannot be removed.", reason="insufficientFilePermissions"
        )
    target["permissions"] = [held for held in target["permissions"] if held["id"] != grant["id"]]
    _save(call, kind, target)
    return None
