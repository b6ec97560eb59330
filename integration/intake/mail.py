"""The service mailbox, looked at: every message once, each on its own.

In:    messages since a history id.   Out: each handed to `placing`, or set aside and told.
Rule:  one message that cannot be read or taken never blocks the next; the mark moves only when
       all before it are taken or told to staff; of several copies of one mail one counts.
Never: sends, or judges what a mail means. Start at `MailIntake.cycle`.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from integration.intake.aside import BROKEN, UNREADABLE, set_aside
from integration.intake.placing import Placing
from integration.ports import Failure, IncomingMail, Mailbox, NotFound, SignInRefused
from integration.service import Service
from integration.sop.calendar import Calendar

log = logging.getLogger(__name__)

MARK, BORN = "mail:history", "mail:born"
RESCAN = timedelta(days=8)
"""How far back is looked when Gmail has forgotten our history id (ids live about a week)."""
PATIENCE = timedelta(hours=1)
"""How long one message may refuse to be read before staff are told and the rest goes on."""


def seen_key(mail: IncomingMail) -> str:
    """Where it is remembered that this very message was taken; a cleared mailbox repeats ids."""
    return f"mail:{mail.id}:{mail.at.isoformat()}"


@dataclass
class MailIntake:
    """Looks at the service mailbox, one cycle at a time."""

    service: Service
    mailbox: Mailbox
    calendar: Callable[[], Calendar]
    _settled: set[str] = field(default_factory=set)
    """Messages dealt with while the mark waits for another; so they are not read again."""

    def __post_init__(self) -> None:
        # Pages and Form are open before the first look, so mail may come before it, too.
        if self.service.recall(BORN) is None:
            self.service.remember(BORN, self.service.clock.now().isoformat())

    def cycle(self) -> int:
        """Take what has arrived; how many messages that were."""
        mark = self.service.recall(MARK)
        if mark is None:
            # What is older than this house is not ours to register.
            newest = self.mailbox.newest_history()
            ids = self.mailbox.recent(datetime.fromisoformat(self.service.recall(BORN)))
        else:
            try:
                ids, newest = self.mailbox.arrived_since(mark)
            except NotFound:
                log.warning("mail history expired; looking at recent mail again")
                newest = self.mailbox.newest_history()
                ids = self.mailbox.recent(self.service.clock.now() - RESCAN)
        taken = self._take_all(dict.fromkeys(ids))
        if newest != mark:
            self.service.remember(MARK, newest)
        self._settled.clear()
        return taken

    def _take_all(self, ids: Iterable[str]) -> int:
        """Take what can be taken. Raises the first failure when something must be tried again."""
        taken, failures, in_a_row = 0, list[Exception](), 0
        for message_id in ids:
            if message_id in self._settled:
                continue
            try:
                taken += self._take(message_id)
                in_a_row = 0
            except SignInRefused:
                raise
            except (Failure, SQLAlchemyError) as failure:
                if self._given_up(message_id, failure):
                    continue
                failures.append(failure)
                in_a_row += 1
                if in_a_row == 2:
                    break  # not this message but Gmail, or the database, is away
                continue
            self._settled.add(message_id)
        if failures:
            raise failures[0]
        return taken

    def _given_up(self, message_id: str, failure: Exception) -> bool:
        """Whether a message has failed for so long that staff are told and the rest goes on."""
        if isinstance(failure, SQLAlchemyError):
            return False
        key = f"mail:failing:{message_id}"
        now = self.service.clock.now()
        since = self.service.recall(key)
        if since is None:
            self.service.remember(key, now.isoformat())
            return False
        if now - datetime.fromisoformat(since) < PATIENCE:
            return False
        log.error("a mail could not be read", extra={"mail": message_id, "why": str(failure)})
        set_aside(self.service, f"mail:unreadable:{message_id}:{since}", UNREADABLE, now)
        self._settled.add(message_id)
        return True

    def _take(self, message_id: str) -> bool:
        try:
            mail = self.mailbox.read(message_id)
        except NotFound:
            return False
        seen = seen_key(mail)
        if self.service.recall(seen) is not None:
            return False
        try:
            became = Placing(self.service, mail, seen, self.calendar).place()
        except (Failure, SQLAlchemyError):
            raise
        except Exception as failure:
            log.exception("a mail could not be taken", extra={"mail": message_id})
            kept = self.service.keep_file(f"{message_id}.eml", "message/rfc822", mail.raw)
            set_aside(self.service, seen, BROKEN, mail.at, mail, kept)
            became = f"broken: {type(failure).__name__}"
        self.service.remember(seen, became)
        return True
