"""Single effects, named: a paper, a mail, a task, a file to put away.

In:    a case after an event.   Out: `Effect`s.
Rule:  a key is made of the case's number, the step's number and the event's place; it stands in
       the outbox for ever and never changes.
Never: says what follows from what. That is following.py.
"""

from typing import Any

from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.effects import (
    COPY_LINK,
    DOCUMENT,
    FOLDER,
    MAIL,
    REPLY_DOC,
    UPLOAD,
    WHOLE_FILE,
    Effect,
)
from integration.sop.evidence import drive_ids
from integration.sop.table import STATIONS


class Maker:
    """Makes the effects of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def key(self, what: str, no: int | None = None) -> str:
        """Its name in the outbox; `no` where the step is another than the present one."""
        step = self.case.step
        number = no if no is not None else (step.no if step else 10)
        return f"{self.case.register_no}:{number}:{what}:{self.case.seq}"

    def document(self, kind: str, no: int | None = None) -> Effect:
        """A paper, set from the case as it stands now."""
        return Effect(
            key=self.key(kind, no), kind=DOCUMENT, data={"document": kind, "seq": self.case.seq}
        )

    def uploads(self, files: Any, no: int | None = None, title: str = "Bukti") -> list[Effect]:
        """Files to be put into the folder of the case."""
        return [
            Effect(
                key=self.key(f"upload.{place}", no),
                kind=UPLOAD,
                data={"file": dict(file), "title": title, "place": place},
            )
            for place, file in enumerate(files, start=1)
        ]

    def copies(self) -> list[Effect]:
        """Files that the customer named by a Drive link."""
        return [
            Effect(
                key=self.key(f"copy_link.{place}", 1),
                kind=COPY_LINK,
                data={"source": source, "title": "Bukti", "place": place},
            )
            for place, source in enumerate(drive_ids(self.case.intake.evidence), start=1)
        ]

    def mail(self, template: str, to: Role, after: str = "", **data: Any) -> Effect:
        """A mail to whoever is in charge of a role when it is sent."""
        return Effect(
            key=self.key(f"mail.{template}"),
            kind=MAIL,
            data={"template": template, "to": to.value, "seq": self.case.seq, **data},
            after=after,
        )

    def task(self, after: str = "", attach: tuple[str, ...] = ()) -> Effect:
        """The mail that asks the actor of the station for its step, with the action link."""
        step = STATIONS[self.case.station]
        return Effect(
            key=self.key(f"task.{step.key}"),
            kind=MAIL,
            data={
                "template": "task",
                "to": step.actor.value,
                "step": step.key,
                "visit": self.case.visit,
                "seq": self.case.seq,
                "attach": list(attach),
            },
            after=after,
        )

    def reply_doc(self, edited: bool = False) -> Effect:
        """The draft of the reply as a document to be read and edited."""
        return Effect(
            key=self.key("reply_doc"),
            kind=REPLY_DOC,
            data={"version": self.case.versions, "edited": edited, "seq": self.case.seq},
        )

    def whole_file(self) -> Effect:
        """Everything about the case in one PDF."""
        return Effect(key=self.key("whole_file", 10), kind=WHOLE_FILE, data={"seq": self.case.seq})

    def folder(self) -> Effect:
        """Its folder looked at anew: what is confidential lies elsewhere."""
        return Effect(key=self.key("folder", 1), kind=FOLDER, data={"again": True})
