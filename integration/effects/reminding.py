"""What reminders say: to the actor, to the customer, and each morning to whoever has to know.

In:    an outbox entry queued by a round of `reminders`.   Out: `Letter`.
Rule:  only in working time; what was done meanwhile, or is overtaken by the next reminder, is
       skipped; everyone is reached as whoever is in charge on that day.
Never: repeats a complaint's text. Start at `letter`.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from integration.effects.context import Skip, Tools
from integration.effects.letter import Letter, contact, moment, task_link
from integration.mails.compose import compose
from integration.ports import TryLater
from integration.reminders.plan import Kind, Rhythm, Wait, superseded, wait_of
from integration.sop.actors import ROLE_NAMES, Role
from integration.sop.case import Case
from integration.sop.explain import day_in_words
from integration.store.outbox import Entry
from integration.words import span

CUSTOMERS = {"complete_info": "reminder_info", "deliver": "reminder_reply"}
"""Steps of the customer's: their reminders speak to the customer."""


def letter(tools: Tools, entry: Entry) -> Letter:
    """Say it. Raises Skip when it is no use any more, TryLater while the office is closed."""
    calendar, now = tools.calendar(), tools.service.clock.now()
    said = TEMPLATES[entry.data["template"]](tools, entry, now)
    if not calendar.is_open(now):
        wait = calendar.next_opening(now) - calendar.localised(now)
        raise TryLater("reminders go out in working time", wait.total_seconds())
    return said


def _values(tools: Tools, case: Case, wait: Wait) -> dict[str, Any]:
    return {
        "office": tools.office.name,
        "register_no": case.register_no,
        "step_no": wait.step.no,
        "step_short": wait.step.short,
        "status": case.status,
        "since": moment(wait.since),
        "status_url": tools.links.status(case.register_no),
        "ombudsman": tools.office.ombudsman,
    }


def _waiting(tools: Tools, entry: Entry, now: datetime) -> tuple[Case, Wait]:
    """The case and what it still waits for, if that is what the reminder is about.

    Raises Skip where it is over, and where a later reminder has come.
    """
    case, data, calendar = tools.service.case(entry.register_no), entry.data, tools.calendar()
    wait = wait_of(case, data["visit"], calendar)
    if wait is None:
        raise Skip("the step was finished before its reminder was sent")
    at, to = datetime.fromisoformat(data["at"]), Role(data["to"])
    rhythm = Rhythm(share=data["share"])
    if superseded(case, calendar, rhythm, visit=wait.visit, to=to, at=at, now=now):
        raise Skip("the next reminder has come")
    return case, wait


def _passed(due: datetime | None, now: datetime) -> bool:
    return due is not None and now >= due


def _late(tools: Tools, due: datetime | None, now: datetime) -> str:
    """How much working time has passed since the limit; empty below a minute and before it.

    A limit at closing time has passed the next morning without a minute of work being lost.
    """
    if due is None or now < due:
        return ""
    minutes = tools.calendar().minutes_between(due, now)
    return span(minutes) if minutes >= 1 else ""


def _reminder(tools: Tools, entry: Entry, now: datetime) -> Letter:
    case, wait = _waiting(tools, entry, now)
    official = None
    if wait.to is not Role.CUSTOMER:
        official = tools.office.in_charge(wait.to, case, tools.today(), wait.step)
    address = official.email if official else case.email
    link, expires = task_link(tools, case, wait, address, entry.created_at)
    passed = _passed(wait.due, now)
    left = tools.calendar().minutes_between(now, wait.due) if wait.due else 0.0
    said = _values(tools, case, wait) | {
        "person": official.label if official else case.intake.addressed,
        "due": moment(wait.due) if wait.due else "",
        "passed": passed,
        "late": _late(tools, wait.due, now),
        "left": "" if passed or not left else span(left),
        "reason": case.value("triage", "reason"),
        "letter_no": case.letter.number if case.letter else "",
        "case_page": tools.links.case_page(case.register_no, address),
        "unreachable": wait.step.actor is Role.CUSTOMER,
        "contact": contact(case),
        "until": moment(datetime.fromisoformat(entry.data["until"])) if entry.data["until"] else "",
        "link": link,
        "expires": moment(expires),
    }
    customers = wait.to is Role.CUSTOMER
    if entry.data["remind"] == Kind.ASK:
        template, said = "recheck", said | _remedy(case)
    else:
        template = CUSTOMERS[case.station] if customers else "reminder"
    composed = compose(template, said, tools.templates)
    subject = composed.subject
    if customers and case.intake.origin.get("subject"):
        subject = f"Re: {' '.join(case.intake.origin['subject'].split())}"
    return Letter(
        to=(address,),
        subject=subject,
        text=composed.text,
        html=composed.html,
        to_customer=customers,
    )


def _remedy(case: Case) -> dict[str, Any]:
    """The action that is looked at again: the linked one where one was opened."""
    linked = case.rechecks[-1].values if case.rechecks else {}
    planned = linked.get("corrective_action") or case.value("actions", "corrective_action")
    asked_at = case.rechecks[-1].at if case.rechecks else None
    verified = case.last("verify")
    return {
        "private": case.secret,
        "action": planned,
        "round": len(case.rechecks) + 1,
        "verified": moment(asked_at or (verified.at if verified else case.registered_at)),
    }


def _intake_page(tools: Tools, person: str) -> str:
    """The desk's own page for complaints from other channels; nobody else's list carries it."""
    desk = tools.office.in_charge(Role.SERVICE_DESK, on=tools.today())
    return tools.links.intake_page(person) if person == desk.email else ""


def _rest(case: Case, now: datetime) -> str:
    rest = case.resting(now)
    if rest is None:
        return ""
    words = rest.waits_for if case.secret else rest.words
    return f"Waktu langkah dijeda sampai {moment(rest.until)}. {words}"


def _morning(tools: Tools, entry: Entry, now: datetime) -> Letter:
    calendar, data = tools.calendar(), entry.data
    if calendar.day_of(now).isoformat() != data["day"]:
        raise Skip("the morning it was meant for is over")
    person = data["person"]
    listed: dict[str, list[dict[str, Any]]] = {"late": [], "today": [], "waiting": []}
    for one in data["items"]:
        case = tools.service.case(one["register_no"])
        wait = wait_of(case, one["visit"], calendar)
        if wait is None:
            continue
        due = wait.due
        link, _ = task_link(tools, case, wait, person, entry.created_at)
        late = _late(tools, due, now)
        today = due is not None and due.date() <= calendar.day_of(now)
        listed["late" if _passed(due, now) else "today" if today else "waiting"].append(
            _values(tools, case, wait)
            | {
                "due": moment(due) if due else "",
                "late": late,
                "link": link,
                "moved": one["moved"],
                "rest": _rest(case, now),
            }
        )
    elsewhere = _late_with_others(tools, person, data.get("late", []), now)
    if not any(listed.values()) and not elsewhere:
        raise Skip("everything on the list was finished before it was sent")
    composed = compose(
        "morning",
        {
            "office": tools.office.name,
            "person": data["name"],
            "seat": data.get("seat", ""),
            "day": day_in_words(date.fromisoformat(data["day"])),
            "count": sum(map(len, listed.values())),
            "elsewhere": elsewhere,
            "intake_page": _intake_page(tools, person),
            "groups": [
                {"title": title, "lines": listed[key]}
                for key, title in (
                    ("late", "Melewati batas waktu"),
                    ("today", "Jatuh tempo hari ini"),
                    ("waiting", "Menunggu tindakan Saudara"),
                )
                if listed[key]
            ],
        },
        tools.templates,
    )
    return Letter(to=(person,), subject=composed.subject, text=composed.text, html=composed.html)


def _late_with_others(
    tools: Tools, person: str, items: list[dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """What is late and not the reader's to do, the longest late first."""
    found = []
    for one in items:
        case = tools.service.case(one["register_no"])
        wait = wait_of(case, one["visit"], tools.calendar())
        if wait is None or wait.due is None or now < wait.due:
            continue
        whose = tools.office.in_charge(wait.to, case, tools.today(), wait.step)
        said = _values(tools, case, wait) | {
            "whose": whose.label,
            "position": whose.position or ROLE_NAMES[wait.to],
            "due": moment(wait.due),
            "late": _late(tools, wait.due, now) or "kurang dari satu menit",
            "case_page": tools.links.case_page(case.register_no, person),
        }
        found.append((wait.due, said))
    return [said for _, said in sorted(found, key=lambda one: one[0])]


TEMPLATES: dict[str, Callable[[Tools, Entry, datetime], Letter]] = {
    "reminder": _reminder,
    "morning": _morning,
}
