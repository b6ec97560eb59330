"""Where appended values go: Google's table detection.

In:    a tab and a range.   Out: the table found there and the first cell below it.
Rule:  the lowest table that meets the range; without one, the range's own first cell (6.4).
Never: writes. Start at `table_below()`.
"""

from typing import Any

from integration.emulator.sheets.grid import a1
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.sheet import ROWS, Sheet
from integration.emulator.sheets.values import Rows, off_grid, on_grid, write


def table_below(sheet: Sheet, area: Area) -> Area | None:
    """The lowest table that has a filled cell inside the area."""
    area = on_grid(sheet, area)
    assert area.bottom is not None and area.right is not None
    for at in range(min(area.bottom, sheet.last_row()) - 1, area.top - 1, -1):
        values = sheet.rows[at].values
        for column in range(area.left, min(area.right, len(values))):
            if values[column] != "":
                return _grown(sheet, Area(at, at + 1, column, column + 1))
    return None


def _filled(sheet: Sheet, row: int, left: int, right: int) -> bool:
    if not 0 <= row < len(sheet.rows):
        return False
    values = sheet.rows[row].values
    return len(values) > left and any(value != "" for value in values[left:right])


def _grown(sheet: Sheet, area: Area) -> Area:
    """The rectangle around a cell, grown until nothing touches it, corners included."""
    top, bottom, left, right = area.top, area.top + 1, area.left, area.left + 1
    while True:
        before = (top, bottom, left, right)
        while left and _filled(sheet, bottom - 1, left - 1, left):
            left -= 1
        while _filled(sheet, bottom - 1, right, right + 1):
            right += 1
        while _filled(sheet, top - 1, max(left - 1, 0), right + 1):
            top -= 1
        while _filled(sheet, bottom, max(left - 1, 0), right + 1):
            bottom += 1
        around = range(max(top - 1, 0), min(bottom + 1, len(sheet.rows)))
        if left and any(_filled(sheet, row, left - 1, left) for row in around):
            left -= 1
        if any(_filled(sheet, row, right, right + 1) for row in around):
            right += 1
        if before == (top, bottom, left, right):
            return Area(top, bottom, left, right)


def append(
    editing: Editing, sheet: Sheet, area: Area, rows: Rows, *, typed: bool, insert: bool
) -> tuple[dict[str, Any], Area]:
    """Write after the table; says what was updated, and where."""
    table = table_below(sheet, area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    assert top is not None
    width = max(map(len, rows), default=0)
    if left + width > len(sheet.columns):
        raise off_grid(sheet)
    if insert and table and top < len(sheet.rows) and rows:
        editing.check(sheet, Area(top, top + 1))
        editing.book.insert(sheet, ROWS, top, len(rows), model=top - 1)
    elif top + len(rows) > len(sheet.rows):
        more = top + len(rows) - len(sheet.rows)
        editing.book.check_size(more * len(sheet.columns))
        sheet.grow_rows(more)
    where = Area(top, top + len(rows), left, left + width)
    answer: dict[str, Any] = {"spreadsheetId": editing.book.id}
    if table:
        answer["tableRange"] = a1.write(sheet.title, table)
    answer["updates"] = write(editing, sheet, where, rows, typed=typed)
    return answer, where
