"""What `tanggap due` says: the latest lawful course of a complaint received at a given moment.

In:    an ISO time with zone, as typed.   Out: start and due of every SOP step, as data or as lines.
Rule:  every step takes its whole standard time by the calendar in force; without one, the shipped.
Never: looks at a case or at the clock. Start at `due_report()`.
"""

from datetime import datetime
from typing import TypedDict

from integration.calendar_seed import FIRST_YEAR, LAST_YEAR, shipped_calendar
from integration.sop.calendar import Calendar
from integration.sop.deadlines import StepDue, schedule
from integration.sop.explain import explain, how, in_words
from integration.sop.table import STEPS

_EXAMPLE = "2025-05-06T09:00:00+08:00"


class StepTimes(TypedDict):
    """One step: its number, start and limit as ISO times with +08:00."""

    no: int
    starts: str
    due: str


class DueReport(TypedDict):
    """All steps and the limit of the last one."""

    steps: list[StepTimes]
    total_due: str


def due_report(received: str, calendar: Calendar | None = None) -> DueReport:
    """Start and due of the ten steps for a complaint received at `received`.

    Raises ValueError with an Indonesian sentence when `received` is not an ISO time with zone or
    lies where the calendar does not reach.
    """
    course, _ = _course(received, calendar)
    return {
        "steps": [
            {"no": step.no, "starts": step.starts.isoformat(), "due": step.due.isoformat()}
            for step in course
        ],
        "total_due": course[-1].due.isoformat(),
    }


def due_lines(received: str, calendar: Calendar | None = None) -> list[str]:
    """The same for people: each step, what was counted and skipped, and what is still uncertain.

    Raises ValueError as `due_report` does.
    """
    course, calendar = _course(received, calendar)
    lines: list[str] = []
    told = _moment(received)
    for row, step in zip(STEPS, course, strict=True):
        lines.append(f"Langkah {row.no}. {row.short}: sampai {in_words(step.due)}")
        lines.append(f"  {how(row.standard)}")
        lines += [f"  {each.sentence}" for each in explain(told, row.standard, calendar)]
        told = step.due
    lines.append(f"Seluruhnya selesai paling lambat {in_words(course[-1].due)}.")
    for year in sorted({moment.year for step in course for moment in (step.starts, step.due)}):
        if calendar.is_provisional(year):
            lines.append(
                f"Hari libur tahun {year} belum dicocokkan dengan SKB 3 Menteri; "
                "batas waktu dapat bergeser."
            )
    return lines


def _course(received: str, calendar: Calendar | None) -> tuple[list[StepDue], Calendar]:
    at = _moment(received)
    if calendar is None:
        calendar = shipped_calendar(min(FIRST_YEAR, at.year - 1), max(LAST_YEAR, at.year + 1))
    try:
        return schedule(at, [(row.no, row.standard) for row in STEPS], calendar), calendar
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"Batas waktu untuk {received.strip()} tidak dapat dihitung: "
            "waktu itu di luar jangkauan kalender kantor."
        ) from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            f'"{text}" bukan waktu ISO. Tuliskan tanggal, jam, dan zona waktu, misalnya {_EXAMPLE}.'
        ) from None
    if moment.utcoffset() is None:
        raise ValueError(
            f'"{text}" tidak menyebut zona waktu. Tambahkan zona waktunya, misalnya {_EXAMPLE}.'
        )
    if not 1950 <= moment.year <= 2100:
        raise ValueError(
            f'"{text}" di luar jangkauan kalender kantor. Gunakan tahun 1950 sampai 2100.'
        )
    return moment
