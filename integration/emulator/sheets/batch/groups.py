"""Requests about groups of rows and columns that fold together.

In:    addDimensionGroup, deleteDimensionGroup, updateDimensionGroup.   Out: the groups of a tab.
Rule:  each row or column has a depth; adding raises it, deleting lowers it, and a group of depth n
       is a stretch in which every depth is n or more. So overlapping groups become nested ones, as
       Google's document describes.
Never: moves anything. Start at `add_dimension_group()`.
"""

from collections.abc import Iterator

from integration.emulator.sheets.batch import dimensions, mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, request
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import Refused
from integration.emulator.sheets.grid.sheet import ROWS, Sheet
from integration.emulator.sheets.resource import GROUPS, shown_groups


def _kind(dimension: str) -> str:
    return "rowGroups" if dimension == ROWS else "columnGroups"


def _depths(sheet: Sheet, kind: str, upto: int) -> list[int]:
    _, start, end = GROUPS[kind]
    groups = [item["range"] for item in sheet.over[kind]]
    depths = [0] * max([upto, *(one[end] for one in groups)])
    for one in groups:
        for at in range(one[start], one[end]):
            depths[at] += 1
    return depths


def _stretches(depths: list[int], depth: int) -> Iterator[tuple[int, int]]:
    begun = None
    for at, here in enumerate([*depths, 0]):
        if here >= depth and begun is None:
            begun = at
        elif here < depth and begun is not None:
            yield begun, at
            begun = None


def _keep(sheet: Sheet, kind: str, depths: list[int]) -> Reply:
    _, start, end = GROUPS[kind]
    folded = {(one["range"][start], one["depth"]) for one in sheet.over[kind] if _is_folded(one)}
    sheet.over[kind] = [
        {
            "range": {"sheetId": sheet.id, start: first, end: last},
            "depth": depth,
            **({"collapsed": True} if (first, depth) in folded else {}),
        }
        for depth in range(1, max(depths, default=0) + 1)
        for first, last in _stretches(depths, depth)
    ]
    sheet.changed()
    return {"dimensionGroups": shown_groups(kind, sheet.over[kind])}


def _is_folded(group: Body) -> bool:
    return bool(group.get("collapsed"))


@request("addDimensionGroup")
def add_dimension_group(editing: Editing, body: Body) -> Reply:
    """Group rows or columns."""
    sheet, dimension, start, end = dimensions.span(editing, needed(body, "range"))
    depths = _depths(sheet, _kind(dimension), end)
    for at in range(start, end):
        depths[at] += 1
    return _keep(sheet, _kind(dimension), depths)


@request("deleteDimensionGroup")
def delete_dimension_group(editing: Editing, body: Body) -> Reply:
    """Take rows or columns out of their innermost group."""
    sheet, dimension, start, end = dimensions.span(editing, needed(body, "range"))
    depths = _depths(sheet, _kind(dimension), end)
    if not any(depths[start:end]):
        raise Refused("There is no group in the range.")
    for at in range(start, end):
        depths[at] = max(0, depths[at] - 1)
    return _keep(sheet, _kind(dimension), depths)


@request("updateDimensionGroup")
def update_dimension_group(editing: Editing, body: Body) -> Reply:
    """Fold or unfold a group: what is in it is hidden or shown."""
    wanted = needed(body, "dimensionGroup")
    what = mask.tree(body.get("fields"), "DimensionGroup", "dimensionGroup")
    if "collapsed" not in what:
        raise Refused("Only collapsed can be changed.")
    sheet, dimension, start, end = dimensions.span(editing, needed(wanted, "range"))
    kind, depth = _kind(dimension), wanted.get("depth", 0)
    _, first, last = GROUPS[kind]
    for group in sheet.over[kind]:
        where = group["range"]
        if (where[first], where[last], group["depth"]) == (start, end, depth):
            break
    else:
        raise Refused("There is no such group.")
    folded = bool(wanted.get("collapsed"))
    group["collapsed"] = folded
    hide = {"hiddenByUser": folded}
    change = {"range": wanted["range"], "properties": hide, "fields": "hiddenByUser"}
    return dimensions.update_dimension_properties(editing, change)
