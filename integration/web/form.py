"""The form of a step: its controls, and what came back in them.

In:    a step's fields, values to show; a posted form.   Out: `Control`s; an `Answer`.
Rule:  controls are walked from the SOP table; names are the glossary's; the rules are asked,
       not repeated (`values.checked`).
Never: records. Start at `controls` and `read`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from integration.sop import errors
from integration.sop.actors import Role
from integration.sop.field import Field, Kind
from integration.sop.step import Step
from integration.sop.values import checked
from integration.web.uploads import Upload, taken, why_no_letter, why_not
from integration.words import say

Lists = Mapping[str, Sequence[str]]

CORRECTABLE = (
    errors.Missing,
    errors.NotAChoice,
    errors.BadDate,
    errors.BadLetterNumber,
    errors.LetterNumberTaken,
    errors.NoPlaceForNumber,
    errors.LetterBroken,
    errors.LetterInDoubt,
    errors.OpenPlaceholder,
    errors.UnknownOutcome,
    errors.ReviewerInvolved,
    errors.DayToCome,
    errors.DayGone,
    errors.DayNotAhead,
    errors.NoAddress,
)
"""Refusals that the same person can put right in the same form."""

_FILL = {
    Kind.CHOICE: "Mohon pilih salah satu.",
    Kind.FILE: "Mohon pilih berkasnya.",
    Kind.FILES: "Mohon pilih berkasnya.",
}
_PLACES = {
    "bad_letter_number": "letter_no",
    "letter_number_taken": "letter_no",
    "no_place_for_number": "outcome",
    "letter_broken": "final_pdf",
    "letter_in_doubt": "difference_reason",
    "open_placeholder": "reply_draft",
    "unknown_outcome": "outcome",
    "reviewer_involved": "reviewer",
}


TO_CUSTOMER = {"evidence": "Foto atau dokumen pendukung"}
"""Labels where a customer reads another thing than the desk, which files proof of delivery."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """One field as the page draws it."""

    field: Field
    choices: list[tuple[str, str]]
    value: Any
    required: bool
    """No way out of the step does without it."""
    wrong: str = ""


@dataclass(kw_only=True)
class Answer:
    """What a person sent."""

    outcome: str
    typed: dict[str, Any] = field(default_factory=dict)
    """To be shown again; files cannot be."""
    values: dict[str, Any] = field(default_factory=dict)
    """For the rules; files are `Upload`s that nobody has stored yet."""
    wrong: dict[str, str] = field(default_factory=dict)
    """Key of a field -> what is wrong with it."""
    brought_files: bool = False


def controls(
    step: Step,
    values: Mapping[str, Any],
    lists: Lists,
    wrong: Mapping[str, str],
    asked: Role | None = None,
) -> list[Control]:
    """The controls of a step, in the table's order; a customer reads the customer's words."""
    words = TO_CUSTOMER if asked is Role.CUSTOMER else {}
    return [
        Control(
            field=replace(
                each,
                label=words.get(each.key, each.label),
                hint=each.hint or _only_for(each, step),
            ),
            choices=list(each.choices) or [(one, one) for one in lists.get(each.source, ())],
            value=values.get(each.key, ""),
            required=each.required or _always(each, step),
            wrong=wrong.get(each.key, ""),
        )
        for each in step.fields
    ]


def _only_for(asked: Field, step: Step) -> str:
    """Which ways out need it, where not all that are offered do."""
    if not asked.needed_by or _always(asked, step):
        return ""
    ways = [f"“{way.label}”" for way in step.outcomes if way.key in asked.needed_by]
    return f"Wajib bila memilih {' atau '.join(ways)}."


def _always(asked: Field, step: Step) -> bool:
    """Whether every way out that is offered needs it."""
    return bool(asked.needed_by) and asked.needed_by.issuperset(way.key for way in step.outcomes)


def read(
    step: Step,
    sent: MultiDict[str, str],
    files: MultiDict[str, FileStorage],
    lists: Lists,
    limit: int,
    today: date,
) -> Answer:
    """A posted form, with everything that is wrong with it named at once. `limit` in bytes."""
    answer = Answer(outcome=sent.get("outcome", "").strip())
    for each in step.fields:
        if each.kind in (Kind.FILE, Kind.FILES):
            _take_files(each, files, answer, limit)
        else:
            _take(each, sent, answer)
    if step.outcome(answer.outcome) is None:
        answer.wrong["outcome"] = "Mohon pilih salah satu."
    answer.wrong = _refused(step, answer, lists, today) | answer.wrong
    return answer


def _refused(step: Step, answer: Answer, lists: Lists, today: date) -> dict[str, str]:
    """Everything the rules refuse: they stop at the first, so each is set aside in turn."""
    values = dict(answer.values)
    found: dict[str, str] = {}
    for _ in step.fields:
        try:
            checked(step, answer.outcome, values, lists, today)
        except CORRECTABLE as error:
            fresh = place(step, error)
            found = fresh | found
            if isinstance(error, errors.Missing):
                break
            values |= dict.fromkeys(fresh, "")
        else:
            break
    return found


def place(step: Step, error: errors.SopError) -> dict[str, str]:
    """Beside which field a refusal belongs, and the sentence there."""
    if isinstance(error, errors.Missing):
        kinds = {each.key: each.kind for each in step.fields}
        return {key: _FILL.get(kinds[key], "Mohon diisi.") for key in error.facts["keys"]}
    named = error.facts.get("field")
    key = next((each.key for each in step.fields if each.label == named), "")
    return {_PLACES.get(error.code, key): say(error)}


def _take(asked: Field, sent: MultiDict[str, str], answer: Answer) -> None:
    value: Any
    if asked.kind is Kind.TICKS:
        value = sent.getlist(asked.key)
    elif asked.kind is Kind.TICK:
        value = sent.get(asked.key, "") not in ("", "0", "false")
    else:
        value = sent.get(asked.key, "")
    answer.typed[asked.key] = value
    answer.values[asked.key] = value
    if asked.kind is Kind.MOMENT and value.strip():
        try:
            answer.values[asked.key] = datetime.fromisoformat(value.strip()).isoformat()
        except ValueError:
            answer.wrong[asked.key] = "Waktu ini tidak dapat dibaca. Contoh: 2026-12-31 09:00."


def _take_files(
    asked: Field, files: MultiDict[str, FileStorage], answer: Answer, limit: int
) -> None:
    brought = [upload for upload in map(taken, files.getlist(asked.key)) if upload]
    answer.brought_files = answer.brought_files or bool(brought)
    judge = why_no_letter if asked.kind is Kind.FILE else why_not
    for upload in brought:
        said = judge(upload, limit)
        if said:
            answer.wrong[asked.key] = said
    answer.values[asked.key] = brought if asked.kind is Kind.FILES else next(iter(brought), "")


def uploads(answer: Answer) -> list[tuple[str, Upload]]:
    """The files that are to be stored, by field."""
    found: list[tuple[str, Upload]] = []
    for key, value in answer.values.items():
        listed = value if isinstance(value, list) else [value]
        found += [(key, each) for each in listed if isinstance(each, Upload)]
    return found
