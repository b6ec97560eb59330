"""Mails about the service itself, to people of the office: queued once, said when they are sent.

In:    a template of `mails/`, what it needs to say, people.   Out: outbox rows; the mail's words.
Rule:  whoever calls chooses a key for the event; the same key is queued once.
Never: sends.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from integration.effects.letter import Letter
from integration.mails.compose import compose
from integration.office import Office
from integration.people import Person
from integration.service import Service
from integration.sop.effects import MAIL, Effect
from integration.store import outbox
from integration.store.outbox import Entry
from integration.templating import TemplateFolder

WATCH, REGISTER, SEAT = "watch_alarm", "register_alarm", "seat_changed"
TEXTS = "register_texts"
TEMPLATES = frozenset((WATCH, REGISTER, SEAT, TEXTS))
Line = tuple[int | None, Effect, str]


def queue(
    service: Service,
    key: str,
    template: str,
    said: Mapping[str, str],
    people: Iterable[str],
    at: datetime,
) -> None:
    """A mail to each of the people, unless it is queued."""
    found = [Person(email=email) for email in dict.fromkeys(people)]
    with service.database.write() as tx:
        outbox.queue_once(tx, lines(key, template, said, found), at)
    service.woken.set()


def lines(key: str, template: str, said: Mapping[str, str], people: Iterable[Person]) -> list[Line]:
    """A mail to each of the people, for a transaction of the caller's."""
    return [
        (
            None,
            Effect(
                key=f"{key}:{number}",
                kind=MAIL,
                data={"template": template, "person": one.email, "name": one.name, **said},
            ),
            "",
        )
        for number, one in enumerate(people, start=1)
    ]


def letter(office: Office, entry: Entry, templates: TemplateFolder) -> Letter:
    """What the mail says."""
    person = str(entry.data["person"])
    # Who has left the office is greeted by the name that was known then.
    name = office.name_of(person) or entry.data.get("name") or person
    said = {**entry.data, "office": office.name, "person": name}
    composed = compose(str(entry.data["template"]), said, templates)
    return Letter(to=(person,), subject=composed.subject, text=composed.text, html=composed.html)
