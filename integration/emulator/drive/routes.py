"""Drive's methods, by their names in Google's document.

In:    the server, at start.   Out: handlers and tables.
Rule:  what is not here is 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from __future__ import annotations

from ..frame.call import Handler
from ..world import World
from . import (
    channels,
    comments,
    copies,
    entries,
    files,
    listing,
    notifying,
    shared_drives,
    sharing,
)

HANDLERS: dict[str, Handler] = {
    "drive.about.get": shared_drives.about,
    "drive.changes.getStartPageToken": shared_drives.start_page_token,
    "drive.changes.list": shared_drives.list_changes,
    "drive.changes.watch": channels.watch_changes,
    "drive.channels.stop": channels.stop,
    "drive.comments.create": comments.create,
    "drive.comments.delete": comments.delete,
    "drive.comments.get": comments.get,
    "drive.comments.list": comments.list_comments,
    "drive.comments.update": comments.update,
    "drive.drives.create": shared_drives.create_drive,
    "drive.drives.get": shared_drives.get_drive,
    "drive.drives.list": shared_drives.list_drives,
    "drive.files.copy": copies.copy,
    "drive.files.create": files.create,
    "drive.files.delete": files.delete,
    "drive.files.export": copies.export,
    "drive.files.generateIds": files.generate_ids,
    "drive.files.get": files.get,
    "drive.files.list": listing.list_files,
    "drive.files.update": files.update,
    "drive.files.watch": channels.watch_file,
    "drive.permissions.create": sharing.create,
    "drive.permissions.delete": sharing.delete,
    "drive.permissions.get": sharing.get,
    "drive.permissions.list": sharing.list_permissions,
    "drive.permissions.update": sharing.update,
    "drive.revisions.get": shared_drives.get_revision,
    "drive.revisions.list": shared_drives.list_revisions,
}

PARAMETERS_NOT_DONE = {
    method: frozenset(
        {
            "copyComments",
            "corpus",
            "enforceExpansiveAccess",
            "includeCorpusRemovals",
            "includeLabels",
            "includePermissionsForView",
            "includeTeamDriveItems",
            "moveToNewOwnersRoot",
            "ocrLanguage",
            "removeExpiration",
            "restrictToMyDrive",
            "startModifiedTime",
            "teamDriveId",
            "useContentAsIndexableText",
            "useDomainAdminAccess",
        }
    )
    for method in HANDLERS
} | {"drive.drives.list": frozenset({"q", "useDomainAdminAccess"})}


def prepare(world: World) -> None:
    """Create Drive's own table; let channels hear of changes."""
    world.store.ensure(entries.SCHEMA)
    world.on_file_change.append(notifying.told)
    world.courier.learn(channels.KIND, notifying.Channels())
