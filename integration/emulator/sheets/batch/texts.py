"""Requests that work on what cells say: find and replace, paste, trim, split, duplicates.

In:    findReplace, pasteData, trimWhitespace, textToColumns, deleteDuplicates.
Out:   cells rewritten, and how many.
Rule:  what results is read as if typed.
Never: changes formats on its own. Start at `find_replace()`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request, tab
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.rows import EMPTY
from integration.emulator.sheets.grid.sheet import Sheet


@request("findReplace")
def find_replace(editing: Editing, body: Body) -> Reply:
    """Replace text in a range, a tab or everywhere."""
    if not body.get("find"):
        raise Refused("Must specify find.")
    editing.book.settle(editing.now)
    change = _changer(body)
    counts = dict.fromkeys(
        ("valuesChanged", "formulasChanged", "rowsChanged", "sheetsChanged", "occurrencesChanged"),
        0,
    )
    for sheet, area in _scopes(editing, body):
        before = counts["rowsChanged"]
        for at in range(area.top, min(area.bottom or 0, sheet.last_row())):
            changed = False
            for column in range(area.left, min(area.right or 0, len(sheet.rows[at].values))):
                changed |= _replace(editing, sheet, at, column, change, body, counts)
            counts["rowsChanged"] += changed
        counts["sheetsChanged"] += counts["rowsChanged"] > before
    return {name: count for name, count in counts.items() if count}


def _changer(body: Body) -> Callable[[str], tuple[str, int]]:
    """Text -> changed text and number of replacements."""
    replacement = body.get("replacement", "")
    pattern = body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    try:
        found = re.compile(pattern, 0 if body.get("matchCase") else re.IGNORECASE)
    except re.error as wrong:
        raise Refused(f"Invalid regular expression: {body['find']}") from wrong
    if body.get("searchByRegex"):
        template = re.sub(r"\\", r"\\\\", replacement)
        template = re.sub(r"\$(\d)", r"\\g<\1>", template)
    else:
        template = replacement.replace("\\", "\\\\")

    def change(text: str) -> tuple[str, int]:
        if body.get("matchEntireCell"):
            whole = found.fullmatch(text)
            return (whole.expand(template), 1) if whole else (text, 0)
        try:
            return found.subn(template, text)
        except (re.error, IndexError) as wrong:
            raise Refused(f"Invalid replacement: {replacement}") from wrong

    return change


def _scopes(editing: Editing, body: Body) -> Iterator[tuple[Sheet, Area]]:
    if "range" in body:
        yield place(editing, body["range"], check=False)
    elif "sheetId" in body:
        sheet = tab(editing, body["sheetId"])
        yield sheet, sheet.bounded(Area())
    elif body.get("allSheets"):
        for sheet in editing.book.sheets:
            yield sheet, sheet.bounded(Area())
    else:
        raise Refused("Must specify a scope: range, sheetId or allSheets.")


def _replace(
    editing: Editing,
    sheet: Sheet,
    at: int,
    column: int,
    change: Callable[[str], tuple[str, int]],
    body: Body,
    counts: dict[str, int],
) -> bool:
    row = sheet.rows[at]
    formula = row.formula(column)
    if formula is not None and not body.get("includeFormulas"):
        return False
    before = formula if formula is not None else editing.book.shown(row)[column]
    after, times = change(before)
    if not times:
        return False
    editing.check(sheet, Area(at, at + 1, column, column + 1))
    editing.put(sheet, at, column, after, typed=True)
    counts["formulasChanged" if formula is not None else "valuesChanged"] += 1
    counts["occurrencesChanged"] += times
    return True


@request("pasteData")
def paste_data(editing: Editing, body: Body) -> Reply:
    """Put delimited text into cells, read as typed."""
    if body.get("html") or body.get("type", "PASTE_NORMAL") not in ("PASTE_NORMAL", "PASTE_VALUES"):
        raise NotImplementedHere("pasteData with html or a paste type")
    start = needed(body, "coordinate")
    delimiter = body.get("delimiter") or "\t"
    if len(delimiter) != 1:
        raise NotImplementedHere("pasteData with a delimiter of several characters")
    rows = list(csv.reader(io.StringIO(body.get("data", ""), newline=""), delimiter=delimiter))
    if not rows:
        return None
    grid = {
        "sheetId": start.get("sheetId", 0),
        "startRowIndex": start.get("rowIndex", 0),
        "startColumnIndex": start.get("columnIndex", 0),
        "endRowIndex": start.get("rowIndex", 0) + len(rows),
        "endColumnIndex": start.get("columnIndex", 0) + max(1, *map(len, rows)),
    }
    sheet = tab(editing, grid["sheetId"])
    sheet.grow_rows(max(0, grid["endRowIndex"] - len(sheet.rows)))
    if grid["endColumnIndex"] > len(sheet.columns):
        sheet.grow_columns(grid["endColumnIndex"] - len(sheet.columns))
    sheet, area = place(editing, grid, exact=True)
    for r, cells in enumerate(rows):
        for c, text in enumerate(cells):
            editing.put(sheet, area.top + r, area.left + c, text, typed=True)
    return None


@request("trimWhitespace")
def trim_whitespace(editing: Editing, body: Body) -> Reply:
    """Strip and squeeze blanks in text cells."""
    sheet, area = place(editing, needed(body, "range"))
    count = 0
    for at, column in sheet.cells(area):
        value = sheet.rows[at].value(column)
        if type(value) is str and value and sheet.rows[at].formula(column) is None:
            trimmed = re.sub(r"[ \t]+", " ", value.strip())
            if trimmed != value:
                sheet.put_value(at, column, trimmed)
                count += 1
    return {"cellsChangedCount": count}


_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@request("textToColumns")
def text_to_columns(editing: Editing, body: Body) -> Reply:
    """Split the texts of one column into the columns beside it."""
    sheet, area = place(editing, needed(body, "source"))
    if area.width != 1:
        raise Refused("The source must be exactly one column wide.")
    kind = body.get("delimiterType", "")
    delimiter = body.get("delimiter") if kind == "CUSTOM" else _DELIMITERS.get(kind)
    if not delimiter:
        raise NotImplementedHere(f"textToColumns with delimiterType {kind or 'unspecified'}")
    for at in range(area.top, area.bottom or 0):
        value: Any = sheet.rows[at].value(area.left)
        if type(value) is not str or delimiter not in value:
            continue
        parts = value.split(delimiter)
        if area.left + len(parts) > len(sheet.columns):
            sheet.grow_columns(area.left + len(parts) - len(sheet.columns))
        editing.check(sheet, Area(at, at + 1, area.left, area.left + len(parts)))
        for c, part in enumerate(parts):
            editing.put(sheet, at, area.left + c, part.strip(), typed=True)
    return None


@request("deleteDuplicates")
def delete_duplicates(editing: Editing, body: Body) -> Reply:
    """Keep the first of rows that say the same; later ones move up."""
    sheet, area = place(editing, needed(body, "range"))
    assert area.right is not None
    columns = [
        column
        for span in body.get("comparisonColumns", ())
        for column in range(span.get("startIndex", 0), span.get("endIndex", area.right))
    ] or list(range(area.left, area.right))
    if not all(area.left <= column < area.right for column in columns):
        raise Refused("comparisonColumns must lie inside the range.")
    block, seen, kept = sheet.block(area), set(), []
    for cells in block:
        key = tuple(
            v.lower() if isinstance(v := cells[c - area.left].value, str) else (type(v), v)
            for c in columns
        )
        if key not in seen:
            seen.add(key)
            kept.append(cells)
    removed = len(block) - len(kept)
    for r in range(area.height if removed else 0):
        for c in range(area.width):
            sheet.put(area.top + r, area.left + c, kept[r][c] if r < len(kept) else EMPTY)
    return {"duplicatesRemovedCount": removed} if removed else {}
