"""What one message of the service mailbox means: a complaint, an answer, a bounce, nothing.

In:    an IncomingMail.   Out: `receive`, `Note`, `Reopen` and completed data requests.
Rule:  a thread or a Message-ID of ours leads to its case, a register number only together with
       the customer's own, proven address; automatic mail is never answered (RFC 3834).
Never: sends. Start at `Placing.place`.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integration.clock import WITA
from integration.intake.aside import AUTOMATIC, BOUNCE, LIST_ANSWER, set_aside
from integration.intake.following import REGISTER_NO, go_on_as_new, linked
from integration.intake.mapping import (
    INVALID_EMAIL,
    NO_TEXT,
    tidy,
    without_quote,
)
from integration.intake.threads import NO_CASE, rfc_key, thread_key
from integration.ports import IncomingMail
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.addresses import usable_email
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.commands import Command, Complete, Note, Reopen
from integration.sop.intake import Intake
from integration.sop.reopening import may_reopen
from integration.sop.timing import answer_until
from integration.store.cases import UnknownCase, canonical

LONGEST_SUBJECT = 500
"""Signs of a subject that our answers repeat."""
WITHOUT_TEXT = "(tanpa teks)"
_ANSWERS = re.compile(r"^(?:(?:re|fwd?|bls|trs):\s*)+", re.IGNORECASE)


def content_key(mail: IncomingMail, otherwise: str) -> str:
    """The same for every copy of one mail: sent to two of our addresses, it arrives twice.

    A Message-ID alone is not enough: programs exist that use one again for another mail.
    """
    if not mail.rfc_id:
        return otherwise
    files = [hashlib.sha256(file.content).hexdigest() for file in mail.files]
    said = canonical([mail.rfc_id, mail.sender.casefold(), mail.subject, mail.text, files])
    return f"mail:content:{hashlib.sha256(said.encode()).hexdigest()}"


@dataclass
class Placing:
    """One message on its way to where it belongs."""

    service: Service
    mail: IncomingMail
    seen: str
    """The key of this very message."""
    calendar: Callable[[], Calendar]

    def __post_init__(self) -> None:
        self.key = content_key(self.mail, self.seen)

    def place(self) -> str:
        """Put it where it belongs; the register number, or why it has none."""
        mail, service = self.mail, self.service
        if mail.sender.lower() in service.office.own_addresses:
            return "own"
        before = service.recall(self.key)
        if before is not None:
            self._remember_threads(before)
            return f"a copy of what became {before}"
        number, case = self._found()
        if mail.bounce_of:
            return self._bounced(case)
        if mail.automatic:
            return self._aside(AUTOMATIC)
        if case is None and number == NO_CASE:
            return self._aside(LIST_ANSWER)
        if case is None:
            case = self._named()
        became = self._complain() if case is None else self._reply(case)
        service.remember(self.key, became)
        self._remember_threads(became)
        return became

    def _aside(self, why: str) -> str:
        set_aside(self.service, self.seen, why, self.mail.at, self.mail)
        return why

    def _remember_threads(self, number: str) -> None:
        self.service.remember(thread_key(self.mail.thread_id), number)
        if self.mail.rfc_id:
            self.service.remember(rfc_key(self.mail.rfc_id), number)

    # -- whose it is ---------------------------------------------------------------------------

    def _found(self) -> tuple[str | None, Case | None]:
        """What its thread or the ids it answers are remembered for."""
        keys = [thread_key(self.mail.thread_id), *map(rfc_key, self.mail.in_reply_to)]
        for key in keys:
            number = self.service.recall(key)
            if number is not None:
                return number, self._case(number)
        return None, None

    def _named(self) -> Case | None:
        """The customer's own case that the subject names. Anybody may know a number."""
        named = REGISTER_NO.search(self.mail.subject)
        case = self._case("ADU/{}/{}".format(*named.groups())) if named else None
        if case is None or self.mail.unproven:
            return None
        own = case.intake.email.casefold()
        return case if own and own == self.mail.sender.casefold() else None

    def _case(self, number: str) -> Case | None:
        try:
            return self.service.case(number)
        except UnknownCase:
            return None

    # -- what becomes of it --------------------------------------------------------------------

    def _files(self) -> tuple[dict[str, Any], ...]:
        return tuple(
            self.service.keep_file(file.name, file.media_type, file.content)
            for file in self.mail.files
        )

    def _complain(self) -> str:
        mail = self.mail
        said = self._intake(tidy(mail.text) or tidy(mail.subject))
        intake = linked(self.service, said, mail.subject)
        return self.service.receive(intake, self.key, self._by(), mail.at)[0]

    def _intake(self, text: str) -> Intake:
        mail, email = self.mail, usable_email(self.mail.sender)
        odd = {INVALID_EMAIL: not email, NO_TEXT: not text}
        return Intake(
            channel="email",
            name=tidy(mail.sender_name),
            email=email,
            contact=mail.sender,
            problems=tuple(code for code, holds in odd.items() if holds),
            description=text,
            origin={
                "thread_id": mail.thread_id,
                "rfc_id": mail.rfc_id,
                "subject": _ANSWERS.sub("", mail.subject)[:LONGEST_SUBJECT],
            },
            files=self._files(),
        )

    def _reply(self, case: Case) -> str:
        mail = self.mail
        if case.source_key in (self.key, self.seen):
            return case.register_no  # this mail opened it, before we were stopped
        text = without_quote(tidy(mail.text)) or tidy(mail.subject) or WITHOUT_TEXT
        files = self._files()
        by = self._by(case)
        if case.final and by.role is Role.CUSTOMER:
            return self._after_the_end(case, text, files, by)
        command: Command
        if by.role is Role.CUSTOMER and case.station == "complete_info":
            values = {"supplement": text, "evidence": list(files)}
            command = Complete(step="complete_info", outcome="completed", values=values)
        else:
            kind = "customer" if by.role is Role.CUSTOMER else "official"
            command = Note(text=text, kind=kind, files=files, message_id=mail.rfc_id)
        self.service.act(case.register_no, command, by, once=self.key)
        return case.register_no

    def _after_the_end(
        self, case: Case, text: str, files: tuple[dict[str, Any], ...], by: By
    ) -> str:
        """It opens the case again, or is a complaint of its own; the thread then goes on there."""
        until = answer_until(case, self.calendar())
        if may_reopen(case, until, self.service.clock.now()):
            again = Reopen(until=until, text=text, files=files, message_id=self.mail.rfc_id)
            self.service.act(case.register_no, again, by, once=self.key)
            return case.register_no
        said = self._intake(text)
        return go_on_as_new(self.service, case, said, self.key, by, self.mail.at)

    def _bounced(self, case: Case | None) -> str:
        mail = self.mail
        if case is None:
            return self._aside(BOUNCE)
        text = f"E-mail tidak sampai ke alamat: {', '.join(mail.bounce_of)}"
        by = By(role=Role.SYSTEM, door=Door.MAIL, person=mail.sender)
        note = Note(text=text, kind="bounce", addresses=mail.bounce_of)
        self.service.act(case.register_no, note, by, once=self.key)
        return case.register_no

    def _by(self, case: Case | None = None) -> By:
        """Who writes: officials answer their task mails too, and then do not speak as customers."""
        mail, role = self.mail, Role.CUSTOMER
        if case is not None and mail.sender.casefold() != case.intake.email.casefold():
            role = self._role_in(case)
        return By(role=role, door=Door.MAIL, person=mail.sender, name=tidy(mail.sender_name))

    def _role_in(self, case: Case) -> Role:
        office, day = self.service.office, self.mail.at.astimezone(WITA).date()
        sender = self.mail.sender.casefold()
        for role in (Role.SERVICE_DESK, Role.HEAD, Role.RECORDS_OFFICE, Role.GROUP_HEAD):
            if office.in_charge(role, case, day).email.casefold() == sender:
                return role
        others = {one.email.casefold() for one in office.officials}
        return Role.GROUP_HEAD if sender in others else Role.CUSTOMER
