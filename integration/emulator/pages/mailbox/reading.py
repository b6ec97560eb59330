"""Surat: the mailbox of the person who acts, for reading.

In:    labels, threads, messages.   Out: lists that keep themselves new, conversations, files.
Rule:  opening by itself changes nothing; the page's script then says what was read.
Never: writes letters; that is `writing.py`. Start at `add()`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ...frame.errors import ApiError, not_found
from ...gmail.box import Box, Record
from ...world import World
from .. import acting, site
from ..serving import file_answer
from .letters import FRAME_POLICY, Letter, names, sender

FOLDERS = {
    "INBOX": "Kotak masuk",
    "STARRED": "Berbintang",
    "SENT": "Terkirim",
    "DRAFT": "Draf",
    "ALL": "Semua surat",
    "SPAM": "Spam",
    "TRASH": "Sampah",
}
MOST_SHOWN = 200
DEEDS: dict[str, tuple[list[str], list[str], str]] = {
    "read": ([], ["UNREAD"], ""),
    "unread": (["UNREAD"], [], "/mail/"),
    "star": (["STARRED"], [], ""),
    "unstar": ([], ["STARRED"], ""),
    "archive": ([], ["INBOX"], "/mail/"),
    "inbox": (["INBOX"], ["TRASH", "SPAM"], "/mail/"),
    "trash": (["TRASH"], ["INBOX"], "/mail/"),
}


@dataclass(frozen=True)
class Line:
    """One conversation in a list."""

    thread: str
    people: str
    subject: str
    text: str
    at: int
    unread: bool
    starred: bool
    files: bool
    count: int


def holds(record: Record, label: str) -> bool:
    """Whether a message shows under a label."""
    if label == "ALL":
        return not {"TRASH", "SPAM"} & set(record["labels"])
    return label in record["labels"]


def lines_of(box: Box, label: str, wanted: str) -> list[Line]:
    """The conversations under a label, newest first; `wanted` is a word to look for."""
    threads: dict[str, list[Record]] = {}
    for record in box.newest_first():
        threads.setdefault(record["thread"], []).append(record)
    found = []
    for thread, records in threads.items():
        if not any(holds(record, label) for record in records):
            continue
        said = " ".join(r[part] for r in records for part in ("subject", "from", "to", "text"))
        if wanted.lower() not in said.lower():
            continue
        newest = records[0]
        shown = newest["to"] if label in ("SENT", "DRAFT") else newest["from"]
        who = names(shown) if label in ("SENT", "DRAFT") else sender(shown)[0]
        found.append(
            Line(
                thread=thread,
                people=f"Kepada: {who}" if label in ("SENT", "DRAFT") else who,
                subject=records[-1]["subject"] or "(tanpa perihal)",
                text=newest["text"][:160],
                at=newest["date"],
                unread=any("UNREAD" in record["labels"] for record in records),
                starred=any("STARRED" in record["labels"] for record in records),
                files=any(record["files"] for record in records),
                count=len(records),
            )
        )
    return found[:MOST_SHOWN]


def counts(box: Box) -> dict[str, int]:
    """Unread conversations by label."""
    found: dict[str, set[str]] = {}
    for record in box.messages.values():
        if "UNREAD" in record["labels"]:
            for label in record["labels"]:
                found.setdefault(label, set()).add(record["thread"])
    return {label: len(threads) for label, threads in found.items()}


def add(pages: Blueprint, world: World) -> None:
    """The mailbox."""

    def box() -> Box:
        return Box(world, acting.present(world).email)

    def listing() -> dict[str, Any]:
        mine = box()
        own = {label: held["name"] for label, held in mine.labels.items()}
        label = request.args.get("label", "INBOX")
        if label not in FOLDERS and label not in own:
            label = "INBOX"
        wanted = request.args.get("q", "").strip()
        return {
            "folders": FOLDERS | own,
            "label": label,
            "wanted": wanted,
            "lines": lines_of(mine, label, wanted),
            "counts": counts(mine),
        }

    @pages.get("/mail/")
    def mailbox() -> ResponseReturnValue:
        return render_template("mail/mailbox.html", **listing())

    @pages.get("/mail/list.json")
    def mail_list() -> ResponseReturnValue:
        held = listing()
        rows = render_template("mail/rows.html", **held)
        stamp = hashlib.sha256(rows.encode()).hexdigest()[:16]
        new = held["counts"].get("INBOX", 0)
        if request.args.get("stamp") == stamp:
            return jsonify({"stamp": stamp, "unread": new})
        return jsonify({"stamp": stamp, "unread": new, "rows": rows})

    @pages.get("/mail/t/<thread_id>")
    def thread(thread_id: str) -> ResponseReturnValue:
        mine = box()
        records = mine.thread(thread_id)
        if not records:
            raise not_found()
        letters = [(record, Letter(mine.mail(record))) for record in records]
        return render_template(
            "mail/thread.html",
            thread=thread_id,
            subject=records[0]["subject"] or "(tanpa perihal)",
            letters=letters,
            sender=sender,
            folders=FOLDERS,
            starred=any("STARRED" in record["labels"] for record in records),
            in_inbox=any("INBOX" in record["labels"] for record in records),
            answerable=[r for r in records if "DRAFT" not in r["labels"]],
        )

    @pages.get("/mail/t/<thread_id>/count.json")
    def thread_count(thread_id: str) -> ResponseReturnValue:
        return jsonify({"count": len(box().thread(thread_id))})

    @pages.post("/mail/t/<thread_id>/<deed>")
    def mark(thread_id: str, deed: str) -> ResponseReturnValue:
        if deed not in DEEDS:
            raise not_found()
        mine = box()
        more, less, then = DEEDS[deed]
        for record in mine.thread(thread_id):
            mine.relabel(mine.find(record["id"]), more, less)
        return site.onward(world, then or f"/mail/t/{thread_id}")

    @pages.get("/mail/m/<message_id>/html")
    def html(message_id: str) -> ResponseReturnValue:
        mine = box()
        letter = Letter(mine.mail(mine.find(message_id)))
        return letter.frame(), {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": FRAME_POLICY,
        }

    @pages.get("/mail/m/<message_id>/part/<part>/<path:name>")
    def attachment(message_id: str, part: str, name: str) -> ResponseReturnValue:
        mine = box()
        letter = Letter(mine.mail(mine.find(message_id)))
        for one in letter.attachments():
            if one.part == part:
                content = letter.mail.part(part)
                return file_answer(content, one.mime, one.name, download="dl" in request.args)
        raise ApiError(404, "no such attachment")
