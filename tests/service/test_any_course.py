"""Whatever course a case takes by lawful acts, and whatever is tried beside, its laws hold."""

import shutil
import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from integration.clock import FixedClock
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import (
    Amend,
    Command,
    Complete,
    FoundChanged,
    GoOn,
    Lapse,
    Note,
    Pause,
    RefuseEdit,
    Reopen,
    Withdraw,
)
from integration.sop.errors import SopError
from integration.sop.folding import fold
from integration.sop.intake import Intake
from integration.sop.rests import WHY
from integration.sop.table import FINAL_STATUSES, STATIONS, STATUSES
from integration.store import cases
from integration.store.database import Database
from integration.store.schema import events
from tests.databases import sqlite_database
from tests.factories import (
    ANSWERS,
    COMPLAINT,
    FINAL_PDF,
    MONDAY,
    OFFICE,
    STOPS,
    WORKER,
    actor,
    by,
    prepared,
    preview,
    towards,
)

CLOCK = By(role=Role.SYSTEM, door=Door.CLOCK)
TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


class Course(RuleBasedStateMachine):
    """One case, acted upon."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="course-")
        path = Path(self.folder.name) / "course.db"
        shutil.copy(self.template, path)
        self.opened = sqlite_database(path)
        self.database: Database = self.opened.__enter__()
        self.clock = FixedClock(MONDAY)
        self.service = Service(self.database, self.clock, OFFICE)
        self.letters = 0
        self.seen_visits: list[tuple[str, int]] = []

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize(
        private=st.booleans(), email=st.booleans(), at=st.sampled_from([*STOPS, "sign", "deliver"])
    )
    def receive(self, private: bool, email: bool, at: str) -> None:
        said: dict[str, Any] = {**COMPLAINT.plain()}
        said |= {"confidentiality": "confidential"} if private else {}
        said |= {} if email else {"email": ""}
        who = by(Role.CUSTOMER, Door.FORM)
        self.number, _ = self.service.receive(Intake(**said), "form:1", who, MONDAY)
        self.case: Case = self.service.case(self.number)
        if at == "complete_info":
            self._finish("awaiting_info")
        while self.case.station != at:
            station = self.case.station
            self._finish(towards(at, station) or ANSWERS[station][0])

    def act(self, command: Command, who: By) -> None:
        """A lawful act: it is taken, and what it answers is what is stored."""
        self.clock.advance(minutes=7)
        decided = self.service.act(self.number, command, who)
        stored = self.case = self.service.case(self.number)
        assert decided.hash == "" or decided.hash == stored.hash
        assert (decided.station, decided.status, decided.visit, decided.seq) == (
            stored.station,
            stored.status,
            stored.visit,
            stored.seq,
        )
        assert decided.completions == stored.completions

    @precondition(lambda self: self.case.station)
    @rule(data=st.data(), times=st.integers(1, 5))
    def go_on(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            case = self.case
            if not case.station:
                return
            step = STATIONS[case.station]
            # Sorting has nine ways that only end; they are all one here.
            ways = [way for way in step.outcomes if way.next != "end" or step.key == "deliver"]
            leave = [step.outcomes[1]] if step.key == "triage" else []
            way = data.draw(st.sampled_from([*ways, *ways, *leave]))
            typed = step.desk_may and data.draw(st.booleans())
            who = by(Role.SERVICE_DESK, Door.SHEET) if typed else actor(case)
            self._finish(way.key, who, data.draw(st.booleans()))

    def _finish(self, outcome: str, who: By | None = None, bound: bool = False) -> None:
        if not self.case.asked:
            waits = self.case
            self.act(preview(waits) if waits.station == "sign" else prepared(waits), WORKER)
        case = self.case
        step = STATIONS[case.station]
        visit = case.visit if bound else None
        self.seen_visits.append((step.key, case.visit))
        self.letters += 1
        said = {**ANSWERS[step.key][1], "reason": "Alasannya."}
        day = (self.clock.now() + timedelta(days=20)).date().isoformat()
        said |= {"recheck_at": day} if step.key == "verify" else {}
        said |= {"letter_no": f"B/{self.letters}/BSPJI/2026"} if step.key == "records" else {}
        signed = FINAL_PDF if step.key == "e_sign" else {}
        command = Complete(
            step=step.key, outcome=outcome, values=said, visit=visit, signed_pdf=signed
        )
        self.act(command, who or actor(case))

    @precondition(lambda self: self.case.station == "sign")
    @rule(edited=st.booleans())
    def make_preview(self, edited: bool) -> None:
        self.act(preview(self.case, edited=edited, revision=f"r{self.case.seq}"), WORKER)

    @precondition(
        lambda self: self.case.station in ("sign", "records", "e_sign") and self.case.preview
    )
    @rule()
    def find_the_letter_changed(self) -> None:
        self.act(FoundChanged(version=self.case.versions, revision="r0"), WORKER)

    @precondition(lambda self: self.case.step is not None and self.case.step.lapse)
    @rule()
    def let_time_pass(self) -> None:
        case = self.case
        self.act(Lapse(step=case.station, visit=case.visit, reason="Lewat."), CLOCK)

    @precondition(lambda self: self.case.step and self.case.step.actor is not Role.CUSTOMER)
    @rule(why=st.sampled_from([key for key, _ in WHY]), days=st.integers(1, 30))
    def pause(self, why: str, days: int) -> None:
        until = self.clock.now() + timedelta(days=days)
        self.act(Pause(why=why, reason="Menunggu.", until=until), actor(self.case))

    @precondition(lambda self: self.case.station and self.case.resting(self.clock.now()))
    @rule()
    def go_on_again(self) -> None:
        self.act(GoOn(), actor(self.case))

    @precondition(lambda self: self.case.final)
    @rule(text=TEXTS, in_time=st.booleans())
    def answer_after_the_end(self, text: str, in_time: bool) -> None:
        until = self.clock.now() + timedelta(days=1 if in_time else -1)
        before = self.case
        try:
            self.act(Reopen(until=until, text=text), by(Role.CUSTOMER, Door.MAIL))
        except SopError as refused:
            assert refused.code == "cannot_reopen"
            assert self.service.case(self.number) == before
        else:
            assert in_time and (before.final, before.reopened) == ("Selesai", 0)
            assert (self.case.station, self.case.resumed) == ("deliver", 1)

    @precondition(lambda self: self.case.recheck)
    @rule(effective=st.booleans())
    def look_at_the_remedy_again(self, effective: bool) -> None:
        before, pending = self.case, self.case.recheck
        assert pending is not None
        day = (self.clock.now() + timedelta(days=20)).date().isoformat()
        said = {"verification": "x", "root_cause": "y", "corrective_action": "z", "recheck_at": day}
        outcome = "effective" if effective else "not_effective"
        command = Complete(step="recheck", outcome=outcome, values=said, visit=pending.visit)
        self.act(command, by(Role.GROUP_HEAD))
        assert (self.case.station, self.case.final, self.case.visit, self.case.since) == (
            before.station,
            before.final,
            before.visit,
            before.since,
        )
        assert (self.case.recheck is None) == effective

    @rule(text=TEXTS, data=st.data())
    def say_something(self, text: str, data: st.DataObject) -> None:
        kinds = st.sampled_from(["staff", "customer", "official", "bounce"])
        changed = Intake(**{**COMPLAINT.plain(), "description": text})
        said: list[Command] = [
            Note(text=text, kind=data.draw(kinds)),
            Amend(intake=changed),
            RefuseEdit(column="Status", typed=text, why="Belum."),
        ]
        self.act(data.draw(st.sampled_from(said)), by(Role.CUSTOMER, Door.MAIL))

    @precondition(lambda self: self.case.station and self.case.seq > 6)
    @rule()
    def withdraw(self) -> None:
        self.act(Withdraw(reason="Dicabut."), by(Role.SERVICE_DESK))

    @rule(
        step=st.sampled_from(STOPS),
        outcome=st.sampled_from(sorted({w.key for s in STATIONS.values() for w in s.outcomes})),
        role=st.sampled_from(Role),
        door=st.sampled_from(Door),
        visit=st.none() | st.integers(0, 30),
    )
    def try_anything(
        self, step: str, outcome: str, role: Role, door: Door, visit: int | None
    ) -> None:
        before = self.service.history(self.number)
        said = {**ANSWERS[step][1], "reason": "Alasannya.", "letter_no": "B/0/BSPJI/2026"}
        command = Complete(step=step, outcome=outcome, values=said, visit=visit)
        try:
            self.service.act(self.number, command, by(role, door))
        except SopError:
            assert self.service.history(self.number) == before
        self.case = self.service.case(self.number)

    @precondition(lambda self: self.seen_visits)
    @rule(data=st.data())
    def use_a_used_link(self, data: st.DataObject) -> None:
        step, visit = data.draw(st.sampled_from(self.seen_visits))
        if (step, visit) == (self.case.station, self.case.visit):
            return
        outcome, said = ANSWERS[step]
        before = len(self.service.history(self.number))
        try:
            used = Complete(step=step, outcome=outcome, values=said, visit=visit)
            self.service.act(self.number, used, by(STATIONS[step].actor))
        except SopError as refused:
            assert refused.code == "already_done"
        else:
            raise AssertionError("a used link acted")
        assert len(self.service.history(self.number)) == before

    @invariant()
    def the_history_is_whole_and_tells_the_case(self) -> None:
        told = self.service.history(self.number)
        assert fold(told) == self.case
        assert [event.seq for event in told] == list(range(1, len(told) + 1))
        assert all(one.at <= two.at for one, two in pairwise(told))
        for event in told:
            if event.data.get("outcome") == "ya":
                shown = [one for one in told if one.what == "previewed" and one.seq < event.seq][-1]
                assert event.data["values"]["pdf_sha256"] == shown.data["pdf_sha256"]
        with self.database.read() as tx:
            assert cases.broken_links(tx, self.number) == []

    @invariant()
    def it_waits_at_one_step_or_has_ended(self) -> None:
        case = self.case
        assert (case.station in STOPS) != (case.final in FINAL_STATUSES)
        assert (case.ended_at is None) == (case.final == "")
        assert case.status in STATUSES
        if case.ended_at is not None:
            assert all(done.at <= case.ended_at for done in case.completions)

    @invariant()
    def pauses_lie_inside_steps_and_only_the_last_may_be_open(self) -> None:
        rests, now = self.case.rests, self.clock.now()
        assert all(one.since <= one.until for one in rests)
        assert all(one.until <= two.since for one, two in pairwise(rests))
        began = [done.began for done in self.case.completions] + [self.case.since]
        assert all(any(one.since >= each for each in began) for one in rests)
        if self.case.final:
            assert self.case.resting(now) is None
        for done in self.case.completions:
            inside = self.case.rested(done.began, done.at)
            assert all(until <= done.at for _, until in inside)

    @invariant()
    def counts_are_those_of_the_history(self) -> None:
        case = self.case
        ways = [(done.step, done.outcome) for done in case.completions]
        assert case.versions == sum(step == "draft" for step, _ in ways)
        assert case.returns == sum(outcome == "tidak" for _, outcome in ways)
        assert case.reopened <= 1
        assert len(case.paused) == sum(outcome == "awaiting_info" for _, outcome in ways)
        resting = [since for since, until in case.paused if until is None]
        if case.final != "Dicabut":
            assert len(resting) == (case.station == "complete_info")

    @invariant()
    def every_effect_has_its_own_key_and_waits_for_one_that_exists(self) -> None:
        entries = self.service.effects(self.number)
        keys = [entry.key for entry in entries]
        assert len(keys) == len(set(keys))
        with self.database.read() as tx:
            asked = tx.exec_driver_sql("SELECT after_key FROM outbox WHERE after_key <> ''")
            assert {row[0] for row in asked} <= set(keys)
        case = self.case
        resumed = case.station == "deliver" and case.resumed > case.reopened
        if case.asked and not resumed:
            tasks = [one.data for one in entries if one.data.get("template") == "task"]
            assert {"step": case.station, "visit": case.visit}.items() <= tasks[-1].items()

    @precondition(lambda self: self.case.seq > 3)
    @rule(data=st.data(), text=TEXTS)
    def tamper(self, data: st.DataObject, text: str) -> None:
        told = self.service.history(self.number)
        event = data.draw(st.sampled_from(told))
        changed = cases.canonical({**event.data, "x": text})
        with self.database.engine.connect() as connection, connection.begin() as trial:
            connection.execute(update(events).where(events.c.seq == event.seq).values(data=changed))
            assert cases.broken_links(connection, self.number) == [event.seq]
            trial.rollback()


def test_any_course_keeps_the_laws(tmp_path: Path) -> None:
    class Here(Course):
        template = tmp_path / "template.db"

    with sqlite_database(Here.template) as database:
        database.migrate()
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
