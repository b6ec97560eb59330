"""Values compared as Sheets compares them.

In:    two values and a sign.   Out: whether it holds.
Rule:  numbers before text before truths; text without case; an empty cell is the other's nothing.
Never: reads text as a number; criteria.py does where Sheets does.
"""

import operator
from typing import Any

SIGNS = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def same(left: Any, right: Any) -> bool:
    """Equal as Sheets compares: text without case, a truth is no number."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def compare(sign: str, left: Any, right: Any) -> bool:
    """Compare as Sheets does: numbers before text before truths, text without case."""
    return bool(SIGNS[sign](_rank(left, right), _rank(right, left)))


def _rank(value: Any, other: Any) -> tuple[int, Any]:
    if value == "" and not isinstance(value, bool):
        if isinstance(other, bool):
            return 2, False
        if isinstance(other, int | float):
            return 0, 0
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return 1, value.lower()
