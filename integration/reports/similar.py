"""Has this been said before? Likely duplicates and repeats among earlier complaints.

In:    a case and the cases it may repeat.   Out: `Suggestion`s, the likeliest first, with reasons.
Rule:  suggests to staff, never decides; measured on invented complaints, see
       docs/decisions/2026-11-22-similar-complaints.md.
Never: shows a name, an address or a text, and never points at a whistle-blower's case.
Start at `suggest`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from integration.reports.indonesian import same_reference, stems
from integration.sop.case import Case

LIKE = 0.58
"""Texts at least this much alike are worth a look."""
FEW_SHARED = 0.2
"""Texts that share no more of the shorter one's words are not compared letter by letter."""
WORTH_A_LOOK = 0.4
"""What all signs together must reach."""

SAME_REFERENCE, SAME_EMAIL, SAME_PHONE, SAME_COMPANY = 0.7, 0.5, 0.5, 0.4

_EMAIL = re.compile(r"[^\s<>,;]+@[^\s<>,;]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_LEGAL_FORMS = frozenset({"pt", "cv", "ud", "pd", "fa", "tbk", "persero", "koperasi", "firma"})


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """An earlier complaint that the new one may repeat."""

    register_no: str
    score: float
    """From 0 to 1; only good for putting suggestions in order."""
    why: str
    """In Indonesian, without personal data."""


def suggest(case: Case, others: Iterable[Case], limit: int = 5) -> list[Suggestion]:
    """At most `limit` cases among `others` that `case` may repeat, the likeliest first."""
    found = [
        made
        for other in others
        if other.register_no != case.register_no and other.classification != "whistleblow"
        if (made := _compared(case, other)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, one.register_no))[:limit]


def alike(one: str, other: str) -> float:
    """How much two texts say the same, from 0 to 1.

    The harmonic mean of two ratios: shared words alone would let "LHU telat" match everything
    that mentions both, order and length alone would miss what is told at different length.
    """
    mine, theirs = stems(one), stems(other)
    a, b = set(mine), set(theirs)
    if len(a & b) <= FEW_SHARED * min(len(a), len(b)):
        return 0.0
    left, right = " ".join(mine), " ".join(theirs)
    shared, whole = fuzz.token_set_ratio(left, right), fuzz.token_sort_ratio(left, right)
    return 2 * shared * whole / (shared + whole) / 100 if shared + whole else 0.0


def _compared(case: Case, other: Case) -> Suggestion | None:
    mine, theirs = _traits(case), _traits(other)
    doubt, reasons = 1.0, []
    for weight, a, b, words in (
        (SAME_REFERENCE, mine.references, theirs.references, "nomor order/LHU/sertifikat sama"),
        (SAME_EMAIL, mine.emails, theirs.emails, "alamat e-mail pelapor sama"),
        (SAME_PHONE, mine.phones, theirs.phones, "nomor telepon pelapor sama"),
        (SAME_COMPANY, mine.companies, theirs.companies, "perusahaan sama"),
    ):
        if a & b:
            doubt *= 1 - weight
            reasons.append(words)
    likeness = alike(case.intake.description, other.intake.description)
    if likeness >= LIKE:
        doubt *= 1 - likeness
        reasons.append(f"uraian mirip ({likeness:.0%})".replace("%", " persen"))
    score = round(1 - doubt, 3)
    if score < WORTH_A_LOOK:
        return None
    why = "; ".join(reasons)
    return Suggestion(
        register_no=other.register_no, score=score, why=f"{why[:1].upper()}{why[1:]}."
    )


@dataclass(frozen=True)
class _Traits:
    emails: frozenset[str]
    phones: frozenset[str]
    companies: frozenset[str]
    references: frozenset[str]


def _traits(case: Case) -> _Traits:
    said = case.intake
    return _read(said.email, said.phone, said.contact, said.company, said.reference_no)


@lru_cache(maxsize=20_000)
def _read(email: str, phone: str, contact: str, company: str, reference: str) -> _Traits:
    reach = f"{email} ; {phone} ; {contact}"
    return _Traits(
        emails=frozenset(found.casefold() for found in _EMAIL.findall(reach)),
        phones=frozenset(_national(found) for found in _PHONE.findall(_EMAIL.sub(" ", reach))),
        companies=_some(_firm(company)),
        references=_some(same_reference(reference)),
    )


def _some(key: str) -> frozenset[str]:
    return frozenset({key} if key else ())


def _national(phone: str) -> str:
    """+62 812..., 62812... and 0812... are one number."""
    return re.sub(r"^(62|0)+", "", re.sub(r"\D", "", phone))


def _firm(name: str) -> str:
    parts = re.findall(r"[a-z0-9]+", name.casefold())
    return " ".join(part for part in parts if part not in _LEGAL_FORMS)
