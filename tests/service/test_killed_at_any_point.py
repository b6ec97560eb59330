"""The process is killed at every place it can die; a new one goes on and nothing is doubled.

Dying after one thing is dying before the next, so it is enough to die before each call to the
outside and before each commit: what the call did is done, and nobody has written it down.
"""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from integration.clock import FixedClock
from integration.service import Service
from integration.sop.actors import Door, Role
from integration.sop.commands import Withdraw
from integration.sop.events import What
from integration.store import outbox
from integration.store.database import Database
from tests.databases import sqlite_database
from tests.factories import COMPLAINT, MONDAY, OFFICE, by
from tests.fakes import Crash, CrashPoint, FakeGoogle
from tests.workshop import Workshop, quick_letters

NUMBER = "ADU/2026/0001"


class MortalDatabase(Database):
    """A database before whose commits the process can die."""

    crash = CrashPoint()

    @contextmanager
    def write(self, alone: bool = True) -> Iterator[Connection]:
        with super().write(alone) as tx:
            yield tx
            self.crash.reach()


@dataclass
class Morning:
    """The house as it stood before an act: everything durable, nothing in memory."""

    file: Path
    google: FakeGoogle
    at: datetime

    @contextmanager
    def relived(self, path: Path, crash: CrashPoint) -> Iterator[Workshop]:
        """The same moment again, in a folder of its own."""
        shutil.copy(self.file, path)
        database = MortalDatabase(f"sqlite:///{path}")
        event.listen(database.engine, "connect", _without_waiting)
        database.crash = crash
        google = copy.deepcopy(self.google)
        google.outside.crash = crash
        try:
            yield Workshop(Service(database, FixedClock(self.at), OFFICE), google)
        finally:
            database.close()


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def receive(workshop: Workshop) -> None:
    who = by(Role.CUSTOMER, Door.FORM)
    workshop.service.receive(COMPLAINT, "form:1", who, workshop.clock.now())


def finish(outcome: str = "", **said: Any) -> Callable[[Workshop], None]:
    def act(workshop: Workshop) -> None:
        files = [workshop.service.keep_file("b.pdf", "application/pdf", b"%PDF")]
        evidence = {"evidence": files} if said.get("evidence") else {}
        workshop.finish(NUMBER, outcome, **{**said, **evidence})

    return act


def withdraw(workshop: Workshop) -> None:
    workshop.service.act(NUMBER, Withdraw(reason="Dicabut."), by(Role.SERVICE_DESK))


def edit_after_ya(workshop: Workshop) -> None:
    workshop.finish(NUMBER, "ya")
    workshop.google.drafts.edit("doc-1", "Disunting sesudah disetujui.")


ACTS: dict[str, tuple[str, Callable[[Workshop], None]]] = {
    "a complaint comes in": ("", receive),
    "the data come": ("complete_info", finish(evidence=True)),
    "it is no complaint": ("triage", finish("praise", reason="Terima kasih.")),
    "a meeting is called": (
        "review",
        finish(
            meeting=True, meeting_at="2026-11-25T09:00", participants="a@b.example", minutes="x"
        ),
    ),
    "they are verified": ("verify", finish(evidence=True)),
    "the reply is drafted": ("draft", finish()),
    "the head says no": ("sign", finish("tidak", reason="Nada surat.")),
    "the head says yes": ("sign", finish("ya")),
    "the draft is edited after yes": ("sign", edit_after_ya),
    "the letter is issued": ("records", finish()),
    "the letter is numbered for the certificate": ("records", finish("numbered")),
    "the letter is signed by certificate": ("e_sign", finish()),
    "the customer is not satisfied": ("deliver", finish("not_satisfied", reason="Belum.")),
    "it is withdrawn": ("review", withdraw),
}
"""What is done, and where the case waits then."""


@pytest.fixture
def morning_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Morning]:
    quick_letters(monkeypatch)

    def make(step: str) -> Morning:
        google = FakeGoogle()
        path = tmp_path / "morning.db"
        with sqlite_database(path) as database:
            database.migrate()
            workshop = Workshop(Service(database, FixedClock(MONDAY), OFFICE), google)
            if step:
                workshop.at(step)
            at = workshop.clock.now()
            with database.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
        return Morning(path, google, at)

    return make


def seen_outside(workshop: Workshop) -> dict[str, Any]:
    """All that anybody could see of the case, in the mailboxes, in Drive and in its history."""
    google, history = workshop.google, workshop.service.history(NUMBER)
    return {
        "mails": sorted(one.mail.key for one in google.mailbox.posted),
        "files": google.archive.names,
        "folders": google.archive.folders,
        "docs": sorted(doc.key for doc in google.drafts.docs.values()),
        "locked": (len(google.archive.locked), google.drafts.locked),
        "history": [(one.seq, one.what, one.data.get("step")) for one in history],
        "effects": workshop.states(NUMBER),
        "drafts left": len(google.mailbox.drafts),
    }


@pytest.mark.parametrize("name", ACTS)
def test_killed_anywhere_while(
    name: str, morning_at: Callable[[str], Morning], tmp_path: Path
) -> None:
    step, act = ACTS[name]
    morning = morning_at(step)
    seen_before = morning.google.mailbox.posted
    alive = CrashPoint()
    with morning.relived(tmp_path / "alive.db", alive) as workshop:
        act(workshop)
        workshop.work()
        expected = seen_outside(workshop)
    assert alive.reached > 5
    assert len(expected["mails"]) > len(seen_before) or "history" in expected

    for point in range(1, alive.reached + 1):
        with morning.relived(tmp_path / f"{point}.db", CrashPoint(point)) as workshop:
            known = len(_history(workshop))
            with pytest.raises(Crash):
                act(workshop)
                workshop.work()
            _restart(workshop)
            if len(_history(workshop)) == known:
                act(workshop)  # the page said nothing, so the person tries again
            workshop.work()
            assert seen_outside(workshop) == expected, f"killed at point {point}"


def _history(workshop: Workshop) -> list[Any]:
    return workshop.service.history(NUMBER)


def _restart(workshop: Workshop) -> None:
    """As wiring does on SQLite: whatever is claimed was claimed by a dead process."""
    with workshop.service.database.write() as tx:
        outbox.release_all(tx)


def test_previews_are_recorded_once_whatever_happens(
    morning_at: Callable[[str], Morning], tmp_path: Path
) -> None:
    morning = morning_at("draft")
    point = 0
    while True:
        point += 1
        crash = CrashPoint(point)
        with morning.relived(tmp_path / f"{point}.db", crash) as workshop:
            try:
                workshop.finish(NUMBER)
                workshop.work()
                break
            except Crash:
                _restart(workshop)
            if workshop.service.case(NUMBER).station == "draft":
                continue
            workshop.work()
            case = workshop.service.case(NUMBER)
            assert case.preview is not None
            kept = workshop.service.file(case.preview.pdf_sha256)
            filed = [file.content for file, _, _ in workshop.google.archive.files.values()]
            assert kept in filed
            previewed = [one for one in _history(workshop) if one.what is What.PREVIEWED]
            assert len(previewed) == 1
    assert point > 10
