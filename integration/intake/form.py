"""The Form's answers: each a complaint once, an edited one an amendment.

In:    answers since a mark.   Out: `receive` and `Amend`.
Rule:  an answer is known by its response id and creation time, however often it is seen, sorted
       or deleted in the answer tab (google-workspace.md 5); the mark moves after the answers.
Never: writes to the Form or its tab.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.intake.following import linked
from integration.intake.mapping import QUESTIONS, from_answers
from integration.ports import Answer, Responses
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Amend
from integration.sop.intake import Intake

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=10)
"""How far back each look reaches before the newest answer seen: answers may appear late."""
MARK = "form:mark"
TITLES = "form:titles"


@dataclass
class FormIntake:
    """Looks at the Form's answers, one cycle at a time."""

    service: Service
    responses: Responses
    _seen: dict[str, datetime] = field(default_factory=dict)

    def cycle(self) -> int:
        """Take what is new or edited; how many complaints or amendments that were."""
        mark = self.service.recall(MARK)
        since = datetime.fromisoformat(mark) - OVERLAP if mark else None
        answers = sorted(self.responses.since(since), key=lambda one: one.created_at)
        taken, failed = 0, None
        for answer in answers:
            try:
                taken += self._take(answer)
            except Exception as failure:
                # The mark stays, so that this answer is met again; the others need not wait.
                log.exception("an answer could not be taken", extra={"answer": answer.response_id})
                failed = failure
        if failed is not None:
            raise failed
        newest = max((answer.submitted_at for answer in answers), default=None)
        if newest is not None and newest.isoformat() != mark:
            self.service.remember(MARK, newest.isoformat())
        return taken

    def _take(self, answer: Answer) -> bool:
        source = f"form:{answer.response_id}:{answer.created_at.isoformat()}"
        if self._seen.get(source) == answer.submitted_at:
            return False
        intake = self._intake(answer)
        by = By(role=Role.CUSTOMER, door=Door.FORM, person=intake.email, name=intake.name)
        number, new = self.service.receive(intake, source, by, answer.created_at)
        if not new:
            new = self._amend(number, answer, source)
        self.service.remember(f"{source}:submitted", answer.submitted_at.isoformat())
        self._seen[source] = answer.submitted_at
        return new

    def _amend(self, number: str, answer: Answer, source: str) -> bool:
        known = self.service.recall(f"{source}:submitted", answer.created_at.isoformat())
        if datetime.fromisoformat(known) >= answer.submitted_at:
            return False
        intake = self._intake(answer)
        if intake == self.service.case(number).intake:
            return False
        by = By(role=Role.CUSTOMER, door=Door.FORM, person=intake.email, name=intake.name)
        self.service.act(number, Amend(intake=intake), by)
        return True

    def _intake(self, answer: Answer) -> Intake:
        return linked(self.service, from_answers(answer.answers, "website", self._fields(answer)))

    def _fields(self, answer: Answer) -> dict[str, str]:
        """Today's titles of questions whose first title was known, by question id."""
        first: dict[str, str] = self.service.recall(TITLES, {})
        new = {
            identity: QUESTIONS[title]
            for title, identity in answer.question_ids.items()
            if title in QUESTIONS and identity not in first
        }
        if new:
            first = {**first, **new}
            self.service.remember(TITLES, first)
        return {
            title: first[identity]
            for title, identity in answer.question_ids.items()
            if identity in first
        }
