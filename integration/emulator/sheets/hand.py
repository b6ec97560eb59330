"""What people do in the spreadsheet's page.

In:    keystrokes: a cell and a text, rows to insert, a sort.   Out: the sheet changed, or why not.
Rule:  as in Sheets: text is read as typed, protected cells refuse, strict validation refuses.
Never: draws the page. Start at `edit_cell()` and `changes_since()`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from integration.emulator.drive.access import at_least, native_entry, role_of
from integration.emulator.frame.errors import ApiError, not_found
from integration.emulator.frame.natives import SPREADSHEET
from integration.emulator.sheets import celldata, values
from integration.emulator.sheets.batch.filters import hidden_rows
from integration.emulator.sheets.batch.run import run
from integration.emulator.sheets.grid.a1 import Area, cell
from integration.emulator.sheets.grid.conditions import Conditions
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import PROTECTED, VERTICAL_MERGES
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.resource import DEFAULT_FORMAT, sheet_properties
from integration.emulator.sheets.shelf import changing, reading
from integration.emulator.world import World

Json = dict[str, Any]
WORDS = {
    PROTECTED: "Anda mencoba mengedit sel atau objek yang dilindungi. Hubungi pemilik spreadsheet "
    "untuk menghapus perlindungan jika Anda perlu mengedit.",
    VERTICAL_MERGES: "Rentang yang memuat sel gabungan vertikal tidak dapat diurutkan.",
    "delete all the rows": "Semua baris di sheet ini tidak dapat dihapus sekaligus.",
    "all non-frozen rows": "Semua baris yang tidak dibekukan tidak dapat dihapus sekaligus.",
    "exceeds grid limits": "Sel itu berada di luar batas sheet ini.",
    "more than the maximum of": "Isian Anda lebih panjang daripada 50.000 karakter dalam satu sel.",
    "the local workspace does not implement": "Ruang kerja lokal ini belum dapat melakukan hal "
    "tersebut. Di Google Spreadsheet yang sebenarnya hal ini dapat dilakukan.",
}
LOST = "Baris ini sudah dihapus oleh orang lain."
OTHERWISE = "Perubahan ini tidak dapat dilakukan oleh spreadsheet."


class NotDone(Exception):
    """Why the sheet did not take an edit; an Indonesian sentence for the page."""


def edit_cell(
    world: World,
    account: str,
    spreadsheet_id: str,
    sheet_id: int,
    row: int,
    column: int,
    text: str,
) -> int:
    """Type into one cell; the spreadsheet's new version.

    Raises:
        NotDone: the cell is protected, or strict validation does not take the text.
        ApiError: the spreadsheet may not be edited by this person.
    """
    with _at_work(world, account, spreadsheet_id) as editing:
        _type(editing, _tab(editing, sheet_id), row, column, text)
    return _version(world, account, spreadsheet_id)


def edit_cells(
    world: World,
    account: str,
    spreadsheet_id: str,
    sheet_id: int,
    edits: Iterable[tuple[int, int, str]],
) -> None:
    """Type into many cells at once, each a row's key, a column and a text; all or nothing.

    Raises:
        NotDone: a row is gone, or one of the cells refuses as in `edit_cell`.
    """
    with _at_work(world, account, spreadsheet_id) as editing:
        sheet = _tab(editing, sheet_id)
        for key, column, text in edits:
            row = sheet.index_of(key)
            if row is None:
                raise NotDone(LOST)
            _type(editing, sheet, row, column, text)


def _type(editing: Editing, sheet: Sheet, row: int, column: int, text: str) -> None:
    if row >= len(sheet.rows) or column >= len(sheet.columns):
        raise values.off_grid(sheet)
    editing.check(sheet, Area(row, row + 1, column, column + 1))
    before = sheet.rows[row].cell(column)
    editing.put(sheet, row, column, text, typed=True)
    rule = editing.book.rules[before.rule]
    if rule.get("strict") and text != "":
        editing.book.settle(editing.now)
        _validate(editing, sheet, row, column, rule)


def _validate(editing: Editing, sheet: Sheet, row: int, column: int, rule: Json) -> None:
    judge, condition = Conditions(editing.book, editing.now), rule["condition"]
    value = sheet.value(row, column)
    if judge.holds(condition, sheet, (row, column), value, (row, column)):
        return
    if rule.get("inputMessage"):
        raise NotDone(rule["inputMessage"])
    found = (
        f"Data yang Anda masukkan di sel {cell(row, column)} melanggar aturan validasi data yang "
        "ditetapkan di sel ini."
    )
    choices = judge.choices(condition, sheet)
    if choices:
        found += f" Masukkan salah satu dari nilai berikut: {', '.join(choices)}."
    raise NotDone(found)


@contextmanager
def _at_work(world: World, account: str, spreadsheet_id: str) -> Iterator[Editing]:
    """Open a spreadsheet for a person and turn refusals into sentences for people."""
    try:
        with changing(world, account, spreadsheet_id) as editing:
            yield editing
    except ApiError as refused:
        if refused.code not in (400, 501):
            raise
        said = refused.message.lower()
        words = (sentence for part, sentence in WORDS.items() if part.lower() in said)
        raise NotDone(next(words, OTHERWISE)) from refused


def request(world: World, account: str, spreadsheet_id: str, *requests: Json) -> list[Json]:
    """Do batchUpdate requests as a person's click: insert, delete, sort, filter, note ...

    Raises:
        NotDone: Sheets refuses; nothing was changed.
    """
    with _at_work(world, account, spreadsheet_id) as editing:
        return run(editing, list(requests))


def insert_rows(
    world: World, account: str, spreadsheet_id: str, sheet_id: int, at: int, count: int = 1
) -> None:
    """Insert rows before `at`, dressed like the row above."""
    span = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + count}
    body = {"range": span, "inheritFromBefore": at > 0}
    request(world, account, spreadsheet_id, {"insertDimension": body})


def delete_rows(
    world: World, account: str, spreadsheet_id: str, sheet_id: int, at: int, count: int = 1
) -> None:
    """Delete rows from `at` on."""
    span = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + count}
    request(world, account, spreadsheet_id, {"deleteDimension": {"range": span}})


def sort_by(
    world: World,
    account: str,
    spreadsheet_id: str,
    sheet_id: int,
    column: int,
    *,
    descending: bool = False,
) -> None:
    """Sort the whole tab by one column; frozen rows stay on top."""
    with reading(world, account, spreadsheet_id) as editing:
        grid = _tab(editing, sheet_id).properties.get("gridProperties", {})
    order = "DESCENDING" if descending else "ASCENDING"
    body = {
        "range": {"sheetId": sheet_id, "startRowIndex": grid.get("frozenRowCount", 0)},
        "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}],
    }
    request(world, account, spreadsheet_id, {"sortRange": body})


def set_note(
    world: World,
    account: str,
    spreadsheet_id: str,
    sheet_id: int,
    row: int,
    column: int,
    note: str,
) -> None:
    """Write or, with an empty text, remove the note of a cell."""
    body = {
        "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
        "rows": [{"values": [{"note": note}]}],
        "fields": "note",
    }
    request(world, account, spreadsheet_id, {"updateCells": body})


def _tab(editing: Editing, sheet_id: int) -> Sheet:
    sheet = editing.book.by_id(sheet_id)
    if sheet is None:
        raise not_found()
    return sheet


def _version(world: World, account: str, spreadsheet_id: str) -> int:
    with reading(world, account, spreadsheet_id) as editing:
        return editing.book.changes.version


# -- what a page reads ---------------------------------------------------------------------


def tabs(world: World, account: str, spreadsheet_id: str) -> Json:
    """Title, version, whether this person may edit, and the tabs' properties."""
    entry = native_entry(world, account, spreadsheet_id, SPREADSHEET)
    with reading(world, account, spreadsheet_id) as editing:
        return {
            "title": editing.book.properties["title"],
            "locale": editing.book.properties["locale"],
            "version": editing.book.changes.version,
            "may_edit": at_least(role_of(world, account, entry), "writer"),
            "tabs": [sheet_properties(editing.book, sheet) for sheet in editing.book.sheets],
        }


def cells(
    world: World, account: str, spreadsheet_id: str, sheet_id: int, top: int, bottom: int
) -> Json:
    """Rows [top, bottom) for drawing, Google's GridData, and what lies over them."""
    with reading(world, account, spreadsheet_id) as editing:
        sheet = _tab(editing, sheet_id)
        area = sheet.bounded(Area(top, max(top, bottom)))
        return {
            "version": editing.book.changes.version,
            "data": celldata.grid_data(editing, sheet, area, DEFAULT_FORMAT),
            "keys": [row.key for row in sheet.rows[area.top : area.bottom]],
            "merges": sheet.over["merges"],
            "filter": sheet.basic_filter,
            "filterViews": sheet.over["filterViews"],
            "hidden": sorted(hidden_rows(editing, sheet, sheet.basic_filter)),
            "protected": [
                {"range": item.get("range", {}), "open": editing.may(item)}
                for item in sheet.over["protectedRanges"]
            ],
        }


def choices(
    world: World, account: str, spreadsheet_id: str, sheet_id: int, row: int, column: int
) -> list[str]:
    """The words a cell's drop-down offers; empty when it has none."""
    with reading(world, account, spreadsheet_id) as editing:
        sheet = _tab(editing, sheet_id)
        rule = editing.book.rules[sheet.rows[row].cell(column).rule]
        return (
            Conditions(editing.book, editing.now).choices(rule["condition"], sheet) if rule else []
        )


def changes_since(world: World, account: str, spreadsheet_id: str, version: int) -> Json:
    """What a page must draw anew: `{"version", "everything"}` or row indexes by tab id.

    A tab whose value is None must be drawn anew as a whole.
    """
    with reading(world, account, spreadsheet_id) as editing:
        found = editing.book.changes.since(version)
        answer: Json = {
            "version": editing.book.changes.version,
            "everything": found is None,
            "tabs": {},
        }
        for sheet_id, keys in (found or {}).items():
            sheet = editing.book.by_id(sheet_id)
            if sheet is not None:
                places = [sheet.index_of(key) for key in keys] if keys is not None else None
                answer["tabs"][sheet_id] = (
                    sorted(p for p in places if p is not None) if places is not None else None
                )
        return answer
