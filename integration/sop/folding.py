"""A case from its history, event by event.

In:    events in order.   Out: `Case` after each.
Rule:  the same history always tells the same case; what a rule allowed once stays so.
Never: asks whether an event was allowed: that was decided before it was recorded.
       Start at `fold()`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from integration.sop.case import Case
from integration.sop.events import Event, What
from integration.sop.intake import Intake
from integration.sop.notes import NoteLine, noted, unreached
from integration.sop.rests import answered, begun, ended
from integration.sop.table import ARCHIVED, CLOSED, END, STATIONS, WITHDRAWN
from integration.sop.traces import Completion, Prepared, Preview, Recheck

_WAKES = (
    *(What.COMPLETED, What.PREVIEWED, What.PREPARED, What.LETTER_CHANGED),
    *(What.WITHDRAWN, What.TAKEN_OVER, What.PAUSED, What.WENT_ON),
)
"""What ends a pause before its time: the step's end, another pause, a person."""


def apply(case: Case | None, event: Event) -> Case:
    """The case after `event`. Raises ValueError for a history without its first event."""
    data = event.data
    if event.what is What.RECEIVED:
        return Case(
            register_no=data["register_no"],
            access_code=data["access_code"],
            source_key=data["source_key"],
            intake=Intake.from_plain(data["intake"]),
            received_at=datetime.fromisoformat(data["received_at"]),
            registered_at=event.at,
            since=event.at,
            visit=event.seq,
            seq=event.seq,
            hash=event.hash,
        )
    if case is None:
        raise ValueError("a history begins with the complaint being received")
    case = replace(case, seq=event.seq, hash=event.hash)
    if event.what in _WAKES:
        case = replace(case, rests=ended(case.rests, event.at))
    match event.what:
        case What.COMPLETED:
            return _completed(case, event)
        case What.RECHECKED:
            return _rechecked(case, event)
        case What.REOPENED:
            return _resumed(case, event)
        case What.PAUSED:
            return replace(case, rests=(*case.rests, begun(data, event.by, event.at)))
        case What.PREVIEWED:
            preview = Preview(
                version=data["version"],
                doc_id=data["doc_id"],
                revision=data["revision"],
                pdf_sha256=data["pdf_sha256"],
                text=data["text"],
                edited=data.get("edited", False),
                code=data.get("code", ""),
                seq=event.seq,
            )
            return replace(case, preview=preview, visit=event.seq, since=event.at)
        case What.PREPARED:
            prepared = Prepared(pdf_sha256=data["pdf_sha256"], seq=event.seq)
            return replace(case, prepared=prepared, visit=event.seq, since=event.at)
        case What.LETTER_CHANGED:
            return replace(case, station="sign", visit=event.seq, since=event.at, preview=None)
        case What.AMENDED:
            return replace(case, intake=Intake.from_plain(data["intake"]))
        case What.NOTED:
            return replace(
                case,
                notes=(*case.notes, noted(event)),
                staff_note=data["text"] if data["kind"] == "staff" else case.staff_note,
                rests=answered(case.rests, data["kind"], event.at),
                undeliverable=unreached(case.undeliverable, event),
            )
        case What.OPENED:
            opening = (event.by.person.casefold(), str(data["day"]))
            return replace(case, openings=case.openings | {opening})
        case What.WITHDRAWN:
            return _end(case, WITHDRAWN, event.at)
        case What.TAKEN_OVER:
            return _end(case, data["status"], datetime.fromisoformat(data["ended_at"]))
        case _:
            return case


def _completed(case: Case, event: Event) -> Case:
    data = event.data
    done = Completion(
        step=data["step"],
        outcome=data["outcome"],
        values=data["values"],
        by=event.by,
        at=event.at,
        began=case.since,
        seq=event.seq,
        visit=case.visit,
        acting=data.get("acting", ""),
    )
    case = replace(case, completions=(*case.completions, done))
    step = STATIONS[done.step]
    way = step.outcome(done.outcome)
    if way is None:
        raise ValueError(f"history knows no outcome {done.outcome} of step {done.step}")
    if done.step == "complete_info" and case.paused:
        case = replace(case, paused=(*case.paused[:-1], (case.paused[-1][0], event.at)))
    if way.next == END or data.get("ends"):
        final = ARCHIVED if done.step in ("triage", "complete_info") else CLOSED
        return _end(case, final, event.at)
    if way.next == "complete_info":
        case = replace(case, paused=(*case.paused, (event.at, None)))
    if done.step == "draft":
        case = replace(case, versions=case.versions + 1, preview=None)
    if done.outcome == "numbered":
        case = replace(case, prepared=None)
    if done.outcome == "tidak":
        case = replace(case, returns=case.returns + 1)
    if done.outcome == "not_satisfied":
        case = replace(case, reopened=case.reopened + 1)
    on = done.values.get("recheck_at") or case.value("actions", "recheck_at")
    if done.step == "verify" and done.outcome == "effective" and on:
        case = replace(case, recheck=Recheck(on=on, visit=event.seq))
    return replace(case, station=way.next, visit=event.seq, since=event.at)


def _resumed(case: Case, event: Event) -> Case:
    text, notes = event.data["text"], case.notes
    if text:
        line = NoteLine(text=text, kind="customer", by=event.by, at=event.at)
        notes = (*notes, line)
    return replace(
        case,
        station="deliver",
        visit=event.seq,
        since=event.at,
        final="",
        ended_at=None,
        resumed=case.resumed + 1,
        notes=notes,
    )


def _rechecked(case: Case, event: Event) -> Case:
    values = event.data["values"]
    done = Completion(
        step="recheck",
        outcome=event.data["outcome"],
        values=values,
        by=event.by,
        at=event.at,
        began=event.at,
        seq=event.seq,
        visit=event.data["visit"],
        acting=event.data.get("acting", ""),
    )
    again = event.data["outcome"] == "not_effective"
    pending = Recheck(on=values["recheck_at"], visit=event.seq) if again else None
    return replace(case, recheck=pending, rechecks=(*case.rechecks, done))


def _end(case: Case, final: str, at: datetime) -> Case:
    return replace(case, station="", final=final, ended_at=at, visit=case.seq)


def fold(events: Iterable[Event], case: Case | None = None) -> Case:
    """The case that these events tell of, after `case` as it stood before the first of them.

    Raises ValueError when there are neither.
    """
    for event in events:
        case = apply(case, event)
    if case is None:
        raise ValueError("a case without a history")
    return case
