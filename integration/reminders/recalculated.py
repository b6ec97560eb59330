"""A changed calendar: limits that moved are written into the history.

In:    the calendar in force, the one remembered.   Out: a note in each case whose limit moved.
Rule:  limits are derived, so they move by themselves; the note keeps the old one and says why.
Never: changes a case otherwise. Start at `tell_moved`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from integration.casebook import CaseBook
from integration.reminders.plan import deadline
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.calendar import Calendar, DayOff, OfficeHours
from integration.sop.case import Case
from integration.sop.commands import Note
from integration.sop.explain import day_in_words, in_words, why_closed
from integration.store import files

IN_FORCE = "reminders:calendar"
CLOCK = By(role=Role.SYSTEM, door=Door.CLOCK)
MOST_DAYS = 3
"""Changed days that a note names; the rest are counted."""


def tell_moved(service: Service, book: CaseBook, calendar: Calendar) -> int:
    """Note every limit that the calendar has moved since it was last looked at; how many.

    Of several rounds that see the change at one moment one writes: the remembered calendar is
    exchanged in the same transaction.
    """
    now, before = plain(calendar), service.recall(IN_FORCE)
    if before == now:
        return 0
    if before is None:
        service.remember(IN_FORCE, now)
        return 0
    old = from_plain(before)
    moved = 0
    waiting = list(book.waiting())
    with service.database.write() as tx:
        if not files.swap(tx, IN_FORCE, before, now):
            return 0
        for case in waiting:
            said = _moved(case, old, calendar)
            if said:
                service.act_within(tx, case.register_no, Note(text=said, kind="system"), CLOCK)
                moved += 1
    return moved


def _moved(case: Case, old: Calendar, new: Calendar) -> str:
    was, will_be = deadline(case, old), deadline(case, new)
    if was is None or will_be is None or was == will_be or case.step is None:
        return ""
    return (
        f"Tenggat langkah {case.step.no} ({case.step.short}) berpindah dari {in_words(was)} ke "
        f"{in_words(will_be)} karena {_why(case.since, max(was, will_be), old, new)}."
    )


def _why(start: datetime, end: datetime, old: Calendar, new: Calendar) -> str:
    first, last = new.day_of(start), new.day_of(end)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    reasons = [_change(day, old, new) for day in days if old.intervals(day) != new.intervals(day)]
    if not reasons:
        return "kalender kerja berubah"
    more = len(reasons) - MOST_DAYS
    return "; ".join(reasons[:MOST_DAYS]) + (f"; dan {more} hari lain" if more > 0 else "")


def _change(day: date, old: Calendar, new: Calendar) -> str:
    closed = why_closed(day, new)
    if closed:
        return f"{day_in_words(day)} menjadi hari libur ({closed})"
    if not old.is_working_day(day):
        return f"{day_in_words(day)} menjadi hari kerja"
    return f"jam kerja {day_in_words(day)} berubah"


def plain(calendar: Calendar) -> dict[str, Any]:
    """A calendar's hours and days off as JSON values: what the limits of steps are counted by."""
    return {
        "zone": calendar.zone,
        "hours": [
            {
                "from": hours.valid_from.isoformat() if hours.valid_from else "",
                "to": hours.valid_to.isoformat() if hours.valid_to else "",
                "label": hours.label,
                "week": {
                    str(weekday): [[a.isoformat(), b.isoformat()] for a, b in intervals]
                    for weekday, intervals in sorted(hours.week.items())
                },
            }
            for hours in calendar.hours
        ],
        "off": [
            [off.day.isoformat(), off.kind, off.name, off.source, off.provisional]
            for off in calendar.days_off
        ],
    }


def from_plain(said: dict[str, Any]) -> Calendar:
    """The calendar that `plain` wrote, as far as it wrote it."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Calendar(
        said["zone"],
        tuple(
            OfficeHours(
                day(one["from"]),
                day(one["to"]),
                one["label"],
                {
                    int(weekday): tuple(
                        (time.fromisoformat(a), time.fromisoformat(b)) for a, b in intervals
                    )
                    for weekday, intervals in one["week"].items()
                },
            )
            for one in said["hours"]
        ),
        tuple(
            DayOff(date.fromisoformat(on), kind, name, source, provisional)
            for on, kind, name, source, provisional in said["off"]
        ),
    )
