"""Rows of a settings tab by their headers, and mistakes by their row.

In:    a tab as read.   Out: `Row`s; `Mistake`s with a sentence for staff.
Rule:  columns are found by header text, so they may be moved; empty rows are passed over.
Never: knows what the tab is about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CHECK = "Pemeriksaan"
"""Header of the column in which the service answers."""


class Mistake(ValueError):
    """What is wrong with a row, in a sentence for the person who typed it."""


@dataclass(frozen=True)
class Row:
    """One row: its place (from 0, the header included) and its cells by header."""

    place: int
    cells: dict[str, str]

    def __getitem__(self, header: str) -> str:
        return self.cells.get(header, "")

    def needed(self, header: str) -> str:
        """The cell's text. Raises Mistake when it is empty."""
        if not self[header]:
            raise Mistake(f"Kolom {header} belum diisi.")
        return self[header]

    def day(self, header: str) -> date:
        """The cell as a date, typed as 2026-11-22 or 22/11/2026. Raises Mistake."""
        typed = self.needed(header)
        local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
        try:
            if local:
                day, month, year = (int(part) for part in local.groups())
                return date(year, month, day)
            return date.fromisoformat(typed)
        except ValueError:
            raise Mistake(f"Tanggal '{typed}' pada kolom {header} tidak dapat dibaca.") from None


def rows_of(table: Sequence[Sequence[str]]) -> list[Row]:
    """The filled rows below the header row."""
    if not table:
        return []
    headers = [text.strip() for text in table[0]]
    found = []
    for place, line in enumerate(table[1:], start=1):
        cells = {
            header: text.strip()
            for header, text in zip(headers, line, strict=False)
            if header and header != CHECK
        }
        if any(cells.values()):
            found.append(Row(place, cells))
    return found


def table_of(headers: Sequence[str], rows: Sequence[dict[str, str]]) -> list[list[str]]:
    """Rows as cells in the order of the headers."""
    return [[row.get(header, "") for header in headers] for row in rows]
