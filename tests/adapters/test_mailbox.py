"""The mailbox over real HTTP: no mail twice, none lost, whatever the wire does."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from gmail.mailbox import GoogleMailbox
from integration.ports import File, GiveUp, Mailbox, NotFound, OutgoingMail, TryLater, Unclear

SEND = "POST /gmail/v1/users/me/drafts/send"
CREATE = "POST /(upload/)?gmail/v1/users/me/drafts"
KEY = "ADU/2026/0007:1:ack"
SUBJECT = "[ADU/2026/0007] Pengaduan Anda kami terima"


@pytest.fixture
def mailbox(google, workspace) -> Mailbox:
    return GoogleMailbox(workspace, google.mailbox, "Layanan Pengaduan")


@pytest.fixture
def customers(google, as_account) -> Mailbox:
    return GoogleMailbox(as_account(google.customer), google.customer)


@pytest.fixture
def mail(google):
    def make(**changes) -> OutgoingMail:
        given = {
            "key": KEY,
            "to": (google.customer,),
            "subject": SUBJECT,
            "text": "Terima kasih.",
            "html": "<p>Terima kasih.</p>",
        }
        return OutgoingMail(**{**given, **changes})

    return make


def inbox(customers: GoogleMailbox) -> list[str]:
    return customers.recent(datetime(2000, 1, 1, tzinfo=UTC))


def test_a_mail_is_drafted_sent_read_back_and_received(google, mailbox, customers, mail):
    draft = mailbox.create_draft(mail())
    assert mailbox.draft_exists(draft)

    message_id = mailbox.send_draft(draft)
    sent = mailbox.sent(message_id)

    assert not mailbox.draft_exists(draft)
    assert mailbox.find_sent(KEY, SUBJECT) == message_id == sent.message_id
    (received,) = map(customers.read, inbox(customers))
    assert received.rfc_id == sent.rfc_id != ""
    assert (received.sender, received.subject, received.text) == (
        google.mailbox,
        SUBJECT,
        "Terima kasih.",
    )
    assert received.automatic


@pytest.mark.parametrize("mishap", ["close_after_commit", "500_after_commit"])
def test_a_send_whose_answer_is_lost_is_unclear_and_found_exactly_once(
    google, mailbox, customers, mail, mishap
):
    draft = mailbox.create_draft(mail())
    google.fails(SEND, mishap)
    mark = google.mark()

    with pytest.raises(Unclear):
        mailbox.send_draft(draft)

    assert len(google.seen(mark, "POST")) == 1
    assert not mailbox.draft_exists(draft)
    found = mailbox.find_sent(KEY, SUBJECT)
    assert found is not None and mailbox.sent(found).message_id == found
    assert len(inbox(customers)) == 1


@pytest.mark.parametrize(("mishap", "failure"), [("close", Unclear), ("503", Unclear)])
def test_a_send_that_never_happened_leaves_the_draft_and_can_be_sent_again(
    google, mailbox, customers, mail, mishap, failure
):
    draft = mailbox.create_draft(mail())
    google.fails(SEND, mishap)
    mark = google.mark()
    with pytest.raises(failure):
        mailbox.send_draft(draft)

    assert len(google.seen(mark, "POST")) == 1
    assert mailbox.draft_exists(draft) and mailbox.find_sent(KEY, SUBJECT) is None
    mailbox.send_draft(draft)
    assert len(inbox(customers)) == 1


@pytest.mark.parametrize("mishap", ["429", "403_rate"])
def test_a_send_refused_for_its_rate_surely_did_not_happen(google, mailbox, mail, mishap):
    draft = mailbox.create_draft(mail())
    google.fails(SEND, mishap)

    with pytest.raises(TryLater):
        mailbox.send_draft(draft)
    assert mailbox.draft_exists(draft)


def test_a_refused_token_is_renewed_and_the_mail_sent_once(google, mailbox, customers, mail):
    draft = mailbox.create_draft(mail())
    google.fails(SEND, "401")

    mailbox.send_draft(draft)

    assert len(inbox(customers)) == 1


def test_a_draft_sent_before_is_gone(mailbox, mail):
    draft = mailbox.create_draft(mail())
    mailbox.send_draft(draft)

    with pytest.raises(NotFound):
        mailbox.send_draft(draft)


def test_a_draft_whose_answer_is_lost_is_found_by_its_key(google, mailbox, mail):
    google.fails(CREATE, "close_after_commit")
    mark = google.mark()
    with pytest.raises(Unclear):
        mailbox.create_draft(mail())

    found = mailbox.find_draft(KEY, SUBJECT)

    assert len(google.seen(mark, "POST")) == 1
    assert found is not None and mailbox.draft_exists(found)
    assert mailbox.find_draft("another:key", SUBJECT) is None


def test_two_mails_of_one_subject_are_told_apart_by_their_keys(mailbox, mail):
    first = mailbox.send_draft(mailbox.create_draft(mail(key="k:1")))
    second = mailbox.send_draft(mailbox.create_draft(mail(key="k:2")))

    assert mailbox.find_sent("k:1", SUBJECT) == first
    assert mailbox.find_sent("k:2", SUBJECT) == second


@pytest.mark.parametrize(
    "subject", ['Perihal "uji" (ulang): [ADU/2026/0007] – 50%', "🙏", "", 'a"b OR -c {d}']
)
def test_any_subject_leads_back_to_the_mail(mailbox, mail, subject):
    sent = mailbox.send_draft(mailbox.create_draft(mail(subject=subject)))

    assert mailbox.find_sent(KEY, subject) == sent


def test_a_large_mail_goes_as_an_upload_and_its_attachment_arrives_byte_for_byte(
    mailbox, customers, mail
):
    pdf = bytes(range(256)) * 8000
    files = (File(name="Surat Jawaban.pdf", media_type="application/pdf", content=pdf),)

    mailbox.send_draft(mailbox.create_draft(mail(files=files)))

    (received,) = map(customers.read, inbox(customers))
    assert [(f.name, f.content) for f in received.files] == [("Surat Jawaban.pdf", pdf)]


def test_a_mail_too_large_for_gmail_is_refused_before_the_wire(google, mailbox, mail):
    mark = google.mark()
    big = File(name="a.bin", media_type="application/octet-stream", content=bytes(30_000_000))

    with pytest.raises(GiveUp, match="bytes"):
        mailbox.create_draft(mail(files=(big,)))
    assert google.seen(mark) == []


def test_what_is_no_mail_is_for_a_person(mailbox, mail):
    with pytest.raises(GiveUp, match="line break"):
        mailbox.create_draft(mail(subject="Halo\r\nBcc: mata@luar.example"))


def test_an_answer_stays_in_its_thread_and_a_deleted_thread_does_not_stop_it(
    mailbox, customers, mail
):
    sent = mailbox.sent(mailbox.send_draft(mailbox.create_draft(mail())))
    again = mail(
        key="k:2", thread_id=sent.thread_id, in_reply_to=sent.rfc_id, references=(sent.rfc_id,)
    )

    second = mailbox.sent(mailbox.send_draft(mailbox.create_draft(again)))
    third = mailbox.send_draft(mailbox.create_draft(mail(key="k:3", thread_id="ffffffffffff")))

    assert second.thread_id == sent.thread_id
    assert mailbox.sent(third).thread_id != sent.thread_id
    assert len(inbox(customers)) == 3


# --- mail in ---


def test_what_arrived_since_a_mark_is_told_once_and_own_mail_is_not(
    google, mailbox, customers, mail
):
    mark = mailbox.newest_history()
    mailbox.send_draft(mailbox.create_draft(mail()))
    customers.send_draft(customers.create_draft(mail(to=(google.mailbox,), subject="Pengaduan")))

    ids, later = mailbox.arrived_since(mark)

    assert [mailbox.read(one).subject for one in ids] == ["Pengaduan"]
    assert mailbox.arrived_since(later) == ([], later)


def test_pages_of_history_are_followed(google, mailbox, customers, mail, monkeypatch):
    monkeypatch.setattr("gmail.incoming.PAGE", 2)
    mark = mailbox.newest_history()
    for number in range(5):
        draft = customers.create_draft(mail(to=(google.mailbox,), subject=f"Pengaduan {number}"))
        customers.send_draft(draft)

    ids, _ = mailbox.arrived_since(mark)

    assert [mailbox.read(one).subject[-1] for one in ids] == list("01234")
    assert mailbox.recent(datetime(2000, 1, 1, tzinfo=UTC)) == ids


def test_recent_leaves_out_what_came_before(google, mailbox, customers, mail):
    customers.send_draft(customers.create_draft(mail(to=(google.mailbox,))))
    (arrived,) = mailbox.recent(datetime(2000, 1, 1, tzinfo=UTC))
    at = mailbox.read(arrived).at

    assert mailbox.recent(at) == [arrived]
    assert mailbox.recent(at + timedelta(seconds=5)) == []


def test_a_mark_gmail_has_forgotten_is_not_found(mailbox):
    with pytest.raises(NotFound):
        mailbox.arrived_since("1")


def test_a_mail_taken_out_of_spam_has_arrived(google, workspace, mailbox):
    messages = workspace.service("gmail").users().messages()
    raw = urlsafe_b64encode(b"From: a@luar.example\r\nSubject: Pengaduan\r\n\r\nisi").decode()
    insert = messages.insert(userId="me", body={"raw": raw, "labelIds": ["SPAM"]})
    message_id = workspace.call(insert, safe=False)["id"]
    mark = mailbox.newest_history()
    change = {"addLabelIds": ["INBOX"], "removeLabelIds": ["SPAM"]}
    workspace.call(messages.modify(userId="me", id=message_id, body=change), safe=True)

    assert mailbox.arrived_since(mark)[0] == [message_id]


def test_a_message_deleted_before_it_is_read_is_not_found(mailbox):
    with pytest.raises(NotFound):
        mailbox.read("ffffffffffffffff")
