"""Evidence behind a Drive link: copied into the case's folder while it can be read.

In:    outbox entries of kind copy_link.   Out: a file of the case, or a note and a mail to staff.
Rule:  the bytes are kept first and put like any evidence, so a repeat is the same file; what the
       customer did not share is said to staff, who ask for it.
Never: opens anything but Drive's files. Start at `copy_link`.
"""

from typing import Any

from integration.effects.context import Done, Save, Skip, Tools
from integration.effects.filing import evidence_name, put
from integration.filetype import told_type
from integration.ports import File, GiveUp, NotFound, SignInRefused, Unsuitable
from integration.sop.commands import Note
from integration.store.outbox import STUCK, Entry

LARGEST = 20 * 1024 * 1024
"""Bytes; what a page takes in, too."""
NOT_SHARED = "berkas itu tidak dibagikan kepada kami atau sudah dihapus"
NOT_READ = "berkas itu tidak dapat dibaca"


def copy_link(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Copy the file, or tell staff why not."""
    source = str(entry.data["source"])
    if _taken_before(tools, entry, source):
        raise Skip("the same link was copied before")
    if "sha256" not in progress:
        try:
            found = tools.archive.read(source, LARGEST)
        except SignInRefused:
            raise
        except NotFound:
            return _told(entry, NOT_SHARED)
        except Unsuitable as why:
            return _told(entry, str(why))
        except GiveUp:
            return _told(entry, NOT_READ)
        kind = told_type(found.content, found.media_type)
        kept = tools.service.keep_file(found.name, kind, found.content)
        progress |= {"sha256": kept["sha256"], "name": found.name, "media_type": kind}
        save(progress)
    content = tools.service.file(progress["sha256"])
    assert content is not None
    name = evidence_name(tools, entry, progress["name"], progress["media_type"])
    file = File(name=name, media_type=progress["media_type"], content=content)
    result = put(tools, entry, progress, save, file, {"kind": "evidence", "step": "1"})
    return Done({**result, "title": entry.data["title"]})


def _taken_before(tools: Tools, entry: Entry, source: str) -> bool:
    for other in tools.service.effects(entry.register_no):
        if other.key == entry.key:
            return False
        if other.kind == entry.kind and other.data["source"] == source and other.state != STUCK:
            return True
    return False


def _told(entry: Entry, why: str) -> Done:
    text = f"Bukti pada tautan Drive ke-{entry.data['place']} belum dapat disalin: {why}"
    return Done({"unreadable": why}, Note(text=text, kind="evidence"))
