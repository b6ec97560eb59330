"""What a mail says and to whom: from the case to the template's values.

In:    an outbox entry of kind mail, the case as it stood.   Out: `Letter`.
Rule:  recipients are named by role and found now, so that whoever is in charge gets it; a task
       that somebody finished meanwhile is skipped; nothing confidential stands in a subject.
Never: sends.
"""

from datetime import timedelta
from typing import Any

import icalendar

from integration import alarms
from integration.clock import WITA
from integration.documents import meeting_moment
from integration.effects import coding, reminding, telling
from integration.effects.context import NotYet, Skip, Tools
from integration.effects.letter import Letter, contact, moment, task_link
from integration.effects.so_far import led_to
from integration.letters import dates
from integration.mails.compose import compose
from integration.naming import label
from integration.one_time import TEMPLATE
from integration.ports import File
from integration.reminders.plan import waits
from integration.signed.telling import doubts, report
from integration.sop.actors import DOOR_NAMES, Role
from integration.sop.addresses import listed
from integration.sop.case import Case
from integration.sop.choices import CHANNELS, CLASSIFICATIONS
from integration.sop.events import Event, What
from integration.sop.rules import outcome_label
from integration.sop.table import STATIONS
from integration.sop.timing import due_at, promised
from integration.store.outbox import DONE, WAITING, Entry
from integration.words import NOT_ATTACHED, who

__all__ = ["Letter", "letter", "moment"]

OWN_TEMPLATES = {"deliver": "reply", "complete_info": "complete_info"}
"""Steps of the customer's: their mails speak to the customer, not to staff."""
MEETING_HOURS = 1


def letter(tools: Tools, entry: Entry) -> Letter:
    """Say the mail. Raises Skip when nobody waits for it, NotYet while an attachment is made."""
    if entry.data["template"] in reminding.TEMPLATES:
        return reminding.letter(tools, entry)
    if entry.data["template"] == TEMPLATE:
        return coding.letter(tools, entry)
    if entry.data["template"] in alarms.TEMPLATES:
        return alarms.letter(tools.office, entry, tools.templates)
    if entry.data["template"] in telling.TEMPLATES:
        return telling.TEMPLATES[entry.data["template"]](tools, entry)
    case = tools.case_at(entry)
    data = entry.data
    now = tools.service.case(entry.register_no)
    step = data.get("step", "")
    if step and step != "deliver" and now.visit != data["visit"]:
        raise Skip("the step was finished before its mail was sent")
    role = Role(data["to"])
    template = OWN_TEMPLATES.get(step, data["template"])
    email = "" if case.intake.email.casefold() in now.undeliverable else case.intake.email
    if role is Role.CUSTOMER and not email:
        if not step:
            raise Skip("the customer left no e-mail address that works")
        role = Role.SERVICE_DESK
    to_customer = role is Role.CUSTOMER
    official = None if to_customer else tools.office.in_charge(role, now, tools.today())
    address = official.email if official else email
    said = _values(tools, case, now, entry)
    said["unreachable"] = not email
    said["person"] = official.label if official else case.intake.addressed
    if official:
        said["case_page"] = tools.links.case_page(case.register_no, official.email)
        desk = role is Role.SERVICE_DESK
        said["intake_page"] = tools.links.intake_page(official.email) if desk else ""
    if step:
        said |= _task(tools, case, entry, role, address)
    elif data["template"] == "customer_wrote":
        said["link"] = _judging(tools, now, entry, role, address)
    composed = compose(template, said, tools.templates)
    subject = composed.subject
    if to_customer and case.intake.origin.get("subject"):
        subject = f"Re: {' '.join(case.intake.origin['subject'].split())}"
    to: tuple[str, ...] = (address,)
    calendar = b""
    if data.get("participants"):
        to, calendar = _invited(tools, case, entry)
    return Letter(
        to=to,
        subject=subject,
        text=composed.text,
        html=composed.html,
        files=_files(tools, case, entry, step, to_customer),
        calendar=calendar,
        to_customer=to_customer,
    )


def _values(tools: Tools, case: Case, now: Case, entry: Entry) -> dict[str, Any]:
    intake, office = case.intake, tools.office
    triaged, verified = case.last("triage"), case.last("verify")
    withdrawn = [e for e in tools.service.history(case.register_no) if e.what is What.WITHDRAWN]
    meeting, issued = meeting_moment(case), case.letter
    promise = promised(case, tools.calendar())
    return {
        "office": office.name,
        "sop_no": office.sop_no,
        "ombudsman": office.ombudsman,
        "register_no": case.register_no,
        "received": moment(case.received_at),
        "channel": label(CHANNELS, intake.channel),
        "reporter": intake.addressed,
        "company": intake.company if intake.company != intake.addressed else "",
        "service": intake.service,
        "reference_no": intake.reference_no,
        "contact": contact(case),
        "private": case.secret,
        "description": intake.description or "(tidak diisi)",
        "access_code": case.access_code,
        "status_url": tools.links.status(case.register_no),
        "promised": moment(promise) if promise else "",
        "group": case.group,
        "status": now.status,
        "final": case.final,
        "classification": label(CLASSIFICATIONS, case.classification),
        "reason": triaged.values.get("reason", "") if triaged else "",
        "lapse_reason": case.value("complete_info", "reason"),
        "withdrawn_by": _by(withdrawn[-1]) if withdrawn else "",
        "withdrawn_reason": withdrawn[-1].data["reason"] if withdrawn else "",
        "text": entry.data.get("text", ""),
        "sent_files": entry.data.get("files", ""),
        "meeting_at": moment(meeting) if meeting else "",
        "meeting_place": case.value("review", "meeting_place") or office.short_name,
        "agenda": case.value("review", "agenda"),
        "verification": verified.values["verification"] if verified else "",
        "verification_outcome": outcome_label("verify", verified.outcome) if verified else "",
        "unproved": NOT_ATTACHED if verified and not verified.values.get("evidence") else "",
        "letter_no": issued.number if issued else "",
        "letter_check": "\n".join(report(issued.check)) if issued and issued.check else "",
        "letter_doubts": doubts(issued.check) if issued and issued.check else "",
        "letter_date": dates.day(issued.date) if issued else "",
        "follows": intake.follows,
        "customer_answer": case.value("deliver", "reason"),
        **_rechecked(case),
    }


def _by(event: Event) -> str:
    return f"{who(event.by)}, melalui {DOOR_NAMES[event.by.door].lower()}"


def _rechecked(case: Case) -> dict[str, str]:
    """What the last re-check found, for the report to the Kepala Balai."""
    if not case.rechecks:
        return {}
    done = case.rechecks[-1]
    again = case.recheck.on if case.recheck else ""
    return {
        "recheck_outcome": outcome_label(done.step, done.outcome),
        "recheck_found": done.values["verification"],
        "linked_action": done.values.get("corrective_action", ""),
        "recheck_at": dates.day(again) if again else "",
    }


def _judging(tools: Tools, case: Case, entry: Entry, role: Role, address: str) -> str:
    """Where the desk records what an answer to the reply means; empty where nobody asks that."""
    asked = [one for one in waits(case, tools.calendar()) if one.step.key == "deliver"]
    if role is not Role.SERVICE_DESK or not asked or asked[0].to is not role:
        return ""
    return task_link(tools, case, asked[0], address, entry.created_at)[0]


def _task(tools: Tools, case: Case, entry: Entry, role: Role, address: str) -> dict[str, Any]:
    step = STATIONS[entry.data["step"]]
    due = due_at(case, tools.calendar())
    returned = {
        "draft": case.last("sign", "tidak", after="draft"),
        "records": case.last("e_sign", "returned", after="records"),
    }.get(step.key)
    preview = case.preview if step.key == "sign" else None
    reopened = case.last("deliver", "not_satisfied") if step.key == "dispose" else None
    issued = entry.created_at
    return {
        "expectation": case.intake.expectation,
        "instruction": case.value("dispose", "instruction") if step.key == "review" else "",
        "dissatisfied": reopened.values["reason"] if reopened else "",
        "step": step.key,
        "step_no": step.no,
        "step_short": step.short,
        "due": moment(due) if due else "",
        "returned": returned.values["reason"] if returned else "",
        "changed": bool(preview and preview.edited),
        "led_to": led_to(case, not case.secret),
        "expires": moment(issued + timedelta(days=tools.links.days)),
        "link": tools.links.action(
            register_no=case.register_no,
            step=step.key,
            visit=entry.data["visit"],
            role=role,
            person=address,
            issued=issued,
            pdf_sha256=case.to_decide,
        ),
    }


def _files(
    tools: Tools, case: Case, entry: Entry, step: str, to_customer: bool
) -> tuple[File, ...]:
    files = []
    if case.secret and not to_customer:
        # What is confidential is read where each opening is recorded, not in a mailbox.
        return ()
    if step == "deliver":
        assert case.letter is not None  # the customer is asked once the letter is issued
        content = tools.service.file(case.letter.pdf["sha256"]) or b""
        name = f"{case.register_no.replace('/', '-')} Surat Jawaban.pdf"
        return (File(name=name, media_type="application/pdf", content=content),)
    for key in _attachments(entry, case):
        paper = tools.service.entry(key)
        if paper is not None and paper.state == WAITING:
            raise NotYet(key)
        if paper is not None and paper.state == DONE:
            content = tools.service.file(paper.result["sha256"]) or b""
            files.append(
                File(name=paper.result["name"], media_type="application/pdf", content=content)
            )
    return tuple(files)


def _attachments(entry: Entry, case: Case) -> list[str]:
    keys = list(entry.data.get("attach", ()))
    if entry.data.get("step") == "triage" and not case.intake.email:
        keys.append(f"{case.register_no}:1:receipt:1")
    if entry.data.get("step") == "review":
        keys.append(f"{case.register_no}:3:disposition:{case.visit}")
    if entry.data["template"] == "invitation":
        keys.append(f"{case.register_no}:4:invitation:{case.seq}")
    return keys


def _invited(tools: Tools, case: Case, entry: Entry) -> tuple[tuple[str, ...], bytes]:
    """The people called to the meeting of step 4, and the calendar entry (RFC 5545)."""
    people, _ = listed(str(case.value("review", "participants")))
    head = tools.office.in_charge(Role.GROUP_HEAD, case, tools.today())
    to = tuple(dict.fromkeys([head.email, *people]))
    begins = meeting_moment(case)
    if begins is None:
        raise Skip("the meeting has no time")
    event = icalendar.Event()
    event.add("uid", f"{entry.key.replace('/', '-').replace(':', '.')}@tanggap")
    event.add("dtstamp", entry.created_at)
    event.add("dtstart", begins.astimezone(WITA))
    event.add("dtend", begins.astimezone(WITA) + timedelta(hours=MEETING_HOURS))
    event.add("summary", f"Rapat pembahasan pengaduan {case.register_no}")
    event.add("location", case.value("review", "meeting_place") or tools.office.short_name)
    event.add("organizer", f"mailto:{tools.office.service_mailbox.email}")
    for address in to:
        event.add("attendee", f"mailto:{address}")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Tanggap//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return to, content
