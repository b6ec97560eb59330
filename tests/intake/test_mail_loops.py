"""Two machines writing to each other come to an end, and no complaint is lost over it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from gmail.mime import message
from gmail.reading import incoming
from integration.calendar_seed import shipped_calendar
from integration.intake.mail import MailIntake
from integration.ports import IncomingMail, TryLater
from integration.store.outbox import SKIPPED
from tests.workshop import Workshop

ROBOT = "robot@usaha.example"
CAP = 20


@dataclass
class Post:
    """What arrives in the service mailbox."""

    workshop: Workshop
    count: int = 0

    def __post_init__(self) -> None:
        self.intake = MailIntake(
            self.workshop.service, self.workshop.google.mailbox, shipped_calendar
        )
        self.intake.cycle()

    def brings(self, text: str, sender: str = ROBOT, headers: str = "", thread: str = "") -> None:
        self.count += 1
        raw = (
            f"From: {sender}\r\nTo: pengaduan@balai.example\r\nSubject: Keluhan {self.count}\r\n"
            f"Message-ID: <{self.count}@usaha.example>\r\n{headers}\r\n{text}\r\n"
        )
        mail: IncomingMail = incoming(
            raw.encode(),
            message_id=f"in-{self.count}",
            thread_id=thread or f"theirs-{self.count}",
            at=self.workshop.clock.now(),
            own="pengaduan@balai.example",
        )
        self.workshop.google.mailbox.inbox.append(mail)

    def is_read(self) -> None:
        self.intake.cycle()
        self.workshop.work()

    def answers(self, to: str = ROBOT) -> int:
        mails = self.workshop.google.mailbox.to(to)
        return sum("telah kami terima" in mail.text for mail in mails)


@pytest.fixture
def post(workshop: Workshop) -> Post:
    return Post(workshop)


def test_a_machine_that_answers_every_answer_in_a_new_thread_is_answered_twenty_times_a_day(
    post: Post, workshop: Workshop
) -> None:
    post.brings("Terima kasih, nomor tiket Anda 0.")
    rounds = 0
    while post.count > rounds and rounds < 3 * CAP:
        rounds = post.count
        before = post.answers()
        post.is_read()
        if post.answers() > before:
            post.brings(f"Terima kasih, nomor tiket Anda {rounds}.")

    assert post.answers() == CAP
    assert rounds == CAP + 1, "the loop has ended by itself"
    number = f"ADU/2026/{CAP + 1:04d}"
    assert workshop.service.case(number).intake.description.startswith("Terima kasih")
    assert workshop.entry(number, "receipt_mail").state == SKIPPED
    tasks = workshop.google.mailbox.to("petugas@balai.example")
    assert sum(f"[{number}] Langkah 2" in mail.subject for mail in tasks) == 1


def test_the_next_day_and_another_sender_are_answered_again(post: Post, workshop: Workshop) -> None:
    for each in range(CAP + 1):
        post.brings(f"Keluhan nomor {each}.")
    post.brings("Keluhan lain.", sender="tirta@usaha.example")
    post.is_read()
    assert (post.answers(), post.answers("tirta@usaha.example")) == (CAP, 1)

    workshop.clock.advance(seconds=timedelta(days=1).total_seconds())
    post.brings("Keluhan esok hari.")
    post.is_read()

    assert post.answers() == CAP + 1


def test_an_answer_that_had_to_be_begun_again_counts_once(post: Post, workshop: Workshop) -> None:
    workshop.google.outside.fails("mailbox.create_draft", TryLater("quota"), times=2 * CAP)
    post.brings("Keluhan pertama.")
    post.is_read()

    assert post.answers() == 1
    for each in range(CAP):
        post.brings(f"Keluhan berikutnya {each}.")
    post.is_read()
    assert post.answers() == CAP


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated; type=x\r\n",
        "Precedence: bulk\r\n",
        "Precedence: list\r\n",
        "List-Id: <milis.usaha.example>\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
    ],
)
def test_what_says_of_itself_that_a_machine_wrote_it_is_never_answered(
    post: Post, workshop: Workshop, headers: str
) -> None:
    post.brings("Saya sedang cuti.", headers=headers)
    post.is_read()

    assert workshop.google.mailbox.posted == []


@pytest.mark.parametrize(
    "sender", ["pengaduan@balai.example", "mailer-daemon@usaha.example", "no-reply@usaha.example"]
)
def test_ourselves_and_robots_are_never_answered(
    post: Post, workshop: Workshop, sender: str
) -> None:
    post.brings("Halo.", sender=sender)
    post.is_read()

    assert workshop.google.mailbox.posted == []


def test_every_mail_of_ours_says_that_a_machine_wrote_it(post: Post, workshop: Workshop) -> None:
    post.brings("Keluhan.")
    post.is_read()

    for one in workshop.google.mailbox.posted:
        sent = message(one.mail, "pengaduan@balai.example", "Layanan")
        assert b"\r\nAuto-Submitted: auto-generated\r\n" in sent


def test_the_cap_is_for_answers_to_mails_only(post: Post, workshop: Workshop) -> None:
    for _ in range(CAP + 5):
        workshop.receive(email=ROBOT)
    workshop.work()

    assert post.answers() == CAP + 5
