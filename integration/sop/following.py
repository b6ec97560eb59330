"""What follows from an event: what the outside world is asked for.

In:    a case after an event.   Out: `Effect`s with unique keys, to be done by the worker.
Rule:  an effect names its recipients by role, so that whoever is in charge when it is sent gets
       it.
Never: does anything. Start at `after`.
"""

from dataclasses import replace

from integration.sop.actors import Role
from integration.sop.case import WHISTLEBLOW, Case
from integration.sop.effects import (
    DOCUMENT,
    FINAL_LETTER,
    FOLDER,
    MAIL,
    SEAL,
    UPLOAD,
    Effect,
)
from integration.sop.events import Event, What
from integration.sop.making import Maker
from integration.sop.rests import CUSTOMER
from integration.sop.table import STATIONS
from integration.sop.traces import Completion


def after(case: Case, event: Event) -> tuple[Effect, ...]:
    """The effects that follow when `event` has just made `case` what it is."""
    make = _Following(case)
    match event.what:
        case What.RECEIVED:
            return make.received()
        case What.COMPLETED:
            return make.completed(case.completions[-1])
        case What.PREVIEWED | What.PREPARED:
            return (make.task(),)
        case What.LETTER_CHANGED:
            return (make.reply_doc(edited=True),)
        case What.AMENDED:
            return (
                make.folder(),
                make.document("complaint_form"),
                *make.copies(),
                make.mail("amended", Role.SERVICE_DESK),
            )
        case What.NOTED if event.data["kind"] == "evidence":
            text = event.data["text"]
            return (make.mail("evidence_unreadable", Role.SERVICE_DESK, text=text),)
        case What.NOTED if event.data["kind"] == "bounce":
            # Told once for each address, or two broken addresses would tell of each other for ever.
            if not event.data.get("news", True):
                return ()
            said = {"text": event.data["text"], "addresses": event.data.get("addresses", [])}
            return (make.mail("bounced", Role.SERVICE_DESK, **said),)
        case What.NOTED if event.data["kind"] == "customer":
            return (*make.uploads(event.data.get("files", ())), *make.customer_wrote(event))
        case What.REOPENED:
            return make.came_back(event)
        case What.RECHECKED:
            return make.rechecked(case.rechecks[-1])
        case What.WITHDRAWN:
            told = (make.mail("withdrawn", Role.CUSTOMER), make.whole_file())
            by_office = event.by.role is not Role.CUSTOMER
            return (*told, make.mail("withdrawn_report", Role.HEAD)) if by_office else told
        case _:
            return ()


class _Following(Maker):
    """What follows from each event, and from each step."""

    def came_back(self, event: Event) -> tuple[Effect, ...]:
        """What came by mail is the desk's to judge; a decision of the customer's follows itself."""
        if not event.data["text"]:
            return ()
        return (*self.uploads(event.data["files"]), *self.customer_wrote(event))

    def customer_wrote(self, event: Event) -> tuple[Effect, ...]:
        """The desk hears of it; so does whoever waited for the customer in a pause."""
        said = {"text": event.data["text"]}
        if names := [str(one["name"]) for one in event.data.get("files", ())]:
            said["files"] = ", ".join(names)
        told = self.mail("customer_wrote", Role.SERVICE_DESK, **said)
        rest = self.case.rests[-1] if self.case.rests else None
        step = self.case.step
        if step is None or rest is None or rest.why != CUSTOMER or rest.until != event.at:
            return (told,)
        data = {**told.data, "to": step.actor.value}
        return (told, replace(told, key=self.key("mail.awaited_came"), data=data))

    def received(self) -> tuple[Effect, ...]:
        receipt = self.document("receipt", 1)
        acknowledgement = Effect(
            key=self.key("receipt_mail", 1),
            kind=MAIL,
            data={
                "template": "receipt",
                "to": Role.CUSTOMER.value,
                "seq": self.case.seq,
                "attach": [receipt.key],
            },
            after=receipt.key,
        )
        return (
            Effect(key=f"{self.case.register_no}:1:folder", kind=FOLDER),
            self.document("complaint_form", 1),
            receipt,
            acknowledgement,
            *self.uploads(self.case.intake.files, 1),
            *self.copies(),
            self.task(after=acknowledgement.key),
        )

    def completed(self, done: Completion) -> tuple[Effect, ...]:
        step = STATIONS[done.step]
        follow = getattr(self, f"_after_{step.key}", None)
        made: tuple[Effect, ...] = follow(done) if follow else ()
        if self.case.final:
            return (*made, self.whole_file())
        if not self.case.asked:
            return made
        return (*made, self.task(after=self._wait_for(made)))

    @staticmethod
    def _wait_for(made: tuple[Effect, ...]) -> str:
        documents = [effect.key for effect in made if effect.kind in (DOCUMENT, UPLOAD, SEAL)]
        return documents[-1] if documents else ""

    def _after_triage(self, done: Completion) -> tuple[Effect, ...]:
        if done.outcome in ("complaint", "awaiting_info"):
            return ()
        told = self.mail("not_a_complaint", Role.CUSTOMER)
        return (self.folder(), told) if done.outcome == WHISTLEBLOW else (told,)

    def _after_complete_info(self, done: Completion) -> tuple[Effect, ...]:
        if self.case.final:
            return (self.mail("not_completed", Role.CUSTOMER),)
        return (
            *self.uploads(done.values.get("evidence") or (), 2),
            self.document("complaint_form", 2),
        )

    def _after_dispose(self, done: Completion) -> tuple[Effect, ...]:
        return (
            self.document("disposition", 3),
            self.mail("being_handled", Role.CUSTOMER),
        )

    def _after_review(self, done: Completion) -> tuple[Effect, ...]:
        made: list[Effect] = []
        if done.values.get("meeting"):
            made += [
                self.document("invitation", 4),
                self.mail("invitation", Role.GROUP_HEAD, participants=True),
            ]
        if done.values.get("minutes"):
            made.append(self.document("meeting_minutes", 4))
        return tuple(made)

    def _after_cause(self, done: Completion) -> tuple[Effect, ...]:
        return (self.document("meeting_minutes", 4),) if done.values.get("minutes") else ()

    def _after_actions(self, done: Completion) -> tuple[Effect, ...]:
        return (self.document("action_plan", 6),)

    def _after_verify(self, done: Completion) -> tuple[Effect, ...]:
        document = self.document("verification", 7)
        return (
            *self.uploads(done.values.get("evidence") or (), 7),
            document,
            self._report("report", "verification_report", document),
        )

    def rechecked(self, done: Completion) -> tuple[Effect, ...]:
        """Its paper, the report to the Kepala Balai, and the whole file anew if the case ended."""
        paper = self.document("recheck", 7)
        return (
            *self.uploads(done.values.get("evidence") or (), 7, title="Bukti pemeriksaan ulang"),
            paper,
            self._report("recheck_report", "recheck_report", paper),
            *((self.whole_file(),) if self.case.final else ()),
        )

    def _report(self, what: str, template: str, paper: Effect) -> Effect:
        """To the Kepala Balai, with its paper, once that is there."""
        said = {"template": template, "to": Role.HEAD.value, "seq": self.case.seq}
        return Effect(
            key=self.key(what, 7),
            kind=MAIL,
            data={**said, "attach": [paper.key]},
            after=paper.key,
        )

    def _after_draft(self, done: Completion) -> tuple[Effect, ...]:
        return (self.reply_doc(),)

    def _after_sign(self, done: Completion) -> tuple[Effect, ...]:
        if done.outcome != "ya":
            return ()
        return (Effect(key=self.key("seal", 9), kind=SEAL, data={"seq": self.case.seq}),)

    def _after_records(self, done: Completion) -> tuple[Effect, ...]:
        if done.outcome == "numbered":
            data = {"visit": self.case.visit, "seq": self.case.seq}
            return (Effect(key=self.key("final_letter", 9), kind=FINAL_LETTER, data=data),)
        return self._issued(done)

    def _after_e_sign(self, done: Completion) -> tuple[Effect, ...]:
        return self._issued(done) if done.outcome == "signed" else ()

    def _issued(self, done: Completion) -> tuple[Effect, ...]:
        made = self.uploads([done.values["final_pdf"]], 9, title="Surat Keluar")
        check = done.values.get("letter_check", {})
        if check.get("doubts") or check.get("bare"):
            return (self.mail("letter_differs", Role.HEAD), *made)
        return tuple(made)

    def _after_deliver(self, done: Completion) -> tuple[Effect, ...]:
        made: tuple[Effect, ...] = tuple(self.uploads(done.values.get("evidence") or (), 10))
        if done.outcome == "not_satisfied":
            made = (*made, self.mail("not_satisfied", Role.SERVICE_DESK))
        made = (*made, self.document("minutes", 10))
        if self.case.final and self.case.resumed > self.case.reopened:
            return made  # it had ended before, and the customer was told so
        return (*made, self.mail("closed", Role.CUSTOMER))
