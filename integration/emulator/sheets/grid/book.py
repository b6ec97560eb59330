"""A spreadsheet: its tabs, named ranges, formats, metadata and calculation.

In:    operations on tabs.   Out: the same tabs with every formula and range that looks at them.
Rule:  formats and validations are kept once in a table and named by number in the cells.
Never: writes to disk, checks permission. Start at `Book`.
"""

import json
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from integration.emulator.sheets.charts import sources
from integration.emulator.sheets.formulas import references
from integration.emulator.sheets.grid import overlays
from integration.emulator.sheets.grid.a1 import Area, from_grid_range
from integration.emulator.sheets.grid.calculation import Calculation
from integration.emulator.sheets.grid.changes import Changes
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.rows import Formula, Row
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS, Sheet, moved_place
from integration.emulator.sheets.locale.display import shown
from integration.emulator.sheets.locale.regions import Region, known, region

MOST_CELLS = 10_000_000


class Table:
    """JSON objects kept once and named by number; 0 stands for nothing.

    `saved` says how many of them are on disk.
    """

    def __init__(self, items: list[dict[str, Any]] | None = None) -> None:
        self.items: list[dict[str, Any]] = items or [{}]
        self.saved = 0
        self._numbers = {_canonical(item): n for n, item in enumerate(self.items)}

    def number(self, item: dict[str, Any]) -> int:
        """The number of an object, given one if it is new."""
        name = _canonical(item)
        if name not in self._numbers:
            self._numbers[name] = len(self.items)
            self.items.append(json.loads(name))
        return self._numbers[name]

    def __getitem__(self, number: int) -> dict[str, Any]:
        return self.items[number]

    def __len__(self) -> int:
        return len(self.items)


def _canonical(item: dict[str, Any]) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


class Book:
    """One spreadsheet in memory."""

    def __init__(self, book_id: str, properties: dict[str, Any], version: int = 0) -> None:
        self.id = book_id
        self.properties = properties
        self.sheets: list[Sheet] = []
        self.named: list[dict[str, Any]] = []
        self.metadata: list[dict[str, Any]] = []
        self.formats = Table()
        self.rules = Table()
        self.counter = 0
        self.meta_changed = True
        self.changes = Changes(version)
        self.calculation = Calculation(self)

    @property
    def region(self) -> Region:
        """How this spreadsheet's locale writes."""
        return region(self.properties["locale"])

    def set_locale(self, name: str) -> None:
        """Change the locale; what is shown changes with it."""
        if name not in known():
            raise NotImplementedHere(f"the spreadsheet locale {name}")
        self.properties["locale"] = name
        for sheet in self.sheets:
            for row in sheet.rows:
                row.shown = None
            sheet.changed()

    def fresh_id(self) -> int:
        """A new positive id for a tab, a filter view, a protected range ..., by order of asking."""
        while True:
            self.counter += 1
            self.meta_changed = True
            found = zlib.crc32(f"{self.id}:{self.counter}".encode()) & 0x7FFFFFFF
            if found and all(sheet.id != found for sheet in self.sheets):
                return found

    # -- tabs ------------------------------------------------------------------------------

    def by_id(self, sheet_id: int) -> Sheet | None:
        """The tab with that id."""
        return next((s for s in self.sheets if s.id == sheet_id), None)

    def by_title(self, title: str) -> Sheet | None:
        """The tab with that name; case does not matter, as in formulas and ranges."""
        exact = next((s for s in self.sheets if s.title == title), None)
        low = title.lower()
        return exact or next((s for s in self.sheets if s.title.lower() == low), None)

    def named_range(self, name: str) -> tuple[Sheet, Area] | None:
        """What a named range names."""
        for item in self.named:
            if item["name"].lower() == name.lower():
                sheet = self.by_id(item["range"].get("sheetId", 0))
                return (sheet, from_grid_range(item["range"])) if sheet else None
        return None

    def check_size(self, more: int) -> None:
        """Refuse to pass ten million cells."""
        if more + sum(len(s.rows) * len(s.columns) for s in self.sheets) > MOST_CELLS:
            raise Refused(
                "This action would increase the number of cells in the workbook above the limit "
                f"of {MOST_CELLS} cells."
            )

    def rename(self, sheet: Sheet, title: str) -> None:
        """Rename a tab; formulas that name it follow."""
        old = sheet.title
        sheet.properties["title"] = title
        sheet.changed()
        self._rewrite(lambda own, source: references.renamed(source, old, title))

    def remove(self, sheet: Sheet) -> None:
        """Take a tab out with the names and metadata that belong to it."""
        self.sheets.remove(sheet)
        self.named = [n for n in self.named if n["range"].get("sheetId", 0) != sheet.id]
        self.metadata = [m for m in self.metadata if m.get("sheetId") != sheet.id]
        sources.forget(self.sheets, sheet.id)
        self.meta_changed = True

    # -- shape -----------------------------------------------------------------------------

    def insert(
        self, sheet: Sheet, dimension: str, at: int, count: int, model: int | None = None
    ) -> None:
        """Insert rows or columns and shift what refers to them."""
        other = len(sheet.columns) if dimension == ROWS else len(sheet.rows)
        self.check_size(count * other)
        sheet.insert(dimension, at, count, model)
        for item in self._names_on(sheet):
            overlays.shift_insert(item["range"], dimension, at, count)

        def pushed(grid: dict[str, Any]) -> bool:
            overlays.shift_insert(grid, dimension, at, count)
            return True

        later = _after_insert(at, count)
        sources.follow(self.sheets, sheet.id, dimension, pushed, later, at)
        self._shift(sheet, dimension, lambda i, _: later(i))

    def delete(self, sheet: Sheet, dimension: str, at: int, count: int) -> None:
        """Delete rows or columns and shift what refers to them."""
        kind = "ROW" if dimension == ROWS else "COLUMN"
        items: Any = sheet.rows if dimension == ROWS else sheet.columns
        gone = {item.key for item in items[at : at + count]}
        left = [
            m
            for m in self.metadata
            if not (m["type"] == kind and m["sheetId"] == sheet.id and m["key"] in gone)
        ]
        self.meta_changed |= len(left) < len(self.metadata)
        self.metadata = left
        sheet.delete(dimension, at, count)
        lost = [
            item
            for item in self._names_on(sheet)
            if not overlays.shift_delete(item["range"], dimension, at, count)
        ]
        self.named = [item for item in self.named if item not in lost]

        def pulled(grid: dict[str, Any]) -> bool:
            return overlays.shift_delete(grid, dimension, at, count)

        later = _after_delete(at, count)
        last = (len(sheet.rows) if dimension == ROWS else len(sheet.columns)) - 1
        sources.follow(self.sheets, sheet.id, dimension, pulled, later, min(at, max(last, 0)))
        self._shift(sheet, dimension, lambda i, _: later(i))

    def move(self, sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
        """Move rows or columns and let what refers to them follow."""
        where = moved_place(start, end, to)
        sheet.move(dimension, start, end, to)
        names = ("startRowIndex", "endRowIndex")
        if dimension == COLUMNS:
            names = ("startColumnIndex", "endColumnIndex")
        for item in self._names_on(sheet):
            overlays.follow(item["range"], *names, where)

        def along(grid: dict[str, Any]) -> bool:
            return overlays.follow(grid, *names, where)

        sources.follow(self.sheets, sheet.id, dimension, along, where, to)
        self._shift(sheet, dimension, lambda i, _: where(i))

    def _names_on(self, sheet: Sheet) -> list[dict[str, Any]]:
        found = [item for item in self.named if item["range"].get("sheetId", 0) == sheet.id]
        self.meta_changed |= bool(found)
        return found

    def _shift(self, sheet: Sheet, dimension: str, shift: references.Shift) -> None:
        self._rewrite(
            lambda own, source: references.after_shape_change(
                source, own, sheet.title, dimension, shift
            )
        )

    def _rewrite(self, change: Callable[[str, str], str]) -> None:
        """Rewrite the formulas of every tab: `change(tab's title, formula)`."""
        for sheet in self.sheets:
            for row in list(sheet.formula_rows.values()):
                assert row.formulas is not None
                for column, formula in list(row.formulas.items()):
                    source = change(sheet.title, formula.source)
                    if source != formula.source:
                        row.formulas[column] = Formula(source)
                        sheet.touch(row)

    def sort_rows(self, sheet: Sheet, top: int, order: list[int]) -> None:
        """Put whole rows in a new order; metadata stays at its place, formulas are copied along."""
        keys = [row.key for row in sheet.rows[top : top + len(order)]]
        sheet.reorder_rows(top, order)
        now_at = {old: sheet.rows[top + at].key for at, old in enumerate(keys)}
        for item in self.metadata:
            if item["type"] == "ROW" and item["sheetId"] == sheet.id and item["key"] in now_at:
                item["key"] = now_at[item["key"]]
                self.meta_changed = True
        for at, old in enumerate(order):
            row = sheet.rows[top + at]
            if row.formulas and at != old:
                for column, formula in list(row.formulas.items()):
                    row.formulas[column] = Formula(references.copied(formula.source, at - old, 0))
                sheet.touch(row)

    # -- reading ---------------------------------------------------------------------------

    def unsaved(self) -> bool:
        """Whether anything differs from what is on disk."""
        return self.meta_changed or any(
            s.touched or s.gone or s.meta_changed or s.order_from is not None for s in self.sheets
        )

    def settle(self, now: datetime) -> None:
        """Work out formulas; `now` is the present moment in the spreadsheet's own zone."""
        self.calculation.run(now)

    def number_format(self, row: Row, column: int) -> dict[str, Any] | None:
        """The number format a cell is shown with: its own, or what its formula implies."""
        own = self.formats[row.styles.get(column, 0)].get("numberFormat") if row.styles else None
        if own or not row.formulas or column not in row.formulas:
            return own
        hint = row.formulas[column].hint
        if not hint:
            return None
        pattern = {"DATE": self.region.date, "DATE_TIME": self.region.date_time}
        return {"type": hint, "pattern": pattern.get(hint, "")}

    def shown(self, row: Row) -> list[str]:
        """The row as people see it, trimmed at the right."""
        if row.shown is None:
            where = self.region
            row.shown = [
                v if type(v) is str else shown(v, self.number_format(row, c), where)
                for c, v in enumerate(row.values)
            ]
        return row.shown


def _after_insert(at: int, count: int) -> Callable[[int], int]:
    """Old place -> new place."""
    return lambda i: i if i < at else i + count


def _after_delete(at: int, count: int) -> Callable[[int], int | None]:
    """Old place -> new place, None when it is gone."""
    return lambda i: i if i < at else None if i < at + count else i - count
