"""Conditions written as text, as COUNTIF and its kin read them.

In:    values and a criterion such as ">=5", "Selesai" or "ADU*".   Out: counts and sums.
Rule:  text is compared without case; * and ? stand for anything, ~ takes that away.
Never: reads cells by itself. Start at `matcher()`.
"""

import re
from collections.abc import Callable
from typing import Any

from integration.emulator.sheets.formulas.comparing import compare, same
from integration.emulator.sheets.grid.rows import CellError
from integration.emulator.sheets.locale.entry import understood

_SIGN = re.compile(r"(<>|<=|>=|=|<|>)?(.*)\Z", re.DOTALL)


def matcher(ev: Any, criterion: Any) -> Callable[[Any], bool]:
    """A test for values."""
    if not isinstance(criterion, str):
        return lambda value: same(value, criterion) or _reads_as(ev, value, criterion)
    m = _SIGN.match(criterion)
    assert m is not None
    sign, text = m[1] or "=", m[2]
    wanted = understood(text, ev.region, ev.now.year).value if text else ""
    if isinstance(wanted, str):
        return _text_test(sign, text)
    return _number_test(ev, sign, wanted)


def _reads_as(ev: Any, value: Any, wanted: Any) -> bool:
    return isinstance(value, str) and value != "" and ev.number(value) == wanted


def _text_test(sign: str, text: str) -> Callable[[Any], bool]:
    if sign in ("=", "<>"):
        pattern = re.compile(_wild(text), re.IGNORECASE | re.DOTALL)

        def found(value: Any) -> bool:
            return isinstance(value, str) and bool(pattern.fullmatch(value))

        return found if sign == "=" else lambda value: not found(value)
    low = text.lower()
    tests: dict[str, Callable[[str], bool]] = {
        "<": lambda v: v < low,
        ">": lambda v: v > low,
        "<=": lambda v: v <= low,
        ">=": lambda v: v >= low,
    }
    test = tests[sign]
    return lambda value: isinstance(value, str) and value != "" and test(value.lower())


def _wild(text: str) -> str:
    parts = re.findall(r"~[*?~]|.", text, re.DOTALL)
    return "".join({"*": ".*", "?": "."}.get(p, re.escape(p[-1])) for p in parts)


def _number_test(ev: Any, sign: str, wanted: Any) -> Callable[[Any], bool]:
    def number(value: Any) -> bool:
        return isinstance(value, int | float) and isinstance(value, bool) == isinstance(
            wanted, bool
        )

    if sign == "=":
        return lambda value: same(value, wanted) or _reads_as(ev, value, wanted)
    if sign == "<>":
        return lambda value: not (same(value, wanted) or _reads_as(ev, value, wanted))
    return lambda value: number(value) and compare(sign, value, wanted)


def _single(argument: Any) -> Any:
    return argument if isinstance(argument, str | int | float) else argument.at(0, 0)


def count_if(ev: Any, block: Any, criterion: Any) -> int:
    """COUNTIF."""
    test = matcher(ev, _single(criterion))
    return sum(1 for value in block.padded() if test(value))


def _holding(ev: Any, pairs: tuple[Any, ...]) -> list[bool]:
    """For each cell whether every condition holds there."""
    held: list[bool] | None = None
    for block, criterion in zip(pairs[::2], pairs[1::2], strict=True):
        test = matcher(ev, _single(criterion))
        found = [test(value) for value in block.padded()]
        if held is not None and len(found) != len(held):
            raise ValueError("ranges of different size")
        held = found if held is None else [a and b for a, b in zip(held, found, strict=True)]
    return held or []


def count_ifs(ev: Any, *pairs: Any) -> int:
    """COUNTIFS."""
    return sum(_holding(ev, pairs))


def sum_if(ev: Any, block: Any, criterion: Any, summed: Any = None) -> Any:
    """SUMIF."""
    return sum_ifs(ev, summed if summed is not None else block, block, criterion)


def sum_ifs(ev: Any, summed: Any, *pairs: Any) -> Any:
    """SUMIFS."""
    values = zip(summed.padded(), _holding(ev, pairs), strict=False)
    return sum(
        v
        for v, held in values
        if held and isinstance(v, int | float) and not isinstance(v, bool | CellError)
    )
