"""The monthly report over ten thousand and a hundred thousand cases: time and peak memory.

In:    nothing; `python benchmarks/report.py [cases ...]`.   Out: a line a size, growth beside it.
Rule:  histories made by the rules themselves, spread over two years; each size is read, counted
       and set as page, workbook and paper in a process of its own, so that peaks do not mix.
Never: part of the tests. Start at `main()`.
"""

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from integration.calendar_seed import shipped_calendar
from integration.office import KINDS, SERVICES, Office
from integration.reports import facts, monthly
from integration.reports.period import Month
from integration.reports.shown import page, paper, workbook
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.choices import CHANNELS
from integration.sop.commands import Command, Complete, Previewed, Receive
from integration.sop.events import Event
from integration.sop.intake import Intake
from integration.sop.rules import decide
from integration.sop.table import STATIONS
from integration.store import schema
from integration.store.cases import canonical, stored_moment
from integration.store.database import Database
from integration.templating import TemplateFolder

SIZES = (10_000, 100_000)
TEMPLATES, ROWS = 400, 20_000
MONTH = Month(2026, 11)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
DAYS = 730
"""The cases are spread over so many days before NOW; half of them end before the report looks."""
GROUPS = ("Pengujian", "Kalibrasi", "Sertifikasi", "Halal", "Inspeksi")
CAUSES = tuple(f"Penyebab nomor {n}: alat {n} menunggu suku cadang." for n in range(300))
PDF = {"name": "surat.pdf", "sha256": "f" * 64, "size": 3, "media_type": "application/pdf"}
PEOPLE = {name: {"email": f"{name}@balai.example"} for name in ("head", "records_office")}
OFFICE = Office.from_json(
    {
        "name": "Balai Contoh",
        "letterhead": dict.fromkeys(
            ("ministry", "agency", "office", "address", "phone", "email", "website", "city"),
            "Contoh",
        ),
        "service_mailbox": "layanan@balai.example",
        "service_desk": "petugas@balai.example",
        "group_heads": {group: f"{group.lower()}@balai.example" for group in GROUPS},
        **PEOPLE,
    }
)


def answers(dice: random.Random) -> dict[str, dict[str, Any]]:
    """What finishes each step of one invented complaint."""
    group, words = dice.choice(GROUPS), "Sudah ditelusuri bersama petugas terkait. " * 5
    return {
        "triage": {
            "assign_to": group,
            "service": dice.choice(SERVICES),
            "kind": dice.choice(KINDS),
        },
        "dispose": {"assign_to": group, "instruction": words},
        "review": {"review": words},
        "cause": {"root_cause": dice.choice(CAUSES)},
        "actions": dict.fromkeys(("correction", "corrective_action", "preventive_action"), words),
        "verify": {"verification": words},
        "draft": {"reply_draft": words, "initial": "ABC"},
        "sign": {"reason": "Nada surat terlalu kaku."},
        "records": {"letter_no": "B/1/BALAI/I/2026", "letter_date": "2026-01-01", "final_pdf": PDF},
        "deliver": {},
    }


def history(dice: random.Random) -> list[Event]:
    """One complaint told by the rules, its steps quick or slow; one in ten stays open."""
    at, values, returns = datetime(2024, 1, 1, 1, tzinfo=UTC), answers(dice), dice.random() < 0.2
    intake = Intake(channel=dice.choice(CHANNELS)[0], description="Laporan uji terlambat. " * 20)
    told: list[Event] = []
    case: Case | None = None
    command: Command = Receive(
        register_no="", access_code="", source_key="", intake=intake, received_at=at
    )
    last = dice.randrange(2, 10) if dice.random() < 0.1 else 99
    while True:
        role = STATIONS[case.station].actor if case else Role.CUSTOMER
        by = By(role=role, door=Door.LINK, person=f"{role}@balai.example")
        decision = decide(case, command, by, at)
        case, told = decision.case, [*told, *decision.events]
        if case.final or len(told) == last:
            return told
        if case.station == "sign" and case.preview is None:
            command = Previewed(
                version=case.versions, doc_id="d", revision="r", pdf_sha256="0" * 64, text="..."
            )
            at += timedelta(minutes=1)
            continue
        step = STATIONS[case.station]
        outcome = step.outcomes[0].key
        if step.key == "sign" and returns:
            outcome, returns = "tidak", False
        command = Complete(step=step.key, outcome=outcome, values=values[step.key])
        at += timedelta(minutes=dice.choice((5, 20, 45)) + 1440 * step.standard.days)


def fill(path: Path, size: int) -> int:
    """Write so many cases into a fresh database; how many events they have."""
    dice = random.Random(2026)
    database = Database(f"sqlite:///{path}")
    database.migrate()
    templates = [history(dice) for _ in range(TEMPLATES)]
    first = NOW - timedelta(days=DAYS)
    cases: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    written = 0
    with database.write() as tx:
        for number in range(1, size + 1):
            told = templates[dice.randrange(TEMPLATES)]
            shift = first + timedelta(days=DAYS * number / (size + 1)) - told[0].at
            register_no = f"ADU/2026/{number:06d}"
            cases.append({"id": number, "register_no": register_no, "created_at": "-"})
            for event in told:
                data = dict(event.data)
                if event.seq == 1:
                    received = (event.at + shift).isoformat()
                    data |= {"register_no": register_no, "received_at": received}
                events.append(
                    {
                        "case_id": number,
                        "seq": event.seq,
                        "what": event.what.value,
                        "role": event.by.role.value,
                        "person": event.by.person,
                        "name": "",
                        "door": event.by.door.value,
                        "at": stored_moment(event.at + shift),
                        "data": canonical(data),
                        "previous_hash": "",
                        "hash": "",
                    }
                )
            if len(events) >= ROWS or number == size:
                tx.execute(insert(schema.cases), cases)
                tx.execute(insert(schema.events), events)
                cases.clear()
                written += len(events)
                events.clear()
    database.close()
    return written


def measure(path: Path, answer: Any) -> None:
    """Read, count and set one report; processor seconds and megabytes go into `answer`."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    database, calendar = Database(f"sqlite:///{path}"), shipped_calendar()
    began = time.process_time()
    read = facts.read(database, calendar, NOW, monthly.since(MONTH))
    folded = time.process_time()
    told = monthly.report(read, calendar, MONTH, NOW)
    counted = time.process_time()
    page.html(told, OFFICE.name)
    workbook.xlsx(told, OFFICE.name)
    paper.pdf(told, OFFICE, TemplateFolder())
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer.send(
        {
            "reading": folded - began,
            "counting": counted - folded,
            "setting": done - counted,
            "total": done - began,
            "idle_mb": before / 1024,
            "peak_mb": peak / 1024,
            "received": told["totals"]["received"],
        }
    )
    database.close()


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the table."""
    heads = ("cases", "events", "read s", "count s", "set s", "total s", "peak MB", "(idle MB)")
    print("".join(f"{head:>11}" for head in heads))
    context = multiprocessing.get_context("spawn")
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.db"
            events = fill(path, size)
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=measure, args=(path, there))
            process.start()
            told = here.recv()
            process.join()
            path.unlink()
            runs.append(told)
            print(
                f"{size:11,}{events:11,}{told['reading']:11.1f}{told['counting']:11.2f}"
                f"{told['setting']:11.2f}{told['total']:11.1f}{told['peak_mb']:11.0f}"
                f"{told['idle_mb']:11.0f}",
                flush=True,
            )
    for small, large, less, more in zip(sizes, sizes[1:], runs, runs[1:], strict=False):
        print(
            f"{large / small:g} times the cases: {more['total'] / less['total']:.1f} times the "
            f"time, {more['peak_mb'] / less['peak_mb']:.1f} times the memory"
        )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
