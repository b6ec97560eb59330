"""The house with Google's offices as fakes: commands in, mails and files out.

In:    a service on a real database, fakes.   Out: `Workshop`: receive, finish steps, work.
Rule:  everything goes through the service and the worker, as in life.
Never: looks into the database for what the fakes can tell.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

import integration.letters
from integration.calendar_seed import shipped_calendar
from integration.clock import FixedClock
from integration.effects.context import Tools
from integration.letters.render import document_data
from integration.links import Links
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete
from integration.sop.intake import Intake
from integration.store import outbox
from integration.store.outbox import Entry
from integration.worker import LONGEST_WAIT, Worker
from tests.factories import ANSWERS, COMPLAINT, actor, by, towards
from tests.fakes import FakeGoogle

ROUNDS = 60
"""How often the clock is moved past the longest wait before a test calls it a standstill."""


def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents as a line of JSON: the same values give the same bytes, as with the real ones.

    What a document cannot do without is asked for as by the real ones; only the setting is left
    out.
    """

    def render(kind: str, values: Mapping[str, Any], letterhead: Any, templates: Any) -> bytes:
        document_data(kind, values, letterhead)
        return json.dumps([kind, values], sort_keys=True, default=str).encode()

    def whole_file(cover: Mapping[str, Any], parts: Any, letterhead: Any, templates: Any) -> bytes:
        document_data("cover", cover, letterhead)
        said = ["whole_file", cover, [[part.title, part.sha256] for part in parts]]
        return json.dumps(said, sort_keys=True, default=str).encode()

    monkeypatch.setattr(integration.letters, "render", render)
    monkeypatch.setattr(integration.letters, "whole_file", whole_file)
    monkeypatch.setattr(integration.letters, "stamped", lambda letter, *_: letter)


class Workshop:
    """The house."""

    def __init__(self, service: Service, google: FakeGoogle) -> None:
        assert isinstance(service.clock, FixedClock)
        self.service = service
        self.clock = service.clock
        self.google = google
        self.links = Links("a-secret-for-tests", "http://pages.example", service.clock)
        self.received = 0

    @property
    def tools(self) -> Tools:
        """What handlers work with."""
        return Tools(
            service=self.service,
            links=self.links,
            calendar=shipped_calendar,
            mailbox=self.google.mailbox,
            archive=self.google.archive,
            drafts=self.google.drafts,
            archive_folder_id="archive",
            private_folder_id="private",
            template_id=lambda: "template",
        )

    def worker(self) -> Worker:
        """A worker that has just been started."""
        return Worker(self.tools)

    def receive(self, received_at: datetime | None = None, **said: Any) -> str:
        """A new complaint by Form; its number."""
        self.received += 1
        intake = Intake(**{**COMPLAINT.plain(), **said})
        who = By(role=Role.CUSTOMER, door=Door.FORM, person=intake.email, name=intake.name)
        at = received_at or self.clock.now()
        return self.service.receive(intake, f"test:{self.received}", who, at)[0]

    def finish(self, number: str, outcome: str = "", who: By | None = None, **said: Any) -> Case:
        """Finish the step the case waits at, as its actor would."""
        case = self.service.case(number)
        usual, given = ANSWERS[case.station]
        values = {**given, **said}
        if case.station == "records":
            kept = self.service.keep_file("surat.pdf", "application/pdf", b"%PDF signed")
            values = {**values, "final_pdf": kept}
        signed: dict[str, Any] = {}
        if case.station == "e_sign":
            signed = self.service.keep_file("surat.pdf", "application/pdf", b"%PDF signed")
        self.clock.advance(minutes=10)
        command = Complete(
            step=case.station, outcome=outcome or usual, values=values, signed_pdf=signed
        )
        return self.service.act(number, command, who or actor(case))

    def work(self) -> None:
        """Let the worker do everything, moving the clock past the waits."""
        for _ in range(ROUNDS):
            self.worker().drain()
            if not self.waiting():
                return
            self.clock.advance(seconds=2 * LONGEST_WAIT)
        left = [f"{one.key}: {one.last_error}" for one in self.waiting()]
        raise AssertionError(f"the worker makes no headway with {left}")

    def at(self, step: str, **said: Any) -> str:
        """A case that waits at `step`, everything done that was to be done; its number."""
        number = self.receive(**said)
        self.work()
        if step == "complete_info":
            self.finish(number, "awaiting_info", reason="Nomor order belum ada.")
        while (station := self.service.case(number).station) not in (step, ""):
            self.finish(number, towards(step, station))
            self.work()
        self.work()
        return number

    def waiting(self) -> list[Entry]:
        """Effects still to be done."""
        with self.service.database.read() as tx:
            return outbox.in_state(tx, outbox.WAITING)

    def states(self, number: str) -> dict[str, str]:
        """State by key of every effect of a case."""
        return {one.key: one.state for one in self.service.effects(number)}

    def entry(self, number: str, what: str) -> Entry:
        """The newest effect of a case whose key names `what`."""
        found = [one for one in self.service.effects(number) if one.key.split(":")[2] == what]
        return found[-1]

    def customer(self) -> By:
        """The customer with the link from the mail."""
        return by(Role.CUSTOMER)
