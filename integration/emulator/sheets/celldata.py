"""Cells in full: value, formula, formats, note and validation.

In:    an area of a tab.   Out: Google's GridData with RowData and CellData.
Rule:  what a cell looks like is the default, then its own format, then the first conditional
       format that holds.
Never: changes anything. Start at `grid_data()`.
"""

import copy
from dataclasses import dataclass
from typing import Any

from integration.emulator.sheets.grid.a1 import Area, from_grid_range
from integration.emulator.sheets.grid.anchors import metadata_on
from integration.emulator.sheets.grid.conditions import Conditions
from integration.emulator.sheets.grid.editing import Editing, error_type
from integration.emulator.sheets.grid.rows import CellError, Row
from integration.emulator.sheets.grid.sheet import Sheet

HEIGHT, WIDTH = 21, 100
Json = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What the caller's field mask leaves; None means everything.

    Painting a cell costs a look at every conditional format, so what nobody asked for is not made.
    """

    data: frozenset[str] | None = None
    cell: frozenset[str] | None = None

    def of_data(self, name: str) -> bool:
        """Whether this part of GridData is wanted."""
        return self.data is None or name in self.data

    def of_cell(self, name: str) -> bool:
        """Whether this part of CellData is wanted."""
        return self.cell is None or name in self.cell


EVERYTHING = Wanted()


def grid_data(
    editing: Editing, sheet: Sheet, area: Area, default: Json, wanted: Wanted = EVERYTHING
) -> Json:
    """A bounded area; the book must be settled."""
    assert area.bottom is not None and area.right is not None
    painter = Painter(editing, sheet, default, wanted)
    rows: list[Json] = []
    for at in range(area.top, area.bottom):
        own = sheet.rows[at]
        last = min(area.right, own.used())
        values = [painter.cell(own, at, column) for column in range(area.left, last)]
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    found: Json = {}
    if area.top:
        found["startRow"] = area.top
    if area.left:
        found["startColumn"] = area.left
    if rows:
        found["rowData"] = rows
    if wanted.of_data("rowMetadata"):
        by_row = metadata_on(editing.book, sheet, "ROW")
        found["rowMetadata"] = [
            _dimension(row.height or HEIGHT, row.hidden, by_row.get(row.key))
            for row in sheet.rows[area.top : area.bottom]
        ]
    if wanted.of_data("columnMetadata"):
        by_column = metadata_on(editing.book, sheet, "COLUMN")
        found["columnMetadata"] = [
            _dimension(column.width or WIDTH, column.hidden, by_column.get(column.key))
            for column in sheet.columns[area.left : area.right]
        ]
    return found


def _dimension(size: int, hidden: bool, metadata: list[Json] | None) -> Json:
    found: Json = {"pixelSize": size}
    if hidden:
        found["hiddenByUser"] = True
    if metadata:
        found["developerMetadata"] = metadata
    return found


class Painter:
    """Shows the cells of one tab."""

    def __init__(
        self, editing: Editing, sheet: Sheet, default: Json, wanted: Wanted = EVERYTHING
    ) -> None:
        self.editing, self.book, self.sheet = editing, editing.book, sheet
        self.wanted = wanted
        self.default = default
        self.conditions = Conditions(editing.book, editing.now)
        self._looks: dict[int, Json] = {}
        self._special: dict[tuple[int, int], Json] = {}
        self.rules = [
            (rule["booleanRule"], [from_grid_range(r) for r in rule["ranges"]])
            for rule in sheet.over["conditionalFormats"]
        ]

    def cell(self, row: Row, at: int, column: int) -> Json:
        """Google's CellData; empty when the cell holds nothing."""
        own, wanted = row.cell(column), self.wanted.of_cell
        found: Json = {}
        filled = own.formula is not None or own.value != ""
        if filled and wanted("userEnteredValue"):
            entered = extended(own.value) if own.formula is None else {"formulaValue": own.formula}
            found["userEnteredValue"] = entered
        if filled and wanted("effectiveValue"):
            found["effectiveValue"] = extended(own.value)
        if filled and wanted("formattedValue"):
            shown = self.book.shown(row)
            found["formattedValue"] = shown[column] if column < len(shown) else ""
        if own.style and wanted("userEnteredFormat"):
            found["userEnteredFormat"] = self.book.formats[own.style]
        if own.note and wanted("note"):
            found["note"] = own.note
        if own.rule and wanted("dataValidation"):
            found["dataValidation"] = self.book.rules[own.rule]
        if wanted("effectiveFormat") and (filled or own.style or own.note or own.rule):
            found["effectiveFormat"] = self.effective(row, at, column, own.style)
        return found

    def effective(self, row: Row, at: int, column: int, style: int) -> Json:
        """The format a cell is drawn with."""
        base = self._base(style)
        number_format = self.book.number_format(row, column)
        if number_format:
            base = {**base, "numberFormat": number_format}
        special = self.conditional(row, at, column)
        if not special:
            return base
        if number_format:
            return _over(copy.deepcopy(base), special)
        # the rules live as long as the painter, so that their ids do not come twice
        if (style, id(special)) not in self._special:
            self._special[style, id(special)] = _over(copy.deepcopy(base), special)
        return self._special[style, id(special)]

    def _base(self, style: int) -> Json:
        if style not in self._looks:
            self._looks[style] = _over(copy.deepcopy(self.default), self.book.formats[style])
        return self._looks[style]

    def conditional(self, row: Row, at: int, column: int) -> Json:
        """What the first conditional format that holds adds to a cell; empty when none does."""
        for rule, areas in self.rules:
            for area in areas:
                if area.holds(at, column):
                    anchor = (areas[0].top, areas[0].left)
                    value = row.value(column)
                    if self.conditions.holds(
                        rule["condition"], self.sheet, (at, column), value, anchor
                    ):
                        found: Json = rule.get("format", {})
                        return found
        return {}


def extended(value: Any) -> Json:
    """Google's ExtendedValue."""
    if isinstance(value, CellError):
        return {"errorValue": {"type": error_type(value), "message": f"Error: {value}"}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    return {"stringValue": value}


def _over(target: Json, more: Json) -> Json:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict) and "Style" not in name:
            _over(target[name], value) if "olor" not in name else target.update({name: value})
        else:
            target[name] = value
    return target
