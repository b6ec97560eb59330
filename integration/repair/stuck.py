"""Verbs for what is stuck: look again, try again, mark as sent, give up; each recorded.

In:    the key of a stuck effect.   Out: a sentence saying what was done.
Rule:  a person decides what the worker may not guess; the case's history says who and what.
Never: touches what the worker still does by itself. Start at `Stuck`.
"""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integration.effects.context import Tools
from integration.effects.mailing import LOOKS
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Note
from integration.sop.effects import MAIL
from integration.store import outbox
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
            return NOT_A_MAIL
        draft, subject = entry.progress.get("draft_id"), entry.progress.get("subject")
        if draft is None or subject is None:
            return NEVER_MADE
        if self.tools.mailbox.draft_exists(draft):
            return self._noted(STILL_DRAFT)
        found = self.tools.mailbox.find_sent(entry.key, subject)
        if found is None:
            return self._noted(NOWHERE)
        sent = self.tools.mailbox.sent(found)
        self._finish(
            DONE,
            {
                "message_id": sent.message_id,
                "thread_id": sent.thread_id,
                "rfc_id": sent.rfc_id,
                "to_customer": bool(entry.progress.get("to_customer")),
            },
        )
        return self._noted(SENT_FOUND)

    def again(self) -> str:
        """Let the worker try once more; a mail that was looked for in vain is made anew."""
        entry = self._entry()
        progress = entry.progress
        if entry.kind == MAIL and progress.get("looks", 0) >= LOOKS:
            progress = {}
        with self.tools.service.database.write() as tx:
            outbox.save_progress(tx, self.key, progress)
            outbox.again(tx, self.key, self.tools.service.clock.now())
        return self._noted(AGAIN)

    def sent(self) -> str:
        """A person has seen that it was sent."""
        if self._entry().kind != MAIL:
            return NOT_A_MAIL
        self._finish(DONE, {"marked": operator().person})
        return self._noted(MARKED)

    def give_up(self) -> str:
        """Nobody wants it any more; what waited for it goes on."""
        self._entry()
        self._finish(SKIPPED, {}, "given up by an operator")
        return self._noted(GIVEN_UP)

    def _entry(self) -> Entry:
        found = self.tools.service.entry(self.key)
        if found is None or found.state != STUCK:
            raise NotStuck(self.key)
        return found

    def _finish(self, state: str, result: Mapping[str, Any], error: str = "") -> None:
        service = self.tools.service
        with service.database.write() as tx:
            outbox.finish(tx, self.key, state, service.clock.now(), result, error)

    def _noted(self, said: str) -> str:
        entry = self.tools.service.entry(self.key)
        if entry is not None and entry.register_no:
            note = Note(text=f"{said} ({self.key})", kind="operator")
            self.tools.service.act(entry.register_no, note, operator())
        return said
