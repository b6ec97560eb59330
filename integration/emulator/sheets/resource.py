"""A spreadsheet as spreadsheets.get shows it.

In:    a book, ranges, whether cells are wanted.   Out: Google's Spreadsheet resource.
Rule:  cells are shown only up to the last one that holds anything; empty fields are left out.
Never: changes anything. Start at `spreadsheet()`.
"""

from typing import Any

from integration.emulator.sheets import celldata
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.anchors import shown_metadata
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.sheet import Sheet

GROUPS = {
    "rowGroups": ("ROWS", "startRowIndex", "endRowIndex"),
    "columnGroups": ("COLUMNS", "startColumnIndex", "endColumnIndex"),
}
_WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: dict[str, Any] = {
    "backgroundColor": _WHITE,
    "backgroundColorStyle": {"rgbColor": _WHITE},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "foregroundColorStyle": {"rgbColor": {}},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
    },
}


def spreadsheet(
    editing: Editing,
    origin: str,
    ranges: list[tuple[Sheet, Area]] | None,
    with_cells: bool,
    mask: celldata.Wanted = celldata.EVERYTHING,
) -> dict[str, Any]:
    """The resource; only the tabs that ranges name, when ranges are given."""
    book = editing.book
    wanted = [s for s in book.sheets if ranges is None or any(r[0] is s for r in ranges)]
    answer: dict[str, Any] = {
        "spreadsheetId": book.id,
        "properties": {**book.properties, "defaultFormat": DEFAULT_FORMAT},
        "sheets": [],
        "spreadsheetUrl": f"{origin}/spreadsheets/d/{book.id}/edit",
    }
    for sheet in wanted:
        found = _sheet(editing, sheet)
        if with_cells:
            areas = [Area()] if ranges is None else [a for s, a in ranges if s is sheet]
            found["data"] = [
                celldata.grid_data(editing, sheet, sheet.bounded(a), DEFAULT_FORMAT, mask)
                for a in areas
            ]
        answer["sheets"].append(found)
    if book.named:
        answer["namedRanges"] = book.named
    general = [shown_metadata(book, m) for m in book.metadata if m["type"] == "SPREADSHEET"]
    if general:
        answer["developerMetadata"] = general
    return answer


def sheet_properties(book: Book, sheet: Sheet) -> dict[str, Any]:
    """Google's SheetProperties."""
    index = book.sheets.index(sheet) if sheet in book.sheets else 0
    found: dict[str, Any] = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {
            "rowCount": len(sheet.rows),
            "columnCount": len(sheet.columns),
            **{n: v for n, v in sheet.properties.get("gridProperties", {}).items() if v},
        },
    }
    for name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle"):
        if sheet.properties.get(name):
            found[name] = sheet.properties[name]
    return found


def _sheet(editing: Editing, sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {"properties": sheet_properties(editing.book, sheet)}
    for kind, items in sheet.over.items():
        if items:
            found[kind] = shown_groups(kind, items) if kind in GROUPS else items
    if sheet.over["protectedRanges"]:
        found["protectedRanges"] = [
            shown_protection(editing, item) for item in sheet.over["protectedRanges"]
        ]
    if sheet.basic_filter:
        found["basicFilter"] = sheet.basic_filter
    if sheet.charts:
        found["charts"] = sheet.charts
    own = [
        shown_metadata(editing.book, m)
        for m in editing.book.metadata
        if m["type"] == "SHEET" and m["sheetId"] == sheet.id
    ]
    if own:
        found["developerMetadata"] = own
    return found


def shown_groups(kind: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups of rows or columns as Google's DimensionGroup; they are kept as grid ranges."""
    dimension, start, end = GROUPS[kind]
    return [
        {
            **item,
            "range": {
                "sheetId": item["range"]["sheetId"],
                "dimension": dimension,
                "startIndex": item["range"][start],
                "endIndex": item["range"][end],
            },
        }
        for item in items
    ]


def shown_protection(editing: Editing, item: dict[str, Any]) -> dict[str, Any]:
    """A protected range as this person sees it: editors only for those who may edit."""
    may = editing.may(item)
    found = {**item, "requestingUserCanEdit": may}
    if not may:
        found.pop("editors", None)
    return found
