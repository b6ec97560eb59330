"""Who may open what in Drive: folders with limited access, one file shared with one person.

In:    a folder's or file's id, an address.   Out: whether it is closed; closed, or shared.
Rule:  a closed folder inherits no permission; only who was added to it directly opens it, and the
       shared drive's managers (Drive API, Manage folders with limited and expansive access).
Never: mails a notice, and never takes a permission away.
"""

from typing import Any

from integration.workspace import Workspace

CLOSED = "inheritedPermissionsDisabled"


def is_closed(workspace: Workspace, folder_id: str) -> bool:
    """Whether a folder has limited access. Safe to repeat."""
    files = workspace.service("drive").files()
    getting = files.get(fileId=folder_id, fields=CLOSED, supportsAllDrives=True)
    return bool(workspace.call(getting, safe=True).get(CLOSED))


def may_close(workspace: Workspace, folder_id: str) -> bool:
    """Whether the caller may limit the access to a folder. Safe to repeat."""
    files = workspace.service("drive").files()
    asked = "capabilities(canDisableInheritedPermissions)"
    getting = files.get(fileId=folder_id, fields=asked, supportsAllDrives=True)
    said: dict[str, Any] = workspace.call(getting, safe=True).get("capabilities", {})
    return bool(said.get("canDisableInheritedPermissions"))


def close(workspace: Workspace, folder_id: str) -> None:
    """Limit the access to a folder. Safe to repeat. Raises GiveUp for who may not."""
    files = workspace.service("drive").files()
    changing = files.update(
        fileId=folder_id, body={CLOSED: True}, fields="id", supportsAllDrives=True
    )
    workspace.call(changing, safe=True)


def share(workspace: Workspace, file_id: str, address: str, role: str = "writer") -> None:
    """Let one person open one file or folder directly. Safe to repeat: a person has one grant."""
    permissions = workspace.service("drive").permissions()
    sharing = permissions.create(
        fileId=file_id,
        body={"type": "user", "role": role, "emailAddress": address},
        sendNotificationEmail=False,
        fields="id",
        supportsAllDrives=True,
    )
    workspace.call(sharing, safe=True)
