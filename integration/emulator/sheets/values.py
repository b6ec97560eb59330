"""Reading and writing plain values: what spreadsheets.values does.

In:    an `Editing`, a range as text, values.   Out: Google's ValueRange and update answers.
Rule:  rows are ragged, an empty answer has no `values`, the range is echoed in full (6.1, 6.2).
Never: knows HTTP. Start at `read()` and `write()`.
"""

from itertools import zip_longest
from typing import Any

from integration.emulator.sheets.grid import a1
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import LONGEST, Editing
from integration.emulator.sheets.grid.refusal import Refused
from integration.emulator.sheets.grid.rows import Row
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.locale.display import DATE_TYPES, shown

Rows = list[list[Any]]
_PLAIN = {str, int, bool}


def off_grid(sheet: Sheet) -> Refused:
    """The refusal for cells that do not exist (6.1)."""
    return Refused(
        f"Range exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
    )


def on_grid(sheet: Sheet, area: Area) -> Area:
    """The area cut to the grid; refused when it begins outside."""
    if area.top >= len(sheet.rows) or area.left >= len(sheet.columns):
        raise off_grid(sheet)
    return sheet.bounded(area)


# -- reading -------------------------------------------------------------------------------


def read(
    book: Book,
    sheet: Sheet,
    area: Area,
    *,
    render: str = "FORMATTED_VALUE",
    dates: str = "SERIAL_NUMBER",
    major: str = "ROWS",
) -> dict[str, Any]:
    """A ValueRange; the book must be settled. Lists in it are the book's own: only to be read."""
    area = on_grid(sheet, area)
    rows = _trimmed(_rendered(book, sheet, area, render, dates), area)
    if major == "COLUMNS":
        rows = _turned(rows)
    answer: dict[str, Any] = {
        "range": a1.write(sheet.title, area),
        "majorDimension": "COLUMNS" if major == "COLUMNS" else "ROWS",
    }
    if rows:
        answer["values"] = rows
    return answer


def _rendered(book: Book, sheet: Sheet, area: Area, render: str, dates: str) -> Rows:
    rows = sheet.rows[area.top : area.bottom]
    if render == "FORMULA":
        return [row.values if not row.formulas else _with_formulas(row) for row in rows]
    if render == "UNFORMATTED_VALUE":
        if dates == "FORMATTED_STRING":
            return [_with_dates(book, row) for row in rows]
        return [row.values for row in rows]
    return [row.shown if row.shown is not None else book.shown(row) for row in rows]


def _with_formulas(row: Row) -> list[Any]:
    found = list(row.values)
    for column, formula in (row.formulas or {}).items():
        found[column] = formula.source
    return found


def _with_dates(book: Book, row: Row) -> list[Any]:
    if not row.styles and not row.formulas:
        return row.values
    found = list(row.values)
    for column, value in enumerate(found):
        if isinstance(value, int | float) and not isinstance(value, bool):
            number_format = book.number_format(row, column)
            if number_format and number_format.get("type") in DATE_TYPES:
                found[column] = shown(value, number_format, book.region)
    return found


def _trimmed(rows: Rows, area: Area) -> Rows:
    """Cut rows to the area's columns and drop what is empty at the right and at the bottom."""
    left, right = area.left, area.right
    assert right is not None
    longest = max(map(len, rows), default=0)
    if left or longest > right:
        rows = [row[left:right] for row in rows]
        for row in rows:
            while row and row[-1] == "":
                row.pop()
    count = len(rows)
    while count and not rows[count - 1]:
        count -= 1
    return rows[:count]


def _turned(rows: Rows) -> Rows:
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    for column in columns:
        while column and column[-1] == "":
            column.pop()
    while columns and not columns[-1]:
        columns.pop()
    return columns


# -- writing -------------------------------------------------------------------------------


def given_rows(value_range: dict[str, Any], where: str = "values") -> Rows:
    """The values of a ValueRange by rows, checked; None marks cells to be left alone."""
    values = value_range.get("values", [])
    for r, row in enumerate(values):
        for c, value in enumerate(row):
            if type(value) not in _PLAIN and value is not None and not isinstance(value, float):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise Refused(f"Invalid {where}[{r}][{c}]: {kind} {{}}")
    if value_range.get("majorDimension") == "COLUMNS":
        return [list(row) for row in zip_longest(*values)]
    return list(values)


def option_given(option: str | None) -> bool:
    """Whether values are to be read as typed; refused when nothing was chosen (6.1)."""
    if option in (None, "INPUT_VALUE_OPTION_UNSPECIFIED"):
        raise Refused("'valueInputOption' is required but not specified")
    return option == "USER_ENTERED"


def target(sheet: Sheet, area: Area, rows: Rows) -> Area:
    """Where values land, refused when they leave the range or the grid (6.1)."""
    height, width = len(rows), max(map(len, rows), default=0)
    beyond = (area.bottom or 0) > len(sheet.rows) or (area.right or 0) > len(sheet.columns)
    if area.top >= len(sheet.rows) or area.left >= len(sheet.columns) or beyond:
        raise off_grid(sheet)
    one_cell = area.bottom == area.top + 1 and area.right == area.left + 1
    if not one_cell:
        shown_range = a1.write(sheet.title, sheet.bounded(area))
        within = f"Requested writing within range [{shown_range}], but tried writing to"
        if area.right is not None and area.left + width > area.right:
            raise Refused(f"{within} column [{a1.column_letters(area.right)}]")
        if area.bottom is not None and area.top + height > area.bottom:
            raise Refused(f"{within} row [{area.bottom + 1}]")
    if area.top + height > len(sheet.rows) or area.left + width > len(sheet.columns):
        raise off_grid(sheet)
    return Area(area.top, area.top + height, area.left, area.left + width)


def write(
    editing: Editing, sheet: Sheet, where: Area, rows: Rows, *, typed: bool
) -> dict[str, Any]:
    """Put checked values into the grid; says what was updated, as UpdateValuesResponse."""
    editing.check(sheet, where)
    cells, touched_rows = 0, 0
    columns: set[int] = set()
    for r, values in enumerate(rows):
        at = where.top + r
        if not typed and where.left == 0 and _whole_row(sheet.rows[at], values):
            count = len(values)
            columns.update(range(count))
        else:
            count = 0
            for c, value in enumerate(values):
                if value is not None:
                    editing.put(sheet, at, where.left + c, value, typed=typed)
                    count += 1
                    columns.add(c)
        if count:
            sheet.touch(sheet.rows[at])
            touched_rows += 1
            cells += count
    answer: dict[str, Any] = {
        "spreadsheetId": editing.book.id,
        "updatedRange": a1.write(sheet.title, where),
    }
    if cells:
        answer |= {
            "updatedRows": touched_rows,
            "updatedColumns": len(columns),
            "updatedCells": cells,
        }
    return answer


def _whole_row(row: Row, values: list[Any]) -> bool:
    """Replace a row at once where that is all there is to do; the usual way of a large write."""
    if row.formulas or len(row.values) > len(values) or not set(map(type, values)) <= _PLAIN:
        return False
    if any(len(value) > LONGEST for value in values if type(value) is str):
        return False
    row.values, row.shown = list(values), None
    row.trim()
    return True


def clear(editing: Editing, sheet: Sheet, area: Area) -> str:
    """Empty the values of an area; formats and notes stay. Returns the cleared range."""
    area = on_grid(sheet, area)
    editing.check(sheet, area)
    assert area.right is not None
    for at in range(area.top, area.bottom or 0):
        row = sheet.rows[at]
        if len(row.values) > area.left:
            for column in range(area.left, min(area.right, len(row.values))):
                row.put_value(column, "")
            sheet.touch(row)
    return a1.write(sheet.title, area)
