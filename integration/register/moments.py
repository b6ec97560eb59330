"""A moment as people write it in a cell.

In:    words.   Out: a moment on the office's clock, or None.
Rule:  day before month, in digits or words, years of two or four digits; hours where they stand.
Never: guesses: what is no date is None.
"""

import re
from datetime import datetime

from integration.clock import WITA
from integration.register.reading import plain

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
_WEEKDAY = re.compile(r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|ahad|minggu),? *")
_DAY = re.compile(
    r"(\d{1,2})(?:[/.\-](\d{1,2})[/.\-]|[ \-/.]*([a-z]+)\.?[ \-/.]*)(\d{4}|\d{2})(?!\d)"
)
_HOUR = re.compile(
    r"(?:[t, ]+(?:(?:jam|pukul) *)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?: *wita)?)?"
)


def read(words: str) -> datetime | None:
    """The moment in the words; without a zone it is the office's."""
    text = _WEEKDAY.sub("", plain(words), count=1)
    day = _DAY.match(text)
    hour = _HOUR.fullmatch(text, day.end()) if day else None
    try:
        if day and hour:
            year = int(day[4]) if len(day[4]) == 4 else 2000 + int(day[4])
            month = int(day[2]) if day[2] else _MONTHS.get(day[3], 0)
            hours, minutes, seconds = (int(part or 0) for part in hour.groups())
            return datetime(year, month, int(day[1]), hours, minutes, seconds, tzinfo=WITA)
        moment = datetime.fromisoformat(re.sub(r"(\d)\.(\d\d)$", r"\1:\2", words.strip()))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=WITA)
