"""One look at an uploaded letter: signatures, and the text against the approved one.

In:    PDFs, number, date, who signs.   Out: JSON values for the history of the case.
Rule:  a page without words is a scan, so its signature is in ink; what cannot be read is said.
Never: raises over a letter. Start at `look`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from integration.signed.comparing import differing, words
from integration.signed.signatures import NotReadable, signatures
from integration.signed.telling import SIGNED, UNREADABLE, UNSIGNED, WET_INK

MOST_PAGES = 60


def text_of(pdf: bytes) -> str:
    """The words of a PDF; empty where it has none or cannot be read."""
    try:
        pages = PdfReader(BytesIO(pdf)).pages
        return "\n".join(
            pages[place].extract_text() for place in range(min(len(pages), MOST_PAGES))
        )
    except Exception:  # a broken PDF makes the parser fail in any way it likes
        return ""


def look(
    final: bytes, approved: bytes, letter_no: str, letter_date: str, signs: Sequence[str]
) -> dict[str, Any]:
    """What there is to say of a signed letter. `letter_date` is ISO."""
    text, draft = text_of(final), text_of(approved)
    try:
        found = signatures(final)
    except NotReadable:
        found = []
        if not text:
            return {"kind": UNREADABLE, "signatures": [], "compared": False, "differences": []}
    kind = SIGNED if found else UNSIGNED if words(text) else WET_INK
    compared = bool(words(text) and words(draft))
    differences = differing(draft, text, letter_no, letter_date, signs) if compared else []
    return {
        "kind": kind,
        "signatures": [asdict(one) for one in found],
        "compared": compared,
        "differences": [asdict(one) for one in differences],
    }
