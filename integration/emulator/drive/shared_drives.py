"""Shared drives, about, the change feed, revisions.

In:    checked calls.   Out: Drive, About, ChangeList and Revision resources.
Rule:  a shared drive is made once per requestId; a change names each file once, at its latest.
Never: lists files. Start at `create_drive()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.call import Answer, Call, Media
from ..frame.errors import ApiError, not_done
from ..world import World
from . import entries
from .access import reachable, role_in_drive, role_of, visible
from .listing import one_page
from .resource import file_resource, permission_id, stamp, user_resource

DRIVE_FIELDS = "kind,id,name"


def make_drive(world: World, name: str, organizer: str) -> str:
    """A new shared drive with one organizer; its id."""
    drive_id = world.ids.shared_drive()
    grant = {
        "id": permission_id(organizer),
        "type": "user",
        "role": "organizer",
        "email": organizer,
    }
    world.store.collection("drive.drive").put(
        drive_id,
        {
            "id": drive_id,
            "name": name,
            "created": world.clock.millis(),
            "permissions": [grant],
        },
    )
    return drive_id


def _drive_resource(call: Call, drive: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "drive#drive",
        "id": drive["id"],
        "name": drive["name"],
        "createdTime": stamp(call.world.clock, drive["created"]),
        "hidden": False,
        "capabilities": {
            "canAddChildren": role_in_drive(call.world, call.account, drive["id"])
            not in (None, "reader")
        },
    }


def create_drive(call: Call) -> Answer:
    """drives.create; the same requestId is the same drive."""
    requests = call.world.store.collection("drive.request")
    key = f"{call.account}/{call.params['requestId']}"
    if requests.peek(key) is not None:
        raise ApiError(
            409, "A shared drive with the provided requestId already exists.", reason="conflict"
        )
    drive_id = make_drive(call.world, call.body.get("name", "Untitled"), call.account)
    requests.put(key, {"id": drive_id})
    call.default_fields = DRIVE_FIELDS
    return _drive_resource(call, _drive(call, drive_id))


def _drive(call: Call, drive_id: str) -> dict[str, Any]:
    found = call.world.store.collection("drive.drive").peek(drive_id)
    if found is None or role_in_drive(call.world, call.account, drive_id) is None:
        raise ApiError(
            404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId"
        )
    return found


def get_drive(call: Call) -> Answer:
    """drives.get."""
    call.default_fields = DRIVE_FIELDS
    return _drive_resource(call, _drive(call, call.params["driveId"]))


def list_drives(call: Call) -> Answer:
    """drives.list."""
    drives = [
        _drive_resource(call, drive)
        for drive in call.world.store.collection("drive.drive").values()
        if role_in_drive(call.world, call.account, drive["id"]) is not None
    ]
    call.default_fields = f"kind,nextPageToken,drives({DRIVE_FIELDS})"
    return {"kind": "drive#driveList", **one_page(call, "drives", drives, 10)}


def about(call: Call) -> Answer:
    """about.get; Google insists on `fields`."""
    if not call.fields:
        raise ApiError(
            400,
            "The 'fields' parameter is required for this method.",
            reason="required",
            location="fields",
        )
    used = sum(
        entry["revisions"][-1]["size"]
        for entry in entries.all_entries(call.world)
        if entry["owner"] == call.account and entry["revisions"]
    )
    return {
        "kind": "drive#about",
        "user": user_resource(call.world, call.account, call.account),
        "storageQuota": {"usage": str(used), "usageInDrive": str(used), "usageInDriveTrash": "0"},
        "canCreateDrives": True,
        "maxUploadSize": "5242880000000",
        "exportFormats": {
            mime: list(native.exports) for mime, native in call.world.natives.items()
        },
        "importFormats": {
            source: [mime]
            for mime, native in call.world.natives.items()
            for source in native.imports
        },
    }


def start_page_token(call: Call) -> Answer:
    """changes.getStartPageToken: from now on."""
    now = call.world.store.current_number("drive.change") + 1
    return {"kind": "drive#startPageToken", "startPageToken": str(now)}


def list_changes(call: Call) -> Answer:
    """changes.list: each changed file once, oldest first."""
    world = call.world
    token = call.params["pageToken"]
    if not token.isdigit():
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    rows = world.store.connection.execute(
        "SELECT MAX(n) AS last, file_id, at FROM drive_changes WHERE n >= ? "
        "GROUP BY file_id ORDER BY last",
        (int(token),),
    ).fetchall()
    size = call.params.get("pageSize", 100)
    changes = [shown for row in rows[:size] if (shown := _change(call, row[1], row[2]))]
    answer: dict[str, Any] = {"kind": "drive#changeList", "changes": changes}
    if len(rows) > size:
        answer["nextPageToken"] = str(rows[size - 1][0] + 1)
    else:
        answer["newStartPageToken"] = str(world.store.current_number("drive.change") + 1)
    call.default_fields = (
        "kind,nextPageToken,newStartPageToken,"
        "changes(kind,changeType,time,removed,fileId,file(kind,id,name,mimeType))"
    )
    return answer


def _change(call: Call, file_id: str, at: int) -> dict[str, Any] | None:
    world = call.world
    entry = entries.find(world, file_id)
    shown: dict[str, Any] = {
        "kind": "drive#change",
        "changeType": "file",
        "type": "file",
        "time": stamp(world.clock, at),
        "fileId": file_id,
        "removed": entry is None,
    }
    if entry is None:
        return shown if call.params.get("includeRemoved", True) else None
    everywhere = call.params.get("includeItemsFromAllDrives") and call.params.get(
        "supportsAllDrives"
    )
    if entry["drive"] and not everywhere:
        return None
    if call.params.get("driveId", entry["drive"]) != entry["drive"]:
        return None
    if role_of(world, call.account, entry) is None or not reachable(call.token, entry):
        return None
    shown["file"] = file_resource(world, entry, call.account, call.token.client_id)
    return shown


def _revision_resource(call: Call, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "drive#revision",
        "id": held["id"],
        "mimeType": held["mime"],
        "modifiedTime": stamp(call.world.clock, held["at"]),
        "keepForever": held["keep"],
        "published": False,
        "lastModifyingUser": user_resource(call.world, held["by"], call.account),
        "originalFilename": held["name"] or "",
        "md5Checksum": held["md5"],
        "size": str(held["size"]),
    }


def _revisions(call: Call) -> tuple[entries.Entry, list[dict[str, Any]]]:
    entry = visible(call, call.params["fileId"])
    if entry["mime"].startswith("application/vnd.google-apps."):
        raise not_done(f"{call.method.id} of {entry['mime']}")
    return entry, entry["revisions"]


def list_revisions(call: Call) -> Answer:
    """revisions.list of a binary file."""
    _, held = _revisions(call)
    call.default_fields = "kind,nextPageToken,revisions(kind,id,mimeType,modifiedTime)"
    shown = [_revision_resource(call, one) for one in held]
    return {"kind": "drive#revisionList", **one_page(call, "revisions", shown, 200)}


def get_revision(call: Call) -> Answer:
    """revisions.get: metadata, or the bytes of that revision."""
    entry, held = _revisions(call)
    wanted = call.params["revisionId"]
    for one in held:
        if wanted in (one["id"], "head") and (wanted != "head" or one is held[-1]):
            if call.alt == "media":
                return Media(entries.content(call.world, entry, one["id"]), one["mime"])
            call.default_fields = "kind,id,mimeType,modifiedTime"
            return _revision_resource(call, one)
    raise ApiError(404, f"Revision not found: {wanted}.", reason="notFound", location="revisionId")
