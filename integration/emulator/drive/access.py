"""Who may see and change a file.

In:    an account and an entry.   Out: a role, or Google's refusal.
Rule:  owner, then permissions on the file, its folders and its shared drive; the strongest counts.
       A folder with limited access passes nothing on (Drive API, Manage folders with limited and
       expansive access).
       What one may not see is 404 in Drive; Docs, Sheets and Forms say 403 for a file that exists.
Never: changes anything. Start at `role_of()`; services with Google's own types: `native_entry()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.accounts import Token
from ..frame.call import Call
from ..frame.errors import ApiError, forbidden, not_found
from ..frame.natives import FOLDER
from ..world import World
from .entries import Entry, ancestors, fetch, find, root_of

RANK = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}
AUTH = "https://www.googleapis.com/auth/"
BROAD = frozenset(
    AUTH + name for name in ("drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly")
)
NARROW = frozenset({AUTH + "drive.file"})


def _granted(permissions: list[dict[str, Any]], account: str) -> list[str]:
    domain = account.split("@")[-1]
    return [
        permission["role"]
        for permission in permissions
        if permission["type"] == "anyone"
        or (permission["type"] in ("user", "group") and permission["email"] == account)
        or (permission["type"] == "domain" and permission["domain"] == domain)
    ]


def role_of(world: World, account: str, entry: Entry) -> str | None:
    """The strongest role an account has on a file; None when it cannot see it.

    What is inherited ends at a folder with limited access, but for the shared drive's organizers;
    whoever would have inherited a role still sees that folder itself, without opening it.
    """
    roles = _opening_roles(world, account, entry)
    if not roles and limited(entry):
        above = find(world, entry["parent"]) if entry["parent"] else None
        seen = role_of(world, account, above) if above else None
        if seen or (entry["drive"] and role_in_drive(world, account, entry["drive"])):
            return "reader"
    return max(roles, key=RANK.__getitem__, default=None)


def _opening_roles(world: World, account: str, entry: Entry) -> list[str]:
    roles = _granted(entry["permissions"], account)
    if entry["owner"] == account:
        roles.append("owner")
    ends = limited(entry)
    for folder in ancestors(world, entry):
        if not ends:
            roles += _granted(folder["permissions"], account)
            if folder["owner"] == account:
                roles.append("writer")
        ends = ends or limited(folder)
    through_drive = role_in_drive(world, account, entry["drive"]) if entry["drive"] else None
    if through_drive and (not ends or through_drive == "organizer"):
        roles.append(through_drive)
    return roles


def limited(entry: Entry) -> bool:
    """Whether a folder passes on nothing that it would inherit."""
    return bool(entry["meta"].get("inheritedPermissionsDisabled"))


def opens(world: World, account: str, folder: Entry) -> bool:
    """Whether somebody who sees a folder may see what lies in it."""
    return bool(_opening_roles(world, account, folder))


def may_limit(entry: Entry, role: str | None) -> bool:
    """Whether a role turns limited access of a folder on and off."""
    if entry["mime"] != FOLDER:
        return False
    if entry["drive"]:
        return role == "organizer"
    return role == "owner" or (
        at_least(role, "writer") and bool(entry["meta"].get("writersCanShare", True))
    )


def role_in_drive(world: World, account: str, drive_id: str) -> str | None:
    """The role an account has in a shared drive itself; None when it is no member."""
    drive = world.store.collection("drive.drive").peek(drive_id)
    roles = _granted(drive["permissions"], account) if drive else []
    return max(roles, key=RANK.__getitem__, default=None)


def at_least(role: str | None, needed: str) -> bool:
    """Whether a role is enough."""
    return role is not None and RANK[role] >= RANK[needed]


def reachable(token: Token, entry: Entry) -> bool:
    """Whether the token's scopes reach a file: drive.file only what its own client made."""
    if token.scopes is None or token.scopes & BROAD or not token.scopes & NARROW:
        return True
    return bool(entry["client"] == token.client_id)


def file_not_found(file_id: str, location: str = "fileId") -> ApiError:
    """Drive's 404: not there, not shared, wrong scope, or supportsAllDrives is missing."""
    return ApiError(404, f"File not found: {file_id}.", reason="notFound", location=location)


def insufficient(file_id: str) -> ApiError:
    """Drive's 403 for someone who may see but not do this."""
    return ApiError(
        403,
        f"The user does not have sufficient permissions for file {file_id}.",
        reason="insufficientFilePermissions",
    )


def visible(call: Call, file_id: str, *, location: str = "fileId") -> Entry:
    """The file a Drive call means, to be changed at will; ApiError 404 unless it may be seen."""
    if file_id == "root":
        file_id = root_of(call.world, call.account)
    entry = find(call.world, file_id)
    # export, for one, has no such parameter and reaches shared drives all the same
    all_drives = (
        call.params.get("supportsAllDrives")
        or call.params.get("supportsTeamDrives")
        or "supportsAllDrives" not in call.method.parameters
    )
    if (
        entry is None
        or (entry["drive"] and not all_drives)
        or (not reachable(call.token, entry) and not entry.get("root"))
        or role_of(call.world, call.account, entry) is None
    ):
        raise file_not_found(file_id, location)
    return fetch(call.world, file_id)


def allowed(call: Call, file_id: str, needed: str) -> Entry:
    """As `visible`, and ApiError 403 unless the caller's role is enough."""
    entry = visible(call, file_id)
    if not at_least(role_of(call.world, call.account, entry), needed):
        raise insufficient(file_id)
    return entry


def locked(entry: Entry) -> bool:
    """Whether a content restriction keeps name and content as they are."""
    return any(restriction.get("readOnly") for restriction in entry["restrictions"])


def native_entry(
    world: World, account: str, file_id: str, mime: str, *, needed: str = "reader"
) -> Entry:
    """The Drive side of a Doc, Sheet or Form, for its own service.

    ApiError 404 when there is none of that type, 403 when it is not shared enough or, for a
    change, when it is locked.
    """
    entry = find(world, file_id)
    if entry is None or entry["mime"] != mime:
        raise not_found()
    if not at_least(role_of(world, account, entry), needed):
        raise forbidden()
    if needed != "reader" and locked(entry):
        raise forbidden()
    return entry
