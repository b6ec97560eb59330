"""From histories to tables: one row a finished step, one a case, one a returned draft.

In:    the database, the calendar in force, the present moment.   Out: `Facts`, pandas frames.
Rule:  a step's time runs from the moment its actor was asked; late is what ended after its due
       moment, so on the very minute is on time (domain.md 4.4).
Never: keeps a name, an address or a complaint's text. Start at `read`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from integration.reports.columns import Columns, Kind
from integration.reports.indonesian import same_cause, same_reference
from integration.signed.telling import doubts
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.events import Event, What
from integration.sop.folding import fold
from integration.sop.standard import Standard
from integration.sop.step import Step
from integration.sop.table import E_SIGN, END, INFO, RECORDS, STATIONS, STEPS
from integration.sop.timing import due_at, promised
from integration.sop.traces import Completion
from integration.store.database import Database
from integration.store.reading import count, histories_after

BATCH = 500
FIRST = STEPS[0]
_WORDS_ONLY = (What.NOTED, What.AMENDED, What.EDIT_REFUSED, What.RECHECKED)
"""What may follow the end of a case without opening it again."""
PRIVATE = "(dirahasiakan)"

W, M, N, C, F = Kind.WORD, Kind.MOMENT, Kind.NUMBER, Kind.COUNT, Kind.FLAG

STEP_ROW = {
    "register_no": W, "step": W, "outcome": W, "group": W, "began": M, "ended": M, "due": M,
    "minutes": N, "late": F, "minutes_over": N, "remark": W,
}  # fmt: skip
CASE_ROW = {
    "register_no": W, "channel": W, "service": W, "kind": W, "severity": W, "classification": W,
    "group": W, "status": W, "received": M, "registered": M, "first_response": M, "answered": M,
    "promised": M, "ended": M, "lead_minutes": N, "lead_days": N, "response_minutes": N,
    "response_days": N, "answer_days": N, "returns": C, "reopened": C, "root_cause": W,
    "cause_key": W, "cause_at": M, "reference_no": W, "reference_key": W,
    "station": W, "station_due": M, "overdue": F, "minutes_over": N,
}  # fmt: skip
RETURN_ROW = {"register_no": W, "group": W, "at": M, "reason": W}
LETTER_ROW = {"register_no": W, "group": W, "at": M, "doubts": W, "reason": W}


@dataclass(frozen=True)
class Facts:
    """What reports count. Moments are in UTC; minutes are working minutes of the office."""

    steps: pd.DataFrame
    """One row a finished step: STEP_ROW."""
    cases: pd.DataFrame
    """One row a case: CASE_ROW."""
    returns: pd.DataFrame
    """One row a *Tidak* at step 9: RETURN_ROW."""
    letters: pd.DataFrame
    """One row a letter that was issued although it was not what had been approved: LETTER_ROW."""


def read(
    database: Database,
    calendar: Calendar,
    now: datetime,
    since: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Facts:
    """The facts of every case in the database, read in batches.

    What ended before `since` is left out, so that memory follows the period and not the age of
    the office. `progress` is told how many cases of how many are done.
    """
    return from_cases(_all(database, since, progress), calendar, now, since)


def _all(
    database: Database, since: datetime | None, progress: Callable[[int, int], None] | None
) -> Iterator[Case]:
    with database.read() as tx:
        total = count(tx)
    done, last = 0, 0
    while True:
        # A transaction a batch: a report must not hold back the writers' checkpoints.
        with database.read() as tx:
            told = histories_after(tx, last, BATCH)
        if not told:
            return
        for events in told.values():
            if since is None or not _over_before(events, since):
                yield fold(events)
        last = max(told)
        done += len(told)
        if progress:
            progress(done, max(done, total))


def _over_before(events: Sequence[Event], since: datetime) -> bool:
    """Whether the case had ended, for good, before `since`; told without folding it."""
    if events[-1].at >= since:
        return False
    turning = next((event for event in reversed(events) if event.what not in _WORDS_ONLY), None)
    if turning is None or turning.what is not What.COMPLETED:
        return turning is not None and turning.what is What.WITHDRAWN
    way = STATIONS[turning.data["step"]].outcome(turning.data["outcome"])
    return bool(turning.data.get("ends")) or (way is not None and way.next == END)


def from_cases(
    cases: Iterable[Case], calendar: Calendar, now: datetime, since: datetime | None = None
) -> Facts:
    """The same from cases that are already folded."""
    steps, rows, returns = Columns(STEP_ROW), Columns(CASE_ROW), Columns(RETURN_ROW)
    letters = Columns(LETTER_ROW)
    for case in cases:
        if since is not None and case.ended_at is not None and case.ended_at < since:
            continue
        rows.add(_case(case, calendar, now))
        if since is None or case.registered_at >= since:
            steps.add(_first_step(case, calendar))
        for done in case.completions:
            if since is not None and done.at < since:
                continue
            steps.add(_step(case, done, calendar))
            if done.outcome == "tidak":
                returns.add(_with_reason(case, done, done.values.get("reason", "")))
            check = done.values.get("letter_check", {})
            if check.get("doubts"):
                row = _with_reason(case, done, check.get("reason", ""))
                letters.add(row | {"doubts": doubts(check)})
    return Facts(steps.frame(), rows.frame(), returns.frame(), letters.frame())


def _with_reason(case: Case, done: Completion, reason: str) -> dict[str, Any]:
    return {
        "register_no": case.register_no,
        "group": case.group,
        "at": done.at,
        "reason": PRIVATE if case.secret else reason,
    }


def standard_of(step: Step) -> Standard | None:
    """The standard time a stop is measured by; None where the SOP's clock rests (A5)."""
    if step.key == INFO.key:
        return None
    if step.key in (RECORDS.key, E_SIGN.key):
        return next(each.standard for each in STEPS if each.no == step.no)
    return step.standard


def _first_step(case: Case, calendar: Calendar) -> dict[str, Any]:
    """Step 1 as far as the office can see it: from the door or inbox to the register."""
    began, ended = case.received_at, case.registered_at
    return _row(case, FIRST, "submitted", began, ended, calendar)


def _step(case: Case, done: Completion, calendar: Calendar) -> dict[str, Any]:
    row = _row(case, STATIONS[done.step], done.outcome, done.began, done.at, calendar)
    return row | {"remark": _remark(case, done) if row["late"] else ""}


def _row(
    case: Case, step: Step, outcome: str, began: datetime, ended: datetime, calendar: Calendar
) -> dict[str, Any]:
    standard = standard_of(step)
    rested = case.rested(began, ended)
    due = calendar.due(began, standard, rested) if standard else None
    late = due is not None and ended > due
    return {
        "register_no": case.register_no,
        "step": step.key,
        "outcome": outcome,
        "group": case.group,
        "began": began,
        "ended": ended,
        "due": due,
        "minutes": calendar.minutes_between(began, ended, rested),
        "late": late,
        "minutes_over": calendar.minutes_between(due, ended) if due and late else 0.0,
        "remark": "",
    }


def _remark(case: Case, done: Completion) -> str:
    """Why the step was late, as far as staff said: its pauses, and what they noted meanwhile."""
    said = [(one.since, one.words) for one in case.rests if done.began <= one.since < done.at]
    said += [
        (note.at, note.text)
        for note in case.notes
        if note.kind == "staff" and done.began <= note.at <= done.at
    ]
    return PRIVATE if said and case.secret else "; ".join(words for _, words in sorted(said))


def _case(case: Case, calendar: Calendar, now: datetime) -> dict[str, Any]:
    intake = case.intake
    responded = next((c.at for c in case.completions if c.step == "triage"), None)
    issued = next((letter.at for letter in case.letters), None)
    cause = case.last("cause")
    root_cause = str(cause.values.get("root_cause", "")) if cause else ""
    answered = issued or case.ended_at
    rest = [(since, until or now) for since, until in case.paused]
    due = due_at(case, calendar)
    overdue = due is not None and now > due
    return {
        "register_no": case.register_no,
        "channel": intake.channel,
        "service": case.value("triage", "service") or intake.service,
        "kind": case.value("triage", "kind"),
        "severity": case.value("triage", "severity"),
        "classification": case.classification,
        "group": case.group,
        "status": case.status,
        "received": case.received_at,
        "registered": case.registered_at,
        "first_response": responded,
        "answered": answered,
        "promised": promised(case, calendar),
        "ended": case.ended_at,
        "lead_minutes": _minutes(calendar, case.received_at, case.ended_at, rest),
        "lead_days": _days(calendar, case.received_at, case.ended_at),
        "response_minutes": _minutes(calendar, case.received_at, responded),
        "response_days": _days(calendar, case.received_at, responded or now),
        "answer_days": _days(calendar, _complete_at(case), answered or now),
        "returns": case.returns,
        "reopened": case.reopened,
        "root_cause": PRIVATE if root_cause and case.secret else root_cause,
        "cause_key": same_cause(root_cause),
        "cause_at": cause.at if cause else None,
        "reference_no": intake.reference_no,
        "reference_key": same_reference(intake.reference_no),
        "station": case.station,
        "station_due": due,
        "overdue": overdue,
        "minutes_over": calendar.minutes_between(due, now) if due and overdue else 0.0,
    }


def _complete_at(case: Case) -> datetime:
    """When the file was complete: the law's 60 days run from then (UU 25/2009)."""
    done = case.last("complete_info")
    return done.at if done else case.received_at


def _minutes(
    calendar: Calendar,
    since: datetime,
    until: datetime | None,
    rest: Iterable[tuple[datetime, datetime]] = (),
) -> float | None:
    return None if until is None else calendar.minutes_between(since, until, rest)


def _days(calendar: Calendar, since: datetime, until: datetime | None) -> float | None:
    """Calendar days, the day of receipt not counted (domain.md 4.4, 4)."""
    if until is None:
        return None
    return float((calendar.day_of(until) - calendar.day_of(since)).days)
