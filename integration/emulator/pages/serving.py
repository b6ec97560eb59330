"""Files as a browser may safely have them.

In:    bytes, their type and name.   Out: an answer, shown in place or downloaded.
Rule:  only PDFs and bitmap pictures show in place; what could carry script is always a download.
Never: decides who may have them. Start at `file_answer()`.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


def shows_in_place(mime: str) -> bool:
    """Whether a browser may show a file of this type on our origin."""
    return mime == PDF or mime in PICTURES


def file_answer(data: bytes, mime: str, name: str, *, download: bool) -> Response:
    """The answer that carries a file."""
    inline = shows_in_place(mime) and not download
    answer = Response(data, mimetype=mime if shows_in_place(mime) else "application/octet-stream")
    place = "inline" if inline else "attachment"
    answer.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name, safe='')}"
    # a PDF in a sandbox is not shown by Chromium; it cannot run script on our origin anyway
    policy = "frame-ancestors 'self'" if mime == PDF else "default-src 'none'; sandbox"
    answer.headers["Content-Security-Policy"] = policy
    return answer
