"""What staff tell a customer who has no e-mail: one short message for each milestone.

In:    a case.   Out: `Chat`s, the newest first, with the address that opens WhatsApp with it.
Rule:  the same milestones that a customer with e-mail is written about.
Never: sends. Start at `chats_of`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from integration.letters import dates
from integration.mails.chat import message
from integration.naming import label
from integration.sop.case import Case
from integration.sop.choices import CLASSIFICATIONS
from integration.sop.table import CLOSED, WITHDRAWN
from integration.sop.timing import promised
from integration.web.site import Site
from integration.words import when

COUNTRY = "62"


@dataclass(frozen=True, kw_only=True)
class Chat:
    """One message, ready to be copied."""

    key: str
    title: str
    text: str
    whatsapp: str
    """Opens the chat with the text typed in already; empty where no number is known."""


def _not_a_complaint(case: Case) -> bool:
    return case.classification not in ("", "complaint")


MILESTONES: tuple[tuple[str, str, Callable[[Case], bool]], ...] = (
    ("received", "Tanda terima", lambda case: True),
    ("awaiting_info", "Permintaan kelengkapan", lambda case: case.station == "complete_info"),
    ("not_a_complaint", "Tanggapan atas pesan", _not_a_complaint),
    ("archived", "Data tidak dilengkapi", lambda case: _lapsed(case)),
    ("being_handled", "Sedang ditangani", lambda case: case.last("dispose") is not None),
    ("reply", "Surat jawaban", lambda case: _answered(case)),
    ("closed", "Selesai", lambda case: case.final == CLOSED),
    ("withdrawn", "Dicabut", lambda case: case.final == WITHDRAWN),
)
"""The messages in the order in which they come."""


def _lapsed(case: Case) -> bool:
    return bool(case.final) and case.last("complete_info", "not_completed") is not None


def _answered(case: Case) -> bool:
    """Whether a letter was issued since the case was last disposed of."""
    disposed = case.last("dispose")
    return bool(case.letter and disposed and case.letter.at > disposed.at)


def chats_of(site: Site, case: Case) -> list[Chat]:
    """The messages that fit the case as it stands, the newest first."""
    return list(_chats(site, case))[::-1]


def _chats(site: Site, case: Case) -> Iterator[Chat]:
    office, triaged, issued = site.service.office, case.last("triage"), case.letter
    promise = promised(case, site.calendar())
    values = {
        "office": office.name,
        "ombudsman": office.ombudsman,
        "reporter": case.intake.addressed,
        "register_no": case.register_no,
        "received": when(case.received_at),
        "promised": when(promise) if promise else "",
        "access_code": case.access_code,
        "status_url": site.links.status(case.register_no),
        "group": case.group,
        "reason": triaged.values.get("reason", "") if triaged else "",
        "classification": label(CLASSIFICATIONS, case.classification),
        "letter_no": issued.number if issued else "",
        "letter_date": dates.day(issued.date) if issued else "",
    }
    number = whatsapp_number(case.intake.proof.get("whatsapp_no", "") or case.intake.phone)
    for key, title, holds in MILESTONES:
        if holds(case):
            text = message(key, values, site.templates)
            link = f"https://wa.me/{number}?text={quote(text)}" if number else ""
            yield Chat(key=key, title=title, text=text, whatsapp=link)


def whatsapp_number(typed: str) -> str:
    """The number as WhatsApp wants it: country first, digits only; empty when it is none."""
    digits = re.sub(r"\D", "", typed)
    if digits.startswith("0"):
        digits = COUNTRY + digits[1:]
    return digits if 8 <= len(digits) <= 15 else ""
