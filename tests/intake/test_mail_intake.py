"""The service mailbox: new threads are complaints, replies find their case, nothing twice."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from integration.calendar_seed import shipped_calendar
from integration.intake.mail import MailIntake
from integration.intake.placing import Placing
from integration.ports import File, TryLater
from integration.sop.actors import Door, Role
from integration.sop.events import What
from tests.factories import COMPLAINT, OFFICE
from tests.fakes import Crash, CrashPoint
from tests.workshop import Workshop

DESK, GROUP = OFFICE.service_desk.email, OFFICE.group_heads["Pengujian"].email
NUMBER = "ADU/2026/0001"


def notes(workshop: Workshop) -> list[tuple[str, str]]:
    return [(note.text, note.kind) for note in workshop.service.case(NUMBER).notes]


def test_mail_from_before_the_service_is_left_alone(workshop: Workshop, numbers) -> None:
    mailbox = workshop.google.mailbox
    intake = MailIntake(workshop.service, mailbox, shipped_calendar)
    assert (intake.cycle(), numbers()) == (0, [])


def test_a_new_thread_is_a_complaint_answered_in_its_thread(post, workshop) -> None:
    mail = post.arrives()
    assert post.look() == 1
    case = workshop.service.case(NUMBER)
    assert (case.intake.channel, case.intake.email) == ("email", COMPLAINT.email)
    assert case.intake.description == "Sudah dua belas hari."
    assert case.received_at == mail.at
    workshop.work()
    receipt = workshop.google.mailbox.posted[0]
    assert receipt.thread_id == mail.thread_id
    assert receipt.mail.subject == "Re: LHU saya terlambat"
    assert receipt.mail.references == (mail.rfc_id,)


def test_a_mail_without_text_complains_by_its_subject(post, workshop) -> None:
    post.arrives(text="")
    post.look()
    assert workshop.service.case(NUMBER).intake.description == "LHU saya terlambat"


def test_attachments_of_a_complaint_lie_in_its_folder(post, workshop) -> None:
    photo = File(name="../../foto?.png", media_type="image/png", content=b"PNG")
    post.arrives(files=(photo,))
    post.look()
    workshop.work()
    assert "ADU-2026-0001 01 Bukti - foto_.png" in workshop.google.archive.names


def test_a_mail_is_one_complaint_however_often_it_is_seen(post, workshop, numbers) -> None:
    post.arrives()
    post.look()
    workshop.service.remember("mail:history", "0")
    assert post.look() == 0
    assert numbers() == [NUMBER]


def test_a_reply_in_the_thread_is_noted_and_the_desk_is_told(post, workshop, numbers) -> None:
    thread = post.arrives().thread_id
    post.look()
    workshop.work()
    post.arrives(thread_id=thread, text="Ada kabar?")
    post.look()
    workshop.work()
    assert numbers() == [NUMBER]
    assert notes(workshop) == [("Ada kabar?", "customer")]
    assert "Ada kabar?" in workshop.google.mailbox.to(DESK)[-1].text


def test_a_reply_to_the_receipt_of_a_form_complaint_finds_its_case(post, workshop, numbers) -> None:
    workshop.receive()
    workshop.work()
    post.arrives(thread_id=workshop.google.mailbox.posted[0].thread_id)
    post.look()
    assert numbers() == [NUMBER]
    assert len(notes(workshop)) == 1


def test_a_new_thread_of_the_customer_that_names_the_number_finds_its_case(
    post, workshop, numbers
) -> None:
    workshop.receive()
    post.arrives(subject=f"Tentang {NUMBER}", sender=COMPLAINT.email.upper())
    post.look()
    assert numbers() == [NUMBER]
    assert len(notes(workshop)) == 1


def test_a_stranger_who_names_a_number_gets_a_case_of_their_own(post, workshop, numbers) -> None:
    workshop.receive()
    post.arrives(subject=f"Tentang {NUMBER}", sender="orang@lain.example")
    post.arrives(subject="Tentang ADU/2026/9999")
    post.look()
    assert len(numbers()) == 3
    assert notes(workshop) == []


def test_a_reply_with_the_missing_data_completes_them(post, workshop) -> None:
    workshop.at("complete_info")
    thread = workshop.google.mailbox.to(COMPLAINT.email)
    assert thread
    photo = File(name="foto.png", media_type="image/png", content=b"PNG")
    post.arrives(thread_id="thread-1", text="Nomor order 77/2026.", files=(photo,))
    post.look()
    case = workshop.service.case(NUMBER)
    assert (case.station, case.value("complete_info", "supplement")) == (
        "triage",
        "Nomor order 77/2026.",
    )
    assert case.completions[-1].by.role is Role.CUSTOMER
    workshop.work()
    assert "ADU-2026-0001 02 Bukti - foto.png" in workshop.google.archive.names


def test_an_empty_reply_with_only_a_picture_is_not_lost(post, workshop) -> None:
    workshop.at("complete_info")
    photo = File(name="foto.png", media_type="image/png", content=b"PNG")
    post.arrives(thread_id="thread-1", text="", subject="", files=(photo,))
    post.look()
    assert workshop.service.case(NUMBER).value("complete_info", "supplement") == "(tanpa teks)"


def test_an_official_who_answers_a_task_mail_does_not_speak_for_the_customer(
    post, workshop, numbers
) -> None:
    number = workshop.at("review")
    task = [one for one in workshop.google.mailbox.posted if GROUP in one.mail.to][-1]
    before = len(workshop.google.mailbox.to(DESK))
    post.arrives(thread_id=task.thread_id, sender=GROUP.upper(), text="Baik, saya kaji.")
    post.look()
    workshop.work()
    assert numbers() == [number]
    assert notes(workshop) == [("Baik, saya kaji.", "official")]
    assert workshop.service.case(number).notes[0].by.role is Role.GROUP_HEAD
    assert len(workshop.google.mailbox.to(DESK)) == before


def test_an_officials_answer_does_not_complete_the_customers_data(post, workshop) -> None:
    workshop.at("complete_info")
    sorting = [one for one in workshop.google.mailbox.posted if DESK in one.mail.to][-1]
    post.arrives(thread_id=sorting.thread_id, sender=DESK, text="Sudah saya minta.")
    post.look()
    assert workshop.service.case(NUMBER).station == "complete_info"


@pytest.mark.parametrize("station", ["triage", "review", ""])
def test_a_bounce_is_noted_in_its_case_and_the_desk_is_told(
    post, workshop, numbers, station: str
) -> None:
    number = workshop.at(station)
    post.arrives(
        thread_id="thread-1",
        sender="mailer-daemon@mail.example",
        automatic=True,
        bounce_of=("tirta@usaha.example",),
    )
    post.look()
    workshop.work()
    assert numbers() == [number]
    assert notes(workshop) == [("E-mail tidak sampai ke alamat: tirta@usaha.example", "bounce")]
    assert "tidak sampai" in workshop.google.mailbox.to(DESK)[-1].subject


def test_a_bounce_of_nothing_of_ours_opens_no_case(post, numbers) -> None:
    post.arrives(sender="mailer-daemon@mail.example", bounce_of=("siapa@usaha.example",))
    assert post.look() == 1
    assert numbers() == []


def test_automatic_mail_and_our_own_open_no_case_and_get_no_answer(post, workshop, numbers) -> None:
    post.arrives(automatic=True, subject="Di luar kantor")
    post.arrives(sender=OFFICE.service_mailbox.email.upper())
    post.look()
    workshop.work()
    assert numbers() == []
    assert workshop.google.mailbox.posted == []


def test_an_out_of_office_answer_in_a_case_is_no_message_of_the_customer(post, workshop) -> None:
    workshop.at("complete_info")
    post.arrives(thread_id="thread-1", automatic=True, text="Saya cuti.")
    post.look()
    assert workshop.service.case(NUMBER).station == "complete_info"
    assert notes(workshop) == []


def test_a_mail_that_cannot_be_taken_is_kept_and_does_not_hold_up_the_next(
    post, workshop, numbers, monkeypatch
) -> None:
    real = Placing._complain

    def choosy(self):
        if self.mail.subject == "Rusak":
            raise ZeroDivisionError
        return real(self)

    monkeypatch.setattr(Placing, "_complain", choosy)
    broken = post.arrives(subject="Rusak", raw=b"raw bytes of the broken one")
    post.arrives()
    assert post.look() == 2
    assert numbers() == [NUMBER]
    assert workshop.service.recall(f"mail:{broken.id}:{broken.at.isoformat()}") == (
        "broken: ZeroDivisionError"
    )
    from hashlib import sha256

    assert workshop.service.file(sha256(broken.raw).hexdigest()) == broken.raw


def test_a_mail_deleted_before_it_was_read_does_not_hold_up_the_next(
    post, workshop, numbers
) -> None:
    gone = post.arrives()
    post.arrives()
    mailbox = workshop.google.mailbox
    real = mailbox.arrived_since

    def with_the_gone(history: str) -> tuple[list[str], str]:
        ids, newest = real(history)
        return [gone.id + "-deleted", *ids], newest

    mailbox.arrived_since = with_the_gone  # type: ignore[method-assign]
    assert post.look() == 2
    assert len(numbers()) == 2


def test_while_gmail_is_away_the_rest_is_taken_later(post, workshop, numbers) -> None:
    post.arrives()
    post.arrives()
    workshop.google.outside.fails("mailbox.read", TryLater("503"))
    with pytest.raises(TryLater):
        post.look()
    assert post.look() == 1
    assert len(numbers()) == 2


def test_when_gmail_forgot_where_we_were_recent_mail_is_looked_at_without_doubles(
    post, workshop, numbers
) -> None:
    thread = post.arrives().thread_id
    post.look()
    post.arrives(thread_id=thread, text="Ada kabar?")
    post.look()
    post.arrives(text="Keluhan lain.")
    workshop.google.mailbox.forgotten = 3
    assert post.look() == 1
    assert len(numbers()) == 2
    assert notes(workshop) == [("Ada kabar?", "customer")]
    assert post.look() == 0


def test_a_rescan_reaches_back_eight_days(post, workshop, numbers) -> None:
    now = workshop.clock.now()
    post.arrives(at=now - timedelta(days=7, hours=23))
    post.arrives(at=now - timedelta(days=8, hours=1))
    workshop.google.mailbox.forgotten = 2
    assert post.look() == 1
    assert len(numbers()) == 1


@pytest.mark.parametrize("what", ["complaint", "reply", "data", "bounce"])
def test_killed_anywhere_a_mail_is_still_taken_once(workshop: Workshop, post, what: str) -> None:
    database, alive = workshop.service.database, CrashPoint()
    write = database.write

    @contextmanager
    def mortal(alone: bool = True):
        with write(alone) as tx:
            yield tx
            alive.reach()

    database.write = mortal  # type: ignore[method-assign]
    number, thread = "", ""
    for point in range(1, 9):
        alive.at = 0
        if what != "complaint":
            number = workshop.at("complete_info" if what == "data" else "review", name=f"P{point}")
            mine = [one for one in workshop.google.mailbox.posted if number in one.mail.key]
            thread = mine[0].thread_id
        said = {"thread_id": thread} if thread else {}
        if what == "bounce":
            said["bounce_of"] = ("tirta@usaha.example",)
        mail = post.arrives(text=f"Surat {point}", **said)
        alive.at, alive.reached = point, 0
        try:
            post.look()
        except Crash:
            post.look()
        alive.at = 0
        number = number or workshop.service.recall(f"thread:{mail.thread_id}")
        told = [
            event
            for event in workshop.service.history(number)
            if event.by.door is Door.MAIL or event.what is What.NOTED
        ]
        assert len(told) == 1, f"killed at point {point}"
        if what == "complaint":
            number = ""


def test_a_sender_nobody_can_answer_is_told_to_staff(post, workshop) -> None:
    post.arrives(sender="tidak jelas", sender_name="")
    post.look()
    workshop.work()
    assert workshop.service.case(NUMBER).intake.problems == ("invalid_email",)
    assert "tidak jelas" in workshop.google.mailbox.to(DESK)[0].text
