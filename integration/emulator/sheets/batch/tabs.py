"""Requests about whole tabs and the spreadsheet itself.

In:    addSheet, duplicateSheet, deleteSheet, updateSheetProperties, updateSpreadsheetProperties.
Out:   the tabs changed.
Rule:  titles are unique whatever their case; one visible tab always stays.
Never: touches cells. Start at `add_sheet()`.
"""

import copy
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, request, tab
from integration.emulator.sheets.charts.sources import charts_of_copy
from integration.emulator.sheets.grid import overlays
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.rows import Formula, Row
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Column, Sheet
from integration.emulator.sheets.resource import sheet_properties

_GRID = ("frozenRowCount", "frozenColumnCount", "hideGridlines", "rowGroupControlAfter",
         "columnGroupControlAfter")  # fmt: skip
_OWN_IDS = {
    "protectedRanges": "protectedRangeId",
    "filterViews": "filterViewId",
    "bandedRanges": "bandedRangeId",
}


@request("addSheet")
def add_sheet(editing: Editing, body: Body) -> Reply:
    """A new tab, at the end unless an index is given."""
    sheet = new_sheet(editing.book, body.get("properties", {}))
    return {"properties": sheet_properties(editing.book, sheet)}


def new_sheet(book: Book, properties: Body) -> Sheet:
    """Make a tab with Google's SheetProperties and put it in its place."""
    if properties.get("sheetType", "GRID") != "GRID":
        raise NotImplementedHere(f"tabs of type {properties['sheetType']}")
    grid = properties.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
    if rows < 1 or columns < 1:
        raise Refused("A grid must have at least one row and one column.")
    book.check_size(rows * columns)
    title = properties.get("title")
    if title is None:
        title = _free_title(book, "Sheet", len(book.sheets) + 1)
    _check_title(book, title)
    sheet_id = properties.get("sheetId")
    sheet = Sheet(_new_id(book, sheet_id), title, rows, columns)
    for name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle"):
        if name in properties:
            sheet.properties[name] = properties[name]
    _set_grid(book, sheet, {n: grid[n] for n in _GRID if n in grid})
    index = properties.get("index", len(book.sheets))
    _check_index(index, len(book.sheets))
    book.sheets.insert(index, sheet)
    book.meta_changed = True
    return sheet


def _new_id(book: Book, wanted: int | None) -> int:
    if wanted is None:
        return book.fresh_id() if book.sheets else 0
    if wanted < 0:
        raise Refused(f"Invalid sheetId: {wanted}. It must be non-negative.")
    if book.by_id(wanted):
        raise Refused(f"A sheet with the ID {wanted} already exists. Please enter another ID.")
    return wanted


def _free_title(book: Book, stem: str, first: int) -> str:
    number = first
    while book.by_title(f"{stem}{number}"):
        number += 1
    return f"{stem}{number}"


def _check_title(book: Book, title: str, own: Sheet | None = None) -> None:
    if not title:
        raise Refused("The sheet title must not be empty.")
    if len(title) > 100:
        raise Refused("The sheet title must not be longer than 100 characters.")
    found = book.by_title(title)
    if found is not None and found is not own:
        raise Refused(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_index(index: int, most: int) -> None:
    if not 0 <= index <= most:
        raise Refused(f"Invalid index: {index}. It must be between 0 and {most}.")


def _set_grid(book: Book, sheet: Sheet, grid: Body) -> None:
    """Freeze and the like; a freeze must leave one row or column free."""
    if grid.get("frozenRowCount", 0) >= len(sheet.rows):
        raise Refused("You can't freeze all visible rows on the sheet.")
    if grid.get("frozenColumnCount", 0) >= len(sheet.columns):
        raise Refused("You can't freeze all visible columns on the sheet.")
    kept = {name: value for name, value in grid.items() if value}
    if kept:
        sheet.properties["gridProperties"] = kept
    else:
        sheet.properties.pop("gridProperties", None)


@request("duplicateSheet")
def duplicate_sheet(editing: Editing, body: Body) -> Reply:
    """A copy of a tab in the same spreadsheet."""
    book, source = editing.book, tab(editing, body.get("sourceSheetId", 0))
    title = body.get("newSheetName")
    if title is None:
        title = f"Copy of {source.title}"
        number = 2
        while book.by_title(title):
            title, number = f"Copy of {source.title} {number}", number + 1
    _check_title(book, title)
    book.check_size(len(source.rows) * len(source.columns))
    index = body.get("insertSheetIndex", 0)
    _check_index(index, len(book.sheets))
    copied = copy_of(book, source, book, title, _new_id(book, body.get("newSheetId")))
    book.sheets.insert(index, copied)
    book.meta_changed = True
    return {"properties": sheet_properties(book, copied)}


def copy_of(book: Book, source: Sheet, into: Book, title: str, sheet_id: int) -> Sheet:
    """A tab's copy for the same or another spreadsheet; ids of what lies over it are new."""
    found = Sheet(sheet_id, title, 0, 0)
    found.properties = {**copy.deepcopy(source.properties), "title": title}
    found.columns = [Column(c.key, c.width, c.hidden) for c in source.columns]
    found.next_key = source.next_key
    for row in source.rows:
        twin = Row(row.key)
        twin.values, twin.height, twin.hidden = list(row.values), row.height, row.hidden
        if row.formulas:
            twin.formulas = {c: Formula(f.source) for c, f in row.formulas.items()}
        twin.notes, twin.styles, twin.rules = row.notes, row.styles, row.rules
        if into is not book:
            _rename_numbers(book, into, twin)
        found.rows.append(twin)
        if not twin.blank():
            found.touch(twin)
    found.over = copy.deepcopy(source.over)
    found.basic_filter = copy.deepcopy(source.basic_filter)
    if found.basic_filter:
        found.basic_filter["range"]["sheetId"] = sheet_id
    found.charts = charts_of_copy(source.charts, source.id, sheet_id, into.fresh_id, into is book)
    for kind, items in found.over.items():
        for item in items:
            for grid_range in overlays.ranges_of(kind, item):
                grid_range["sheetId"] = sheet_id
            if kind in _OWN_IDS:
                item[_OWN_IDS[kind]] = into.fresh_id()
    return found


def _rename_numbers(book: Book, into: Book, row: Row) -> None:
    if row.styles:
        row.styles = {c: into.formats.number(book.formats[n]) for c, n in row.styles.items()}
    if row.rules:
        row.rules = {c: into.rules.number(book.rules[n]) for c, n in row.rules.items()}


@request("deleteSheet")
def delete_sheet(editing: Editing, body: Body) -> Reply:
    """Delete a tab with all it holds."""
    sheet_id = body.get("sheetId", 0)
    sheet = editing.book.by_id(sheet_id)
    if sheet is None:
        raise Refused(f"No sheet with id: {sheet_id}")
    editing.check_whole(sheet)
    if not any(s is not sheet and not s.properties.get("hidden") for s in editing.book.sheets):
        raise Refused("You can't remove all the visible sheets in a document.")
    editing.book.remove(sheet)
    return None


@request("updateSheetProperties")
def update_sheet_properties(editing: Editing, body: Body) -> Reply:
    """Change a tab's title, place, hiding, size, freeze or colour."""
    properties = needed(body, "properties")
    what = mask.tree(body.get("fields"), "SheetProperties", "properties")
    book = editing.book
    sheet = book.by_id(properties.get("sheetId", 0))
    if sheet is None:
        raise Refused(f"No sheet with id: {properties.get('sheetId', 0)}")
    if "title" in what:
        _check_title(book, properties.get("title", ""), sheet)
        if properties["title"] != sheet.title:
            book.rename(sheet, properties["title"])
    if "hidden" in what:
        _hide(book, sheet, bool(properties.get("hidden")))
    if "index" in what:
        index = properties.get("index", 0)
        _check_index(index, len(book.sheets))
        before = book.sheets.index(sheet)
        book.sheets.remove(sheet)
        book.sheets.insert(index - 1 if index > before else index, sheet)
    if "gridProperties" in what:
        _resize(editing, sheet, properties.get("gridProperties", {}), what["gridProperties"])
    if "tabColor" in what or "tabColorStyle" in what:
        style = properties.get("tabColorStyle") or {}
        color = properties.get("tabColor") or style.get("rgbColor")
        for name, value in (("tabColor", color), ("tabColorStyle", style or color)):
            sheet.properties.pop(name, None)
            if value:
                sheet.properties[name] = value
        if color and not style:
            sheet.properties["tabColorStyle"] = {"rgbColor": color}
    if "rightToLeft" in what:
        sheet.properties["rightToLeft"] = bool(properties.get("rightToLeft"))
    sheet.changed()
    book.meta_changed = True
    return None


def _hide(book: Book, sheet: Sheet, hidden: bool) -> None:
    others = any(s is not sheet and not s.properties.get("hidden") for s in book.sheets)
    if hidden and not others:
        raise Refused("You can't hide all the sheets in a document.")
    sheet.properties["hidden"] = hidden


def _resize(editing: Editing, sheet: Sheet, grid: Body, what: dict[str, Any]) -> None:
    names = set(what) - {"*"} or set(grid)
    for name, dimension, items in (
        ("rowCount", ROWS, sheet.rows),
        ("columnCount", COLUMNS, sheet.columns),
    ):
        if name not in names:
            continue
        wanted, have = grid.get(name, 0), len(items)
        if wanted < 1:
            raise Refused(f"Invalid {name}: {wanted}. A grid must keep at least one of each.")
        if wanted > have:
            other = len(sheet.columns) if dimension == ROWS else len(sheet.rows)
            editing.book.check_size((wanted - have) * other)
            if dimension == ROWS:
                sheet.grow_rows(wanted - have)
            else:
                sheet.grow_columns(wanted - have)
        elif wanted < have:
            editing.book.delete(sheet, dimension, wanted, have - wanted)
    held = dict(sheet.properties.get("gridProperties", {}))
    for name in names.intersection(_GRID):
        held[name] = grid.get(name)
    _set_grid(editing.book, sheet, held)


@request("updateSpreadsheetProperties")
def update_spreadsheet_properties(editing: Editing, body: Body) -> Reply:
    """Change the spreadsheet's title, locale or time zone."""
    given = needed(body, "properties")
    what = mask.tree(body.get("fields"), "SpreadsheetProperties", "properties")
    if body.get("fields", "").strip() == "*":
        what = {name: below for name, below in what.items() if name in given}
    book = editing.book
    for name in what:
        if name == "title":
            book.properties["title"] = given.get("title", "")
        elif name == "locale":
            book.set_locale(given.get("locale", ""))
        elif name == "timeZone":
            book.properties["timeZone"] = zone_name(given.get("timeZone", ""))
        elif name == "autoRecalc":
            book.properties["autoRecalc"] = given.get("autoRecalc", "ON_CHANGE")
        else:
            raise NotImplementedHere(f"SpreadsheetProperties.{name}")
    book.meta_changed = True
    return None


def zone_name(name: str) -> str:
    """A time zone that exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"Invalid time zone: {name}") from None
    return name
