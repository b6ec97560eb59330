"""A range as callers write it, found in a spreadsheet.

In:    A1 notation, a tab's name or a named range.   Out: the tab and the area.
Rule:  without a tab in front, cells are tried first, then a named range, then a tab of that name.
Never: looks beyond one spreadsheet.
"""

from integration.emulator.sheets.grid import a1
from integration.emulator.sheets.grid.a1 import Area
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.refusal import Refused
from integration.emulator.sheets.grid.sheet import Sheet


def find_range(book: Book, text: str) -> tuple[Sheet, Area]:
    """The tab and area a range means: A1 notation, a tab's name or a named range."""
    try:
        title, cells = a1.split(text)
    except ValueError:
        title, cells = None, None
    if title is not None:
        sheet = book.by_title(title)
        if sheet is not None:
            try:
                return sheet, a1.area(cells) if cells is not None else Area()
            except ValueError:
                # gspread asks for a named range with its own tab in front
                if (named := book.named_range(cells or "")) is not None:
                    return named
    elif cells is not None:
        try:
            return book.sheets[0], a1.area(cells)
        except ValueError:
            pass
        if (named := book.named_range(cells)) is not None:
            return named
        if (sheet := book.by_title(cells)) is not None:
            return sheet, Area()
    raise Refused(f"Unable to parse range: {text}")
