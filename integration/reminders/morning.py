"""The morning list: one mail a person, at the opening of a working day, when something waits.

In:    waiting cases, the office, the calendar.   Out: outbox rows without a case.
Rule:  listed is what already waited when the office opened; whoever is in charge that day gets
       it; one mail a person and day, and a morning that was slept through is only recorded.
       The Kepala Balai's has what is late with others as well (domain.md A12).
       Whoever takes a seat in the course of the day gets a list of what waits there at once.
Never: asks customers. Start at `Mornings.look`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from integration.casebook import CaseBook
from integration.office import Office, Person
from integration.reminders.plan import Wait, escalated, opening, waits
from integration.service import Service
from integration.sop.actors import Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.effects import MAIL, Effect
from integration.store import files, outbox

LISTED, SEATED = "reminders:morning", "reminders:seated"
MOST_MISSED = 10
"""Slept-through mornings that are recorded one by one; more tell nobody anything."""
SLEPT = "too late: the service was not running that morning"
Waiting = tuple[Case, Wait]
Line = tuple[int | None, Effect, str]
Seats = Mapping[str, str]
"""Address by seat, as `Office.seats` names them."""


@dataclass(frozen=True)
class Listed:
    """What one person's list has."""

    own: list[Waiting] = field(default_factory=list)
    late: list[Waiting] = field(default_factory=list)
    """Late with others: to know of, not to do."""


@dataclass
class Mornings:
    """Queues the lists of a day, once."""

    service: Service
    book: CaseBook
    calendar: Calendar

    def look(self, now: datetime) -> None:
        """Queue today's lists, and those of whoever took a seat since; the office is open."""
        today = self.calendar.day_of(now)
        listed, seated = self.service.recall(LISTED), self.service.recall(SEATED)
        seats = self.service.office.seats(today)
        people = {seat: person.email.casefold() for seat, person in seats.items()}
        morning = listed is None or date.fromisoformat(listed) < today
        if not morning and seated == people:
            return
        waiting = self._waiting()
        if not morning and seated is not None:
            self._hand_over(waiting, seated, people, now)
            return
        lines: list[Line] = []
        if morning:
            for day in self._missed(listed, today):
                lines += [(None, effect, SLEPT) for effect in self._lists(waiting, day)]
            lines += [(None, effect, "") for effect in self._lists(waiting, today)]
        with self.service.database.write() as tx:
            outbox.queue_once(tx, lines, now)
            files.remember(tx, LISTED, today.isoformat())
            files.remember(tx, SEATED, people)

    def _waiting(self) -> list[Waiting]:
        every = self.book.refresh().values()
        return [(case, wait) for case in every for wait in waits(case, self.calendar)]

    def _missed(self, listed: str | None, today: date) -> list[date]:
        if listed is None:
            return []
        days: list[date] = []
        day = self.calendar.working_day_after(date.fromisoformat(listed), 1)
        while day < today:
            days.append(day)
            day = self.calendar.working_day_after(day, 1)
        return days[-MOST_MISSED:]

    def _lists(self, waiting: Iterable[Waiting], day: date) -> list[Effect]:
        opens = opening(day, self.calendar)
        already = [(case, wait) for case, wait in waiting if wait.since < opens]
        return [
            self._list("morning", day.isoformat(), person, listed, day)
            for person, listed in self._by_person(already, day)
        ]

    def _hand_over(
        self, waiting: Iterable[Waiting], before: Seats, people: Seats, now: datetime
    ) -> None:
        """What waits for those who took a seat today, after the morning's lists had gone."""
        day = self.calendar.day_of(now)
        taken = {email for seat, email in people.items() if before.get(seat) != email}
        already = [(case, wait) for case, wait in waiting if wait.since <= now]
        lines: list[Line] = [
            (None, self._list("handover", now.isoformat(), person, listed, day), "")
            for person, listed in self._by_person(already, day)
            if person.email.casefold() in taken
        ]
        with self.service.database.write() as tx:
            # Of several rounds that see the change at one moment one tells it.
            if files.swap(tx, SEATED, before, people):
                outbox.queue_once(tx, lines, now)

    def _list(self, what: str, when: str, person: Person, listed: Listed, day: date) -> Effect:
        return Effect(
            key=f"{what}:{person.email.casefold()}:{when}",
            kind=MAIL,
            data={
                "template": "morning",
                "person": person.email,
                "name": person.label,
                "seat": person.position if what == "handover" else "",
                "day": day.isoformat(),
                "items": [self._item(case, wait, day) for case, wait in listed.own],
                "late": [
                    {"register_no": case.register_no, "visit": wait.visit}
                    for case, wait in listed.late
                ],
            },
        )

    def _item(self, case: Case, wait: Wait, day: date) -> dict[str, Any]:
        before = opening(
            self.calendar.last_working_day(date.fromordinal(day.toordinal() - 1)), self.calendar
        )
        return {
            "register_no": case.register_no,
            "visit": wait.visit,
            "moved": [
                note.text
                for note in case.notes
                if note.kind == "system" and note.at >= max(before, wait.since)
            ],
        }

    def _by_person(self, waiting: Iterable[Waiting], day: date) -> list[tuple[Person, Listed]]:
        """What is for each person in charge on a day, in order of their addresses."""
        present = self.service.office.on(day)
        found: dict[str, tuple[Person, Listed]] = {}

        def of(person: Person) -> Listed:
            return found.setdefault(person.email.casefold(), (person, Listed()))[1]

        for case, wait in waiting:
            if wait.to is Role.CUSTOMER:
                continue
            own = of(_in_charge(present, wait, case))
            own.own.append((case, wait))
            heads = of(present.in_charge(Role.HEAD, case))
            # One who stands in for the late one has it on his list already.
            if heads is not own and escalated(wait, day, self.calendar):
                heads.late.append((case, wait))
        return [found[key] for key in sorted(found) if found[key][1] != Listed()]


def _in_charge(present: Office, wait: Wait, case: Case) -> Person:
    official = present.in_charge(wait.to, case)
    return present.instead_of(official, wait.to, case, wait.step)
