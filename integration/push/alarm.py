"""The alarm when a subscription cannot be renewed: a mail to two people, once a day.

In:    which subscription, why.   Out: the mails, queued.
Rule:  Petugas Pelayanan and Tata Usaha each get one a day and subscription; polling goes on, so the
       mail says what is slower, not what is lost.
Never: sends. Start at `alarm()`.
"""

from datetime import datetime

from integration import alarms
from integration.clock import WITA
from integration.service import Service

NAMES = {
    "register-file": "perubahan pada spreadsheet register",
    "changes": "perubahan pada arsip dan konsep surat",
    "gmail": "surat masuk",
    "form": "jawaban Formulir",
}


def alarm(service: Service, watch: str, why: str, at: datetime) -> None:
    """Queue the mails of today, unless they are queued."""
    day = at.astimezone(WITA).date()
    office = service.office.on(day)
    people = (office.service_desk.email, office.records_office.email)
    said = {"what": NAMES.get(watch, watch), "why": why}
    alarms.queue(service, f"watch:{watch}:{day.isoformat()}", alarms.WATCH, said, people, at)
