"""When formulas are worked out, and in which order.

In:    a spreadsheet and the present moment.   Out: the results put into the rows.
Rule:  nothing is done while nothing changed; TODAY and NOW follow the clock that is handed in.
Never: knows functions. Those are in `formulas`. Start at `Calculation.run()`.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from integration.emulator.sheets.formulas.evaluate import Evaluator
from integration.emulator.sheets.formulas.syntax import BadFormula, parsed
from integration.emulator.sheets.grid.a1 import Area, area, split
from integration.emulator.sheets.grid.rows import CellError, Formula, Row
from integration.emulator.sheets.grid.sheet import Sheet

if TYPE_CHECKING:
    from integration.emulator.sheets.grid.book import Book

CIRCLE = CellError("#REF!")


class Calculation:
    """Works out the formulas of one spreadsheet and implements what an `Evaluator` asks."""

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.stale = True
        self.moment_read = self.day_read = False
        self.now = datetime.min
        self._own: Sheet | None = None
        self._done: set[tuple[int, int, int]] = set()
        self._busy: set[tuple[int, int, int]] = set()
        self._results: dict[int, set[int]] = {}

    def run(self, now: datetime) -> None:
        """Work everything out if something changed since the last time."""
        if not any(sheet.formula_rows for sheet in self.book.sheets):
            return
        now = now.replace(microsecond=0)
        unsaved = any(s.touched or s.gone or s.reshaped for s in self.book.sheets)
        later = self.moment_read and now != self.now
        next_day = self.day_read and now.date() != self.now.date()
        if not (self.stale or unsaved or later or next_day):
            return
        self.now, self.stale = now, False
        self.moment_read = self.day_read = False
        self._done, self._busy, self._results = set(), set(), {}
        for sheet in self.book.sheets:
            rows = sorted(sheet.formula_rows.values(), key=lambda r: sheet.index_of(r.key) or 0)
            for row in rows:
                for column in sorted(row.formulas or ()):
                    self._settle(sheet, row, column)
        if self._results and not unsaved:
            self.book.changes.add({s: frozenset(keys) for s, keys in self._results.items()})
        elif self._results:
            for sheet_id in self._results:
                found = self.book.by_id(sheet_id)
                if found is not None:
                    found.reshaped = True

    def _settle(self, sheet: Sheet, row: Row, column: int) -> None:
        at = (sheet.id, row.key, column)
        if at in self._done:
            return
        assert row.formulas is not None
        if at in self._busy:
            row.values[column] = CIRCLE
            return
        self._busy.add(at)
        formula = row.formulas[column]
        before, own = self._own, row.values[column]
        self._own = sheet
        result = self._result(formula, sheet, row, column)
        self._own = before
        self._busy.discard(at)
        self._done.add(at)
        if type(result) is not type(own) or result != own or row.shown is None:
            row.values[column] = result
            row.shown = None
            self._results.setdefault(sheet.id, set()).add(row.key)

    def _result(self, formula: Formula, sheet: Sheet, row: Row, column: int) -> Any:
        region = self.book.region
        try:
            if formula.tree is None:
                formula.tree = parsed(formula.source, region.decimal)
            place = sheet.index_of(row.key) or 0
            evaluator = Evaluator(self, region, self.now, place, column)
            result = evaluator.value(formula.tree)
            formula.hint = self._hint(formula.tree, sheet)
            return result
        except (BadFormula, RecursionError):
            return CellError("#ERROR!")

    def _hint(self, tree: Any, sheet: Sheet) -> str:
        """The kind of moment a formula gives, so that a result is shown as a day."""
        kind = tree[0]
        if kind == "call":
            self.day_read |= tree[1] == "TODAY"
            self.moment_read |= tree[1] == "NOW"
            inner = [self._hint(t, sheet) for t in tree[2]]
            if tree[1] in ("TODAY", "DATE"):
                return "DATE"
            if tree[1] == "NOW":
                return "DATE_TIME"
            if tree[1] in ("IF", "IFERROR"):
                return next((h for h in inner[-2:] if h), "")
            return next((h for h in inner if h), "") if tree[1] in ("MIN", "MAX") else ""
        if kind == "op":
            left, right = self._hint(tree[2], sheet), self._hint(tree[3], sheet)
            return left or right if tree[1] == "+" else left if tree[1] == "-" and not right else ""
        if kind == "ref":
            return self._hint_of_cell(tree[1], sheet)
        if kind == "negative":
            self._hint(tree[1], sheet)
        return ""

    def _hint_of_cell(self, text: str, sheet: Sheet) -> str:
        title, cells = split(text)
        target = sheet if title is None else self.book.by_title(title)
        where = area(cells or "A1")
        if target is None or where.top >= len(target.rows):
            return ""
        found = self.book.number_format(target.rows[where.top], where.left) or {}
        kind = str(found.get("type", ""))
        return kind if kind in ("DATE", "DATE_TIME", "TIME") else ""

    # -- what an evaluator asks ------------------------------------------------------------

    def find_tab(self, title: str | None) -> int | None:
        """The tab a reference means."""
        sheet = self._own if title is None else self.book.by_title(title)
        return sheet.id if sheet else None

    def size(self, sheet_id: int) -> tuple[int, int]:
        """Rows and columns of a tab."""
        sheet = self.book.by_id(sheet_id)
        assert sheet is not None
        return len(sheet.rows), len(sheet.columns)

    def named(self, name: str) -> tuple[int, Area] | None:
        """What a named range names."""
        found = self.book.named_range(name)
        return (found[0].id, found[1]) if found else None

    def grid(self, sheet_id: int, where: Area) -> list[list[Any]]:
        """Values of a bounded area, formulas in it worked out first."""
        sheet = self.book.by_id(sheet_id)
        assert sheet is not None and where.bottom is not None and where.right is not None
        rows = sheet.rows[where.top : where.bottom]
        while rows and not rows[-1].values:
            rows.pop()
        if sheet.formula_rows:
            for row in rows:
                for column in list(row.formulas or ()):
                    if where.left <= column < where.right:
                        self._settle(sheet, row, column)
        if where.left == 0:
            return [row.values[: where.right] for row in rows]
        return [row.values[where.left : where.right] for row in rows]

    def on(self, sheet: Sheet, now: datetime) -> "Calculation":
        """This calculation as a formula standing on that tab would use it."""
        self.run(now)
        self._own = sheet
        return self
