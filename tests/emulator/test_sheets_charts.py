"""Charts through google-api-python-client: kept, moved with the grid, drawn from the cells."""

from __future__ import annotations

import copy
from typing import Any
from xml.etree import ElementTree

import pytest
from sheets_room import Register, Room, grid, refusal, register, room, rows

from integration.emulator.sheets import shelf

__all__ = ["register", "room"]
KIND = "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart"


def data(top: int, bottom: int, column: int, sheet: int = 0) -> dict[str, Any]:
    return {"sourceRange": {"sources": [grid(top, bottom, column, column + 1, sheet)]}}


def columns(*series: int, **more: Any) -> dict[str, Any]:
    """A column chart of rows 1 to 4: labels in the first column, a series in each named one."""
    basic = {
        "chartType": "COLUMN",
        "headerCount": 1,
        "domains": [{"domain": data(0, 4, 0)}],
        "series": [{"series": data(0, 4, at)} for at in series],
        **more,
    }
    return {"title": "Pengaduan", "basicChart": basic}


def over(row: int, column: int, sheet: int = 0, **more: int) -> dict[str, Any]:
    cell = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"overlayPosition": {"anchorCell": cell, **more}}


def add(spec: dict[str, Any], position: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"addChart": {"chart": {"spec": spec, "position": position, **more}}}


@pytest.fixture
def filled(register: Register) -> Register:
    """Three months with two figures each."""
    rows_ = [["Bulan", "Diterima", "Selesai"], ["Sep", 3, 1], ["Okt", 0, 2], ["Nov", 5, 4]]
    register.write("A1", rows_)
    return register


def charts(register: Register, tab: int = 0) -> list[dict[str, Any]]:
    return register.tab(tab).get("charts", [])


def test_a_chart_is_kept_with_googles_size_and_read_back(filled: Register) -> None:
    spec = columns(1, 2)
    (reply,) = filled.batch(add(spec, over(0, 4), chartId=77))

    (found,) = charts(filled)
    assert found == reply["addChart"]["chart"]
    assert found["chartId"] == 77
    assert found["spec"] == {**spec, "hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS"}
    overlay = found["position"]["overlayPosition"]
    assert (overlay["widthPixels"], overlay["heightPixels"]) == (600, 371)
    masked = filled.api.get(spreadsheetId=filled.id, fields="sheets(charts(chartId))").execute()
    assert masked == {"sheets": [{"charts": [{"chartId": 77}]}]}


def test_without_an_id_each_chart_gets_its_own(filled: Register) -> None:
    filled.batch(add(columns(1), over(0, 4)), add(columns(2), over(20, 4)))

    first, second = (chart["chartId"] for chart in charts(filled))
    assert first != second


def test_a_chart_outlives_the_workspace(room: Room, filled: Register) -> None:
    filled.batch(add(columns(1), over(0, 4)))
    before = charts(filled)
    shelf.forget(room.world)

    assert charts(filled) == before


def test_spec_position_border_and_end(filled: Register) -> None:
    filled.batch(add(columns(1), over(0, 4), chartId=7))
    red = {"colorStyle": {"rgbColor": {"red": 1}}}

    (_, moved, _) = filled.batch(
        {"updateChartSpec": {"chartId": 7, "spec": columns(2)}},
        {
            "updateEmbeddedObjectPosition": {
                "objectId": 7,
                "newPosition": over(9, 1, widthPixels=300),
                "fields": "anchorCell,widthPixels",
            }
        },
        {"updateEmbeddedObjectBorder": {"objectId": 7, "border": red, "fields": "colorStyle"}},
    )

    (found,) = charts(filled)
    assert found["spec"]["basicChart"] == columns(2)["basicChart"]
    assert found["position"] == moved["updateEmbeddedObjectPosition"]["position"]
    overlay = found["position"]["overlayPosition"]
    assert (overlay["anchorCell"]["rowIndex"], overlay["widthPixels"]) == (9, 300)
    assert overlay["heightPixels"] == 371
    assert found["border"] == red
    filled.batch({"deleteEmbeddedObject": {"objectId": 7}})
    assert charts(filled) == []


def test_a_chart_moves_to_another_tab(filled: Register) -> None:
    filled.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Dasbor"}}})
    filled.batch(add(columns(1), over(0, 4), chartId=7))

    body = {"objectId": 7, "newPosition": over(0, 0, 5), "fields": "anchorCell"}
    filled.batch({"updateEmbeddedObjectPosition": body})

    assert charts(filled) == []
    (found,) = charts(filled, 1)
    assert found["spec"]["basicChart"]["series"][0]["series"] == data(0, 4, 1)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (add({"title": "x"}, over(0, 4)), KIND),
        (add(columns(1), {}), "One of EmbeddedObjectPosition.overlayPosition or"),
        (add(columns(1), over(0, 999)), "exceeds grid limits"),
        (add(columns(1), over(0, 4, 99)), "No grid with id: 99"),
        (
            add(columns(1, domains=[{"domain": {"sourceRange": {"sources": [grid(0, 4, 0, 2)]}}}]),
                over(0, 4)),
            "ChartSourceRange ranges require all rows or all columns to have length of 1",
        ),
        (add(columns(1), over(0, 4), chartId=7), "A chart with ID 7 already exists."),
        ({"updateChartSpec": {"chartId": 1, "spec": columns(1)}}, "No chart with id: 1"),
        ({"deleteEmbeddedObject": {"objectId": 1}}, "No embedded object with id: 1"),
        (
            {"updateEmbeddedObjectPosition": {"objectId": 7, "newPosition": over(0, 0)}},
            "At least one field must be listed in 'fields'.",
        ),
    ],
)  # fmt: skip
def test_what_google_refuses_is_refused(
    filled: Register, request_: dict[str, Any], said: str
) -> None:
    filled.batch(add(columns(1), over(0, 4), chartId=7))

    code, _, message = refusal(lambda: filled.batch(request_))

    assert code == 400
    assert said in message
    assert len(charts(filled)) == 1


@pytest.mark.parametrize(
    ("spec", "position", "named"),
    [
        ({"waterfallChart": {}}, over(0, 4), "waterfallChart"),
        (columns(1), {"newSheet": True}, "a tab of their own"),
        ({**columns(1), "sortSpecs": [{}]}, over(0, 4), "sortSpecs"),
    ],
)
def test_what_is_not_done_names_itself(
    filled: Register, spec: dict[str, Any], position: dict[str, Any], named: str
) -> None:
    code, _, message = refusal(lambda: filled.batch(add(spec, position)))

    assert code == 501
    assert named in message


def test_ranges_and_anchor_follow_inserted_and_deleted_rows_and_columns(filled: Register) -> None:
    filled.batch(add(columns(1, 2), over(5, 4), chartId=7))

    filled.batch(
        {"insertDimension": {"range": rows(0, 2)}},
        {"insertDimension": {"range": {**rows(0, 1), "dimension": "COLUMNS"}}},
        {"deleteDimension": {"range": rows(4, 5)}},
    )

    (found,) = charts(filled)
    basic = found["spec"]["basicChart"]
    assert basic["domains"][0]["domain"] == data(2, 5, 1)
    assert [one["series"] for one in basic["series"]] == [data(2, 5, 2), data(2, 5, 3)]
    assert found["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 6
    assert found["position"]["overlayPosition"]["anchorCell"]["columnIndex"] == 5


def test_a_deleted_column_takes_its_series_and_leaves_the_chart(filled: Register) -> None:
    filled.batch(add(columns(1, 2), over(0, 4), chartId=7))

    filled.batch({"deleteDimension": {"range": {**rows(1, 2), "dimension": "COLUMNS"}}})

    (found,) = charts(filled)
    assert [one["series"] for one in found["spec"]["basicChart"]["series"]] == [data(0, 4, 1)]


def test_a_chart_reads_another_tab_until_that_is_gone(filled: Register) -> None:
    filled.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Dasbor"}}})
    filled.batch(add(columns(1), over(0, 0, 5), chartId=7))

    filled.batch({"insertDimension": {"range": rows(0, 1)}})
    (found,) = charts(filled, 1)
    assert found["spec"]["basicChart"]["series"][0]["series"] == data(1, 5, 1)

    filled.batch({"deleteSheet": {"sheetId": 0}})
    (found,) = charts(filled)
    assert found["spec"]["basicChart"]["series"] == []


def test_a_copied_tab_has_charts_of_its_own_that_read_the_copy(filled: Register) -> None:
    filled.batch(add(columns(1), over(0, 4), chartId=7))

    filled.batch({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8, "insertSheetIndex": 1}})

    (copied,) = charts(filled, 1)
    assert copied["chartId"] != 7
    assert copied["spec"]["basicChart"]["series"][0]["series"] == data(0, 4, 1, 8)
    assert copied["position"]["overlayPosition"]["anchorCell"]["sheetId"] == 8
    assert charts(filled)[0]["spec"]["basicChart"]["series"][0]["series"] == data(0, 4, 1)


# -- drawn ---------------------------------------------------------------------------------


def drawn(room: Room, register: Register) -> list[ElementTree.Element]:
    """The drawings of the first tab as its page gets them."""
    from integration.emulator.pages.sheets.charts import charts as of_tab

    with shelf.reading(room.world, "rani@contoh.example", register.id) as editing:
        return [ElementTree.fromstring(c["svg"]) for c in of_tab(editing, editing.book.sheets[0])]


def bars(drawing: ElementTree.Element, colour: str) -> list[float]:
    """Heights of the bars in one colour, the legend's square left out."""
    found = [one for one in drawing.iter() if one.get("fill") == colour]
    return [float(one.get("height", 0)) for one in found if one.get("height") != "10.0"]


def texts(drawing: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in drawing.iter() if one.tag.endswith("text")]


def test_columns_are_as_high_as_the_cells_say(room: Room, filled: Register) -> None:
    filled.batch(add(columns(1, 2), over(0, 4)))

    (drawing,) = drawn(room, filled)

    three, none, five = bars(drawing, "#4285f4")
    assert none == 0
    assert five / three == pytest.approx(5 / 3, rel=0.01)
    assert {"Pengaduan", "Diterima", "Selesai", "Sep", "Nov"} <= set(texts(drawing))
    filled.write("B2", [[5]])
    (drawing,) = drawn(room, filled)
    three, _, five = bars(drawing, "#4285f4")
    assert three == five


def test_hidden_rows_are_left_out_unless_asked_for(room: Room, filled: Register) -> None:
    hide = {"range": rows(3, 4), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    every = {**columns(1), "hiddenDimensionStrategy": "SHOW_ALL"}
    filled.batch(
        add(columns(1), over(0, 4)), add(every, over(20, 4)), {"updateDimensionProperties": hide}
    )

    without, with_it = drawn(room, filled)

    assert "Nov" not in texts(without)
    assert "Nov" in texts(with_it)


@pytest.mark.parametrize("kind", ["BAR", "COLUMN", "LINE", "AREA", "SCATTER", "STEPPED_AREA"])
@pytest.mark.parametrize("stacked", ["NOT_STACKED", "STACKED"])
def test_every_kind_that_is_done_is_drawn(
    room: Room, filled: Register, kind: str, stacked: str
) -> None:
    spec = columns(1, 2, chartType=kind, stackedType=stacked)
    spec["title"] = 'A & B <i>"'
    filled.batch(add(spec, over(0, 4)))

    (drawing,) = drawn(room, filled)

    assert 'A & B <i>"' in texts(drawing)
    assert "Okt" in texts(drawing)


def test_a_pie_tells_shares_and_an_empty_chart_says_so(room: Room, filled: Register) -> None:
    pie = {"pieChart": {"domain": data(1, 4, 0), "series": data(1, 4, 1), "pieHole": 0.5}}
    empty = copy.deepcopy(columns(9))
    filled.batch(add(pie, over(0, 4)), add(empty, over(20, 4)))

    round_, nothing = drawn(room, filled)

    assert "Nov (62%)" in texts(round_)
    assert "Tidak ada data" in texts(nothing)
