"""The planned lines become cases, in one transaction.

In:    a database, planned lines, the present moment.   Out: register numbers by source key.
Rule:  lawful events only: received through the operator's door with the moment of the past; what
       had ended gets one event more that says so. No effects: nobody gets a mail or a paper.
Never: takes a line twice: its content is its source.
"""

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from integration.clock import WITA
from integration.importing.judging import Planned
from integration.service import draw_code
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Receive, TakeOver
from integration.sop.rules import decide
from integration.store import cases
from integration.store.database import Database

REASON = "Dari register lama."
KNOWN = "sudah diambil sebelumnya sebagai {number}"


def with_known(database: Database, planned: Sequence[Planned]) -> list[Planned]:
    """The same lines; those that were taken by an earlier run are passed over."""
    with database.read() as tx:
        return [_known(tx, one) for one in planned]


def _known(tx: Connection, one: Planned) -> Planned:
    number = None if one.skipped else cases.case_of_source(tx, one.source_key)
    return one if number is None else replace(one, skipped=KNOWN.format(number=number))


def take(database: Database, planned: Sequence[Planned], now: datetime) -> dict[str, str]:
    """Everything or nothing; register numbers by source key, oldest complaint first."""
    by = By(role=Role.SYSTEM, door=Door.OPERATOR, person=getpass.getuser())
    taken: dict[str, str] = {}
    with database.write() as tx:
        for one in sorted(planned, key=lambda each: each.received_at):
            if not _known(tx, one).skipped:
                taken[one.source_key] = _open(tx, one, by, now)
    return taken


def _open(tx: Connection, one: Planned, by: By, now: datetime) -> str:
    number = cases.next_number(tx, one.received_at.astimezone(WITA).year)
    case_id = cases.open_case(tx, number, one.source_key, now)
    received = decide(
        None,
        Receive(
            register_no=number,
            access_code=draw_code(),
            source_key=one.source_key,
            intake=one.intake,
            received_at=one.received_at,
        ),
        by,
        now,
    )
    events = list(received.events)
    if one.ended_at is not None:
        ended = TakeOver(status=one.final, ended_at=one.ended_at, reason=REASON)
        events += decide(received.case, ended, by, now).events
    cases.append(tx, case_id, "", events)
    return number
