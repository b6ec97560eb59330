"""The law's limits as the office knows them: how many days, of which kind, by which rule.

In:    nothing.   Out: `CLOCKS`, each with its source; the tab Kalender may set other days.
Rule:  a limit without a source is none (domain.md 3).
Never: counts; that is legal.py.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class LegalClock:
    """A limit of `days` calendar or working days and where it is written.

    `from_complete_file`: it runs from the moment the file is complete, not from receipt.
    `rests`: the days on which an incomplete file is waited for do not count (domain.md 4.4, 5).
    `step`: whose end meets it; `records`: the letter's issue, however it is signed.
    Raises ValueError for a limit of less than one day.
    """

    key: str
    label: str
    days: int
    unit: Literal["calendar", "working"]
    source: str
    from_complete_file: bool = False
    rests: bool = False
    step: str = "records"

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a legal limit is at least one day")


FIRST_RESPONSE = LegalClock(
    key="first_response",
    label="Tanggapan pertama kepada pengadu",
    days=14,
    unit="calendar",
    source="UU 25/2009",
    step="triage",
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
    key="lapor_verification",
    label="Verifikasi laporan LAPOR!",
    days=3,
    unit="working",
    source="Praktik SP4N-LAPOR!",
    step="triage",
)
LAPOR_FOLLOW_UP = LegalClock(
    key="lapor_follow_up",
    label="Tindak lanjut awal LAPOR!",
    days=5,
    unit="working",
    source="Praktik SP4N-LAPOR!",
    rests=True,
    step="dispose",
)
# The ministry's limits by class; read in secondary sources only, hence the words in `source`.
_BY_CLASS = "PermenPANRB 62/2018 (sumber sekunder, perlu dicocokkan)"
INFORMATION, NOT_SUPERVISORY, SUPERVISORY = (
    LegalClock(key=key, label=label, days=n, unit="working", source=_BY_CLASS, rests=True)
    for key, label, n in (
        ("information", "Permintaan informasi", 5),
        ("not_supervisory", "Pengaduan tidak berkadar pengawasan", 14),
        ("supervisory", "Pengaduan berkadar pengawasan", 60),
    )
)

ALWAYS = (FIRST_RESPONSE, DECISION)
"""The two clocks of every complaint; the others are chosen by channel and class."""

CLOCKS = (*ALWAYS, LAPOR_VERIFICATION, LAPOR_FOLLOW_UP, INFORMATION, NOT_SUPERVISORY, SUPERVISORY)
