"""What a report is made of, whoever sets it: headline figures and tables with typed columns.

In:    plain values.   Out: `Figure`, `Section`.
Rule:  a cell keeps its value; wording.py turns it into words, a workbook stores it as it is.
Never: counts or sets type.
"""

from dataclasses import dataclass, field
from typing import Any

from integration.reports.shown.wording import Is, words


@dataclass(frozen=True)
class Figure:
    """One headline figure: its number, what it is, whether it asks for attention."""

    number: Any
    what: Is
    label: str
    alarming: bool = False

    @property
    def value(self) -> str:
        """The number in words."""
        return words(self.number, self.what)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of the report."""

    key: str
    """Also the name of its sheet."""
    title: str
    columns: tuple[tuple[str, Is], ...]
    rows: tuple[tuple[Any, ...], ...] = ()
    note: str = ""
    nothing: str = "Tidak ada."
    chart: str = ""
    """SVG, or empty."""
    chart_words: str = ""
    """The chart for those who cannot see it."""
    detail: bool = False
    """Long and for looking things up: folded away on a page, left out on paper."""
    alarming: frozenset[int] = field(default=frozenset())
    """Numbers of the rows that ask for attention."""
