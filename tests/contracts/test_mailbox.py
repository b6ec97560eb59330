"""The mailbox: drafted, sent once, found again by its key, read by whom it was sent to."""

import pytest

from gmail.mailbox import GoogleMailbox
from integration.ports import File, Mailbox, NotFound, OutgoingMail


@pytest.fixture
def mailbox(place) -> Mailbox:
    return GoogleMailbox(place.workspace(), place.mailbox, "Layanan Pengaduan")


@pytest.fixture
def theirs(place) -> Mailbox:
    return GoogleMailbox(place.workspace(place.other), place.other)


@pytest.fixture
def subject(unique) -> str:
    return f"[ADU/2026/0007] Pengaduan {unique} kami terima"


@pytest.fixture
def mail(place, unique, subject):
    def make(**changes) -> OutgoingMail:
        given = {
            "key": f"{unique}:1",
            "to": (place.other,),
            "subject": subject,
            "text": "Terima kasih.",
            "html": "<p>Terima kasih.</p>",
        }
        return OutgoingMail(**{**given, **changes})

    return make


def arrived(place, box: Mailbox, mark: str, subject: str) -> list:
    """The mails with this subject that have come since a mark."""

    def look() -> list:
        found = [box.read(one) for one in box.arrived_since(mark)[0]]
        return [one for one in found if one.subject == subject]

    return place.eventually(look)


def test_a_mail_is_drafted_sent_read_back_and_received(
    place, mailbox, theirs, mail, subject, unique
):
    mark = theirs.newest_history()
    draft = mailbox.create_draft(mail())
    assert mailbox.draft_exists(draft)

    message_id = mailbox.send_draft(draft)
    sent = mailbox.sent(message_id)

    assert not mailbox.draft_exists(draft)
    found = place.eventually(lambda: mailbox.find_sent(f"{unique}:1", subject))
    assert found == message_id == sent.message_id
    (received,) = arrived(place, theirs, mark, subject)
    assert received.rfc_id == sent.rfc_id != ""
    assert (received.sender, received.text) == (place.mailbox, "Terima kasih.")
    assert received.automatic


def test_a_large_mail_arrives_with_its_attachment_byte_for_byte(
    place, mailbox, theirs, mail, subject
):
    pdf = bytes(range(256)) * 8000
    files = (File(name="Surat Jawaban.pdf", media_type="application/pdf", content=pdf),)
    mark = theirs.newest_history()

    mailbox.send_draft(mailbox.create_draft(mail(files=files)))

    (received,) = arrived(place, theirs, mark, subject)
    assert [(f.name, f.content) for f in received.files] == [("Surat Jawaban.pdf", pdf)]


def test_what_arrived_since_a_mark_is_told_once_and_own_mail_is_not(
    place, mailbox, theirs, mail, subject
):
    mark = mailbox.newest_history()
    mailbox.send_draft(mailbox.create_draft(mail()))
    answer = mail(to=(place.mailbox,), subject=f"Balasan: {subject}")
    theirs.send_draft(theirs.create_draft(answer))

    (came,) = arrived(place, mailbox, mark, f"Balasan: {subject}")

    ids, later = mailbox.arrived_since(mark)
    assert came.id in ids
    assert subject not in [mailbox.read(one).subject for one in ids]
    assert came.id not in mailbox.arrived_since(later)[0]


def test_an_answer_stays_in_its_thread_and_a_deleted_thread_does_not_stop_it(mailbox, mail, unique):
    sent = mailbox.sent(mailbox.send_draft(mailbox.create_draft(mail())))
    again = mail(
        key=f"{unique}:2",
        thread_id=sent.thread_id,
        in_reply_to=sent.rfc_id,
        references=(sent.rfc_id,),
    )

    second = mailbox.sent(mailbox.send_draft(mailbox.create_draft(again)))
    lost = mail(key=f"{unique}:3", thread_id="ffffffffffff")
    third = mailbox.send_draft(mailbox.create_draft(lost))

    assert second.thread_id == sent.thread_id
    assert mailbox.sent(third).thread_id != sent.thread_id


def test_a_draft_sent_before_is_gone(mailbox, mail):
    draft = mailbox.create_draft(mail())
    mailbox.send_draft(draft)

    with pytest.raises(NotFound):
        mailbox.send_draft(draft)


def test_two_mails_of_one_subject_are_told_apart_by_their_keys(
    place, mailbox, mail, subject, unique
):
    keys = [f"{unique}:1", f"{unique}:2"]
    sent = [mailbox.send_draft(mailbox.create_draft(mail(key=key))) for key in keys]

    found = [place.eventually(lambda key=key: mailbox.find_sent(key, subject)) for key in keys]

    assert found == sent


@pytest.mark.parametrize(
    "subject", ['Perihal "uji" (ulang): [ADU/2026/0007] – 50%', "🙏", "", 'a"b OR -c {d}']
)
def test_any_subject_leads_back_to_the_mail(place, mailbox, mail, unique, subject):
    sent = mailbox.send_draft(mailbox.create_draft(mail(subject=subject)))

    assert place.eventually(lambda: mailbox.find_sent(f"{unique}:1", subject)) == sent


def test_a_mark_gmail_has_forgotten_is_not_found(mailbox):
    with pytest.raises(NotFound):
        mailbox.arrived_since("1")


def test_a_message_deleted_before_it_is_read_is_not_found(mailbox):
    with pytest.raises(NotFound):
        mailbox.read("ffffffffffffffff")
