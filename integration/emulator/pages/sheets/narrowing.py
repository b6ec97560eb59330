"""Which rows of a tab a person looks at: a word, a filter view, values of columns.

In:    what was chosen.   Out: the rows that are left out; a column's values to choose from.
Rule:  it is that person's own look, as a filter view in Sheets; nobody else's sheet changes.
Never: hides the header. Start at `left_out()`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...sheets.batch.filters import hidden_rows
from ...sheets.grid.editing import Editing
from ...sheets.grid.sheet import Sheet

MOST_VALUES = 500


@dataclass(frozen=True)
class Narrowed:
    """What someone chose to see; `kept` holds the values that stay, by column."""

    word: str = ""
    view: int = 0
    kept: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Narrowed:
        """As the page's script says it. ValueError, TypeError for anything else."""
        kept = asked.get("kept") or {}
        if not isinstance(kept, Mapping) or any(isinstance(v, str) for v in kept.values()):
            raise ValueError("values by column")
        return cls(
            str(asked.get("word", "")).strip().lower(),
            int(asked.get("view") or 0),
            {int(column): frozenset(map(str, values)) for column, values in kept.items()},
        )


def first_row(sheet: Sheet) -> int:
    """The first row below the header."""
    return int(max(sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0), 1))


def left_out(editing: Editing, sheet: Sheet, wanted: Narrowed) -> set[int]:
    """Rows that do not show."""
    view = next((v for v in sheet.over["filterViews"] if v["filterViewId"] == wanted.view), None)
    found = hidden_rows(editing, sheet, view)
    if view:
        # a view is about filled rows; the empty ones below stay in Sheets and would only mislead
        found |= set(range(sheet.last_row(), len(sheet.rows)))
    if wanted.word or wanted.kept:
        below = range(first_row(sheet), len(sheet.rows))
        found |= {at for at in below if not _fits(editing.book.shown(sheet.rows[at]), wanted)}
    return found


def _fits(texts: Sequence[str], wanted: Narrowed) -> bool:
    word = not wanted.word or any(wanted.word in text.lower() for text in texts)
    return word and all(_text(texts, column) in kept for column, kept in wanted.kept.items())


def values(editing: Editing, sheet: Sheet, column: int) -> list[tuple[str, int]]:
    """The values of a column, sorted, and how often each is there; blanks of empty rows are not."""
    found = Counter(
        _text(editing.book.shown(row), column)
        for row in sheet.rows[first_row(sheet) : sheet.last_row()]
        if row.values
    )
    return sorted(found.items(), key=lambda item: (item[0] == "", item[0].lower()))[:MOST_VALUES]


def _text(texts: Sequence[str], column: int) -> str:
    return texts[column] if column < len(texts) else ""
