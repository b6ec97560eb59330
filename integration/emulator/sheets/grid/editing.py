"""One person at work in a spreadsheet: who, when, and what is closed to them.

In:    a book, an address, the owner, the moment.   Out: permission, or Google's refusal.
Rule:  a protected range is open to the owner and its editors; a warning protects nothing (6.1).
Never: knows who may open the file at all. That is Drive's. Start at `Editing.check()`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integration.emulator.sheets.formulas.not_done import NOT_DONE
from integration.emulator.sheets.formulas.syntax import tokens
from integration.emulator.sheets.grid.a1 import Area, from_grid_range
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.refusal import PROTECTED, NotImplementedHere, Refused
from integration.emulator.sheets.grid.rows import CellError
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.locale.entry import Meaning, tidy, understood

LONGEST = 50_000


@dataclass
class Editing:
    """`now` is the moment in the spreadsheet's own zone, without a zone attached."""

    book: Book
    account: str
    owner: str
    now: datetime

    # -- protection ------------------------------------------------------------------------

    def may(self, protected: dict[str, Any]) -> bool:
        """Whether this person may change what a protected range covers."""
        if protected.get("warningOnly") or self.account == self.owner:
            return True
        editors = protected.get("editors", {})
        if self.account in (user.lower() for user in editors.get("users", ())):
            return True
        same_domain = self.account.rpartition("@")[2] == self.owner.rpartition("@")[2]
        return bool(editors.get("domainUsersCanEdit")) and same_domain

    def closed(self, sheet: Sheet) -> Iterator[tuple[Area, list[Area]]]:
        """What is closed to this person on a tab: areas, and the openings inside them."""
        for protected in sheet.over["protectedRanges"]:
            if not self.may(protected):
                openings = [from_grid_range(r) for r in protected.get("unprotectedRanges", ())]
                yield self.area_of(protected), openings

    def area_of(self, item: dict[str, Any]) -> Area:
        """The area of a protected range, given directly or by a named range."""
        if item.get("namedRangeId"):
            for named in self.book.named:
                if named["namedRangeId"] == item["namedRangeId"]:
                    return from_grid_range(named["range"])
        return from_grid_range(item.get("range", {}))

    def check(self, sheet: Sheet, area: Area) -> None:
        """Refuse when any cell of the area is closed to this person."""
        for closed, openings in self.closed(sheet):
            if not closed.meets(area):
                continue
            part = sheet.bounded(_common(closed, area))
            if not openings or any(
                not any(o.holds(row, column) for o in openings) for row, column in sheet.cells(part)
            ):
                raise Refused(PROTECTED)

    def check_whole(self, sheet: Sheet) -> None:
        """Refuse when anything on the tab is closed to this person."""
        if any(True for _ in self.closed(sheet)):
            raise Refused(PROTECTED)

    # -- values ----------------------------------------------------------------------------

    def meaning(self, value: Any, sheet: Sheet, row: int, column: int, typed: bool) -> Meaning:
        """What a JSON value becomes in that cell; `typed` reads text as USER_ENTERED does."""
        if isinstance(value, float | int):
            return Meaning(tidy(value))
        if len(value) > LONGEST:
            raise Refused(
                f"Your input contains more than the maximum of {LONGEST} characters in a single "
                "cell."
            )
        if not typed or self.is_text(sheet, row, column):
            return Meaning(value)
        found = understood(value, self.book.region, self.now.year)
        if found.formula is not None:
            check_functions(found.formula)
        return found

    def is_text(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether the cell's format is plain text, which keeps whatever is typed."""
        own = sheet.rows[row]
        found = self.book.number_format(own, column) or {}
        return found.get("type") == "TEXT" or found.get("pattern") == "@"

    def put(self, sheet: Sheet, row: int, column: int, value: Any, *, typed: bool) -> None:
        """Write one value; a day or money brings its format where the cell has none."""
        found = self.meaning(value, sheet, row, column, typed)
        sheet.put_value(row, column, found.value, found.formula)
        if found.number_format:
            target = sheet.rows[row]
            style = dict(self.book.formats[target.styles.get(column, 0) if target.styles else 0])
            if "numberFormat" not in style:
                style["numberFormat"] = found.number_format
                target.put_style(column, self.book.formats.number(style))

    def extended(self, value: dict[str, Any], sheet: Sheet, row: int, column: int) -> None:
        """Write Google's ExtendedValue."""
        if "formulaValue" in value:
            formula = value["formulaValue"]
            if not formula.startswith("="):
                raise Refused(f"Invalid formula: {formula}. A formula must start with '='.")
            check_functions(formula)
            sheet.put_value(row, column, "", formula)
        elif "errorValue" in value:
            raise Refused("errorValue is read-only and cannot be written.")
        else:
            plain = next(iter(value.values()), "")
            found = self.meaning(plain, sheet, row, column, typed=False)
            sheet.put_value(row, column, found.value)


def check_functions(formula: str) -> None:
    """Refuse a formula that Google would work out and the local workspace would not."""
    pieces = tokens(formula)
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        name = piece.text.upper()
        if piece.kind == "name" and after and after.text == "(" and name in NOT_DONE:
            raise NotImplementedHere(f"the formula function {name}")
    if any(piece.text in "{}" for piece in pieces if piece.kind == "op"):
        raise NotImplementedHere("array literals in formulas")


def error_type(error: CellError) -> str:
    """Google's ErrorValue.type for a shown error."""
    return {
        "#REF!": "REF", "#N/A": "N_A", "#NAME?": "NAME", "#DIV/0!": "DIVIDE_BY_ZERO",
        "#VALUE!": "VALUE", "#NUM!": "NUM", "#NULL!": "NULL_VALUE",
    }.get(str(error), "ERROR")  # fmt: skip


def _common(one: Area, other: Area) -> Area:
    def end(a: int | None, b: int | None) -> int | None:
        return b if a is None else a if b is None else min(a, b)

    return Area(
        max(one.top, other.top),
        end(one.bottom, other.bottom),
        max(one.left, other.left),
        end(one.right, other.right),
    )
