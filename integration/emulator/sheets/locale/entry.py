"""What a typed text means: a number, a day, money, a truth, a formula or plain text.

In:    the text, a region, the present year.   Out: the value and the number format it brings.
Rule:  as a person typing into a cell: 1,5 and 05/01/2026 follow the locale (6.1, 6.3).
Never: stores. Start at `understood()`.
"""

import re
from datetime import datetime
from typing import Any, NamedTuple

from integration.emulator.sheets.locale.display import EPOCH
from integration.emulator.sheets.locale.regions import Region

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?\Z")
_SLASHED = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:[ ,]+(.+))?\Z")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})\Z")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp][Mm])?\Z")
_WORDED = re.compile(r"(?:(\w+),?\s+)?(\d{1,2})\s+([A-Za-z]{3,})\s+(\d{4})(?:\s+(.+))?\Z")


class Meaning(NamedTuple):
    """What is stored: the value, the formula if it is one, the format the text implied."""

    value: Any
    formula: str | None = None
    number_format: dict[str, Any] | None = None


def understood(text: str, region: Region, year: int) -> Meaning:
    """Read `text` as USER_ENTERED does; `year` completes a day without one."""
    if text.startswith("'"):
        return Meaning(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Meaning("", formula=text)
    bare = text.strip()
    if not bare:
        return Meaning(text)
    if bare.upper() in ("TRUE", "FALSE"):
        return Meaning(bare.upper() == "TRUE")
    if bare[0] not in "+-.,($£0123456789" and not bare[0].isalpha():
        return Meaning(text)
    return _number(bare, region) or _moment(bare, region, year) or Meaning(text)


def number(text: str, region: Region) -> int | float | None:
    """A plain number as the locale writes it, or None."""
    group, decimal = re.escape(region.group), re.escape(region.decimal)
    shape = rf"[+-]?(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)?(?:{decimal}\d*)?(?:[eE][+-]?\d+)?\Z"
    if not re.match(shape, text) or not re.search(r"\d", text) or text[0] in "eE":
        return None
    plain = text.replace(region.group, "").replace(region.decimal, ".")
    found = float(plain)
    return None if abs(found) == float("inf") else tidy(found)


def tidy(value: int | float) -> int | float:
    """Whole numbers as integers, as Google's JSON writes them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _number(text: str, region: Region) -> Meaning | None:
    if text.endswith("%"):
        found = number(text[:-1].strip(), region)
        if found is None:
            return None
        pattern = "0.00%" if region.decimal in text else "0%"
        return Meaning(tidy(found / 100), number_format={"type": "PERCENT", "pattern": pattern})
    sign, rest = ("-", text[1:].strip()) if text[0] == "-" else ("", text)
    if rest.upper().startswith(region.currency.upper()):
        found = number(sign + rest[len(region.currency) :].lstrip(". "), region)
        if found is None:
            return None
        pattern = f'"{region.currency}"#,##0' + (".00" if region.decimal in rest else "")
        return Meaning(found, number_format={"type": "CURRENCY", "pattern": pattern})
    found = number(text, region)
    if found is None:
        return None
    if region.group in text:
        pattern = "#,##0.00" if region.decimal in text else "#,##0"
        return Meaning(found, number_format={"type": "NUMBER", "pattern": pattern})
    return Meaning(found)


def _moment(text: str, region: Region, year: int) -> Meaning | None:
    clock = _time(text)
    if clock is not None and ":" in text:
        return Meaning(tidy(clock), number_format={"type": "TIME", "pattern": region.time})
    found = _split_date(text, region, year)
    if found is None:
        return None
    (y, m, d), rest = found
    try:
        day = (datetime(y, m, d) - EPOCH).days
    except ValueError:
        return None
    if rest is None:
        return Meaning(day, number_format={"type": "DATE", "pattern": region.date})
    clock = _time(rest)
    if clock is None:
        return None
    pattern = {"type": "DATE_TIME", "pattern": region.date_time}
    return Meaning(tidy(day + clock), number_format=pattern)


def _split_date(
    text: str, region: Region, year: int
) -> tuple[tuple[int, int, int], str | None] | None:
    if m := _ISO.match(text):
        return (int(m[1]), int(m[2]), int(m[3])), m[4]
    if m := _SLASHED.match(text):
        first, second, third = int(m[1]), int(m[3]), int(m[4])
        if len(m[1]) == 4:
            return (first, second, third), m[5]
        if len(m[4]) == 3 or len(m[1]) > 2:
            return None
        third = third if len(m[4]) == 4 else third + (2000 if third < 50 else 1900)
        day, month = (first, second) if region.day_first else (second, first)
        return (third, month, day), m[5]
    if m := _SHORT.match(text):
        first, second = int(m[1]), int(m[2])
        return (year, second, first) if region.day_first else (year, first, second), None
    if (m := _WORDED.match(text)) and (named := _month(m[3], region)):
        if m[1] and not any(m[1].lower() == day.lower() for day in region.days):
            return None
        return (int(m[4]), named, int(m[2])), m[5]
    return None


def _month(word: str, region: Region) -> int | None:
    for place, name in enumerate(region.months, 1):
        if word.lower() in (name.lower(), name[:3].lower()):
            return place
    return None


def _time(text: str) -> float | None:
    m = _CLOCK.match(text.strip())
    if not m:
        return None
    hour, minute, second = int(m[1]), int(m[2]), int(m[3] or 0)
    if m[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if m[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) / 86400
