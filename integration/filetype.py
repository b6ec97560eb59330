"""What a file really is, told by its first bytes.

In:    bytes from anybody.   Out: a media type.
Rule:  the sender's word is believed only for plain text, which no bytes give away.
Never: opens or runs a file. Start at `media_type`.
"""

PDF = "application/pdf"
UNKNOWN = "application/octet-stream"
PLAIN = frozenset({"text/plain", "text/csv", "message/rfc822"})
"""Types without a sign of their own, harmless where nothing shows them inside a page."""

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
)
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(content: bytes) -> str:
    """The type the bytes themselves tell of; `application/octet-stream` where they do not."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in (b"heic", b"heix", b"mif1") else "video/mp4"
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return _office(content) if kind == "application/zip" else kind
    return UNKNOWN


def told_type(content: bytes, said: str) -> str:
    """The type the bytes tell of; what the sender said only where that is plain text."""
    found = media_type(content)
    kind = said.partition(";")[0].strip().lower()
    return kind if found == UNKNOWN and kind in PLAIN else found


def _office(content: bytes) -> str:
    if b"[Content_Types].xml" in content:
        for part, kind in _OFFICE.items():
            if part in content:
                return kind
    return "application/zip"
