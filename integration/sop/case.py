"""A case: the fold of its history, never stored.

In:    events in order.   Out: `Case`: where it waits, since when, what each step left behind.
Rule:  nothing here that can be derived is kept elsewhere; *overdue* is asked of the calendar.
Never: changes; `apply` gives a new case. Start at `fold`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from integration.sop.events import Event, What
from integration.sop.intake import Intake
from integration.sop.issued import Letter, issued
from integration.sop.notes import NoteLine, noted, unreached
from integration.sop.rests import Rest, answered, begun, ended
from integration.sop.table import (
    ARCHIVED,
    CLOSED,
    END,
    REOPENED,
    RETURNED,
    STATIONS,
    WITHDRAWN,
    Step,
)
from integration.sop.traces import Completion, Conflict, Preview, Recheck


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


_WAKES = (
    *(What.COMPLETED, What.PREVIEWED, What.LETTER_CHANGED, What.WITHDRAWN, What.TAKEN_OVER),
    *(What.PAUSED, What.WENT_ON),
)
"""What ends a pause before its time: the step's end, another pause, a person."""


def apply(case: Case | None, event: Event) -> Case:
    """The case after `event`. Raises ValueError for a history without its first event."""
    data = event.data
    if event.what is What.RECEIVED:
        return Case(
            register_no=data["register_no"],
            access_code=data["access_code"],
            source_key=data["source_key"],
            intake=Intake.from_plain(data["intake"]),
            received_at=datetime.fromisoformat(data["received_at"]),
            registered_at=event.at,
            since=event.at,
            visit=event.seq,
            seq=event.seq,
            hash=event.hash,
        )
    if case is None:
        raise ValueError("a history begins with the complaint being received")
    case = replace(case, seq=event.seq, hash=event.hash)
    if event.what in _WAKES:
        case = replace(case, rests=ended(case.rests, event.at))
    match event.what:
        case What.COMPLETED:
            return _completed(case, event)
        case What.RECHECKED:
            return _rechecked(case, event)
        case What.REOPENED:
            return _resumed(case, event)
        case What.PAUSED:
            return replace(case, rests=(*case.rests, begun(data, event.by, event.at)))
        case What.PREVIEWED:
            preview = Preview(
                version=data["version"],
                doc_id=data["doc_id"],
                revision=data["revision"],
                pdf_sha256=data["pdf_sha256"],
                text=data["text"],
                edited=data.get("edited", False),
                code=data.get("code", ""),
                seq=event.seq,
            )
            return replace(case, preview=preview, visit=event.seq, since=event.at)
        case What.LETTER_CHANGED:
            return replace(case, station="sign", visit=event.seq, since=event.at, preview=None)
        case What.AMENDED:
            return replace(case, intake=Intake.from_plain(data["intake"]))
        case What.NOTED:
            return replace(
                case,
                notes=(*case.notes, noted(event)),
                staff_note=data["text"] if data["kind"] == "staff" else case.staff_note,
                rests=answered(case.rests, data["kind"], event.at),
                undeliverable=unreached(case.undeliverable, event),
            )
        case What.OPENED:
            opening = (event.by.person.casefold(), str(data["day"]))
            return replace(case, openings=case.openings | {opening})
        case What.WITHDRAWN:
            return _end(case, WITHDRAWN, event.at)
        case What.TAKEN_OVER:
            return _end(case, data["status"], datetime.fromisoformat(data["ended_at"]))
        case _:
            return case


def _completed(case: Case, event: Event) -> Case:
    data = event.data
    done = Completion(
        step=data["step"],
        outcome=data["outcome"],
        values=data["values"],
        by=event.by,
        at=event.at,
        began=case.since,
        seq=event.seq,
        visit=case.visit,
        acting=data.get("acting", ""),
    )
    case = replace(case, completions=(*case.completions, done))
    step = STATIONS[done.step]
    way = step.outcome(done.outcome)
    if way is None:
        raise ValueError(f"history knows no outcome {done.outcome} of step {done.step}")
    if done.step == "complete_info" and case.paused:
        case = replace(case, paused=(*case.paused[:-1], (case.paused[-1][0], event.at)))
    if way.next == END or data.get("ends"):
        final = ARCHIVED if done.step in ("triage", "complete_info") else CLOSED
        return _end(case, final, event.at)
    if way.next == "complete_info":
        case = replace(case, paused=(*case.paused, (event.at, None)))
    if done.step == "draft":
        case = replace(case, versions=case.versions + 1, preview=None)
    if done.outcome == "tidak":
        case = replace(case, returns=case.returns + 1)
    if done.outcome == "not_satisfied":
        case = replace(case, reopened=case.reopened + 1)
    on = done.values.get("recheck_at") or case.value("actions", "recheck_at")
    if done.step == "verify" and done.outcome == "effective" and on:
        case = replace(case, recheck=Recheck(on=on, visit=event.seq))
    return replace(case, station=way.next, visit=event.seq, since=event.at)


def _resumed(case: Case, event: Event) -> Case:
    text, notes = event.data["text"], case.notes
    if text:
        line = NoteLine(text=text, kind="customer", by=event.by, at=event.at)
        notes = (*notes, line)
    return replace(
        case,
        station="deliver",
        visit=event.seq,
        since=event.at,
        final="",
        ended_at=None,
        resumed=case.resumed + 1,
        notes=notes,
    )


def _rechecked(case: Case, event: Event) -> Case:
    values = event.data["values"]
    done = Completion(
        step="recheck",
        outcome=event.data["outcome"],
        values=values,
        by=event.by,
        at=event.at,
        began=event.at,
        seq=event.seq,
        visit=event.data["visit"],
        acting=event.data.get("acting", ""),
    )
    again = event.data["outcome"] == "not_effective"
    pending = Recheck(on=values["recheck_at"], visit=event.seq) if again else None
    return replace(case, recheck=pending, rechecks=(*case.rechecks, done))


def _end(case: Case, final: str, at: datetime) -> Case:
    return replace(case, station="", final=final, ended_at=at, visit=case.seq)


def fold(events: Iterable[Event]) -> Case:
    """The case that these events tell of. Raises ValueError when there are none."""
    case: Case | None = None
    for event in events:
        case = apply(case, event)
    if case is None:
        raise ValueError("a case without a history")
    return case
