"""The functions formulas may call.

In:    an evaluator and worked-out arguments.   Out: a value.
Rule:  functions that Google has and this table has not are refused when written, never guessed.
Never: reads cells by itself. Start at `FUNCTIONS`.
"""

import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from integration.emulator.sheets.formulas import comparing, criteria
from integration.emulator.sheets.grid.rows import CellError
from integration.emulator.sheets.locale.display import EPOCH, as_moment, shown

_NA = CellError("#N/A")


def _flat(arguments: tuple[Any, ...]) -> Iterator[tuple[Any, bool]]:
    """Every value and whether it was written directly, not read from a range."""
    for argument in arguments:
        if isinstance(argument, str | int | float):
            yield argument, True
        else:
            for value in argument:
                yield value, False


def _numbers(ev: Any, arguments: tuple[Any, ...]) -> list[Any]:
    """The numbers among the arguments; text in ranges is passed over, typed text must be a number.

    Raises:
        ValueError: a directly written text is no number.
    """
    found = []
    for value, direct in _flat(arguments):
        if isinstance(value, CellError):
            raise _Fail(value)
        if direct:
            number = ev.number(value)
            if isinstance(number, CellError):
                raise ValueError(value)
            found.append(number)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(value)
    return found


class _Fail(ValueError):
    """An error value among the numbers."""


def _over(work: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def function(ev: Any, *arguments: Any) -> Any:
        try:
            return work(_numbers(ev, arguments))
        except _Fail as failed:
            return failed.args[0]

    return function


def _plain(work: Callable[..., Any]) -> Callable[..., Any]:
    """A function of numbers."""

    def function(ev: Any, *arguments: Any) -> Any:
        numbers = [ev.number(_single(a)) for a in arguments]
        for number in numbers:
            if isinstance(number, CellError):
                return number
        return work(*numbers)

    return function


def _texts(work: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose first argument is text."""

    def function(ev: Any, first: Any, *rest: Any) -> Any:
        return work(str(ev.text(_single(first))), *(int(ev.number(_single(r))) for r in rest))

    return function


def _single(argument: Any) -> Any:
    return argument if isinstance(argument, str | int | float) else argument.at(0, 0)


def _truths(ev: Any, arguments: tuple[Any, ...]) -> list[bool]:
    found = []
    for value, direct in _flat(arguments):
        if isinstance(value, str) and not direct:
            continue
        found.append(bool(ev.number(value)))
    return found


def _round(value: float, places: float = 0) -> float:
    scale = 10 ** int(places)
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


def _join(ev: Any, mark: Any, skip: Any, *parts: Any) -> str:
    texts = [ev.text(v) for v, _ in _flat(parts)]
    return str(_single(mark)).join(t for t in texts if t or not _single(skip))


def _text(ev: Any, value: Any, pattern: Any) -> str:
    value, pattern = _single(value), str(_single(pattern))
    kind = "DATE_TIME" if re.search(r"[ymdhs]", pattern, re.IGNORECASE) else "NUMBER"
    return shown(value, {"type": kind, "pattern": pattern}, ev.region)


def _date(ev: Any, year: Any, month: Any, day: Any) -> int:
    y, m, d = (int(ev.number(_single(a))) for a in (year, month, day))
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    return (datetime(y, m, 1) - EPOCH).days + d - 1


def _lookup(ev: Any, key: Any, table: Any, column: Any, is_sorted: Any = True) -> Any:
    wanted, place = _single(key), int(ev.number(_single(column))) - 1
    if not 0 <= place < table.width:
        return CellError("#REF!")
    near = None
    for row in range(table.height):
        value = table.at(row, 0)
        if comparing.same(value, wanted):
            return table.at(row, place)
        if _single(is_sorted) and type(value) is type(wanted) and value != "" and value < wanted:
            near = row
    return table.at(near, place) if near is not None else _NA


def _match(ev: Any, key: Any, block: Any, kind: Any = 1) -> Any:
    wanted, near = _single(key), None
    for place, value in enumerate(block.padded()):
        if comparing.same(value, wanted):
            return place + 1
        if _single(kind) == 1 and type(value) is type(wanted) and value != "" and value < wanted:
            near = place + 1
    return near if near is not None else _NA


def _index(ev: Any, block: Any, row: Any = 1, column: Any = 1) -> Any:
    r, c = int(ev.number(_single(row))), int(ev.number(_single(column)))
    if r > block.height or c > block.width or r < 1 or c < 1:
        return CellError("#REF!")
    return block.at(r - 1, c - 1)


def _if(ev: Any, trees: list[Any]) -> Any:
    if not 2 <= len(trees) <= 3:
        return _NA
    test = ev.number(ev.value(trees[0]))
    if isinstance(test, CellError):
        return test
    if test:
        return ev.of(trees[1])
    return ev.of(trees[2]) if len(trees) == 3 else False


def _ifs(ev: Any, trees: list[Any]) -> Any:
    for test, answer in zip(trees[::2], trees[1::2], strict=False):
        found = ev.number(ev.value(test))
        if isinstance(found, CellError):
            return found
        if found:
            return ev.of(answer)
    return _NA


def _if_error(only: str | None) -> Callable[[Any, list[Any]], Any]:
    def function(ev: Any, trees: list[Any]) -> Any:
        found = ev.of(trees[0])
        if isinstance(found, CellError) and (only is None or found == only):
            return ev.of(trees[1]) if len(trees) > 1 else ""
        return found

    return function


def _is(test: Callable[[Any], bool]) -> Callable[[Any, list[Any]], Any]:
    return lambda ev, trees: test(ev.value(trees[0]))


def _here(name: str) -> Callable[[Any, list[Any]], Any]:
    def function(ev: Any, trees: list[Any]) -> Any:
        if not trees:
            return getattr(ev, name) + 1
        return (ev.of(trees[0]).top if name == "row" else ev.of(trees[0]).left) + 1

    return function


def _serial(at: datetime) -> float:
    return (at - EPOCH).total_seconds() / 86400


LAZY: dict[str, Callable[[Any, list[Any]], Any]] = {
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _if_error(None),
    "IFNA": _if_error("#N/A"),
    "ISBLANK": _is(lambda v: v == "" and not isinstance(v, bool)),
    "ISERROR": _is(lambda v: isinstance(v, CellError)),
    "ISNA": _is(lambda v: isinstance(v, CellError) and v == "#N/A"),
    "ISNUMBER": _is(lambda v: isinstance(v, int | float) and not isinstance(v, bool)),
    "ISTEXT": _is(lambda v: isinstance(v, str) and v != "" and not isinstance(v, CellError)),
    "ROW": _here("row"),
    "COLUMN": _here("column"),
    "COUNTA": lambda ev, trees: sum(
        1 for v, direct in _flat(tuple(ev.of(t) for t in trees)) if direct or v != ""
    ),
    "COUNT": lambda ev, trees: sum(
        1
        for v, _ in _flat(tuple(ev.of(t) for t in trees))
        if isinstance(v, int | float) and not isinstance(v, bool)
    ),
}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": _over(sum),
    "MIN": _over(lambda n: min(n, default=0)),
    "MAX": _over(lambda n: max(n, default=0)),
    "AVERAGE": _over(lambda n: sum(n) / len(n)),
    "PRODUCT": _over(math.prod),
    "COUNTBLANK": lambda ev, block: sum(1 for v in block.padded() if v == ""),
    "COUNTUNIQUE": lambda ev, *a: len({v for v, _ in _flat(a) if v != ""}),
    "COUNTIF": criteria.count_if,
    "COUNTIFS": criteria.count_ifs,
    "SUMIF": criteria.sum_if,
    "SUMIFS": criteria.sum_ifs,
    "AND": lambda ev, *a: all(_truths(ev, a)),
    "OR": lambda ev, *a: any(_truths(ev, a)),
    "NOT": lambda ev, a: not ev.number(_single(a)),
    "NA": lambda ev: _NA,
    "TODAY": lambda ev: int(_serial(ev.now)),
    "NOW": lambda ev: _serial(ev.now),
    "DATE": _date,
    "YEAR": _plain(lambda n: as_moment(n).year),
    "MONTH": _plain(lambda n: as_moment(n).month),
    "DAY": _plain(lambda n: as_moment(n).day),
    "HOUR": _plain(lambda n: as_moment(n).hour),
    "MINUTE": _plain(lambda n: as_moment(n).minute),
    "WEEKDAY": _plain(lambda n: as_moment(n).isoweekday() % 7 + 1),
    "ABS": _plain(abs),
    "INT": _plain(math.floor),
    "ROUND": _plain(_round),
    "SQRT": _plain(math.sqrt),
    "MOD": _plain(lambda a, b: a % b),
    "POWER": _plain(pow),
    "LEN": _texts(len),
    "TRIM": _texts(lambda t: " ".join(t.split())),
    "UPPER": _texts(str.upper),
    "LOWER": _texts(str.lower),
    "PROPER": _texts(str.title),
    "LEFT": _texts(lambda t, n=1: t[:n]),
    "RIGHT": _texts(lambda t, n=1: t[-n:] if n else ""),
    "MID": _texts(lambda t, start, n: t[start - 1 : start - 1 + n]),
    "CONCATENATE": lambda ev, *a: "".join(ev.text(v) for v, _ in _flat(a)),
    "CONCAT": lambda ev, a, b: ev.text(_single(a)) + ev.text(_single(b)),
    "JOIN": lambda ev, mark, *a: _join(ev, mark, False, *a),
    "TEXTJOIN": _join,
    "TEXT": _text,
    "VALUE": lambda ev, a: ev.number(_single(a)),
    "EXACT": lambda ev, a, b: ev.text(_single(a)) == ev.text(_single(b)),
    "VLOOKUP": _lookup,
    "MATCH": _match,
    "INDEX": _index,
    "HYPERLINK": lambda ev, url, label=None: _single(url if label is None else label),
}
