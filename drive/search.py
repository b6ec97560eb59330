"""Finding files by the key they carry.

In:    a key.   Out: what bears it.
Rule:  the key is a private property of the file (`appProperties`): names are not unique in Drive
       and people rename; trash does not count; shared drives count.
Never: creates or changes. Start at `by_key()`.
"""

from integration.ports import GiveUp, TryLater
from integration.workspace import Workspace

KEY = "tanggap"
LARGEST_PROPERTY = 124
"""Bytes of a property's name and value together (Drive API, File properties)."""
FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"


def tagged(key: str) -> dict[str, str]:
    """The property that carries a key. Raises GiveUp when the key is too long to carry."""
    return checked({KEY: key})


def checked(properties: dict[str, str]) -> dict[str, str]:
    """The properties, if Drive can hold them; GiveUp names the one it cannot."""
    for name, value in properties.items():
        if len(f"{name}{value}".encode()) > LARGEST_PROPERTY:
            raise GiveUp(f"the property {name!r} is too long for Drive")
    return properties


def by_key(workspace: Workspace, key: str, kind: str) -> str | None:
    """The oldest file of a MIME type that carries a key. Safe to repeat.

    Raises TryLater when Drive could not look everywhere: "not found" would be a guess.
    """
    query = (
        f"appProperties has {{ key='{KEY}' and value='{_quoted(key)}' }} "
        f"and mimeType='{kind}' and trashed=false"
    )
    listing = (
        workspace.service("drive")
        .files()
        .list(
            q=query,
            orderBy="createdTime",
            pageSize=1,
            fields="files(id),incompleteSearch",
            corpora="allDrives",
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
        )
    )
    answer = workspace.call(listing, safe=True)
    found = answer.get("files", [])
    if not found and answer.get("incompleteSearch"):
        raise TryLater("Drive's search was incomplete")
    return str(found[0]["id"]) if found else None


def within(workspace: Workspace, folder_id: str, kind: str) -> list[str]:
    """The files of a MIME type right below a folder, oldest first. Safe to repeat."""
    listing = (
        workspace.service("drive")
        .files()
        .list(
            q=f"'{_quoted(folder_id)}' in parents and mimeType='{kind}' and trashed=false",
            orderBy="createdTime",
            fields="files(id)",
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
        )
    )
    return [str(one["id"]) for one in workspace.call(listing, safe=True).get("files", [])]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
