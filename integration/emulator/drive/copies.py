"""files.copy and files.export.

In:    a file one may read.   Out: a new file of one's own; bytes in another format.
Rule:  an export above 10 MB is refused; a copy of a Doc or Sheet refuses a brought id.
Never: knows what is inside; each native type brings its own functions. Start at `copy()`.
"""

from __future__ import annotations

from ..frame.call import Answer, Call, Media
from ..frame.errors import ApiError, not_done
from ..frame.natives import FOLDER
from . import entries
from .access import visible
from .files import GOOGLE, parent_for, reserve_id, shown
from .metadata import apply_metadata

EXPORT_LIMIT = 10 * 1024 * 1024


def copy(call: Call) -> Answer:
    """files.copy."""
    world = call.world
    source = visible(call, call.params["fileId"])
    if source["mime"] == FOLDER:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    if call.body.get("mimeType", source["mime"]) != source["mime"]:
        raise not_done("drive.files.copy converting to another type")
    file_id = reserve_id(call, source["mime"], False)
    inherited = [source["parent"]] if source["owner"] == call.account and source["parent"] else []
    parent = parent_for(call, call.body.get("parents") or inherited)
    entry = entries.new_entry(
        world,
        name=call.body.get("name", f"Copy of {source['name']}"),
        mime=source["mime"],
        by=call.account,
        parent=parent,
        file_id=file_id,
        client=call.token.client_id,
    )
    for name in ("description", "writersCanShare", "copyRequiresWriterPermission"):
        if name in source["meta"]:
            entry["meta"][name] = source["meta"][name]
    entry["properties"] = dict(source["properties"])
    entry["appProperties"] = {key: dict(held) for key, held in source["appProperties"].items()}
    apply_metadata(call, entry)
    native = world.natives.get(source["mime"])
    if native is not None:
        native.copy(world, source["id"], entry["id"], entry["name"], call.account)
    elif source["mime"].startswith(GOOGLE):
        raise not_done(f"drive.files.copy of {source['mime']}")
    else:
        entries.put_content(world, entry, entries.content(world, source), entry["name"])
    return shown(call, entries.save(world, entry, by=call.account, touched=False))


def export(call: Call) -> Answer:
    """files.export: a Doc as PDF and the like."""
    entry = visible(call, call.params["fileId"])
    wanted = call.params["mimeType"].split(";")[0].strip()
    if not entry["mime"].startswith(GOOGLE) or entry["mime"] == FOLDER:
        raise ApiError(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    native = call.world.natives.get(entry["mime"])
    if native is None or wanted not in native.exports:
        raise not_done(f"drive.files.export of {entry['mime']} to {wanted}")
    data = native.exports[wanted](call.world, entry["id"])
    if len(data) > EXPORT_LIMIT:
        raise ApiError(
            403, "This file is too large to be exported.", reason="exportSizeLimitExceeded"
        )
    return Media(data, wanted)
