"""Folders, documents, uploads and the whole file: what lies in Drive.

In:    outbox entries of kind folder, document, upload, whole_file.   Out: file ids and SHA-256.
Rule:  Drive ids are drawn before the upload and saved, so a repeat finds 409 and no duplicate
       (google-workspace.md 3.1); names begin with the register number, `-` for `/`.
Never: deletes.
"""

import hashlib
import mimetypes
import re
from itertools import takewhile
from os.path import splitext
from typing import Any

from integration import letters
from integration.documents import values
from integration.effects.context import Done, LiesOpen, NotYet, Save, Tools
from integration.filetype import told_type
from integration.history import timeline
from integration.naming import TITLES
from integration.ports import File, IdRefused, TryLater
from integration.sop.case import Case
from integration.store.outbox import DONE, WAITING, Entry

PDF = "application/pdf"
NAME_LENGTH = 120


def folder_name(register_no: str) -> str:
    """The register number as a file name: `ADU-2026-0007`."""
    return register_no.replace("/", "-")


def safe_name(name: str) -> str:
    """A customer's file name without anything a file system or a person could trip over."""
    kept = re.sub(r"[^\w.\- ()]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    if len(kept) <= NAME_LENGTH:
        return kept or "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: NAME_LENGTH - 10]}{dot}{ending[:9]}" if stem else kept[:NAME_LENGTH]


def make_folder(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """`Arsip/<year>/<register number>/`, of a confidential case `Arsip/Rahasia/<year>/...`.

    Found or made; with `again`, brought there when the case has become confidential, or open.
    """
    number = entry.register_no
    parent = home(tools, tools.service.case(number))
    folder_id = tools.archive.folder(folder_name(number), parent, number)
    if entry.data.get("again"):
        tools.archive.restore(folder_id, "", parent)
    return Done({"folder_id": folder_id})


def home(tools: Tools, case: Case) -> str:
    """The folder that a case's own folder belongs into. Raises LiesOpen."""
    year = case.register_no.split("/")[1]
    if not case.secret:
        return tools.archive.folder(year, tools.archive_folder_id, f"year:{year}")
    if not tools.private_folder_id or not tools.archive.closed(tools.private_folder_id):
        raise LiesOpen("the archive has no folder with limited access: see tanggap doctor")
    return tools.archive.folder(year, tools.private_folder_id, f"private:{year}")


def put(
    tools: Tools,
    entry: Entry,
    progress: dict[str, Any],
    save: Save,
    file: File,
    facts: dict[str, str],
) -> dict[str, str]:
    """Upload once; the id was saved before, so that a repeat is the same file.

    What is confidential stays in the database alone while there is no closed folder for it: the
    case goes on, and `tanggap reconcile --mend` files it afterwards.
    """
    digest = hashlib.sha256(file.content).hexdigest()
    try:
        folder = tools.folder_of(entry.register_no)
    except LiesOpen:
        return {"sha256": digest, "name": file.name, "media_type": file.media_type}
    if "file_id" not in progress:
        progress["file_id"] = tools.drawn.take()
        save(progress)
    try:
        filed = tools.archive.put(
            file,
            file_id=progress["file_id"],
            parent=folder,
            properties={
                "register_no": entry.register_no,
                "sha256": digest,
                **facts,
            },
        )
    except IdRefused as refused:
        # Drawn by another account, or before the workspace was cleared: nothing was put.
        tools.drawn.drop()
        progress.pop("file_id")
        save(progress)
        raise TryLater(str(refused), wait_seconds=1) from None
    return {
        "file_id": filed.file_id,
        "url": filed.url,
        "sha256": filed.sha256,
        "name": file.name,
        "media_type": file.media_type,
    }


_MADE_AT = {
    "action_plan": "actions",
    "verification": "verify",
    "disposition": "dispose",
    "minutes": "deliver",
}
"""Documents that a case may get again, and the step whose every end makes one."""


def _repeat(kind: str, case: Case) -> str:
    step = _MADE_AT.get(kind)
    times = sum(1 for c in case.completions if c.step == step) if step else 1
    if kind == "recheck":
        times = len(case.rechecks)
    return f" ({times})" if times > 1 else ""


def make_document(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Set a document from the case as it stood, keep it, upload it."""
    kind = entry.data["document"]
    case = tools.case_at(entry)
    said = values(kind, case, tools.office, tools.calendar(), tools.links, at=entry.created_at)
    head = letters.Letterhead(**tools.office.letterhead, name=tools.office.name)
    content = letters.render(kind, said, head, tools.templates)
    step = entry.key.removeprefix(f"{entry.register_no}:").split(":")[0]
    title = TITLES[kind] + _repeat(kind, case)
    name = f"{folder_name(entry.register_no)} {int(step):02d} {title}.pdf"
    tools.service.keep_file(name, PDF, content)
    file = File(name=name, media_type=PDF, content=content)
    result = put(tools, entry, progress, save, file, {"kind": kind, "step": step})
    return Done({**result, "title": title})


def upload(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Put a received file into the case's folder, byte for byte."""
    reference = entry.data["file"]
    content = tools.service.file(reference["sha256"])
    if content is None:
        raise LookupError(f"the bytes of {reference['sha256']} are not in the database")
    step = entry.key.removeprefix(f"{entry.register_no}:").split(":")[0]
    title = entry.data["title"]
    outgoing = title == TITLES["outgoing_letter"]
    kind = told_type(content, reference["media_type"])
    name = evidence_name(tools, entry, reference["name"], kind)
    if outgoing:
        name = f"{folder_name(entry.register_no)} {int(step):02d} {title}.pdf"
    name = _told_apart(name, tools, entry)
    file = File(name=name, media_type=kind, content=content)
    facts = {"kind": "outgoing_letter" if outgoing else "evidence", "step": step}
    result = put(tools, entry, progress, save, file, facts)
    if outgoing and "file_id" in result:
        tools.archive.lock(result["file_id"], "Surat Keluar final")
    return Done({**result, "title": title})


def _told_apart(name: str, tools: Tools, entry: Entry) -> str:
    """The name with ` (2)` and so on where earlier files of the case ask for the same one.

    Counted in the outbox, not in Drive, so that a repeat finds the same name.
    """
    private = tools.service.case(entry.register_no).secret

    def wanted(one: Entry) -> tuple[str, ...]:
        step = one.key.removeprefix(f"{one.register_no}:").split(":")[0]
        if one.data["title"] == TITLES["outgoing_letter"]:
            return (step, one.data["title"])
        own = str(one.data["place"]) if private else safe_name(one.data["file"]["name"])
        return (step, one.data["title"], own)

    uploads = [one for one in tools.service.effects(entry.register_no) if one.kind == entry.kind]
    before = list(takewhile(lambda one: one.key != entry.key, uploads))
    times = 1 + sum(1 for one in before if wanted(one) == wanted(entry))
    stem, ending = splitext(name)
    return f"{stem} ({times}){ending}" if times > 1 else name


def evidence_name(tools: Tools, entry: Entry, given: str, kind: str) -> str:
    """What a received file is called in the archive; `given` is the sender's name for it.

    Of a confidential case only the ending stays: a name may tell what only the office may know.
    """
    step = entry.key.removeprefix(f"{entry.register_no}:").split(":")[0]
    begin = f"{folder_name(entry.register_no)} {int(step):02d} {entry.data['title']}"
    if tools.service.case(entry.register_no).secret:
        return f"{begin} {entry.data['place']}{mimetypes.guess_extension(kind) or ''}"
    return f"{begin} - {safe_name(given)}"


RECEIVED = ("upload", "copy_link")
PAPERS = ("document", "upload", "reply_doc", "copy_link")


def make_whole_file(tools: Tools, entry: Entry, progress: dict[str, Any], save: Save) -> Done:
    """Everything of a case in one PDF for the hard copy, once every part is there."""
    number = entry.register_no
    papers = [one for one in tools.service.effects(number) if one.kind in PAPERS]
    if any(one.state == WAITING for one in papers):
        raise NotYet("documents of the case")
    case = tools.case_at(entry)
    head = letters.Letterhead(**tools.office.letterhead, name=tools.office.name)
    said = values(
        "whole_file", case, tools.office, tools.calendar(), tools.links, at=entry.created_at
    )
    events = [one for one in tools.service.history(number) if one.seq <= case.seq]
    said |= {"events": timeline(events), "chain": case.hash}
    done = [one for one in papers if one.state == DONE and "sha256" in one.result]
    said["documents"] = [
        {
            "title": _listed_as(one),
            "made_at": one.created_at.isoformat(),
            "sha256": one.result["sha256"],
        }
        for one in done
    ]
    parts = [_set(tools, "register_sheet", "Lembar Register Pengaduan", said, head)]
    parts += [
        letters.Part(
            title=_listed_as(one),
            sha256=str(one.result["sha256"]),
            pdf=tools.service.file(str(one.result["sha256"])) or b"",
        )
        for one in done
    ]
    parts.append(_set(tools, "timeline", "Riwayat Penanganan", said, head))
    content = letters.whole_file(said, parts, head, tools.templates)
    bound = [one for one in tools.service.effects(number) if one.kind == entry.kind]
    times = 1 + [one.key for one in bound].index(entry.key)
    title = TITLES["whole_file"] + (f" ({times})" if times > 1 else "")
    name = f"{folder_name(number)} 99 {title}.pdf"
    tools.service.keep_file(name, PDF, content)
    file = File(name=name, media_type=PDF, content=content)
    result = put(tools, entry, progress, save, file, {"kind": "whole_file", "step": "10"})
    if "file_id" in result:
        tools.archive.lock(result["file_id"], "Berkas lengkap final")
    return Done({**result, "title": title})


def _listed_as(entry: Entry) -> str:
    """A paper in the index: its title; of evidence also its name, so that each can be found."""
    title, name = str(entry.result["title"]), str(entry.result["name"])
    begin, _, own = splitext(name)[0].partition(f" {title} ")
    return (
        f"{title}: {own.removeprefix('- ')}" if begin and own and entry.kind in RECEIVED else title
    )


def _set(
    tools: Tools, kind: str, title: str, said: dict[str, Any], head: letters.Letterhead
) -> letters.Part:
    return letters.Part.of(title, letters.render(kind, said, head, tools.templates))
