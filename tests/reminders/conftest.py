"""The house with its reminder round, and time that passes in half hours."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import WITA
from integration.reminders.round import Reminders
from integration.sop.calendar import Calendar
from tests.workshop import Workshop


def wita(text: str) -> datetime:
    """A moment on the office's wall, e.g. `wita("2026-12-14 09:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


LISTS = {"morning": "list", "handover": "handover"}
"""Mails about several cases, by the beginning of their keys."""


@dataclass
class Office:
    """Workshop and reminders; what went out is kept with its moment."""

    workshop: Workshop
    calendar: Calendar = field(default_factory=shipped_calendar)
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    """(moment on the wall, recipient, key without register number)."""
    reminders: Reminders = field(init=False)
    _seen: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process: nothing is left but the database."""
        self.reminders = self.another()

    def another(self) -> Reminders:
        """A round of another process on the same database."""
        service = self.workshop.service
        return Reminders(service, CaseBook(service.database), lambda: self.calendar)

    def tick(self) -> None:
        """One look, and the worker does what was queued."""
        self.reminders.look()
        self.workshop.worker().drain()
        posted = self.workshop.google.mailbox.posted
        now = f"{self.workshop.clock.now().astimezone(WITA):%a %d %H:%M}"
        for one in posted[self._seen :]:
            key = one.mail.key.replace("ADU/2026/", "")
            self.sent.append((now, one.mail.to[0], key))
        self._seen = len(posted)

    def set(self, moment: datetime) -> None:
        """Put the clock there and look once."""
        self.workshop.clock.moment = moment
        self.tick()

    def pass_until(self, end: datetime) -> None:
        """Let time pass in half hours, day and night."""
        clock = self.workshop.clock
        while clock.moment < end:
            half_hours = clock.moment.timestamp() // 1800 + 1
            self.set(datetime.fromtimestamp(half_hours * 1800, WITA))

    def reminded(self) -> list[tuple[str, str, str]]:
        """Reminders and lists that went out: (moment, recipient, what)."""
        return [
            (at, to.split("@")[0], LISTS.get(key.split(":")[0]) or key.split(".")[1])
            for at, to, key in self.sent
            if ":remind." in key or key.split(":")[0] in LISTS
        ]


@pytest.fixture
def office(workshop: Workshop) -> Office:
    """Monday 14 December 2026, 09:00: three weeks with two days off before a Friday's weekend."""
    workshop.clock.moment = wita("2026-12-14 09:00")
    return Office(workshop)


def half_hours(start: datetime, end: datetime) -> list[datetime]:
    """Every half hour from `start` up to and with `end`."""
    count = int((end - start) / timedelta(minutes=30))
    return [start + timedelta(minutes=30 * n) for n in range(count + 1)]
