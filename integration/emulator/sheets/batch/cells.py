"""Requests that write cells: values, formats, notes, validation, borders.

In:    updateCells, repeatCell, appendCells, setDataValidation, updateBorders.
Out:   cells changed as far as the mask says.
Rule:  a field in the mask that a cell does not carry is cleared; numbers of formats are shared.
Never: moves cells. Start at `update_cells()`.
"""

from typing import Any

from integration.emulator.discovery.fields import Tree
from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request, tab
from integration.emulator.sheets.formulas import references
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.conditions import problem
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import Sheet

_DONE = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation"}
_COMPUTED = {"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"}


def _what(body: Body, root: str) -> Tree:
    fields = body.get("fields")
    what = mask.tree(fields, "CellData", root)
    stars = (fields or "").strip() in ("*", f"{root}.*")
    if stars:
        return {name: below for name, below in what.items() if name in _DONE}
    for name in what:
        if name in _COMPUTED:
            raise Refused(f"Field cannot be set: {name}")
        if name not in _DONE:
            raise NotImplementedHere(f"CellData.{name}")
    return what


def _refuse_extras(cell: Body) -> None:
    for name in cell:
        if name not in _DONE and name not in _COMPUTED:
            raise NotImplementedHere(f"CellData.{name}")


def set_cell(editing: Editing, sheet: Sheet, at: int, column: int, cell: Body, what: Tree) -> None:
    """Write the masked fields of one CellData."""
    book, row = editing.book, sheet.rows[at]
    if "userEnteredFormat" in what:
        given, below = mask.paired(cell.get("userEnteredFormat", {}), what["userEnteredFormat"])
        before = book.formats[row.styles.get(column, 0)] if row.styles else {}
        style = mask.merged(before, given, below) if below else given
        row.put_style(column, book.formats.number(style))
    if "userEnteredValue" in what:
        editing.extended(cell.get("userEnteredValue", {}), sheet, at, column)
    if "note" in what:
        row.put_note(column, cell.get("note"))
    if "dataValidation" in what:
        rule = cell.get("dataValidation", {})
        check_rule(rule)
        row.put_rule(column, book.rules.number(rule))
    sheet.touch(row)


def check_rule(rule: Body) -> None:
    """Refuse a validation Google would not take."""
    if rule:
        check_condition(rule.get("condition", {}))


def check_condition(condition: Body) -> None:
    """Refuse a condition Google would not take."""
    found = problem(condition)
    if found == "":
        raise NotImplementedHere(f"the condition {condition.get('type')}")
    if found:
        raise Refused(found)


@request("updateCells")
def update_cells(editing: Editing, body: Body) -> Reply:
    """Write rows of cells from a start, or over a whole range."""
    what = _what(body, "rows.values")
    rows = [row.get("values", []) for row in body.get("rows", [])]
    for cells in rows:
        for cell in cells:
            _refuse_extras(cell)
    if "range" in body:
        sheet, area = place(editing, body["range"])
        if len(rows) > area.height or any(len(cells) > area.width for cells in rows):
            raise Refused("Attempting to write more cells than the range holds.")
        _write(editing, sheet, area, rows, what)
        for r, row in enumerate(sheet.rows[area.top : area.bottom]):
            if not row.blank():
                _empty(editing, sheet, area, r, len(rows[r]) if r < len(rows) else 0, what)
        return None
    start = needed(body, "start")
    grid = {
        "sheetId": start.get("sheetId", 0),
        "startRowIndex": start.get("rowIndex", 0),
        "startColumnIndex": start.get("columnIndex", 0),
        "endRowIndex": start.get("rowIndex", 0) + max(1, len(rows)),
        "endColumnIndex": start.get("columnIndex", 0) + max(1, *map(len, rows), 1),
    }
    sheet, area = place(editing, grid, exact=True)
    _write(editing, sheet, area, rows, what)
    return None


def _write(editing: Editing, sheet: Sheet, area: Area, rows: list[list[Body]], what: Tree) -> None:
    for r, cells in enumerate(rows):
        for c, cell in enumerate(cells):
            set_cell(editing, sheet, area.top + r, area.left + c, cell, what)


def _empty(editing: Editing, sheet: Sheet, area: Area, r: int, given: int, what: Tree) -> None:
    """Take away what the mask names from the cells of a row past those that were given."""
    row, left, right = sheet.rows[area.top + r], area.left + given, area.left + area.width
    if what.keys() == {"userEnteredValue"}:
        if row.clear_values(left, right):
            sheet.touch(row)
        return
    for column in range(left, min(row.used(), right)):
        set_cell(editing, sheet, area.top + r, column, {}, what)


@request("repeatCell")
def repeat_cell(editing: Editing, body: Body) -> Reply:
    """Write the same cell over a range; a formula is copied with its references shifted."""
    sheet, area = place(editing, needed(body, "range"))
    cell = body.get("cell", {})
    _refuse_extras(cell)
    what = _what(body, "cell")
    if set(what) == {"userEnteredFormat"}:
        _dress(editing, sheet, area, cell.get("userEnteredFormat", {}), what["userEnteredFormat"])
        return None
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    for at, column in sheet.cells(area):
        own = cell
        if formula is not None:
            shifted = references.copied(formula, at - area.top, column - area.left)
            own = {**cell, "userEnteredValue": {"formulaValue": shifted}}
        set_cell(editing, sheet, at, column, own, what)
    return None


def _dress(editing: Editing, sheet: Sheet, area: Area, given: Body, below: Tree) -> None:
    """Format an area; rows that looked the same share their formats afterwards too."""
    formats = editing.book.formats
    given, below = mask.paired(given, below)
    seen: dict[int, tuple[Any, Any]] = {}
    for row in sheet.rows[area.top : area.bottom]:
        before = row.styles
        found = seen.get(id(before))
        if found is None or found[0] is not before:
            styles = dict(before or {})
            for column in range(area.left, area.right or 0):
                own = formats[styles.get(column, 0)]
                number = formats.number(mask.merged(own, given, below) if below else given)
                if number:
                    styles[column] = number
                else:
                    styles.pop(column, None)
            found = seen[id(before)] = (before, styles or None)
        row.styles, row.shown = found[1], None
        sheet.touch(row)


@request("appendCells")
def append_cells(editing: Editing, body: Body) -> Reply:
    """Write rows of cells after the last row that holds anything."""
    sheet = tab(editing, body.get("sheetId", 0))
    what = _what(body, "rows.values")
    rows = [row.get("values", []) for row in body.get("rows", [])]
    if any(len(cells) > len(sheet.columns) for cells in rows):
        sheet.grow_columns(max(map(len, rows)) - len(sheet.columns))
    top = len(sheet.rows)
    while top and not sheet.rows[top - 1].values and not sheet.rows[top - 1].notes:
        top -= 1
    if top + len(rows) > len(sheet.rows):
        editing.book.check_size((top + len(rows) - len(sheet.rows)) * len(sheet.columns))
        sheet.grow_rows(top + len(rows) - len(sheet.rows))
    area = Area(top, top + len(rows), 0, max(map(len, rows), default=0))
    for cells in rows:
        for cell in cells:
            _refuse_extras(cell)
    editing.check(sheet, area)
    _write(editing, sheet, area, rows, what)
    return None


@request("setDataValidation")
def set_data_validation(editing: Editing, body: Body) -> Reply:
    """Set or, without a rule, remove the validation of a range."""
    sheet, area = place(editing, needed(body, "range"))
    rule = body.get("rule", {})
    check_rule(rule)
    if rule:
        rule = {**rule, "condition": rule["condition"]}
        if area.height > 1 or area.width > 1:
            _anchored(rule, sheet, area)
    number = editing.book.rules.number(rule)
    for row in sheet.rows[area.top : area.bottom]:
        for column in range(area.left, area.right or 0):
            row.put_rule(column, number)
        sheet.touch(row)
    return None


def _anchored(rule: Body, sheet: Sheet, area: Area) -> None:
    """A rule with relative references would have to be kept cell by cell."""
    for value in rule["condition"].get("values", []):
        text = value.get("userEnteredValue", "")
        if rule["condition"]["type"] != "CUSTOM_FORMULA" or not text.startswith("="):
            continue
        if references.copied(text, 1, 1) != text:
            raise NotImplementedHere("CUSTOM_FORMULA validation with relative references")


_SIDES = ("top", "bottom", "left", "right")


@request("updateBorders")
def update_borders(editing: Editing, body: Body) -> Reply:
    """Set the borders around and inside a range; sides not named stay."""
    sheet, area = place(editing, needed(body, "range"))
    assert area.bottom is not None and area.right is not None
    for at, column in sheet.cells(area):
        sides = {
            "top": body.get("top" if at == area.top else "innerHorizontal"),
            "bottom": body.get("bottom" if at == area.bottom - 1 else "innerHorizontal"),
            "left": body.get("left" if column == area.left else "innerVertical"),
            "right": body.get("right" if column == area.right - 1 else "innerVertical"),
        }
        given = {side: border for side, border in sides.items() if border is not None}
        if given:
            kept = {side: b for side, b in given.items() if b.get("style", "NONE") != "NONE"}
            what: Tree = {"userEnteredFormat": {"borders": {side: {} for side in given}}}
            cell = {"userEnteredFormat": {"borders": kept}}
            set_cell(editing, sheet, at, column, cell, what)
    return None
