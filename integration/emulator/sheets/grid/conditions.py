"""Conditions on cells: data validation and conditional formats speak the same language.

In:    a value, Google's BooleanCondition, where it stands.   Out: whether it holds.
Rule:  references in a condition are relative to the first cell of the range it was set on.
Never: refuses an edit. That is hand.py. Start at `holds()`.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from integration.emulator.sheets.formulas import references
from integration.emulator.sheets.formulas.comparing import compare
from integration.emulator.sheets.formulas.evaluate import Evaluator
from integration.emulator.sheets.formulas.syntax import BadFormula, parsed
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.ranges import find_range
from integration.emulator.sheets.grid.rows import CellError
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.locale.display import EPOCH, shown
from integration.emulator.sheets.locale.entry import understood

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")
_URL = re.compile(r"(https?://|www\.)\S+\Z", re.IGNORECASE)
_OWN_PLACE = re.compile(r"\b(ROW|COLUMN)\s*\(\s*\)", re.IGNORECASE)
_TEXT: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, wanted: wanted in text,
    "TEXT_NOT_CONTAINS": lambda text, wanted: wanted not in text,
    "TEXT_STARTS_WITH": lambda text, wanted: text.startswith(wanted),
    "TEXT_ENDS_WITH": lambda text, wanted: text.endswith(wanted),
    "TEXT_EQ": lambda text, wanted: text == wanted,
    "TEXT_NOT_EQ": lambda text, wanted: text != wanted,
}
_SIGNS = {
    "NUMBER_GREATER": ">", "NUMBER_GREATER_THAN_EQ": ">=", "NUMBER_LESS": "<",
    "NUMBER_LESS_THAN_EQ": "<=", "NUMBER_EQ": "=", "NUMBER_NOT_EQ": "<>",
    "DATE_EQ": "=", "DATE_NOT_EQ": "<>", "DATE_BEFORE": "<", "DATE_AFTER": ">",
    "DATE_ON_OR_BEFORE": "<=", "DATE_ON_OR_AFTER": ">=",
}  # fmt: skip
_BETWEEN = {"NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN"}
_COUNTS = {
    **dict.fromkeys([*_TEXT, *_SIGNS, "ONE_OF_RANGE", "CUSTOM_FORMULA"], (1, 1)),
    **dict.fromkeys(_BETWEEN, (2, 2)),
    **dict.fromkeys(["TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"], (0, 0)),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "ONE_OF_LIST": (1, 500),
    "BOOLEAN": (0, 2),
}
_RELATIVE = {
    "TODAY": 0, "TOMORROW": 1, "YESTERDAY": -1, "PAST_WEEK": -7, "PAST_MONTH": -30,
    "PAST_YEAR": -365,
}  # fmt: skip


def problem(condition: dict[str, Any]) -> str | None:
    """Why Google would not take a condition, or None; `""` when the workspace does not do it."""
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        return "A condition type must be specified."
    if kind not in _COUNTS:
        return ""
    least, most = _COUNTS[kind]
    given = len(condition.get("values", []))
    if not least <= given <= most:
        wanted = f"{least}" if least == most else f"between {least} and {most}"
        return f"Condition type '{kind}' requires {wanted} value(s), but {given} were given."
    return None


class Conditions:
    """Judges conditions of one spreadsheet at one moment, while nobody changes it."""

    def __init__(self, book: Book, now: datetime) -> None:
        self.book, self.now = book, now
        self._found: dict[tuple[int, str], Any] = {}

    def holds(
        self,
        condition: dict[str, Any],
        sheet: Sheet,
        at: tuple[int, int],
        value: Any,
        anchor: tuple[int, int],
    ) -> bool:
        """Whether the condition holds for `value` in cell `at`."""
        kind = condition["type"]
        if kind in ("BLANK", "NOT_BLANK"):
            return bool((value == "") == (kind == "BLANK"))
        wanted = [self._value(given, sheet, at, anchor) for given in condition.get("values", [])]
        if kind == "CUSTOM_FORMULA":
            return not isinstance(wanted[0], str) and bool(wanted[0])
        if kind in _TEXT:
            return _TEXT[kind](self._text(value).lower(), self._text(wanted[0]).lower())
        if kind in ("TEXT_IS_EMAIL", "TEXT_IS_URL"):
            return bool((_EMAIL if kind == "TEXT_IS_EMAIL" else _URL).match(self._text(value)))
        if kind == "BOOLEAN":
            return value in wanted if wanted else isinstance(value, bool)
        if kind in ("ONE_OF_LIST", "ONE_OF_RANGE"):
            return self._text(value) in self.choices(condition, sheet)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or kind == "DATE_IS_VALID":
            return number
        if kind in _BETWEEN:
            low, high = sorted(wanted, key=lambda w: w if isinstance(w, int | float) else 0)
            inside = compare(">=", value, low) and compare("<=", value, high)
            return inside == ("NOT" not in kind)
        return compare(_SIGNS[kind], int(value) if kind.startswith("DATE") else value, wanted[0])

    def choices(self, condition: dict[str, Any], sheet: Sheet) -> list[str]:
        """The words a drop-down offers."""
        values = [v.get("userEnteredValue", "") for v in condition.get("values", [])]
        if condition["type"] == "ONE_OF_LIST":
            return values
        if condition["type"] != "ONE_OF_RANGE":
            return []
        text = values[0].lstrip("=")
        target, area = find_range(self.book, text)
        if "!" not in text and self.book.named_range(text) is None:
            target = sheet
        area = target.bounded(area)
        found: list[str] = []
        for row in target.rows[area.top : area.bottom]:
            for shown_text in self.book.shown(row)[area.left : area.right]:
                if shown_text and shown_text not in found:
                    found.append(shown_text)
        return found

    def _text(self, value: Any) -> str:
        return shown(value, None, self.book.region)

    def _value(
        self, given: dict[str, Any], sheet: Sheet, at: tuple[int, int], anchor: tuple[int, int]
    ) -> Any:
        if "relativeDate" in given:
            day = self.now + timedelta(days=_RELATIVE.get(given["relativeDate"], 0))
            return (day - EPOCH).days
        text = given.get("userEnteredValue", "")
        if not text.startswith("="):
            return understood(text, self.book.region, self.now.year).value
        right = 0 if references.columns_fixed(text) else at[1] - anchor[1]
        source = references.copied(text, at[0] - anchor[0], right)
        # a rule on a whole row asks the same of each of its cells
        if _OWN_PLACE.search(source):
            return self._worked_out(source, sheet, at)
        if (sheet.id, source) not in self._found:
            self._found[sheet.id, source] = self._worked_out(source, sheet, at)
        return self._found[sheet.id, source]

    def _worked_out(self, source: str, sheet: Sheet, at: tuple[int, int]) -> Any:
        try:
            tree = parsed(source, self.book.region.decimal)
        except BadFormula:
            return CellError("#ERROR!")
        cells = self.book.calculation.on(sheet, self.now)
        return Evaluator(cells, self.book.region, self.now, *at).value(tree)
