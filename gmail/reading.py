"""Reads one received message, however broken it is.

In:    the raw bytes and what Gmail says of them.   Out: an IncomingMail.
Rule:  nothing is lost: what cannot be taken apart comes back as text, the raw bytes always.
Never: raises, believes the Date header, answers anything. Start at `incoming()`.
"""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from itertools import islice

from integration.ports import File, IncomingMail

from .decoding import clean, decoded, from_html, header_raw, header_text, words
from .nature import ADDRESS, REPORTS, automatic, bounced, returned_ids, unproven

LONGEST_NAME = 150
MOST_FILES = 50
"""Files taken out one by one: a mail of ten thousand parts must not keep all other cases waiting
while they are filed. What is beyond lies in the mail itself, which is then kept as one file."""
WHOLE = "surat-lengkap.eml"
_IDS = re.compile(r"<[^<>\s]+>")
_PATH = re.compile(r"[/\\\x00-\x1f\x7f]+")


def incoming(
    raw: bytes, *, message_id: str, thread_id: str, at: datetime, own: str = ""
) -> IncomingMail:
    """The message; `at` is when Gmail received it, `own` the mailbox's own address."""
    bare = IncomingMail(
        id=message_id,
        thread_id=thread_id,
        rfc_id="",
        sender="",
        sender_name="",
        subject="",
        text="",
        at=at,
        automatic=False,
        raw=raw,
    )
    try:
        return _read(bare, own)
    except Exception:
        # the standard library's parser meets mail it was never tried on; a complaint must not be
        # lost over it
        return replace(bare, text=decoded(raw).strip())


def _read(bare: IncomingMail, own: str) -> IncomingMail:
    message = message_from_bytes(bare.raw)
    sender, name = _sender(message)
    files = tuple(islice(_files(message), MOST_FILES + 1))
    if len(files) > MOST_FILES:
        rest = File(name=WHOLE, media_type="message/rfc822", content=bare.raw)
        files = (*files[:MOST_FILES], rest)
    return replace(
        bare,
        rfc_id=_first(_IDS.findall(header_raw(message, "Message-ID"))),
        sender=sender,
        sender_name=name,
        subject=header_text(message, "Subject"),
        text=_text(message).strip() or _attached_text(message) or _torn_text(message),
        automatic=automatic(message, sender, own),
        bounce_of=bounced(message),
        unproven=unproven(message),
        files=files,
        in_reply_to=_answered(message),
    )


def _first(found: list[str]) -> str:
    return found[0] if found else ""


def _answered(message: Message) -> tuple[str, ...]:
    """Every message this one speaks of: answered, referred to, or given back."""
    names = ("In-Reply-To", "References")
    found = [one for name in names for one in _IDS.findall(header_raw(message, name))]
    return tuple(dict.fromkeys(found + returned_ids(message)))


def _sender(message: Message) -> tuple[str, str]:
    """Address and name. The address is taken before names are read: a name may hold anything."""
    for header in ("From", "Sender", "Reply-To", "Return-Path"):
        given = header_raw(message, header)
        name, address = parseaddr(given)
        if ADDRESS.fullmatch(address):
            return address, words(name)
        # some programs encode name and address together
        readable = words(given)
        if found := ADDRESS.search(readable):
            return found[0], readable.replace(found[0], "").strip(" <>\"'")
    return "", header_text(message, "From")


def _is_file(part: Message) -> bool:
    disposition = (part.get_content_disposition() or "").lower()
    return disposition == "attachment" or bool(_file_name(part)) or not _is_text(part)


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html", "text/enriched")


def _content(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    if isinstance(held, bytes):
        return held
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _part_text(part: Message) -> str:
    text = decoded(_content(part), str(part.get_content_charset() or ""))
    return text if part.get_content_type() == "text/plain" else from_html(text)


def _children(part: Message) -> list[Message]:
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _text(part: Message) -> str:
    """What a person reads: of alternatives the plain one unless it is empty, else all in order."""
    if part.get_content_maintype() == "message":
        return ""
    if not part.is_multipart():
        return "" if _is_file(part) else _part_text(part)
    children = _children(part)
    if part.get_content_type() == "multipart/alternative":
        children = sorted(children, key=lambda one: one.get_content_type() != "text/plain")
        return next((text for one in children if (text := _text(one)).strip()), "")
    texts = [_text(one).strip() for one in children]
    return "\n\n".join(text for text in texts if text)


def _attached_text(message: Message) -> str:
    """For a mail that is nothing but a forwarded mail: the forwarded text."""
    for part in message.walk():
        if part.get_content_maintype() == "message" and part.get_content_type() not in REPORTS:
            for inner in _children(part):
                if text := _text(inner).strip():
                    return text
    return ""


def _torn_text(message: Message) -> str:
    """For a mail that promises parts whose boundary is missing: what stands there."""
    held = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(held, str):
        return ""
    return decoded(held.encode("utf-8", "surrogateescape")).strip()


def _files(message: Message) -> Iterator[File]:
    number = 0
    for part in _leaves(message):
        kind = part.get_content_type()
        if part is message and _is_text(part) and not _file_name(part):
            continue
        if kind.startswith("message/") or _is_file(part):
            number += 1
            yield File(
                name=_file_name(part) or _made_up_name(part, number),
                media_type=kind,
                content=_forwarded(part) if part.is_multipart() else _content(part),
            )


def _leaves(part: Message) -> Iterator[Message]:
    """All parts that are not mere containers; a forwarded mail is one part."""
    if part.get_content_maintype() == "message":
        if part.get_content_type() not in REPORTS:
            yield part
    elif part.is_multipart():
        for one in _children(part):
            yield from _leaves(one)
    else:
        yield part


def _forwarded(part: Message) -> bytes:
    inner = _children(part)
    try:
        return inner[0].as_bytes() if inner else b""
    except (UnicodeError, LookupError, TypeError, AttributeError):
        return str(part.get_payload()).encode("utf-8", "replace")


def _file_name(part: Message) -> str:
    try:
        given = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        given = ""
    name = _PATH.sub("_", clean(words(given))).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if stem else name[:LONGEST_NAME]


def _made_up_name(part: Message, number: int) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = _children(part)
        subject = header_text(inner[0], "Subject") if inner else ""
        return f"{_PATH.sub('_', subject)[:LONGEST_NAME] or f'pesan-{number}'}.eml"
    return f"lampiran-{number}{mimetypes.guess_extension(kind) or '.bin'}"
