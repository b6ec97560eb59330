"""The office at work: every door's command, decided and recorded in one transaction.

In:    commands from pages, cells, mails and the worker.   Out: events and effects, stored.
Rule:  one transaction per command: lock, decide, append, queue (design section 1).
Never: calls Google; what must reach the outside waits in the outbox. Start at `Service.act`.
"""

import logging
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from integration.clock import WITA
from integration.office import Office
from integration.ports import Clock
from integration.sop import errors
from integration.sop.actors import By
from integration.sop.case import Case
from integration.sop.commands import Command, Complete, Opened, Receive
from integration.sop.events import Event
from integration.sop.intake import EARLIEST, Intake
from integration.sop.rules import Decision, decide
from integration.store import cases, files, outbox
from integration.store.database import Database

log = logging.getLogger(__name__)

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def draw_code() -> str:
    """An access code: 10 signs without look-alikes, about 49 random bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


@dataclass
class Service:
    """What pages, cells, mails and the worker call."""

    database: Database
    clock: Clock
    office: Office
    woken: threading.Event = field(default_factory=threading.Event)
    """Set after every commit, so that the worker need not wait for its next look."""

    def receive(
        self, intake: Intake, source_key: str, by: By, received_at: datetime
    ) -> tuple[str, bool]:
        """Register a complaint once per source: (register number, whether it is new)."""
        at = self.clock.now()
        try:
            with self.database.write() as tx:
                known = cases.case_of_source(tx, source_key)
                if known is not None:
                    return known, False
                number = self._open(tx, intake, source_key, by, received_at, at)
        except IntegrityError:
            # Another process took the same source between our look and our insert.
            with self.database.read() as tx:
                known = cases.case_of_source(tx, source_key)
            if known is None:
                raise
            return known, False
        self.woken.set()
        log.info("complaint received", extra={"case": number, "door": by.door.value})
        return number, True

    def _open(
        self,
        tx: Connection,
        intake: Intake,
        source_key: str,
        by: By,
        received_at: datetime,
        at: datetime,
    ) -> str:
        number = cases.next_number(tx, at.astimezone(WITA).year)
        case_id = cases.open_case(tx, number, source_key, at)
        command = Receive(
            register_no=number,
            access_code=draw_code(),
            source_key=source_key,
            intake=intake,
            received_at=received_at if EARLIEST <= received_at <= at else at,
        )
        decision = decide(None, command, by, at)
        self._record(tx, case_id, "", decision, at)
        return number

    def act(self, register_no: str, command: Command, by: By, once: str = "") -> Case:
        """Decide and record one command. Raises SopError, or cases.UnknownCase.

        Of two people who act at one moment the database lets one win; the other's command
        meets the new state and is told who was first. `once` is the key of the message that
        carries the command: it is remembered with it, so the same message never acts twice.
        """
        for attempt in (1, 2, 3):
            try:
                with self.database.write() as tx:
                    if once:
                        cases.case_id_of(tx, register_no, lock=True)
                        if files.recall(tx, once) is not None:
                            return cases.load(tx, register_no)
                        files.remember(tx, once, register_no)
                    case = self.act_within(tx, register_no, command, by)
                break
            except IntegrityError:
                if attempt == 3:
                    raise
        self.recorded(register_no, command, by)
        return case

    def recorded(self, register_no: str, command: Command, by: By) -> None:
        """Tell the worker and the log of a command that is on disk."""
        self.woken.set()
        log.info(
            "command recorded",
            extra={"case": register_no, "command": type(command).__name__, "door": by.door.value},
        )

    def opened(self, register_no: str, day: str, by: By) -> None:
        """Record that a confidential case was opened: once for each person and ISO date."""
        with self.database.write() as tx:
            cases.case_id_of(tx, register_no, lock=True)
            known = cases.load(tx, register_no).openings
            if (by.person.casefold(), day) not in known:
                self.act_within(tx, register_no, Opened(day=day), by)

    def act_within(self, tx: Connection, register_no: str, command: Command, by: By) -> Case:
        """The same inside a transaction of the caller's, who commits it."""
        case_id = cases.case_id_of(tx, register_no, lock=True)
        return self.decided(tx, case_id, cases.load(tx, register_no), command, by)

    def decided(self, tx: Connection, case_id: int, case: Case, command: Command, by: By) -> Case:
        """The same for a case that is locked and read. A SopError leaves nothing recorded."""
        at = self.clock.now()
        decision = decide(case, command, by, at, self.office.lists)
        if isinstance(command, Complete) and command.step == "records":
            letter_no = decision.events[0].data["values"]["letter_no"]
            # the same number in other letters or with other spaces is the same number to people
            known_as = "".join(letter_no.split()).casefold()
            if not cases.take_letter_number(tx, known_as, case_id):
                raise errors.LetterNumberTaken(letter_no=letter_no)
        self._record(tx, case_id, case.hash, decision, at)
        return decision.case

    def _record(
        self, tx: Connection, case_id: int, previous: str, decision: Decision, at: datetime
    ) -> None:
        cases.append(tx, case_id, previous, decision.events)
        outbox.queue(tx, case_id, decision.effects, at)

    def keep_file(self, name: str, media_type: str, content: bytes) -> dict[str, Any]:
        """Store bytes as received; the reference that events carry."""
        with self.database.write() as tx:
            digest = files.keep(tx, content, media_type)
        return {"name": name, "sha256": digest, "size": len(content), "media_type": media_type}

    def file(self, sha256: str) -> bytes | None:
        """The bytes with this hash."""
        with self.database.read() as tx:
            return files.fetch(tx, sha256)

    def case(self, register_no: str, upto: int | None = None) -> Case:
        """A case as it stands, or stood after event `upto`. Raises cases.UnknownCase."""
        with self.database.read() as tx:
            return cases.load(tx, register_no, upto)

    def history(self, register_no: str) -> list[Event]:
        """The events of a case, oldest first."""
        with self.database.read() as tx:
            return cases.history(tx, register_no)

    def effects(self, register_no: str) -> list[outbox.Entry]:
        """What the outbox holds of a case, oldest first."""
        with self.database.read() as tx:
            return outbox.of_case(tx, register_no)

    def entry(self, key: str) -> outbox.Entry | None:
        """One line of the outbox."""
        with self.database.read() as tx:
            return outbox.get(tx, key)

    def recall(self, key: str, otherwise: Any = None) -> Any:
        """A remembered fact (watermarks, ids made in Google)."""
        with self.database.read() as tx:
            return files.recall(tx, key, otherwise)

    def remember(self, key: str, value: Any) -> None:
        """Keep a fact under a key."""
        with self.database.write() as tx:
            files.remember(tx, key, value)
