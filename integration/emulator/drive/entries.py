"""What Drive remembers of a file, and every change to it.

In:    entries (plain dicts) by file id.   Out: the same, with version and change feed kept.
Rule:  every change goes through `save()`: the version rises, the change feed gets a line, and
       whoever listens (world.on_file_change) is told.
       modifiedTime of a Sheet shows with a lag of three minutes (google-workspace.md 4.1).
Never: asks who may; that is `access.py`. Start at `new_entry()`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from ..frame.natives import FOLDER, SPREADSHEET
from ..world import World

Entry = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS drive_changes (
    n INTEGER PRIMARY KEY, file_id TEXT NOT NULL, removed INTEGER NOT NULL, at INTEGER NOT NULL
);
"""
LAG_MS = 180_000


def find(world: World, file_id: str) -> Entry | None:
    """An entry to be read only, or None."""
    return world.store.collection("drive.file").peek(file_id)


def fetch(world: World, file_id: str) -> Entry:
    """An entry that may be changed and saved. KeyError when there is none."""
    found = world.store.collection("drive.file").get(file_id)
    if found is None:
        raise KeyError(file_id)
    return found


def all_entries(world: World) -> Iterator[Entry]:
    """Every entry, to be read only."""
    return world.store.collection("drive.file").values()


def root_of(world: World, email: str) -> str:
    """The id of an account's My Drive folder, made when first needed."""
    roots = world.store.collection("drive.root")
    held = roots.peek(email)
    if held is None:
        root_id = "0A" + world.ids.text("root", 17)
        held = {"id": root_id}
        roots.put(email, held)
        now = world.clock.millis()
        entry = _blank(root_id, "My Drive", FOLDER, email, "workspace", now)
        world.store.collection("drive.file").put(root_id, {**entry, "owner": email, "root": True})
    return str(held["id"])


def _blank(file_id: str, name: str, mime: str, by: str, client: str, now: int) -> Entry:
    return {
        "id": file_id,
        "name": name,
        "mime": mime,
        "parent": None,
        "owner": None,
        "drive": None,
        "trashed": False,
        "created": now,
        "modified": now,
        "modifier": by,
        "client": client,
        "version": 1,
        "permissions": [],
        "properties": {},
        "appProperties": {},
        "restrictions": [],
        "revisions": [],
        "meta": {},
    }


def new_entry(
    world: World,
    *,
    name: str,
    mime: str,
    by: str,
    parent: str | None = None,
    file_id: str | None = None,
    client: str = "people",  # made by hand: no API client reaches it under drive.file
) -> Entry:
    """A new file in a folder (My Drive when none is named), saved. KeyError: no such folder."""
    if file_id is None:
        google_made = mime.startswith("application/vnd.google-apps.")
        file_id = world.ids.native() if google_made and mime != FOLDER else world.ids.file()
    entry = _blank(file_id, name, mime, by, client, world.clock.millis())
    place(world, entry, parent or root_of(world, by), by)
    return save(world, entry, by=by, touched=False)


def place(world: World, entry: Entry, parent: str, by: str) -> None:
    """Put an entry into a folder or at the top of a shared drive. KeyError: no such place."""
    if world.store.collection("drive.drive").peek(parent) is not None:
        entry.update(parent=parent, drive=parent, owner=None)
        return
    folder = fetch(world, parent)
    if folder["drive"]:
        entry.update(parent=parent, drive=folder["drive"], owner=None)
    else:
        entry.update(parent=parent, drive=None, owner=entry["owner"] or by)


def save(world: World, entry: Entry, *, by: str, touched: bool = True) -> Entry:
    """Keep a change; `touched` moves modifiedTime as a change of name or content does."""
    if touched:
        now = world.clock.millis()
        if entry["mime"] == SPREADSHEET and now - entry.get("pending_since", 0) >= LAG_MS:
            entry["shown"] = shown_modified(world, entry)
            entry["pending_since"] = now
        entry["modified"] = now
        entry["modifier"] = by
    entry["version"] += 1
    before = find(world, entry["id"])
    world.store.collection("drive.file").put(entry["id"], entry)
    note_change(world, entry["id"])
    for tell in world.on_file_change:
        tell(world, before, entry, touched)
    return entry


def shown_modified(world: World, entry: Entry) -> int:
    """modifiedTime as Drive tells it, in milliseconds."""
    pending = entry.get("pending_since")
    if pending is not None and world.clock.millis() - pending < LAG_MS:
        return int(entry.get("shown") or entry["created"])
    return int(entry["modified"])


def touch(world: World, file_id: str, by: str) -> None:
    """The content of a Doc, Sheet or Form changed."""
    save(world, fetch(world, file_id), by=by)


def share(world: World, file_id: str, grant: dict[str, Any], *, by: str) -> None:
    """Add one grant to a file."""
    entry = fetch(world, file_id)
    entry["permissions"].append(grant)
    save(world, entry, by=by, touched=False)


def note_change(world: World, file_id: str, *, removed: bool = False) -> None:
    """A line for the change feed."""
    world.store.connection.execute(
        "INSERT INTO drive_changes VALUES (?, ?, ?, ?)",
        (world.store.next_number("drive.change"), file_id, int(removed), world.clock.millis()),
    )


def put_content(world: World, entry: Entry, data: bytes, name: str | None) -> None:
    """New bytes for a binary file: a new revision with its checksums."""
    revision = world.ids.text("revision", 28)
    world.store.put_blob(f"file:{entry['id']}:{revision}", data)
    entry["revisions"].append(
        {
            "id": revision,
            "at": world.clock.millis(),
            "by": entry["modifier"],
            "mime": entry["mime"],
            "size": len(data),
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            "sha1": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
            "sha256": hashlib.sha256(data).hexdigest(),
            "name": name,
            "keep": False,
        }
    )


def content(world: World, entry: Entry, revision: str | None = None) -> bytes:
    """The bytes of a binary file. KeyError when it has none."""
    if revision is None:
        if not entry["revisions"]:
            raise KeyError(entry["id"])
        revision = entry["revisions"][-1]["id"]
    return world.store.blob(f"file:{entry['id']}:{revision}")


def children(world: World, folder_id: str) -> list[Entry]:
    """What lies directly in a folder, trash included."""
    return [entry for entry in all_entries(world) if entry["parent"] == folder_id]


def ancestors(world: World, entry: Entry) -> Iterator[Entry]:
    """The folders above, nearest first."""
    above = entry["parent"]
    while above:
        folder = find(world, above)
        if folder is None:
            return
        yield folder
        above = folder["parent"]


def in_trash(world: World, entry: Entry) -> bool:
    """Whether the file, or a folder above it, was trashed."""
    return entry["trashed"] or any(folder["trashed"] for folder in ancestors(world, entry))


def remove(world: World, entry: Entry) -> None:
    """Delete for good, with everything below."""
    for child in children(world, entry["id"]):
        remove(world, child)
    native = world.natives.get(entry["mime"])
    if native:
        native.delete(world, entry["id"])
    for revision in entry["revisions"]:
        world.store.delete_blob(f"file:{entry['id']}:{revision['id']}")
    world.store.collection("drive.file").delete(entry["id"])
    note_change(world, entry["id"], removed=True)
    for tell in world.on_file_change:
        tell(world, entry, None, False)
