"""The morning list: one mail a person, at the opening of a working day, when something waits.

In:    waiting cases, the office, the calendar.   Out: outbox rows without a case.
Rule:  listed is what already waited when the office opened; whoever is in charge that day gets
       it; one mail a person and day, and a morning that was slept through is only recorded.
       Whoever takes a seat in the course of the day gets a list of what waits there at once.
Never: asks customers. Start at `Mornings.look`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from integration.office import Office, Person
from integration.reminders.plan import asked, opening, waits
from integration.service import CaseBook, Service
from integration.sop.actors import Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.effects import MAIL, Effect
from integration.store import files, outbox

LISTED, SEATED = "reminders:morning", "reminders:seated"
MOST_MISSED = 10
"""Slept-through mornings that are recorded one by one; more tell nobody anything."""
SLEPT = "too late: the service was not running that morning"
Line = tuple[int | None, Effect, str]
Seats = Mapping[str, str]
"""Address by seat, as `Office.seats` names them."""


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
        waiting = [case for case in self.book.waiting() if waits(case)]
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

    def _missed(self, listed: str | None, today: date) -> list[date]:
        if listed is None:
            return []
        days: list[date] = []
        day = self.calendar.working_day_after(date.fromisoformat(listed), 1)
        while day < today:
            days.append(day)
            day = self.calendar.working_day_after(day, 1)
        return days[-MOST_MISSED:]

    def _lists(self, waiting: Iterable[Case], day: date) -> list[Effect]:
        opens = opening(day, self.calendar)
        already = [case for case in waiting if case.since < opens]
        return [
            self._list("morning", day.isoformat(), person, cases, day)
            for person, cases in _by_person(already, self.service.office, day)
        ]

    def _hand_over(
        self, waiting: Iterable[Case], before: Seats, people: Seats, now: datetime
    ) -> None:
        """What waits for those who took a seat today, after the morning's lists had gone."""
        day = self.calendar.day_of(now)
        taken = {email for seat, email in people.items() if before.get(seat) != email}
        lines: list[Line] = [
            (None, self._list("handover", now.isoformat(), person, cases, day), "")
            for person, cases in _by_person(waiting, self.service.office, day)
            if person.email.casefold() in taken
        ]
        with self.service.database.write() as tx:
            # Of several rounds that see the change at one moment one tells it.
            if files.swap(tx, SEATED, before, people):
                outbox.queue_once(tx, lines, now)

    def _list(
        self, what: str, when: str, person: Person, cases: Iterable[Case], day: date
    ) -> Effect:
        return Effect(
            key=f"{what}:{person.email.casefold()}:{when}",
            kind=MAIL,
            data={
                "template": "morning",
                "person": person.email,
                "name": person.label,
                "position": person.position if what == "handover" else "",
                "day": day.isoformat(),
                "items": [self._item(case, day) for case in cases],
            },
        )

    def _item(self, case: Case, day: date) -> dict[str, Any]:
        before = opening(
            self.calendar.last_working_day(date.fromordinal(day.toordinal() - 1)), self.calendar
        )
        return {
            "register_no": case.register_no,
            "visit": case.visit,
            "moved": [
                note.text
                for note in case.notes
                if note.kind == "system" and note.at >= max(before, case.since)
            ],
        }


def _by_person(
    waiting: Iterable[Case], office: Office, day: date
) -> list[tuple[Person, list[Case]]]:
    """What waits for each person in charge on a day, in order of their addresses."""
    present = office.on(day)
    people: dict[str, Person] = {}
    found: dict[str, list[Case]] = {}
    for case in waiting:
        role = asked(case)
        if role is Role.CUSTOMER:
            continue
        person = present.instead_of(present.in_charge(role, case), role, case)
        key = person.email.casefold()
        people.setdefault(key, person)
        found.setdefault(key, []).append(case)
    return [(people[key], found[key]) for key in sorted(found)]
