"""How Drive shows a file: the File resource.

In:    an entry and who looks.   Out: the fields of google's File schema that the workspace fills.
Rule:  shared-drive items show no owners, permissions or ownedByMe (google-workspace.md 1.4).
Never: changes anything. Start at `file_resource()`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from ..frame.clock import Clock
from ..frame.natives import DOCUMENT, FOLDER, FORM, SPREADSHEET
from ..world import World
from .access import at_least, limited, locked, may_limit, opens, role_of
from .entries import Entry, in_trash, shown_modified

DEFAULT_FIELDS = "kind,id,name,mimeType"
PAGES = {
    DOCUMENT: "document/d/{id}/edit",
    SPREADSHEET: "spreadsheets/d/{id}/edit",
    FORM: "forms/d/{id}/edit",
    FOLDER: "drive/folders/{id}",
}


def stamp(clock: Clock, millis: int) -> str:
    """Milliseconds since 1970 as Drive writes a moment."""
    return clock.rfc3339(datetime.fromtimestamp(millis / 1000, UTC))


def permission_id(email: str) -> str:
    """The id a person has in every permission list: twenty digits, always the same."""
    number = int.from_bytes(hashlib.sha256(email.encode()).digest()[:12], "big")
    return str(10**19 + number % (9 * 10**19))


def user_resource(world: World, email: str, looking: str) -> dict[str, Any]:
    """A person as Drive shows them."""
    return {
        "kind": "drive#user",
        "displayName": world.accounts.name(email),
        "me": email == looking,
        "permissionId": permission_id(email),
        "emailAddress": email,
    }


def permission_resource(world: World, permission: dict[str, Any]) -> dict[str, Any]:
    """A grant as Drive shows it."""
    shown = {
        "kind": "drive#permission",
        "id": permission["id"],
        "type": permission["type"],
        "role": permission["role"],
    }
    if permission["type"] in ("user", "group"):
        shown["emailAddress"] = permission["email"]
        shown["displayName"] = world.accounts.name(permission["email"])
        shown["deleted"] = False
    if permission["type"] == "domain":
        shown["domain"] = shown["displayName"] = permission["domain"]
    for name in ("allowFileDiscovery", "expirationTime", "pendingOwner", "view"):
        if name in permission:
            shown[name] = permission[name]
    return shown


def grants_on(world: World, entry: Entry) -> list[dict[str, Any]]:
    """Every grant that counts for a file in My Drive: its owner's and those given."""
    grants = list(entry["permissions"])
    if entry["owner"]:
        grants.insert(
            0,
            {
                "id": permission_id(entry["owner"]),
                "type": "user",
                "role": "owner",
                "email": entry["owner"],
            },
        )
    elif entry["drive"]:
        drive = world.store.collection("drive.drive").peek(entry["drive"])
        grants += drive["permissions"] if drive else []
    return grants


def file_resource(world: World, entry: Entry, looking: str, client: str = "") -> dict[str, Any]:
    """The whole File resource; callers cut it down to the fields asked for."""
    role = role_of(world, looking, entry)
    native = entry["mime"].startswith("application/vnd.google-apps.")
    page = PAGES.get(entry["mime"], "file/d/{id}/view").format(id=entry["id"])
    shown: dict[str, Any] = {
        "kind": "drive#file",
        "id": entry["id"],
        "name": entry["name"],
        "mimeType": entry["mime"],
        "trashed": in_trash(world, entry),
        "explicitlyTrashed": entry["trashed"],
        "parents": [entry["parent"]] if entry["parent"] else [],
        "spaces": ["drive"],
        "version": str(entry["version"]),
        "createdTime": stamp(world.clock, entry["created"]),
        "modifiedTime": stamp(world.clock, shown_modified(world, entry)),
        "modifiedByMe": entry["modifier"] == looking,
        "lastModifyingUser": user_resource(world, entry["modifier"], looking),
        "webViewLink": f"{world.origin}/{page}",
        "capabilities": _capabilities(entry, role)
        | _folder_capabilities(world, entry, looking, role),
        "isAppAuthorized": entry["client"] == client,
        "quotaBytesUsed": "0",
        **entry["meta"],
    }
    shown.setdefault("starred", False)
    shown.setdefault("inheritedPermissionsDisabled", False)
    shown.setdefault("writersCanShare", True)
    shown.setdefault("copyRequiresWriterPermission", False)
    shown["viewersCanCopyContent"] = not shown["copyRequiresWriterPermission"]
    if entry["properties"]:
        shown["properties"] = entry["properties"]
    if entry["appProperties"].get(client):
        shown["appProperties"] = entry["appProperties"][client]
    if entry["restrictions"]:
        shown["contentRestrictions"] = entry["restrictions"]
    if entry["drive"]:
        shown["driveId"] = shown["teamDriveId"] = entry["drive"]
        shown["hasAugmentedPermissions"] = bool(entry["permissions"])
    else:
        shown |= _my_drive_fields(world, entry, looking, role)
    if entry["revisions"] and not native:
        shown |= _binary_fields(world, entry)
    exports = world.natives[entry["mime"]].exports if entry["mime"] in world.natives else {}
    if exports:
        base = f"{world.origin}/drive/v3/files/{entry['id']}/export?mimeType="
        shown["exportLinks"] = {mime: base + mime.replace("/", "%2F") for mime in exports}
    return shown


def _my_drive_fields(world: World, entry: Entry, looking: str, role: str | None) -> dict[str, Any]:
    grants = grants_on(world, entry)
    shown: dict[str, Any] = {
        "owners": [user_resource(world, entry["owner"], looking)],
        "ownedByMe": entry["owner"] == looking,
        "shared": len(grants) > 1,
    }
    if at_least(role, "writer"):
        shown["permissions"] = [permission_resource(world, grant) for grant in grants]
        shown["permissionIds"] = [grant["id"] for grant in grants]
    return shown


def _binary_fields(world: World, entry: Entry) -> dict[str, Any]:
    head = entry["revisions"][-1]
    suffix = entry["name"].rsplit(".", 1)[-1] if "." in entry["name"] else ""
    return {
        "size": str(head["size"]),
        "quotaBytesUsed": str(head["size"]),
        "md5Checksum": head["md5"],
        "sha1Checksum": head["sha1"],
        "sha256Checksum": head["sha256"],
        "headRevisionId": head["id"],
        "originalFilename": head["name"] or entry["name"],
        "fileExtension": suffix,
        "fullFileExtension": suffix,
        "webContentLink": f"{world.origin}/uc?id={entry['id']}&export=download",
    }


def _capabilities(entry: Entry, role: str | None) -> dict[str, bool]:
    writes = at_least(role, "writer")
    edits = writes and not locked(entry)
    return {
        "canEdit": edits,
        "canRename": edits,
        "canModifyContent": edits,
        "canComment": at_least(role, "commenter") and not locked(entry),
        "canCopy": entry["mime"] != FOLDER,
        "canDownload": entry["mime"] != FOLDER,
        "canShare": writes,
        "canTrash": writes,
        "canUntrash": writes,
        "canDelete": role in ("owner", "organizer"),
        "canAddChildren": writes and entry["mime"] == FOLDER,
        "canReadRevisions": True,
        "canStartApproval": False,
    }


def _folder_capabilities(
    world: World, entry: Entry, looking: str, role: str | None
) -> dict[str, bool]:
    may = may_limit(entry, role)
    return {
        "canListChildren": entry["mime"] == FOLDER and opens(world, looking, entry),
        "canDisableInheritedPermissions": may and not limited(entry),
        "canEnableInheritedPermissions": may and limited(entry),
    }
