"""A long shift at the register: random staff edits while the service works and calls fail.

In:    edits, a seed, a database.   Out: counts, printed; AssertionError where a law is broken.
Rule:  staff work over real HTTP with the service desk's account, also between the service's read
       and its write; one call of the service in ten fails, or is answered after it was done.
Never: depends on anything but the seed. Start: `python -m tests.register.soak --edits 1000`.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.links import Links
from integration.ports import DeskWrite, Failure, TabRead
from integration.register import formatting, journal
from integration.register.columns import COLUMNS, HEADERS, Cells, Owner
from integration.register.cycle import RegisterSync
from integration.register.headings import heading_row
from integration.register.typed import SOURCE
from integration.service import Service
from integration.sop.case import Case
from integration.sop.events import What
from integration.store import outbox
from integration.store.database import Database
from sheets.desk import GoogleDesk
from sheets.tabs import ROWS, Tabs
from tests.databases import postgres_database, postgres_server, sqlite_database
from tests.local_google import Google, local_google
from tests.register.register_house import ANSWERS, CALENDAR, MONDAY, OFFICE, House
from tests.register.soak_headings import wait
from tests.register.soak_staff import Seen, Staff

FAILING = 0.1
"""Share of the service's calls that fail or are answered too late."""
MEDDLING = 0.15
"""Share of cycles in which staff edit between the service's read and its write."""
CYCLING = 0.55
"""Share of edits after which the service looks."""
RESTARTING = 0.02
SMALL = 40
"""Rows of the sheet at the beginning."""
READS = ("429", "500", "503", "close", "401")
WRITES = ("429", "500", "503", "close", "500_after_commit", "close_after_commit")
READ_PATH = "GET /v4/.*"
WRITE_PATH = "POST /v4/spreadsheets/[^/]+:batchUpdate"
JOURNAL = "journal"
SERVICE_PLACES = [at for at, each in enumerate(COLUMNS) if each.owner is not Owner.STAFF]


@dataclass
class Meddled:
    """The real desk; staff may do something between a read and a write."""

    desk: GoogleDesk
    staff: Staff
    meddle: bool = False
    writes: int = 0
    cells: int = 0

    def read(self) -> Mapping[int, TabRead]:
        tabs = self.desk.read()
        said = "\n".join(text for tab in tabs.values() for row in tab.rows for text in row)
        self.staff.read |= {word for word in self.staff.words if word in said}
        self.staff.spoiled = self.staff.unsettled = False
        self.staff.heads_read = heading_row(tabs[self.staff.tab])
        if self.meddle:
            self.meddle = False
            self.staff.edit()
        return tabs

    def notes(self, sheet_id: int, column: int) -> Mapping[int, str]:
        return self.desk.notes(sheet_id, column)

    def write(self, change: DeskWrite) -> None:
        self.staff.unsettled = True
        self.writes += 1
        self.cells += len(change.cells)
        self.desk.write(change)


@dataclass
class Soak:
    """One shift."""

    google: Google
    database: Database
    seed: int
    dice: Random = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)
        self.google.reset()
        self.clock = FixedClock(MONDAY)
        self.service = Service(self.database, self.clock, OFFICE)
        self.links = Links("a-secret-for-soaks", "http://pages.example", self.clock)
        people = self.google.office["people"]
        register = self.google.office["register_id"]
        ours = self.google.workspace()
        dress = partial(formatting.requests, lists=OFFICE.lists)
        self.tab = Tabs(ours, register).ensure("register", "Register", HEADERS, dress)
        hands = self.google.workspace(people["service_desk"]).sheets()
        self.staff = Staff(hands, register, self.tab, Random(self.seed + 1))
        # A sheet of a few rows, so that it has to grow; and every look costs less.
        self.staff.do(deleteDimension={"range": self.staff.rows_at(SMALL, ROWS)})
        self.journal = Tabs(ours, register).ensure(JOURNAL, journal.TITLE, journal.FIRST_ROW)
        desk = GoogleDesk(ours, register, [self.tab, self.journal], self.journal)
        self.desk = Meddled(desk, self.staff)
        self.restart()

    def restart(self) -> None:
        """The service's process ends and another begins."""
        self.book = CaseBook(self.database)
        self.sync = RegisterSync(
            self.service,
            self.book,
            self.desk,
            self.links,
            lambda: CALENDAR,
            lambda: self.tab,
            self.journal,
        )
        self.doors = House(
            self.service,
            self.book,
            None,  # type: ignore[arg-type]
            self.links,
            self.clock,
            self.sync,
        )

    def work(self, edits: int) -> None:
        """Staff edit so many times; the service looks now and then."""
        for _ in range(3):
            self.complain()
        self.cycle()
        while sum(self.staff.done.values()) < edits:
            self.staff.edit()
            if self.dice.random() < 0.06:
                self.complain()
            if self.dice.random() < 0.12:
                self.act_on_a_page()
            if self.dice.random() < CYCLING:
                self.cycle()
        while wait(self.staff, self.staff.look().heads()):
            self.cycle()

    def complain(self) -> None:
        self.counts["complaints of the Form"] += 1
        count = self.counts["complaints of the Form"]
        self.doors.complain(name=f"Pelapor {count}", text=f"Keluhan nomor {count}.")

    def act_on_a_page(self) -> None:
        """Somebody finishes a step from the link in a mail."""
        waiting = [case for case in self.book.waiting() if case.station in ANSWERS]
        if waiting:
            case = self.dice.choice(waiting)
            self.counts["steps done on pages"] += 1
            more = {"letter_no": f"B/{self.counts['steps done on pages']}/X/2026"}
            more = more if case.station == "records" else {}
            self.doors.by_page(case.register_no, case.station, "", **more)

    def cycle(self) -> None:
        """One look of the service, with mishaps on order."""
        self.clock.advance(seconds=2)
        if self.dice.random() < RESTARTING:
            self.counts["restarts"] += 1
            self.restart()
        rules = [
            {"match": match, "do": self.dice.choice(kinds), "account": self.google.mailbox}
            for match, kinds in ((READ_PATH, READS), (WRITE_PATH, WRITES))
            if self.dice.random() < FAILING
        ]
        self.door("POST", rules)
        self.desk.meddle = self.dice.random() < MEDDLING
        try:
            self.sync.cycle()
        except Failure as failure:
            self.counts[f"cycles that failed: {type(failure).__name__}"] += 1
        self.desk.meddle = False
        self.counts["cycles"] += 1
        left = Counter(rule["match"] for rule in self.door("GET")["active"])
        for rule in rules:
            if not left[str(rule["match"])]:
                self.counts[f"calls hit by {rule['do']}"] += 1
        self.door("DELETE")

    def door(self, method: str, said: object = None) -> Any:
        """The workspace's door for mishaps."""
        address = f"{self.google.origin}/_emulator/faults"
        answer = self.google.doors.request(method, address, json=said)
        answer.raise_for_status()
        return answer.json()

    # -- the laws ------------------------------------------------------------------------------

    def hold(self) -> None:
        """Let both sides meet, then look for everything. Raises AssertionError."""
        for _ in range(4):
            self.sync.cycle()
        writes = self.desk.writes
        self.sync.cycle()
        assert self.desk.writes == writes, "an idle cycle wrote"
        cases = self.book.refresh()
        seen = self.staff.look()
        said = seen.everything() + "\n".join(
            repr(event.data) for number in cases for event in self.service.history(number)
        )
        with self.database.read() as tx:
            said += repr(outbox.in_state(tx, outbox.WAITING))
        lost = {word for word in self.staff.words if word not in said}
        assert lost == set(), f"typed by staff and nowhere to be found: {sorted(lost)}"
        self._cases_are_there_once(cases)
        self._service_columns_are_right(cases, seen)
        self.counts |= {
            "complaints": len(cases),
            "rows typed by staff": len(self.staff.typed_rows),
            "words typed by staff": self.staff.count,
            "words looked for at the end": len(self.staff.words),
            "edits refused, kept in the history": self._refused(cases),
            "writes": self.desk.writes,
            "cells written": self.desk.cells,
        }
        self.counts |= {f"edits: {kind}": count for kind, count in self.staff.done.items()}

    def _cases_are_there_once(self, cases: Mapping[str, Case]) -> None:
        typed = [case for case in cases.values() if case.source_key.startswith(SOURCE)]
        texts = sorted(case.intake.description for case in typed)
        told = [text for text in self.staff.typed_rows if text not in texts]
        more = list((Counter(texts) - Counter(self.staff.typed_rows)).elements())
        assert not told, f"rows that became no complaint: {told}"
        assert not more, f"complaints that nobody typed, or typed once only: {more}"
        assert len(cases) - len(typed) == self.counts["complaints of the Form"]
        years = {number.rsplit("/", 1)[0] for number in cases}
        wanted = [f"{year}/{n:04d}" for year in years for n in range(1, len(cases) + 1)]
        assert sorted(cases) == sorted(wanted), "numbers with gaps"

    def _service_columns_are_right(self, cases: Mapping[str, Case], seen: Seen) -> None:
        places = {header: seen.column(header) for header in HEADERS}
        rows = Counter(
            tuple(seen.text(at, HEADERS[place]) for place in SERVICE_PLACES)
            for at in seen.filled()
            if "salinan" not in seen.cell(at, "No. Register")[1]
        )
        assert len(places) == len(HEADERS)
        for number, case in cases.items():
            shown = shown_row(self.sync, case)
            there = rows[tuple(shown[place] for place in SERVICE_PLACES)]
            own = [at for at in seen.filled() if seen.text(at, "No. Register") == number]
            looks = [seen.rows[at] for at in own]
            assert there == 1, f"{number} is shown {there} times as {shown}; there is {looks}"

    def _refused(self, cases: Mapping[str, Case]) -> int:
        events = (event for number in cases for event in self.service.history(number))
        return sum(event.what is What.EDIT_REFUSED for event in events)


def shown_row(sync: RegisterSync, case: Case) -> Cells:
    """The row that a case should have."""
    rows = sync._rows
    assert rows is not None
    return rows.shown(case)


def soak(database: Database, folder: Path, edits: int, seed: int) -> Counter[str]:
    """One shift on an empty database; its counts."""
    with local_google(folder) as google:
        shift = Soak(google, database, seed)
        shift.work(edits)
        shift.hold()
        return shift.counts


@contextmanager
def opened(named: str, folder: Path) -> Iterator[Database]:
    """The database that was asked for: SQLite, a PostgreSQL of our own, or one by its address."""
    with ExitStack() as stack:
        if not named:
            database = stack.enter_context(sqlite_database(folder / "tanggap.db"))
        else:
            own = named == "postgres"
            server = stack.enter_context(postgres_server()) if own else named
            database = stack.enter_context(postgres_database(server))
        database.migrate()
        yield database


def main() -> None:
    """Work a shift and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--database", default="", help="an address, or `postgres` for a server of our own"
    )
    chosen = parser.parse_args()
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(chosen.database, Path(folder)) as database,
    ):
        counts = soak(database, Path(folder) / "google", chosen.edits, chosen.seed)
        kind = database.engine.dialect.name
    print(f"seed {chosen.seed}, {chosen.edits} edits, {kind}: every law held")
    for what, count in sorted(counts.items()):
        print(f"  {what:45} {count:6}")
    print(f"  {'seconds':45} {time.perf_counter() - begun:6.0f}")


if __name__ == "__main__":
    main()
