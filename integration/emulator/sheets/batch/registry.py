"""Which requests of spreadsheets.batchUpdate are done, and by what.

In:    a request's name.   Out: the function that does it, given an `Editing` and the body.
Rule:  what is not in REQUESTS is refused with 501 and its name.
Never: does a request. Start at `request()`.
"""

from collections.abc import Callable
from typing import Any

from integration.emulator.sheets.grid.a1 import Area, from_grid_range
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import Refused
from integration.emulator.sheets.grid.sheet import Sheet

Body = dict[str, Any]
Reply = dict[str, Any] | None
Work = Callable[[Editing, Body], Reply]

REQUESTS: dict[str, Work] = {}


def request(name: str) -> Callable[[Work], Work]:
    """Register the function that does a request."""

    def register(work: Work) -> Work:
        REQUESTS[name] = work
        return work

    return register


def tab(editing: Editing, sheet_id: int) -> Sheet:
    """The tab a request means."""
    sheet = editing.book.by_id(sheet_id)
    if sheet is None:
        raise Refused(f"No grid with id: {sheet_id}")
    return sheet


def place(
    editing: Editing, grid_range: Body, *, check: bool = True, exact: bool = False
) -> tuple[Sheet, Area]:
    """The tab and bounded area of a GridRange, open to this person unless `check` is off.

    An end beyond the grid is cut, since gspread counts appended rows that were there already;
    where cells are to be written one by one (`exact`) it is refused.
    """
    sheet = tab(editing, grid_range.get("sheetId", 0))
    asked = from_grid_range(grid_range)
    if min(asked.top, asked.left) < 0:
        raise Refused("The indexes of a range must not be negative.")
    if (asked.bottom is not None and asked.bottom <= asked.top) or (
        asked.right is not None and asked.right <= asked.left
    ):
        raise Refused("The range is empty: an end index must be greater than its start index.")
    outside = (asked.bottom or 0) > len(sheet.rows) or (asked.right or 0) > len(sheet.columns)
    if asked.top >= len(sheet.rows) or asked.left >= len(sheet.columns) or (outside and exact):
        raise Refused(
            f"Range exceeds grid limits. Max rows: {len(sheet.rows)}, "
            f"max columns: {len(sheet.columns)}"
        )
    area = sheet.bounded(asked)
    if check:
        editing.check(sheet, area)
    return sheet, area


def needed(body: Body, name: str) -> Any:
    """A field Google insists on."""
    if name not in body:
        raise Refused(f"Must specify {name}.")
    return body[name]
