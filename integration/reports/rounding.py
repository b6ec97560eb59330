"""Rounding as people and spreadsheets do it: a half goes up.

In:    a number, how many places.   Out: the number rounded.
Rule:  one way in every form of the report, so that page, paper, workbook and Dasbor never differ
       in the last digit; Python's own `round` and format send a half to the even neighbour.
Never: formats. Start at `half_up`.
"""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, places: int = 0) -> float:
    """`value` to so many places. What is meant is the number as it prints: 0.285 is 0.285."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
