"""A mail, said but not sent, and the link by which its reader acts.

In:    tools, a case, who is asked.   Out: `Letter`; the address of the action page.
Rule:  a reminder carries the link of the task it reminds of: same person, same visit.
Never: sends, and never chooses words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.clock import WITA
from integration.effects.context import Tools
from integration.ports import File
from integration.reminders.plan import Wait
from integration.sop.case import Case
from integration.sop.explain import in_words


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail, said but not sent."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    files: Sequence[File] = field(default_factory=tuple)
    calendar: bytes = b""
    to_customer: bool = False


def moment(at: datetime) -> str:
    """A moment as people read it, in WITA."""
    return in_words(at.astimezone(WITA))


def contact(case: Case) -> str:
    """How staff reach the customer without e-mail; a confidential one is named in the file only."""
    if case.secret:
        return "(rahasia, lihat berkas kasus)"
    return case.intake.phone or case.intake.contact or "(tidak ada kontak)"


def task_link(
    tools: Tools, case: Case, wait: Wait, person: str, otherwise: datetime
) -> tuple[str, datetime]:
    """(address, end of validity) of the link that the task mail of what is waited for carries.

    A link that is used up by time is renewed as one issued at `otherwise`.
    """
    step = wait.step
    task = tools.service.entry(f"{case.register_no}:{step.no}:task.{step.key}:{wait.visit}")
    lasts = timedelta(days=tools.links.days)
    issued = task.created_at if task else wait.since
    if issued + lasts <= otherwise:
        issued = otherwise
    link = tools.links.action(
        register_no=case.register_no,
        step=step.key,
        visit=wait.visit,
        role=wait.to,
        person=person,
        issued=issued,
        pdf_sha256=case.to_decide,
    )
    return link, issued + lasts
