"""A received message, taken apart for reading.

In:    a `Mail`.   Out: its text, its HTML made harmless, its attachments.
Rule:  HTML is shown only in a frame that runs no script, loads nothing and sends no form; what
       stands in it may be anything. It shares our origin only to tell its height.
Never: keeps or sends. Start at `Letter`.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses
from typing import Any

from ...gmail.mime import Mail

CID = re.compile(r"""cid:([^"'\s)>]+)""")
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
OPENING = (
    '<base target="_blank"><meta charset="utf-8">'
    "<style>body{font:16px/1.5 system-ui,sans-serif;margin:8px;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}</style>"
)
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Attachment:
    """One file of a message; `part` is Gmail's part id."""

    part: str
    name: str
    mime: str
    size: int


def _words(part: Message) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


class Letter:
    """One message."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail
        self._parts = [
            part
            for part in mail.parsed.walk()
            if not part.is_multipart() and not part.get_filename()
        ]

    def text(self) -> str:
        """The plain text; made from the HTML when there is none."""
        plain = [_words(p) for p in self._parts if p.get_content_type() == "text/plain"]
        return "\n".join(plain).strip() if plain else self.mail.text()

    def html(self) -> str:
        """The HTML as it came; empty when there is none."""
        parts = [_words(p) for p in self._parts if p.get_content_type() == "text/html"]
        return "\n<hr>\n".join(parts)

    def frame(self) -> str:
        """The page for the frame: links open elsewhere, pictures of the mail itself show."""
        page = CID.sub(self._picture, self.html())
        head = HEAD.search(page)
        if head:
            return page[: head.end()] + OPENING + page[head.end() :]
        return OPENING + page

    def _picture(self, found: re.Match[str]) -> str:
        for part in self.mail.parsed.walk():
            named = str(part.get("Content-ID", "")).strip().strip("<>")
            content = part.get_payload(decode=True)
            if named == found[1] and isinstance(content, bytes):
                data = base64.b64encode(content).decode()
                return f"data:{part.get_content_type()};base64,{data}"
        return found[0]

    def attachments(self) -> list[Attachment]:
        """The files, in their order."""
        found: list[Attachment] = []

        def walk(node: dict[str, Any]) -> None:
            if node["filename"]:
                body = node["body"]
                found.append(
                    Attachment(node["partId"], node["filename"], node["mimeType"], body["size"])
                )
            for inner in node.get("parts", []):
                walk(inner)

        walk(self.mail.payload(lambda part: part))
        return found

    def header(self, name: str) -> str:
        """A header as people read it."""
        return self.mail.header(name)


def sender(shown: str) -> tuple[str, str]:
    """Name and address of a From header; the address stands in for a missing name."""
    pairs = getaddresses([shown])
    name, address = pairs[0] if pairs else ("", shown)
    return name or address, address


def names(shown: str) -> str:
    """The names of a To header, for lists."""
    return ", ".join(name or address for name, address in getaddresses([shown]))
