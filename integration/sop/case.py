"""A case, as its history tells it; never stored.

In:    nothing; folding.py makes it.   Out: `Case`: where it waits, since when, what was said.
Rule:  nothing here that can be derived is kept elsewhere; *overdue* is asked of the calendar.
Never: changes; folding.py gives a new case.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from integration.sop.intake import Intake
from integration.sop.issued import Letter, issued
from integration.sop.notes import NoteLine
from integration.sop.rests import Rest
from integration.sop.step import Step
from integration.sop.table import REOPENED, RETURNED, STATIONS
from integration.sop.traces import Completion, Conflict, Prepared, Preview, Recheck

WHISTLEBLOW = "whistleblow"
DECIDED_ON_PDF = ("sign", "e_sign")
"""Steps whose link and decision are bound to a PDF (design decisions 9 and 11)."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One complaint, as its history tells it."""

    register_no: str
    access_code: str
    source_key: str
    intake: Intake
    received_at: datetime
    registered_at: datetime
    station: str = "triage"
    """Key of the step it waits at; empty when the case has ended."""
    visit: int = 1
    """Sequence number of the event that opened the station (or renewed its question)."""
    since: datetime
    final: str = ""
    ended_at: datetime | None = None
    completions: tuple[Completion, ...] = ()
    preview: Preview | None = None
    prepared: Prepared | None = None
    versions: int = 0
    """How many drafts of the reply were initialled."""
    returns: int = 0
    reopened: int = 0
    """How often the customer called the reply insufficient and it was taken up again."""
    resumed: int = 0
    """How often an answer after the end opened it again at step 10."""
    paused: tuple[tuple[datetime, datetime | None], ...] = ()
    """Stretches in which the SOP's clock rested (waiting for the customer's data)."""
    rests: tuple[Rest, ...] = ()
    """Pauses that people ordered; one that is planned to end later has that moment as its end."""
    recheck: Recheck | None = None
    rechecks: tuple[Completion, ...] = ()
    """Finished re-checks; one that was not effective holds the linked action it opened."""
    staff_note: str = ""
    notes: tuple[NoteLine, ...] = ()
    undeliverable: frozenset[str] = frozenset()
    """Addresses that a mail about this case finally did not reach, in lower case."""
    openings: frozenset[tuple[str, str]] = frozenset()
    """Who opened a confidential case on which day: (address, ISO date)."""
    seq: int = 0
    hash: str = ""

    @property
    def email(self) -> str:
        """Where the customer can be written to: empty without an address or one that works."""
        own = self.intake.email
        return "" if own.casefold() in self.undeliverable else own

    @property
    def step(self) -> Step | None:
        """The step it waits at, or None when it has ended."""
        return STATIONS.get(self.station)

    @property
    def status(self) -> str:
        """The word of the register's `Status` column (domain.md 1.5)."""
        if self.final:
            return self.final
        if self.station == "draft" and self.last("sign", "tidak", after="draft"):
            return RETURNED
        if (self.station == "dispose" and self.reopened) or (
            self.station == "deliver" and self.resumed > self.reopened
        ):
            return REOPENED
        return STATIONS[self.station].status

    def last(self, step: str, outcome: str = "", after: str = "") -> Completion | None:
        """The latest completion of `step` if it has `outcome` and is later than that of `after`."""
        found = next((c for c in reversed(self.completions) if c.step == step), None)
        if found is None or (outcome and found.outcome != outcome):
            return None
        if after:
            other = next((c for c in reversed(self.completions) if c.step == after), None)
            if other is not None and other.seq > found.seq:
                return None
        return found

    def value(self, step: str, key: str) -> Any:
        """What the latest completion of `step` said for `key`; an empty string when nothing."""
        found = self.last(step)
        return found.values.get(key, "") if found else ""

    def resting(self, at: datetime) -> Rest | None:
        """The pause in which the present step's clock rests at `at`."""
        last = self.rests[-1] if self.rests else None
        return last if last and last.since <= at < last.until else None

    def rested(
        self, since: datetime, until: datetime | None = None
    ) -> list[tuple[datetime, datetime]]:
        """The pauses of the step that began at `since` and ended at `until`."""
        return [
            (one.since, one.until)
            for one in self.rests
            if one.since >= since and (until is None or one.since < until)
        ]

    @property
    def to_decide(self) -> str:
        """SHA-256 of the PDF that the present step decides on; empty where there is none (yet)."""
        waiting = {"sign": self.preview, "e_sign": self.prepared}.get(self.station)
        return waiting.pdf_sha256 if waiting else ""

    @property
    def asked(self) -> bool:
        """Whether somebody is asked for the present step: a decision waits for its PDF."""
        return bool(self.station) and (self.station not in DECIDED_ON_PDF or bool(self.to_decide))

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter that was issued, oldest first."""
        return issued(self.completions)

    @property
    def letter(self) -> Letter | None:
        """The latest letter that was issued."""
        found = self.letters
        return found[-1] if found else None

    @property
    def group(self) -> str:
        """The pokja that handles it: by disposition, else as proposed at triage."""
        return str(self.value("dispose", "assign_to") or self.value("triage", "assign_to"))

    @property
    def conflict(self) -> Conflict | None:
        """The conflict of interest declared at the latest disposition."""
        found = self.last("dispose")
        if found is None or not found.values.get("conflict"):
            return None
        person = parseaddr(str(found.values["conflicted"]))[1]
        return Conflict(person=person, reviewer=str(found.values["reviewer"]))

    @property
    def secret(self) -> bool:
        """Whether its content is for the smallest group alone (domain.md 3 and 5.4)."""
        return self.intake.private or self.classification == WHISTLEBLOW

    @property
    def classification(self) -> str:
        """The class given at step 2, or an empty string before."""
        sorted_ = next(
            (
                c
                for c in reversed(self.completions)
                if c.step == "triage" and c.outcome != "awaiting_info"
            ),
            None,
        )
        return sorted_.outcome if sorted_ else ""
