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
from integration.service import Service
from integration.sop.effects import MAIL, Effect
from integration.store import outbox
from integration.store.outbox import Entry
from integration.templating import TemplateFolder

WATCH, REGISTER = "watch_alarm", "register_alarm"
TEMPLATES = frozenset((WATCH, REGISTER))


def queue(
    service: Service,
    key: str,
    template: str,
    said: Mapping[str, str],
    people: Iterable[str],
    at: datetime,
) -> None:
    """A mail to each of the people, unless it is queued."""
    lines = [
        (
            None,
            Effect(
                key=f"{key}:{number}",
                kind=MAIL,
                data={"template": template, "person": email, **said},
            ),
            "",
        )
        for number, email in enumerate(dict.fromkeys(people), start=1)
    ]
    with service.database.write() as tx:
        outbox.queue_once(tx, lines, at)
    service.woken.set()


def letter(office: Office, entry: Entry, templates: TemplateFolder) -> Letter:
    """What the mail says."""
    person = str(entry.data["person"])
    said = {**entry.data, "office": office.name, "person": office.name_of(person) or person}
    composed = compose(str(entry.data["template"]), said, templates)
    return Letter(to=(person,), subject=composed.subject, text=composed.text, html=composed.html)
