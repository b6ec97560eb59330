"""Gmail through Google's own client: drafts, threads, search, history, bounces."""

from __future__ import annotations

import base64
import email
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload


def letter(to: str, subject: str = "Perihal", text: str = "Isi surat", **more: str) -> EmailMessage:
    """A message as the standard library builds it."""
    message = EmailMessage(policy=policy.SMTP)
    message["To"] = to
    message["Subject"] = subject
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def raw(message: EmailMessage) -> dict[str, str]:
    """A message as the API takes it."""
    return {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}


def decode(text: str) -> bytes:
    """Base64url with or without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def send(gmail: Any, message: EmailMessage, **more: str) -> dict[str, Any]:
    """Send one message."""
    body = {**raw(message), **more}
    sent: dict[str, Any] = gmail.users().messages().send(userId="me", body=body).execute()
    return sent


def search(gmail: Any, query: str) -> list[str]:
    """The ids a search finds."""
    answer = gmail.users().messages().list(userId="me", q=query).execute()
    return [message["id"] for message in answer.get("messages", [])]


def headers(gmail: Any, message_id: str) -> dict[str, str]:
    """The headers of one message."""
    got = gmail.users().messages().get(userId="me", id=message_id, format="metadata").execute()
    return {header["name"]: header["value"] for header in got["payload"]["headers"]}


@pytest.fixture
def customer(office: dict[str, Any]) -> str:
    """The customer's address."""
    return str(office["people"]["customer"])


@pytest.fixture
def theirs(workspace: Any, customer: str) -> Any:
    """Gmail as the customer sees it."""
    return workspace.service("gmail", "v1", customer)


def test_a_sent_draft_is_gone_and_the_message_is_new(
    gmail: Any, theirs: Any, customer: str
) -> None:
    drafts = gmail.users().drafts()
    draft = drafts.create(userId="me", body={"message": raw(letter(customer))}).execute()
    sent = drafts.send(userId="me", body={"id": draft["id"]}).execute()

    assert sent["id"] != draft["message"]["id"]
    assert sent["labelIds"] == ["SENT"]
    with pytest.raises(HttpError) as again:
        drafts.send(userId="me", body={"id": draft["id"]}).execute()
    with pytest.raises(HttpError) as gone:
        drafts.get(userId="me", id=draft["id"]).execute()
    assert again.value.status_code == gone.value.status_code == 404
    assert len(search(theirs, "in:inbox")) == 1
    assert "drafts" not in drafts.list(userId="me").execute()


def test_the_message_id_is_replaced_and_own_headers_survive(
    gmail: Any, theirs: Any, customer: str
) -> None:
    own = {"Message_ID": "<kami@contoh.example>", "X_Kunci": "ADU/2026/0007:1:ack"}
    sent = send(gmail, letter(customer, **own))

    seen = headers(gmail, sent["id"])
    (arrived,) = search(theirs, "in:inbox")

    assert seen["Message-ID"].endswith("@mail.gmail.com>")
    assert seen["X-Kunci"] == "ADU/2026/0007:1:ack"
    assert headers(theirs, arrived)["Message-ID"] == seen["Message-ID"]
    assert search(gmail, f"rfc822msgid:{seen['Message-ID'].strip('<>')}") == [sent["id"]]
    assert search(gmail, "rfc822msgid:kami@contoh.example") == []


def test_bcc_is_hidden_from_everyone_but_the_sender(
    workspace: Any, gmail: Any, theirs: Any, customer: str, office: dict[str, Any]
) -> None:
    head = office["people"]["head"]
    sent = send(gmail, letter(customer, Bcc=head))
    hidden = workspace.service("gmail", "v1", head)

    assert headers(gmail, sent["id"])["Bcc"] == head
    for box in (theirs, hidden):
        (arrived,) = search(box, "in:inbox")
        assert "Bcc" not in headers(box, arrived)


def test_attachments_arrive_byte_for_byte(gmail: Any, theirs: Any, customer: str) -> None:
    data = bytes(range(256)) * 40
    message = letter(customer, text="Terlampir.")
    message.add_alternative('<p><a href="http://x.example">x</a></p>', subtype="html")
    message.add_attachment(data, maintype="application", subtype="pdf", filename="surat é.pdf")
    send(gmail, message)
    (arrived,) = search(theirs, "has:attachment")

    got = theirs.users().messages().get(userId="me", id=arrived).execute()
    part = next(part for part in got["payload"]["parts"] if part["filename"])
    attachments = theirs.users().messages().attachments()
    body = attachments.get(userId="me", messageId=arrived, id=part["body"]["attachmentId"])

    assert part["filename"] == "surat é.pdf"
    assert "data" not in part["body"]
    assert decode(body.execute()["data"]) == data
    plain = got["payload"]["parts"][0]["parts"][0]
    assert decode(plain["body"]["data"]).decode().strip() == "Terlampir."
    assert "=" not in plain["body"]["data"]


def test_raw_gives_the_whole_message_back(gmail: Any, customer: str) -> None:
    sent = send(gmail, letter(customer, text="Baris satu\nBaris dua"))

    got = gmail.users().messages().get(userId="me", id=sent["id"], format="raw").execute()

    parsed = email.message_from_bytes(decode(got["raw"]), policy=policy.default)
    assert parsed.get_content().splitlines() == ["Baris satu", "Baris dua"]


def test_large_mail_goes_as_media(gmail: Any, theirs: Any, customer: str) -> None:
    media = MediaInMemoryUpload(letter(customer).as_bytes(), mimetype="message/rfc822")
    gmail.users().messages().send(userId="me", media_body=media).execute()

    assert len(search(theirs, "in:inbox")) == 1


def test_mail_above_35_mebibytes_is_refused(workspace: Any, mailbox: str, customer: str) -> None:
    body = letter(customer).as_bytes() + b"x" * 37_800_000
    answer = workspace.call(
        "POST",
        "/upload/gmail/v1/users/me/messages/send?uploadType=media",
        mailbox,
        data=body,
        headers={"Content-Type": "message/rfc822"},
    )

    assert answer.status_code == 413


def test_a_reply_joins_the_thread_on_both_sides(gmail: Any, theirs: Any, customer: str) -> None:
    mailbox = gmail.users().getProfile(userId="me").execute()["emailAddress"]
    first = send(theirs, letter(mailbox, "Keluhan alat"))
    (arrived,) = search(gmail, "in:inbox")
    thread = gmail.users().messages().get(userId="me", id=arrived).execute()["threadId"]
    known = headers(gmail, arrived)["Message-ID"]

    reply = letter(customer, "Re: Keluhan alat", In_Reply_To=known, References=known)
    joined = send(gmail, reply, threadId=thread)
    stranger = send(gmail, letter(customer, "Lain sama sekali", References=known), threadId=thread)
    loose = send(gmail, letter(customer, "Re: Keluhan alat"), threadId=thread)

    assert joined["threadId"] == thread
    assert stranger["threadId"] != thread
    assert loose["threadId"] != thread
    held = theirs.users().threads().get(userId="me", id=first["threadId"]).execute()["messages"]
    assert len(held) == 2


def test_a_thread_nobody_has_is_404(gmail: Any, customer: str) -> None:
    with pytest.raises(HttpError) as refused:
        send(gmail, letter(customer), threadId="1900000000000000")

    assert refused.value.status_code == 404


def test_mail_needs_a_recipient_and_an_honest_sender(
    gmail: Any, theirs: Any, customer: str
) -> None:
    nobody = EmailMessage(policy=policy.SMTP)
    nobody.set_content("x")

    for bad in (nobody, letter(customer, From="lain@contoh.example"), letter("bukan-alamat")):
        with pytest.raises(HttpError) as refused:
            send(gmail, bad)
        assert refused.value.status_code == 400
    assert search(theirs, "in:inbox") == []
    assert search(gmail, "in:sent") == []


def test_an_unreachable_address_bounces_into_the_same_thread(gmail: Any) -> None:
    sent = send(gmail, letter("siapa@tiada.invalid", "Surat jawaban"))
    (bounce,) = search(gmail, "in:inbox from:mailer-daemon@googlemail.com")

    got = gmail.users().messages().get(userId="me", id=bounce, format="raw").execute()
    notice = email.message_from_bytes(decode(got["raw"]), policy=policy.default)
    status = next(p for p in notice.walk() if p.get_content_type() == "message/delivery-status")

    assert notice.get_content_type() == "multipart/report"
    assert notice["X-Failed-Recipients"] == "siapa@tiada.invalid"
    assert got["threadId"] == sent["threadId"]
    about, whom = status.get_payload()
    assert about["Reporting-MTA"] == "dns; googlemail.com"
    assert whom["Action"] == "failed"
    assert whom["Final-Recipient"] == "rfc822; siapa@tiada.invalid"


def test_a_stranger_gets_a_mailbox_when_first_mailed(workspace: Any, gmail: Any) -> None:
    send(gmail, letter("orang.baru@lain.example"))

    theirs = workspace.service("gmail", "v1", "orang.baru@lain.example")
    assert len(search(theirs, "is:unread in:inbox")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('subject:"Surat jawaban"', ["jawaban"]),
        ("in:sent jawaban", ["jawaban"]),
        ("to:lain@contoh.example", ["lain"]),
        ("-to:lain@contoh.example in:sent", ["jawaban"]),
        ('"nomor tujuh"', ["jawaban"]),
        ('"tujuh nomor"', []),
        ("tujuh OR delapan", ["jawaban", "lain"]),
        ("{tujuh delapan} in:sent", ["jawaban", "lain"]),
        ("label:Aduan-Baru", ["lain"]),
        ("after:2099/01/01", []),
        ("newer_than:1d", ["jawaban", "lain"]),
        ("from:me-not-here", []),
        ("has:attachment", []),
    ],
)
def test_mail_is_searched_in_gmails_language(
    gmail: Any, customer: str, query: str, found: list[str]
) -> None:
    label = gmail.users().labels().create(userId="me", body={"name": "Aduan Baru"}).execute()
    one = send(gmail, letter(customer, "Surat jawaban", "nomor tujuh"))
    two = send(gmail, letter("lain@contoh.example", "Hal lain", "nomor delapan"))
    change = {"addLabelIds": [label["id"]]}
    gmail.users().messages().modify(userId="me", id=two["id"], body=change).execute()

    names = {one["id"]: "jawaban", two["id"]: "lain"}
    assert sorted(names[message_id] for message_id in search(gmail, query)) == found


def test_a_search_we_do_not_do_names_itself(gmail: Any) -> None:
    with pytest.raises(HttpError) as refused:
        search(gmail, "larger:10M")

    assert refused.value.status_code == 501
    assert "larger" in refused.value.reason


def test_labels_are_ids_and_sent_is_not_for_callers(gmail: Any, customer: str) -> None:
    sent = send(gmail, letter(customer))
    messages = gmail.users().messages()

    for change in ({"addLabelIds": ["Tidak Ada"]}, {"removeLabelIds": ["SENT"]}):
        with pytest.raises(HttpError) as refused:
            messages.modify(userId="me", id=sent["id"], body=change).execute()
        assert refused.value.status_code == 400
    with pytest.raises(HttpError) as twice:
        for _ in range(2):
            gmail.users().labels().create(userId="me", body={"name": "Aduan"}).execute()
    assert twice.value.status_code == 409


def test_history_tells_what_happened_and_forgets_after_a_week(
    workspace: Any, gmail: Any, theirs: Any
) -> None:
    profile = gmail.users().getProfile(userId="me").execute()
    start = profile["historyId"]
    send(theirs, letter(profile["emailAddress"], "Keluhan"))
    (arrived,) = search(gmail, "in:inbox")
    change = {"removeLabelIds": ["UNREAD"]}
    gmail.users().messages().modify(userId="me", id=arrived, body=change).execute()

    history = gmail.users().history()
    answer = history.list(userId="me", startHistoryId=start).execute()
    only = history.list(userId="me", startHistoryId=start, historyTypes=["labelRemoved"]).execute()

    assert answer["history"][0]["messagesAdded"][0]["message"]["id"] == arrived
    assert answer["history"][1]["labelsRemoved"][0]["labelIds"] == ["UNREAD"]
    assert len(only["history"]) == 1
    later = history.list(userId="me", startHistoryId=answer["historyId"]).execute()
    assert later == {"historyId": answer["historyId"]}
    workspace.advance(8 * 86_400)
    for old in (start, "1"):
        with pytest.raises(HttpError) as refused:
            history.list(userId="me", startHistoryId=old).execute()
        assert refused.value.status_code == 404


def test_trash_hides_until_asked(gmail: Any, customer: str) -> None:
    sent = send(gmail, letter(customer))
    gmail.users().messages().trash(userId="me", id=sent["id"]).execute()

    assert search(gmail, "") == []
    assert search(gmail, "in:trash") == [sent["id"]]
    gmail.users().messages().untrash(userId="me", id=sent["id"]).execute()
    assert search(gmail, "") == [sent["id"]]


def test_a_message_can_be_put_into_ones_own_mailbox(gmail: Any, mailbox: str) -> None:
    message = letter(mailbox, "Dari luar", From="luar@contoh.example", Message_ID="<a@b.example>")
    body = {**raw(message), "labelIds": ["INBOX", "UNREAD"]}
    made = gmail.users().messages().insert(userId="me", body=body).execute()

    assert search(gmail, "from:luar@contoh.example in:inbox") == [made["id"]]
    assert headers(gmail, made["id"])["Message-ID"] == "<a@b.example>"


def test_another_persons_mailbox_is_closed(gmail: Any, customer: str) -> None:
    with pytest.raises(HttpError) as refused:
        gmail.users().getProfile(userId=customer).execute()

    assert refused.value.status_code == 403


def test_a_robot_has_no_mailbox(workspace: Any) -> None:
    robot = workspace.door("GET", "service_account").json()["client_email"]
    alone = workspace.service("gmail", "v1", robot)

    with pytest.raises(HttpError) as refused:
        alone.users().getProfile(userId="me").execute()

    assert refused.value.status_code == 400


def test_a_failed_delivery_to_one_leaves_mail_to_the_others(
    gmail: Any, theirs: Any, customer: str
) -> None:
    send(gmail, letter(f"{customer}, tiada@tiada.invalid"))

    assert len(search(theirs, "in:inbox")) == 1
    assert len(search(gmail, "in:inbox")) == 1


def test_lists_page_newest_first(gmail: Any, customer: str) -> None:
    sent = [send(gmail, letter(customer, f"Surat {number}"))["id"] for number in range(5)]
    request = gmail.users().messages().list(userId="me", maxResults=2)
    found = []
    while request is not None:
        answer = request.execute()
        found += [message["id"] for message in answer["messages"]]
        request = gmail.users().messages().list_next(request, answer)

    assert found == sent[::-1]


def test_mail_without_a_body_or_a_last_line_feed_is_still_mail(gmail: Any, theirs: Any) -> None:
    customer = theirs.users().getProfile(userId="me").execute()["emailAddress"]
    bare = b"To: " + customer.encode() + b"\nSubject: " + b"panjang " * 500
    body = {"raw": base64.urlsafe_b64encode(bare).decode()}
    gmail.users().messages().send(userId="me", body=body).execute()

    assert len(search(theirs, "subject:panjang")) == 1


def test_a_draft_is_read_rewritten_listed_and_thrown_away(gmail: Any, customer: str) -> None:
    drafts = gmail.users().drafts()
    made = drafts.create(userId="me", body={"message": raw(letter(customer, "Lama"))}).execute()
    drafts.update(
        userId="me", id=made["id"], body={"message": raw(letter(customer, "Baru"))}
    ).execute()

    got = drafts.get(userId="me", id=made["id"], format="metadata").execute()
    listed = drafts.list(userId="me", q="subject:Baru", maxResults=1).execute()
    drafts.delete(userId="me", id=made["id"]).execute()

    subjects = [
        one["value"] for one in got["message"]["payload"]["headers"] if one["name"] == "Subject"
    ]
    assert subjects == ["Baru"]
    assert [one["id"] for one in listed["drafts"]] == [made["id"]]
    with pytest.raises(HttpError) as gone:
        drafts.get(userId="me", id=made["id"]).execute()
    assert gone.value.status_code == 404
    assert search(gmail, "") == []


def test_a_label_is_counted_renamed_and_taken_away(gmail: Any, customer: str) -> None:
    labels, messages = gmail.users().labels(), gmail.users().messages()
    made = labels.create(userId="me", body={"name": "Aduan"}).execute()["id"]
    sent = send(gmail, letter(customer))["id"]
    change = {"ids": [sent], "addLabelIds": [made, "UNREAD"]}
    messages.batchModify(userId="me", body=change).execute()

    counted = labels.get(userId="me", id=made).execute()
    labels.patch(userId="me", id=made, body={"name": "Aduan lama"}).execute()
    body = {"id": made, "name": "Arsip", "messageListVisibility": "hide"}
    renamed = labels.update(userId="me", id=made, body=body).execute()
    labels.delete(userId="me", id=made).execute()

    assert (counted["messagesTotal"], counted["messagesUnread"]) == (1, 1)
    assert (renamed["name"], renamed["messageListVisibility"]) == ("Arsip", "hide")
    assert made not in messages.get(userId="me", id=sent).execute()["labelIds"]
    assert search(gmail, "in:sent") == [sent]


def test_messages_are_deleted_for_good_one_or_many(gmail: Any, customer: str) -> None:
    one, two, three = (send(gmail, letter(customer, f"Surat {n}"))["id"] for n in range(3))
    messages = gmail.users().messages()

    messages.delete(userId="me", id=one).execute()
    messages.batchDelete(userId="me", body={"ids": [two]}).execute()

    assert search(gmail, "") == [three]


def test_a_thread_is_labelled_thrown_away_and_fetched_back(
    gmail: Any, theirs: Any, mailbox: str, customer: str
) -> None:
    send(theirs, letter(mailbox, "Keluhan"))
    threads = gmail.users().threads()
    listed = threads.list(userId="me", q="subject:Keluhan", labelIds=["INBOX"]).execute()
    thread = listed["threads"][0]["id"]
    change = {"addLabelIds": ["STARRED"], "removeLabelIds": ["UNREAD"]}
    changed = threads.modify(userId="me", id=thread, body=change).execute()
    threads.trash(userId="me", id=thread).execute()
    hidden = threads.list(userId="me").execute()
    with_trash = threads.list(userId="me", includeSpamTrash=True).execute()
    threads.untrash(userId="me", id=thread).execute()

    (message,) = changed["messages"]
    assert {"STARRED"} <= set(message["labelIds"]) and "UNREAD" not in message["labelIds"]
    assert "threads" not in hidden
    assert [one["id"] for one in with_trash["threads"]] == [thread]
    got = threads.get(userId="me", id=thread, format="metadata", metadataHeaders=["Subject"])
    (header,) = got.execute()["messages"][0]["payload"]["headers"]
    assert header == {"name": "Subject", "value": "Keluhan"}


def test_a_bounce_from_outside_is_imported_as_it_came(gmail: Any, mailbox: str) -> None:
    notice = letter(
        mailbox,
        "Delivery Status Notification (Failure)",
        From="mailer-daemon@googlemail.com",
        Date="Thu, 05 Nov 2026 08:00:00 +0800",
        Return_Path="<>",
        X_Failed_Recipients="siapa@tiada.example",
    )
    body = {**raw(notice), "labelIds": ["INBOX"]}
    made = (
        gmail.users()
        .messages()
        .import_(userId="me", body=body, internalDateSource="dateHeader", neverMarkSpam=True)
        .execute()
    )

    got = gmail.users().messages().get(userId="me", id=made["id"]).execute()
    assert search(gmail, "from:mailer-daemon@googlemail.com") == [made["id"]]
    assert headers(gmail, made["id"])["X-Failed-Recipients"] == "siapa@tiada.example"
    assert int(got["internalDate"]) == 1793836800000


def test_the_only_sender_is_the_mailbox_itself(gmail: Any, mailbox: str) -> None:
    aliases = gmail.users().settings().sendAs()
    (only,) = aliases.list(userId="me").execute()["sendAs"]

    assert (only["sendAsEmail"], only["isDefault"]) == (mailbox, True)
    assert aliases.get(userId="me", sendAsEmail=mailbox).execute() == only
    with pytest.raises(HttpError) as refused:
        aliases.get(userId="me", sendAsEmail="lain@contoh.example").execute()
    assert refused.value.status_code == 404
