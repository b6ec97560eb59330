"""References inside formulas, rewritten when the grid moves under them.

In:    a formula and what happened.   Out: the formula as Sheets would rewrite it.
Rule:  a reference to deleted cells becomes #REF!; dollars hold only against copying.
Never: evaluates. Start at `after_shape_change()` and `copied()`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from integration.emulator.sheets.formulas.syntax import tokens
from integration.emulator.sheets.grid.a1 import (
    Area,
    area,
    column_index,
    column_letters,
    quoted,
    split,
)

_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?\Z")
Shift = Callable[[int, bool], int | None]


class Lost(Exception):
    """The cells a reference named are gone."""


def after_shape_change(source: str, own: str, changed: str, dimension: str, shift: Shift) -> str:
    """`source`, standing on tab `own`, after rows or columns of tab `changed` moved.

    `shift(index, is_end)` gives the new place of a row or column, None when it is gone.
    """

    def rewrite(title: str | None, cells: str) -> str:
        if (title if title is not None else own) != changed:
            return cells
        first, colon, last = cells.partition(":")
        ends = [_parts(first)] + ([_parts(last)] if colon else [])
        place = 0 if dimension == "COLUMNS" else 1
        known = [end[place] for end in ends if end[place] is not None]
        if not known:
            return cells
        moved = _moved_span([k for k in known if k is not None], shift)
        at = 0
        for end in ends:
            if end[place] is not None:
                end[place] = moved[min(at, len(moved) - 1)]
                at += 1
        return ":".join(_written(end) for end in ends)

    return _each(source, rewrite)


def _moved_span(known: list[int], shift: Shift) -> list[int]:
    if len(known) == 1:
        place = shift(known[0], False)
        if place is None:
            raise Lost
        return [place]
    first, last = shift(known[0], False), shift(known[1], True)
    low, high = known[0], known[1]
    while first is None and low < high:
        low += 1
        first = shift(low, False)
    while last is None and high > low:
        high -= 1
        last = shift(high, True)
    if first is None or last is None:
        raise Lost
    return [first, last]


def after_cut(source: str, own: str, changed: str, part: Area, rows: int, columns: int) -> str:
    """`source`, standing on tab `own`, after the cells `part` of tab `changed` moved."""

    def rewrite(title: str | None, cells: str) -> str:
        if (title if title is not None else own) != changed:
            return cells
        where = area(cells if ":" in cells else f"{cells}:{cells}")
        if where.bottom is None or where.right is None:
            return cells
        inside = (
            where.top >= part.top
            and where.left >= part.left
            and (part.bottom is None or where.bottom <= part.bottom)
            and (part.right is None or where.right <= part.right)
        )
        if not inside:
            return cells
        parts = []
        for corner in cells.split(":"):
            column, row, fixed_column, fixed_row = _parts(corner)
            parts.append(_written([column + columns, row + rows, fixed_column, fixed_row]))
        return ":".join(parts)

    return _each(source, rewrite)


@lru_cache(maxsize=4096)
def columns_fixed(source: str) -> bool:
    """Whether every column that a formula names stays when it is copied to the right."""
    corners = (
        corner
        for kind, text in tokens(source)
        if kind == "ref"
        for corner in (split(text)[1] or "").split(":")
    )
    return all(column is None or fixed for column, _, fixed, _ in map(_parts, corners))


@lru_cache(maxsize=4096)
def copied(source: str, rows: int, columns: int) -> str:
    """`source` as it reads after being copied that far down and to the right."""

    def rewrite(title: str | None, cells: str) -> str:
        parts = []
        for corner in cells.split(":"):
            column, row, fixed_column, fixed_row = _parts(corner)
            if column is not None and not fixed_column:
                column += columns
            if row is not None and not fixed_row:
                row += rows
            if (column is not None and column < 0) or (row is not None and row < 0):
                raise Lost
            parts.append(_written([column, row, fixed_column, fixed_row]))
        return ":".join(parts)

    return _each(source, rewrite) if rows or columns else source


def renamed(source: str, old: str, new: str) -> str:
    """`source` after the tab `old` was called `new`."""
    found = []
    for kind, text in tokens(source):
        if kind == "ref" and "!" in text:
            title, cells = split(text)
            if title == old:
                text = f"{quoted(new)}!{cells}"
        found.append(text)
    return "=" + "".join(found)


def _each(source: str, rewrite: Callable[[str | None, str], str]) -> str:
    found = []
    for kind, text in tokens(source):
        if kind == "ref":
            title, cells = split(text)
            prefix = text[: text.rindex("!") + 1] if title is not None else ""
            try:
                text = prefix + rewrite(title, cells or "")
            except Lost:
                text = "#REF!"
        found.append(text)
    return "=" + "".join(found)


def _parts(corner: str) -> list[Any]:
    """Column, row (zero-based or None), whether each is held by a dollar."""
    m = _CORNER.match(corner)
    assert m is not None
    column = column_index(m[2]) if m[2] else None
    row = int(m[4]) - 1 if m[4] else None
    if m[2] is None:
        return [None, row, False, bool(m[1] or m[3])]
    return [column, row, bool(m[1]), bool(m[3])]


def _written(end: list[Any]) -> str:
    column, row, fixed_column, fixed_row = end
    text = ("$" if fixed_column else "") + column_letters(column) if column is not None else ""
    return text + (("$" if fixed_row else "") + str(row + 1) if row is not None else "")
