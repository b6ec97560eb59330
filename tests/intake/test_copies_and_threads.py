"""One mail counts once however it comes; an answer finds its case whatever its subject."""

import pytest

from integration.intake.aside import AUTOMATIC, BOUNCE, BROKEN, UNREADABLE
from integration.intake.mail import PATIENCE
from integration.intake.placing import Placing
from integration.ports import File, GiveUp, TryLater
from integration.sop.actors import Role
from integration.store.outbox import DONE
from tests.factories import COMPLAINT, OFFICE
from tests.workshop import Workshop

DESK, HEAD = OFFICE.service_desk.email, OFFICE.head.email
NUMBER = "ADU/2026/0001"
DAEMON = "mailer-daemon@mail.example"


def notes(workshop: Workshop, number: str = NUMBER) -> list[tuple[str, str]]:
    return [(note.text, note.kind) for note in workshop.service.case(number).notes]


# -- copies ------------------------------------------------------------------------------------


def test_a_mail_to_two_of_our_addresses_is_one_complaint(post, workshop, numbers) -> None:
    post.arrives(rfc_id="<a@usaha.example>")
    copy = post.arrives(rfc_id="<a@usaha.example>")

    assert post.look() == 2
    assert numbers() == [NUMBER]
    post.arrives(thread_id=copy.thread_id, rfc_id="<b@usaha.example>", text="Ada kabar?")
    post.look()
    assert numbers() == [NUMBER], "what follows in the copy's thread goes to the same case"
    assert notes(workshop) == [("Ada kabar?", "customer")]


def test_a_copy_in_the_same_thread_is_no_message_of_the_customer(post, workshop, numbers) -> None:
    thread = post.arrives(rfc_id="<a@usaha.example>").thread_id
    post.arrives(rfc_id="<a@usaha.example>", thread_id=thread)
    post.look()

    assert numbers() == [NUMBER]
    assert notes(workshop) == []


def test_an_answer_to_two_of_our_addresses_is_noted_once(post, workshop) -> None:
    thread = post.arrives(rfc_id="<a@usaha.example>").thread_id
    post.look()
    for _ in range(2):
        post.arrives(rfc_id="<b@usaha.example>", thread_id=thread, text="Ada kabar?")
    post.look()

    assert notes(workshop) == [("Ada kabar?", "customer")]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Keluhan yang lain sama sekali."},
        {"subject": "Hal lain"},
        {"sender": "orang@lain.example"},
        {"files": (File(name="a.png", media_type="image/png", content=b"PNG"),)},
    ],
    ids=["text", "subject", "sender", "file"],
)
def test_a_message_id_used_again_for_another_mail_hides_nothing(post, numbers, other) -> None:
    post.arrives(rfc_id="<a@usaha.example>")
    post.arrives(rfc_id="<a@usaha.example>", **other)
    post.look()

    assert len(numbers()) == 2


def test_mails_without_an_id_are_never_taken_for_copies(post, numbers) -> None:
    post.arrives(rfc_id="")
    post.arrives(rfc_id="")
    post.look()

    assert len(numbers()) == 2


# -- whose it is -------------------------------------------------------------------------------


def test_an_answer_under_another_subject_goes_to_its_case(post, workshop, numbers) -> None:
    workshop.receive()
    workshop.work()
    receipt = workshop.google.mailbox.sent(workshop.google.mailbox.posted[0].id)
    post.arrives(subject="Tambahan", in_reply_to=("<x@y.example>", receipt.rfc_id))
    post.look()

    assert numbers() == [NUMBER]
    assert len(notes(workshop)) == 1


def test_a_second_mail_of_the_customer_that_refers_to_the_first_goes_there(post, numbers) -> None:
    first = post.arrives()
    post.look()
    post.arrives(subject="Tambahan", in_reply_to=(first.rfc_id,))
    post.look()

    assert numbers() == [NUMBER]


def test_who_only_pretends_to_be_the_customer_reaches_no_case_by_its_number(
    post, workshop, numbers
) -> None:
    workshop.at("complete_info")
    post.arrives(subject=f"Tentang {NUMBER}", sender=COMPLAINT.email, unproven=True)
    post.look()

    assert len(numbers()) == 2
    assert workshop.service.case(NUMBER).station == "complete_info"
    assert notes(workshop) == []


def test_an_id_or_thread_nobody_sent_leads_nowhere(post, workshop, numbers) -> None:
    workshop.at("complete_info")
    post.arrives(sender="orang@lain.example", in_reply_to=("<message-9@mail.example>",))
    post.look()

    assert len(numbers()) == 2
    assert workshop.service.case(NUMBER).station == "complete_info"


# -- bounces -----------------------------------------------------------------------------------


def bounce(post, workshop: Workshop, *addresses: str) -> None:
    sent = workshop.google.mailbox.sent(workshop.google.mailbox.posted[0].id)
    post.arrives(
        sender=DAEMON, automatic=True, bounce_of=addresses, in_reply_to=(sent.rfc_id,), text="x"
    )
    post.look()
    workshop.work()


def test_a_bounce_marks_the_address_and_the_letter_goes_by_way_of_the_desk(
    post, workshop: Workshop
) -> None:
    number = workshop.at("records")
    bounce(post, workshop, COMPLAINT.email.upper())
    told = workshop.google.mailbox.to(DESK)[-1]
    before = len(workshop.google.mailbox.to(COMPLAINT.email))

    assert "tidak sampai" in told.subject
    assert workshop.service.case(number).email == ""
    workshop.finish(number)
    workshop.work()
    letter = workshop.google.mailbox.to(DESK)[-1]
    assert "surat jawaban" in letter.text and len(letter.files) == 1
    assert "tidak dapat dihubungi melalui e-mail" in letter.text
    assert len(workshop.google.mailbox.to(COMPLAINT.email)) == before


def test_a_bounced_question_hands_the_desk_the_link_to_answer_it(post, workshop) -> None:
    number = workshop.at("complete_info")
    bounce(post, workshop, COMPLAINT.email)

    told = workshop.google.mailbox.to(DESK)[-1]
    token = told.text.split("/aksi/")[1].split()[0]
    link = workshop.links.read_action(token)
    assert (link.register_no, link.step, link.role) == (number, "complete_info", Role.SERVICE_DESK)


def test_a_customer_who_writes_again_can_be_reached_again(post, workshop: Workshop) -> None:
    workshop.receive()
    workshop.work()
    bounce(post, workshop, COMPLAINT.email)
    assert workshop.service.case(NUMBER).email == ""
    post.arrives(thread_id="thread-1", text="Halo?")
    post.look()

    assert workshop.service.case(NUMBER).email == COMPLAINT.email


def test_two_officials_whose_mail_bounces_do_not_tell_of_each_other_for_ever(
    post, workshop: Workshop
) -> None:
    workshop.receive()
    workshop.work()
    before = len(workshop.google.mailbox.posted)
    for _ in range(5):
        bounce(post, workshop, DESK)
        bounce(post, workshop, HEAD)

    told = [one.mail for one in workshop.google.mailbox.posted[before:]]
    assert [mail.to for mail in told] == [(HEAD,), (DESK,)]
    assert DESK in told[0].text and "Pengaturan" in told[0].text


def test_a_bounce_is_believed_only_of_a_mail_of_ours(post, workshop: Workshop) -> None:
    workshop.receive()
    workshop.work()
    post.arrives(
        sender=COMPLAINT.email,
        subject=f"Tentang {NUMBER}",
        automatic=True,
        bounce_of=(COMPLAINT.email,),
    )
    post.look()

    assert workshop.service.case(NUMBER).email == COMPLAINT.email
    assert post.aside() == [(COMPLAINT.email, BOUNCE)]


# -- nothing in silence ------------------------------------------------------------------------


def test_what_a_machine_wrote_is_listed_for_staff(post, workshop) -> None:
    post.arrives(automatic=True, sender="milis@usaha.example")
    post.look()
    workshop.work()

    assert post.aside() == [("milis@usaha.example", AUTOMATIC)]
    assert workshop.google.mailbox.posted == []


def test_a_mail_that_cannot_be_taken_is_kept_listed_and_told(
    post, workshop, numbers, monkeypatch
) -> None:
    def broken(_: Placing) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(Placing, "_complain", broken)
    post.arrives(sender="rusak@usaha.example", raw=b"raw")
    post.look()
    post.look()
    workshop.work()

    assert numbers() == []
    assert post.aside() == [("rusak@usaha.example", BROKEN)]
    (told,) = workshop.google.mailbox.to(DESK)
    assert "/petugas/buku/" in told.text and "/petugas/pengaduan-baru/" in told.text
    assert [one.state for one in _case_less(workshop)] == [DONE]


def _case_less(workshop: Workshop):
    from integration.store import outbox

    with workshop.service.database.read() as tx:
        return [one for one in outbox.in_state(tx, DONE) if not one.register_no]


@pytest.mark.parametrize("failure", [GiveUp("400"), TryLater("500")])
def test_one_mail_that_never_reads_holds_nobody_up_and_staff_are_told(
    post, workshop: Workshop, numbers, failure
) -> None:
    bad = post.arrives()
    post.arrives(text="Sesudahnya.")
    mailbox, real = post.mailbox, post.mailbox.read

    def read(message_id: str):
        if message_id == bad.id:
            raise failure
        return real(message_id)

    mailbox.read = read
    for _ in range(3):
        with pytest.raises(type(failure)):
            post.look()
    assert len(numbers()) == 1
    workshop.clock.advance(seconds=PATIENCE.total_seconds())
    post.look()
    post.arrives(text="Lama sesudahnya.")
    assert post.look() == 1
    workshop.work()

    assert len(numbers()) == 2
    assert [why for _, why in post.aside()] == [UNREADABLE]
    assert sum("tidak dapat dibaca" in mail.text for mail in workshop.google.mailbox.to(DESK)) == 1


def test_when_gmail_is_away_it_is_not_asked_for_every_mail(post, workshop, numbers) -> None:
    for _ in range(50):
        post.arrives()
    outside = workshop.google.outside
    outside.fails("mailbox.read", TryLater("503"), times=50)
    with pytest.raises(TryLater):
        post.look()

    assert outside.calls.count("mailbox.read") == 2
    outside.mishaps.clear()
    assert post.look() == 50
    assert len(numbers()) == 50
