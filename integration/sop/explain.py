"""A deadline that explains itself: what was counted, what was skipped, and why.

In:    start, standard, calendar, pauses.   Out: `Counted` stretches, without gaps, to the due.
Rule:  the account comes from the same calendar as the due moment, so its minutes add up to it.
Never: decides a deadline; that is calendar.py. Start at `explain()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from integration.sop.calendar import Calendar
from integration.sop.holidays import OfficeHours
from integration.sop.standard import Standard

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

NIGHT = "malam (di luar jam kerja)"
BREAK = "istirahat"


class Pause(NamedTuple):
    """A time that does not count, and the reason a person gave for it."""

    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class Counted:
    """One stretch of time between start and due.

    `minutes` are the office minutes inside it: those used up when it was counted, those a pause
    took away when it was skipped, none where the office was closed. `reason` is Indonesian.
    """

    what: Literal["counted", "skipped"]
    since: datetime
    until: datetime
    minutes: float
    reason: str

    @property
    def sentence(self) -> str:
        """The stretch in one Indonesian sentence."""
        when = _span(self.since, self.until)
        amount = f"{self.minutes:.1f}".removesuffix(".0").replace(".", ",")
        if self.what == "counted":
            return f"{when}: dihitung {amount} menit ({self.reason})."
        if self.minutes:
            return f"{when}: {amount} menit kerja tidak dihitung karena {self.reason}."
        return f"{when}: tidak dihitung karena {self.reason}."


def explain(
    start: datetime, standard: Standard, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[Counted]:
    """How the due moment of `standard` came about, from `start` on.

    Raises NaiveMoment for a moment without a zone.
    """
    due = calendar.due(start, standard, [(each.since, each.until) for each in pauses])
    return account(start, due, calendar, pauses)


def account(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[Counted]:
    """Every stretch from `start` to `end`, counted or skipped; empty when `end` is not later."""
    start, end = calendar.localised(start), calendar.localised(end)
    pauses = [
        Pause(calendar.localised(each.since), calendar.localised(each.until), each.reason)
        for each in pauses
    ]
    cuts = _cuts(start, end, calendar, pauses)
    pieces: list[Counted] = []
    for since, until in pairwise(cuts):
        what, reason = _verdict(since, calendar, pauses)
        piece = Counted(what, since, until, calendar.minutes_between(since, until), reason)
        if pieces and (pieces[-1].what, pieces[-1].reason) == (what, reason):
            last = pieces[-1]
            pieces[-1] = replace(last, until=until, minutes=last.minutes + piece.minutes)
        else:
            pieces.append(piece)
    return _without_nights_of_free_days(pieces)


def how(standard: Standard) -> str:
    """The rule behind a standard time, in one Indonesian sentence."""
    if standard.days:
        return (
            f"Standar {standard}: batas waktunya jam yang sama {standard.days} hari kerja "
            "berikutnya; bila jatuh pada waktu istirahat atau sesudah jam tutup, batasnya saat "
            "kantor buka kembali."
        )
    return f"Standar {standard}: hanya menit pada jam kerja yang dihitung."


def why_closed(day: date, calendar: Calendar) -> str | None:
    """Why the office does not open on `day`, in Indonesian; None when it does."""
    if calendar.is_working_day(day):
        return None
    reasons = []
    for off in calendar.off_on(day):
        name = off.name
        if off.provisional and "perkiraan" not in name:
            name += " (tanggal sementara)"
        if off.kind == "joint_leave":
            bare = (
                name[len("cuti bersama ") :] if name.lower().startswith("cuti bersama ") else name
            )
            reasons.append(f"cuti bersama {bare}")
        else:
            reasons.append(
                f"libur nasional {name}" if off.kind == "public" else f"libur setempat {name}"
            )
    if reasons:
        return " dan ".join(reasons)
    return "akhir pekan" if day.weekday() >= 5 else "kantor tidak buka"


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


def in_words(moment: datetime) -> str:
    """ "Selasa, 6 Mei 2025 pukul 09.00 WITA"; the zone is always named."""
    return f"{day_in_words(moment)} pukul {moment:%H.%M} {moment.tzname()}"


def day_in_words(day: date) -> str:
    """ "Selasa, 6 Mei 2025"."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _span(since: datetime, until: datetime) -> str:
    if since.date() == until.date():
        return f"{day_in_words(since)} pukul {since:%H.%M}–{until:%H.%M} {until.tzname()}"
    return f"{in_words(since)} sampai {in_words(until)}"


def _cuts(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> list[datetime]:
    """Every moment at which the answer to "does this count?" may change, in order."""
    edges = {start, end}
    for number in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=number)
        edges.add(datetime.combine(day, datetime.min.time(), start.tzinfo))
        edges.update(edge for interval in calendar.intervals(day) for edge in interval)
    for pause in pauses:
        edges.update((pause.since, pause.until))
    return sorted(edge for edge in edges if start <= edge <= end)


def _verdict(
    moment: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> tuple[Literal["counted", "skipped"], str]:
    for pause in pauses:
        if pause.since <= moment < pause.until:
            return "skipped", f"jeda: {pause.reason}"
    intervals = calendar.intervals(moment.date())
    if not intervals:
        return "skipped", why_closed(moment.date(), calendar) or NIGHT
    if any(opens <= moment < closes for opens, closes in intervals):
        return "counted", "jam kerja"
    return "skipped", BREAK if intervals[0][0] <= moment < intervals[-1][1] else NIGHT


def _without_nights_of_free_days(pieces: list[Counted]) -> list[Counted]:
    """Joins the night before and after a free day to that day, so that a weekend is one line."""
    kept: list[Counted] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if last and _is_free(last) and piece.reason == NIGHT:
            kept[-1] = replace(last, until=piece.until)
        elif last and last.reason == NIGHT and _is_free(piece):
            kept[-1] = replace(piece, since=last.since)
        else:
            kept.append(piece)
    return kept


def _is_free(piece: Counted) -> bool:
    return (
        piece.what == "skipped"
        and piece.reason not in (NIGHT, BREAK)
        and not piece.reason.startswith("jeda: ")
    )
