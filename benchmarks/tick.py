"""What a look of the reminder round costs, over 10,000 and 100,000 open cases.

In:    nothing; `python benchmarks/tick.py [cases ...]`.   Out: times of the looks, their growth.
Rule:  the cases are real histories in a SQLite file; the reminders are queued as in life.
Never: part of the tests; a time depends on the machine. Start at `main()`.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import WITA, FixedClock
from integration.office import Office
from integration.reminders.round import Reminders
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Command, Complete, Receive
from integration.sop.intake import Intake
from integration.sop.rules import decide
from integration.store import cases as histories
from integration.store.database import Database
from integration.store.schema import cases, events

START = datetime(2026, 11, 2, 9, 0, tzinfo=WITA)
STEPS: tuple[tuple[Role, Complete], ...] = (
    (Role.SERVICE_DESK, Complete(step="triage", outcome="complaint")),
    (
        Role.HEAD,
        Complete(
            step="dispose",
            outcome="assigned",
            values={"assign_to": "Pengujian", "instruction": "Telusuri."},
        ),
    ),
    (Role.GROUP_HEAD, Complete(step="review", outcome="reviewed", values={"review": "Berdasar."})),
)
OFFICE = Office.from_json(
    {
        "name": "Balai Contoh",
        "letterhead": {},
        "service_mailbox": "pengaduan@balai.example",
        "service_desk": "petugas@balai.example",
        "head": "kepala@balai.example",
        "records_office": "tu@balai.example",
        "group_heads": {"Pengujian": "pengujian@balai.example"},
    }
)


def fill(database: Database, count: int) -> None:
    """`count` open cases, received over three days, waiting at steps 2 to 5."""
    with database.write() as tx:
        for first in range(0, count, 2000):
            rows = []
            numbers = range(first, min(first + 2000, count))
            tx.execute(
                insert(cases),
                [
                    {
                        "id": n + 1,
                        "register_no": f"ADU/2026/{n + 1:06d}",
                        "created_at": histories.stored_moment(START),
                    }
                    for n in numbers
                ],
            )
            for n in numbers:
                rows += _history(n)
            tx.execute(insert(events), rows)


def _history(n: int) -> list[dict[str, object]]:
    at = START + timedelta(seconds=(n * 37) % 200_000)
    intake = Intake(channel="website", email=f"p{n}@usaha.example", description="Terlambat.")
    commands: list[tuple[Role, Command]] = [
        (
            Role.CUSTOMER,
            Receive(
                register_no=f"ADU/2026/{n + 1:06d}",
                access_code="ABCDEFGHJK",
                source_key=f"bench:{n}",
                intake=intake,
                received_at=at,
            ),
        ),
        *STEPS[: n % 4],
    ]
    rows: list[dict[str, object]] = []
    case, previous = None, ""
    for role, command in commands:
        decision = decide(case, command, By(role=role, door=Door.OPERATOR), at)
        event, case = decision.events[0], decision.case
        digest = histories.chain(previous, event)
        rows.append(
            {
                "case_id": n + 1,
                "seq": event.seq,
                "what": event.what.value,
                "role": role.value,
                "person": "",
                "name": "",
                "door": "operator",
                "at": histories.stored_moment(at),
                "data": histories.canonical(event.data),
                "previous_hash": previous,
                "hash": digest,
            }
        )
        previous = digest
        at += timedelta(minutes=3)
    return rows


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(count: int, folder: Path) -> list[float]:
    """Seconds of: the first look after a start, an idle look, a morning with everything due."""
    database = Database(f"sqlite:///{folder / f'{count}.db'}")
    database.migrate()
    fill(database, count)
    clock = FixedClock(START - timedelta(hours=1))
    service = Service(database, clock, OFFICE)
    reminders = Reminders(service, CaseBook(database), shipped_calendar)
    cold = timed(reminders.look)
    idle = min(timed(reminders.look) for _ in range(5))
    clock.moment = START + timedelta(days=8)
    morning = timed(reminders.look)
    after = min(timed(reminders.look) for _ in range(5))
    database.close()
    return [cold, idle, morning, after]


def main(*counts: int) -> None:
    """Print a table: one line a kind of look, one column a number of cases."""
    counts = counts or (10_000, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(count, Path(folder)) for count in counts]
    names = ("first look after a start", "idle look", "look with all due", "idle look after it")
    print(f"{'seconds':28}" + "".join(f"{count:>12,}" for count in counts) + f"{'per case':>12}")
    for place, name in enumerate(names):
        times = [each[place] for each in found]
        growth = (times[-1] / times[0]) / (counts[-1] / counts[0])
        print(f"{name:28}" + "".join(f"{one:12.3f}" for one in times) + f"{growth:11.2f}x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
