"""Requests that move cells about within a tab: insert, delete, sort, merge.

In:    ranges.   Out: cells with their notes and formats in new places.
Rule:  a sort over every filled column moves whole rows, so that a row keeps its key; a narrower
       one tears rows apart, as in Sheets.
Never: moves whole rows or columns by dimension. That is dimensions.py. Start at `sort_range()`.
"""

from typing import Any

from integration.emulator.sheets.batch import dimensions
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request
from integration.emulator.sheets.formulas import references
from integration.emulator.sheets.grid.a1 import Area, from_grid_range, to_grid_range
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.overlays import merges_in
from integration.emulator.sheets.grid.refusal import (
    VERTICAL_MERGES,
    NotImplementedHere,
    Refused,
)
from integration.emulator.sheets.grid.rows import EMPTY, Cell, CellError
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Sheet


@request("sortRange")
def sort_range(editing: Editing, body: Body) -> Reply:
    """Sort the rows of a range by some of its columns; empty cells come last."""
    sheet, area = place(editing, needed(body, "range"))
    sort(editing, sheet, area, body.get("sortSpecs", []))
    return None


def sort(editing: Editing, sheet: Sheet, area: Area, specs: list[Body]) -> None:
    """Sort a bounded area."""
    assert area.bottom is not None and area.right is not None
    if any(m.get("endRowIndex", 0) - m.get("startRowIndex", 0) > 1 for m in merges_in(sheet, area)):
        raise Refused(VERTICAL_MERGES)
    editing.book.settle(editing.now)
    order = list(range(area.height))
    for spec in reversed(specs):
        if set(spec) - {"dimensionIndex", "sortOrder"}:
            raise NotImplementedHere("sorting by colour or by data source column")
        column = spec.get("dimensionIndex", 0)
        if not area.left <= column < area.right:
            raise Refused(f"Sort column {column} is outside the range.")
        values = [row.value(column) for row in sheet.rows[area.top : area.bottom]]
        down = spec.get("sortOrder") == "DESCENDING"
        filled = [i for i in order if values[i] != ""]
        empty = [i for i in order if values[i] == ""]
        filled.sort(key=lambda i: _rank(values[i]), reverse=down)
        order = filled + empty
    if order == list(range(area.height)):
        return
    rows = sheet.rows[area.top : area.bottom]
    if area.left == 0 and all(row.used() <= area.right for row in rows):
        editing.book.sort_rows(sheet, area.top, order)
        return
    block = sheet.block(area)
    for at, source in enumerate(order):
        for c, cell in enumerate(block[source]):
            sheet.put(area.top + at, area.left + c, shifted(cell, at - source, 0))


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, CellError):
        return 3, str(value)
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return 1, (value.lower(), value)


def shifted(cell: Cell, rows: int, columns: int) -> Cell:
    """A cell so many rows and columns away: its formula points at its new neighbours."""
    if cell.formula is None or not (rows or columns):
        return cell
    return cell._replace(formula=references.copied(cell.formula, rows, columns))


@request("insertRange")
def insert_range(editing: Editing, body: Body) -> Reply:
    """Insert empty cells and push others down or to the right."""
    sheet, area = place(editing, needed(body, "range"))
    dimension = body.get("shiftDimension", "")
    _shift_cells(editing, sheet, area, dimension, push=True)
    return None


@request("deleteRange")
def delete_range(editing: Editing, body: Body) -> Reply:
    """Delete cells and pull others up or to the left."""
    sheet, area = place(editing, needed(body, "range"))
    _shift_cells(editing, sheet, area, body.get("shiftDimension", ""), push=False)
    return None


def _shift_cells(editing: Editing, sheet: Sheet, area: Area, dimension: str, *, push: bool) -> None:
    assert area.bottom is not None and area.right is not None
    if dimension not in (ROWS, COLUMNS):
        raise Refused("No dimension specified.")
    down = dimension == ROWS
    size = area.height if down else area.width
    if down and area.width == len(sheet.columns):
        if push:
            dimensions.insert(editing, sheet, ROWS, area.top, size, None)
        else:
            dimensions.delete(editing, sheet, ROWS, area.top, area.bottom)
        return
    moving = Area(area.top, len(sheet.rows), area.left, area.right)
    if not down:
        moving = Area(area.top, area.bottom, area.left, len(sheet.columns))
    editing.check(sheet, moving)
    if merges_in(sheet, moving):
        raise NotImplementedHere("insertRange and deleteRange through merged cells")
    if push:
        _make_room(sheet, moving, size, down)
        rest = moving
    else:
        rest = Area(
            moving.top + size * down, moving.bottom, moving.left + size * (not down), moving.right
        )
    block = sheet.block(_used_part(sheet, rest))
    sheet.erase(sheet.bounded(moving))
    offset = (size if push else 0) if down else 0
    aside = (size if push else 0) if not down else 0
    start = moving if not push else rest
    for r, cells in enumerate(block):
        for c, cell in enumerate(cells):
            if cell != EMPTY:
                sheet.put(start.top + r + offset, start.left + c + aside, cell)
    references_follow(
        editing,
        sheet,
        rest,
        offset - (0 if push else size * down),
        aside - (0 if push else size * (not down)),
    )
    sheet.changed()


def _make_room(sheet: Sheet, moving: Area, size: int, down: bool) -> None:
    """Grow the grid when filled cells would be pushed over its edge."""
    used = _used_part(sheet, moving)
    assert used.bottom is not None and used.right is not None
    if down:
        sheet.grow_rows(max(0, used.bottom + size - len(sheet.rows)))
    elif used.right + size > len(sheet.columns):
        sheet.grow_columns(used.right + size - len(sheet.columns))


def _used_part(sheet: Sheet, area: Area) -> Area:
    """The area without what is empty at its bottom and right."""
    area = sheet.bounded(area)
    assert area.bottom is not None and area.right is not None
    bottom, right = area.bottom, area.left
    while bottom > area.top and sheet.rows[bottom - 1].used() <= area.left:
        bottom -= 1
    for row in sheet.rows[area.top : bottom]:
        right = max(right, row.used())
    return Area(area.top, bottom, area.left, min(right, area.right))


def references_follow(editing: Editing, sheet: Sheet, area: Area, rows: int, columns: int) -> None:
    """Let formulas point at cells of an area where they are, so many rows and columns away."""
    for other in editing.book.sheets:
        for row in list(other.formula_rows.values()):
            for column, formula in list((row.formulas or {}).items()):
                source = references.after_cut(
                    formula.source, other.title, sheet.title, area, rows, columns
                )
                if source != formula.source:
                    value = row.value(column)
                    row.put_value(column, value, source)
                    other.touch(row)


@request("mergeCells")
def merge_cells(editing: Editing, body: Body) -> Reply:
    """Merge a range; only the upper left value stays."""
    sheet, area = place(editing, needed(body, "range"))
    assert area.bottom is not None and area.right is not None
    for merge in merges_in(sheet, area):
        inside = from_grid_range(merge)
        if (
            inside.within(area.bottom, area.right) != inside
            or inside.top < area.top
            or inside.left < area.left
        ):
            raise Refused("You must select all cells in a merged range to merge or unmerge them.")
    parts = {
        "MERGE_ALL": [area],
        "MERGE_ROWS": [Area(r, r + 1, area.left, area.right) for r in range(area.top, area.bottom)],
        "MERGE_COLUMNS": [
            Area(area.top, area.bottom, c, c + 1) for c in range(area.left, area.right)
        ],
    }[body.get("mergeType", "MERGE_ALL")]
    met = merges_in(sheet, area)
    sheet.over["merges"] = [m for m in sheet.over["merges"] if m not in met]
    for part in parts:
        if part.height * part.width < 2:
            continue
        first = next(
            (cell for cells in sheet.block(part) for cell in cells if cell.value != ""), None
        )
        for at, column in sheet.cells(part):
            if (at, column) != (part.top, part.left):
                sheet.put_value(at, column, "")
        if first is not None:
            sheet.put_value(part.top, part.left, first.value, first.formula)
        sheet.over["merges"].append(to_grid_range(sheet.id, part))
    sheet.changed()
    return None


@request("unmergeCells")
def unmerge_cells(editing: Editing, body: Body) -> Reply:
    """Undo every merge inside a range."""
    sheet, area = place(editing, needed(body, "range"))
    met = merges_in(sheet, area)
    sheet.over["merges"] = [m for m in sheet.over["merges"] if m not in met]
    sheet.changed()
    return None
