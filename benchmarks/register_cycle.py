"""What a cycle of the register costs, over 10,000 and 50,000 rows with 0, 1 and 100 changes.

In:    `python benchmarks/register_cycle.py [rows ...]`.   Out: calls, cells written, time as a
       ratio to reading the same range once and parsing its JSON, peak memory.
Rule:  the local workspace serves from a process of its own, as in life, over real HTTP; each size
       is measured in a process of its own, so that peaks do not mix.
Never: part of the tests; a time depends on the machine. Start at `main()`.
"""

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from subprocess import PIPE, Popen
from typing import Any

import requests
from sqlalchemy import insert

from integration import heap
from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.links import Links
from integration.office import Office
from integration.register import formatting, journal
from integration.register.columns import AT, HEADERS
from integration.register.cycle import RegisterSync
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Note, Receive
from integration.sop.events import Event
from integration.sop.intake import Intake
from integration.sop.rules import decide
from integration.store import schema
from integration.store.cases import canonical, stored_moment
from integration.store.database import Database
from integration.workspace import Workspace, from_info
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

SIZES = (10_000, 50_000)
CHANGES = (0, 1, 100)
ROUNDS = 15
BEGIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SERVER = (
    "from pathlib import Path; import sys; from integration.emulator.server import open_server;"
    "server, world = open_server(Path(sys.argv[1])); print(world.origin, flush=True);"
    "server.serve_forever()"
)
OFFICE = Office.from_json(
    {
        "name": "Balai Contoh",
        "letterhead": {"address": "Jalan Contoh 1"},
        "service_mailbox": "pengaduan@balai.example",
        "service_desk": "petugas@balai.example",
        "head": "kepala@balai.example",
        "records_office": "tu@balai.example",
        "group_heads": {"Pengujian": "pengujian@balai.example"},
    }
)
STAFF = By(role=Role.SERVICE_DESK, door=Door.LINK, person="petugas@balai.example")


@contextmanager
def workspace_server(folder: Path) -> Iterator[str]:
    """The local workspace in a process of its own; its origin."""
    process = Popen([sys.executable, "-c", SERVER, str(folder)], stdout=PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def received(number: int) -> tuple[dict[str, Any], Event]:
    """One invented complaint as the rules record it."""
    intake = Intake(
        channel="website",
        name=f"Pelapor {number}",
        email=f"pelapor{number}@usaha.example",
        description=f"Laporan hasil uji nomor {number} terlambat. " * 4,
    )
    register_no = f"ADU/2026/{number:04d}"
    command = Receive(
        register_no=register_no,
        access_code="",
        source_key=f"form:{number}",
        intake=intake,
        received_at=BEGIN,
    )
    case = {"id": number, "register_no": register_no, "created_at": stored_moment(BEGIN)}
    event = decide(None, command, By(role=Role.CUSTOMER, door=Door.FORM), BEGIN).events[0]
    return case, event


def fill(database: Database, size: int) -> None:
    """So many open complaints."""
    cases, events = [], []
    for number in range(1, size + 1):
        case, event = received(number)
        cases.append(case)
        events.append(
            {
                "case_id": number,
                "seq": event.seq,
                "what": event.what.value,
                "role": event.by.role.value,
                "person": event.by.person,
                "name": "",
                "door": event.by.door.value,
                "at": stored_moment(event.at),
                "data": canonical(event.data),
                "previous_hash": "",
                "hash": "",
            }
        )
    with database.write() as tx:
        tx.execute(insert(schema.cases), cases)
        tx.execute(insert(schema.events), events)


class Bench:
    """A register of so many rows, in step."""

    def __init__(self, origin: str, database: Database, size: int) -> None:
        self.origin, self.size = origin, size
        key = requests.get(f"{origin}/_emulator/service_account", timeout=60).json()
        office = requests.get(f"{origin}/_emulator/office", timeout=60).json()
        self.id = office["register_id"]
        ours = Workspace(from_info(key, office["service_mailbox"]), origin, timeout=(5, 600))
        self.staff = Workspace(
            from_info(key, office["people"]["service_desk"]), origin, timeout=(5, 600)
        )
        dress = partial(formatting.requests, lists=OFFICE.lists)
        tabs = Tabs(ours, self.id)
        tab = tabs.ensure("register", "Register", HEADERS, dress)
        aside = tabs.ensure("journal", journal.TITLE, journal.FIRST_ROW, journal.dress)
        clock = FixedClock(BEGIN)
        self.service = Service(database, clock, OFFICE)
        self.ours, self.desk = ours, GoogleDesk(ours, self.id, [tab, aside], aside)
        links = Links("secret", "http://pages.example", clock)
        book, calendar = CaseBook(database), shipped_calendar()
        self.sync = RegisterSync(
            self.service, book, self.desk, links, lambda: calendar, lambda: tab, aside
        )

    def plain(self) -> None:
        """Read the range once and parse its JSON, and nothing else."""
        sheets = self.ours.sheets()
        self.ours.call(lambda: sheets.values_get(self.id, "Register"), safe=True)

    def change(self, count: int, turn: int) -> None:
        """Half of the changes by staff in cells, half by others in cases."""
        places = range(1, self.size, max(1, self.size // max(1, count)))
        column = chr(ord("A") + AT["Catatan Petugas"])
        data = []
        for turn_of, at in enumerate(list(places)[:count]):
            if turn_of % 2 == 0:
                where = f"Register!{column}{at + 1}"
                data.append({"range": where, "values": [[f"Catatan {turn}"]]})
            else:
                self.service.act(f"ADU/2026/{at:04d}", Note(text=f"Dari halaman {turn}"), STAFF)
        if data:
            sheets = self.staff.sheets()
            body = {"valueInputOption": "RAW", "data": data}
            self.staff.call(lambda: sheets.values_batch_update(self.id, body), safe=True)

    def calls(self, since: int) -> dict[str, int]:
        """Requests by method since a line of the log."""
        found: dict[str, int] = {}
        for line in self.log(since):
            if line["path"].startswith("/v4/"):
                found[line["method"]] = found.get(line["method"], 0) + 1
        return found

    def log(self, since: int) -> list[dict[str, Any]]:
        address = f"{self.origin}/_emulator/requests?since={since}"
        return list(requests.get(address, timeout=60).json())


def timed(work: Callable[[], None]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(size: int) -> list[dict[str, Any]]:
    """Every figure of one size."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tanggap.db")
        database.migrate()
        fill(database, size)
        with workspace_server(Path(folder) / "google") as origin:
            bench = Bench(origin, database, size)
            first = timed(bench.sync.cycle)
            bench.sync.cycle()
            bench.sync.cycle()
            # as the service does after its first look (integration/register/round.py)
            heap.set_aside()
            rows = [{"rows": size, "what": "first fill", "seconds": first, "peak": peak()}]
            for count in CHANGES:
                rows.append(figures(bench, count))
        database.close()
    return rows


def figures(bench: Bench, count: int) -> dict[str, Any]:
    """The median of several cycles with so many changes, against plain reads in between."""
    times, plain, cells, calls = [], [], [], {}
    write = bench.desk.write

    def counted(change: Any) -> None:
        cells.append(len(change.cells))
        write(change)

    bench.desk.write = counted  # type: ignore[method-assign]
    for turn in range(ROUNDS):
        bench.change(count, turn)
        plain.append(timed(bench.plain))
        mark = bench.log(0)[-1]["n"]
        times.append(timed(bench.sync.cycle))
        calls = bench.calls(mark)
        bench.sync.cycle()
    bench.desk.write = write  # type: ignore[method-assign]
    return {
        "rows": bench.size,
        "what": f"{count} changed",
        "calls": calls,
        "cells": sum(cells) // ROUNDS,
        "seconds": median(times),
        "plain": median(plain),
        "ratio": median(times) / median(plain),
        "peak": peak(),
    }


def peak() -> float:
    """Megabytes this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            for row in pool.apply(measure, (size,)):
                short = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
                print(json.dumps(short), flush=True)


if __name__ == "__main__":
    main()
