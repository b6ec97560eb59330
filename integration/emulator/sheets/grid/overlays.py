"""What lies over a grid and moves with it.

In:    a tab and an insertion, a deletion or a move.   Out: its ranges shifted, emptied ones gone.
Rule:  a range grows when something is inserted inside it, not at its edges.
Never: touches cells. Start at `insert()`, `delete()`, `move()`.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from integration.emulator.sheets.grid.a1 import Area, from_grid_range

if TYPE_CHECKING:
    from integration.emulator.sheets.grid.sheet import Sheet

KINDS = (
    "merges",
    "protectedRanges",
    "filterViews",
    "conditionalFormats",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
)
_ENDS = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}
_Change = Callable[[dict[str, Any], str, str], bool]
_Where = Callable[[int], int | None]


def ranges_of(kind: str, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The grid ranges inside one overlay, to be changed in place."""
    if kind == "merges":
        yield item
        return
    if "range" in item:
        yield item["range"]
    yield from item.get("ranges", ())
    yield from item.get("unprotectedRanges", ())


def shift_insert(grid: dict[str, Any], dimension: str, at: int, count: int) -> None:
    """Shift one range for an insertion."""
    start, end = _ENDS[dimension]
    if start in grid and grid[start] >= at:
        grid[start] += count
    if end in grid and grid[end] > at:
        grid[end] += count


def shift_delete(grid: dict[str, Any], dimension: str, at: int, count: int) -> bool:
    """Shift one range for a deletion; False when nothing of it is left."""
    start, end = _ENDS[dimension]
    for name in (start, end):
        if name in grid and grid[name] > at:
            grid[name] = max(at, grid[name] - count)
    return not (end in grid and grid[end] <= grid.get(start, 0))


def insert(sheet: "Sheet", dimension: str, at: int, count: int) -> None:
    """Shift every overlay of a tab for an insertion."""

    def change(grid: dict[str, Any], start: str, end: str) -> bool:
        shift_insert(grid, dimension, at, count)
        return True

    _apply(sheet, dimension, change, lambda i: i if i < at else i + count)


def delete(sheet: "Sheet", dimension: str, at: int, count: int) -> None:
    """Shift every overlay of a tab for a deletion; those that lost all their cells go."""

    def change(grid: dict[str, Any], start: str, end: str) -> bool:
        return shift_delete(grid, dimension, at, count)

    _apply(
        sheet,
        dimension,
        change,
        lambda i: i if i < at else None if i < at + count else i - count,
    )


def move(sheet: "Sheet", dimension: str, where: Callable[[int], int]) -> None:
    """Let ranges follow rows or columns that were moved."""
    _apply(sheet, dimension, lambda grid, start, end: follow(grid, start, end, where), where)


def follow(grid: dict[str, Any], start: str, end: str, where: Callable[[int], int]) -> bool:
    """Move one range with its first and last row or column, where it stays in one piece."""
    if end not in grid:
        return True
    first, last = where(grid.get(start, 0)), where(grid[end] - 1)
    if last - first == grid[end] - 1 - grid.get(start, 0):
        grid[start], grid[end] = first, last + 1
    return True


def _apply(sheet: "Sheet", dimension: str, change: _Change, where: _Where) -> None:
    start, end = _ENDS[dimension]
    for kind, items in sheet.over.items():
        sheet.over[kind] = [i for i in items if _kept(kind, i, change, start, end)]
    criteria = sheet.basic_filter
    if criteria and not change(criteria["range"], start, end):
        sheet.basic_filter = None
    if dimension == "COLUMNS":
        for view in (*sheet.over["filterViews"], sheet.basic_filter):
            if view is not None:
                _columns_follow(view, where)


def _columns_follow(view: dict[str, Any], where: _Where) -> None:
    """Let a filter's conditions and orders stay with their columns; lost columns drop them."""
    if "criteria" in view:
        moved = {where(int(c)): test for c, test in view["criteria"].items()}
        view["criteria"] = {str(c): test for c, test in moved.items() if c is not None}
    for name, key in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
        if name in view:
            placed = [(where(spec.get(key, 0)), spec) for spec in view[name]]
            view[name] = [{**spec, key: c} for c, spec in placed if c is not None]


def _kept(kind: str, item: dict[str, Any], change: _Change, start: str, end: str) -> bool:
    """Change an overlay's ranges; it stays while one of the ranges it is about is left."""
    results = [change(grid, start, end) for grid in ranges_of(kind, item)]
    if "ranges" in item:
        item["ranges"] = [r for r, left in zip(item["ranges"], results, strict=False) if left]
        return bool(item["ranges"])
    return not results or results[0]


def merges_in(sheet: "Sheet", area: Area) -> list[dict[str, Any]]:
    """Merged ranges that meet an area."""
    return [m for m in sheet.over["merges"] if from_grid_range(m).meets(area)]
