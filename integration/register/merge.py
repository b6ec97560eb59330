"""The three-way merge of one row: what was agreed, what the sheet says, what the case says.

In:    three rows of texts and the case.   Out: `Merged`: what the sheet is to say, what then is
       agreed, what staff have typed for later, what was refused, and what was asked for.
Rule:  staff columns of the present or a later step wait untouched for a status; those of a
       finished step, and service columns, go back; `Catatan Petugas` always stands. What waits in
       a confidential case leaves the open cell and is handed back in with the next look.
Never: asks the service or the sheet. Start at `merge_row()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from integration.register import remarks
from integration.register.columns import (
    CHANNEL,
    COLUMNS,
    FREE_TEXT,
    GROUP,
    KIND,
    NUMBER,
    SECRET,
    STATUS,
    Cells,
    Owner,
)
from integration.register.orders import duplicate_of, read_kind
from integration.register.reading import plain
from integration.sop.case import Case
from integration.sop.table import STATIONS

BY_WORD = frozenset({NUMBER, CHANNEL, STATUS, GROUP})
"""Columns whose words mean the same in any case and spacing."""


@dataclass(frozen=True)
class Refusal:
    """An edit that does not stand: place in `COLUMNS`, what was typed, why not."""

    at: int
    typed: str
    why: str


@dataclass
class Merged:
    """The outcome for one row."""

    target: list[str]
    agreed: list[str]
    waiting: dict[int, str] = field(default_factory=dict)
    """Typed by staff and kept until a status is chosen."""
    hidden: set[int] = field(default_factory=set)
    """Places of `waiting` whose cells must not show it."""
    refused: list[Refusal] = field(default_factory=list)
    remark: str | None = None
    """A new `Catatan Petugas`."""
    status_typed: bool = False


def same(at: int, typed: str, case_says: str, case: Case, kinds: Sequence[str]) -> bool:
    """Whether a cell says what the case says, if in other words."""
    if " ".join(typed.split()) == " ".join(case_says.split()):
        return True
    if at in BY_WORD and plain(typed) == plain(case_says):
        return True
    if at == STATUS and duplicate_of(typed):
        return duplicate_of(typed) == str(case.value("triage", "duplicate_of"))
    if at == KIND and typed and case.classification:
        meant = read_kind(typed, kinds)
        if meant.words:
            return meant.words == str(case.value("triage", "note"))
        return (meant.classification, meant.kind) == (
            case.classification,
            case.value("triage", "kind"),
        )
    return False


def merge_row(
    sheet: Cells,
    agreed: Cells,
    shown: Cells,
    case: Case,
    kinds: Sequence[str],
    *,
    whole: Cells | None = None,
    hidden: Mapping[int, str] | None = None,
    status_refused: Mapping[str, str] | None = None,
) -> Merged:
    """Merge one row; `shown` is what the case may say in open cells, `whole` all that it says.

    `hidden` is what staff typed earlier that waits out of sight; `status_refused` maps a typed
    status to why it was refused just now.
    """
    result = Merged(target=list(sheet), agreed=list(agreed))
    said, hidden = whole or shown, hidden or {}
    for at, (cell, before, now) in enumerate(zip(sheet, agreed, shown, strict=True)):
        waits = cell == SECRET and at in hidden
        typed = hidden[at] if waits else cell
        if (not waits and typed in (before, now)) or same(at, typed, said[at], case, kinds):
            result.target[at] = result.agreed[at] = now
            continue
        owner = COLUMNS[at].owner
        if owner is Owner.FREE:
            result.remark = typed
            continue
        if owner is Owner.STATUS:
            why = (status_refused or {}).get(typed)
            if why is None:
                result.status_typed = True
                continue
        else:
            why = _why_not(at, changed=now != before, case=case)
            if not why:
                result.waiting[at] = typed
                if case.secret and _tells(at, typed, kinds):
                    result.hidden.add(at)
                    result.target[at] = SECRET
                continue
        result.target[at] = result.agreed[at] = now
        result.refused.append(Refusal(at, typed, why))
    return result


def _tells(at: int, typed: str, kinds: Sequence[str]) -> bool:
    """Whether words typed by staff may tell of the complaint itself."""
    return bool(typed) and (at in FREE_TEXT or (at == KIND and bool(read_kind(typed, kinds).words)))


def _why_not(at: int, changed: bool, case: Case) -> str:
    """Why an edit of this column does not stand; empty when it may wait for a status."""
    column = COLUMNS[at]
    if column.owner is Owner.SERVICE:
        if at == NUMBER:
            return remarks.NUMBER_RESTORED
        return remarks.SERVICE_COLUMN.format(header=column.header)
    if case.step is None:
        return remarks.ended(case)
    step = STATIONS[column.step]
    if step.no < case.step.no:
        return remarks.step_done(step, column.header)
    if changed:
        return remarks.CONFLICT.format(header=column.header)
    return ""
