"""The morning list: one mail a person, at the opening of a working day, when something waits.

In:    waiting cases, the office, the calendar.   Out: outbox rows without a case.
Rule:  listed is what already waited when the office opened; whoever is in charge that day gets
       it; one mail a person and day, and a morning that was slept through is only recorded.
Never: asks customers. Start at `Mornings.look`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from integration.office import Person
from integration.reminders.plan import asked, opening, waits
from integration.service import CaseBook, Service
from integration.sop.actors import Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.effects import MAIL, Effect
from integration.store import files, outbox

LISTED = "reminders:morning"
MOST_MISSED = 10
"""Slept-through mornings that are recorded one by one; more tell nobody anything."""
SLEPT = "too late: the service was not running that morning"


@dataclass
class Mornings:
    """Queues the lists of a day, once."""

    service: Service
    book: CaseBook
    calendar: Calendar

    def look(self, now: datetime) -> None:
        """Queue today's lists unless that was done; the office is open at `now`."""
        today = self.calendar.day_of(now)
        listed = self.service.recall(LISTED)
        if listed is not None and date.fromisoformat(listed) >= today:
            return
        waiting = [case for case in self.book.waiting() if waits(case)]
        lines: list[tuple[int | None, Effect, str]] = []
        for day in self._missed(listed, today):
            lines += [(None, effect, SLEPT) for effect in self._lists(waiting, day)]
        lines += [(None, effect, "") for effect in self._lists(waiting, today)]
        with self.service.database.write() as tx:
            outbox.queue_once(tx, lines, now)
            files.remember(tx, LISTED, today.isoformat())

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
        office = self.service.office.on(day)
        people: dict[str, Person] = {}
        items: dict[str, list[dict[str, Any]]] = {}
        for case in waiting:
            role = asked(case)
            if role is Role.CUSTOMER or case.since >= opens:
                continue
            person = office.instead_of(office.in_charge(role, case), role, case)
            key = person.email.casefold()
            people.setdefault(key, person)
            items.setdefault(key, []).append(self._item(case, day))
        return [
            Effect(
                key=f"morning:{key}:{day.isoformat()}",
                kind=MAIL,
                data={
                    "template": "morning",
                    "person": people[key].email,
                    "name": people[key].label,
                    "day": day.isoformat(),
                    "items": items[key],
                },
            )
            for key in sorted(items)
        ]

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
