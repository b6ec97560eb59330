"""A status chosen in the sheet, understood as a command.

In:    a case, its row as the sheet shows it, the kinds of complaints, the numbers there are.
Out:   the command and the columns it uses; or `Impossible` with the sentence staff read.
Rule:  the words are those of the step that the outcome leads to (domain.md 1.5); steps of the
       Kepala Balai, the draft and the records office have their own doors (design section 4).
Never: changes anything. Start at `order()`.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from integration.register import remarks
from integration.register.columns import (
    CLASS_NAMES,
    COLUMNS,
    GROUP,
    KIND,
    NOTES,
    STATUS,
    Cells,
    Owner,
)
from integration.register.reading import plain
from integration.sop.case import Case
from integration.sop.commands import Complete, Withdraw
from integration.sop.errors import Missing, SopError
from integration.sop.step import Outcome, Step
from integration.sop.table import ARCHIVED, CLOSED, END, REOPENED, STATIONS, WITHDRAWN
from integration.words import say

WITHDRAWN_HERE = "dicabut melalui lembar kerja"
_DUPLICATE = re.compile(r"duplikat(?: dari)?:? *([a-z]+/\d{4}/\d+)")


class Impossible(Exception):
    """The status cannot be chosen now; `str()` is the sentence for staff."""


@dataclass(frozen=True)
class Order:
    """What choosing the status asks for, and the places of the staff columns it uses up."""

    command: Complete | Withdraw
    uses: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Kind:
    """What the cell `Jenis` means: a class, a kind of complaint, or words of staff's own."""

    classification: str = ""
    kind: str = ""
    words: str = ""


def read_kind(typed: str, kinds: Sequence[str]) -> Kind:
    """The meaning of a `Jenis` cell, matched leniently."""
    wanted = plain(typed)
    if not wanted:
        return Kind()
    for each in kinds:
        if plain(each) == wanted:
            return Kind(classification="complaint", kind=each)
    for key, label in CLASS_NAMES.items():
        if wanted in (plain(key), plain(label), *(plain(part) for part in label.split("/"))):
            return Kind(classification=key)
    return Kind(words=typed.strip())


def duplicate_of(typed: str) -> str:
    """The register number in `Duplikat dari ADU/2026/0001`; empty when it says something else."""
    found = _DUPLICATE.fullmatch(plain(typed))
    return found.group(1).upper() if found else ""


def order(case: Case, cells: Cells, kinds: Sequence[str], numbers: Container[str]) -> Order:
    """The command behind the status in `cells`. Raises Impossible."""
    typed = plain(cells[STATUS])
    step = case.step
    if step is None:
        raise Impossible(remarks.ended(case))
    if not typed:
        raise Impossible(remarks.EMPTY_STATUS)
    if typed == plain(WITHDRAWN):
        return Order(Withdraw(reason=cells[NOTES].strip() or WITHDRAWN_HERE))
    if not step.desk_may:
        raise Impossible(remarks.through_link(step))
    original = duplicate_of(typed)
    if step.key == "triage" and (original or typed == plain(ARCHIVED)):
        return _archived(case, cells, original, kinds, numbers)
    for way in step.outcomes:
        if typed in _words(step, way):
            return _completed(step, way, cells, kinds)
    words = ", ".join([*_possible(step), WITHDRAWN])
    raise Impossible(remarks.POSSIBLE.format(no=step.no, step=step.short, words=words))


def _words(step: Step, way: Outcome) -> set[str]:
    """The status words by which staff choose this way out."""
    if way.next == END:
        return {plain(CLOSED)} if step.key == "deliver" else set()
    words = {plain(STATIONS[way.next].status)}
    return words | {plain(REOPENED)} if way.key == "not_satisfied" else words


def _possible(step: Step) -> list[str]:
    words = []
    for way in step.outcomes:
        if way.next != END:
            words.append(STATIONS[way.next].status)
        else:
            words.append(CLOSED if step.key == "deliver" else ARCHIVED)
    if step.key == "triage":
        words.append("Duplikat dari ADU/…")
    return list(dict.fromkeys(words))


def _archived(
    case: Case, cells: Cells, original: str, kinds: Sequence[str], numbers: Container[str]
) -> Order:
    """Leaving the flow at step 2: the class in `Jenis`, the reason in `Catatan Petugas`."""
    reason = cells[NOTES].strip()
    if original:
        if original == case.register_no:
            raise Impossible(remarks.OWN_DUPLICATE)
        if original not in numbers:
            raise Impossible(remarks.UNKNOWN_DUPLICATE.format(number=original))
        return _triaged(
            "duplicate",
            cells,
            kinds,
            reason=reason or f"Duplikat dari {original}",
            duplicate_of=original,
        )
    meant = read_kind(cells[KIND], kinds)
    if meant.classification in ("", "complaint"):
        others = ", ".join(name for key, name in CLASS_NAMES.items() if key != "complaint")
        raise Impossible(remarks.WHICH_CLASS.format(classes=others))
    return _triaged(meant.classification, cells, kinds, reason=reason)


def _completed(step: Step, way: Outcome, cells: Cells, kinds: Sequence[str]) -> Order:
    said = cells[NOTES].strip()
    if step.key == "triage":
        meant = read_kind(cells[KIND], kinds)
        if meant.classification not in ("", "complaint"):
            name = CLASS_NAMES[meant.classification]
            raise Impossible(remarks.NOT_A_COMPLAINT.format(kind=name))
        return _triaged(way.key, cells, kinds, reason=said if way.key != "complaint" else "")
    values: dict[str, Any] = {}
    uses = set()
    for at, column in enumerate(COLUMNS):
        if column.owner is Owner.STAFF and column.step == step.key:
            values[column.field] = cells[at]
            uses.add(at)
    if step.key == "complete_info":
        values["supplement"] = said
    if way.key == "not_satisfied":
        values["reason"] = said
    return Order(Complete(step=step.key, outcome=way.key, values=values), frozenset(uses))


def _triaged(outcome: str, cells: Cells, kinds: Sequence[str], **values: str) -> Order:
    meant = read_kind(cells[KIND], kinds)
    uses = {GROUP, KIND}
    if outcome == "awaiting_info" and not meant.kind:
        uses.remove(KIND)
    elif meant.words:
        values["note"] = meant.words
    asked = {"assign_to": cells[GROUP], "kind": meant.kind, **values}
    return Order(Complete(step="triage", outcome=outcome, values=asked), frozenset(uses))


def refusal(error: SopError, step: Step | None) -> str:
    """The sentence for a command the rules refused, with the columns that are still empty."""
    sentence = say(error)
    if isinstance(error, Missing) and step is not None:
        by_key = {each.key: each.column or "Catatan Petugas" for each in step.fields}
        columns = dict.fromkeys(by_key[key] for key in error.facts["keys"])
        sentence = f"{sentence} {remarks.FILL_COLUMNS.format(columns=', '.join(columns))}"
    return sentence
