"""What a form holds before anybody types: proposals taken from the case.

In:    a case at a step.   Out: values by field key; the proposed text of a reply.
Rule:  a proposal never replaces the person's judgement: it is typed over or sent as it stands;
       the reply follows domain.md 2, names no employee and blames nobody.
Never: proposes an outcome or a letter number. Start at `proposed`.
"""

from datetime import datetime
from typing import Any

from integration.clock import WITA
from integration.office import Office
from integration.sop.actors import Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.choices import URGENCIES
from integration.sop.deadlines import schedule
from integration.sop.explain import day_in_words
from integration.sop.table import STEPS
from integration.sop.traces import Completion
from integration.words import amid

LETTER_HEAD = ("subject", "letter_class", "enclosure", "cc")
"""What a drafter says of a letter beside its text."""
PLANNED = ("correction", "corrective_action", "preventive_action")


def proposed(case: Case, office: Office, calendar: Calendar) -> dict[str, Any]:
    """Values to begin with, by field key; empty where the step proposes nothing."""
    match case.station:
        case "triage":
            return _triage(case, office)
        case "dispose":
            return {"assign_to": case.group, "urgency": URGENCIES[0][0]}
        case "actions":
            return _actions(case, office, calendar)
        case "draft":
            before = returned(case) and case.last("draft")
            kept = {key: before.values.get(key, "") for key in LETTER_HEAD} if before else {}
            return {**kept, "reply_draft": reply(case, office)}
        case _:
            return {}


def returned(case: Case) -> Completion | None:
    """The Kepala Balai's last "no", while the step it went back to is not done again."""
    match case.station:
        case "draft":
            return case.last("sign", "tidak", after="draft")
        case "records":
            return case.last("e_sign", "returned", after="records")
        case _:
            return None


def _triage(case: Case, office: Office) -> dict[str, Any]:
    before = case.last("triage")
    if before is not None:
        return {key: value for key, value in before.values.items() if key != "reason"}
    return {"service": case.intake.service} if case.intake.service in office.services else {}


def _actions(case: Case, office: Office, calendar: Calendar) -> dict[str, Any]:
    before = case.last("actions", after="dispose")
    if before is not None:
        return dict(before.values)
    ahead = [(step.no, step.standard) for step in STEPS if step.key in ("actions", "verify")]
    until = schedule(case.since, ahead, calendar)[-1].due.date().isoformat()
    head = office.in_charge(Role.GROUP_HEAD, case).label
    values: dict[str, Any] = {}
    for key in PLANNED:
        values |= {f"{key}_pic": head, f"{key}_due": until}
    return values


def reply(case: Case, office: Office) -> str:
    """The proposed body of the answer; after a return, the text that was returned."""
    last = case.last("draft")
    if last is not None and returned(case):
        return str(last.values["reply_draft"])
    points = [
        ("Hasil penelusuran", case.value("cause", "root_cause") or case.value("review", "review")),
        ("Koreksi yang telah dilakukan", case.value("actions", "correction")),
        ("Tindakan korektif", case.value("actions", "corrective_action")),
        ("Tindakan pencegahan agar tidak terulang", case.value("actions", "preventive_action")),
    ]
    numbered = [
        f"{no}. {name}: {_sentence(str(text))}"
        for no, (name, text) in enumerate(((n, t) for n, t in points if t), start=1)
    ]
    return "\n\n".join(
        [
            f"{_opening(case)}, kami sampaikan hal-hal sebagai berikut.",
            *numbered,
            "Kami mohon maaf atas ketidaknyamanan yang timbul.",
            "Apabila jawaban ini belum memadai, Saudara dapat menyampaikan tanggapan paling lambat "
            "10 (sepuluh) hari kerja sejak surat ini diterima, atau melalui SP4N-LAPOR! "
            f"(www.lapor.go.id) maupun {office.ombudsman}.",
        ]
    )


def _opening(case: Case) -> str:
    again = case.last("deliver", "not_satisfied")
    if again is not None:
        return (
            f"Menindaklanjuti tanggapan Saudara tanggal {_day(again.at)} atas jawaban kami "
            f"mengenai pengaduan dengan nomor register {case.register_no}"
        )
    service = case.value("triage", "service") or case.intake.service
    about = amid(case.value("triage", "kind")) or (service and f"layanan {service}")
    subject = f" mengenai {about}" if about else ""
    return (
        f"Menindaklanjuti pengaduan Saudara tanggal {_day(case.received_at)} "
        f"(register {case.register_no}){subject}"
    )


def _day(at: datetime) -> str:
    return day_in_words(at.astimezone(WITA)).partition(", ")[2]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
