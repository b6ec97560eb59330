"""Values in, printable lines out: complete, in words, in the order the spec names them.

In:    a kind and plain JSON values.   Out: one dict a template can print without thinking.
Rule:  a required value that is missing or empty stops everything before it begins (domain.md 2).
Never: sets type, cleans characters. Those are engine.py and printable.py. Start at `prepare()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from integration.letters import dates
from integration.letters.fields import FIELDS, Field, Shape
from integration.letters.spec import KIND_SPECS
from integration.letters.wording import words


class MissingValue(ValueError):
    """A document lacks a value it cannot do without; nothing was made."""

    code = "missing_value"

    def __init__(self, kind: str, missing: Iterable[str]) -> None:
        self.kind = kind
        self.missing = tuple(missing)
        super().__init__(f"{kind}: missing {', '.join(self.missing)}")


class UnreadableValue(ValueError):
    """A date or time that is not ISO 8601, or a time without a zone; nothing was made."""

    code = "unreadable_value"

    def __init__(self, kind: str, name: str, value: object) -> None:
        self.kind, self.name, self.value = kind, name, value
        super().__init__(f"{kind}: {name} is no {FIELDS[name].shape} value: {value!r}")


def prepare(kind: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Return every name of the kind with what is printed for it; None, or [] for lists, when empty.

    Raises KeyError for an unknown kind, MissingValue and UnreadableValue for incomplete values.
    """
    spec = KIND_SPECS[kind]
    missing = [name for name in spec.required if empty(values.get(name))]
    if missing:
        raise MissingValue(kind, missing)
    ready: dict[str, Any] = {}
    for name in spec.names():
        try:
            ready[name] = _in_words(name, FIELDS[name], values.get(name))
        except (ValueError, OverflowError) as wrong:
            raise UnreadableValue(kind, name, values.get(name)) from wrong
    return ready


def empty(value: object) -> bool:
    """Whether nothing was given: None, blank text, or a list of such. False and 0 are something."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(empty(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(empty(inner) for inner in value)
    return False


def _in_words(name: str, field: Field, value: object) -> Any:
    many = field.shape in (Shape.TEXTS, Shape.CODES, Shape.ROWS)
    if empty(value):
        return [] if many else None
    if not many:
        return _one(name, field.shape, value)
    items = value if isinstance(value, list | tuple) else [value]
    given = [item for item in items if not empty(item)]
    if field.shape is Shape.ROWS:
        return [_row(field, item) for item in given]
    return [_one(name, field.shape, item) for item in given]


def _row(field: Field, item: object) -> dict[str, str | None]:
    cells = item if isinstance(item, Mapping) else {field.columns[0][0]: item}
    row: dict[str, str | None] = {}
    for column, shape in field.columns:
        cell = cells.get(column)
        if empty(cell):
            row[column] = None
        elif shape is Shape.MOMENT:
            row[column] = dates.short(str(cell))
        else:
            row[column] = _one(column, shape, cell)
    return row


def _one(name: str, shape: Shape, value: object) -> Any:
    if shape is Shape.MOMENT:
        return dates.moment(str(value))
    if shape is Shape.DATE:
        return dates.day(str(value))
    if shape is Shape.FLAG:
        return bool(value)
    if shape in (Shape.CODE, Shape.CODES):
        return words(name, str(value))
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, list | tuple):
        return "\n".join(str(inner) for inner in value if not empty(inner))
    return dates.if_iso(str(value)) if name == "occurred_at" else str(value)
