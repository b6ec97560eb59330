"""What single cells of an old register say: texts and moments.

In:    a cell as the file holds it.   Out: its text, a moment on the office's clock.
Rule:  Excel's day numbers are dates; a dash says nothing.
Never: guesses: what is no date is None.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from integration.clock import WITA
from integration.intake.mapping import tidy
from integration.register import moments

NOTHING = frozenset(("-", "--", "---", "–", "—", "?", ".", "n/a", "#n/a", "nihil", "tidak ada"))
"""What people write into a cell that has nothing to say."""
_NUMBER = re.compile(r"\d+(\.\d+)?")
_EPOCH = datetime(1899, 12, 30, tzinfo=WITA)
_SERIALS = range(20_000, 80_000)
"""Excel's day numbers from 1954 to 2119; other numbers are no dates."""


def text_of(cell: Any) -> str:
    """The cell's words."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    return tidy(str(cell))


def moment(cell: Any) -> datetime | None:
    """A date in any of the ways registers hold it; None when unreadable."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=WITA)
    text = text_of(cell)
    if _NUMBER.fullmatch(text):
        number = float(text)
        return _EPOCH + timedelta(days=number) if int(number) in _SERIALS else None
    return moments.read(text)
