"""Folders, found or made by key.

In:    a name, a parent, a key.   Out: the folder's id.
Rule:  the id is drawn before the folder is made and kept, so a second try meets the first (409)
       even while Drive's search does not show it yet.
Never: moves, renames or deletes. Start at `Folders.folder()`.
"""

import threading

from integration.ports import AlreadyThere
from integration.workspace import Workspace

from .search import FOLDER, by_key, tagged


class Folders:
    """The folder half of `ports.Archive`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._drawn: dict[str, str] = {}

    def new_ids(self, count: int) -> list[str]:
        """Ids for files that are to be made. Safe to repeat; unused ids are no loss."""
        files = self._workspace.service("drive").files()
        drawing = files.generateIds(count=count, space="drive", type="files")
        return [str(one) for one in self._workspace.call(drawing, safe=True)["ids"]]

    def folder(self, name: str, parent: str, key: str) -> str:
        """The folder that carries the key, made below `parent` if there is none. Safe to repeat."""
        with self._lock:
            found = by_key(self._workspace, key, FOLDER)
            if found is not None:
                return found
            if key not in self._drawn:
                self._drawn[key] = self.new_ids(1)[0]
            return self._make(name, parent, key, self._drawn[key])

    def _make(self, name: str, parent: str, key: str, folder_id: str) -> str:
        files = self._workspace.service("drive").files()
        making = files.create(
            body={
                "id": folder_id,
                "name": name,
                "mimeType": FOLDER,
                "parents": [parent],
                "appProperties": tagged(key),
            },
            fields="id",
            supportsAllDrives=True,
        )
        try:
            self._workspace.call(making, safe=True)
        except AlreadyThere:
            self._workspace.call(
                files.get(fileId=folder_id, fields="id", supportsAllDrives=True), safe=True
            )
        return folder_id
