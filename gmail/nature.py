"""Is this mail from a person, from a machine, or a failed delivery coming back?

In:    a parsed message and the mailbox's own address.   Out: `automatic()`, `bounced()`.
Rule:  RFC 3834 section 2 and google-workspace.md section 8; a delay is not a failure.
Never: believes that a bounce concerns us: whoever reads it compares ids. Start at `automatic()`.
"""

import re
from collections.abc import Iterator
from email.message import Message

from .decoding import header_raw

ADDRESS = re.compile(r"[^\s@<>(),:;\"\[\]']+@[^\s@<>(),:;\"\[\]']+")
"""An e-mail address anywhere in a text."""

_BULK = frozenset(("bulk", "list", "junk", "auto_reply"))
_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|(?:no|do-?not|tidak-?)[-_.]?(?:reply|balas))(?:\+.*)?"
)
REPORTS = ("message/delivery-status", "message/global-delivery-status")
"""The machine's half of a delivery report."""
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
GMAIL = "mx.google.com"
_RESULT = re.compile(r"(?:^|[\s;])(dmarc|dkim|spf)=(\w+)")
_FINAL_FAILURES = frozenset(("failed", ""))


def automatic(message: Message, sender: str, own: str) -> bool:
    """True when no answer may be sent by machine: a machine wrote it, a list, or we ourselves."""
    submitted = header_raw(message, "Auto-Submitted").split(";")[0].strip().lower()
    address = sender.lower()
    return (
        submitted not in ("", "no")
        or header_raw(message, "Precedence").lower() in _BULK
        or any(header_raw(message, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or header_raw(message, "Return-Path") == "<>"
        or address == own.lower()
        or _ROBOTS.fullmatch(address.partition("@")[0]) is not None
        or is_report(message)
    )


def unproven(message: Message) -> bool:
    """True when Gmail found that the domain in From did not send this (RFC 8601, RFC 7489).

    Only the topmost header is Gmail's own; whatever stands below it the sender may have written.
    """
    judge, _, said = header_raw(message, "Authentication-Results").partition(";")
    if judge.strip().lower() != GMAIL:
        return False
    results: dict[str, str] = dict(_RESULT.findall(said.lower()))
    if "dmarc" in results:
        return results["dmarc"] == "fail"
    return results.get("spf") in ("fail", "softfail") and results.get("dkim") != "pass"


def is_report(message: Message) -> bool:
    """True for a delivery status notification (RFC 3464), failed or only late."""
    kind = str(message.get_param("report-type") or "").lower()
    return message.get_content_type() == "multipart/report" and kind in ("delivery-status", "")


def bounced(message: Message) -> tuple[str, ...]:
    """Whom a mail finally did not reach; empty for delays and for what is no bounce."""
    reports = [part for part in message.walk() if part.get_content_type() in REPORTS]
    if is_report(message) and reports:
        found = [address for part in reports for address in _failed(part)]
    else:
        found = ADDRESS.findall(header_raw(message, "X-Failed-Recipients"))
    return tuple(dict.fromkeys(found))


def returned_ids(message: Message) -> list[str]:
    """The Message-ID of what a report gives back, wherever the report holds it."""
    found: list[str] = []
    for part in message.walk() if is_report(message) else ():
        if part.get_content_type() not in _RETURNED:
            continue
        held = part.get_payload()
        inner = held[0] if isinstance(held, list) and held else None
        if isinstance(inner, Message):
            found += header_raw(inner, "Message-ID").split()
        else:
            content = part.get_payload(decode=True)
            text = content.decode("latin-1") if isinstance(content, bytes) else ""
            found += re.findall(r"(?im)^message-id:\s*(<[^<>\s]+>)", text)
    return found


def _failed(report: Message) -> Iterator[str]:
    held = report.get_payload()
    for block in held if isinstance(held, list) else ():
        if not isinstance(block, Message):
            continue
        action = header_raw(block, "Action").split()
        if (action[0].lower() if action else "") not in _FINAL_FAILURES:
            continue
        for name in ("Original-Recipient", "Final-Recipient"):
            yield from ADDRESS.findall(header_raw(block, name).partition(";")[2])
