"""Dates and times as an Indonesian letter writes them.

In:    ISO 8601 text, with a zone where it has a time.   Out: "Selasa, 6 Mei 2025 pukul 09.00 WITA".
Rule:  every time is shown in the office's zone, Asia/Makassar (design.md decision 12).
Never: asks what time it is. Start at `moment()`.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Makassar")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip


def instant(text: str) -> datetime:
    """The moment an ISO text names. Raises ValueError for another text or one without a zone."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"a moment needs a zone: {text!r}")
    return read


def moment(text: str) -> str:
    """An ISO moment -> "Selasa, 6 Mei 2025 pukul 09.00 WITA". Raises ValueError."""
    local = instant(text).astimezone(OFFICE_ZONE)
    return f"{DAYS[local.weekday()]}, {_day(local)} pukul {local:%H.%M} WITA"


def day(text: str) -> str:
    """An ISO date, or the office's day of an ISO moment -> "6 Mei 2025". Raises ValueError."""
    return _day(_office_day(text))


def weekday(text: str) -> str:
    """Like `day`, with the name of the day: "Selasa, 6 Mei 2025". Raises ValueError."""
    on = _office_day(text)
    return f"{DAYS[on.weekday()]}, {_day(on)}"


def time_of_day(text: str) -> str:
    """An ISO moment -> "09.00". Raises ValueError."""
    return f"{instant(text).astimezone(OFFICE_ZONE):%H.%M}"


def short(text: str) -> str:
    """An ISO moment for narrow columns -> "06/05/2025 09.00". Raises ValueError."""
    return f"{instant(text).astimezone(OFFICE_ZONE):%d/%m/%Y %H.%M}"


def if_iso(text: str) -> str:
    """A text that may be an ISO moment or date, in words if it is one, else as it stands."""
    for read in (moment, weekday):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _office_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return instant(text).astimezone(OFFICE_ZONE).date()


def _day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
