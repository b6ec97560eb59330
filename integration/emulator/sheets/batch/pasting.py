"""Requests that copy and cut cells from one place to another.

In:    a source, a destination, a kind of pasting.   Out: cells with what that kind takes along.
Rule:  copied formulas shift their references; what pointed at cut cells follows them.
Never: makes room for cells. That is ranges.py.
"""

from integration.emulator.sheets.batch.ranges import references_follow, shifted
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request, tab
from integration.emulator.sheets.grid.a1 import Area, from_grid_range, to_grid_range
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere
from integration.emulator.sheets.grid.rows import Cell, Row

_KEEPS = {
    "PASTE_NORMAL": ("value", "formula", "note", "style", "rule"),
    "PASTE_NO_BORDERS": ("value", "formula", "note", "style", "rule"),
    "PASTE_VALUES": ("value",),
    "PASTE_FORMAT": ("style",),
    "PASTE_FORMULA": ("value", "formula"),
    "PASTE_DATA_VALIDATION": ("rule",),
}


def _keeps(kind: str) -> tuple[str, ...]:
    if kind not in _KEEPS:
        raise NotImplementedHere(f"pasting as {kind}")
    return _KEEPS[kind]


def _paste(book: Book, kind: str, new: Cell, row: Row, column: int) -> None:
    """Write what this kind of pasting takes along, and leave the rest of the cell."""
    keeps = _keeps(kind)
    if "value" in keeps:
        row.put_value(column, new.value, new.formula if "formula" in keeps else None)
    if "note" in keeps:
        row.put_note(column, new.note)
    if "style" in keeps:
        style = new.style
        if kind == "PASTE_NO_BORDERS" and style:
            looks = book.formats[style].items()
            style = book.formats.number({name: look for name, look in looks if name != "borders"})
        row.put_style(column, style)
    if "rule" in keeps:
        row.put_rule(column, new.rule)


@request("copyPaste")
def copy_paste(editing: Editing, body: Body) -> Reply:
    """Copy cells; a larger destination is filled with repetitions."""
    source_sheet, source = place(editing, needed(body, "source"), check=False)
    sheet = tab(editing, needed(body, "destination").get("sheetId", 0))
    asked = sheet.bounded(from_grid_range(body["destination"]))
    editing.book.settle(editing.now)
    block = source_sheet.block(source)
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    if turned:
        block = [list(cells) for cells in zip(*block, strict=True)]
    high, wide = len(block), len(block[0])
    times = (max(1, asked.height // high), max(1, asked.width // wide))
    area = Area(asked.top, asked.top + high * times[0], asked.left, asked.left + wide * times[1])
    sheet, area = place(editing, to_grid_range(sheet.id, area), exact=True)
    kind = body.get("pasteType", "PASTE_NORMAL")
    moves = "formula" in _keeps(kind)
    for at, column in sheet.cells(area):
        r, c = (at - area.top) % high, (column - area.left) % wide
        new = block[r][c]
        if moves:
            from_row, from_column = (c, r) if turned else (r, c)
            new = shifted(new, at - source.top - from_row, column - source.left - from_column)
        _paste(editing.book, kind, new, sheet.rows[at], column)
    for row in sheet.rows[area.top : area.bottom]:
        sheet.touch(row)
    return None


@request("cutPaste")
def cut_paste(editing: Editing, body: Body) -> Reply:
    """Move cells; references to them follow."""
    source_sheet, source = place(editing, needed(body, "source"))
    target = needed(body, "destination")
    top, left = target.get("rowIndex", 0), target.get("columnIndex", 0)
    area = Area(top, top + source.height, left, left + source.width)
    sheet, area = place(editing, to_grid_range(target.get("sheetId", 0), area), exact=True)
    kind = body.get("pasteType", "PASTE_NORMAL")
    block = source_sheet.block(source)
    source_sheet.erase(source)
    for r, cells in enumerate(block):
        for c, cell in enumerate(cells):
            at, column = area.top + r, area.left + c
            _paste(editing.book, kind, cell, sheet.rows[at], column)
        sheet.touch(sheet.rows[area.top + r])
    if sheet is source_sheet:
        references_follow(editing, sheet, source, area.top - source.top, area.left - source.left)
    return None
