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
from integration.reminders.plan import Wait, opening, waits
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
Waiting = tuple[Case, Wait]
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
            for person, listed in _by_person(already, self.service.office, day)
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
            for person, listed in _by_person(already, self.service.office, day)
            if person.email.casefold() in taken
        ]
        with self.service.database.write() as tx:
            # Of several rounds that see the change at one moment one tells it.
            if files.swap(tx, SEATED, before, people):
                outbox.queue_once(tx, lines, now)

    def _list(
        self, what: str, when: str, person: Person, listed: Iterable[Waiting], day: date
    ) -> Effect:
        return Effect(
            key=f"{what}:{person.email.casefold()}:{when}",
            kind=MAIL,
            data={
                "template": "morning",
                "person": person.email,
                "name": person.label,
                "seat": person.position if what == "handover" else "",
                "day": day.isoformat(),
                "items": [self._item(case, wait, day) for case, wait in listed],
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


def _by_person(
    waiting: Iterable[Waiting], office: Office, day: date
) -> list[tuple[Person, list[Waiting]]]:
    """What waits for each person in charge on a day, in order of their addresses."""
    present = office.on(day)
    people: dict[str, Person] = {}
    found: dict[str, list[Waiting]] = {}
    for case, wait in waiting:
        if wait.to is Role.CUSTOMER:
            continue
        official = present.in_charge(wait.to, case)
        person = present.instead_of(official, wait.to, case, wait.step)
        key = person.email.casefold()
        people.setdefault(key, person)
        found.setdefault(key, []).append((case, wait))
    return [(people[key], found[key]) for key in sorted(found)]
