"""A chart on the spreadsheet's page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.emulator.pages_room import chromium, open_as

__all__ = ["chromium", "open_as"]
Open = Callable[..., Page]
TAB = 77


def test_a_chart_lies_over_its_cells_and_follows_what_they_say(
    open_as: Open, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    sheets = workspace.service("sheets", "v4", mailbox).spreadsheets()
    book = office["register_id"]

    def line(column: int) -> dict[str, Any]:
        span = {"sheetId": TAB, "startRowIndex": 0, "endRowIndex": 3}
        span |= {"startColumnIndex": column, "endColumnIndex": column + 1}
        return {"sourceRange": {"sources": [span]}}

    grid = {"rowCount": 60, "columnCount": 20}
    basic = {
        "chartType": "COLUMN",
        "headerCount": 1,
        "domains": [{"domain": line(0)}],
        "series": [{"series": line(1), "dataLabel": {"type": "DATA"}}],
    }
    cell_ = {"sheetId": TAB, "rowIndex": 4, "columnIndex": 2}
    overlay = {"anchorCell": cell_, "offsetXPixels": 5, "widthPixels": 400, "heightPixels": 260}
    chart = {
        "chartId": 5,
        "spec": {"title": "Diterima", "basicChart": basic},
        "position": {"overlayPosition": overlay},
    }
    added = [
        {"addSheet": {"properties": {"sheetId": TAB, "title": "Coba", "gridProperties": grid}}},
        {"addChart": {"chart": chart}},
    ]
    sheets.batchUpdate(spreadsheetId=book, body={"requests": added}).execute()

    def says(*numbers: int) -> None:
        rows = [["Bulan", "Diterima"], ["Okt", numbers[0]], ["Nov", numbers[1]]]
        body = {"values": rows}
        sheets.values().update(
            spreadsheetId=book, range="Coba!A1", valueInputOption="RAW", body=body
        ).execute()

    says(3, 8)
    page = open_as(mailbox, f"/spreadsheets/d/{book}/edit#gid={TAB}")
    drawn = page.get_by_role("img", name="Diterima")
    expect(drawn).to_contain_text("8")
    box, under = drawn.bounding_box(), page.locator('[data-cell="C5"]').bounding_box()
    assert box and under
    assert (round(box["width"]), round(box["height"])) == (400, 260)
    assert abs(box["x"] - under["x"] - 5) <= 2
    assert abs(box["y"] - under["y"]) <= 2

    says(3, 17)
    expect(drawn).to_contain_text("17")
