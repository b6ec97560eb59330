"""The Form and the mailbox as tests fill them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from gmail.reading import incoming
from integration.calendar_seed import shipped_calendar
from integration.intake.form import FormIntake
from integration.intake.mail import MailIntake
from integration.ports import Answer, IncomingMail
from integration.store import office_log
from tests.factories import COMPLAINT, OFFICE
from tests.workshop import Workshop

ANSWERS = {
    "Nama": "Tirta Cahaya Contoh",
    "Email": "tirta@usaha.example",
    "Nomor WhatsApp": "0800000012",
    "Instansi/Perusahaan": "PT Contoh Usaha",
    "Layanan": "Pengujian",
    "Nomor Order/LHU/Sertifikat": "LHU 0123/2026",
    "Uraian Keluhan": "Laporan hasil uji terlambat.",
    "Harapan Penyelesaian": "Penjelasan tertulis.",
    "Kerahasiaan": "Terbuka",
    "Bukti": "",
}


class Form:
    """The Form: people answer, change their answers; the service looks."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.answers = workshop.google.responses.answers
        self.intake = FormIntake(workshop.service, workshop.google.responses)

    def answer(self, answers: dict[str, str] | None = None, **other: Any) -> Answer:
        """Somebody submits the Form."""
        at = self.workshop.clock.now()
        said: dict[str, Any] = {
            "response_id": f"r{len(self.answers) + 1}",
            "created_at": at,
            "submitted_at": at,
            "answers": ANSWERS if answers is None else answers,
            **other,
        }
        self.answers.append(Answer(**said))
        return self.answers[-1]

    def change(self, place: int, submitted_at: datetime, **answers: str) -> None:
        """Somebody edits an answer they gave before."""
        old = self.answers[place]
        self.answers[place] = Answer(
            response_id=old.response_id,
            created_at=old.created_at,
            submitted_at=submitted_at,
            answers={**old.answers, **answers},
            question_ids=old.question_ids,
        )

    def look(self) -> int:
        """One cycle of a service that was just started: nothing in memory."""
        return FormIntake(self.workshop.service, self.workshop.google.responses).cycle()


class Post:
    """The service mailbox: mail arrives, the service looks."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.mailbox = workshop.google.mailbox
        self.intake = MailIntake(workshop.service, self.mailbox, shipped_calendar)
        self.intake.cycle()
        self._numbers = count(1)

    def arrives(self, **said: Any) -> IncomingMail:
        """A mail comes in."""
        number = next(self._numbers)
        self.workshop.clock.advance(seconds=1)
        usual: dict[str, Any] = {
            "id": f"in-{number}",
            "thread_id": f"in-thread-{number}",
            "rfc_id": f"<in-{number}@usaha.example>",
            "sender": COMPLAINT.email,
            "sender_name": "Tirta Cahaya Contoh",
            "subject": "LHU saya terlambat",
            "text": "Sudah dua belas hari.",
            "at": self.workshop.clock.now() - timedelta(milliseconds=1),
            "automatic": False,
            "raw": b"From: tirta@usaha.example",
        }
        self.mailbox.inbox.append(IncomingMail(**{**usual, **said}))
        return self.mailbox.inbox[-1]

    def brings(self, raw: bytes, thread: str = "") -> IncomingMail:
        """A mail comes in as bytes, and is read as Gmail's are."""
        number = next(self._numbers)
        mail = incoming(
            raw,
            message_id=f"in-{number}",
            thread_id=thread or f"in-thread-{number}",
            at=self.workshop.clock.now(),
            own=OFFICE.service_mailbox.email,
        )
        self.mailbox.inbox.append(mail)
        return mail

    def look(self) -> int:
        """One cycle."""
        return self.intake.cycle()

    def aside(self) -> list[tuple[str, str]]:
        """(sender, why) of what was set aside, oldest first."""
        with self.workshop.service.database.read() as tx:
            lines = office_log.lines(tx, office_log.LETTER, 10_000)
        return [(one.person, one.data["why"]) for one in reversed(lines)]


@pytest.fixture
def form(workshop: Workshop) -> Form:
    return Form(workshop)


@pytest.fixture
def post(workshop: Workshop) -> Post:
    return Post(workshop)


@pytest.fixture
def numbers(workshop: Workshop) -> Callable[[], list[str]]:
    """Every register number."""
    from integration.store import cases

    def read() -> list[str]:
        with workshop.service.database.read() as tx:
            return cases.register_numbers(tx)

    return read
