"""Turns the bytes and odd encodings of real mail into clean text.

In:    bytes with a claimed charset, raw header values, HTML.   Out: text any database can hold.
Rule:  a wrong claim costs at most some characters, never the text.
Never: raises. Start at `decoded()`, `header_text()`, `from_html()`.
"""

import base64
import binascii
import quopri
import re
from email.message import Message
from html.parser import HTMLParser

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LONGEST_HEADER = 100_000
"""Signs of a header that are read; people write a hundredth of it."""
_BREAKS = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(
    r"address|article|blockquote|br|d[dlt]|div|footer|form|h[1-6r]|header|li|[ou]l|p|pre|section|"
    r"table|tr"
)
_SILENT = frozenset(("head", "script", "style", "template", "title"))


def clean(text: str) -> str:
    """Text without control characters and half surrogates; line ends are single newlines."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return _UNFIT.sub("", whole)


def decoded(content: bytes, charset: str = "") -> str:
    """Bytes as text: by the claimed charset, else UTF-8, else Windows' western one."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            return clean(content.decode(name))
        except (LookupError, ValueError):
            continue
    return clean(content.decode("latin-1"))


def header_raw(message: Message, name: str) -> str:
    """A header as it stands, on one line, bytes beyond ASCII read as text; "" if absent."""
    for held, value in message.raw_items():
        if held.lower() == name.lower():
            content = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
            return _BREAKS.sub(" ", decoded(content)).strip()
    return ""


def words(text: str) -> str:
    """Encoded words (RFC 2047) read; neighbours of one charset are joined before they are read."""
    joined = _BETWEEN.sub(r"\1", text)
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for found in _WORD.finditer(joined):
        if found.start() > end or not pieces:
            pieces.append(("", joined[end : found.start()].encode("utf-8", "replace")))
        charset, content = found[1].lower(), _word_bytes(found[2].lower(), found[3])
        if pieces[-1][0] == charset:
            content = pieces.pop()[1] + content
        pieces.append((charset, content))
        end = found.end()
    pieces.append(("", joined[end:].encode("utf-8", "replace")))
    return _BREAKS.sub(" ", "".join(decoded(content, name) for name, content in pieces)).strip()


def header_text(message: Message, name: str) -> str:
    """A header for people: its encoded words read."""
    return words(header_raw(message, name))


def _word_bytes(kind: str, text: str) -> bytes:
    plain = text.encode("utf-8", "replace")
    if kind == "q":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return plain


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag == "body":
            # a head that was never closed must not silence the letter
            self._silent = 0
        if _BLOCK.fullmatch(tag):
            self.found.append("\n")
        if tag in ("td", "th"):
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if _BLOCK.fullmatch(tag) and tag != "br":
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(_BREAKS.sub(" ", data))


def from_html(html: str) -> str:
    """What a person reads of HTML, a line for every block."""
    parser = _Words()
    try:
        parser.feed(html)
        parser.close()
        text = "".join(parser.found)
    except (AssertionError, ValueError):
        # HTMLParser gives up on some broken declarations; the words still stand between the tags
        text = ""
    if not text.strip():
        text = _TAG.sub(" ", html)
    lines = [_BREAKS.sub(" ", line).strip() for line in clean(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
