"""Requests about filters and filter views.

In:    setBasicFilter, clearBasicFilter, add/update/delete/duplicateFilterView.
Out:   filters kept; a filter with sort specs sorts at once.
Rule:  a filter hides rows from people only; values are read all the same (6.5).
Never: hides rows itself; `hidden_rows()` tells a page which ones.
"""

from typing import Any

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.ranges import sort
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request, tab
from integration.emulator.sheets.grid.a1 import Area, from_grid_range, to_grid_range
from integration.emulator.sheets.grid.conditions import Conditions
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import Sheet


def _checked(editing: Editing, given: Body) -> tuple[Sheet, Body]:
    """A filter with its range bounded."""
    for name in ("tableId", "namedRangeId"):
        if name in given:
            raise NotImplementedHere(f"filters with {name}")
    sheet, area = place(editing, needed(given, "range"), check=False)
    return sheet, {**given, "range": to_grid_range(sheet.id, area)}


@request("setBasicFilter")
def set_basic_filter(editing: Editing, body: Body) -> Reply:
    """Set the filter everybody sees."""
    sheet, found = _checked(editing, needed(body, "filter"))
    sheet.basic_filter = found
    area = from_grid_range(found["range"])
    if found.get("sortSpecs") and area.height > 1:
        below = Area(area.top + 1, area.bottom, area.left, area.right)
        editing.check(sheet, below)
        sort(editing, sheet, below, found["sortSpecs"])
    sheet.changed()
    return None


@request("clearBasicFilter")
def clear_basic_filter(editing: Editing, body: Body) -> Reply:
    """Take the filter away."""
    sheet = tab(editing, body.get("sheetId", 0))
    sheet.basic_filter = None
    sheet.changed()
    return None


@request("addFilterView")
def add_filter_view(editing: Editing, body: Body) -> Reply:
    """Keep a filter under a name, for whoever picks it."""
    sheet, found = _checked(editing, needed(body, "filter"))
    if "filterViewId" not in found:
        found["filterViewId"] = editing.book.fresh_id()
    elif any(v["filterViewId"] == found["filterViewId"] for v in _all(editing)):
        raise Refused(f"A filter view with ID {found['filterViewId']} already exists.")
    found.setdefault("title", f"Filter {len(sheet.over['filterViews']) + 1}")
    sheet.over["filterViews"].append(found)
    sheet.changed()
    return {"filter": found}


def _all(editing: Editing) -> list[dict[str, Any]]:
    return [view for sheet in editing.book.sheets for view in sheet.over["filterViews"]]


def _view(editing: Editing, view_id: int) -> tuple[Sheet, Body]:
    for sheet in editing.book.sheets:
        for view in sheet.over["filterViews"]:
            if view["filterViewId"] == view_id:
                return sheet, view
    raise Refused(f"No filter view with id: {view_id}")


@request("updateFilterView")
def update_filter_view(editing: Editing, body: Body) -> Reply:
    """Change the named fields of a filter view."""
    given = needed(body, "filter")
    sheet, view = _view(editing, given.get("filterViewId", 0))
    what = mask.tree(body.get("fields"), "FilterView", "filter")
    if "range" in what:
        given = _checked(editing, given)[1]
    mask.merge(view, given, {n: t for n, t in what.items() if n != "filterViewId"})
    sheet.changed()
    return None


@request("deleteFilterView")
def delete_filter_view(editing: Editing, body: Body) -> Reply:
    """Forget a filter view."""
    sheet, view = _view(editing, body.get("filterId", 0))
    sheet.over["filterViews"].remove(view)
    sheet.changed()
    return None


@request("duplicateFilterView")
def duplicate_filter_view(editing: Editing, body: Body) -> Reply:
    """A copy of a filter view under a new id."""
    sheet, view = _view(editing, body.get("filterId", 0))
    copied = {
        **view,
        "range": dict(view["range"]),
        "filterViewId": editing.book.fresh_id(),
        "title": f"Copy of {view.get('title', '')}",
    }
    sheet.over["filterViews"].append(copied)
    sheet.changed()
    return {"filter": copied}


def hidden_rows(editing: Editing, sheet: Sheet, view: dict[str, Any] | None) -> set[int]:
    """Row indexes that a filter or filter view hides from people."""
    if view is None:
        return set()
    area = sheet.bounded(from_grid_range(view["range"]))
    tests = {int(c): t for c, t in view.get("criteria", {}).items()}
    tests |= {
        s["columnIndex"]: s.get("filterCriteria", {})
        for s in view.get("filterSpecs", ())
        if "columnIndex" in s
    }
    judge, found = Conditions(editing.book, editing.now), set()
    for at in range(area.top + 1, min(area.bottom or 0, sheet.last_row())):
        row = sheet.rows[at]
        shown = editing.book.shown(row)
        for column, test in tests.items():
            text = shown[column] if column < len(shown) else ""
            condition = test.get("condition")
            if text in test.get("hiddenValues", ()) or (
                condition
                and not judge.holds(
                    condition, sheet, (at, column), row.value(column), (area.top + 1, column)
                )
            ):
                found.add(at)
                break
    return found
