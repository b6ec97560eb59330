"""The first look at a mailbox: what came since the house stood is taken, what is older is not."""

from datetime import timedelta

from integration.calendar_seed import shipped_calendar
from integration.intake.mail import MailIntake
from integration.ports import IncomingMail
from tests.workshop import Workshop


def arrives(workshop: Workshop, name: str) -> None:
    mail = IncomingMail(
        id=name,
        thread_id=f"thread-{name}",
        rfc_id=f"<{name}@usaha.example>",
        sender="tirta@usaha.example",
        sender_name="Tirta Contoh",
        subject=f"Keluhan {name}",
        text=f"LHU terlambat: {name}.",
        at=workshop.clock.now(),
        automatic=False,
    )
    workshop.google.mailbox.inbox.append(mail)


def test_a_mail_between_the_start_and_the_first_look_is_a_complaint_and_older_ones_are_not(
    workshop: Workshop,
) -> None:
    arrives(workshop, "last year")
    workshop.clock.advance(seconds=timedelta(days=30).total_seconds())
    MailIntake(workshop.service, workshop.google.mailbox, shipped_calendar)
    workshop.clock.advance(seconds=2)
    arrives(workshop, "early")

    taken = [
        MailIntake(workshop.service, workshop.google.mailbox, shipped_calendar).cycle()
        for _ in range(2)
    ]

    assert taken == [1, 0]
    assert workshop.service.case("ADU/2026/0001").intake.description == "LHU terlambat: early."
