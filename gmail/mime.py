"""Builds the message that is sent: plain values in, RFC 5322 bytes out.

In:    an OutgoingMail and the mailbox it leaves from.   Out: bytes for Gmail.
Rule:  a line break in a header is refused, never repaired; all else is encoded so that it arrives.
Never: knows HTTP, reads the clock (Gmail writes Date and Message-ID). Start at `message()`.
"""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from integration.ports import File, OutgoingMail

KEY_HEADER = "X-Tanggap-Key"

_METHOD = re.compile(rb"^METHOD:([A-Za-z]+)\s*$", re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*")
_OTHER_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAMED = re.compile(r"\s*(?P<name>.*?)\s*<(?P<address>[^<>]*)>\s*")
_ADDRESS = re.compile(r"(?P<local>[^\s@<>(),:;\"\\\[\]]+)@(?P<domain>[^\s@<>(),:;\"\\\[\]]+)")


def message(mail: OutgoingMail, sender: str, sender_name: str = "") -> bytes:
    """The whole message, with CRLF line ends.

    Raises ValueError for a header with a line break and for what is no single e-mail address.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = address(f"{_header(sender_name)} <{sender}>")
    made["To"] = [address(one) for one in mail.to] or _nobody()
    made["Subject"] = _header(mail.subject)
    made[KEY_HEADER] = _plain(mail.key)
    if mail.automatic:
        made["Auto-Submitted"] = "auto-generated"
    made.set_content(_body(mail.text), cte="base64")
    made.add_alternative(_body(mail.html), subtype="html", cte="base64")
    if mail.calendar:
        _invite(made, mail.calendar)
    for file in mail.files:
        _attach(made, file)
    return _threading(mail) + made.as_bytes()


def address(text: str) -> Address:
    """One address, with or without a name; ValueError when it is none, or several."""
    if _broken(text):
        raise ValueError("a line break in an address")
    named = _NAMED.fullmatch(text)
    name, plain = (named["name"], named["address"]) if named else ("", text)
    found = _ADDRESS.fullmatch(plain.strip())
    if not found or not found["local"].isascii():
        raise ValueError("not an e-mail address")
    try:
        domain = found["domain"].encode("idna").decode("ascii")
        return Address(name.strip('"'), found["local"], domain)
    except (ValueError, IndexError) as wrong:
        raise ValueError("not an e-mail address") from wrong


def _nobody() -> list[Address]:
    raise ValueError("a mail to nobody")


def _broken(text: str) -> bool:
    return "\r" in text or "\n" in text


def _header(text: str) -> str:
    """Text for a header. Other control characters cannot travel in one; they become spaces."""
    if _broken(text):
        raise ValueError("a line break in a header")
    return _sendable(_OTHER_BREAKS.sub(" ", text)).strip()


def _plain(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ValueError("a key of other than plain characters")
    return text


def _sendable(text: str) -> str:
    # half a surrogate pair, as cut texts end with, has no encoding
    return text.encode("utf-8", "replace").decode("utf-8")


def _body(text: str) -> str:
    return _sendable(text.replace("\x00", ""))


def _threading(mail: OutgoingMail) -> bytes:
    """The threading headers, written by hand.

    The library folds a long id into encoded words, and the customer's client then finds no thread.
    """
    answered = [one for one in (mail.in_reply_to,) if _MESSAGE_ID.fullmatch(one)]
    earlier = [one for one in mail.references if _MESSAGE_ID.fullmatch(one)]
    lines = [f"In-Reply-To: {one}\r\n" for one in answered]
    if earlier:
        lines.append("References: " + "\r\n ".join(earlier) + "\r\n")
    return "".join(lines).encode("ascii")


def _invite(made: EmailMessage, calendar: bytes) -> None:
    found = _METHOD.search(calendar.replace(b"\r\n", b"\n"))
    # RFC 6047 2.4: the parameter repeats the METHOD of the invitation itself
    method = found[1].decode().upper() if found else "REQUEST"
    made.add_alternative(
        calendar.decode("utf-8", "replace"),
        subtype="calendar",
        params={"method": method},
        cte="base64",
    )


def _attach(made: EmailMessage, file: File) -> None:
    kind, _, subtype = file.media_type.lower().partition("/")
    if kind in ("multipart", "message") or not (_TYPE.fullmatch(kind) and _TYPE.fullmatch(subtype)):
        kind, subtype = "application", "octet-stream"
    made.add_attachment(
        file.content, maintype=kind, subtype=subtype, filename=_header(file.name) or "lampiran"
    )
