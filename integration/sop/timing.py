"""When a case's step is due, and why: derived from its history and the calendar in force.

In:    a case, a calendar.   Out: due moments, the law's limits, an account of every step's time.
Rule:  a step's clock starts when its actor is asked; it rests while data are awaited (A5).
Never: stores anything; a changed calendar changes every answer (design decision 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.clocks import (
    ALWAYS,
    INFORMATION,
    LAPOR_FOLLOW_UP,
    LAPOR_VERIFICATION,
    NOT_SUPERVISORY,
    SUPERVISORY,
    LegalClock,
)
from integration.sop.deadlines import schedule
from integration.sop.explain import Counted, Pause, explain, how
from integration.sop.legal import LegalDue, legal_dues
from integration.sop.rests import CUSTOMER
from integration.sop.standard import Standard
from integration.sop.step import Step
from integration.sop.table import STATIONS, STEPS

BY_CLASS = {
    "complaint": NOT_SUPERVISORY,
    "info_request": INFORMATION,
    "whistleblow": SUPERVISORY,
}
"""The ministry's limit for a class of step 2 (domain.md 3)."""


def standard_of(step: Step) -> Standard:
    """The standard time of a stop; number and signed PDF share the half hour of step 9."""
    if step.key in ("records", "e_sign"):
        return next(each for each in STEPS if each.no == step.no).standard
    return step.standard


def due_at(case: Case, calendar: Calendar) -> datetime | None:
    """When the present step is due; None when the case has ended or its clock rests."""
    step = case.step
    if step is None or step.key == "complete_info":
        return None
    return calendar.due(case.since, standard_of(step), case.rested(case.since))


def promised(case: Case, calendar: Calendar) -> datetime | None:
    """When the reply is due if every step takes its whole standard time (the receipt's promise).

    The promise begins anew where the customer sent it back: with the data that were awaited (A5),
    with the answer that the reply does not suffice (A13); pauses in which the customer is waited
    for move it on. None until awaited data have come.
    """
    if case.station == "complete_info" or case.last("complete_info", "not_completed"):
        return None
    first, since = STEPS[0], case.received_at
    for done in case.completions:
        if done.step == "complete_info":
            first, since = STATIONS["triage"], done.at
        elif done.outcome == "not_satisfied":
            first, since = STATIONS["dispose"], done.at
    standards = [(step.no, step.standard) for step in STEPS if step.no >= first.no]
    due = schedule(since, standards, calendar)[-1].due
    waited = (one for one in case.rests if one.why == CUSTOMER and one.since >= since)
    lost = sum(calendar.minutes_between(one.since, one.until) for one in waited)
    return calendar.add_minutes(due, round(lost)) if lost else due


ANSWER_DAYS = 10
"""Working days in which a reply may be answered (domain.md A13)."""


def answer_until(case: Case, calendar: Calendar) -> datetime | None:
    """When the time for an answer to the last reply is over; None where none was given."""
    if case.letter is None:
        return None
    last = calendar.working_day_after(calendar.day_of(case.letter.at), ANSWER_DAYS)
    # The last day belongs to the customer whole.
    opens = calendar.intervals(last)[0][0]
    return opens.replace(hour=0, minute=0) + timedelta(days=1)


def is_late(case: Case, calendar: Calendar, now: datetime) -> bool:
    """Whether the present step is past its due moment."""
    due = due_at(case, calendar)
    return due is not None and now > due


def legal_clocks(case: Case, calendar: Calendar) -> tuple[LegalClock, ...]:
    """The law's clocks that run for a case, by channel and class (domain.md 3)."""
    clocks = list(ALWAYS)
    if case.intake.channel == "lapor":
        clocks += [LAPOR_VERIFICATION, LAPOR_FOLLOW_UP]
    if case.classification in BY_CLASS:
        clocks.append(BY_CLASS[case.classification])
    return tuple(calendar.limit(one) for one in clocks)


def legal(
    case: Case, calendar: Calendar, clocks: Sequence[LegalClock] | None = None
) -> list[LegalDue]:
    """The law's limits for a case; `clocks` replaces those chosen by channel and class.

    While data are awaited a clock that rests, or runs from the complete file, has no limit.
    """
    chosen = legal_clocks(case, calendar) if clocks is None else clocks
    incomplete = [(calendar.day_of(a), calendar.day_of(b)) for a, b in case.paused if b]
    complete_at = None
    if case.paused:
        complete_at = case.paused[-1][1]
        if complete_at is None:
            chosen = [one for one in chosen if not (one.from_complete_file or one.rests)]
    return legal_dues(case.received_at, calendar, complete_at, chosen, incomplete)


def met(case: Case, clock: LegalClock) -> datetime | None:
    """When a clock's limit was met; None while it is not.

    The first response says at least whether the file is complete, so asking for data is one.
    """
    if clock.step == "records":
        return case.letters[0].at if case.letters else case.ended_at
    done = next((one for one in case.completions if one.step == clock.step), None)
    return done.at if done else case.ended_at


@dataclass(frozen=True, kw_only=True)
class Explained:
    """How the limit of one visit to a step came about.

    `used` are the working minutes taken until it was finished; None while it is open. A stop
    whose clock rests has neither limit nor account; `how` then says so.
    """

    no: int
    short: str
    began: datetime
    due: datetime | None
    ended: datetime | None
    used: float | None
    how: str
    counted: tuple[Counted, ...]


def explained(case: Case, calendar: Calendar) -> list[Explained]:
    """Every finished step and the one it waits at: what was counted, what skipped and why."""
    told = [
        _explained(case, STATIONS[done.step], done.began, done.at, calendar)
        for done in case.completions
    ]
    if case.step is not None:
        told.append(_explained(case, case.step, case.since, None, calendar))
    return told


def _explained(
    case: Case, step: Step, began: datetime, ended: datetime | None, calendar: Calendar
) -> Explained:
    standard = standard_of(step)
    rested = case.rested(began, ended)
    pauses = [
        Pause(one.since, one.until, one.told)
        for one in case.rests
        if (one.since, one.until) in rested
    ]
    rests = step.key == "complete_info"
    return Explained(
        no=step.no,
        short=step.short,
        began=calendar.localised(began),
        due=None if rests else calendar.due(began, standard, rested),
        ended=calendar.localised(ended) if ended else None,
        used=calendar.minutes_between(began, ended, rested) if ended else None,
        how="Waktu SOP berhenti selama data ditunggu dari pelapor." if rests else how(standard),
        counted=() if rests else tuple(explain(began, standard, calendar, pauses)),
    )
