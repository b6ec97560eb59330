"""Files read back: one that somebody shared, or all that lie in a folder.

In:    a file's id, or a folder's.   Out: bytes with name and type; `Lying`s.
Rule:  a Google Doc is read as PDF; what bears a property of ours is never read for an outsider,
       who could otherwise name the office's own files in a complaint.
Never: changes anything. Start at `Reading.read()`.
"""

from typing import Any

from integration.ports import File, Lying, Unsuitable
from integration.workspace import Workspace

from .search import KEY

GOOGLE = "application/vnd.google-apps."
PRINTED = (f"{GOOGLE}document", f"{GOOGLE}spreadsheet", f"{GOOGLE}presentation")
PDF = "application/pdf"
OURS = ("register_no", KEY)
FACTS = "id,name,mimeType,size,appProperties,capabilities(canDownload)"
LISTED = (
    "id,name,mimeType,sha256Checksum,appProperties,contentRestrictions(readOnly),parents,trashed"
)
MEGABYTE = 1024 * 1024


class Reading:
    """The reading half of `ports.Archive`."""

    _workspace: Workspace

    def read(self, file_id: str, largest: int) -> File:
        """A file's bytes, at most `largest`. Safe to repeat.

        Raises NotFound when it is not shared with the service, Unsuitable when it is too large, a
        folder, not to be downloaded, or a file of the archive itself.
        """
        files = self._workspace.service("drive").files()
        getting = files.get(fileId=file_id, fields=FACTS, supportsAllDrives=True)
        found = self._workspace.call(getting, safe=True)
        kind = str(found.get("mimeType", ""))
        if any(name in found.get("appProperties", {}) for name in OURS):
            raise Unsuitable("berkas itu milik arsip kantor")
        if found.get("capabilities", {}).get("canDownload") is False:
            raise Unsuitable("pemiliknya tidak mengizinkan berkas itu diunduh")
        if int(found.get("size") or 0) > largest:
            raise Unsuitable(f"berkas itu lebih besar dari {largest // MEGABYTE} MB")
        name = str(found.get("name", ""))
        if kind in PRINTED:
            printing = files.export(fileId=file_id, mimeType=PDF)
            content = bytes(self._workspace.call(printing, safe=True))
            return _within(File(name=f"{name}.pdf", media_type=PDF, content=content), largest)
        if kind.startswith(GOOGLE):
            raise Unsuitable("tautan itu bukan tautan sebuah berkas")
        reading = files.get_media(fileId=file_id, supportsAllDrives=True)
        content = bytes(self._workspace.call(reading, safe=True))
        return _within(File(name=name, media_type=kind, content=content), largest)

    def listed(self, folder_id: str) -> list[Lying]:
        """Everything directly in a folder, trash left out. Safe to repeat."""
        found: list[Lying] = []
        token = ""
        while True:
            answer = self._workspace.call(self._page(folder_id, token), safe=True)
            found += [_lying(one) for one in answer.get("files", [])]
            token = str(answer.get("nextPageToken", ""))
            if not token:
                return found

    def look(self, file_id: str) -> Lying:
        """One file or folder, wherever it lies, also in the trash. Safe to repeat.

        Raises NotFound when it is gone for good, or not shared with the service.
        """
        getting = (
            self._workspace.service("drive")
            .files()
            .get(fileId=file_id, fields=LISTED, supportsAllDrives=True)
        )
        return _lying(self._workspace.call(getting, safe=True))

    def _page(self, folder_id: str, token: str) -> Any:
        asked: dict[str, Any] = {"pageToken": token} if token else {}
        return (
            self._workspace.service("drive")
            .files()
            .list(
                q=f"'{folder_id}' in parents and trashed=false",
                fields=f"nextPageToken,files({LISTED})",
                pageSize=100,
                corpora="allDrives",
                supportsAllDrives=True,
                includeItemsFromAllDrives=True,
                **asked,
            )
        )


def _within(file: File, largest: int) -> File:
    if len(file.content) > largest:
        raise Unsuitable(f"berkas itu lebih besar dari {largest // MEGABYTE} MB")
    return file


def _lying(one: dict[str, Any]) -> Lying:
    return Lying(
        file_id=str(one["id"]),
        name=str(one.get("name", "")),
        media_type=str(one.get("mimeType", "")),
        sha256=str(one.get("sha256Checksum", "")),
        properties=dict(one.get("appProperties", {})),
        locked=any(each.get("readOnly") for each in one.get("contentRestrictions", ())),
        parents=tuple(one.get("parents", ())),
        trashed=bool(one.get("trashed")),
    )
