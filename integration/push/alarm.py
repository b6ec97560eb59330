"""The alarm when a subscription cannot be renewed: a mail to two people, once a day.

In:    which subscription, why.   Out: outbox rows; the mail's words.
Rule:  Petugas Pelayanan and Tata Usaha each get one a day and subscription; polling goes on, so the
       mail says what is slower, not what is lost.
Never: sends. Start at `alarm()`; `letter()` says it when it is sent.
"""

from datetime import datetime

from integration.clock import WITA
from integration.effects.letter import Letter
from integration.mails.compose import compose
from integration.office import Office
from integration.service import Service
from integration.sop.effects import MAIL, Effect
from integration.store import outbox
from integration.store.outbox import Entry
from integration.templating import TemplateFolder

TEMPLATE = "watch_alarm"
NAMES = {
    "register-file": "perubahan pada spreadsheet register",
    "changes": "perubahan pada arsip dan konsep surat",
    "gmail": "surat masuk",
    "form": "jawaban Formulir",
}


def alarm(service: Service, watch: str, why: str, at: datetime) -> None:
    """Queue the mails of today, unless they are queued."""
    day = at.astimezone(WITA).date().isoformat()
    office = service.office.on(at.astimezone(WITA).date())
    people = dict.fromkeys((office.service_desk.email, office.records_office.email))
    lines = [
        (
            None,
            Effect(
                key=f"watch:{watch}:{day}:{number}",
                kind=MAIL,
                data={"template": TEMPLATE, "person": email, "watch": watch, "why": why},
            ),
            "",
        )
        for number, email in enumerate(people, start=1)
    ]
    with service.database.write() as tx:
        outbox.queue_once(tx, lines, at)
    service.woken.set()


def letter(office: Office, entry: Entry, templates: TemplateFolder) -> Letter:
    """What the mail says."""
    person = str(entry.data["person"])
    composed = compose(
        TEMPLATE,
        {
            "office": office.name,
            "person": office.name_of(person) or person,
            "what": NAMES.get(entry.data["watch"], entry.data["watch"]),
            "why": entry.data["why"],
        },
        templates,
    )
    return Letter(to=(person,), subject=composed.subject, text=composed.text, html=composed.html)
