"""Which moments a waiting case has: reminders, and the end the clock brings.

In:    a case, a calendar, a rhythm.   Out: what it waits for (`Wait`), `Moment`s in order of time.
Rule:  moments lie in working time, one outside moves to the next opening; a step shorter than
       two hours has no reminder before its limit: it would arrive while the person is at it.
       What is late, and what would come at an opening, is in that morning's list (`morning`).
Never: looks at the clock, queues or sends. Start at `waits` and `moments`.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from integration.sop.actors import Role
from integration.sop.asked import RECHECK
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.step import Step
from integration.sop.timing import ANSWER_DAYS, standard_of


class Kind(StrEnum):
    """What a moment is for; the value is part of the effect's key."""

    ASK = "ask"
    """The day of a re-check has come: whoever does it is asked."""
    HALF = "half"
    """Part of the working time is left."""
    DUE = "due"
    REST = "rest"
    """The customer is asked again."""
    CLOSE = "close"
    """The clock ends the case: nothing came from the customer (domain.md A5, A13)."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often people are reminded; days of reminders are working days.

    Raises ValueError for a share that is not between 0 and 1.
    """

    share: float = 0.5
    """Part of the working time that is left at the first reminder."""
    shortest: int = 120
    """Working minutes below which a step has no first reminder."""
    info_after: tuple[int, ...] = (3, 10)
    info_close: int = 30
    """Calendar days after which a complaint without the data asked for is archived (A5)."""
    reply_after: tuple[int, ...] = (3,)
    reply_close: int = ANSWER_DAYS
    """Working days after which a reply without an answer counts as received (domain.md 3)."""

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError("the share of time left at a reminder lies between 0 and 1")


USUAL = Rhythm()


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One thing that a case waits for: its step, or the re-check of its remedy."""

    step: Step
    visit: int
    to: Role
    """Who has to act now."""
    since: datetime
    """When whoever is asked was asked, in the office's zone."""
    due: datetime | None
    """When they must have acted; None while the customer has the word."""
    rested: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing to be done for a case at `at`, in the office's zone."""

    at: datetime
    kind: Kind
    to: Role
    step: Step
    visit: int

    @property
    def n(self) -> str:
        """What tells two moments of a kind apart: their day.

        A count would shift when a day off is added, and then meet the key of another moment.
        """
        return f"{self.at:%Y%m%d}"


def asked(case: Case) -> Role:
    """Who has to act now: the step's actor, or the desk where the customer cannot be written to.

    At step 10 a customer who has written in answer has acted; the desk records what it means.
    """
    assert case.step is not None
    customers = case.step.actor is Role.CUSTOMER
    if customers and (not case.email or _answered(case) is not None):
        return Role.SERVICE_DESK
    return case.step.actor


def _answered(case: Case) -> datetime | None:
    """When the customer wrote about the reply that waits for confirmation."""
    if case.station != "deliver":
        return None
    came = [note.at for note in case.notes if note.kind == "customer" and note.at >= case.since]
    return came[-1] if came else None


def waits(case: Case, calendar: Calendar) -> list[Wait]:
    """What the case waits for; a re-check also before its day, and after the case's end."""
    found: list[Wait] = []
    # The letter to be decided must be there before anybody can decide.
    if case.step is not None and case.asked:
        since = _answered(case) or case.since
        found.append(
            Wait(
                step=case.step,
                visit=case.visit,
                to=asked(case),
                since=calendar.localised(since),
                due=deadline(case, calendar),
                rested=case.rested(since),
            )
        )
    if case.recheck is not None:
        day = date.fromisoformat(case.recheck.on)
        since = opening(calendar.working_day_after(day - timedelta(days=1), 1), calendar)
        found.append(
            Wait(
                step=RECHECK,
                visit=case.recheck.visit,
                to=RECHECK.actor,
                since=since,
                due=calendar.due(since, RECHECK.standard),
            )
        )
    return found


def wait_of(case: Case, visit: int, calendar: Calendar) -> Wait | None:
    """What the case waits for since that visit; None when it is over."""
    return next((one for one in waits(case, calendar) if one.visit == visit), None)


def deadline(case: Case, calendar: Calendar) -> datetime | None:
    """When whoever is asked must have acted; None while the customer has the word."""
    if case.step is None or case.station == "complete_info" or asked(case) is Role.CUSTOMER:
        return None
    began = _answered(case) or case.since
    return calendar.due(began, standard_of(case.step), case.rested(began))


def moments(
    case: Case, calendar: Calendar, rhythm: Rhythm = USUAL, after: datetime | None = None
) -> Iterator[Moment]:
    """The moments of a case as it stands, in order, those up to `after` left out."""
    lines = [_of(wait, calendar, rhythm) for wait in waits(case, calendar)]
    every = lines[0] if len(lines) == 1 else heapq.merge(*lines, key=lambda one: one.at)
    for moment in every:
        if after is None or moment.at > after:
            yield moment


def superseded(
    case: Case,
    calendar: Calendar,
    rhythm: Rhythm,
    *,
    visit: int,
    to: Role,
    at: datetime,
    now: datetime,
) -> bool:
    """Whether the one of `at` is too late: the next for the same person has come, or a list."""
    if to is not Role.CUSTOMER and calendar.day_of(at) < calendar.day_of(now):
        return True
    later = moments(case, calendar, rhythm, after=at)
    come = takewhile(lambda one: one.at <= now, later)
    return any(one.visit == visit and (one.to is to or one.kind is Kind.CLOSE) for one in come)


def opening(day: date, calendar: Calendar) -> datetime:
    """The first opening of a working day."""
    return calendar.intervals(day)[0][0]


def escalated(wait: Wait, day: date, calendar: Calendar) -> bool:
    """Whether the Kepala Balai hears of it on the morning of `day` (domain.md A12).

    Nobody stands above him: his own late steps stand in his list as his.
    """
    if wait.due is None or wait.to is Role.HEAD:
        return False
    return calendar.day_of(wait.due) < day


def _of(wait: Wait, calendar: Calendar, rhythm: Rhythm) -> Iterator[Moment]:
    if wait.due is None:
        yield from _of_customer(wait, calendar, rhythm)
        return
    if wait.step is RECHECK:
        yield _moment(wait, wait.since, Kind.ASK, wait.to)
    yield from _of_step(wait, calendar, rhythm, calendar.localised(wait.due))


def _moment(wait: Wait, at: datetime, kind: Kind, to: Role) -> Moment:
    return Moment(at=at, kind=kind, to=to, step=wait.step, visit=wait.visit)


def _of_customer(wait: Wait, calendar: Calendar, rhythm: Rhythm) -> Iterator[Moment]:
    day = wait.since.date()
    if wait.step.key == "complete_info":
        reminders, last = rhythm.info_after, day + timedelta(days=rhythm.info_close)
    else:
        reminders, last = (
            rhythm.reply_after,
            calendar.working_day_after(day, rhythm.reply_close),
        )
    # The last day belongs to the customer whole; the clock acts at the opening after it.
    close = opening(calendar.working_day_after(last, 1), calendar)
    for days in reminders:
        at = calendar.next_opening(calendar.add_days(wait.since, days))
        if at < close:
            yield _moment(wait, at, Kind.REST, wait.to)
    yield _moment(wait, close, Kind.CLOSE, Role.SYSTEM)


def _of_step(wait: Wait, calendar: Calendar, rhythm: Rhythm, due: datetime) -> Iterator[Moment]:
    minutes = calendar.minutes_between(wait.since, due, wait.rested)
    told = {Kind.DUE: calendar.next_opening(due)}
    if minutes >= rhythm.shortest:
        worked = round(minutes * (1 - rhythm.share))
        half = calendar.next_opening(calendar.add_minutes(wait.since, worked, wait.rested))
        if half < due:
            told = {Kind.HALF: half} | told
    for kind, at in told.items():
        if at != opening(at.date(), calendar):
            yield _moment(wait, at, kind, wait.to)
