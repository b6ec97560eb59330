"""A diary of the office: cases that get where they are by commands at written moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from integration.calendar_seed import shipped_calendar
from integration.clock import WITA, FixedClock
from integration.reports import facts, monthly
from integration.reports.facts import Facts
from integration.reports.period import Month
from integration.service import Service
from integration.sop.actors import Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete, Note
from integration.sop.intake import Intake
from tests.factories import ANSWERS, COMPLAINT, WORKER, actor, by, preview

NOVEMBER = Month(2026, 11)


def wita(text: str) -> datetime:
    """ "23 09:10" is a moment of November 2026 in Samarinda; "12-01 08:00" of another month."""
    day, clock = text.split()
    month, day = day.split("-") if "-" in day else ("11", day)
    hour, minute = clock.split(":")
    return datetime(2026, int(month), int(day), int(hour), int(minute), tzinfo=WITA)


class Diary:
    """What happened, and when; the service decides and records it."""

    def __init__(self, service: Service, clock: FixedClock) -> None:
        self.service, self.clock, self.made = service, clock, 0

    def receive(self, at: str, **said: Any) -> str:
        """A complaint that came in and was registered at this moment; its number."""
        self.clock.moment = wita(at)
        self.made += 1
        intake = Intake(**{**COMPLAINT.plain(), **said})
        who = by(Role.CUSTOMER, Door.FORM)
        return self.service.receive(intake, f"diary:{self.made}", who, self.clock.now())[0]

    def finish(
        self,
        number: str,
        at: str,
        outcome: str = "",
        letter_check: Mapping[str, Any] | None = None,
        **said: Any,
    ) -> Case:
        """The step it waits at is finished at this moment, by its actor."""
        case = self.service.case(number)
        usual, given = ANSWERS[case.station]
        if case.station == "records":
            said.setdefault("letter_no", f"B/{self.made}/BSPJI/{number[-4:]}/{case.seq}")
            said.setdefault("letter_date", wita(at).date().isoformat())
        values = {**given, **said}
        self.clock.moment = wita(at)
        command = Complete(
            step=case.station,
            outcome=outcome or usual,
            values=values,
            letter_check=letter_check or {},
        )
        return self.service.act(number, command, actor(case))

    def preview(self, number: str, at: str) -> Case:
        """The letter to decide on is ready: the clock of step 9 begins."""
        self.clock.moment = wita(at)
        return self.service.act(number, preview(self.service.case(number)), WORKER)

    def note(self, number: str, at: str, text: str) -> None:
        """Staff write into *Catatan Petugas*."""
        self.clock.moment = wita(at)
        self.service.act(number, Note(text=text), by(Role.SERVICE_DESK, Door.SHEET))

    def through(self, number: str, at: str, until: str = "", **said: Any) -> Case:
        """Every step at one moment, until it waits at `until` or has ended."""
        while (case := self.service.case(number)).station not in (until, ""):
            if case.station == "sign" and case.preview is None:
                self.preview(number, at)
            wanted = {key: value for key, value in said.items() if key in _KEYS[case.station]}
            self.finish(number, at, **wanted)
        return case

    def facts(self, now: str = "12-01 08:00") -> Facts:
        """Everything, as reports read it."""
        return facts.read(self.service.database, shipped_calendar(), wita(now))

    def report(
        self, month: Month = NOVEMBER, now: str = "12-01 08:00", months: int = 6
    ) -> dict[str, Any]:
        """The report of a month."""
        return monthly.report(self.facts(now), shipped_calendar(), month, wita(now), months)


_KEYS = {
    "triage": {"assign_to", "service", "kind"},
    "dispose": {"assign_to"},
    "cause": {"root_cause"},
    **{key: set[str]() for key in ("review", "actions", "verify", "draft", "sign", "deliver")},
    "records": {"letter_no"},
    "complete_info": set(),
}
