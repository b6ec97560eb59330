"""A stored value as a person sees it: number formats and locales.

In:    a value, Google's NumberFormat (or none), a region.   Out: the shown text.
Rule:  days are counted from 1899-12-30; decimals and dates follow the locale (6.3).
Never: decides what typed text means. That is entry.py. Start at `shown()`.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from integration.emulator.sheets.locale.regions import Region

EPOCH = datetime(1899, 12, 30)
DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})
_TOKENS = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[aA]/[pP]|[aA][mM]/[pP][mM]|.',
    re.DOTALL,
)


def shown(value: Any, number_format: dict[str, Any] | None, region: Region) -> str:
    """The text in the cell: `45292.5` as `01/01/2024 12:00:00`, `1.5` as `1,5`, True as `TRUE`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    kind = (number_format or {}).get("type", "")
    pattern = (number_format or {}).get("pattern", "")
    if kind in DATE_TYPES:
        return _moment(value, pattern or _default(kind, region), region)
    if kind == "TEXT" or pattern == "@" or not (kind or pattern):
        return general(value, region)
    return _number(value, pattern or _default(kind, region), region)


def _default(kind: str, region: Region) -> str:
    return {
        "DATE": region.date,
        "TIME": region.time,
        "DATE_TIME": region.date_time,
        "PERCENT": "0.00%",
        "CURRENCY": f'"{region.currency}"#,##0' + ("" if region.name == "id_ID" else ".00"),
        "SCIENTIFIC": "0.00E+00",
        "NUMBER": "#,##0.00",
    }.get(kind, "0.###############")


def general(value: float, region: Region) -> str:
    """A number without a format: ten significant digits, the locale's decimal sign."""
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    if value and not 1e-6 <= abs(value) < 1e15:
        text = f"{value:.9E}"
        mantissa, _, power = text.partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa}E{power[0]}{power[1:].zfill(2)}"
    else:
        whole = len(str(int(abs(value))))
        text = f"{value:.{max(0, 10 - whole + (abs(value) < 1))}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
    return text.replace(".", region.decimal)


def as_moment(serial: float) -> datetime:
    """A serial day number as a naive date and time, rounded to milliseconds."""
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))


@lru_cache(maxsize=512)
def _tokens(pattern: str) -> tuple[str, ...]:
    """The pattern's pieces; `m` beside hours or seconds is turned into `minute` pieces."""
    found = _TOKENS.findall(pattern)
    letters = [i for i, t in enumerate(found) if t[0] in "yYmMdDhHsS"]
    for place, i in enumerate(letters):
        if found[i][0] not in "mM" or len(found[i]) > 2:
            continue
        before = found[letters[place - 1]][0] if place else ""
        after = found[letters[place + 1]][0] if place + 1 < len(letters) else ""
        if before in ("h", "H") or after in ("s", "S"):
            found[i] = "minute" * len(found[i])
    return tuple(found)


def _moment(serial: float, pattern: str, region: Region) -> str:
    try:
        at = as_moment(serial)
    except OverflowError:
        return general(serial, region)
    tokens = _tokens(pattern)
    half = any(t.lower() in ("am/pm", "a/p") for t in tokens)
    return "".join(_piece(t, at, half, region) for t in tokens)


def _piece(token: str, at: datetime, half: bool, region: Region) -> str:
    first, size = token[0], len(token)
    if token.startswith("minute"):
        return str(at.minute).zfill(size // 6)
    if first == '"':
        return token[1:-1]
    if first == "\\":
        return token[1]
    if first == "[":
        return ""
    low = first.lower()
    if token.lower() in ("am/pm", "a/p"):
        return "AM" if at.hour < 12 else "PM"
    if low == "y":
        return f"{at.year % 100:02d}" if size <= 2 else str(at.year)
    if low == "m":
        if size >= 3:
            name = region.months[at.month - 1]
            return name[:3] if size == 3 else name[:1] if size == 5 else name
        return str(at.month).zfill(size)
    if low == "d":
        if size >= 3:
            name = region.days[at.weekday()]
            return name[:3] if size == 3 else name
        return str(at.day).zfill(size)
    if low == "h":
        hour = (at.hour % 12 or 12) if half else at.hour
        return str(hour).zfill(min(size, 2))
    if low == "s":
        text = str(at.second).zfill(min(size.bit_length() and token.lower().count("s"), 2))
        if "." in token:
            digits = token.count("0")
            text += region.decimal + f"{at.microsecond // 1000:03d}"[:digits]
        return text
    return token


_DIGITS = re.compile(r"[#0?,.]*[#0?][#0?,.]*")


def _number(value: float, pattern: str, region: Region) -> str:
    """A number by a pattern of up to three sections: positive; negative; zero."""
    sections = pattern.split(";")
    sign = "-" if value < 0 else ""
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', lambda m: "\0" * len(m[0]), section)
    spot = _DIGITS.search(bare)
    amount = abs(value) * (100 if "%" in bare else 1)
    if not spot:
        return sign + _literal(section) if "@" not in bare else sign + general(abs(value), region)
    if (exponent := re.match(r"[eE]\+?0+", bare[spot.end() :])) is not None:
        body = _scientific(amount, spot[0], exponent[0], region)
        tail = section[spot.end() + exponent.end() :]
    else:
        body, tail = _digits(amount, spot[0], region), section[spot.end() :]
    if sign and not re.search(r"[1-9]", body):
        sign = ""
    return sign + _literal(section[: spot.start()]) + body + _literal(tail)


def _digits(amount: float, mask: str, region: Region) -> str:
    whole_mask, _, decimals = mask.partition(".")
    least, most = decimals.count("0") + decimals.count("?"), len(decimals.replace(",", ""))
    text = f"{amount:.{most}f}"
    whole, _, part = text.partition(".")
    while len(part) > least and part.endswith("0"):
        part = part[:-1]
    whole = whole.zfill(whole_mask.count("0")) if whole_mask.count("0") else whole.lstrip("0")
    if "," in whole_mask:
        whole = f"{int(whole or 0):,}".replace(",", region.group) if whole else whole
    return whole + (region.decimal + part if part else "")


def _scientific(amount: float, mask: str, exponent: str, region: Region) -> str:
    text = f"{amount:.{len(mask.partition('.')[2])}E}"
    mantissa, _, power = text.partition("E")
    digits = str(abs(int(power))).zfill(exponent.count("0"))
    sign = "-" if int(power) < 0 else "+"
    return mantissa.replace(".", region.decimal) + "E" + sign + digits


def _literal(text: str) -> str:
    text = re.sub(r"\[[^\]]*\]", "", text)
    text = re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], text)
    return re.sub(r"[_*].", "", text)
