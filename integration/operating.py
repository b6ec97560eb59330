"""What an operator asks of the database: lists and small repairs.

In:    Settings.   Out: plain rows; one recorded repair.
Rule:  reads the same histories as the pages; repairs go through the outbox.
Never: calls Google.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from integration.casebook import CaseBook
from integration.clock import SystemClock
from integration.history import timeline
from integration.settings import Settings
from integration.sop.timing import due_at
from integration.store import cases, outbox
from integration.store.database import Database
from integration.tabs.kept import kept_calendar

PAPER_KINDS = ("document", "upload", "copy_link", "reply_doc", "whole_file")


@contextmanager
def _open(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def case_rows(settings: Settings) -> list[dict[str, Any]]:
    """Every case: number, status, step, due moment (ISO), late or not."""
    with _open(settings) as database:
        calendar = kept_calendar(database)
        known = dict(CaseBook(database).refresh())
    now = SystemClock(settings.clock_file).now()
    rows = []
    for case in known.values():
        due = due_at(case, calendar)
        rows.append(
            {
                "register_no": case.register_no,
                "status": case.status,
                "step": case.step.no if case.step else None,
                "due": due.isoformat() if due else None,
                "late": bool(due and now > due),
            }
        )
    return rows


def case_details(settings: Settings, register_no: str) -> dict[str, Any]:
    """One case with its history and documents. Raises UnknownCase."""
    with _open(settings) as database, database.read() as tx:
        case = cases.load(tx, register_no)
        events = cases.history(tx, register_no)
        entries = outbox.of_case(tx, register_no)
        broken = cases.broken_links(tx, register_no)
    return {
        "register_no": case.register_no,
        "status": case.status,
        "step": case.step.no if case.step else None,
        "history_intact": not broken,
        "timeline": timeline(events),
        "documents": documents(entries),
        "outbox": [{"key": e.key, "state": e.state, "error": e.last_error} for e in entries],
    }


def documents(entries: list[outbox.Entry]) -> list[dict[str, str]]:
    """Every paper of a case that lies in Drive."""
    return [
        {
            "title": str(entry.result["title"]),
            "name": str(entry.result["name"]),
            "sha256": str(entry.result["sha256"]),
            "file_id": str(entry.result["file_id"]),
            "url": str(entry.result["url"]),
        }
        for entry in entries
        if entry.kind in PAPER_KINDS and entry.state == outbox.DONE and "file_id" in entry.result
    ]


def outbox_rows(settings: Settings) -> list[dict[str, Any]]:
    """Everything that waits or is stuck."""
    with _open(settings) as database, database.read() as tx:
        entries = outbox.in_state(tx, outbox.STUCK) + outbox.in_state(tx, outbox.WAITING)
    return [
        {
            "key": entry.key,
            "state": entry.state,
            "attempts": entry.attempts,
            "last_error": entry.last_error,
        }
        for entry in entries
    ]
