"""What a person filled in, held against what the step asks for.

In:    a step, an outcome, values as typed, the office's lists.   Out: the step's own, tidied.
Rule:  everything missing is named at once; choices and dates are read leniently, kept exactly.
Never: knows who fills in, or what follows. Start at `checked`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from integration.sop import errors
from integration.sop.addresses import listed
from integration.sop.days import must_lie_right
from integration.sop.field import Field, Kind
from integration.sop.intake import EARLIEST
from integration.sop.step import Step

YEARS = range(EARLIEST.year, 2100)
"""What a date or moment can lie in; a slip such as 0026 or 20266 is neither printed nor awaited."""


def checked(
    step: Step,
    outcome: str,
    values: Mapping[str, Any],
    lists: Mapping[str, Sequence[str]],
    today: date,
) -> dict[str, Any]:
    """The values of `step`'s own fields, tidied; `today` is the office's. Raises `Missing`,
    `NotAChoice`, `BadDate`, `DayToCome`, `DayGone`, `DayNotAhead`, `NoAddress`."""
    kept = {each.key: _tidy(each, values.get(each.key), lists, today) for each in step.fields}
    missing = [
        each
        for each in step.fields
        if not kept[each.key]
        and (each.required or outcome in each.needed_by or kept.get(each.needed_with))
    ]
    if missing:
        raise errors.Missing(
            fields=", ".join(each.label for each in missing), keys=[each.key for each in missing]
        )
    if kept.get("meeting"):
        _, wrong = listed(kept["participants"])
        if wrong:
            label = next(each.label for each in step.fields if each.key == "participants")
            raise errors.NoAddress(field=label, typed=", ".join(wrong))
    return kept


def _tidy(asked: Field, value: Any, lists: Mapping[str, Sequence[str]], today: date) -> Any:
    if value is None:
        value = "" if asked.kind not in (Kind.FILES, Kind.TICKS) else []
    match asked.kind:
        case Kind.FILE | Kind.FILES | Kind.TICK:
            return value
        case Kind.TICKS:
            allowed = [key for key, _ in asked.choices]
            return [each for each in value if each in allowed]
        case Kind.DATE:
            return _date(asked, str(value).strip(), today)
        case Kind.MOMENT:
            return _moment(asked, str(value).strip())
        case Kind.CHOICE:
            return _choice(asked, str(value).strip(), lists)
        case _:
            return str(value).replace("\r\n", "\n").strip()


def _date(asked: Field, typed: str, today: date) -> str:
    if not typed:
        return ""
    local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
    try:
        if local:
            day, month, year = (int(part) for part in local.groups())
            found = date(year, month, day)
        else:
            iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)([T ].*)?", typed, re.ASCII)
            found = date.fromisoformat(iso[1] if iso else "")
    except ValueError:
        raise errors.BadDate(field=asked.label, typed=typed) from None
    if found.year not in YEARS:
        raise errors.BadDate(field=asked.label, typed=typed)
    must_lie_right(asked, found, today)
    return found.isoformat()


def _moment(asked: Field, typed: str) -> str:
    """As typed; how moments are written is for each door to know."""
    if not typed:
        return ""
    try:
        year = datetime.fromisoformat(typed).year
    except ValueError:
        raise errors.BadDate(field=asked.label, typed=typed) from None
    if year not in YEARS:
        raise errors.BadDate(field=asked.label, typed=typed)
    return typed


def _choice(asked: Field, typed: str, lists: Mapping[str, Sequence[str]]) -> str:
    if not typed:
        return ""
    pairs = list(asked.choices) or [(each, each) for each in lists.get(asked.source, ())]
    if not pairs:
        return typed
    wanted = typed.casefold()
    for key, label in pairs:
        if wanted in (key.casefold(), label.casefold()):
            return key
    raise errors.NotAChoice(
        field=asked.label, typed=typed, choices=", ".join(label for _, label in pairs)
    )
