"""Surat: reading, writing and answering letters without Google's API."""

from __future__ import annotations

import base64
import re
from email.message import EmailMessage
from typing import Any

import pytest

from tests.emulator.pages_room import Visitor, visitor

__all__ = ["visitor"]
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def customer(office: dict[str, Any]) -> str:
    """Who complains."""
    return str(office["people"]["customer"])


def send_raw(gmail: Any, mail: EmailMessage) -> None:
    """A letter from the service's mailbox, through Gmail's API."""
    raw = base64.urlsafe_b64encode(mail.as_bytes()).decode()
    gmail.users().messages().send(userId="me", body={"raw": raw}).execute()


def letter(to: str, html: str = "<p>Halo</p>", subject: str = "Kabar") -> EmailMessage:
    """A letter in HTML with a plain part."""
    made = EmailMessage()
    made["To"], made["Subject"] = to, subject
    made.set_content("Teks biasa")
    made.add_alternative(html, subtype="html")
    return made


def newest(visitor: Visitor) -> str:
    """The address of the newest conversation."""
    found = re.search(r'href="(/mail/t/[^"]+)"', visitor.get("/mail/").text)
    assert found
    return found[1]


def test_a_customer_writes_to_the_office_with_a_file(
    visitor: Visitor, gmail: Any, mailbox: str, customer: str
) -> None:
    visitor.acts_as(customer)
    form = {
        "to": mailbox,
        "subject": "Sertifikat terlambat",
        "text": "Pagi,\r\nmohon kabar.",
    }

    page = visitor.post("/mail/send", form, files={"files": ("bukti.pdf", PDF, "application/pdf")})

    assert "Surat terkirim." in page.text
    listed = gmail.users().messages().list(userId="me", labelIds=["UNREAD"]).execute()["messages"]
    got = gmail.users().messages().get(userId="me", id=listed[0]["id"]).execute()
    headers = {item["name"]: item["value"] for item in got["payload"]["headers"]}
    assert headers["Subject"] == "Sertifikat terlambat"
    assert customer in headers["From"]
    assert [p["filename"] for p in got["payload"]["parts"] if p["filename"]] == ["bukti.pdf"]


def test_a_reply_stays_in_its_conversation_on_both_sides(
    visitor: Visitor, gmail: Any, mailbox: str, customer: str
) -> None:
    send_raw(gmail, letter(customer))
    visitor.acts_as(customer)
    thread = newest(visitor)
    page = visitor.get("/mail/compose", params={"reply": thread.rsplit("/", 1)[1]}).text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert fields["to"] == mailbox
    assert fields["subject"] == "Re: Kabar"

    visitor.post("/mail/send", {**fields, "text": "Terima kasih", "quote": "1"})

    (conversation,) = gmail.users().threads().list(userId="me").execute()["threads"]
    held = gmail.users().threads().get(userId="me", id=conversation["id"]).execute()
    first, answer = (
        {item["name"]: item["value"] for item in message["payload"]["headers"]}
        for message in held["messages"]
    )
    assert answer["In-Reply-To"] == answer["References"] == first["Message-ID"]
    assert visitor.get(thread).text.count('<article class="card letter"') == 2


def test_a_letter_to_an_impossible_address_is_kept_for_mending(
    visitor: Visitor, customer: str
) -> None:
    visitor.acts_as(customer)

    page = visitor.post("/mail/send", {"to": "bukan alamat", "subject": "A", "text": "Isi <i>"})

    assert page.status_code == 400
    assert "Alamat penerima tidak benar" in page.text
    assert "Isi &lt;i&gt;" in page.text


def test_a_header_cannot_be_smuggled_into_a_letter(
    visitor: Visitor, mailbox: str, gmail: Any
) -> None:
    form = {"to": mailbox, "subject": "Halo\r\nBcc: mata@mata.example", "text": "x"}

    visitor.post("/mail/send", form)

    listed = gmail.users().messages().list(userId="me").execute()["messages"]
    got = gmail.users().messages().get(userId="me", id=listed[0]["id"]).execute()
    headers = {item["name"]: item["value"] for item in got["payload"]["headers"]}
    assert headers["Subject"] == "Halo Bcc: mata@mata.example"


def test_new_mail_is_bold_until_the_page_says_it_was_read(
    visitor: Visitor, gmail: Any, customer: str
) -> None:
    send_raw(gmail, letter(customer))
    visitor.acts_as(customer)
    thread = newest(visitor)
    assert 'class="unread"' in visitor.get("/mail/").text
    assert 'class="unread"' in visitor.get("/mail/").text, "opening a list reads nothing"

    visitor.get(thread)
    assert visitor.get("/mail/list.json").json()["unread"] == 1, "opening by itself reads nothing"
    visitor.post(f"{thread}/read")

    assert 'class="unread"' not in visitor.get("/mail/").text


def test_the_list_is_sent_again_only_when_something_changed(
    visitor: Visitor, gmail: Any, customer: str
) -> None:
    visitor.acts_as(customer)
    stamp = visitor.get("/mail/list.json").json()["stamp"]
    assert "rows" not in visitor.get("/mail/list.json", params={"stamp": stamp}).json()

    send_raw(gmail, letter(customer, subject="Baru <script>"))

    rows = visitor.get("/mail/list.json", params={"stamp": stamp}).json()["rows"]
    assert "Baru &lt;script&gt;" in rows


def test_what_stands_in_a_letter_cannot_run(visitor: Visitor, gmail: Any, customer: str) -> None:
    send_raw(gmail, letter(customer, "<head></head><script>alert(1)</script><a href='/x'>y</a>"))
    visitor.acts_as(customer)
    page = visitor.get(newest(visitor)).text
    assert "alert(1)" not in page
    frame = re.search(r'<iframe src="([^"]+)" sandbox="([^"]+)"', page)
    assert frame
    # nothing runs, so the origin it shares serves only the measuring of its height
    assert set(frame[2].split()) == {
        "allow-same-origin",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
    }

    inside = visitor.get(frame[1].replace("&amp;", "&"))

    assert '<base target="_blank">' in inside.text
    policy = inside.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith(f"sandbox {frame[2]}")


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("surat.pdf", "application/pdf", "inline"),
        ("foto.png", "image/png", "inline"),
        ("jahat.html", "text/html", "attachment"),
        ("jahat.svg", "image/svg+xml", "attachment"),
    ],
)
def test_attachments_open_in_place_only_when_that_is_safe(
    visitor: Visitor, gmail: Any, customer: str, name: str, mime: str, shown: str
) -> None:
    mail = letter(customer)
    main, _, sub = mime.partition("/")
    mail.add_attachment(PDF, maintype=main, subtype=sub, filename=name)
    send_raw(gmail, mail)
    visitor.acts_as(customer)
    link = re.search(r'href="(/mail/m/[^"]+/part/[^"]+)"', visitor.get(newest(visitor)).text)
    assert link

    file = visitor.get(link[1].replace("&amp;", "&"))

    assert file.content == PDF
    assert file.headers["Content-Disposition"].startswith(shown)
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert (file.headers["Content-Type"] == mime) == (shown == "inline")


def test_nobody_reads_another_mailbox_by_its_addresses(
    visitor: Visitor, gmail: Any, office: dict[str, Any], customer: str
) -> None:
    send_raw(gmail, letter(customer))
    visitor.acts_as(customer)
    thread = newest(visitor)

    visitor.acts_as(office["people"]["head"])

    assert visitor.get(thread).status_code == 404


def test_a_thread_is_starred_archived_and_found_again(
    visitor: Visitor, gmail: Any, customer: str
) -> None:
    send_raw(gmail, letter(customer, subject="Simpan ini"))
    visitor.acts_as(customer)
    thread = newest(visitor)

    visitor.post(f"{thread}/star")
    visitor.post(f"{thread}/archive")

    assert thread not in visitor.get("/mail/").text
    assert thread in visitor.get("/mail/?label=STARRED").text
    assert thread in visitor.get("/mail/", params={"label": "ALL", "q": "simpan"}).text
    assert thread not in visitor.get("/mail/", params={"label": "ALL", "q": "lain"}).text


def test_two_tabs_never_act_for_each_other(
    visitor: Visitor, gmail: Any, mailbox: str, customer: str, office: dict[str, Any]
) -> None:
    visitor.acts_as(office["people"]["head"])

    form = {"as": customer, "to": mailbox, "subject": "Dari tab lama", "text": "x"}
    page = visitor.post("/mail/send", form)

    assert "Surat terkirim." in page.text
    listed = gmail.users().messages().list(userId="me", q=f"from:{customer}").execute()
    assert len(listed["messages"]) == 1
