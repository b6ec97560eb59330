"""Mails that tell staff of trouble with mail: an address that fails, a letter nobody could take.

In:    an outbox entry.   Out: `Letter`.
Rule:  to the service desk; where its own address is what failed, to the Kepala Balai; nothing of
       a confidential case is named.
Never: sends. Start at `TEMPLATES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from integration.effects.context import Skip, Tools
from integration.effects.letter import Letter, contact, moment, task_link
from integration.intake import aside
from integration.mails.compose import compose
from integration.people import Person
from integration.reminders.plan import wait_of
from integration.sop.actors import Role
from integration.store.outbox import Entry


def _reader(tools: Tools, failed: set[str]) -> Person:
    for role in (Role.SERVICE_DESK, Role.HEAD):
        person = tools.office.in_charge(role, on=tools.today())
        if person.email.casefold() not in failed:
            return person
    raise Skip("neither the service desk nor the head can be written to")


def _bounced(tools: Tools, entry: Entry) -> Letter:
    case = tools.service.case(entry.register_no)
    failed = set(entry.data.get("addresses", ()))
    person = _reader(tools, failed)
    own = case.intake.email.casefold()
    customers = case.step is not None and case.step.actor is Role.CUSTOMER
    wait = wait_of(case, case.visit, tools.calendar()) if customers else None
    said = {
        "office": tools.office.name,
        "register_no": case.register_no,
        "person": person.label,
        "customers": not failed or own in failed,
        "others": ", ".join(sorted(failed - {own})),
        "private": case.secret,
        "text": entry.data["text"],
        "contact": contact(case),
        "case_page": tools.links.case_page(case.register_no, person.email),
        "link": "",
    }
    if wait is not None and said["customers"]:
        desks = replace(wait, to=Role.SERVICE_DESK)
        said["link"], _ = task_link(tools, case, desks, person.email, entry.created_at)
    composed = compose("bounced", said, tools.templates)
    return Letter(
        to=(person.email,), subject=composed.subject, text=composed.text, html=composed.html
    )


def _letter_aside(tools: Tools, entry: Entry) -> Letter:
    person = _reader(tools, set())
    said = {
        "office": tools.office.name,
        "person": person.label,
        "unread": entry.data["why"] == aside.UNREADABLE,
        "at": moment(datetime.fromisoformat(entry.data["at"])),
        "mailbox": tools.office.service_mailbox.email,
        "book": tools.links.desk_book(person.email),
        "intake_page": tools.links.intake_page(person.email),
    }
    composed = compose(aside.TEMPLATE, said, tools.templates)
    return Letter(
        to=(person.email,), subject=composed.subject, text=composed.text, html=composed.html
    )


TEMPLATES: Mapping[str, Callable[[Tools, Entry], Letter]] = {
    "bounced": _bounced,
    aside.TEMPLATE: _letter_aside,
}
