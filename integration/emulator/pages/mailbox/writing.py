"""Surat: writing a new letter, and answering one.

In:    addresses, words, files, perhaps the message answered.   Out: mail, delivered at once.
Rule:  an answer stays in its conversation: In-Reply-To, References, the same subject; what was
       typed is kept when an address is wrong.
Never: keeps drafts. Start at `add()`.
"""

from __future__ import annotations

import mimetypes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from html import escape

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from jinja2.utils import urlize

from ...frame.errors import ApiError, not_found
from ...gmail.box import Box, Record
from ...gmail.delivery import PREFIX, send
from ...gmail.mime import Mail
from ...world import World
from .. import acting, site
from .letters import Letter, names, sender

SUFFERED = (
    "Alamat penerima tidak benar. Periksa tulisannya; beberapa alamat dipisahkan dengan koma."
)


def reply_fields(mine: Box, record: Record) -> dict[str, str]:
    """What a reply to a message begins with."""
    letter = Letter(mine.mail(record))
    from_self = sender(record["from"])[1].lower() == mine.email
    to = record["to"] if from_self else letter.header("Reply-To") or record["from"]
    subject = record["subject"]
    return {
        "to": sender(to)[1] if not from_self else to,
        "subject": subject if PREFIX.match(subject) else f"Re: {subject}",
        "answered": record["id"],
        "thread": record["thread"],
    }


def _quoted(world: World, record: Record, letter: Letter) -> tuple[str, str]:
    """The message answered, as text with arrows and as HTML."""
    head = f"Pada {site.moment(world, record['date'])}, {names(record['from'])} menulis:"
    lines = letter.text().splitlines()
    text = "\n".join([head, *(f"> {line}" for line in lines)])
    shown = "<br>".join(escape(line) for line in lines)
    return text, f'<div class="gmail_quote">{escape(head)}<blockquote>{shown}</blockquote></div>'


def compose(world: World, mine: Box) -> tuple[Mail, str | None]:
    """The message of a posted form, and the thread it goes to. ValueError for a bad address."""
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((acting.present(world).name, mine.email))
    for name, field in (("To", "to"), ("Cc", "cc"), ("Subject", "subject")):
        value = " ".join(request.form.get(field, "").split())
        if value:
            made[name] = value
    text = request.form.get("text", "").replace("\r\n", "\n")
    html = "<div>" + urlize(text).replace("\n", "<br>") + "</div>"
    thread = None
    if request.form.get("answered"):
        record = mine.find(request.form["answered"])
        letter = Letter(mine.mail(record))
        ids = letter.mail.message_ids("References") + record["message_ids"]
        if record["message_ids"]:
            made["In-Reply-To"] = record["message_ids"][0]
            made["References"] = " ".join(dict.fromkeys(ids))
        if request.form.get("quote"):
            quote_text, quote_html = _quoted(world, record, letter)
            text, html = f"{text}\n\n{quote_text}", f"{html}<br>{quote_html}"
        thread = record["thread"]
    made.set_content(text)
    made.add_alternative(f'<div dir="auto">{html}</div>', subtype="html")
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        mime = file.mimetype or mimetypes.guess_type(file.filename)[0] or ""
        main, _, sub = mime.partition("/")
        if not sub or main in ("multipart", "message"):
            main, sub = "application", "octet-stream"
        made.add_attachment(file.read(), maintype=main, subtype=sub, filename=file.filename)
    return Mail(made.as_bytes()), thread


def add(pages: Blueprint, world: World) -> None:
    """The page for writing."""

    def box() -> Box:
        return Box(world, acting.present(world).email)

    @pages.get("/mail/compose")
    def compose_page() -> ResponseReturnValue:
        fields = {name: request.args.get(name, "") for name in ("to", "cc", "subject", "text")}
        if request.args.get("reply"):
            mine = box()
            record = next(iter(mine.thread(request.args["reply"])[::-1]), None)
            if record is None:
                raise not_found()
            fields |= reply_fields(mine, record)
        return render_template("mail/compose.html", fields=fields, fault="")

    @pages.post("/mail/send")
    def send_mail() -> ResponseReturnValue:
        mine = box()
        world.accounts.ensure(mine.email)
        try:
            mail, thread = compose(world, mine)
            sent = send(world, mine.email, mail, thread_id=thread)
        except (ApiError, ValueError) as refused:
            if isinstance(refused, ApiError) and refused.code == 404:
                raise
            fields = {**request.form.to_dict(), "thread": request.form.get("thread", "")}
            too_big = isinstance(refused, ApiError) and refused.code == 413
            fault = "Lampiran terlalu besar; paling banyak 25 MB." if too_big else SUFFERED
            return render_template("mail/compose.html", fields=fields, fault=fault), 400
        return site.onward(world, f"/mail/t/{sent['thread']}", sent="1")
