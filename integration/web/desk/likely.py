"""What the desk is shown while it sorts: earlier complaints that this one may repeat, and why.

In:    a case at triage, who sorts it.   Out: `Likely` complaints, the likeliest first; a form
       filled in for *Duplikat* when the desk asks for one of them.
Rule:  suggested, never decided (design decision 2): the button only fills the form, the desk reads
       it and sends it; a confidential case is never pointed at.
Never: shows a name, an address or a text of another complaint. Start at `likely`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from integration.naming import label
from integration.reports.similar import suggest
from integration.sop.case import Case
from integration.sop.choices import CLASSIFICATIONS
from integration.web.site import Site

MOST = 5
LOOKED_THROUGH = 2_000
"""So many of the latest complaints are compared; a page must not take longer with the years."""
MARK = "duplikat"
"""Of the page's address: fill the form in as a duplicate of this number."""
FORM = "isian"
REASON = (
    "Pengaduan ini sama dengan pengaduan yang sudah kami terima sebelumnya, sehingga kami tangani "
    "sebagai satu pengaduan{number}. Jawabannya kami sampaikan melalui pengaduan tersebut."
)
NUMBERED = " dengan nomor register {number}"
OWN = "Nomor ini nomor pengaduan ini sendiri. Mohon tulis nomor pengaduan yang lebih dahulu."
UNKNOWN = "Nomor {typed} tidak ada dalam register. Contoh: ADU/2026/0001."


@dataclass(frozen=True, kw_only=True)
class Likely:
    """An earlier complaint, as the desk is told of it."""

    register_no: str
    received_at: datetime
    status: str
    about: str
    """Class, kind and pokja, as far as they are known."""
    why: str
    page: str
    """Address of its page."""
    mark: str
    """Address of this page with the form filled in."""


def likely(site: Site, case: Case, person: str, here: str) -> list[Likely]:
    """At most `MOST` complaints that `case` may repeat; `here` is the address of its form."""
    cases = site.book.refresh()
    others = [other for other in cases.values() if not other.secret]
    return [
        Likely(
            register_no=found.register_no,
            received_at=cases[found.register_no].received_at,
            status=cases[found.register_no].status,
            about=_about(cases[found.register_no]),
            why=found.why,
            page=site.links.case_page(found.register_no, person),
            mark=f"{here}?{urlencode({MARK: found.register_no})}#{FORM}",
        )
        for found in suggest(case, others[-LOOKED_THROUGH:], MOST)
    ]


def as_duplicate(site: Site, case: Case, original: str) -> dict[str, Any]:
    """The form's values for a duplicate of `original`; none where that is no other complaint.

    The customer is told the earlier number only where it is the customer's own.
    """
    other = site.book.refresh().get(original)
    if other is None or other.register_no == case.register_no or other.secret:
        return {}
    own = {case.intake.email.casefold(), case.intake.phone} - {""}
    same = own & {other.intake.email.casefold(), other.intake.phone}
    number = NUMBERED.format(number=original) if same else ""
    return {"duplicate_of": original, "reason": REASON.format(number=number)}


def why_not_duplicate(site: Site, case: Case, values: Mapping[str, Any]) -> str:
    """What is wrong with the number of the original; empty where none was given or it is fine."""
    typed = str(values.get("duplicate_of", "")).strip().upper()
    if not typed:
        return ""
    if typed == case.register_no:
        return OWN
    return "" if typed in site.book.refresh() else UNKNOWN.format(typed=typed)


def duplicates_of(site: Site, register_no: str) -> list[str]:
    """Complaints that the desk marked as duplicates of this one."""
    return [
        number
        for number, other in site.book.refresh().items()
        if str(other.value("triage", "duplicate_of")).upper() == register_no
        and other.classification == "duplicate"
        and not other.secret
    ]


def original_of(site: Site, case: Case) -> str:
    """The complaint this one was marked a duplicate of; empty where it was not."""
    number = str(case.value("triage", "duplicate_of")).upper()
    other = site.book.refresh().get(number)
    known = other is not None and not other.secret
    return number if known and case.classification == "duplicate" else ""


def _about(case: Case) -> str:
    kind = str(case.value("triage", "kind"))
    sorted_as = "" if kind else label(CLASSIFICATIONS, case.classification)
    return ", ".join(filter(None, (kind, sorted_as, case.group)))
