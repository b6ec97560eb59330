"""The calendar the product ships with: hours by Perpres 21/2023, days off of the Indonesian state.

In:    a range of years.   Out: a `Calendar` for Asia/Makassar; the seed of the tab Kalender.
Rule:  the yearly SKB 3 Menteri decides; a year whose SKB was not compared is marked provisional.
Never: counts time; that is integration/sop/calendar.py. Start at `shipped_calendar()`.
"""

from datetime import date, time
from functools import lru_cache
from importlib.metadata import version

import holidays

from integration.sop.calendar import Calendar, DayOff, OfficeHours
from integration.sop.clocks import CLOCKS

ZONE = "Asia/Makassar"
FIRST_YEAR, LAST_YEAR = 2024, 2028

CONFIRMED = {
    2025: "SKB 3 Menteri 1017/2/2 Tahun 2024, diubah dengan 933/1/3 Tahun 2025",
    2026: "SKB 3 Menteri 1497/2/5 Tahun 2025",
}
"""Years whose dates were compared with the decree, day by day."""


def _week(*, monday_to_thursday: str, friday: str) -> dict[int, tuple[tuple[time, time], ...]]:
    def hours(text: str) -> tuple[tuple[time, time], ...]:
        pairs = (interval.split("-") for interval in text.split(", "))
        return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)

    long = hours(monday_to_thursday)
    return {0: long, 1: long, 2: long, 3: long, 4: hours(friday)}


# Perpres 21/2023 fixes the opening and the length of day and break; where in the day the break
# lies is custom and stays editable in the tab Kalender.
NORMAL = _week(monday_to_thursday="07:30-12:00, 13:00-16:00", friday="07:30-11:30, 13:00-16:30")
RAMADAN = _week(monday_to_thursday="08:00-12:00, 12:30-15:00", friday="08:00-11:30, 12:30-15:30")

OFFICE_HOURS = (
    OfficeHours(None, None, "Jam kerja normal (Perpres 21/2023)", NORMAL),
    # Astronomical dates: the official beginning is announced by the sidang isbat.
    *(
        OfficeHours(
            first,
            last,
            f"Jam kerja Ramadan {first.year} (Perpres 21/2023; tanggal perhitungan astronomi)",
            RAMADAN,
        )
        for first, last in (
            (date(2025, 3, 1), date(2025, 3, 30)),
            (date(2026, 2, 19), date(2026, 3, 20)),
            (date(2027, 2, 8), date(2027, 3, 9)),
        )
    ),
)


# Counters often close earlier (domain.md 4.1); until the office says so, they are open as it is.
COUNTER_HOURS = (OfficeHours(None, None, "Jam loket (mohon disesuaikan oleh kantor)", NORMAL),)


def days_off(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> tuple[DayOff, ...]:
    """National holidays and joint leave of the years `first` to `last`, in order of date."""
    found: list[DayOff] = []
    for year in range(first, last + 1):
        for kind, category in (("public", "public"), ("joint_leave", "government")):
            listed = holidays.country_holidays(
                "ID", years=year, categories=(category,), language="id"
            )
            package = f"pustaka holidays {version('holidays')}"
            found += [
                DayOff(
                    day=day,
                    kind="public" if kind == "public" else "joint_leave",
                    name=name,
                    source=f"{CONFIRMED[year]} ({package})"
                    if year in CONFIRMED
                    else f"{package}; belum dicocokkan dengan SKB",
                    provisional=year not in CONFIRMED,
                )
                for day, name in listed.items()
            ]
    return tuple(sorted(found, key=lambda off: (off.day, off.kind)))


@lru_cache(maxsize=8)
def shipped_calendar(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Calendar:
    """The calendar in force where no office has edited one; days off for `first` to `last`."""
    return Calendar(ZONE, OFFICE_HOURS, days_off(first, last), COUNTER_HOURS, CLOCKS)
