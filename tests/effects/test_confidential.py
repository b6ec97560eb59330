"""What is confidential stays in the case's own file: not in mails, file names or the register."""

import pytest

from integration.calendar_seed import shipped_calendar
from integration.register.columns import shown
from integration.sop.actors import Door, Role
from integration.sop.commands import Note
from integration.sop.timing import due_at
from integration.store.outbox import DONE, SKIPPED
from tests.factories import by
from tests.workshop import Workshop

SECRETS = ("rahasia-dapur", "Kepala seksi meminta imbalan", "Nama Pelapor Contoh", "0800999888")
STAFF = (
    "petugas@balai.example",
    "kepala@balai.example",
    "pengujian@balai.example",
    "tu@balai.example",
)


def complain(workshop: Workshop, confidentiality: str, **said: str) -> str:
    photo = workshop.service.keep_file("rahasia-dapur.png", "image/png", b"\x89PNG\r\n\x1a\n")
    return workshop.receive(
        name="Nama Pelapor Contoh",
        phone="0800999888",
        description="Kepala seksi meminta imbalan.",
        confidentiality=confidentiality,
        files=(photo,),
        **said,
    )


def play(workshop: Workshop, number: str) -> None:
    workshop.work()
    while workshop.service.case(number).station:
        verify = workshop.service.case(number).station == "verify"
        said = {"verification": "Kepala seksi meminta imbalan: terbukti."} if verify else {}
        workshop.finish(number, **said)
        workshop.work()


@pytest.mark.parametrize("confidentiality", ["confidential", "anonymous"])
@pytest.mark.parametrize("email", ["tirta@usaha.example", ""])
def test_no_mail_to_staff_and_no_file_name_tells_what_is_confidential(
    workshop: Workshop, confidentiality: str, email: str
) -> None:
    number = complain(workshop, confidentiality, email=email)
    play(workshop, number)

    mails = [one.mail for one in workshop.google.mailbox.posted]
    to_staff = [mail for mail in mails if set(mail.to) & set(STAFF)]
    said = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in to_staff)
    assert len(to_staff) > 8
    assert [secret for secret in SECRETS if secret in said] == []
    assert [file.name for mail in to_staff for file in mail.files] == []
    names = " ".join(workshop.google.archive.names)
    assert f"{number.replace('/', '-')} 01 Bukti 1.png" in names
    assert [secret for secret in SECRETS if secret in names] == []
    subjects = " ".join(mail.subject for mail in mails)
    assert [secret for secret in SECRETS if secret in subjects] == []


def test_what_comes_after_a_report_of_wrongdoing_tells_staff_nothing_either(
    workshop: Workshop,
) -> None:
    number = complain(workshop, "open")
    workshop.work()
    workshop.finish(number, outcome="whistleblow", reason="Diteruskan kepada tim WBS.")
    photo = workshop.service.keep_file("rahasia-dapur.png", "image/png", b"\x89PNG\r\n\x1a\n 2")
    workshop.google.mailbox.posted.clear()
    wrote = Note(text="Kepala seksi meminta imbalan.", kind="customer", files=(photo,))
    workshop.service.act(number, wrote, by(Role.CUSTOMER, Door.MAIL))
    workshop.work()

    to_staff = [one.mail for one in workshop.google.mailbox.posted if set(one.mail.to) & set(STAFF)]
    said = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in to_staff)
    assert number in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_an_open_complaints_evidence_keeps_its_name(workshop: Workshop) -> None:
    complain(workshop, "open")
    workshop.work()

    assert any("rahasia-dapur.png" in name for name in workshop.google.archive.names)


def test_the_register_shows_neither_name_nor_contact_nor_text(workshop: Workshop) -> None:
    number = complain(workshop, "confidential")

    case = workshop.service.case(number)
    row = " ".join(shown(case, due_at(case, shipped_calendar()), "link"))

    assert [secret for secret in SECRETS if secret in row] == []


def test_a_customer_who_left_an_address_still_gets_everything(workshop: Workshop) -> None:
    number = complain(workshop, "confidential")
    play(workshop, number)

    mails = workshop.google.mailbox.to("tirta@usaha.example")
    assert [len(mail.files) for mail in mails if "surat jawaban" in mail.text] == [1]
    assert {one.state for one in workshop.service.effects(number)} <= {DONE, SKIPPED}
