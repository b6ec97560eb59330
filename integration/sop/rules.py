"""The decision: may this be done, and what follows?

In:    a case (None before it exists), a command, who, when, the lists of the office's settings.
Out:   `Decision(events, effects)`; refusals are `SopError`s that carry facts.
Rule:  steps belong to their actors (SOP columns); steps 3 and 9 to the Kepala Balai alone,
       never from the spreadsheet; *Tidak* needs a reason (domain.md 1.3).
Never: records or sends. Start at `decide`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.asked import ASKED, RECHECK
from integration.sop.case import DECIDED_ON_PDF, Case
from integration.sop.commands import (
    Amend,
    Command,
    Complete,
    FoundChanged,
    GoOn,
    Lapse,
    LetterPrepared,
    Note,
    Opened,
    Pause,
    Previewed,
    Receive,
    RefuseEdit,
    Reopen,
    TakeOver,
    Withdraw,
)
from integration.sop.days import office_day
from integration.sop.effects import Effect
from integration.sop.events import Event, What
from integration.sop.folding import apply
from integration.sop.following import after
from integration.sop.independence import must_be_another, must_be_independent
from integration.sop.letter import (
    must_be_a_number,
    must_be_filled,
    must_be_vouched_for,
    must_have_blanks,
)
from integration.sop.pausing import go_on, pause
from integration.sop.rechecking import rechecked
from integration.sop.reopening import MAX_REOPENINGS, reopen
from integration.sop.step import Step
from integration.sop.table import STATIONS
from integration.sop.values import checked


@dataclass(frozen=True)
class Decision:
    """What follows from a command."""

    events: tuple[Event, ...]
    effects: tuple[Effect, ...]
    case: Case


def decide(
    case: Case | None,
    command: Command,
    by: By,
    at: datetime,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> Decision:
    """Say what follows when `by` asks `command` of `case` at `at`. Decides only; changes nothing.

    `lists` holds the office's choices (groups, services, kinds); a list that is not given is
    not checked. Raises a `SopError` for whatever the procedure does not allow, ValueError for
    a naive moment.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    what, data = _judge(case, command, by, at, lists or {})
    event = Event(what=what, by=by, at=at, data=data, seq=(case.seq if case else 0) + 1)
    then = apply(case, event)
    return Decision((event,), after(then, event), then)


def _judge(
    case: Case | None,
    command: Command,
    by: By,
    at: datetime,
    lists: Mapping[str, Sequence[str]],
) -> tuple[What, dict[str, Any]]:
    if isinstance(command, Receive):
        return What.RECEIVED, {
            "register_no": command.register_no,
            "access_code": command.access_code,
            "source_key": command.source_key,
            "intake": command.intake.plain(),
            "received_at": command.received_at.isoformat(),
        }
    if case is None:
        raise ValueError("only receiving begins a case")
    match command:
        case Complete(step=RECHECK.key):
            return What.RECHECKED, rechecked(case, command, by, at, lists)
        case Complete():
            return What.COMPLETED, _complete(case, command, by, at, lists)
        case Amend():
            return What.AMENDED, {"intake": command.intake.plain()}
        case Note():
            return What.NOTED, {
                "text": command.text,
                "kind": command.kind,
                "files": list(command.files),
                "message_id": command.message_id,
                "addresses": sorted({one.casefold() for one in command.addresses}),
                "news": _news(case, command),
            }
        case RefuseEdit():
            return What.EDIT_REFUSED, {
                "column": command.column,
                "typed": command.typed,
                "why": command.why,
            }
        case Withdraw():
            _open(case)
            return What.WITHDRAWN, {"reason": command.reason}
        case Reopen():
            return What.REOPENED, reopen(case, command, by, at)
        case Pause():
            return What.PAUSED, pause(case, command, by, at)
        case GoOn():
            return What.WENT_ON, go_on(case, command, by, at)
        case Lapse():
            return What.COMPLETED, _lapse(case, command, by)
        case Previewed():
            if case.station != "sign" or case.versions != command.version:
                raise errors.NotHere(step="sign", at=case.station)
            return What.PREVIEWED, {
                "version": command.version,
                "doc_id": command.doc_id,
                "revision": command.revision,
                "pdf_sha256": command.pdf_sha256,
                "text": command.text,
                "edited": command.edited,
                "code": command.code,
            }
        case LetterPrepared():
            if case.station != "e_sign" or case.visit != command.visit:
                raise errors.NotHere(step=STATIONS["e_sign"].short, at=case.status)
            return What.PREPARED, {"pdf_sha256": command.pdf_sha256}
        case FoundChanged():
            here = case.station in ("sign", "records", "e_sign")
            if not here or case.versions != command.version:
                raise errors.NotHere(step="sign", at=case.station)
            return What.LETTER_CHANGED, {"revision": command.revision}
        case Opened():
            return What.OPENED, {"day": command.day}
        case TakeOver():
            _open(case)
            if by.door is not Door.OPERATOR or case.seq != 1:
                raise errors.NotHere(step=STATIONS["deliver"].short, at=case.status)
            return What.TAKEN_OVER, {
                "status": command.status,
                "ended_at": command.ended_at.isoformat(),
                "reason": command.reason,
            }


def _news(case: Case, note: Note) -> bool:
    """Whether a bounce says more than an earlier one."""
    known = {one.casefold() in case.undeliverable for one in note.addresses}
    return not note.addresses or False in known


def _open(case: Case) -> None:
    if case.final:
        raise errors.Closed(register_no=case.register_no, status=case.final)


def _complete(
    case: Case, command: Complete, by: By, at: datetime, lists: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    step = STATIONS[command.step]
    _still_here(case, command)
    _may(step, by)
    must_be_independent(case, step, by)
    way = step.outcome(command.outcome)
    if way is None or way is step.lapse:
        raise errors.UnknownOutcome(step=step.short, outcome=command.outcome)
    values = checked(step, command.outcome, command.values, lists, office_day(at))
    if step.key == "dispose":
        must_be_another(values, lists)
    if step.key == "draft":
        must_be_filled(values["reply_draft"])
    if step.key == "records":
        must_be_a_number(values["letter_no"])
        if way.key == "numbered":
            must_have_blanks(case.preview.text if case.preview else "")
            values["final_pdf"] = ""
        elif command.letter_check:
            must_be_vouched_for(command.letter_check)
            values["letter_check"] = dict(command.letter_check)
    if step.key == "sign":
        values |= _bound(case, by)
    if way.key == "signed":
        values |= _signed(case, command, by)
    data: dict[str, Any] = {"step": step.key, "outcome": way.key, "values": values}
    if command.acting:
        data["acting"] = command.acting
    if way.key == "not_satisfied" and case.reopened >= MAX_REOPENINGS:
        data["ends"] = True
    return data


def _lapse(case: Case, command: Lapse, by: By) -> dict[str, Any]:
    step = STATIONS[command.step]
    _still_here(case, command)
    if by.door is not Door.CLOCK:
        raise errors.NotYourStep(step=step.short, no=step.no, actor=step.actor)
    if step.lapse is None:
        raise errors.UnknownOutcome(step=step.short, outcome="lapse")
    return {"step": step.key, "outcome": step.lapse.key, "values": {"reason": command.reason}}


def _still_here(case: Case, command: Complete | Lapse) -> None:
    if command.visit is not None and command.visit != case.visit:
        done = next((c for c in case.completions if c.visit == command.visit), None)
        if done is not None:
            raise errors.AlreadyDone(
                step=STATIONS[done.step].short,
                outcome=outcome_label(done.step, done.outcome),
                by=done.by,
                at=done.at,
            )
        if command.step == case.station and command.step in DECIDED_ON_PDF:
            raise errors.LetterChanged(register_no=case.register_no)
    _open(case)
    if case.station != command.step or (command.visit is not None and command.visit != case.visit):
        raise errors.NotHere(step=STATIONS[command.step].short, at=case.status)


def outcome_label(step: str, outcome: str) -> str:
    """How people read an outcome."""
    way = ASKED[step].outcome(outcome)
    return way.label if way else outcome


def _may(step: Step, by: By) -> None:
    # A cell does not tell who typed, so what is typed counts by the step, never by a role.
    if by.door is Door.SHEET:
        allowed = step.desk_may
    else:
        on_behalf = step.actor is Role.CUSTOMER and by.role is Role.SERVICE_DESK
        allowed = on_behalf or by.role is step.actor
    if allowed:
        return
    raise errors.NotYourStep(step=step.short, no=step.no, actor=step.actor)


def _bound(case: Case, by: By) -> dict[str, Any]:
    if case.preview is None:
        raise errors.PreviewNotReady(register_no=case.register_no)
    _not_ones_own(case, by)
    return {
        "version": case.preview.version,
        "revision": case.preview.revision,
        "pdf_sha256": case.preview.pdf_sha256,
        "code": case.preview.code,
    }


def _signed(case: Case, command: Complete, by: By) -> dict[str, Any]:
    _not_ones_own(case, by)
    if not case.to_decide:
        raise errors.PreviewNotReady(register_no=case.register_no)
    if not command.signed_pdf:
        raise errors.NotSigned()
    must_be_vouched_for(command.letter_check)
    return {"final_pdf": dict(command.signed_pdf), "letter_check": dict(command.letter_check)}


def _not_ones_own(case: Case, by: By) -> None:
    drafted = case.last("draft")
    if drafted and by.person and drafted.by.person == by.person:
        raise errors.OwnDraft(by=by)
