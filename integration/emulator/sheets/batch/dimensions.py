"""Requests about rows and columns as such.

In:    insert, delete, move, append, size and hide.   Out: the grid changed, references following.
Rule:  one row and one column that are not frozen always stay.
Never: touches what stands in cells. Start at `insert_dimension()`.
"""

from typing import Any

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, request, tab
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import Refused
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Sheet


def span(editing: Editing, body: Body, *, on_grid: bool = True) -> tuple[Sheet, str, int, int]:
    """Tab, dimension, start and end of a DimensionRange."""
    sheet = tab(editing, body.get("sheetId", 0))
    dimension = body.get("dimension", "")
    if dimension not in (ROWS, COLUMNS):
        raise Refused("No dimension specified.")
    size = _size(sheet, dimension)
    start, end = body.get("startIndex", 0), body.get("endIndex", size)
    if start < 0 or end <= start:
        raise Refused(f"Invalid range: startIndex {start} must be less than endIndex {end}.")
    if on_grid and end > size:
        kind = "row" if dimension == ROWS else "column"
        raise Refused(f"Cannot use {kind} indexes up to {end}: the sheet has {size} {kind}s.")
    return sheet, dimension, start, end


def _size(sheet: Sheet, dimension: str) -> int:
    return len(sheet.rows) if dimension == ROWS else len(sheet.columns)


def across(dimension: str, start: int, end: int | None) -> Area:
    """Whole rows or columns as an area."""
    return Area(start, end) if dimension == ROWS else Area(left=start, right=end)


@request("insertDimension")
def insert_dimension(editing: Editing, body: Body) -> Reply:
    """Insert rows or columns, dressed like the ones before or after."""
    sheet, dimension, start, end = span(editing, needed(body, "range"), on_grid=False)
    size = _size(sheet, dimension)
    if start > size:
        raise Refused(f"range.startIndex[{start}] is too large for grid with {size} of that kind.")
    before = bool(body.get("inheritFromBefore"))
    if before and start == 0:
        raise Refused("inheritFromBefore cannot be set when inserting at the first index.")
    if start < size:
        _check_inside(editing, sheet, dimension, start)
    count = end - start
    model = start - 1 if before else start if start < size else None
    insert(editing, sheet, dimension, start, count, model)
    return None


def insert(
    editing: Editing, sheet: Sheet, dimension: str, at: int, count: int, model: int | None
) -> None:
    """Insert and let the frozen part grow when it was inside it."""
    editing.book.insert(sheet, dimension, at, count, model)
    name = "frozenRowCount" if dimension == ROWS else "frozenColumnCount"
    grid = sheet.properties.get("gridProperties", {})
    if grid.get(name, 0) > at:
        grid[name] += count


def _check_inside(editing: Editing, sheet: Sheet, dimension: str, at: int) -> None:
    """Inserting is refused only inside what is closed, not at its edge."""
    for closed, _ in editing.closed(sheet):
        first = closed.top if dimension == ROWS else closed.left
        if first < at:
            editing.check(sheet, across(dimension, at, at + 1))


@request("deleteDimension")
def delete_dimension(editing: Editing, body: Body) -> Reply:
    """Delete rows or columns."""
    sheet, dimension, start, end = span(editing, needed(body, "range"))
    delete(editing, sheet, dimension, start, end)
    return None


def delete(editing: Editing, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete rows or columns; the frozen part shrinks with them."""
    kind = "rows" if dimension == ROWS else "columns"
    size = _size(sheet, dimension)
    name = "frozenRowCount" if dimension == ROWS else "frozenColumnCount"
    grid = sheet.properties.get("gridProperties", {})
    frozen = grid.get(name, 0)
    left = max(0, min(frozen, start)) + max(0, frozen - end)
    if end - start >= size:
        raise Refused(f"You can't delete all the {kind} on the sheet.")
    if size - (end - start) <= left:
        raise Refused(f"Sorry, it is not possible to delete all non-frozen {kind}.")
    editing.check(sheet, across(dimension, start, end))
    editing.book.delete(sheet, dimension, start, end - start)
    if frozen:
        grid[name] = left


@request("moveDimension")
def move_dimension(editing: Editing, body: Body) -> Reply:
    """Move rows or columns before another place, counted before the move."""
    sheet, dimension, start, end = span(editing, needed(body, "source"))
    to = body.get("destinationIndex", 0)
    if to < 0 or to > _size(sheet, dimension):
        raise Refused(f"destinationIndex[{to}] is outside the grid.")
    if start < to < end:
        raise Refused("destinationIndex must not lie inside the moved range.")
    editing.check(sheet, across(dimension, min(start, to), max(end, to)))
    if to not in (start, end):
        editing.book.move(sheet, dimension, start, end, to)
    return None


@request("appendDimension")
def append_dimension(editing: Editing, body: Body) -> Reply:
    """Add rows or columns at the end."""
    sheet = tab(editing, body.get("sheetId", 0))
    length = body.get("length", 0)
    if length < 1:
        raise Refused("length must be at least 1.")
    if body.get("dimension") == ROWS:
        editing.book.check_size(length * len(sheet.columns))
        sheet.grow_rows(length)
    elif body.get("dimension") == COLUMNS:
        editing.book.check_size(length * len(sheet.rows))
        sheet.grow_columns(length)
    else:
        raise Refused("No dimension specified.")
    return None


@request("updateDimensionProperties")
def update_dimension_properties(editing: Editing, body: Body) -> Reply:
    """Set height, width or hiding."""
    sheet, dimension, start, end = span(editing, needed(body, "range"))
    given: dict[str, Any] = needed(body, "properties")
    what = mask.tree(body.get("fields"), "DimensionProperties", "properties")
    wrong = set(what) - {"pixelSize", "hiddenByUser"}
    if wrong and body.get("fields") != "*":
        raise Refused(f"Field cannot be changed: {', '.join(sorted(wrong))}")
    if "pixelSize" in what and given.get("pixelSize", 0) < 0:
        raise Refused("pixelSize must not be negative.")
    for at in range(start, end):
        if dimension == ROWS:
            row = sheet.rows[at]
            if "pixelSize" in what:
                row.height = given.get("pixelSize")
            if "hiddenByUser" in what:
                row.hidden = bool(given.get("hiddenByUser"))
            sheet.touch(row)
        else:
            column = sheet.columns[at]
            if "pixelSize" in what:
                column.width = given.get("pixelSize")
            if "hiddenByUser" in what:
                column.hidden = bool(given.get("hiddenByUser"))
    sheet.changed()
    return None


@request("autoResizeDimensions")
def auto_resize_dimensions(editing: Editing, body: Body) -> Reply:
    """Fit widths to the longest shown text, at seven pixels a character; heights to the default."""
    sheet, dimension, start, end = span(editing, needed(body, "dimensions"))
    if dimension == ROWS:
        for row in sheet.rows[start:end]:
            row.height = None
            sheet.touch(row)
        sheet.changed()
        return None
    editing.book.settle(editing.now)
    longest = [0] * (end - start)
    for row in sheet.rows[: sheet.last_row()]:
        for at, text in enumerate(editing.book.shown(row)[start:end]):
            longest[at] = max(longest[at], *(len(line) for line in text.split("\n")))
    for at, size in enumerate(longest):
        if size:
            sheet.columns[start + at].width = max(21, 7 * size + 10)
    sheet.changed()
    return None
