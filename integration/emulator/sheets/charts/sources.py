"""The ranges a chart reads, and how they follow the grid.

In:    a spreadsheet's tabs; an insertion, a deletion, a move.   Out: ranges and anchors shifted.
Rule:  a deleted column takes its series along and leaves the chart; a deleted row shortens it.
Never: touches cells. Start at `data_of()` and `follow()`.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from integration.emulator.sheets.grid.sheet import Sheet

Json = dict[str, Any]
INDEX = {"ROWS": "rowIndex", "COLUMNS": "columnIndex"}


def data_of(spec: Json) -> Iterator[Json]:
    """Every ChartData of a specification: domains first, then series."""
    basic, pie = spec.get("basicChart", {}), spec.get("pieChart", {})
    yield from (one["domain"] for one in basic.get("domains", ()) if "domain" in one)
    yield from (one["series"] for one in basic.get("series", ()) if "series" in one)
    yield from (pie[name] for name in ("domain", "series") if name in pie)


def follow(
    sheets: Sequence["Sheet"],
    sheet_id: int,
    dimension: str,
    shift: Callable[[Json], bool],
    where: Callable[[int], int | None],
    edge: int,
) -> None:
    """Let charts follow a change of one tab.

    `shift` changes a range of that tab, False when nothing is left of it; `where` says where a row
    or column went, None when it is gone: a chart anchored there moves to `edge`.
    """
    for sheet in sheets:
        for chart in sheet.charts:
            moved = _sources(chart["spec"], sheet_id, shift)
            if sheet.id == sheet_id:
                _anchor(chart["position"]["overlayPosition"]["anchorCell"], dimension, where, edge)
                moved = True
            if moved:
                sheet.changed()


def forget(sheets: Sequence["Sheet"], sheet_id: int) -> None:
    """Charts of other tabs lose what they read from a tab that is gone."""
    for sheet in sheets:
        for chart in sheet.charts:
            if _sources(chart["spec"], sheet_id, lambda _: False):
                sheet.changed()


def charts_of_copy(
    charts: Sequence[Json], old: int, new: int, fresh: Callable[[], int], same_book: bool
) -> list[Json]:
    """The charts of a tab's copy: ids of their own, reading the copy where they read the tab.

    In another spreadsheet there is nothing else to read.
    """
    found = copy.deepcopy(list(charts))

    def renamed(grid: Json) -> bool:
        grid["sheetId"] = new
        return True

    for chart in found:
        chart["chartId"] = fresh()
        chart["position"]["overlayPosition"]["anchorCell"]["sheetId"] = new
        others = {
            one.get("sheetId", 0)
            for data in data_of(chart["spec"])
            for one in data.get("sourceRange", {}).get("sources", ())
        } - {old}
        if not same_book:
            for other in others:
                _sources(chart["spec"], other, lambda _: False)
        _sources(chart["spec"], old, renamed)
    return found


def _anchor(cell: Json, dimension: str, where: Callable[[int], int | None], edge: int) -> None:
    name = INDEX[dimension]
    now = where(cell.get(name, 0))
    cell[name] = edge if now is None else now


def _sources(spec: Json, sheet_id: int, shift: Callable[[Json], bool]) -> bool:
    """Change the ranges of one tab; True when the chart reads any."""
    touched = False
    for data in data_of(spec):
        sources = data.get("sourceRange", {}).get("sources", [])
        mine = [one for one in sources if one.get("sheetId", 0) == sheet_id]
        touched |= bool(mine)
        lost = [one for one in mine if not shift(one)]
        if lost:
            data["sourceRange"]["sources"] = [one for one in sources if one not in lost]
    if touched:
        _drop_empty(spec)
    return touched


def _drop_empty(spec: Json) -> None:
    basic = spec.get("basicChart", {})
    for many, one in (("domains", "domain"), ("series", "series")):
        if many in basic:
            basic[many] = [each for each in basic[many] if _left(each.get(one, {}))]
    pie = spec.get("pieChart", {})
    for name in ("domain", "series"):
        if name in pie and not _left(pie[name]):
            del pie[name]


def _left(data: Json) -> bool:
    return bool(data.get("sourceRange", {}).get("sources"))
