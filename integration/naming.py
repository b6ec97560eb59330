"""How things are called where people read of a case: papers, persons, choices.

In:    a case's values, keys of lists, persons.   Out: the words for them.
Rule:  one thing has one name on every page, mail and paper.
Never: makes sentences for people. That is words.py.
"""

from collections.abc import Sequence
from typing import Any

from integration.sop.actors import ROLE_NAMES, By
from integration.sop.asked import ASKED
from integration.sop.case import Case
from integration.words import amid

TITLES = {
    "complaint_form": "Form Pengaduan",
    "receipt": "Tanda Terima",
    "disposition": "Lembar Disposisi",
    "invitation": "Undangan Rapat",
    "meeting_minutes": "Notulen Rapat",
    "action_plan": "Konsep Tindakan Perbaikan (LKTP)",
    "verification": "Verifikasi Tindakan Perbaikan",
    "recheck": "Pemeriksaan Ulang Keefektifan Tindakan",
    "reply_draft": "Konsep Surat Balasan",
    "outgoing_letter": "Surat Keluar",
    "minutes": "Notulen (Catatan Penyampaian dan Penutupan)",
    "whole_file": "Berkas Lengkap",
}


EMPTY = "(tidak diisi)"


def subject_line(case: Case) -> str:
    """What the complaint is about, in one line that reveals nothing confidential."""
    kind, service = case.value("triage", "kind"), case.intake.service
    return f"Pengaduan mengenai {amid(kind)}" if kind else f"Pengaduan layanan {service}".strip()


def who(by: By) -> str:
    """A person as history lists show them."""
    return by.label or ROLE_NAMES[by.role]


def label(pairs: Sequence[tuple[str, str]], key: str) -> str:
    """The words for a key of a choice list; the key itself when the list does not know it."""
    return dict(pairs).get(key, key)


def shown(step: str, key: str, value: Any) -> str:
    """A field's value in words."""
    for each in ASKED[step].fields:
        if each.key == key and each.choices:
            if isinstance(value, list):
                return ", ".join(label(each.choices, one) for one in value)
            return label(each.choices, str(value))
    return str(value)
