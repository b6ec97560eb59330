"""The clocks of the law, which run beside the SOP's own.

In:    the moment of receipt (or of the complete file), a calendar.   Out: a `LegalDue` per clock.
Rule:  the day of receipt is not counted; due at close of business of the Nth day (domain 4.4, 4).
Never: stops for anything but an incomplete file; knows nothing of steps. Start at `legal_dues()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from integration.sop.calendar import Calendar
from integration.sop.explain import in_words, why_closed


@dataclass(frozen=True)
class LegalClock:
    """A limit of `days` calendar or working days and where it is written.

    `from_complete_file`: it runs from the moment the file is complete, not from receipt.
    Raises ValueError for a limit of less than one day.
    """

    key: str
    label: str
    days: int
    unit: Literal["calendar", "working"]
    source: str
    from_complete_file: bool = False

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a legal limit is at least one day")


FIRST_RESPONSE = LegalClock(
    "first_response", "Tanggapan pertama kepada pengadu", 14, "calendar", "UU 25/2009"
)
DECISION = LegalClock(
    key="decision",
    label="Keputusan atas pengaduan",
    days=60,
    unit="calendar",
    source="UU 25/2009; Perpres 76/2013 (sejak berkas lengkap)",
    from_complete_file=True,
)
LAPOR_VERIFICATION = LegalClock(
    "lapor_verification", "Verifikasi laporan LAPOR!", 3, "working", "Praktik SP4N-LAPOR!"
)
LAPOR_FOLLOW_UP = LegalClock(
    "lapor_follow_up", "Tindak lanjut awal LAPOR!", 5, "working", "Praktik SP4N-LAPOR!"
)
# The ministry's limits by class; read in secondary sources only, hence the words in `source`.
_BY_CLASS = "PermenPANRB 62/2018 (sumber sekunder, perlu dicocokkan)"
INFORMATION = LegalClock("information", "Permintaan informasi", 5, "working", _BY_CLASS)
NOT_SUPERVISORY = LegalClock(
    "not_supervisory", "Pengaduan tidak berkadar pengawasan", 14, "working", _BY_CLASS
)
SUPERVISORY = LegalClock("supervisory", "Pengaduan berkadar pengawasan", 60, "working", _BY_CLASS)

ALWAYS = (FIRST_RESPONSE, DECISION)
"""The two clocks of every complaint; the others are chosen by channel and class."""

CLOCKS = (*ALWAYS, LAPOR_VERIFICATION, LAPOR_FOLLOW_UP, INFORMATION, NOT_SUPERVISORY, SUPERVISORY)


@dataclass(frozen=True)
class LegalDue:
    """The limit of one clock for one case.

    `due` is the close of business of the last day. Where the office is closed that day it bears the
    closing hour of the working day before, `act_by`, and `closed_because` says why it is closed;
    on an open day `act_by` equals `due` and `closed_because` is None.
    """

    clock: LegalClock
    counted_from: date
    due: datetime
    act_by: datetime
    closed_because: str | None

    @property
    def warning(self) -> str | None:
        """The Indonesian warning for a limit on a closed day, else None."""
        if self.closed_because is None:
            return None
        return (
            f"Batas {self.clock.label} ({self.clock.source}) jatuh pada {in_words(self.due)}, saat "
            f"kantor tutup karena {self.closed_because}. "
            f"Selesaikan paling lambat {in_words(self.act_by)}."
        )


def legal_due(clock: LegalClock, since: datetime, calendar: Calendar) -> LegalDue:
    """The limit of `clock` counted from `since`, whose own day is day zero.

    Raises NaiveMoment for a moment without a zone.
    """
    day_zero = calendar.day_of(since)
    if clock.unit == "working":
        last = calendar.working_day_after(day_zero, clock.days)
    else:
        last = day_zero + timedelta(days=clock.days)
    act_by = calendar.intervals(calendar.last_working_day(last))[-1][1]
    due = datetime.combine(last, act_by.timetz())
    return LegalDue(clock, day_zero, due, act_by, why_closed(last, calendar))


def legal_dues(
    received: datetime,
    calendar: Calendar,
    complete_at: datetime | None = None,
    clocks: Sequence[LegalClock] = ALWAYS,
) -> list[LegalDue]:
    """The limits of `clocks` for a complaint received at `received`.

    `complete_at` is when the missing papers came; None means the file was complete at once.
    """
    return [
        legal_due(
            clock,
            complete_at if clock.from_complete_file and complete_at else received,
            calendar,
        )
        for clock in clocks
    ]
