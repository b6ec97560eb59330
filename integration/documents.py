"""What each document says, taken from the case.

In:    a case as it stood when the document was asked for.   Out: plain values for `letters`.
Rule:  a document shows the history up to its own event, so it reads the same whenever it is made.
Never: sets type; that is `letters`. Start at `values`.
"""

import re
from datetime import datetime
from typing import Any

from integration.clock import WITA
from integration.links import Links
from integration.naming import EMPTY, label, shown, subject_line, who
from integration.office import Office
from integration.register.typed import SOURCE as TYPED
from integration.signed.telling import report
from integration.sop.actors import Role
from integration.sop.addresses import named
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.choices import CHANNELS, CLASSIFICATIONS
from integration.sop.intake import CONFIDENTIALITY_NAMES
from integration.sop.rules import outcome_label
from integration.sop.timing import promised
from integration.sop.traces import Completion

SAID_BY_MAIL = "melalui e-mail"


def lines(text: str) -> list[str]:
    """The lines or comma-separated parts of a list typed by a person."""
    return [part.strip() for part in re.split(r"[\n;,]", text) if part.strip()]


def values(
    kind: str, case: Case, office: Office, calendar: Calendar, links: Links, at: datetime
) -> dict[str, Any]:
    """Everything any document may need of `case`; each kind takes what it knows."""
    intake, office = case.intake, office.on(calendar.day_of(at))
    promise = promised(case, calendar)
    promised_at = promise.isoformat() if promise else ""
    made: dict[str, Any] = {
        "sop_no": office.sop_no,
        "register_no": case.register_no,
        "made_at": at.isoformat(),
        "status": case.status,
        "channel": label(CHANNELS, intake.channel),
        "received_at": case.received_at.isoformat(),
        "registered_at": case.registered_at.isoformat(),
        "subject": subject_line(case),
        "description": intake.description or EMPTY,
        "expectation": intake.expectation,
        "name": intake.name,
        "company": intake.company,
        "address": intake.address,
        "phone": intake.phone or (intake.contact if not intake.email else ""),
        "email": intake.email,
        "confidentiality": CONFIDENTIALITY_NAMES.get(intake.confidentiality, ""),
        "service": case.value("triage", "service") or intake.service,
        "reference_no": intake.reference_no,
        "occurred_at": intake.occurred_at,
        "officer": intake.origin.get("officer", "") or _typed_by(case, office),
        "incoming_letter_no": intake.proof.get("letter_no", ""),
        "incoming_letter_date": intake.proof.get("letter_date", ""),
        "agenda_no": intake.proof.get("agenda_no", ""),
        "kind": case.value("triage", "kind"),
        "severity": shown("triage", "severity", case.value("triage", "severity")),
        "classification": label(CLASSIFICATIONS, case.classification),
        "access_code": case.access_code,
        "status_url": links.status(case.register_no),
        "reply_due_at": promised_at,
        "total_due_at": promised_at,
        "evidence": _files(intake.files) + [{"name": one} for one in lines(intake.evidence)],
        "head": office.head.label,
        "head_title": office.head.position,
        "staff_no": office.head.nip,
        "returns": str(case.returns),
        "related_register_no": intake.follows,
        "paper_checklist": _on_paper(case),
    }
    for part in (_triage, _disposition, _review, _plan, _verification, _letter, _end):
        made |= part(case, office)
    if kind in ("invitation", "meeting_minutes"):
        # In a case that came round again, step 5 of the first round was asked of others.
        made |= _review(case, office)
    if kind == "recheck":
        made |= _recheck(case, office)
    if kind == "complaint_form":
        made["description"] = _with_supplements(case)
    return made


def _files(files: Any) -> list[dict[str, str]]:
    return [{"name": one["name"], "sha256": one["sha256"]} for one in files or ()]


def _typed_by(case: Case, office: Office) -> str:
    """Who took in a complaint that was typed into the register; Sheets does not tell."""
    return office.service_desk.label if case.source_key.startswith(TYPED) else ""


def _with_supplements(case: Case) -> str:
    added = [c.values["supplement"] for c in case.completions if "supplement" in c.values]
    text = case.intake.description or EMPTY
    return "\n\n".join([text, *(f"Kelengkapan data: {one}" for one in added)])


def _triage(case: Case, office: Office) -> dict[str, Any]:
    done = case.last("triage")
    if done is None:
        return {}
    return {"officer": office.signer(done.by), "reason": done.values.get("reason", "")}


def _disposition(case: Case, office: Office) -> dict[str, Any]:
    done = case.last("dispose")
    if done is None:
        return {}
    said = done.values
    due = f"{said['due_at']}T16:00:00+08:00" if said.get("due_at") else ""
    declared = case.conflict
    head = office.in_charge(Role.GROUP_HEAD, case)
    return {
        "assign_to": f"{case.group} ({head.label})",
        "instruction_ticks": said.get("instruction_ticks") or [],
        "instruction": said.get("instruction", ""),
        "urgency": said.get("urgency", ""),
        "note": said.get("note", ""),
        "due_at": due,
        "conflict": f"{said['conflicted']}; penelaah: {declared.reviewer}" if declared else "",
        "disposed_at": done.at.isoformat(),
        "working_group": case.group,
        "group_head": head.label,
    }


def _review(case: Case, office: Office) -> dict[str, Any]:
    done = case.last("review")
    if done is None:
        return {}
    said = done.values
    meeting_at = _moment(said.get("meeting_at", ""))
    return {
        "review": said["review"],
        "meeting_at": meeting_at.isoformat() if meeting_at else done.at.isoformat(),
        "place": said.get("meeting_place") or office.short_name,
        "agenda": lines(said.get("agenda", "")),
        "participants": _invited(said.get("participants", ""), office),
        "discussion": case.value("cause", "minutes") or said.get("minutes", ""),
        "chair": office.in_charge(Role.GROUP_HEAD, case).label,
        "minute_taker": office.signer(done.by),
    }


def _invited(typed: str, office: Office) -> list[dict[str, str]]:
    """Who is called to a meeting, as a letter names them: officials by name and position."""
    found = []
    for name, address in named(typed):
        official = office.official(address)
        known = office.name_of(address) or name or address
        found.append({"name": known, "role": official.position if official else ""})
    return found


def _moment(typed: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=WITA)


def meeting_moment(case: Case) -> datetime | None:
    """When the meeting of step 4 begins, in the office's zone where none was typed."""
    return _moment(str(case.value("review", "meeting_at")))


def _plan(case: Case, office: Office) -> dict[str, Any]:
    made: dict[str, Any] = {}
    cause = case.last("cause")
    if cause is not None:
        whys = [cause.values.get(f"why_{n}", "") for n in range(1, 6)]
        made |= {
            "root_cause": cause.values["root_cause"],
            "why": [one for one in whys if one],
            "participants": [{"name": one} for one in lines(cause.values.get("participants", ""))],
        }
    done = case.last("actions")
    if done is not None:
        head = office.in_charge(Role.GROUP_HEAD, case).label
        made |= {key: value for key, value in done.values.items() if not key.endswith("_pic")} | {
            key: value or head for key, value in done.values.items() if key.endswith("_pic")
        }
        plans = [c for c in case.completions if c.step == "actions"]
        made["version"] = str(len(plans))
    return made


def _verification(case: Case, office: Office) -> dict[str, Any]:
    done = case.last("verify")
    if done is None:
        return {}
    return {
        "verification": done.values["verification"],
        "verification_evidence": _files(done.values.get("evidence")),
        "effective": done.outcome == "effective",
        "verifier": office.signer(done.by),
        "verified_at": done.at.isoformat(),
        "recheck_at": done.values.get("recheck_at") or case.value("actions", "recheck_at"),
    }


def _recheck(case: Case, office: Office) -> dict[str, Any]:
    """The last re-check, beside the action it looked at: the linked one where there was one."""
    *before, done = case.rechecks
    said, verified = done.values, case.last("verify")
    judged = before[-1] if before else verified
    failed = done.outcome == "not_effective"
    head = office.in_charge(Role.GROUP_HEAD, case).label
    planned = case.value("actions", "corrective_action")
    return {
        "round": str(len(case.rechecks)),
        "checked_before": judged.at.isoformat() if judged else "",
        "checked_action": before[-1].values["corrective_action"] if before else planned,
        "verification": said["verification"],
        "verification_evidence": _files(said.get("evidence")),
        "effective": not failed,
        "verifier": office.signer(done.by),
        "failed_because": said.get("root_cause", ""),
        "linked_action": said.get("corrective_action", ""),
        "linked_action_pic": said.get("corrective_action_pic") or head,
        "linked_action_due": said.get("corrective_action_due", ""),
        "recheck_at": said.get("recheck_at", ""),
    }


def _letter(case: Case, office: Office) -> dict[str, Any]:
    made: dict[str, Any] = {}
    drafted = case.last("draft")
    if drafted is not None:
        made |= {
            "reply_version": str(case.versions),
            "initialled_by": f"{drafted.values['initial']} ({office.signer(drafted.by)})",
        }
    letter = case.letter
    if letter is not None:
        made |= {
            "letter_no": letter.number,
            "letter_date": letter.date,
            "letter_sha256": letter.pdf["sha256"],
            "letter_check": "\n".join(report(letter.check)) if letter.check else "",
            "sent_at": letter.at.isoformat(),
            "sent_by": SAID_BY_MAIL if case.email else label(CHANNELS, case.intake.channel),
        }
    return made


def _end(case: Case, office: Office) -> dict[str, Any]:
    made: dict[str, Any] = {}
    delivered = case.last("deliver")
    if delivered is not None:
        made |= {
            "outcome": outcome_label("deliver", delivered.outcome),
            "customer_answer": delivered.values.get("reason", ""),
            "receiver": _receiver(case, delivered),
            "reply_received_at": delivered.at.isoformat(),
        }
    if case.ended_at is not None:
        made["closed_at"] = case.ended_at.isoformat()
    return made


def _on_paper(case: Case) -> list[str]:
    """What lies in the paper file beside what was printed from here."""
    checked = case.letter.check if case.letter else {}
    wanted = {
        "Surat pengaduan asli": case.intake.channel == "letter",
        "Form Pengaduan bertanda tangan pengadu": case.intake.channel == "walk_in",
        "Lembar pengaduan dari kotak, dengan berita acara pembukaannya": case.intake.channel
        == "box",
        "Daftar hadir rapat bertanda tangan": bool(case.value("review", "meeting")),
        "Surat Keluar bertanda tangan basah (arsip)": checked.get("kind") == "wet_ink",
        "Bukti penyampaian surat jawaban": bool(case.letter and not case.intake.email),
    }
    return [paper for paper, lies in wanted.items() if lies]


def _receiver(case: Case, delivered: Completion) -> str:
    if delivered.outcome == "no_answer":
        return "Tidak ada konfirmasi; dianggap diterima"
    return str(delivered.values.get("receiver") or case.intake.name or who(delivered.by))
