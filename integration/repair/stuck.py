"""Verbs for what is stuck: look again, try again, mark as sent, give up; each recorded.

In:    the key of a stuck effect.   Out: a sentence saying what was done.
Rule:  a person decides what the worker may not guess; the case's history says who and what, in
       the transaction that does it; of an effect without a case the office's log does.
Never: touches what the worker still does by itself. Start at `Stuck`.
"""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from integration.effects.context import Tools
from integration.effects.mailing import LOOKS, sent_result
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Note
from integration.sop.effects import MAIL
from integration.store import office_log, outbox
from integration.store.outbox import DONE, SKIPPED, STUCK, Entry

SENT_FOUND = "E-mail ditemukan di kotak Terkirim dan dicatat sebagai terkirim."
STILL_DRAFT = "E-mail masih berupa draf dan belum terkirim; --again mengirimnya."
NOWHERE = "E-mail tidak ada sebagai draf maupun di kotak Terkirim; --again membuatnya sekali lagi."
NEVER_MADE = "E-mail belum pernah dibuat; --again membuatnya."
NOT_A_MAIL = "Pekerjaan ini bukan e-mail; tidak ada yang dapat dicari."
AGAIN = "Pekerjaan dicoba kembali."
MARKED = "E-mail ditandai terkirim."
GIVEN_UP = "Pekerjaan dihentikan."


class NotStuck(LookupError):
    """No effect with this key is stuck."""


def operator() -> By:
    """Whoever sits at the machine."""
    return By(role=Role.SYSTEM, door=Door.OPERATOR, person=getpass.getuser())


@dataclass(frozen=True)
class Stuck:
    """One stuck effect under an operator's hands. Every verb raises NotStuck."""

    tools: Tools
    key: str

    def look(self) -> str:
        """Look at Gmail whether the mail was sent; if so, record it. Raises ports.Failure."""
        entry = self._entry()
        if entry.kind != MAIL:
            return self._recorded(NOT_A_MAIL)
        if not {"draft_id", "subject"} <= set(entry.progress):
            return self._recorded(NEVER_MADE)
        if self.tools.mailbox.draft_exists(entry.progress["draft_id"]):
            return self._recorded(STILL_DRAFT)
        sent = self._sent(entry)
        return self._recorded(NOWHERE) if sent is None else self._recorded(SENT_FOUND, DONE, sent)

    def again(self) -> str:
        """Let the worker try once more; a mail that was looked for in vain is made anew.

        Before that it is looked for a last time. Raises ports.Failure.
        """
        entry = self._entry()
        progress = entry.progress
        if entry.kind == MAIL and progress.get("looks", 0) >= LOOKS:
            sent = self._sent(entry)
            if sent is not None:
                return self._recorded(SENT_FOUND, DONE, sent)
            progress = {}
        with self.tools.service.database.write() as tx:
            self._still(tx)
            outbox.save_progress(tx, self.key, progress)
            outbox.again(tx, self.key, self.tools.service.clock.now())
            self._note(tx, entry, AGAIN)
        return AGAIN

    def sent(self) -> str:
        """A person has seen that it was sent."""
        if self._entry().kind != MAIL:
            return self._recorded(NOT_A_MAIL)
        return self._recorded(MARKED, DONE, {"marked": operator().person})

    def give_up(self) -> str:
        """Nobody wants it any more; what waited for it goes on."""
        return self._recorded(GIVEN_UP, SKIPPED, error="given up by an operator")

    def _entry(self) -> Entry:
        return self._judged(self.tools.service.entry(self.key))

    def _still(self, tx: Connection) -> Entry:
        """The effect, locked: another operator may have been faster."""
        return self._judged(outbox.get(tx, self.key, lock=True))

    def _judged(self, found: Entry | None) -> Entry:
        if found is None or found.state != STUCK:
            raise NotStuck(self.key)
        return found

    def _sent(self, entry: Entry) -> dict[str, Any] | None:
        """What the worker would have kept of a mail that lies in SENT."""
        found = self.tools.mailbox.find_sent(entry.key, entry.progress["subject"])
        if found is None:
            return None
        sent = self.tools.mailbox.sent(found)
        return sent_result(sent, bool(entry.progress.get("to_customer")))

    def _recorded(
        self, said: str, state: str = "", result: Mapping[str, Any] | None = None, error: str = ""
    ) -> str:
        """The verb and what it changed, in one transaction."""
        service = self.tools.service
        with service.database.write() as tx:
            entry = self._still(tx)
            if state:
                outbox.finish(tx, self.key, state, service.clock.now(), result or {}, error)
            self._note(tx, entry, said)
        return said

    def _note(self, tx: Connection, entry: Entry, said: str) -> None:
        """In the case's history; in the office's log where the effect belongs to no case."""
        service, by = self.tools.service, operator()
        if entry.register_no:
            note = Note(text=f"{said} ({self.key})", kind="operator")
            service.act_within(tx, entry.register_no, note, by)
            return
        data = {"key": self.key, "said": said}
        at = service.clock.now()
        office_log.write(tx, f"operator:{uuid4().hex}", office_log.OPERATOR, by.person, at, data)
