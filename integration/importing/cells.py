"""What single cells of an old register say: texts and moments.

In:    a cell as the file holds it.   Out: its text, a moment on the office's clock.
Rule:  a date is read in any way that registers write it, day before month; a dash says nothing.
Never: guesses: what is no date is None.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from integration.clock import WITA
from integration.intake.mapping import tidy
from integration.register import typed
from integration.register.reading import plain

NOTHING = frozenset(("-", "--", "---", "–", "—", "?", ".", "n/a", "#n/a", "nihil", "tidak ada"))
"""What people write into a cell that has nothing to say."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("januari", "jan", "january"), ("februari", "feb", "pebruari", "february")),
            *(("maret", "mar", "march"), ("april", "apr"), ("mei", "may"), ("juni", "jun", "june")),
            *(("juli", "jul", "july"), ("agustus", "agu", "ags", "agt", "aug", "august")),
            *(("september", "sep", "sept"), ("oktober", "okt", "oct", "october")),
            *(("november", "nov", "nopember", "nop"), ("desember", "des", "dec", "december")),
        ),
        start=1,
    )
    for name in names
}
_WORDED = re.compile(r"(\d{1,2})[ \-/.]*([a-z]+)\.?[ \-/.]*(\d{4}|\d{2})(.*)")
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})(?!\d)(.*)")
_WEEKDAY = re.compile(r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|ahad|minggu),? *")
_HOUR = re.compile(r"(?:[, ]+(?:(?:jam|pukul) *)?(\d{1,2})[.:](\d{2})(?: *wita)?)?")
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
    """A date in any of the ways registers hold it, on the office's clock; None when unreadable."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=WITA)
    text = _WEEKDAY.sub("", plain(text_of(cell)), count=1)
    if _NUMBER.fullmatch(text):
        number = float(text)
        return _EPOCH + timedelta(days=number) if int(number) in _SERIALS else None
    for form in (_WORDED, _SHORT_YEAR):
        said = form.fullmatch(text)
        hour = _HOUR.fullmatch(said[4]) if said else None
        if said and hour:
            month = _MONTHS.get(said[2]) if form is _WORDED else int(said[2])
            return _day(int(said[1]), month, said[3], hour)
    return typed.received(text, datetime.max.replace(tzinfo=WITA) - timedelta(days=2))


def _day(day: int, month: int | None, year: str, hour: re.Match[str]) -> datetime | None:
    whole = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return datetime(whole, month or 0, day, int(hour[1] or 0), int(hour[2] or 0), tzinfo=WITA)
    except ValueError:
        return None
