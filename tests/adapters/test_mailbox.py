"""The mailbox over real HTTP: no mail twice, none lost, whatever the wire does."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from gmail.mailbox import GoogleMailbox
from integration.ports import File, GiveUp, Mailbox, OutgoingMail, TryLater, Unclear

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


def test_a_draft_whose_answer_is_lost_is_found_by_its_key(google, mailbox, mail):
    google.fails(CREATE, "close_after_commit")
    mark = google.mark()
    with pytest.raises(Unclear):
        mailbox.create_draft(mail())

    found = mailbox.find_draft(KEY, SUBJECT)

    assert len(google.seen(mark, "POST")) == 1
    assert found is not None and mailbox.draft_exists(found)
    assert mailbox.find_draft("another:key", SUBJECT) is None


def test_a_mail_too_large_for_gmail_is_refused_before_the_wire(google, mailbox, mail):
    mark = google.mark()
    big = File(name="a.bin", media_type="application/octet-stream", content=bytes(30_000_000))

    with pytest.raises(GiveUp, match="bytes"):
        mailbox.create_draft(mail(files=(big,)))
    assert google.seen(mark) == []


def test_what_is_no_mail_is_for_a_person(mailbox, mail):
    with pytest.raises(GiveUp, match="line break"):
        mailbox.create_draft(mail(subject="Halo\r\nBcc: mata@luar.example"))


# --- mail in ---


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


def test_a_mail_taken_out_of_spam_has_arrived(google, workspace, mailbox):
    messages = workspace.service("gmail").users().messages()
    raw = urlsafe_b64encode(b"From: a@luar.example\r\nSubject: Pengaduan\r\n\r\nisi").decode()
    insert = messages.insert(userId="me", body={"raw": raw, "labelIds": ["SPAM"]})
    message_id = workspace.call(insert, safe=False)["id"]
    mark = mailbox.newest_history()
    change = {"addLabelIds": ["INBOX"], "removeLabelIds": ["SPAM"]}
    workspace.call(messages.modify(userId="me", id=message_id, body=change), safe=True)

    assert mailbox.arrived_since(mark)[0] == [message_id]
