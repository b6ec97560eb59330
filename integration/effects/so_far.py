"""What led to a step, in a few lines, for the mail that asks for it and the page of a decision.

In:    a case waiting at a step.   Out: (label, text) pairs, the texts cut to what a phone shows.
Rule:  whoever decides between two meetings sees from the mail what there is to decide, and which
       version of it; a remedy called effective without a piece of evidence is said to be so.
Never: says of a confidential case, in a mail, more than version and outcome. Start at `led_to`.
"""

from textwrap import shorten

from integration.sop.case import Case
from integration.sop.fields import field
from integration.sop.rules import outcome_label
from integration.words import NOT_ATTACHED, when, who

LONGEST = 280
"""Signs of one text."""
PLAN = (
    ("actions", "correction"),
    ("actions", "corrective_action"),
    ("actions", "preventive_action"),
)
CONTENT = {
    "cause": (("review", "review"),),
    "actions": (("review", "review"), ("cause", "root_cause")),
    "verify": PLAN,
    "draft": (("cause", "root_cause"), *PLAN),
    "sign": (("cause", "root_cause"), *PLAN),
}
VERIFIED = ("draft", "sign")


def led_to(case: Case, whole: bool) -> list[tuple[str, str]]:
    """The lines for the step the case waits at; without its content unless `whole`."""
    said = _version(case)
    for step, key in CONTENT.get(case.station, ()) if whole else ():
        text = " ".join(str(case.value(step, key)).split())
        if text:
            said.append((field(step, key).label, shorten(text, LONGEST, placeholder=" …")))
    verified = case.last("verify") if case.station in VERIFIED else None
    if verified is not None:
        found = " ".join(verified.values["verification"].split()) if whole else ""
        outcome = outcome_label("verify", verified.outcome)
        told = shorten(f"{outcome}. {found}".strip(), LONGEST, placeholder=" …")
        said.append(("Verifikasi", told))
        count = len(verified.values.get("evidence") or ())
        said.append(("Bukti pelaksanaan", f"{count} berkas" if count else NOT_ATTACHED))
    return said


def _version(case: Case) -> list[tuple[str, str]]:
    drafted, approved = case.last("draft"), case.last("sign", "ya")
    if case.station == "sign" and drafted is not None:
        return [("Konsep surat", f"versi {case.versions}, diparaf oleh {who(drafted.by)}")]
    if case.station in ("records", "e_sign") and approved is not None:
        by = f"disetujui {who(approved.by, approved.acting)} pada {when(approved.at)}"
        return [("Konsep surat", f"versi {case.versions}, {by}")]
    return []
