"""One row of a sheet, and one cell as it travels.

In:    values, formulas, notes, formats and validation by column.   Out: the same, as whole cells.
Rule:  values are one trimmed list, so that a row is read without a look at its cells; all else is
       sparse. A row keeps its key wherever it is moved.
Never: knows its position. Start at `Row`.
"""

from typing import Any, NamedTuple

Sparse = dict[int, Any]


class CellError(str):
    """An error a formula ended in; it reads as its text, `#REF!`."""

    __slots__ = ()


class Formula:
    """A formula's text, and what the last calculation said about showing its result."""

    __slots__ = ("hint", "source", "tree")

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree: Any = None
        self.hint: str = ""


class Cell(NamedTuple):
    """Everything a cell carries through copy, cut and sort.

    `style` and `rule` are numbers in the spreadsheet's tables of formats and validations; 0: none.
    """

    value: Any = ""
    formula: str | None = None
    note: str | None = None
    style: int = 0
    rule: int = 0


EMPTY = Cell()


class Row:
    """The content of one row."""

    __slots__ = (
        "formulas",
        "height",
        "hidden",
        "key",
        "notes",
        "rules",
        "shown",
        "styles",
        "values",
    )

    def __init__(self, key: int) -> None:
        self.key = key
        self.values: list[Any] = []
        self.shown: list[str] | None = None
        self.formulas: dict[int, Formula] | None = None
        self.notes: Sparse | None = None
        self.styles: Sparse | None = None
        self.rules: Sparse | None = None
        self.height: int | None = None
        self.hidden = False

    def blank(self) -> bool:
        """Whether there is nothing at all worth keeping."""
        return not (
            self.values or self.notes or self.styles or self.rules or self.height or self.hidden
        )

    def value(self, column: int) -> Any:
        """The value, `""` where there is none."""
        return self.values[column] if column < len(self.values) else ""

    def formula(self, column: int) -> str | None:
        """The formula's text, or None."""
        found = self.formulas.get(column) if self.formulas else None
        return found.source if found else None

    def put_value(self, column: int, value: Any, formula: str | None = None) -> None:
        """Replace value and formula of one cell; notes and formats stay."""
        self.shown = None
        if self.formulas:
            self.formulas.pop(column, None)
        values = self.values
        if column >= len(values):
            if value == "" and value is not False and formula is None:
                return
            values.extend([""] * (column + 1 - len(values)))
        values[column] = value
        if formula is not None:
            if self.formulas is None:
                self.formulas = {}
            self.formulas[column] = Formula(formula)
        else:
            self.trim()

    def clear_values(self, left: int, right: int) -> bool:
        """Empty the values and formulas from `left` up to `right`; whether there were any."""
        right = min(right, len(self.values))
        if left >= right:
            return False
        self.shown = None
        self.values[left:right] = [""] * (right - left)
        if self.formulas:
            self.formulas = {c: x for c, x in self.formulas.items() if not left <= c < right}
        self.trim()
        return True

    def trim(self) -> None:
        """Drop empty cells from the end of the values; a formula's empty result is kept."""
        values = self.values
        least = max(self.formulas) + 1 if self.formulas else 0
        while len(values) > least and values[-1] == "":
            values.pop()

    def cell(self, column: int) -> Cell:
        """The whole cell."""
        return Cell(
            self.value(column),
            self.formula(column),
            self.notes.get(column) if self.notes else None,
            self.styles.get(column, 0) if self.styles else 0,
            self.rules.get(column, 0) if self.rules else 0,
        )

    def put(self, column: int, cell: Cell) -> None:
        """Replace the whole cell."""
        self.put_value(column, cell.value, cell.formula)
        self.put_note(column, cell.note)
        self.put_style(column, cell.style)
        self.put_rule(column, cell.rule)

    def put_note(self, column: int, note: str | None) -> None:
        """Write or remove the note."""
        self.notes = _with(self.notes, column, note or None)

    def put_style(self, column: int, style: int) -> None:
        """Set the format by its number; 0 removes it."""
        if style == (self.styles.get(column, 0) if self.styles else 0):
            return
        self.shown = None
        self.styles = _with(self.styles, column, style or None)

    def put_rule(self, column: int, rule: int) -> None:
        """Set the validation by its number; 0 removes it."""
        self.rules = _with(self.rules, column, rule or None)

    def used(self) -> int:
        """One past the last column that holds anything."""
        found = len(self.values)
        for sparse in (self.notes, self.styles, self.rules):
            if sparse:
                found = max(found, max(sparse) + 1)
        return found

    def insert_columns(self, at: int, count: int) -> bool:
        """Make room for columns; True when anything moved."""
        if self.used() <= at:
            return False
        if len(self.values) > at:
            self.values[at:at] = [""] * count
        self._move(lambda c: c if c < at else c + count)
        return True

    def delete_columns(self, at: int, count: int) -> bool:
        """Take columns out; True when anything changed."""
        if self.used() <= at:
            return False
        del self.values[at : at + count]
        self._move(lambda c: c if c < at else None if c < at + count else c - count)
        self.trim()
        return True

    def _move(self, where: Any) -> None:
        self.shown = None
        self.formulas = _moved(self.formulas, where)
        self.notes = _moved(self.notes, where)
        self.styles = _moved(self.styles, where)
        self.rules = _moved(self.rules, where)

    def dress_as(self, other: "Row") -> None:
        """Take the formats and validations of another row, as inserted rows do."""
        self.styles, self.rules, self.shown = other.styles, other.rules, None


def _with(sparse: Sparse | None, column: int, item: Any) -> Sparse | None:
    """A copy with one entry set or removed: rows share these dicts, so none is changed in place."""
    if item is None:
        if not sparse or column not in sparse:
            return sparse
        left = {c: x for c, x in sparse.items() if c != column}
        return left or None
    return {**(sparse or {}), column: item}


def _moved(sparse: Sparse | None, where: Any) -> Sparse | None:
    if not sparse:
        return sparse
    found = {place: x for c, x in sparse.items() if (place := where(c)) is not None}
    return found or None
