"""Formulas worked out.

In:    a tree, where it stands, a way to read cells and the present moment.   Out: a value.
Rule:  errors are values and pass through; a circle ends in #REF!, as Sheets shows it.
Never: stores. Start at `Evaluator.value()`.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from integration.emulator.sheets.formulas.comparing import SIGNS, compare
from integration.emulator.sheets.formulas.functions import FUNCTIONS, LAZY
from integration.emulator.sheets.grid.a1 import Area, area, split
from integration.emulator.sheets.grid.rows import CellError
from integration.emulator.sheets.locale.display import shown
from integration.emulator.sheets.locale.entry import number, tidy
from integration.emulator.sheets.locale.regions import Region

REF, DIV, VALUE, NAME, NUM = (
    CellError(t) for t in ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!")
)


class Cells(Protocol):
    """What an evaluator asks of the spreadsheet."""

    def find_tab(self, title: str | None) -> int | None:
        """The tab's id; the formula's own for None; None when there is none."""

    def grid(self, sheet_id: int, where: Area) -> list[list[Any]]:
        """Rows of values, ragged at the right, calculated."""

    def size(self, sheet_id: int) -> tuple[int, int]:
        """Rows and columns of the tab."""

    def named(self, name: str) -> tuple[int, Area] | None:
        """A named range."""


@dataclass(slots=True)
class Block:
    """A range as a function's argument: values row by row."""

    rows: list[list[Any]]
    height: int
    width: int
    top: int
    left: int

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            yield from row

    def at(self, row: int, column: int) -> Any:
        """One value, empty where the ragged row ends."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def column(self, index: int) -> list[Any]:
        """One column, padded to the block's height."""
        return [self.at(r, index) for r in range(self.height)]

    def padded(self) -> list[Any]:
        """Every cell, empties included, row by row."""
        return [self.at(r, c) for r in range(self.height) for c in range(self.width)]


class Evaluator:
    """Works out trees that stand in one cell."""

    def __init__(self, cells: Cells, region: Region, now: datetime, row: int, column: int) -> None:
        self.cells, self.region, self.now = cells, region, now
        self.row, self.column = row, column

    def value(self, tree: Any) -> Any:
        """The result as one value; a range gives its only or its upper left cell."""
        found = self.of(tree)
        if isinstance(found, Block):
            if found.height > 1 or found.width > 1:
                return VALUE
            found = found.at(0, 0)
        return tidy(found) if isinstance(found, float) else found

    def of(self, tree: Any) -> Any:
        """A value, or a Block where the tree is a range."""
        kind = tree[0]
        if kind == "value":
            return tree[1]
        if kind == "ref":
            return self._reference(tree[1])
        if kind == "op":
            return self._operation(tree[1], self.value(tree[2]), self.value(tree[3]))
        if kind == "call":
            return self._call(tree[1], tree[2])
        if kind == "negative":
            found = self.number(self.value(tree[1]))
            return found if isinstance(found, CellError) else -found
        if kind == "name":
            found = self.cells.named(tree[1])
            return self._block(*found) if found else NAME
        return CellError(tree[1])

    def number(self, value: Any) -> Any:
        """A value as a number: empty is 0, TRUE is 1, text that reads as a number counts."""
        if isinstance(value, CellError):
            return value
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, int | float):
            return value
        if value == "":
            return 0
        found = number(value.strip(), self.region)
        return VALUE if found is None else found

    def text(self, value: Any) -> Any:
        """A value as text, as `&` joins it."""
        return value if isinstance(value, CellError) else shown(value, None, self.region)

    def _reference(self, text: str) -> Any:
        title, cells = split(text)
        sheet_id = self.cells.find_tab(title)
        if sheet_id is None or cells is None:
            return REF
        where = area(cells)
        rows, columns = self.cells.size(sheet_id)
        if where.top >= rows or where.left >= columns:
            return REF
        return self._block(sheet_id, where.within(rows, columns))

    def _block(self, sheet_id: int, where: Area) -> Block:
        where = where.within(*self.cells.size(sheet_id))
        found = self.cells.grid(sheet_id, where)
        return Block(found, where.height, where.width, where.top, where.left)

    def _call(self, name: str, trees: list[Any]) -> Any:
        if name in LAZY:
            return LAZY[name](self, trees)
        function = FUNCTIONS.get(name)
        if function is None:
            return NAME
        arguments = [self.of(tree) for tree in trees]
        for argument in arguments:
            if isinstance(argument, CellError):
                return argument
        try:
            return function(self, *arguments)
        except TypeError:
            return CellError("#N/A")
        except ZeroDivisionError:
            return DIV
        except (ValueError, OverflowError, IndexError):
            return VALUE

    def _operation(self, sign: str, left: Any, right: Any) -> Any:
        for side in (left, right):
            if isinstance(side, CellError):
                return side
        if sign == "&":
            return self.text(left) + self.text(right)
        if sign in SIGNS:
            return compare(sign, left, right)
        a, b = self.number(left), self.number(right)
        for side in (a, b):
            if isinstance(side, CellError):
                return side
        if sign == "/":
            return DIV if b == 0 else a / b
        try:
            found = _ARITHMETIC[sign](a, b)
        except (OverflowError, ZeroDivisionError):
            return NUM
        if isinstance(found, complex) or abs(found) > 1e308:
            return NUM
        return found


_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "^": operator.pow}
