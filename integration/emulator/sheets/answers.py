"""What Forms writes into the spreadsheet its answers are linked to.

In:    a tab and one answer.   Out: a row, found again by its key wherever staff moved it.
Rule:  the next free row after the last answer; text as it is, the timestamp a real moment.
Never: fires what people's edits fire; knows no form. Start at `append_form_row()`.
"""

from collections.abc import Sequence
from datetime import datetime

from integration.emulator.frame.errors import not_found
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.locale.display import EPOCH
from integration.emulator.sheets.shelf import book, moment, saving
from integration.emulator.world import World

Value = str | int | float | bool | datetime


def append_form_row(
    world: World, spreadsheet_id: str, sheet_id: int, values: Sequence[Value], *, by: str
) -> int:
    """Write one answer below the last one; the row's key.

    A `datetime` (in the spreadsheet's own zone, without one attached) becomes a serial number
    shown as a moment. `by` is who is noted as having changed the file, the form's owner.
    """
    with saving(world, book(world, spreadsheet_id), by):
        editing, sheet = _tab(world, spreadsheet_id, sheet_id)
        at = sheet.last_row()
        sheet.grow_rows(at + 1 - len(sheet.rows))
        _fill(editing, sheet, at, values)
        return sheet.rows[at].key


def rewrite_form_row(
    world: World,
    spreadsheet_id: str,
    sheet_id: int,
    row_key: int,
    values: Sequence[Value],
    *,
    by: str,
) -> bool:
    """Write an edited answer over its row; False when staff deleted the row."""
    with saving(world, book(world, spreadsheet_id), by):
        editing, sheet = _tab(world, spreadsheet_id, sheet_id)
        at = sheet.index_of(row_key)
        if at is None:
            return False
        _fill(editing, sheet, at, values)
        return True


def column_keys(world: World, spreadsheet_id: str, sheet_id: int) -> list[int]:
    """Keys of the columns from left to right; they follow moved and inserted columns."""
    return [column.key for column in _tab(world, spreadsheet_id, sheet_id)[1].columns]


def set_header(
    world: World, spreadsheet_id: str, sheet_id: int, column_key: int | None, text: str, *, by: str
) -> int:
    """Rename an answer column, or add one after the last header; the column's key."""
    with saving(world, book(world, spreadsheet_id), by):
        _, sheet = _tab(world, spreadsheet_id, sheet_id)
        at = next((i for i, c in enumerate(sheet.columns) if c.key == column_key), None)
        if at is None:
            at = len(sheet.rows[0].values)
            if at >= len(sheet.columns):
                sheet.grow_columns(at + 1 - len(sheet.columns))
        sheet.put_value(0, at, text)
        return sheet.columns[at].key


def fill_cells(
    world: World,
    spreadsheet_id: str,
    sheet_id: int,
    row_key: int,
    values: dict[int, Value],
    *,
    by: str,
) -> bool:
    """Write some cells of an answer's row by column key; False when the row is gone."""
    with saving(world, book(world, spreadsheet_id), by):
        editing, sheet = _tab(world, spreadsheet_id, sheet_id)
        at = sheet.index_of(row_key)
        if at is None:
            return False
        for column, held in enumerate(sheet.columns):
            if held.key in values:
                _put(editing, sheet, at, column, values[held.key])
        return True


def _tab(world: World, spreadsheet_id: str, sheet_id: int) -> tuple[Editing, Sheet]:
    editing = moment(world, book(world, spreadsheet_id))
    sheet = editing.book.by_id(sheet_id)
    if sheet is None:
        raise not_found()
    return editing, sheet


def _fill(editing: Editing, sheet: Sheet, at: int, values: Sequence[Value]) -> None:
    if len(values) > len(sheet.columns):
        sheet.grow_columns(len(values) - len(sheet.columns))
    for column, value in enumerate(values):
        _put(editing, sheet, at, column, value)


def _put(editing: Editing, sheet: Sheet, at: int, column: int, value: Value) -> None:
    if not isinstance(value, datetime):
        editing.put(sheet, at, column, value, typed=False)
        return
    region, row = editing.book.region, sheet.rows[at]
    serial = (value.replace(tzinfo=None) - EPOCH).total_seconds() / 86400
    editing.put(sheet, at, column, serial, typed=False)
    style = dict(editing.book.formats[(row.styles or {}).get(column, 0)])
    style["numberFormat"] = {"type": "DATE_TIME", "pattern": region.date_time}
    row.put_style(column, editing.book.formats.number(style))
