"""From the Form's questions, a typed row or a mail to an `Intake`.

In:    plain text by question title or cell.   Out: `Intake`, with what is odd in `problems`.
Rule:  question titles are design.md section 5's; a title nobody knows is kept in `extra`.
Never: refuses: a complaint without text or with a broken address is still a complaint.
"""

import re
from collections.abc import Mapping
from typing import Any

from integration.sop.addresses import ADDRESS, usable_email
from integration.sop.intake import ANONYMOUS, CONFIDENTIAL, OPEN, Intake

QUESTIONS = {
    "Nama": "name",
    "Email": "email",
    "Nomor WhatsApp": "phone",
    "Instansi/Perusahaan": "company",
    "Layanan": "service",
    "Nomor Order/LHU/Sertifikat": "reference_no",
    "Uraian Keluhan": "description",
    "Harapan Penyelesaian": "expectation",
    "Kerahasiaan": "confidentiality",
    "Bukti": "evidence",
}
"""The Form's questions and the fields they fill."""

_BY_TITLE = {title.casefold(): name for title, name in QUESTIONS.items()}
_NUMBER_IN_TEXT = re.compile(r"\+?\(?\d(?:[\s().\-]*\d){6,}")
_UNHELD = re.compile(
    r"[\x00-\x08\x0b-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
NO_EMAIL, INVALID_EMAIL, NO_TEXT = "no_email", "invalid_email", "no_description"


def tidy(text: str) -> str:
    """Text as received, without what no store or page can hold.

    Control characters go, and signs that turn the reading direction: one in a name would turn the
    words of ours that follow it, too.
    """
    return _UNHELD.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


_QUOTE_BEGINS = re.compile(
    r"(Pada .{5,200} menulis:|On .{5,200} wrote:|-+ ?(Original Message|Pesan Asli) ?-+)\s*",
    re.IGNORECASE,
)


def without_quote(text: str) -> str:
    """A reply without our own mail quoted below it, which holds the access code.

    The whole mail stays in the mailbox. A reply that is nothing but a quote is left as it is.
    """
    kept: list[str] = []
    for line in text.split("\n"):
        if _QUOTE_BEGINS.fullmatch(line.strip()):
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">")):
        kept.pop()
    return "\n".join(kept).strip() or text


def confidentiality(typed: str) -> str:
    """`open`, `confidential` or `anonymous` from the customer's words."""
    said = typed.casefold()
    if said.startswith(("anonim", "anonym")):
        return ANONYMOUS
    return CONFIDENTIAL if said.startswith(("rahasia", "confid")) else OPEN


def from_answers(
    answers: Mapping[str, str], channel: str, known: Mapping[str, str] | None = None
) -> Intake:
    """A Form answer; `known` maps today's titles of renamed questions to fields."""
    said: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for title, answer in answers.items():
        name = (known or {}).get(title) or _BY_TITLE.get(title.strip().casefold())
        if name is None or name in said:
            extra[title] = tidy(answer)
        else:
            said[name] = tidy(answer)
    said["confidentiality"] = confidentiality(said.get("confidentiality", ""))
    return _checked(said, extra, channel)


def _checked(said: dict[str, Any], extra: dict[str, str], channel: str) -> Intake:
    problems = []
    typed = said.get("email", "")
    said["email"] = usable_email(typed)
    if not typed:
        problems.append(NO_EMAIL)
    elif not said["email"]:
        problems.append(INVALID_EMAIL)
        said["contact"] = typed
    if not said.get("description"):
        problems.append(NO_TEXT)
    return Intake(channel=channel, extra=extra, problems=tuple(problems), **said)


def from_row(channel: str, name: str, contact: str, description: str) -> Intake:
    """A row typed by staff: the contact cell may hold an address, a number, a handle."""
    found = ADDRESS.search(contact)
    email = usable_email(found.group(0)) if found else ""
    number = _NUMBER_IN_TEXT.search(contact.replace(email, ""))
    digits = re.sub(r"[^\d+]", "", number.group(0)) if number else ""
    return Intake(
        channel=channel,
        name=tidy(name),
        contact=tidy(contact),
        email=email,
        phone=digits,
        description=tidy(description),
        problems=() if email else (NO_EMAIL,),
    )
