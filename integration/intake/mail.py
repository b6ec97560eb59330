"""The service mailbox: a new thread is a complaint, a reply goes to its case.

In:    messages since a history id.   Out: `receive`, `Note` and completed data requests.
Rule:  each message on its own: one broken mail never blocks the next; the mark moves only when
       all before it are taken. Automatic mail is never answered (RFC 3834).
Never: sends.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integration.clock import WITA
from integration.intake.mapping import INVALID_EMAIL, tidy, usable_email, without_quote
from integration.ports import Failure, IncomingMail, Mailbox, NotFound
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Command, Complete, Note
from integration.sop.intake import Intake
from integration.store.cases import UnknownCase

log = logging.getLogger(__name__)

MARK, BORN = "mail:history", "mail:born"
RESCAN = timedelta(days=8)
"""How far back is looked when Gmail has forgotten our history id (ids live about a week)."""
WITHOUT_TEXT = "(tanpa teks)"
REGISTER_NO = re.compile(r"ADU/\d{4}/\d{4,}")


NO_CASE = ""
"""Remembered for a thread of ours that is about no single case (the morning list)."""


def thread_key(thread_id: str) -> str:
    """Where the case of a Gmail thread is remembered."""
    return f"thread:{thread_id}"


@dataclass
class MailIntake:
    """Looks at the service mailbox, one cycle at a time."""

    service: Service
    mailbox: Mailbox

    def __post_init__(self) -> None:
        # Pages and Form are open before the first look, so mail may come before it, too.
        if self.service.recall(BORN) is None:
            self.service.remember(BORN, self.service.clock.now().isoformat())

    def cycle(self) -> int:
        """Take what has arrived; how many messages that were."""
        mark = self.service.recall(MARK)
        if mark is None:
            return self._first_look()
        try:
            ids, newest = self.mailbox.arrived_since(mark)
        except NotFound:
            log.warning("mail history expired; looking at recent mail again")
            newest = self.mailbox.newest_history()
            ids = self.mailbox.recent(self.service.clock.now() - RESCAN)
        taken = sum(self._take(message_id) for message_id in dict.fromkeys(ids))
        if newest != mark:
            self.service.remember(MARK, newest)
        return taken

    def _first_look(self) -> int:
        """Begin with what came since the house first stood; older mail is not ours to register."""
        newest = self.mailbox.newest_history()
        ids = self.mailbox.recent(datetime.fromisoformat(self.service.recall(BORN)))
        taken = sum(self._take(message_id) for message_id in dict.fromkeys(ids))
        self.service.remember(MARK, newest)
        return taken

    def _take(self, message_id: str) -> bool:
        try:
            mail = self.mailbox.read(message_id)
        except NotFound:
            return False
        key = f"mail:{mail.id}:{mail.at.isoformat()}"
        if self.service.recall(key) is not None:
            return False
        try:
            became = self._place(mail, key)
        except Failure:
            raise
        except Exception as failure:
            log.exception("a mail could not be taken", extra={"mail": message_id})
            self.service.keep_file(f"{message_id}.eml", "message/rfc822", mail.raw)
            became = f"broken: {type(failure).__name__}"
        self.service.remember(key, became)
        return True

    def _place(self, mail: IncomingMail, key: str) -> str:
        if mail.sender.lower() in self.service.office.own_addresses:
            return "own"
        case = self._case_of(mail)
        if mail.bounce_of:
            return self._bounced(case, mail, key)
        if mail.automatic:
            return "automatic"
        if case is None and self.service.recall(thread_key(mail.thread_id)) == NO_CASE:
            return "answer to a list of several cases; it stays in the mailbox"
        if case is None:
            return self._complain(mail, key)
        if case.source_key == key:
            return case.register_no  # this mail opened it, before we were stopped
        return self._reply(case, mail, key)

    def _case_of(self, mail: IncomingMail) -> Case | None:
        number = self.service.recall(thread_key(mail.thread_id))
        if number is None:
            named = REGISTER_NO.search(mail.subject)
            number = named.group(0) if named else None
        if number is None:
            return None
        try:
            case = self.service.case(number)
        except UnknownCase:
            return None
        known = self.service.recall(thread_key(mail.thread_id)) == number
        return case if known or mail.sender.lower() == case.intake.email.lower() else None

    def _files(self, mail: IncomingMail) -> tuple[dict[str, Any], ...]:
        return tuple(
            self.service.keep_file(file.name, file.media_type, file.content) for file in mail.files
        )

    def _complain(self, mail: IncomingMail, key: str) -> str:
        text = tidy(mail.text) or tidy(mail.subject)
        intake = Intake(
            channel="email",
            name=tidy(mail.sender_name),
            email=usable_email(mail.sender),
            contact=mail.sender,
            problems=() if usable_email(mail.sender) else (INVALID_EMAIL,),
            description=text,
            origin={
                "thread_id": mail.thread_id,
                "rfc_id": mail.rfc_id,
                "subject": re.sub(r"^(re|fwd?|bls):\s*", "", mail.subject, flags=re.I),
            },
            files=self._files(mail),
        )
        number, _ = self.service.receive(intake, key, self._by(mail), mail.at)
        self.service.remember(thread_key(mail.thread_id), number)
        return number

    def _reply(self, case: Case, mail: IncomingMail, key: str) -> str:
        text = without_quote(tidy(mail.text)) or tidy(mail.subject) or WITHOUT_TEXT
        files = self._files(mail)
        by = self._by(mail, case)
        command: Command
        if by.role is Role.CUSTOMER and case.station == "complete_info":
            values = {"supplement": text, "evidence": list(files)}
            command = Complete(step="complete_info", outcome="completed", values=values)
        else:
            kind = "customer" if by.role is Role.CUSTOMER else "official"
            command = Note(text=text, kind=kind, files=files, message_id=mail.rfc_id)
        self.service.act(case.register_no, command, by, once=key)
        return case.register_no

    def _bounced(self, case: Case | None, mail: IncomingMail, key: str) -> str:
        if case is None:
            return "bounce of nothing of ours"
        text = f"E-mail tidak sampai ke alamat: {', '.join(mail.bounce_of)}"
        by = By(role=Role.SYSTEM, door=Door.MAIL, person=mail.sender)
        self.service.act(case.register_no, Note(text=text, kind="bounce"), by, once=key)
        return case.register_no

    def _by(self, mail: IncomingMail, case: Case | None = None) -> By:
        """Who writes: officials answer their task mails too, and then do not speak as customers."""
        role = Role.CUSTOMER
        if case is not None and mail.sender.casefold() != case.intake.email.casefold():
            role = self._role_of(mail, case)
        return By(role=role, door=Door.MAIL, person=mail.sender, name=tidy(mail.sender_name))

    def _role_of(self, mail: IncomingMail, case: Case) -> Role:
        office, day = self.service.office, mail.at.astimezone(WITA).date()
        sender = mail.sender.casefold()
        for role in (Role.SERVICE_DESK, Role.HEAD, Role.RECORDS_OFFICE, Role.GROUP_HEAD):
            if office.in_charge(role, case, day).email.casefold() == sender:
                return role
        others = {one.email.casefold() for one in office.officials}
        return Role.GROUP_HEAD if sender in others else Role.CUSTOMER
