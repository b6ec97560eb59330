"""Spreadsheets on disk: one record a row, one a tab, one a spreadsheet.

In:    a `Book` with what was touched noted in it.   Out: the same after any crash.
Rule:  only touched rows are written; the order of rows is kept in pieces of a thousand keys, so
       that one edit costs one record.
Never: commits; that is the request's transaction. Start at `save()` and `load()`.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from integration.emulator.sheets.grid.book import Book, Table
from integration.emulator.sheets.grid.rows import Formula, Row, Sparse
from integration.emulator.sheets.grid.sheet import Column, Sheet

DDL = """
CREATE TABLE IF NOT EXISTS sheets_books (id TEXT PRIMARY KEY, version INTEGER NOT NULL,
    body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets_tabs (book TEXT NOT NULL, tab INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (book, tab)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets_rows (book TEXT NOT NULL, tab INTEGER NOT NULL,
    row INTEGER NOT NULL, content TEXT NOT NULL, extra TEXT,
    PRIMARY KEY (book, tab, row)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets_order (book TEXT NOT NULL, tab INTEGER NOT NULL,
    piece INTEGER NOT NULL, keys TEXT NOT NULL, PRIMARY KEY (book, tab, piece)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets_tables (book TEXT NOT NULL, kind TEXT NOT NULL,
    number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (book, kind, number)) WITHOUT ROWID;
"""
PIECE = 1000
_TABLES = ("sheets_books", "sheets_tabs", "sheets_rows", "sheets_order", "sheets_tables")


def save(db: sqlite3.Connection, book: Book) -> None:
    """Write what was touched; raises the spreadsheet's version if there was anything."""
    touched: dict[int, frozenset[int] | None] = {}
    whole = book.meta_changed
    for sheet in book.sheets:
        if sheet.touched or sheet.gone or sheet.meta_changed or sheet.order_from is not None:
            touched[sheet.id] = None if sheet.reshaped else frozenset(sheet.touched)
            _save_sheet(db, book, sheet)
    if not (touched or whole):
        return
    _save_tables(db, book)
    if whole:
        _drop_lost_tabs(db, book)
    book.changes.add(touched, everything=whole)
    book.calculation.stale = True
    if whole:
        body = {
            "properties": book.properties,
            "order": [sheet.id for sheet in book.sheets],
            "named": book.named,
            "metadata": book.metadata,
            "counter": book.counter,
        }
        db.execute(
            "INSERT OR REPLACE INTO sheets_books VALUES (?, ?, ?)",
            (book.id, book.changes.version, json.dumps(body)),
        )
        book.meta_changed = False
    else:
        db.execute(
            "UPDATE sheets_books SET version = ? WHERE id = ?", (book.changes.version, book.id)
        )


def _drop_lost_tabs(db: sqlite3.Connection, book: Book) -> None:
    kept = {sheet.id for sheet in book.sheets}
    found = db.execute("SELECT tab FROM sheets_tabs WHERE book = ?", (book.id,)).fetchall()
    for (tab,) in found:
        if tab not in kept:
            for table in ("sheets_tabs", "sheets_rows", "sheets_order"):
                db.execute(f"DELETE FROM {table} WHERE book = ? AND tab = ?", (book.id, tab))


def _save_sheet(db: sqlite3.Connection, book: Book, sheet: Sheet) -> None:
    blank = [(book.id, sheet.id, key) for key in sheet.gone]
    filled = []
    for row in sheet.touched.values():
        if row.blank():
            blank.append((book.id, sheet.id, row.key))
        else:
            filled.append((book.id, sheet.id, row.key, *_row_texts(row)))
    db.executemany("DELETE FROM sheets_rows WHERE book = ? AND tab = ? AND row = ?", blank)
    db.executemany("INSERT OR REPLACE INTO sheets_rows VALUES (?, ?, ?, ?, ?)", filled)
    if sheet.order_from is not None:
        _save_order(db, book, sheet, sheet.order_from // PIECE)
    if sheet.meta_changed:
        body = {
            "properties": sheet.properties,
            "over": sheet.over,
            "basicFilter": sheet.basic_filter,
            "charts": sheet.charts,
            "next": sheet.next_key,
            "columns": [[c.key, c.width, c.hidden] for c in sheet.columns],
        }
        db.execute(
            "INSERT OR REPLACE INTO sheets_tabs VALUES (?, ?, ?)",
            (book.id, sheet.id, json.dumps(body)),
        )
    sheet.touched, sheet.gone = {}, set()
    sheet.order_from, sheet.meta_changed, sheet.reshaped = None, False, False


def _save_order(db: sqlite3.Connection, book: Book, sheet: Sheet, first: int) -> None:
    db.execute(
        "DELETE FROM sheets_order WHERE book = ? AND tab = ? AND piece >= ?",
        (book.id, sheet.id, first),
    )
    starts = range(first * PIECE, len(sheet.rows), PIECE)
    db.executemany(
        "INSERT INTO sheets_order VALUES (?, ?, ?, ?)",
        (
            (book.id, sheet.id, at // PIECE, _runs(row.key for row in sheet.rows[at : at + PIECE]))
            for at in starts
        ),
    )


def _runs(keys: Iterable[int]) -> str:
    """Keys as runs `[first, how many, ...]`: a sheet never sorted is one short record."""
    found: list[int] = []
    expected = None
    for key in keys:
        if key == expected:
            found[-1] += 1
        else:
            found += [key, 1]
        expected = key + 1
    return json.dumps(found)


def _row_texts(row: Row) -> tuple[str, str | None]:
    extra: dict[str, Any] = {}
    if row.formulas:
        extra["f"] = {c: f.source for c, f in row.formulas.items()}
    for name, sparse in (("n", row.notes), ("s", row.styles), ("r", row.rules)):
        if sparse:
            extra[name] = sparse
    if row.height:
        extra["h"] = row.height
    if row.hidden:
        extra["x"] = 1
    content = json.dumps(row.values, ensure_ascii=False, separators=(",", ":"))
    return content, json.dumps(extra, ensure_ascii=False) if extra else None


def _save_tables(db: sqlite3.Connection, book: Book) -> None:
    for kind, table in (("format", book.formats), ("rule", book.rules)):
        start = table.saved
        if start < len(table):
            db.executemany(
                "INSERT OR REPLACE INTO sheets_tables VALUES (?, ?, ?, ?)",
                (
                    (book.id, kind, number, json.dumps(table[number]))
                    for number in range(start, len(table))
                ),
            )
            table.saved = len(table)


def load(db: sqlite3.Connection, book_id: str) -> Book | None:
    """A spreadsheet as it was saved; None when there is none."""
    found = db.execute("SELECT version, body FROM sheets_books WHERE id = ?", (book_id,)).fetchone()
    if found is None:
        return None
    body = json.loads(found[1])
    book = Book(book_id, body["properties"], version=found[0])
    book.named, book.metadata = body["named"], body["metadata"]
    book.counter = body["counter"]
    tables: dict[str, list[dict[str, Any]]] = {"format": [], "rule": []}
    for kind, text in db.execute(
        "SELECT kind, body FROM sheets_tables WHERE book = ? ORDER BY kind, number", (book_id,)
    ):
        tables[kind].append(json.loads(text))
    book.formats, book.rules = Table(tables["format"]), Table(tables["rule"])
    book.formats.saved, book.rules.saved = len(tables["format"]), len(tables["rule"])
    book.sheets = [_load_sheet(db, book_id, tab) for tab in body["order"]]
    book.meta_changed = False
    return book


def _load_sheet(db: sqlite3.Connection, book_id: str, tab: int) -> Sheet:
    (text,) = db.execute(
        "SELECT body FROM sheets_tabs WHERE book = ? AND tab = ?", (book_id, tab)
    ).fetchone()
    body = json.loads(text)
    sheet = Sheet(tab, body["properties"]["title"], 0, 0)
    sheet.properties, sheet.over = body["properties"], sheet.over | body["over"]
    sheet.basic_filter, sheet.next_key = body["basicFilter"], body["next"]
    sheet.charts = body.get("charts", [])
    sheet.columns = [Column(*column) for column in body["columns"]]
    known = _load_rows(db, book_id, sheet)
    for (keys,) in db.execute(
        "SELECT keys FROM sheets_order WHERE book = ? AND tab = ? ORDER BY piece", (book_id, tab)
    ):
        runs = json.loads(keys)
        for first, count in zip(runs[::2], runs[1::2], strict=True):
            for key in range(first, first + count):
                sheet.rows.append(known.get(key) or Row(key))
    sheet.order_from, sheet.meta_changed, sheet.reshaped = None, False, False
    return sheet


def _load_rows(db: sqlite3.Connection, book_id: str, sheet: Sheet) -> dict[int, Row]:
    known: dict[int, Row] = {}
    shared: dict[str, Sparse] = {}
    for key, content, extra in db.execute(
        "SELECT row, content, extra FROM sheets_rows WHERE book = ? AND tab = ?",
        (book_id, sheet.id),
    ):
        row = known[key] = Row(key)
        row.values = json.loads(content)
        if extra is not None:
            _dress(row, json.loads(extra), shared)
            if row.formulas:
                sheet.formula_rows[key] = row
    return known


def _dress(row: Row, extra: dict[str, Any], shared: dict[str, Sparse]) -> None:
    """Rows with the same formats share one dict, as they did before they were saved."""

    def sparse(name: str) -> Sparse | None:
        if name not in extra:
            return None
        text = json.dumps(extra[name])
        if text not in shared:
            shared[text] = {int(c): item for c, item in extra[name].items()}
        return shared[text]

    if "f" in extra:
        row.formulas = {int(c): Formula(source) for c, source in extra["f"].items()}
    row.notes, row.styles, row.rules = sparse("n"), sparse("s"), sparse("r")
    row.height, row.hidden = extra.get("h"), bool(extra.get("x"))


def delete(db: sqlite3.Connection, book_id: str) -> None:
    """Forget a spreadsheet."""
    for table in _TABLES:
        name = "id" if table == "sheets_books" else "book"
        db.execute(f"DELETE FROM {table} WHERE {name} = ?", (book_id,))
