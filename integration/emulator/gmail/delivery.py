"""Sending: the sender's copy, the recipients' copies, the bounces.

In:    a mailbox and a message.   Out: the record of the sent message; mail in other mailboxes.
Rule:  a new Message-ID, Bcc only in the sender's copy, one transaction for all of it; a thread is
       joined by threadId, references and subject together, for the recipient by references and
       subject; .invalid bounces (google-workspace.md 3.2 and 8).
Never: sends for an address that is not the mailbox's own. Start at `send()`.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesHeaderParser
from email.utils import format_datetime, formataddr

from ..frame.accounts import deliverable
from ..frame.errors import ApiError
from ..world import World
from .box import Box, Record
from .mime import Mail, valid_address

LIMIT = 36_700_160
PREFIX = re.compile(r"^\s*(?:(?:re|fw|fwd|bls|trs)\s*:\s*)+", re.IGNORECASE)
DAEMON = "mailer-daemon@googlemail.com"


def _refusal(message: str) -> ApiError:
    return ApiError(400, message, reason="invalidArgument")


def bare_subject(subject: str) -> str:
    """A subject without its Re: and the like."""
    return PREFIX.sub("", subject).strip().lower()


def recipients(mail: Mail) -> list[str]:
    """Everyone a message goes to; ApiError 400 when nobody or somebody impossible."""
    for name in ("To", "Cc", "Bcc"):
        for address in mail.addresses(name):
            if not valid_address(address):
                raise _refusal(f"Invalid {name} header")
    found = mail.addresses("To", "Cc", "Bcc")
    if not found:
        raise _refusal("Recipient address required")
    return found


def check(email: str, mail: Mail) -> None:
    """ApiError 400 when the mailbox cannot send or keep this message."""
    if len(mail.raw) > LIMIT:
        raise ApiError(413, "Request Entity Too Large", reason="uploadTooLarge")
    senders = mail.addresses("From")
    if senders and senders != [email]:
        raise _refusal("Invalid From header")


def with_sender(world: World, email: str, mail: Mail) -> Mail:
    """The message with From and Date, should its writer have left them out."""
    first = []
    if not mail.addresses("From"):
        first.append(("From", formataddr((world.accounts.name(email), email))))
    if not mail.header("Date"):
        first.append(("Date", format_datetime(world.clock.now().astimezone(world.zone))))
    dropped = {name.lower() for name, _ in first}
    return mail.with_headers(drop=dropped, first=first) if first else mail


def joined_thread(box: Box, mail: Mail, thread_id: str | None) -> str | None:
    """The thread a new message of this mailbox joins; ApiError 404 for a thread unknown here."""
    if not thread_id:
        return None
    held = box.thread(thread_id)
    if not held:
        raise ApiError(404, "Requested entity was not found.")
    return thread_id if _belongs(held, mail) else None


def _belongs(thread: list[Record], mail: Mail) -> bool:
    referred = set(mail.message_ids("In-Reply-To", "References"))
    known = {message_id for record in thread for message_id in record["message_ids"]}
    same = bare_subject(thread[0]["subject"]) == bare_subject(mail.header("Subject"))
    return same and bool(referred & known)


def referred_thread(box: Box, mail: Mail) -> str | None:
    """The thread an arriving message joins: by its references and subject."""
    referred = set(mail.message_ids("In-Reply-To", "References"))
    if not referred:
        return None
    subject = bare_subject(mail.header("Subject"))
    for record in box.newest_first():
        if referred & set(record["message_ids"]) and bare_subject(record["subject"]) == subject:
            return str(record["thread"])
    return None


def send(
    world: World, email: str, mail: Mail, *, thread_id: str | None = None, own_thread: bool = False
) -> Record:
    """Send a message for a mailbox; the record of its new copy with SENT.

    `own_thread` is for drafts: their thread is kept although it holds nothing else yet.
    """
    check(email, mail)
    everyone = recipients(mail)
    box = Box(world, email)
    thread = thread_id if own_thread else joined_thread(box, mail, thread_id)
    message_id = f"<CA{world.ids.text('message-id', 42)}@mail.gmail.com>"
    mail = with_sender(world, email, mail).with_headers(
        drop={"message-id", "return-path"}, first=[("Message-ID", message_id)]
    )
    myself = email in everyone
    labels = ["SENT", "INBOX", "UNREAD"] if myself else ["SENT"]
    sent = box.add(mail, labels, thread=thread)
    public = mail.with_headers(drop={"bcc"}, first=[])
    for address in everyone:
        if address == email:
            continue
        if deliverable(address):
            receive(world, world.accounts.ensure(address), public, sender=email)
        else:
            _bounce(world, box, sent, public, address)
    return sent


def receive(world: World, email: str, mail: Mail, *, sender: str) -> Record:
    """A message arrives in a mailbox."""
    moment = format_datetime(world.clock.now())
    mail = mail.with_headers(
        drop={"return-path", "delivered-to"},
        first=[
            ("Delivered-To", email),
            ("Return-Path", f"<{sender}>"),
            ("Received", f"by workspace.example for <{email}>; {moment}"),
        ],
    )
    box = Box(world, email)
    return box.add(mail, ["UNREAD", "INBOX"], thread=referred_thread(box, mail))


def _bounce(world: World, box: Box, sent: Record, mail: Mail, failed: str) -> None:
    """The notice a sender gets for mail that cannot arrive (RFC 3464)."""
    notice = MIMEMultipart("report")
    notice.set_param("report-type", "delivery-status")
    notice["From"] = formataddr(("Mail Delivery Subsystem", DAEMON))
    notice["To"] = box.email
    notice["Subject"] = "Delivery Status Notification (Failure)"
    notice["Date"] = format_datetime(world.clock.now())
    notice["Message-ID"] = f"<{world.ids.hex('bounce', 24)}@mx.google.com>"
    notice["Auto-Submitted"] = "auto-replied"
    notice["X-Failed-Recipients"] = failed
    notice["In-Reply-To"] = notice["References"] = sent["message_ids"][0]
    words = (
        f"Address not found\n\nYour message wasn't delivered to {failed} because the domain "
        f"{failed.split('@')[-1]} couldn't be found.\n"
    )
    notice.attach(MIMEText(words, "plain", "utf-8"))
    status = MIMEBase("message", "delivery-status")
    about, whom = EmailMessage(), EmailMessage()
    about["Reporting-MTA"] = "dns; googlemail.com"
    about["X-Original-Message-ID"] = sent["message_ids"][0]
    whom["Final-Recipient"] = f"rfc822; {failed}"
    whom["Action"] = "failed"
    whom["Status"] = "5.1.2"
    whom["Diagnostic-Code"] = "smtp; The recipient's domain does not exist."
    status.set_payload([about, whom])
    notice.attach(status)
    original = BytesHeaderParser().parsebytes(mail.raw)
    original.set_payload("")
    notice.attach(MIMEMessage(original))
    raw = notice.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    arrived = Mail(b"Return-Path: <>\r\nDelivered-To: " + box.email.encode() + b"\r\n" + raw)
    box.add(arrived, ["UNREAD", "INBOX"], thread=sent["thread"])
