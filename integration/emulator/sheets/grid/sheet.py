"""One tab: its rows and columns, and everything laid over them.

In:    positions and cells.   Out: the same after insert, delete, move and sort.
Rule:  what lies over the grid (merges, filters, protected ranges ...) moves with it; a row's key
       stays with its content, a row's height and hiding with its place.
Never: writes to disk, checks permission. Start at `Sheet`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from integration.emulator.sheets.grid import overlays
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.rows import EMPTY, Cell, Row

Dimension = str
ROWS, COLUMNS = "ROWS", "COLUMNS"


class Column:
    """Width and hiding of one column; the key follows it through moves."""

    __slots__ = ("hidden", "key", "width")

    def __init__(self, key: int, width: int | None = None, hidden: bool = False) -> None:
        self.key, self.width, self.hidden = key, width, hidden


class Sheet:
    """A tab with a grid."""

    def __init__(self, sheet_id: int, title: str, rows: int, columns: int) -> None:
        self.id = sheet_id
        self.properties: dict[str, Any] = {"title": title}
        self.over: dict[str, list[dict[str, Any]]] = {name: [] for name in overlays.KINDS}
        self.basic_filter: dict[str, Any] | None = None
        self.charts: list[dict[str, Any]] = []
        self.next_key = 1
        self.rows: list[Row] = []
        self.columns: list[Column] = []
        self.touched: dict[int, Row] = {}
        self.gone: set[int] = set()
        self.order_from: int | None = 0
        self.meta_changed = True
        self.reshaped = True
        self.formula_rows: dict[int, Row] = {}
        self._index: dict[int, int] | None = None
        self.grow_rows(rows, dressed=False)
        self.columns = [Column(self._key()) for _ in range(columns)]

    @property
    def title(self) -> str:
        """The tab's name."""
        return str(self.properties["title"])

    def _key(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    # -- reading ---------------------------------------------------------------------------

    def index_of(self, key: int) -> int | None:
        """Where the row with that key stands now."""
        if self._index is None:
            self._index = {row.key: at for at, row in enumerate(self.rows)}
        return self._index.get(key)

    def last_row(self) -> int:
        """One past the last row that holds a value."""
        at = len(self.rows)
        while at and not self.rows[at - 1].values:
            at -= 1
        return at

    def value(self, row: int, column: int) -> Any:
        """A cell's value; empty outside the grid."""
        return self.rows[row].value(column) if row < len(self.rows) else ""

    def cells(self, area: Area) -> Iterator[tuple[int, int]]:
        """Every position of a bounded area, row by row."""
        assert area.bottom is not None and area.right is not None
        for row in range(area.top, area.bottom):
            for column in range(area.left, area.right):
                yield row, column

    def bounded(self, area: Area) -> Area:
        """The area cut to this grid."""
        return area.within(len(self.rows), len(self.columns))

    # -- changing cells --------------------------------------------------------------------

    def touch(self, row: Row) -> None:
        """Note that a row must be written to disk and shown anew."""
        self.touched[row.key] = row
        if row.formulas:
            self.formula_rows[row.key] = row
        elif self.formula_rows:
            self.formula_rows.pop(row.key, None)

    def put_value(self, row: int, column: int, value: Any, formula: str | None = None) -> None:
        """Replace one cell's value; formats and notes stay."""
        target = self.rows[row]
        target.put_value(column, value, formula)
        self.touch(target)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace one whole cell."""
        target = self.rows[row]
        target.put(column, cell)
        self.touch(target)

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of a bounded area, copied."""
        assert area.bottom is not None and area.right is not None
        span = range(area.left, area.right)
        return [[row.cell(c) for c in span] for row in self.rows[area.top : area.bottom]]

    def erase(self, area: Area) -> None:
        """Leave nothing in a bounded area."""
        for row, column in self.cells(area):
            if self.rows[row].used() > column:
                self.put(row, column, EMPTY)

    # -- changing shape --------------------------------------------------------------------

    def grow_rows(self, count: int, dressed: bool = True) -> None:
        """Add rows at the bottom; they look like the last one."""
        if count <= 0:
            return
        start = len(self.rows)
        model = self.rows[-1] if self.rows and dressed else None
        for _ in range(count):
            row = Row(self._key())
            if model is not None and (model.styles or model.rules):
                row.dress_as(model)
                self.touch(row)
            self.rows.append(row)
        if self._index is not None:
            self._index.update((r.key, start + i) for i, r in enumerate(self.rows[start:]))
        self._order(start, keep_index=True)

    def grow_columns(self, count: int) -> None:
        """Add columns at the right."""
        self.columns.extend(Column(self._key()) for _ in range(count))
        self.changed()

    def insert(self, dimension: Dimension, at: int, count: int, model: int | None = None) -> None:
        """Insert rows or columns before `at`; `model` is the place whose formats they take."""
        if dimension == ROWS:
            fresh = [Row(self._key()) for _ in range(count)]
            if model is not None:
                for row in fresh:
                    row.dress_as(self.rows[model])
                    self.touch(row)
            self.rows[at:at] = fresh
            self._order(at)
        else:
            self.columns[at:at] = [Column(self._key()) for _ in range(count)]
            for row in self.rows:
                if row.insert_columns(at, count):
                    self.touch(row)
                if model is not None and (row.styles or row.rules):
                    source = model if model < at else model + count
                    self._dress_columns(row, source, range(at, at + count))
        overlays.insert(self, dimension, at, count)
        self.changed()

    def _dress_columns(self, row: Row, source: int, targets: Iterable[int]) -> None:
        like = row.cell(source)
        if like.style or like.rule:
            for column in targets:
                row.put_style(column, like.style)
                row.put_rule(column, like.rule)
            self.touch(row)

    def delete(self, dimension: Dimension, at: int, count: int) -> None:
        """Delete rows or columns with all they hold."""
        if dimension == ROWS:
            for row in self.rows[at : at + count]:
                self.gone.add(row.key)
                self.touched.pop(row.key, None)
                self.formula_rows.pop(row.key, None)
            del self.rows[at : at + count]
            self._order(at)
        else:
            del self.columns[at : at + count]
            for row in self.rows:
                if row.delete_columns(at, count):
                    self.touch(row)
        overlays.delete(self, dimension, at, count)
        self.changed()

    def move(self, dimension: Dimension, start: int, end: int, to: int) -> None:
        """Move rows or columns [start, end) so that they stand before the former place `to`."""
        where = moved_place(start, end, to)
        if dimension == ROWS:
            part = self.rows[start:end]
            del self.rows[start:end]
            at = to if to <= start else to - len(part)
            self.rows[at:at] = part
            self._order(min(start, to))
        else:
            columns = self.columns
            self.columns = [columns[i] for i in order_after(len(columns), where)]
            for row in self.rows:
                if row.used() > min(start, to):
                    self._permute_columns(row, where)
                    self.touch(row)
        overlays.move(self, dimension, where)
        self.changed()

    def _permute_columns(self, row: Row, where: Callable[[int], int]) -> None:
        cells = [(column, row.cell(column)) for column in range(row.used())]
        for column, _ in cells:
            row.put(column, EMPTY)
        for column, cell in cells:
            row.put(where(column), cell)

    def reorder_rows(self, top: int, order: list[int]) -> None:
        """Put whole rows in a new order; heights and hiding stay at their places."""
        block = self.rows[top : top + len(order)]
        places = [(row.height, row.hidden) for row in block]
        for at, source in enumerate(order):
            row = block[source]
            if (row.height, row.hidden) != places[at]:
                row.height, row.hidden = places[at]
                self.touch(row)
            self.rows[top + at] = row
        self._order(top)

    def _order(self, start: int, keep_index: bool = False) -> None:
        self.order_from = start if self.order_from is None else min(self.order_from, start)
        self.meta_changed = True
        if not keep_index:
            self._index = None
            self.reshaped = True

    def changed(self) -> None:
        """Note that the tab itself, not only some rows, must be written and shown anew."""
        self.meta_changed = True
        self.reshaped = True


def moved_place(start: int, end: int, to: int) -> Callable[[int], int]:
    """Old place -> new place when [start, end) is moved before `to`."""
    size = end - start

    def where(at: int) -> int:
        if start <= at < end:
            return at - start + (to if to <= start else to - size)
        if to <= at < start:
            return at + size
        if end <= at < to:
            return at - size
        return at

    return where


def order_after(count: int, where: Callable[[int], int]) -> list[int]:
    """New order as a list of old places."""
    order = [0] * count
    for old in range(count):
        order[where(old)] = old
    return order
