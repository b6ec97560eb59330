"""Spreadsheets as files: made, copied, renamed, deleted, exported, imported.

In:    what Drive, Forms and the seed ask for.   Out: content under the file's id.
Rule:  Drive keeps name and sharing, this keeps content; both change in one transaction.
Never: asks who may; whoever calls has. Start at `create_spreadsheet()`.
"""

import csv
import io
from typing import Any

from integration.emulator.drive.entries import fetch, new_entry, save
from integration.emulator.frame.natives import SPREADSHEET, NativeType
from integration.emulator.sheets import disk
from integration.emulator.sheets.batch.tabs import copy_of, new_sheet, zone_name
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere
from integration.emulator.sheets.locale.regions import known
from integration.emulator.sheets.shelf import book, books, drop, moment
from integration.emulator.world import World

Json = dict[str, Any]


def create_spreadsheet(
    world: World,
    title: str,
    owner: str,
    *,
    locale: str = "id_ID",
    time_zone: str = "Asia/Makassar",
    sheets: list[Json] | None = None,
    parent: str | None = None,
) -> str:
    """Make a spreadsheet with its Drive file; `sheets` are Google's SheetProperties. Its id."""
    entry = new_entry(world, name=title, mime=SPREADSHEET, by=owner, parent=parent)
    new_book(world, entry["id"], title, locale=locale, time_zone=time_zone, tabs=sheets or [])
    return str(entry["id"])


def new_book(
    world: World, book_id: str, title: str, *, locale: str, time_zone: str, tabs: list[Json]
) -> Book:
    """Content for a spreadsheet whose Drive file is there already.

    Raises:
        NotImplementedHere: the locale is not one the workspace can write.
        Refused: there is no such time zone, or a tab cannot be made.
    """
    if locale not in known():
        raise NotImplementedHere(f"the spreadsheet locale {locale}")
    properties = {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": zone_name(time_zone),
    }
    made = Book(book_id, properties)
    for tab in tabs or [{"title": "Sheet1"}]:
        new_sheet(made, tab)
    _keep(world, made)
    return made


def _keep(world: World, made: Book) -> None:
    disk.save(world.store.connection, made)
    books(world)[made.id] = made
    world.store.on_rollback(lambda: drop(world, made.id))


def rename_entry(world: World, book_id: str, title: str, by: str) -> None:
    """Let the Drive file carry the spreadsheet's new title."""
    entry = fetch(world, book_id)
    entry["name"] = title
    save(world, entry, by=by)


def _create(world: World, book_id: str, title: str, by: str) -> None:
    office = world.office
    new_book(world, book_id, title, locale=office["locale"], time_zone=office["time_zone"], tabs=[])


def _copy(world: World, source_id: str, new_id: str, title: str, by: str) -> None:
    source = book(world, source_id)
    made = Book(new_id, {**source.properties, "title": title})
    made.counter = source.counter
    for sheet in source.sheets:
        made.sheets.append(copy_of(source, sheet, made, sheet.title, sheet.id))
    made.named = [{**item, "range": dict(item["range"])} for item in source.named]
    made.metadata = [dict(item) for item in source.metadata]
    _keep(world, made)


def _delete(world: World, book_id: str) -> None:
    disk.delete(world.store.connection, book_id)
    drop(world, book_id)
    world.store.on_rollback(lambda: drop(world, book_id))


def _rename(world: World, book_id: str, title: str) -> None:
    found = book(world, book_id)
    found.properties["title"] = title
    found.meta_changed = True
    _keep(world, found)


def _csv(world: World, book_id: str, delimiter: str = ",") -> bytes:
    """The first tab as people see it."""
    editing = moment(world, book(world, book_id))
    editing.book.settle(editing.now)
    sheet = editing.book.sheets[0]
    rows = [editing.book.shown(row) for row in sheet.rows[: sheet.last_row()]]
    width = max(map(len, rows), default=0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().removesuffix("\r\n").encode()


def _tsv(world: World, book_id: str) -> bytes:
    return _csv(world, book_id, "\t")


def _import(world: World, book_id: str, data: bytes, mime: str) -> None:
    """Replace everything by one tab of delimited text, read as typed."""
    found = book(world, book_id)
    editing: Editing = moment(world, found)
    delimiter = "\t" if "tab-separated" in mime else ","
    text = data.decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    sheet = found.sheets[0]
    found.sheets = [sheet]
    found.meta_changed = True
    sheet.erase(sheet.bounded(Area()))
    sheet.grow_rows(max(0, len(rows) - len(sheet.rows)))
    sheet.grow_columns(max(0, max(map(len, rows), default=0) - len(sheet.columns)))
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            editing.put(sheet, at, column, value, typed=True)
    _keep(world, found)


def natives() -> NativeType:
    """What Drive calls for spreadsheets."""
    return NativeType(
        create=_create,
        copy=_copy,
        delete=_delete,
        rename=_rename,
        exports={"text/csv": _csv, "text/tab-separated-values": _tsv},
        imports={"text/csv": _import, "text/tab-separated-values": _import},
    )
