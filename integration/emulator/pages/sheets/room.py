"""The grid's page and what its script asks for.

In:    addresses of spreadsheets; JSON.   Out: the page; JSON; refusals as sentences.
Rule:  rows are named by their keys, so that an edit meets its row though others sorted meanwhile;
       one request is all or nothing.
Never: decides what an edit means. Start at `add()`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ...drive import entries
from ...drive.access import native_entry, role_of
from ...frame.errors import ApiError
from ...frame.natives import SPREADSHEET
from ...sheets import hand
from ...sheets.grid.refusal import PROTECTED
from ...sheets.grid.sheet import Sheet
from ...sheets.shelf import reading
from ...world import World
from .. import acting, site
from . import drawing, narrowing
from .charts import charts

MOST_ROWS = 400
MOST_EDITS = 5000
UNREADABLE = "Permintaan tidak dapat dibaca."


def add(pages: Blueprint, world: World) -> None:
    """The list of spreadsheets, the grid, the script's doors."""

    def me() -> str:
        return acting.present(world).email

    def number(name: str, least: int = 0) -> int:
        return max(least, request.args.get(name, 0, type=int))

    def refused(error: hand.NotDone) -> ResponseReturnValue:
        return jsonify({"error": str(error)}), 409

    def unreadable(error: Exception) -> ResponseReturnValue:
        if site.is_script():
            return jsonify({"error": UNREADABLE}), 400
        raise error

    pages.register_error_handler(hand.NotDone, refused)
    for kind in (KeyError, TypeError, ValueError):
        pages.register_error_handler(kind, unreadable)

    @pages.get("/sheets/")
    def sheet_list() -> ResponseReturnValue:
        rows = [
            {
                "name": entry["name"],
                "href": f"/spreadsheets/d/{entry['id']}/edit",
                "note": f"Diubah {site.moment(world, entry['modified'])} oleh "
                f"{world.accounts.name(entry['modifier'])}",
            }
            for entry in entries.all_entries(world)
            if entry["mime"] == SPREADSHEET
            and role_of(world, me(), entry)
            and not entries.in_trash(world, entry)
        ]
        return render_template("choose.html", title="Lembar kerja", rows=rows, empty="lembar kerja")

    @pages.get("/spreadsheets/d/<file_id>/edit")
    @pages.get("/spreadsheets/d/<file_id>")
    def grid(file_id: str) -> ResponseReturnValue:
        entry = native_entry(world, me(), file_id, SPREADSHEET)
        words = hand.WORDS[PROTECTED]
        return render_template("grid.html", file_id=file_id, name=entry["name"], closed=words)

    @pages.get("/sheets/<file_id>/book.json")
    def book(file_id: str) -> ResponseReturnValue:
        return jsonify(hand.tabs(world, me(), file_id))

    @pages.get("/sheets/<file_id>/changes.json")
    def changes(file_id: str) -> ResponseReturnValue:
        return jsonify(hand.changes_since(world, me(), file_id, number("since")))

    @pages.route("/sheets/<file_id>/<int:sheet_id>/layout.json", methods=["GET", "POST"])
    def layout(file_id: str, sheet_id: int) -> ResponseReturnValue:
        wanted = narrowing.Narrowed.read(body())
        with reading(world, me(), file_id) as editing:
            sheet = _tab(editing.book.by_id(sheet_id))
            shown = drawing.layout(editing, sheet, wanted)
            return jsonify({**shown, "charts": charts(editing, sheet)})

    @pages.get("/sheets/<file_id>/<int:sheet_id>/values.json")
    def column_values(file_id: str, sheet_id: int) -> ResponseReturnValue:
        with reading(world, me(), file_id) as editing:
            sheet = _tab(editing.book.by_id(sheet_id))
            return jsonify({"values": narrowing.values(editing, sheet, number("column"))})

    @pages.get("/sheets/<file_id>/<int:sheet_id>/rows.json")
    def rows(file_id: str, sheet_id: int) -> ResponseReturnValue:
        top = number("top")
        bottom = min(number("bottom"), top + MOST_ROWS)
        with reading(world, me(), file_id) as editing:
            sheet = _tab(editing.book.by_id(sheet_id))
            return jsonify(drawing.rows(editing, sheet, top, bottom))

    def body() -> dict[str, Any]:
        asked = request.get_json(silent=True)
        return asked if isinstance(asked, dict) else {}

    def place(file_id: str, sheet_id: int, key: Any) -> int:
        with reading(world, me(), file_id) as editing:
            at = _tab(editing.book.by_id(sheet_id)).index_of(int(key))
        if at is None:
            raise hand.NotDone(hand.LOST)
        return at

    @pages.get("/sheets/<file_id>/<int:sheet_id>/choices.json")
    def choices(file_id: str, sheet_id: int) -> ResponseReturnValue:
        at = place(file_id, sheet_id, number("key"))
        found = hand.choices(world, me(), file_id, sheet_id, at, number("column"))
        return jsonify({"choices": found})

    @pages.post("/sheets/<file_id>/<int:sheet_id>/edit.json")
    def edit(file_id: str, sheet_id: int) -> ResponseReturnValue:
        edits = body().get("edits")
        if not isinstance(edits, list) or len(edits) > MOST_EDITS:
            raise ApiError(400, UNREADABLE)
        asked = [(int(item["key"]), int(item["column"]), str(item["text"])) for item in edits]
        hand.edit_cells(world, me(), file_id, sheet_id, asked)
        return jsonify({"done": len(edits)})

    @pages.post("/sheets/<file_id>/<int:sheet_id>/shape.json")
    def shape(file_id: str, sheet_id: int) -> ResponseReturnValue:
        asked = body()
        deed = SHAPES.get(str(asked.get("do")))
        if deed is None:
            raise ApiError(400, UNREADABLE)
        if "key" in asked:
            asked["row"] = place(file_id, sheet_id, asked["key"])
        deed(world, me(), file_id, sheet_id, asked)
        return jsonify({"done": 1})


def _tab(sheet: Sheet | None) -> Sheet:
    if sheet is None:
        raise ApiError(404, "Lembar ini sudah dihapus.")
    return sheet


def _insert(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    at = asked["row"] + (1 if asked.get("below") else 0)
    hand.insert_rows(world, who, file_id, sheet_id, at, int(asked["count"]))


def _delete(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    hand.delete_rows(world, who, file_id, sheet_id, asked["row"], int(asked["count"]))


def _append(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    body = {
        "sheetId": sheet_id,
        "dimension": "COLUMNS" if asked.get("columns") else "ROWS",
        "length": int(asked["count"]),
    }
    hand.request(world, who, file_id, {"appendDimension": body})


def _sort(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    column, down = int(asked["column"]), bool(asked.get("descending"))
    if "top" not in asked:
        hand.sort_by(world, who, file_id, sheet_id, column, descending=down)
        return
    span = {
        "sheetId": sheet_id,
        "startRowIndex": int(asked["top"]),
        "endRowIndex": int(asked["bottom"]),
        "startColumnIndex": int(asked["left"]),
        "endColumnIndex": int(asked["right"]),
    }
    spec = {"dimensionIndex": column, "sortOrder": "DESCENDING" if down else "ASCENDING"}
    hand.request(world, who, file_id, {"sortRange": {"range": span, "sortSpecs": [spec]}})


def _note(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    column, note = int(asked["column"]), str(asked["note"])
    hand.set_note(world, who, file_id, sheet_id, asked["row"], column, note)


def _unhide(world: World, who: str, file_id: str, sheet_id: int, asked: dict[str, Any]) -> None:
    shown = {"properties": {"sheetId": sheet_id, "hidden": False}, "fields": "hidden"}
    hand.request(world, who, file_id, {"updateSheetProperties": shown})


SHAPES = {
    "insert": _insert,
    "delete": _delete,
    "append": _append,
    "sort": _sort,
    "note": _note,
    "unhide": _unhide,
}
