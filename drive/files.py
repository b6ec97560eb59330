"""Files of the archive: put once, checked byte for byte, locked.

In:    bytes, an id drawn before.   Out: `Filed`, with Drive's own SHA-256 compared with ours.
Rule:  a repeat with the same id is the same file (Drive API, Create files: 409).
Never: overwrites bytes or deletes. Start at `DriveArchive.put()`.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from googleapiclient.http import MediaInMemoryUpload

from integration.ports import AlreadyThere, File, Filed, GiveUp, IdRefused, NotFound

from . import access
from .folders import Folders
from .reading import Reading
from .search import checked

RESUMABLE_ABOVE = 4 * 1024 * 1024
"""Bytes above which an upload goes in its own session."""
CHUNK = 8 * 1024 * 1024
"""Bytes of one chunk; Drive wants multiples of 256 KiB."""
AGAIN = "Dokumen final"
"""Why a file is locked again whose name was put right."""
FACTS = "id,sha256Checksum,webViewLink,trashed"


class DriveArchive(Folders, Reading):
    """`ports.Archive` at Drive."""

    def put(self, file: File, *, file_id: str, parent: str, properties: Mapping[str, str]) -> Filed:
        """Upload under an id of `new_ids()`. Safe to repeat with that id.

        Raises IdRefused when Drive does not know the id, GiveUp when it holds other bytes or
        lies in the trash.
        """
        files = self._workspace.service("drive").files()
        large = len(file.content) > RESUMABLE_ABOVE
        media = MediaInMemoryUpload(
            file.content, mimetype=file.media_type, chunksize=CHUNK, resumable=large
        )
        making = files.create(
            body={
                "id": file_id,
                "name": file.name,
                "parents": [parent],
                "appProperties": checked(dict(properties)),
            },
            media_body=media,
            fields=FACTS,
            supportsAllDrives=True,
        )
        try:
            found = self._workspace.call(making, safe=True)
        except AlreadyThere:
            getting = files.get(fileId=file_id, fields=FACTS, supportsAllDrives=True)
            found = self._workspace.call(getting, safe=True)
        except NotFound:
            raise
        except GiveUp as refused:
            if "file ID" not in str(refused):
                raise
            raise IdRefused(str(refused)) from None
        return _same(found, hashlib.sha256(file.content).hexdigest())

    def lock(self, file_id: str, reason: str) -> None:
        """Stop changes of title and content (it can still be moved). Safe to repeat."""
        restrict(self._workspace, file_id, {"readOnly": True, "reason": reason})

    def closed(self, folder_id: str) -> bool:
        """Whether nobody opens a folder just by being a member of the drive. Safe to repeat."""
        return access.is_closed(self._workspace, folder_id)

    def restore(self, file_id: str, name: str, parent: str) -> None:
        """Give a file or folder its name and its place again, out of the trash. Safe to repeat.

        An empty name leaves the name as it is. A lock is taken off for it and put on again.
        """
        found = self.look(file_id)
        renamed = bool(name) and found.name != name
        if renamed and found.locked:
            restrict(self._workspace, file_id, {"readOnly": False})
        asked: dict[str, str] = {}
        if parent not in found.parents:
            asked = {"addParents": parent, "removeParents": ",".join(found.parents)}
        body = {"trashed": False} | ({"name": name} if renamed else {})
        changing = (
            self._workspace.service("drive")
            .files()
            .update(fileId=file_id, body=body, fields="id", supportsAllDrives=True, **asked)
        )
        self._workspace.call(changing, safe=True)
        if renamed and found.locked:
            self.lock(file_id, AGAIN)


def restrict(workspace: Any, file_id: str, restriction: dict[str, Any]) -> None:
    """Set a file's content restriction. Safe to repeat."""
    files = workspace.service("drive").files()
    changing = files.update(
        fileId=file_id,
        body={"contentRestrictions": [restriction]},
        fields="id",
        supportsAllDrives=True,
    )
    workspace.call(changing, safe=True)


def _same(found: Mapping[str, Any], sha256: str) -> Filed:
    if found.get("trashed"):
        raise GiveUp("this file was uploaded before and lies in Drive's trash")
    if found.get("sha256Checksum") != sha256:
        raise GiveUp("Drive holds other bytes under this id")
    return Filed(file_id=str(found["id"]), sha256=sha256, url=str(found.get("webViewLink", "")))
