"""What a reply letter must be before it may leave.

In:    its text, its number, what was found about the signed PDF.   Out: nothing, or a refusal.
Rule:  a number is the records office's and has the shape of one (domain.md 2); a letter that
       differs from what was approved leaves only with a reason, one with a broken signature never.
Never: looks at a file. Start at `must_be_vouched_for`.
"""

import re
from collections.abc import Mapping
from typing import Any

from integration.sop import errors

_PART = r"[.\- ]*\w[\w.\- ]*"
LETTER_NO = re.compile(f"{_PART}(/{_PART})+")
"""At least two parts divided by strokes, each with a letter or digit in it, as in domain.md 2;
no more is known for certain."""
BLANK_NUMBER = "…" * 12
BLANK_DATE = "……\u00a0……………"
"""Where number and date of an approved letter stay blank until the records office gives them; the
number's dots are never part of the date's."""
LETTER_NO_LENGTH = 120
"""Signs; far above any number in use, and what the store can hold."""


def must_be_filled(text: str) -> None:
    """A reply holds no placeholder of a template any more. Raises `OpenPlaceholder`."""
    left = re.findall(r"\{\{[^}]*\}\}|<<[^>]*>>", text)
    if left:
        raise errors.OpenPlaceholder(placeholders=", ".join(dict.fromkeys(left)))


def must_be_a_number(typed: str) -> None:
    """Raises `BadLetterNumber`."""
    if len(typed) > LETTER_NO_LENGTH or not LETTER_NO.fullmatch(typed):
        raise errors.BadLetterNumber(letter_no=typed)


def must_have_blanks(text: str) -> None:
    """An approved letter has one place for its number and one for its date. Raises
    `NoPlaceForNumber`.
    """
    if text.count(BLANK_NUMBER) != 1 or text.count(BLANK_DATE) != 1:
        raise errors.NoPlaceForNumber()


def must_be_vouched_for(check: Mapping[str, Any]) -> None:
    """What was found about a signed letter lets it leave: what differs, with a reason only.

    Raises `LetterBroken`, `LetterInDoubt`.
    """
    if check.get("broken"):
        raise errors.LetterBroken()
    if check.get("doubts") and not check.get("reason"):
        raise errors.LetterInDoubt()
