"""files.create, get, update, delete, generateIds.

In:    checked calls.   Out: File resources, bytes, or Drive's refusals.
Rule:  pre-generated ids make a create repeatable (409); Google's own types refuse them; a robot
       has no storage; a locked file keeps its name and content (google-workspace.md 3.1, 7).
Never: lists or copies; those are `listing.py` and `copies.py`. Start at `create()`.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from ..frame.accounts import is_service_account
from ..frame.call import Answer, Call, Media, Upload
from ..frame.errors import ApiError, not_done
from ..frame.natives import FOLDER, FORM, SHORTCUT
from . import entries
from .access import (
    allowed,
    at_least,
    file_not_found,
    insufficient,
    locked,
    role_in_drive,
    role_of,
    visible,
)
from .entries import Entry
from .metadata import apply_metadata
from .resource import DEFAULT_FIELDS, file_resource

GOOGLE = "application/vnd.google-apps."


def shown(call: Call, entry: Entry) -> dict[str, Any]:
    """The answer of every method that gives a file."""
    call.default_fields = DEFAULT_FIELDS
    return file_resource(call.world, entry, call.account, call.token.client_id)


def no_storage() -> ApiError:
    """What a robot hears when it would own a file."""
    return ApiError(
        403,
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use "
        "OAuth delegation (http://support.google.com/a/answer/7281227) instead.",
        reason="storageQuotaExceeded",
        domain="usageLimits",
    )


def parent_for(call: Call, parents: list[str]) -> str:
    """The folder a new file goes into; ApiError when it may not."""
    if len(parents) > 1:
        raise ApiError(400, "A shared drive item must have exactly one parent.", reason="invalid")
    where = parents[0] if parents else "root"
    drive = call.world.store.collection("drive.drive").peek(where)
    if drive is not None:
        if not call.params.get("supportsAllDrives"):
            raise file_not_found(where)
        role = role_in_drive(call.world, call.account, where)
        if role is None:
            raise file_not_found(where)
        if not at_least(role, "writer"):
            raise insufficient(where)
        return where
    folder = allowed(call, where, "writer")
    if folder["mime"] != FOLDER:
        raise ApiError(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    if not folder["drive"] and is_service_account(call.account):
        raise no_storage()
    return str(folder["id"])


def reserve_id(call: Call, mime: str, converting: bool) -> str | None:
    """The id a caller brings; ApiError 400 when it may not, 409 when it is taken."""
    file_id: str | None = call.body.get("id")
    if file_id is None:
        return None
    if converting or (mime.startswith(GOOGLE) and mime not in (FOLDER, SHORTCUT)):
        raise ApiError(
            400,
            "Generated IDs are not supported for Docs Editors formats.",
            reason="invalid",
            location="file.id",
        )
    if entries.find(call.world, file_id) is not None:
        raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    if call.world.store.collection("drive.generated").peek(file_id) is None:
        raise ApiError(
            400, "The provided file ID is not usable.", reason="invalid", location="file.id"
        )
    return file_id


def create(call: Call) -> Answer:
    """files.create: metadata only, with media, or converting."""
    wanted, upload = call.body.get("mimeType"), call.upload
    arrived = _type_of(call.body.get("name"), upload)
    mime = wanted or arrived or "application/octet-stream"
    converting = upload is not None and mime.startswith(GOOGLE)
    file_id = reserve_id(call, mime, converting)
    parent = parent_for(call, call.body.get("parents", []))
    entry = entries.new_entry(
        call.world,
        name=call.body.get("name", "Untitled"),
        mime=mime,
        by=call.account,
        parent=parent,
        file_id=file_id,
        client=call.token.client_id,
    )
    apply_metadata(call, entry)
    _fill_new(call, entry, upload, arrived)
    _keep_revision(call, entry)
    return shown(call, entries.save(call.world, entry, by=call.account, touched=False))


def _fill_new(call: Call, entry: Entry, upload: Upload | None, arrived: str | None) -> None:
    mime = entry["mime"]
    native = call.world.natives.get(mime)
    if mime == SHORTCUT:
        details = call.body.get("shortcutDetails", {})
        target = visible(call, details.get("targetId", ""))
        entry["meta"]["shortcutDetails"] = {
            "targetId": target["id"],
            "targetMimeType": target["mime"],
        }
    elif upload is not None and native is not None:
        convert = native.imports.get(str(arrived))
        if convert is None:
            raise not_done(f"drive.files.create converting {arrived} to {mime}")
        convert(call.world, entry["id"], upload.data, upload.content_type)
    elif native is not None and mime != FORM:
        native.create(call.world, entry["id"], entry["name"], call.account)
    elif mime.startswith(GOOGLE) and mime != FOLDER:
        raise not_done(f"drive.files.create of {mime}")
    elif mime != FOLDER:
        # a file made from metadata alone is an empty file
        data = upload.data if upload is not None else b""
        entries.put_content(call.world, entry, data, call.body.get("name"))


def _type_of(name: str | None, upload: Upload | None) -> str | None:
    if upload is None:
        return None
    given = upload.content_type.split(";")[0].strip().lower()
    if given and given != "application/octet-stream":
        return given
    return (mimetypes.guess_type(name)[0] if name else None) or given or "application/octet-stream"


def _keep_revision(call: Call, entry: Entry) -> None:
    if call.params.get("keepRevisionForever") and entry["revisions"]:
        entry["revisions"][-1]["keep"] = True


def get(call: Call) -> Answer:
    """files.get: metadata, or the bytes with alt=media."""
    entry = visible(call, call.params["fileId"])
    if call.alt != "media":
        return shown(call, entry)
    if entry["mime"].startswith(GOOGLE):
        raise ApiError(
            403,
            "Only files with binary content can be directly downloaded. Use Export with Docs "
            "Editors files.",
            reason="fileNotDownloadable",
            location="alt",
        )
    return Media(entries.content(call.world, entry), entry["mime"])


def update(call: Call) -> Answer:
    """files.update: metadata, place, trash, lock, content."""
    entry = allowed(call, call.params["fileId"], "writer")
    body, world = call.body, call.world
    if entry.get("root"):
        raise insufficient(entry["id"])
    if locked(entry) and ("name" in body or "description" in body or call.upload is not None):
        raise insufficient(entry["id"])
    if "parents" in body:
        raise ApiError(
            403,
            "The parents field is not directly writable in update requests. Use the addParents "
            "and removeParents parameters instead.",
            reason="fieldNotWritable",
        )
    if "id" in body and body["id"] != entry["id"]:
        raise ApiError(
            403,
            "The resource body includes fields which are not directly writable.",
            reason="fieldNotWritable",
        )
    touched = apply_metadata(call, entry)
    if "name" in body:
        entry["name"] = body["name"]
        native = world.natives.get(entry["mime"])
        if native:
            native.rename(world, entry["id"], body["name"])
    if "trashed" in body:
        entry["trashed"] = body["trashed"]
    if call.upload is not None:
        _replace_content(call, entry, call.upload)
        _keep_revision(call, entry)
        touched = True
    elif "mimeType" in body and not entry["mime"].startswith(GOOGLE):
        entry["mime"] = body["mimeType"]
    _move(call, entry)
    if "modifiedTime" in body:
        touched = False
    return shown(call, entries.save(world, entry, by=call.account, touched=touched))


def _replace_content(call: Call, entry: Entry, upload: Upload) -> None:
    native = call.world.natives.get(entry["mime"])
    arrived = _type_of(call.body.get("name") or entry["name"], upload)
    if native is not None:
        convert = native.imports.get(str(arrived))
        if convert is None:
            raise not_done(f"drive.files.update converting {arrived} to {entry['mime']}")
        convert(call.world, entry["id"], upload.data, upload.content_type)
        return
    if entry["mime"].startswith(GOOGLE):
        raise ApiError(403, "This file has no content.", reason="fileNotDownloadable")
    entry["mime"] = call.body.get("mimeType") or arrived or entry["mime"]
    entry["modifier"] = call.account
    entries.put_content(call.world, entry, upload.data, call.body.get("name"))


def _move(call: Call, entry: Entry) -> None:
    leaving = [part for part in call.params.get("removeParents", "").split(",") if part]
    coming = [part for part in call.params.get("addParents", "").split(",") if part]
    if not coming:
        if entry["parent"] in leaving:
            if entry["drive"]:
                raise ApiError(
                    403,
                    "A shared drive item must have exactly one parent.",
                    reason="teamDriveInsufficientParents",
                )
            entries.place(call.world, entry, entries.root_of(call.world, entry["owner"]), "")
        return
    if entry["parent"] not in leaving and entry["parent"] is not None:
        raise ApiError(
            403,
            "Increasing the number of parents is not allowed",
            reason="cannotAddParent",
        )
    where = parent_for(call, coming)
    above = entries.find(call.world, where)
    if above and entry["id"] in (
        above["id"],
        *(f["id"] for f in entries.ancestors(call.world, above)),
    ):
        raise ApiError(403, "A folder cannot be moved into itself.", reason="cyclicMembership")
    entries.place(call.world, entry, where, call.account)


def delete(call: Call) -> Answer:
    """files.delete: for good, with everything below; owner or organizer only."""
    entry = visible(call, call.params["fileId"])
    if role_of(call.world, call.account, entry) not in ("owner", "organizer") or entry.get("root"):
        raise insufficient(entry["id"])
    entries.remove(call.world, entry)
    return None


def generate_ids(call: Call) -> Answer:
    """files.generateIds: ids that make a later create repeatable."""
    if call.params.get("type", "files") != "files" or call.params.get("space", "drive") != "drive":
        raise not_done("drive.files.generateIds outside space drive and type files")
    generated = call.world.store.collection("drive.generated")
    ids = [call.world.ids.file() for _ in range(call.params.get("count", 10))]
    for file_id in ids:
        generated.put(file_id, {})
    return {"kind": "drive#generatedIds", "space": "drive", "ids": ids}
