"""The tab Kalender: holidays, joint leave, local days off, hours, the law's limits.

In:    rows.   Out: a `Calendar`, or mistakes by row.
Rule:  each day has its source; a provisional day is marked (domain.md 4.2); hours may be bounded
       by dates, and the later row wins (Ramadan).
Never: invents a day; the seed of a new tab comes from `calendar_seed`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Literal

from integration.sop.calendar import Calendar
from integration.sop.clocks import CLOCKS, LegalClock
from integration.sop.explain import WEEKDAYS, week_in_words
from integration.sop.holidays import DayOff, OfficeHours
from integration.tabs.rows import CHECK, Mistake, Row, rows_of

HEADERS = (
    "Tanggal",
    "Sampai",
    "Jenis",
    "Keterangan",
    "Jam",
    "Sumber",
    "Sementara",
    CHECK,
)
HOURS, COUNTER, LIMIT = "Jam kerja", "Jam loket", "Batas peraturan"
UNITS: dict[str, Literal["calendar", "working"]] = {"kalender": "calendar", "kerja": "working"}
_DAYS = re.compile(r"(\d{1,3})\s*hari\s*(kalender|kerja)", re.IGNORECASE)
Kind = Literal["public", "joint_leave", "local"]
KINDS: dict[str, Kind] = {
    "Libur nasional": "public",
    "Cuti bersama": "joint_leave",
    "Libur setempat": "local",
}
KIND_NAMES = {key: name for name, key in KINDS.items()}
LONGEST_LEAVE = 31
"""Days off in one row; more is a slip of the hand in a year."""
YES, NO = "ya", "tidak"
_BETWEEN = re.compile(r"(?:[\s,&/+]|dan)*")
"""What may stand between two spans; anything else might be a span that was mistyped."""
_SPAN = re.compile(r"(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})")


def calendar_rows(calendar: Calendar) -> list[dict[str, str]]:
    """The calendar as rows, for a tab that is new: hours first, then days in order."""
    rows = [
        {
            "Tanggal": hours.valid_from.isoformat() if hours.valid_from else "",
            "Sampai": hours.valid_to.isoformat() if hours.valid_to else "",
            "Jenis": kind,
            "Keterangan": hours.label,
            "Jam": week_in_words(hours),
        }
        for kind, several in ((HOURS, calendar.hours), (COUNTER, calendar.counter))
        for hours in several
    ]
    names = {unit: word for word, unit in UNITS.items()}
    rows += [
        {
            "Jenis": LIMIT,
            "Keterangan": one.label,
            "Jam": f"{one.days} hari {names[one.unit]}",
            "Sumber": one.source,
        }
        for one in calendar.limits
    ]
    rows += [
        {
            "Tanggal": off.day.isoformat(),
            "Jenis": KIND_NAMES[off.kind],
            "Keterangan": off.name,
            "Sumber": off.source,
            "Sementara": YES if off.provisional else NO,
        }
        for off in calendar.days_off
    ]
    return rows


def read_calendar(
    table: Sequence[Sequence[str]], zone: str
) -> tuple[Calendar | None, dict[int, str]]:
    """(the calendar, mistakes by row place); None where there are mistakes."""
    hours: list[OfficeHours] = []
    counter: list[OfficeHours] = []
    limits: dict[str, LegalClock] = {}
    off: list[DayOff] = []
    seen: set[tuple[date, str]] = set()
    mistakes: dict[int, str] = {}
    for row in rows_of(table):
        try:
            if row["Jenis"] in (HOURS, COUNTER):
                (hours if row["Jenis"] == HOURS else counter).append(_hours(row))
            elif row["Jenis"] == LIMIT:
                limit = _limit(row)
                if limit.key in limits:
                    raise Mistake("Batas ini sudah disebut pada baris lain.")
                limits[limit.key] = limit
            else:
                days = _days_off(row)
                if any((each.day, each.name) in seen for each in days):
                    raise Mistake("Hari ini sudah disebut pada baris lain.")
                seen |= {(each.day, each.name) for each in days}
                off += days
        except Mistake as wrong:
            mistakes[row.place] = str(wrong)
    if not any(one.valid_from is None and one.valid_to is None for one in hours):
        mistakes.setdefault(0, "Belum ada baris Jam kerja yang berlaku sepanjang tahun.")
    if mistakes:
        return None, mistakes
    ordered = tuple(sorted(off, key=lambda one: (one.day, one.kind)))
    return Calendar(zone, tuple(hours), ordered, tuple(counter), tuple(limits.values())), {}


def _limit(row: Row) -> LegalClock:
    named = row.needed("Keterangan").casefold()
    known = next((one for one in CLOCKS if one.label.casefold() == named), None)
    if known is None:
        labels = "; ".join(one.label for one in CLOCKS)
        raise Mistake(f"Batas '{row['Keterangan']}' tidak dikenal. Pilihan: {labels}.")
    said = _DAYS.fullmatch(row.needed("Jam"))
    if said is None or not int(said[1]):
        raise Mistake("Kolom Jam diisi seperti '14 hari kalender' atau '5 hari kerja'.")
    unit = UNITS[said[2].casefold()]
    return replace(known, days=int(said[1]), unit=unit, source=row.needed("Sumber"))


def _days_off(row: Row) -> list[DayOff]:
    """The day of the row, or every day up to the one in `Sampai`."""
    named = row.needed("Jenis")
    if named not in KINDS:
        known = ", ".join([*KINDS, HOURS, COUNTER, LIMIT])
        raise Mistake(f"Jenis '{named}' tidak dikenal. Pilihan: {known}.")
    provisional = row["Sementara"].casefold() or NO
    if provisional not in (YES, NO):
        raise Mistake("Kolom Sementara diisi ya atau tidak.")
    first = row.day("Tanggal")
    count = (row.day("Sampai") - first).days + 1 if row["Sampai"] else 1
    if not 1 <= count <= LONGEST_LEAVE:
        raise Mistake(
            f"Sampai paling sedikit sama dengan Tanggal, paling lama {LONGEST_LEAVE} hari."
        )
    return [
        DayOff(
            day=first + timedelta(days=after),
            kind=KINDS[named],
            name=row.needed("Keterangan"),
            source=row["Sumber"] or "tab Kalender",
            provisional=provisional == YES,
        )
        for after in range(count)
    ]


def _hours(row: Row) -> OfficeHours:
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    for part in row.needed("Jam").split(";"):
        days, _, rest = part.strip().partition(" ")
        spans = _spans(rest)
        if not spans or not _BETWEEN.fullmatch(_SPAN.sub("", rest)):
            raise Mistake(f"Jam '{part.strip()}' tidak dapat dibaca.")
        for weekday in _weekdays(days):
            week[weekday] = spans
    try:
        return OfficeHours(
            row.day("Tanggal") if row["Tanggal"] else None,
            row.day("Sampai") if row["Sampai"] else None,
            row["Keterangan"] or HOURS,
            week,
        )
    except ValueError:
        raise Mistake("Jam kerja tumpang tindih atau berakhir sebelum dimulai.") from None


def _spans(typed: str) -> tuple[tuple[time, time], ...]:
    try:
        return tuple(
            (time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in _SPAN.findall(typed)
        )
    except ValueError:
        return ()


def _weekdays(typed: str) -> range:
    first, _, last = typed.partition("-")
    try:
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    except ValueError:
        raise Mistake(f"Hari '{typed}' tidak dikenal.") from None
    if end < begin:
        raise Mistake(f"Hari '{typed}' berurutan terbalik; pisahkan dengan titik koma.")
    return range(begin, end + 1)
