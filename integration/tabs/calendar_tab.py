"""The tab Kalender: holidays, joint leave, local days off, office hours.

In:    rows.   Out: a `Calendar`, or mistakes by row.
Rule:  each day has its source; a provisional day is marked (domain.md 4.2); hours may be bounded
       by dates, and the later row wins (Ramadan).
Never: invents a day; the seed of a new tab comes from `calendar_seed`.
"""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Literal

from integration.sop.calendar import Calendar
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
HOURS = "Jam kerja"
Kind = Literal["public", "joint_leave", "local"]
KINDS: dict[str, Kind] = {
    "Libur nasional": "public",
    "Cuti bersama": "joint_leave",
    "Libur setempat": "local",
}
KIND_NAMES = {key: name for name, key in KINDS.items()}
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
YES, NO = "ya", "tidak"
_SPAN = re.compile(r"(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})")


def calendar_rows(calendar: Calendar) -> list[dict[str, str]]:
    """The calendar as rows, for a tab that is new: hours first, then days in order."""
    rows = [
        {
            "Tanggal": hours.valid_from.isoformat() if hours.valid_from else "",
            "Sampai": hours.valid_to.isoformat() if hours.valid_to else "",
            "Jenis": HOURS,
            "Keterangan": hours.label,
            "Jam": week_in_words(hours),
        }
        for hours in calendar.hours
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


def week_in_words(hours: OfficeHours) -> str:
    """`Senin-Kamis 07.30-12.00, 13.00-16.00; Jumat 07.30-11.30, 13.00-16.30`."""
    parts: list[tuple[int, int, str]] = []
    for weekday in sorted(hours.week):
        said = ", ".join(f"{a:%H.%M}-{b:%H.%M}" for a, b in hours.week[weekday])
        if parts and parts[-1][2] == said and parts[-1][1] == weekday - 1:
            parts[-1] = (parts[-1][0], weekday, said)
        else:
            parts.append((weekday, weekday, said))
    return "; ".join(
        f"{WEEKDAYS[first]}{'' if first == last else '-' + WEEKDAYS[last]} {said}"
        for first, last, said in parts
        if said
    )


def read_calendar(
    table: Sequence[Sequence[str]], zone: str
) -> tuple[Calendar | None, dict[int, str]]:
    """(the calendar, mistakes by row place); None where there are mistakes."""
    hours: list[OfficeHours] = []
    off: list[DayOff] = []
    seen: set[tuple[date, str]] = set()
    mistakes: dict[int, str] = {}
    for row in rows_of(table):
        try:
            if row["Jenis"] == HOURS:
                hours.append(_hours(row))
            else:
                day = _day_off(row)
                if (day.day, day.name) in seen:
                    raise Mistake("Hari ini sudah disebut pada baris lain.")
                seen.add((day.day, day.name))
                off.append(day)
        except Mistake as wrong:
            mistakes[row.place] = str(wrong)
    if not any(one.valid_from is None and one.valid_to is None for one in hours):
        mistakes.setdefault(0, "Belum ada baris Jam kerja yang berlaku sepanjang tahun.")
    if mistakes:
        return None, mistakes
    ordered = tuple(sorted(off, key=lambda one: (one.day, one.kind)))
    return Calendar(zone, tuple(hours), ordered), {}


def _day_off(row: Row) -> DayOff:
    named = row.needed("Jenis")
    if named not in KINDS:
        raise Mistake(f"Jenis '{named}' tidak dikenal. Pilihan: {', '.join([*KINDS, HOURS])}.")
    provisional = row["Sementara"].casefold() or NO
    if provisional not in (YES, NO):
        raise Mistake("Kolom Sementara diisi ya atau tidak.")
    return DayOff(
        day=row.day("Tanggal"),
        kind=KINDS[named],
        name=row.needed("Keterangan"),
        source=row["Sumber"] or "tab Kalender",
        provisional=provisional == YES,
    )


def _hours(row: Row) -> OfficeHours:
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    for part in row.needed("Jam").split(";"):
        days, _, rest = part.strip().partition(" ")
        spans = _spans(rest)
        if not spans:
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
        begin = WEEKDAYS.index(first)
        return range(begin, WEEKDAYS.index(last or first) + 1)
    except ValueError:
        raise Mistake(f"Hari '{typed}' tidak dikenal.") from None
