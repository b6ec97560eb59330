"""The worker: drains the outbox, one effect at a time.

In:    claimed outbox entries.   Out: effects in the world, their results in the database.
Rule:  no transaction is open during a call; failures are named by what to do next.
Never: loses an effect: what cannot be done waits, or is stuck and shown to people.
"""

import errno
import hashlib
import logging
import random
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from integration.effects import filing, linked, mailing, numbering, replying
from integration.effects.context import Done, Handler, NotYet, Skip, Tools
from integration.ports import GiveUp, TryLater, Unclear
from integration.sop import effects as kinds
from integration.sop.actors import By, Door, Role
from integration.sop.effects import Effect
from integration.sop.errors import SopError
from integration.store import cases, outbox
from integration.store.outbox import Entry

log = logging.getLogger(__name__)

HANDLERS: Mapping[str, Handler] = {
    kinds.FOLDER: filing.make_folder,
    kinds.DOCUMENT: filing.make_document,
    kinds.UPLOAD: filing.upload,
    kinds.COPY_LINK: linked.copy_link,
    kinds.WHOLE_FILE: filing.make_whole_file,
    kinds.REPLY_DOC: replying.make_reply_doc,
    kinds.SEAL: replying.seal,
    kinds.FINAL_LETTER: numbering.prepare,
    kinds.MAIL: mailing.send,
}


class LeaseLost(Exception):
    """Another worker took the effect over while this one was away; it is that one's now."""


LONGEST_WAIT = 64.0
"""Seconds; Google's own ceiling for backing off (google-workspace.md 2.3)."""
NOT_YET_WAIT = 0.3
IDLE_WAIT = 0.5
ALARM = "alarm"
"""Stands in the key of the mail that tells of a stuck effect."""


SHORT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What this machine lacks for a while: disk, files, memory. The effect waits until it has them."""


def _passes(failure: OSError | MemoryError) -> bool:
    return isinstance(failure, MemoryError) or failure.errno in SHORT


def alarm_key(entry: Entry) -> str:
    """The key of the one mail that tells of this stuck effect."""
    digest = hashlib.sha256(entry.key.encode()).hexdigest()[:16]
    return f"{entry.register_no}:{ALARM}:{digest}"


SYSTEM = By(role=Role.SYSTEM, door=Door.WORKER)


@dataclass
class Worker:
    """Drains the outbox. Several may run, in threads or on several machines."""

    tools: Tools
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; sleeps while there is nothing to do."""
        woken = self.tools.service.woken
        while not stop.is_set():
            try:
                busy = self.step()
            except Exception:
                # The database may be away for a moment; the worker must outlive that.
                log.exception("worker step failed")
                busy = False
            if not busy:
                woken.wait(IDLE_WAIT)
                woken.clear()

    def drain(self) -> None:
        """Work until nothing is due."""
        while self.step():
            pass

    def step(self) -> bool:
        """Claim and perform one effect; False when none is due."""
        service = self.tools.service
        with service.database.write(alone=False) as tx:
            entry = outbox.claim(tx, self.holder, service.clock.now())
        if entry is None:
            return False
        self._perform(entry)
        return True

    def _perform(self, entry: Entry) -> None:
        try:
            self._attempt(entry)
        except LeaseLost:
            # It slept past its lease; whatever it went on to do would be done twice.
            log.warning("effect was taken over", extra={"key": entry.key})

    def _held(self, tx: Connection, entry: Entry) -> None:
        if not outbox.holds(tx, entry.key, self.holder):
            raise LeaseLost(entry.key)

    def _attempt(self, entry: Entry) -> None:
        service = self.tools.service

        def save(progress: Mapping[str, Any]) -> None:
            with service.database.write() as tx:
                self._held(tx, entry)
                outbox.save_progress(tx, entry.key, progress)

        try:
            done = HANDLERS[entry.kind](self.tools, entry, entry.progress, save)
        except LeaseLost:
            raise
        except NotYet as missing:
            self._postpone(entry, NOT_YET_WAIT, f"waits for {missing}", counts=False)
        except Skip as reason:
            self._finish(entry, outbox.SKIPPED, {}, str(reason))
        except TryLater as failure:
            self._postpone(entry, failure.wait_seconds or self._backoff(entry), str(failure))
        except Unclear as failure:
            self._postpone(entry, self._backoff(entry), f"unclear: {failure}")
        except SQLAlchemyError as failure:
            log.exception("database failed", extra={"key": entry.key})
            self._postpone(entry, self._backoff(entry), type(failure).__name__)
        except GiveUp as failure:
            log.error("effect needs a person", extra={"key": entry.key, "why": str(failure)})
            self._finish(entry, outbox.STUCK, {}, str(failure))
        except Exception as failure:
            log.exception("effect failed", extra={"key": entry.key})
            if isinstance(failure, OSError | MemoryError) and _passes(failure):
                self._postpone(entry, self._backoff(entry), f"unclear: {type(failure).__name__}")
                return
            self._finish(entry, outbox.STUCK, {}, f"{type(failure).__name__}: {failure}")
        else:
            self._record(entry, done)

    def _record(self, entry: Entry, done: Done) -> None:
        """The fact and what follows from it, in one transaction."""
        service = self.tools.service
        try:
            with service.database.write() as tx:
                self._held(tx, entry)
                if done.command is not None:
                    service.act_within(tx, entry.register_no, done.command, SYSTEM)
                outbox.finish(tx, entry.key, outbox.DONE, service.clock.now(), done.result)
        except SopError as refused:
            self._finish(entry, outbox.SKIPPED, done.result, f"no longer wanted: {refused.code}")
        service.woken.set()

    def _finish(self, entry: Entry, state: str, result: Mapping[str, Any], error: str) -> None:
        service = self.tools.service
        with service.database.write() as tx:
            self._held(tx, entry)
            outbox.finish(tx, entry.key, state, service.clock.now(), result, error)
            if state == outbox.STUCK and entry.register_no and f":{ALARM}:" not in entry.key:
                self._tell(tx, entry, error)
        service.woken.set()

    def _tell(self, tx: Connection, entry: Entry, error: str) -> None:
        """Nothing is stuck in silence: the service desk gets one mail about it."""
        told = Effect(
            key=alarm_key(entry),
            kind=kinds.MAIL,
            data={
                "template": "stuck",
                "to": Role.SERVICE_DESK.value,
                "text": f"{entry.key}: {error}",
            },
        )
        case_id = cases.case_id_of(tx, entry.register_no)
        outbox.queue_once(tx, [(case_id, told, "")], self.tools.service.clock.now())

    def _postpone(self, entry: Entry, seconds: float, error: str, counts: bool = True) -> None:
        service = self.tools.service
        if counts:
            log.warning("effect postponed", extra={"key": entry.key, "why": error})
        until = service.clock.now() + timedelta(seconds=seconds)
        with service.database.write() as tx:
            self._held(tx, entry)
            outbox.postpone(tx, entry.key, until, error, counts)

    @staticmethod
    def _backoff(entry: Entry) -> float:
        return float(min(2.0**entry.attempts, LONGEST_WAIT) * random.uniform(0.8, 1.2))
