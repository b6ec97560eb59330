"""What the grid's script needs to draw a tab.

In:    a tab, rows asked for.   Out: sizes and places of rows and columns; cells in few words.
Rule:  a look is sent once a request and named by number; a row that wraps grows with its text, as
       in Sheets.
Never: changes anything. Start at `layout()` and `rows()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...sheets.batch.filters import hidden_rows
from ...sheets.celldata import HEIGHT, WIDTH, Painter
from ...sheets.grid.a1 import Area, from_grid_range
from ...sheets.grid.editing import Editing
from ...sheets.grid.rows import CellError, Row
from ...sheets.grid.sheet import Sheet
from ...sheets.locale.entry import understood
from ...sheets.resource import DEFAULT_FORMAT
from .narrowing import Narrowed, left_out

Json = dict[str, Any]
LINE, PADDING, CHARACTER = 17, 5, 6.6
MOST_LINES = 12


class Sizes:
    """How high rows are."""

    def __init__(self, editing: Editing, sheet: Sheet) -> None:
        self.book = editing.book
        self.columns = [column.width or WIDTH for column in sheet.columns]
        self.wraps = {
            number
            for number, style in enumerate(editing.book.formats.items)
            if style.get("wrapStrategy") == "WRAP"
        }

        self.fits = [max(1, int((width - 8) / CHARACTER)) for width in self.columns]

    def height(self, row: Row) -> int:
        """A row's height in pixels: its own, or what its wrapped text needs."""
        if row.height:
            return row.height
        lines = 1
        if self.wraps and row.styles:
            shown = self.book.shown(row)
            for column, style in row.styles.items():
                if style in self.wraps and column < len(shown):
                    text, fit = shown[column], self.fits[column]
                    if len(text) > fit or "\n" in text:
                        needed = sum(max(1, -(-len(line) // fit)) for line in text.split("\n"))
                        lines = max(lines, needed)
        return HEIGHT if lines == 1 else min(lines, MOST_LINES) * LINE + PADDING


def layout(editing: Editing, sheet: Sheet, wanted: Narrowed) -> Json:
    """Sizes, frozen rows, rows that do not show, merges, filter views, what is closed."""
    grid = sheet.properties.get("gridProperties", {})
    sizes = Sizes(editing, sheet)
    heights = {}
    for at, row in enumerate(sheet.rows):
        height = sizes.height(row)
        if height != HEIGHT:
            heights[at] = height
    hidden = {at for at, row in enumerate(sheet.rows) if row.hidden}
    hidden |= hidden_rows(editing, sheet, sheet.basic_filter)
    narrowed = left_out(editing, sheet, wanted)
    return {
        "version": editing.book.changes.version,
        "rows": len(sheet.rows),
        "used": sheet.last_row(),
        "usedColumns": max((len(row.values) for row in sheet.rows), default=0),
        "frozenRows": grid.get("frozenRowCount", 0),
        "frozenColumns": grid.get("frozenColumnCount", 0),
        "widths": [0 if column.hidden else column.width or WIDTH for column in sheet.columns],
        "height": HEIGHT,
        "heights": heights,
        "hidden": sorted(hidden | narrowed),
        "merges": sheet.over["merges"],
        "filtered": sheet.basic_filter is not None,
        "views": [
            {"id": view["filterViewId"], "title": view.get("title", "")}
            for view in sheet.over["filterViews"]
        ],
        "closed": [_edges(area, openings) for area, openings in editing.closed(sheet)],
        "warned": [
            _edges(editing.area_of(item), map(from_grid_range, item.get("unprotectedRanges", ())))
            for item in sheet.over["protectedRanges"]
            if item.get("warningOnly")
        ],
    }


def _edges(area: Area, openings: Iterable[Area]) -> Json:
    return {
        "area": [area.top, area.bottom, area.left, area.right],
        "open": [[one.top, one.bottom, one.left, one.right] for one in openings],
    }


def rows(editing: Editing, sheet: Sheet, top: int, bottom: int) -> Json:
    """Rows [top, bottom): keys, heights, cells; looks by number."""
    painter, sizes = Painter(editing, sheet, DEFAULT_FORMAT), Sizes(editing, sheet)
    ends = [area.right or len(sheet.columns) for _, areas in painter.rules for area in areas]
    reach = min(max(ends, default=0), len(sheet.columns))
    looks = Looks()
    found = []
    for at in range(top, min(bottom, len(sheet.rows))):
        row = sheet.rows[at]
        cells: Json = {}
        for column in range(max(row.used(), reach)):
            cell = painter.cell(row, at, column)
            if not cell and column < reach:
                # a coloured row is coloured in its empty cells too
                special = painter.conditional(row, at, column)
                cell = {"effectiveFormat": special} if special else {}
            if cell:
                found_here = _cell(cell, row.value(column), looks)
                typed = _typed(editing, sheet, at, column)
                if typed is not None and typed != found_here.get("t"):
                    found_here["e"] = typed
                cells[str(column)] = found_here
        found.append({"key": row.key, "height": sizes.height(row), "cells": cells})
    return {
        "version": editing.book.changes.version,
        "top": top,
        "rows": found,
        "looks": looks.found,
    }


class Looks:
    """How cells look, each look once; cells name it by its number."""

    def __init__(self) -> None:
        self.found: list[Json] = []
        self._numbers: dict[str, int | None] = {"[]": None}
        # formats are kept here, so that an id is never that of another one
        self._known: dict[tuple[int, str], tuple[Json, int | None]] = {}

    def number(self, style: Json, align: str) -> int | None:
        """The number of a format's look; `align` is how its kind of value stands by itself."""
        key = (id(style), align)
        if key not in self._known:
            look = look_of(style)
            if align:
                look.setdefault("textAlign", align)
            name = repr(sorted(look.items()))
            if name not in self._numbers:
                self._numbers[name] = len(self.found)
                self.found.append(look)
            self._known[key] = (style, self._numbers[name])
        return self._known[key][1]


def _cell(cell: Json, value: Any, looks: Looks) -> Json:
    shown: Json = {}
    if cell.get("formattedValue"):
        shown["t"] = cell["formattedValue"]
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula:
        shown["f"] = formula
    if cell.get("note"):
        shown["n"] = cell["note"]
    rule = cell.get("dataValidation", {}).get("condition", {}).get("type", "")
    if rule == "BOOLEAN":
        shown["v"] = "check"
    elif rule in ("ONE_OF_LIST", "ONE_OF_RANGE"):
        shown["v"] = "list"
    own_way = isinstance(value, bool | CellError)
    align = "center" if own_way else "right" if isinstance(value, int | float) else ""
    number = looks.number(cell["effectiveFormat"], align)
    if number is not None:
        shown["s"] = number
    return shown


def _typed(editing: Editing, sheet: Sheet, at: int, column: int) -> str | None:
    """What to type so that the cell holds what it holds; None where what it shows will do."""
    own = sheet.rows[at].cell(column)
    if own.formula is not None or isinstance(own.value, bool | CellError):
        return None
    region = editing.book.region
    if isinstance(own.value, str):
        if own.value == "" or editing.is_text(sheet, at, column):
            return None
        plain = understood(own.value, region, editing.now.year).value == own.value
        return own.value if plain else f"'{own.value}"
    kind = (editing.book.number_format(sheet.rows[at], column) or {}).get("type", "NUMBER")
    if kind not in ("NUMBER", "CURRENCY", "SCIENTIFIC"):
        return None
    return repr(own.value).replace(".", region.decimal)


def look_of(style: Json) -> Json:
    """A CellFormat as style properties of a browser; only what is not everyday."""
    look: Json = {}
    ground = _colour(style, "backgroundColor")
    if ground and ground != "#ffffff":
        look["backgroundColor"] = ground
    text = style.get("textFormat", {})
    ink = _colour(text, "foregroundColor")
    if ink and ink != "#000000":
        look["color"] = ink
    if text.get("bold"):
        look["fontWeight"] = "bold"
    if text.get("italic"):
        look["fontStyle"] = "italic"
    lines = [("underline", "underline"), ("strikethrough", "line-through")]
    drawn = " ".join(line for name, line in lines if text.get(name))
    if drawn:
        look["textDecoration"] = drawn
    if text.get("fontSize", 10) != 10:
        look["fontSize"] = f"{text['fontSize'] * 1.3:.1f}px"
    align = style.get("horizontalAlignment", "")
    if align in ("LEFT", "CENTER", "RIGHT"):
        look["textAlign"] = align.lower()
    if style.get("wrapStrategy") in ("WRAP", "CLIP"):
        look["wrap"] = style["wrapStrategy"]
    vertical = {"TOP": "start", "MIDDLE": "center"}.get(style.get("verticalAlignment", ""))
    if vertical:
        look["alignItems"] = vertical
    return look


def _colour(held: Json, name: str) -> str:
    rgb = held.get(f"{name}Style", {}).get("rgbColor") or held.get(name)
    if rgb is None:
        return ""
    return "#" + "".join(f"{round(255 * rgb.get(c, 0)):02x}" for c in ("red", "green", "blue"))
