"""Requests about charts.

In:    addChart, updateChartSpec, updateEmbeddedObjectPosition, updateEmbeddedObjectBorder,
       deleteEmbeddedObject.   Out: the charts kept.
Rule:  refused as Google refuses: no kind, no place, a range that is no row and no column.
Never: reads a cell. Start at `add_chart()`.
"""

from collections.abc import Iterator
from typing import Any

from integration.emulator.frame.errors import ApiError
from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request
from integration.emulator.sheets.charts.sources import data_of
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import Sheet

WIDTH, HEIGHT = 600, 371
KINDS = (
    "basicChart", "pieChart", "bubbleChart", "candlestickChart", "histogramChart", "orgChart",
    "treemapChart", "waterfallChart", "scorecardChart",
)  # fmt: skip
DONE = ("basicChart", "pieChart")
NO_KIND = (
    "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart must "
    "be set on chartSpec."
)
NO_PLACE = (
    "One of EmbeddedObjectPosition.overlayPosition or EmbeddedObjectPosition.sheetId must be set"
)
NO_LINE = "ChartSourceRange ranges require all rows or all columns to have length of 1"


@request("addChart")
def add_chart(editing: Editing, body: Body) -> Reply:
    """A new chart over the cells of a tab."""
    given = needed(body, "chart")
    spec = _spec(editing, needed(given, "spec"))
    position = given.get("position", {})
    _over_cells(position)
    overlay = {"widthPixels": WIDTH, "heightPixels": HEIGHT, **position["overlayPosition"]}
    sheet = _anchored(editing, overlay)
    chart_id = given.get("chartId")
    if chart_id is None:
        chart_id = editing.book.fresh_id()
    elif any(chart["chartId"] == chart_id for _, chart in _all(editing)):
        raise Refused(f"A chart with ID {chart_id} already exists.")
    found: Body = {
        "chartId": chart_id,
        "spec": spec,
        "position": {"overlayPosition": overlay},
    }
    if "border" in given:
        found["border"] = given["border"]
    sheet.charts.append(found)
    sheet.changed()
    return {"chart": found}


@request("updateChartSpec")
def update_chart_spec(editing: Editing, body: Body) -> Reply:
    """Another specification; nothing of the old one stays."""
    sheet, chart = _chart(editing, body.get("chartId", 0), "No chart with id")
    chart["spec"] = _spec(editing, needed(body, "spec"))
    sheet.changed()
    return None


@request("updateEmbeddedObjectPosition")
def update_embedded_object_position(editing: Editing, body: Body) -> Reply:
    """Move a chart or change its size; also onto another tab."""
    sheet, chart = _chart(editing, body.get("objectId", 0), "No embedded object with id")
    position = needed(body, "newPosition")
    _over_cells(position)
    what = mask.tree(body.get("fields"), "OverlayPosition")
    overlay = mask.merged(chart["position"]["overlayPosition"], position["overlayPosition"], what)
    overlay.setdefault("widthPixels", WIDTH)
    overlay.setdefault("heightPixels", HEIGHT)
    home = _anchored(editing, overlay)
    chart["position"] = {"overlayPosition": overlay}
    if home is not sheet:
        sheet.charts.remove(chart)
        home.charts.append(chart)
        home.changed()
    sheet.changed()
    return {"position": chart["position"]}


@request("updateEmbeddedObjectBorder")
def update_embedded_object_border(editing: Editing, body: Body) -> Reply:
    """Another colour around a chart."""
    sheet, chart = _chart(editing, body.get("objectId", 0), "No embedded object with id")
    what = mask.tree(body.get("fields"), "EmbeddedObjectBorder", "border")
    chart["border"] = mask.merged(chart.get("border", {}), body.get("border", {}), what)
    sheet.changed()
    return None


@request("deleteEmbeddedObject")
def delete_embedded_object(editing: Editing, body: Body) -> Reply:
    """Take a chart away."""
    sheet, chart = _chart(editing, body.get("objectId", 0), "No embedded object with id")
    sheet.charts.remove(chart)
    sheet.changed()
    return None


def _all(editing: Editing) -> Iterator[tuple[Sheet, Body]]:
    for sheet in editing.book.sheets:
        for chart in sheet.charts:
            yield sheet, chart


def _chart(editing: Editing, chart_id: int, otherwise: str) -> tuple[Sheet, Body]:
    for sheet, chart in _all(editing):
        if chart["chartId"] == chart_id:
            return sheet, chart
    raise Refused(f"{otherwise}: {chart_id}")


def _over_cells(position: Body) -> None:
    if position.get("newSheet") or "sheetId" in position:
        raise NotImplementedHere("charts on a tab of their own")
    if "overlayPosition" not in position:
        raise Refused(NO_PLACE)


def _anchored(editing: Editing, overlay: Body) -> Sheet:
    """The tab a position lies on; its cell must be there."""
    at = overlay.setdefault("anchorCell", {})
    row, column = at.get("rowIndex", 0), at.get("columnIndex", 0)
    cell = {
        "sheetId": at.get("sheetId", 0),
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return place(editing, cell, check=False, exact=True)[0]


def _spec(editing: Editing, spec: Body) -> Body:
    kinds = [kind for kind in KINDS if kind in spec]
    if len(kinds) != 1:
        raise Refused(NO_KIND)
    if kinds[0] not in DONE:
        raise NotImplementedHere(f"charts with {kinds[0]}")
    for name in ("dataSourceChartProperties", "filterSpecs", "sortSpecs"):
        if name in spec:
            raise NotImplementedHere(f"charts with {name}")
    sources = list(data_of(spec))
    if not sources:
        # so Google answers a chart without any data; it is no refusal of the caller's
        raise ApiError(500, "Internal error encountered.")
    for data in sources:
        if "columnReference" in data:
            raise NotImplementedHere("charts of data sources")
        for source in data.get("sourceRange", {}).get("sources", ()):
            _check_line(editing, source)
    return {"hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS", **spec}


def _check_line(editing: Editing, source: dict[str, Any]) -> None:
    _, area = place(editing, source, check=False)
    if area.height != 1 and area.width != 1:
        raise Refused(NO_LINE)
