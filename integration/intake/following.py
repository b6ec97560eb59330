"""The earlier complaint that a new one goes on from.

In:    a complaint that has just come in; a later answer to one that has ended.   Out: an `Intake`
       that names the earlier one; the new complaint, and a note of it in the earlier.
Rule:  a number counts where it stands in the customer's own words and the contact is the same:
       nobody learns anything of, or writes anything into, another's complaint.
Never: decides that it is the same matter; that is the desk's to see at step 2.
"""

import re
from dataclasses import replace
from datetime import datetime

from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Note
from integration.sop.intake import Intake
from integration.store.cases import UnknownCase

REGISTER_NO = re.compile(r"ADU[/-](\d{4})[/-](\d{4,})", re.IGNORECASE)
FOLLOWED = "Tanggapan pelapor sesudah pengaduan berakhir dicatat sebagai pengaduan baru {number}."


def linked(service: Service, intake: Intake, subject: str = "") -> Intake:
    """The intake with the number of the earlier complaint that the customer names, if any."""
    words = (intake.reference_no, intake.description, intake.expectation, subject)
    for year, running in REGISTER_NO.findall("\n".join(words)):
        try:
            earlier = service.case(f"ADU/{year}/{running}")
        except UnknownCase:
            continue
        if _same_contact(earlier.intake, intake):
            return replace(intake, follows=earlier.register_no)
    return intake


def go_on_as_new(
    service: Service, earlier: Case, said: Intake, source: str, by: By, received_at: datetime
) -> str:
    """Register what was said after the end as a complaint of its own; its number.

    Who complains, of what and how openly is as it was; one source makes one complaint.
    """
    was = earlier.intake
    intake = replace(
        was,
        channel=said.channel,
        description=said.description,
        origin=said.origin,
        files=said.files,
        evidence="",
        expectation="",
        proof={},
        extra={},
        problems=said.problems,
        follows=earlier.register_no,
    )
    number, _ = service.receive(intake, source, by, received_at)
    note = Note(text=FOLLOWED.format(number=number), kind="system")
    system = By(role=Role.SYSTEM, door=Door.WORKER)
    service.act(earlier.register_no, note, system, once=f"followed:{source}")
    return number


def _same_contact(one: Intake, other: Intake) -> bool:
    def ways(intake: Intake) -> set[str]:
        phone = re.sub(r"\D", "", intake.phone).removeprefix("62").lstrip("0")
        return {intake.email.casefold(), phone} - {""}

    return bool(ways(one) & ways(other))
