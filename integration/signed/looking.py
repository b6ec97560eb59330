"""One look at an uploaded letter: signatures, and the text against the approved one.

In:    PDFs, number, date, who signs.   Out: JSON values for the history of the case.
Rule:  a page with (almost) no words is a scan, so its signature is in ink and its text cannot be
       compared; what cannot be read is said; `doubts` names what a person must confirm.
Never: raises over a letter. Start at `look`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from integration.signed.comparing import Difference, differing, stands_in, words
from integration.signed.signatures import NotReadable, Signature, signatures
from integration.signed.telling import (
    DIFFERS,
    DRAFT,
    GROWN,
    SIGNED,
    UNCHECKED,
    UNNUMBERED,
    UNREAD,
    UNREADABLE,
    UNSIGNED,
    WET_INK,
)

MOST_PAGES = 60
THIN, LINE = 3, 12
"""A text of fewer than one third of the approved words and no longer than a line is no text of a
letter: a scanner's own line, a stamp's number."""


def text_of(pdf: bytes) -> str:
    """The words of a PDF; empty where it has none or cannot be read."""
    try:
        pages = PdfReader(BytesIO(pdf)).pages
        return "\n".join(
            pages[place].extract_text() for place in range(min(len(pages), MOST_PAGES))
        )
    except Exception:  # a broken PDF makes the parser fail in any way it likes
        return ""


def _goes_on(pdf: bytes) -> bool:
    """Whether there are pages that nobody looks at."""
    try:
        return len(PdfReader(BytesIO(pdf)).pages) > MOST_PAGES
    except Exception:  # as above
        return False


def look(
    final: bytes, approved: bytes, letter_no: str, letter_date: str, signs: Sequence[str]
) -> dict[str, Any]:
    """What there is to say of a signed letter. `letter_date` is ISO."""
    text, draft = text_of(final), text_of(approved)
    found: list[Signature] = []
    readable = True
    try:
        found = signatures(final)
    except NotReadable:
        readable = bool(text)
    count = len(words(text))
    scan = count <= LINE and count * THIN < max(THIN, len(words(draft)))
    kind = SIGNED if found else WET_INK if scan and readable else UNSIGNED
    compared = bool(words(draft)) and not scan
    differences = differing(draft, text, letter_no, letter_date, signs) if compared else []
    doubts = _doubts(found, differences)
    # ink is on paper, but an electronic signature is on words: those can be read
    doubts += [UNREAD] if (found and scan) or _goes_on(final) else []
    return {
        "kind": kind if readable else UNREADABLE,
        "signatures": [asdict(one) for one in found],
        "compared": compared,
        "differences": [asdict(one) for one in differences],
        "broken": any(one.checked and not one.intact for one in found),
        "doubts": doubts,
        "bare": _bare(final == approved, compared and not found, stands_in(letter_no, text)),
    }


def _bare(draft: bool, unsigned: bool, numbered: bool) -> str:
    """DRAFT or UNNUMBERED where nothing on the file speaks for a letter that left the office.

    A signed one may bear its number as a picture.
    """
    if draft:
        return DRAFT
    return UNNUMBERED if unsigned and not numbered else ""


def _doubts(found: Sequence[Signature], differences: Sequence[Difference]) -> list[str]:
    held = {
        DIFFERS: bool(differences),
        GROWN: any(one.checked for one in found) and not found[-1].whole,
        UNCHECKED: any(not one.checked for one in found),
    }
    return [doubt for doubt, so in held.items() if so]
