"""The charts over the table, as Google draws them; and what of them has to be put right.

In:    the table's blocks; the charts that are there.   Out: EmbeddedCharts; batchUpdate requests.
Rule:  a chart of ours has an id of its own, so that adding it twice is refused; a missing one
       comes back, one that draws something else is told again what to draw, one that was carried
       to another tab is brought home; where staff put it on this tab and how large is theirs.
Never: touches a chart of somebody else's. Start at `charts` and `differences`.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integration.dashboard.table import COLUMNS, Block

Json = dict[str, Any]
WIDE, TALL, GAP = 520, 290, 16
MARGIN, A_BAR = 110, 34
ROW = 21
"""Pixels; an ordinary row of Sheets."""
DEEP, TEAL, AMBER, RED = (
    {"red": 0.043, "green": 0.29, "blue": 0.435},
    {"red": 0.059, "green": 0.463, "blue": 0.431},
    {"red": 0.851, "green": 0.467, "blue": 0.024},
    {"red": 0.651, "green": 0.106, "blue": 0.106},
)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One chart: the block it draws, which of its columns, and how."""

    key: str
    block: str
    title: str
    kind: str
    series: tuple[int, ...]
    colours: tuple[Json, ...]
    stacked: bool = False


DRAFTS = (
    Draft(
        key="months",
        block="months",
        title="Pengaduan diterima dan selesai, 12 bulan",
        kind="COLUMN",
        series=(1, 2),
        colours=(DEEP, TEAL),
    ),
    Draft(
        key="on_time",
        block="months",
        title="Langkah 2–9 tepat waktu (%)",
        kind="LINE",
        series=(4,),
        colours=(TEAL,),
    ),
    Draft(
        key="steps",
        block="steps",
        title="Median tiap langkah dibandingkan waktu baku (%)",
        kind="BAR",
        series=(2, 3),
        colours=(DEEP, AMBER),
    ),
    Draft(
        key="groups",
        block="groups",
        title="Terbuka saat ini menurut pokja",
        kind="BAR",
        series=(1, 2),
        colours=(TEAL, RED),
        stacked=True,
    ),
    Draft(
        key="channel",
        block="channel",
        title="Pengaduan diterima menurut kanal",
        kind="BAR",
        series=(1, 2),
        colours=(DEEP, AMBER),
    ),
    Draft(
        key="service",
        block="service",
        title="Pengaduan diterima menurut layanan",
        kind="BAR",
        series=(1, 2),
        colours=(DEEP, AMBER),
    ),
)


def charts(sheet_id: int, blocks: Mapping[str, Block]) -> list[Json]:
    """Every chart of the tab, from top to bottom; none of an empty block."""
    # row 1 is frozen; what lies over it would stand still while the rest scrolls away
    down, found = ROW, []
    for draft in DRAFTS:
        block = blocks[draft.block]
        rows = block.bottom - block.top - 1
        if rows:
            tall = max(TALL, MARGIN + A_BAR * rows) if draft.kind == "BAR" else TALL
            found.append(_embedded(draft, sheet_id, block, down, tall))
            down += tall + GAP
    return found


def chart_id(key: str) -> int:
    """The id that a chart of ours gets: from its key, within what Sheets takes."""
    return zlib.crc32(f"tanggap:chart:{key}".encode()) & 0x7FFFFFFF


def _embedded(draft: Draft, sheet_id: int, block: Block, down: int, tall: int) -> Json:
    value_axis = "BOTTOM_AXIS" if draft.kind == "BAR" else "LEFT_AXIS"
    basic: Json = {
        "chartType": draft.kind,
        "legendPosition": "TOP_LEGEND" if len(draft.series) > 1 else "NO_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": _data(sheet_id, block, 0)}],
        "series": [
            {
                "series": _data(sheet_id, block, column),
                "targetAxis": value_axis,
                "colorStyle": {"rgbColor": colour},
                "dataLabel": {"type": "DATA"},
            }
            for column, colour in zip(draft.series, draft.colours, strict=True)
        ],
    }
    if draft.stacked:
        basic["stackedType"] = "STACKED"
    row, rest = divmod(down, ROW)
    return {
        "chartId": chart_id(draft.key),
        "spec": {
            "title": draft.title,
            "altText": draft.title,
            "hiddenDimensionStrategy": "SHOW_ALL",
            "basicChart": basic,
        },
        "position": {
            "overlayPosition": {
                "anchorCell": {
                    "sheetId": sheet_id,
                    "rowIndex": row,
                    "columnIndex": COLUMNS + 1,
                },
                "offsetYPixels": rest,
                "widthPixels": WIDE,
                "heightPixels": tall,
            }
        },
    }


def _data(sheet_id: int, block: Block, column: int) -> Json:
    source = {
        "sheetId": sheet_id,
        "startRowIndex": block.top,
        "endRowIndex": block.bottom,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"sourceRange": {"sources": [source]}}


def differences(
    sheet_id: int, wanted: Sequence[Json], found: Mapping[int, Mapping[str, Any]]
) -> Iterator[Json]:
    """What has to be written so that every chart is there and draws what it should.

    `found` holds every chart of the spreadsheet by its id.
    """
    for chart in wanted:
        there = found.get(chart["chartId"])
        if there is None:
            yield {"addChart": {"chart": chart}}
            continue
        if not _holds(there.get("spec", {}), chart["spec"]):
            yield {"updateChartSpec": {"chartId": chart["chartId"], "spec": chart["spec"]}}
        at = there.get("position", {}).get("overlayPosition", {}).get("anchorCell")
        if at is None or at.get("sheetId", 0) != sheet_id:
            yield {
                "updateEmbeddedObjectPosition": {
                    "objectId": chart["chartId"],
                    "newPosition": chart["position"],
                    "fields": "*",
                }
            }
    ours = {chart_id(draft.key) for draft in DRAFTS}
    for gone in sorted((ours & found.keys()) - {chart["chartId"] for chart in wanted}):
        yield {"deleteEmbeddedObject": {"objectId": gone}}


def _holds(there: Any, wanted: Any) -> bool:
    """Whether everything we say is there; Google adds defaults and leaves out what is nought."""
    if isinstance(wanted, dict):
        held = there if isinstance(there, dict) else {}
        return all(_holds(held.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        listed = there if isinstance(there, list) else []
        return len(listed) == len(wanted) and all(map(_holds, listed, wanted))
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        return abs(float(there or 0) - wanted) < 0.005
    return bool((there or "") == wanted)
