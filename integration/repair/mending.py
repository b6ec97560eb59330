"""Puts right in Drive what was found not to be.

In:    tools, a `Finding`.   Out: the same, marked as mended where it was.
Rule:  the very file is brought home where it still is; else the database's bytes are put anew.
Never: deletes or overwrites; what is extra is a person's to judge. Start at `mended`.
"""

from dataclasses import replace

from integration.effects.context import Tools
from integration.effects.filing import folder_name, home
from integration.ports import File, GiveUp, NotFound, SignInRefused
from integration.repair.finding import ASTRAY, EXTRA, FINAL, UNLOCKED, Finding
from integration.repair.stuck import operator
from integration.sop.commands import Note
from integration.store import outbox
from integration.store.outbox import Entry

REASON = "Dokumen final"


def mended(tools: Tools, one: Finding) -> Finding:
    """The finding after it was put right, if that is possible."""
    entry = tools.service.entry(one.key) if one.key else None
    if entry is None or one.what == EXTRA:
        return one
    try:
        said = _put_right(tools, one, entry)
    except SignInRefused:
        raise
    except GiveUp:
        return one
    if not said:
        return one
    note = Note(text=f"Pemeriksaan arsip: {one.name} {said}", kind="operator")
    tools.service.act(one.register_no, note, operator())
    return replace(one, mended=True)


def _put_right(tools: Tools, one: Finding, entry: Entry) -> str:
    """What was done, in words; empty where nothing can be done."""
    if one.key.endswith(":1:folder"):
        _folder(tools, one.register_no)
        return "dikembalikan ke tempatnya"
    own = one.file_id == entry.result.get("file_id", "")
    if one.what in ASTRAY:
        name = str(entry.result["name"]) if own else ""
        tools.archive.restore(one.file_id, name, _folder(tools, one.register_no))
        return "dikembalikan ke nama dan tempatnya"
    if one.what == UNLOCKED:
        tools.archive.lock(one.file_id, REASON)
        return "dikunci"
    # a Doc cannot be made again: its PDF, which is what was approved, can
    return "diunggah kembali ke arsip" if own and _put_back(tools, entry) else ""


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
    """The case's folder, brought home or made again where it was thrown away."""
    key = f"{number}:1:folder"
    entry = tools.service.entry(key)
    known = str(entry.result["folder_id"]) if entry else ""
    parent = home(tools, tools.service.case(number))
    try:
        tools.archive.restore(known, folder_name(number), parent)
        return known
    except NotFound:
        folder_id = tools.archive.folder(folder_name(number), parent, number)
    with tools.service.database.write() as tx:
        outbox.correct(tx, key, {"folder_id": folder_id})
    return folder_id
