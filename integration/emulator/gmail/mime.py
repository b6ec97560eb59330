"""Messages as bytes: headers changed without touching the rest, parts read out.

In:    RFC 5322 bytes.   Out: headers, addresses, text, the API's payload tree.
Rule:  what is not changed stays byte for byte.
Never: keeps anything. Start at `Mail`.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from html import unescape
from typing import Any

from ..frame.accounts import ADDRESS
from ..frame.errors import ApiError

HEADER = re.compile(rb"([!-9;-~]+):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
INLINE_LIMIT = 256 * 1024


def to_base64url(data: bytes) -> str:
    """Bytes as Gmail writes them: URL-safe, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """Bytes as callers send them; ApiError 400 when it is not base64url."""
    bare = text.rstrip("=").replace("\n", "").replace("\r", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", bare) or len(bare) % 4 == 1:
        raise ApiError(400, "Invalid value for ByteString: raw", reason="invalidArgument")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def readable(value: str) -> str:
    """A header as people read it: encoded words decoded, folds undone."""
    try:
        return re.sub(r"\r?\n[ \t]*", " ", str(make_header(decode_header(value)))).strip()
    except (LookupError, UnicodeDecodeError, ValueError):
        return value.strip()


@dataclass(frozen=True)
class Mail:
    """One message."""

    raw: bytes

    @property
    def parsed(self) -> Message:
        """The parts, as the standard library sees them."""
        return message_from_bytes(self.raw, policy=policy.compat32)

    def head(self) -> tuple[list[tuple[str, bytes]], bytes]:
        """Header lines as they are, and everything after them."""
        lines, at = [], 0
        while found := HEADER.match(self.raw, at):
            lines.append((found[1].decode("ascii").lower(), found[0]))
            at = found.end()
        return lines, self.raw[at:]

    def with_headers(self, *, drop: set[str], first: list[tuple[str, str]]) -> Mail:
        """The message without some headers and with others on top."""
        lines, rest = self.head()
        if not rest.startswith((b"\r\n", b"\n")):
            rest = b"\r\n" + rest
        if lines and not lines[-1][1].endswith(b"\n"):
            lines[-1] = (lines[-1][0], lines[-1][1] + b"\r\n")
        top = b"".join(f"{name}: {value}\r\n".encode() for name, value in first)
        return Mail(top + b"".join(line for name, line in lines if name not in drop) + rest)

    def header(self, name: str) -> str:
        """The first header of that name, readable; "" when there is none."""
        value = self.parsed.get(name)
        return readable(str(value)) if value is not None else ""

    def addresses(self, *names: str) -> list[str]:
        """The addresses in some headers, lower-case, each once."""
        values = [str(value) for name in names for value in self.parsed.get_all(name, [])]
        found = [address.strip().lower() for _, address in getaddresses(values)]
        return list(dict.fromkeys(address for address in found if address))

    def message_ids(self, *names: str) -> list[str]:
        """The <...> ids in some headers."""
        return [
            found
            for name in names
            for value in self.parsed.get_all(name, [])
            for found in re.findall(r"<[^<>\s]+>", str(value))
        ]

    def text(self) -> str:
        """What a person reads: the plain part, else the HTML without its tags."""
        plain, html = [], []
        for part in self.parsed.walk():
            if part.is_multipart() or part.get_filename():
                continue
            if part.get_content_type() == "text/plain":
                plain.append(_decoded(part))
            elif part.get_content_type() == "text/html":
                stripped = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", _decoded(part))
                html.append(unescape(stripped))
        return re.sub(r"\s+", " ", " ".join(plain or html)).strip()

    def filenames(self) -> list[str]:
        """The names of the attachments."""
        return [
            readable(str(part.get_filename())) for part in self.parsed.walk() if part.get_filename()
        ]

    def part(self, part_id: str) -> bytes:
        """The content of one part by the id the payload tree gave it; KeyError when unknown."""
        for found_id, part in _numbered(self.parsed, ""):
            if found_id == part_id and not part.is_multipart():
                return _content(part)
        raise KeyError(part_id)

    def payload(self, attachment_id: Any, *, wanted: list[str] | None = None) -> dict[str, Any]:
        """The API's payload tree; `attachment_id(part_id)` names big or named parts."""
        return _payload(self.parsed, "", attachment_id, wanted)


def valid_address(address: str) -> bool:
    """Whether mail can be addressed so."""
    return ADDRESS.fullmatch(address) is not None


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _content(part).decode(charset, "replace")
    except LookupError:
        return _content(part).decode("utf-8", "replace")


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    if part.is_multipart() and isinstance(payload, list):
        return [child for child in payload if isinstance(child, Message)]
    return []


def _numbered(part: Message, part_id: str) -> list[tuple[str, Message]]:
    found = [(part_id, part)]
    for number, child in enumerate(_children(part)):
        found += _numbered(child, f"{part_id}.{number}" if part_id else str(number))
    return found


def headers_of(part: Message, wanted: list[str] | None = None) -> list[dict[str, str]]:
    """The headers of a part as the API lists them; all of them, or those wanted."""
    names = [name.lower() for name in wanted] if wanted is not None else None
    return [
        {"name": name, "value": readable(str(value))}
        for name, value in part.items()
        if names is None or name.lower() in names
    ]


def _payload(
    part: Message, part_id: str, attachment_id: Any, wanted: list[str] | None
) -> dict[str, Any]:
    filename = readable(str(part.get_filename())) if part.get_filename() else ""
    shown: dict[str, Any] = {
        "partId": part_id,
        "mimeType": part.get_content_type(),
        "filename": filename,
        "headers": headers_of(part, wanted),
    }
    children = _children(part)
    if children:
        shown["body"] = {"size": 0}
        shown["parts"] = [
            _payload(
                child, f"{part_id}.{number}" if part_id else str(number), attachment_id, wanted
            )
            for number, child in enumerate(children)
        ]
        return shown
    content = _content(part)
    shown["body"] = {"size": len(content)}
    if filename or len(content) > INLINE_LIMIT:
        shown["body"]["attachmentId"] = attachment_id(part_id)
    elif content:
        shown["body"]["data"] = to_base64url(content)
    return shown
