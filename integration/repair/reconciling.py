"""Database, Drive and register held against each other, case by case.

In:    tools, the register's rows.   Out: `Finding`s: missing, changed, extra, moved and so on.
Rule:  the database is what was decided; files are compared by id, place, name, SHA-256 and
       properties, rows by number and status. Mending puts back what is missing, brings home what
       was moved, renamed or trashed, and locks what is final.
Never: deletes or overwrites: what is extra or changed is shown to a person. Start at `reconcile`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from integration.effects.context import LiesOpen, Tools
from integration.effects.filing import PAPERS, folder_name, home
from integration.ports import Lying, NotFound
from integration.repair.finding import (
    CHANGED,
    DATABASE,
    DRIVE,
    EXTRA,
    FINAL,
    MISSING,
    MOVED,
    OPEN,
    REGISTER,
    RENAMED,
    TRASHED,
    UNLOCKED,
    Finding,
)
from integration.repair.mending import mended
from integration.sop.case import Case
from integration.store import cases
from integration.store.outbox import DONE, STUCK, Entry

FILED = (*PAPERS, "whole_file")
Row = tuple[str, str]
"""Number and status of a row of the register."""


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
            found.append(mended(tools, one) if mend else one)
    return [*found, *_strangers(tools, book), *register_findings(book, rows)]


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
        if one.kind in FILED and one.state == DONE and "sha256" in one.result
    ]


def _finding(entry: Entry, where: str, what: str) -> Finding:
    return Finding(
        register_no=entry.register_no,
        where=where,
        what=what,
        name=str(entry.result["name"]),
        key=entry.key,
        file_id=str(entry.result.get("file_id", "")),
    )


def _in_drive(tools: Tools, number: str) -> Iterator[Finding]:
    folder = tools.service.entry(f"{number}:1:folder")
    if folder is None or "folder_id" not in folder.result:
        if folder is not None and folder.state == STUCK:
            yield from _not_made(tools, number)
        return
    folder_id = str(folder.result["folder_id"])
    yield from _folder_found(tools, number, folder_id)
    lying = {one.file_id: one for one in _listed(tools, folder_id)}
    known: set[str] = set()
    for entry in _filed(tools, number):
        known |= {str(entry.result.get("file_id", "")), str(entry.result.get("doc_id", ""))}
        doc_id = str(entry.result.get("doc_id", ""))
        if doc_id and doc_id not in lying:
            name = f"{entry.result['name']} (Google Docs)"
            what = _whereabouts(tools, doc_id)
            yield replace(_finding(entry, DRIVE, what), name=name, file_id=doc_id)
        yield from _compared(tools, entry, lying.get(str(entry.result.get("file_id", ""))))
    for file_id in sorted(set(lying) - known):
        one = lying[file_id]
        if not _ours(tools, number, one):
            yield Finding(
                register_no=number, where=DRIVE, what=EXTRA, name=one.name, file_id=file_id
            )


def _not_made(tools: Tools, number: str) -> Iterator[Finding]:
    """Why a case has no folder: there is no closed one to make it in, or something went wrong."""
    found = Finding(
        register_no=number, where=DRIVE, what=MISSING, name=f"folder {folder_name(number)}"
    )
    try:
        home(tools, tools.service.case(number))
    except LiesOpen:
        found = replace(found, what=OPEN)
    yield found


def _folder_found(tools: Tools, number: str, folder_id: str) -> Iterator[Finding]:
    """The case's folder: below its year, under its name."""
    found = Finding(
        register_no=number,
        where=DRIVE,
        what=MISSING,
        name=f"folder {folder_name(number)}",
        key=f"{number}:1:folder",
        file_id=folder_id,
    )
    try:
        lies = tools.archive.look(folder_id)
    except NotFound:
        yield found
        return
    if lies.trashed:
        yield replace(found, what=TRASHED)
        return
    try:
        belongs = home(tools, tools.service.case(number))
    except LiesOpen:
        yield replace(found, what=OPEN, key="")
        return
    if belongs not in lies.parents:
        yield replace(found, what=MOVED)
    elif lies.name != folder_name(number):
        yield replace(found, what=RENAMED)


def _strangers(tools: Tools, book: Mapping[str, Case]) -> Iterator[Finding]:
    """What lies beside the cases' folders, in the folders of their years."""
    folders = [tools.service.entry(f"{number}:1:folder") for number in book]
    known = {str(one.result["folder_id"]) for one in folders if one and "folder_id" in one.result}
    years = {number.split("/")[1] for number in book}
    tops = [one for one in (tools.archive_folder_id, tools.private_folder_id) if one]
    for year in (one for top in tops for one in _listed(tools, top)):
        if year.name not in years:
            continue
        for one in _listed(tools, year.file_id):
            if one.file_id not in known:
                yield Finding(
                    register_no="", where=DRIVE, what=EXTRA, name=one.name, file_id=one.file_id
                )


def _whereabouts(tools: Tools, file_id: str, sha256: str = "") -> str:
    """What became of a file that does not lie in its folder."""
    try:
        lies = tools.archive.look(file_id)
    except NotFound:
        return MISSING
    if lies.sha256 != sha256:
        return MISSING
    return TRASHED if lies.trashed else MOVED


def _listed(tools: Tools, folder_id: str) -> Sequence[Lying]:
    try:
        return tools.archive.listed(folder_id)
    except NotFound:
        return ()


def _compared(tools: Tools, entry: Entry, lies: Lying | None) -> Iterator[Finding]:
    wanted = str(entry.result["sha256"])
    if lies is None:
        file_id = str(entry.result.get("file_id", ""))
        what = _whereabouts(tools, file_id, wanted) if file_id else MISSING
        yield _finding(entry, DRIVE, what)
        return
    said = lies.properties
    if lies.sha256 != wanted or said.get("register_no") != entry.register_no:
        yield _finding(entry, DRIVE, CHANGED)
        return
    if lies.name != entry.result["name"]:
        yield _finding(entry, DRIVE, RENAMED)
    if said.get("kind") in FINAL and not lies.locked:
        yield _finding(entry, DRIVE, UNLOCKED)


def _ours(tools: Tools, number: str, one: Lying) -> bool:
    """Whether it is a Doc that an effect worked on, or one that is not done yet has drawn this id:
    it will be known in a moment.
    """
    return any(
        one.file_id == entry.result.get("doc_id")
        if entry.state == DONE
        else one.file_id in (entry.progress.get("file_id"), entry.progress.get("doc_id"))
        for entry in tools.service.effects(number)
    )


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
