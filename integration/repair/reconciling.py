"""Database, Drive and register held against each other, case by case.

In:    tools, the register's rows.   Out: `Finding`s: missing, changed, extra, unlocked.
Rule:  the database is what was decided; files are compared by id, SHA-256 and properties, rows by
       number and status. Mending puts back what is missing and locks what is final.
Never: deletes or overwrites: what is extra or changed is shown to a person. Start at `reconcile`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from integration.effects.context import Tools
from integration.effects.filing import PAPERS, folder_name
from integration.ports import File, GiveUp, Lying, NotFound, SignInRefused
from integration.repair.stuck import operator
from integration.sop.case import Case
from integration.sop.commands import Note
from integration.store import cases, outbox
from integration.store.outbox import DONE, Entry

MISSING, CHANGED, EXTRA, UNLOCKED = "missing", "changed", "extra", "unlocked"
DRIVE, DATABASE, REGISTER = "drive", "database", "register"
FILED = (*PAPERS, "whole_file")
FINAL = ("outgoing_letter", "whole_file")
"""Kinds of files that must be locked."""
DOCUMENT = "application/vnd.google-apps.document"
REASON = "Dokumen final"
Row = tuple[str, str]
"""Number and status of a row of the register."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    register_no: str
    where: str
    what: str
    name: str
    key: str = ""
    """Of the effect that made it, where there is one."""
    file_id: str = ""
    mended: bool = False


def reconcile(
    tools: Tools, book: Mapping[str, Case], rows: Sequence[Row] | None, mend: bool = False
) -> list[Finding]:
    """Everything that differs; `rows` is None where the register's tab is gone.

    With `mend`, what can be put back is put back, and said to be. Rows are put back by the
    register's own cycle. Raises the archive's failures.
    """
    found: list[Finding] = []
    for number in book:
        found += _in_database(tools, number)
        for one in _in_drive(tools, number):
            found.append(_mended(tools, one) if mend else one)
    return found + list(register_findings(book, rows))


def _in_database(tools: Tools, number: str) -> Iterator[Finding]:
    with tools.service.database.read() as tx:
        broken = cases.broken_links(tx, number)
    for seq in broken:
        yield Finding(register_no=number, where=DATABASE, what=CHANGED, name=f"peristiwa {seq}")
    for entry in _filed(tools, number):
        if tools.service.file(str(entry.result["sha256"])) is None:
            yield _finding(entry, DATABASE, MISSING)


def _filed(tools: Tools, number: str) -> list[Entry]:
    return [
        one
        for one in tools.service.effects(number)
        if one.kind in FILED and one.state == DONE and "file_id" in one.result
    ]


def _finding(entry: Entry, where: str, what: str) -> Finding:
    return Finding(
        register_no=entry.register_no,
        where=where,
        what=what,
        name=str(entry.result["name"]),
        key=entry.key,
        file_id=str(entry.result["file_id"]),
    )


def _in_drive(tools: Tools, number: str) -> Iterator[Finding]:
    folder = tools.service.entry(f"{number}:1:folder")
    if folder is None or "folder_id" not in folder.result:
        return
    lying = {one.file_id: one for one in _listed(tools, str(folder.result["folder_id"]))}
    known: set[str] = set()
    for entry in _filed(tools, number):
        known |= {str(entry.result["file_id"]), str(entry.result.get("doc_id", ""))}
        doc_id = str(entry.result.get("doc_id", ""))
        if doc_id and doc_id not in lying:
            name = f"{entry.result['name']} (Google Docs)"
            yield replace(_finding(entry, DRIVE, MISSING), name=name, file_id=doc_id)
        yield from _compared(entry, lying.get(str(entry.result["file_id"])))
    for file_id in sorted(set(lying) - known):
        one = lying[file_id]
        if not _being_made(tools, number, one):
            yield Finding(
                register_no=number, where=DRIVE, what=EXTRA, name=one.name, file_id=file_id
            )


def _listed(tools: Tools, folder_id: str) -> Sequence[Lying]:
    try:
        return tools.archive.listed(folder_id)
    except NotFound:
        return ()


def _compared(entry: Entry, lies: Lying | None) -> Iterator[Finding]:
    if lies is None:
        yield _finding(entry, DRIVE, MISSING)
        return
    wanted = str(entry.result["sha256"])
    said = lies.properties
    if lies.sha256 != wanted or said.get("register_no") != entry.register_no:
        yield _finding(entry, DRIVE, CHANGED)
    elif said.get("kind") in FINAL and not lies.locked:
        yield _finding(entry, DRIVE, UNLOCKED)


def _being_made(tools: Tools, number: str, one: Lying) -> bool:
    """Whether an effect that is not done yet has drawn this id: it will be known in a moment."""
    return any(
        one.file_id in (entry.progress.get("file_id"), entry.progress.get("doc_id"))
        for entry in tools.service.effects(number)
        if entry.state != DONE
    )


def _mended(tools: Tools, one: Finding) -> Finding:
    """The finding after it was put right, if that is possible."""
    entry = tools.service.entry(one.key) if one.key else None
    if entry is None or one.what == EXTRA or one.file_id != entry.result["file_id"]:
        return one
    try:
        if one.what == UNLOCKED:
            tools.archive.lock(one.file_id, REASON)
            said = f"{one.name} dikunci"
        else:
            if not _put_back(tools, entry):
                return one
            said = f"{one.name} diunggah kembali ke arsip"
    except SignInRefused:
        raise
    except GiveUp:
        return one
    note = Note(text=f"Pemeriksaan arsip: {said}", kind="operator")
    tools.service.act(one.register_no, note, operator())
    return replace(one, mended=True)


def _put_back(tools: Tools, entry: Entry) -> bool:
    """Upload the bytes of the database once more, under an id of their own."""
    content = tools.service.file(str(entry.result["sha256"]))
    if content is None:
        return False
    number, result = entry.register_no, dict(entry.result)
    step = entry.key.removeprefix(f"{number}:").split(":")[0]
    file = File(name=str(result["name"]), media_type=str(result["media_type"]), content=content)
    kind = _kind(entry)
    filed = tools.archive.put(
        file,
        file_id=tools.drawn.take(),
        parent=_folder(tools, number),
        properties={
            "register_no": number,
            "sha256": str(result["sha256"]),
            "kind": kind,
            "step": step,
        },
    )
    if kind in FINAL:
        tools.archive.lock(filed.file_id, REASON)
    result |= {"file_id": filed.file_id, "url": filed.url}
    with tools.service.database.write() as tx:
        outbox.correct(tx, entry.key, result)
    return True


def _kind(entry: Entry) -> str:
    if entry.kind == "document":
        return str(entry.data["document"])
    if entry.kind == "upload":
        return "outgoing_letter" if entry.data["title"] == "Surat Keluar" else "evidence"
    return {"copy_link": "evidence", "reply_doc": "reply_draft"}.get(entry.kind, entry.kind)


def _folder(tools: Tools, number: str) -> str:
    """The case's folder, made again where it was thrown away."""
    year = number.split("/")[1]
    parent = tools.archive.folder(year, tools.archive_folder_id, f"year:{year}")
    folder_id = tools.archive.folder(folder_name(number), parent, number)
    with tools.service.database.write() as tx:
        outbox.correct(tx, f"{number}:1:folder", {"folder_id": folder_id})
    return folder_id


def register_findings(book: Mapping[str, Case], rows: Sequence[Row] | None) -> Iterator[Finding]:
    """Rows against cases: one row each, with the case's status."""
    counted = Counter(number for number, _ in rows or ())
    shown = dict(rows or ())
    for number, case in book.items():
        at: dict[str, Any] = {"register_no": number, "where": REGISTER, "name": "baris register"}
        if not counted[number]:
            yield Finding(what=MISSING, **at)
        elif counted[number] > 1:
            yield Finding(what=EXTRA, **at)
        elif shown[number] != case.status:
            yield Finding(what=CHANGED, **at)
    for number in counted:
        if number and number not in book:
            yield Finding(
                register_no=number, where=REGISTER, what=EXTRA, name="nomor tidak dikenal"
            )
