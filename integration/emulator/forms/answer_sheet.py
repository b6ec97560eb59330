"""The spreadsheet a form's answers land in.

In:    a form and its responses.   Out: a tab `Form Responses 1` with a row for each response.
Rule:  header `Timestamp`, then the questions; a renamed question renames its header, a new one is
       added on the right, a removed one keeps its column; an edited response keeps its row. A
       cell holds so many characters only: the whole of a longer answer is in the response.
Never: reads rows back. Start at `link()`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..sheets import answers, files
from ..sheets.grid.editing import LONGEST
from ..world import World
from .form import Held, question_id, questions

TAB_TITLE = "Form Responses 1"
TIME_HEADER = "Timestamp"


def link(world: World, held: Held, title: str) -> str:
    """Make the spreadsheet and link it, as the Form's own page would; its id. Saves the form."""
    tab = world.ids.number("tab", 9)
    zone = world.office["time_zone"]
    spreadsheet = files.create_spreadsheet(
        world,
        title,
        held["owner"],
        locale=world.office["locale"],
        time_zone=zone,
        sheets=[
            {
                "sheetId": tab,
                "title": TAB_TITLE,
                "gridProperties": {"rowCount": 100, "columnCount": 12, "frozenRowCount": 1},
            }
        ],
    )
    time_key = answers.set_header(world, spreadsheet, tab, None, TIME_HEADER, by=held["owner"])
    held["sheet"] = {
        "spreadsheet": spreadsheet,
        "tab": tab,
        "zone": zone,
        "time": time_key,
        "columns": {},
        "titles": {},
    }
    follow_questions(world, held)
    return spreadsheet


def follow_questions(world: World, held: Held) -> None:
    """Make headers follow the questions, and save the form."""
    sheet = held["sheet"]
    if sheet is None:
        return
    for item in questions(held):
        asked, title = question_id(item), item.get("title", "")
        if sheet["titles"].get(asked) != title:
            sheet["columns"][asked] = answers.set_header(
                world,
                sheet["spreadsheet"],
                sheet["tab"],
                sheet["columns"].get(asked),
                title,
                by=held["owner"],
            )
            sheet["titles"][asked] = title
    world.store.collection("forms.form").put(held["id"], held)


def write_response(world: World, held: Held, response: dict[str, Any]) -> int | None:
    """Write a response's row, new or over its old one; the row's key.

    A row that staff deleted stays deleted, as with Google.
    """
    sheet = held["sheet"]
    if sheet is None:
        return None
    spreadsheet, tab, by = sheet["spreadsheet"], sheet["tab"], held["owner"]
    moment = datetime.fromtimestamp(response["submitted"] // 1000, ZoneInfo(sheet["zone"]))
    row: int | None = response["row"]
    if row is None:
        row = answers.append_form_row(world, spreadsheet, tab, [], by=by)
    cells: dict[int, answers.Value] = {
        key: ", ".join(response["answers"].get(asked, []))[:LONGEST]
        for asked, key in sheet["columns"].items()
    }
    cells[sheet["time"]] = moment.replace(tzinfo=None)
    answers.fill_cells(world, spreadsheet, tab, row, cells, by=by)
    return row
