"""The report in a terminal: headline figures and the steps, in plain lines.

In:    the values of `monthly.report` or `public.recap`.   Out: lines of text.
Rule:  what a page shows at the top; everything else is in the page, the workbook and the PDF.
Never: counts. Start at `lines`.
"""

from collections.abc import Mapping
from typing import Any

from integration.reports.shown import sections
from integration.reports.shown.wording import words


def lines(told: Mapping[str, Any]) -> list[str]:
    """The report's beginning, ready to be printed."""
    said = [sections.title(told), *sections.notes(told), ""]
    said += [f"{one.value:>10}  {one.label}" for one in sections.headline(told)]
    first = sections.sections(told)[0]
    table = [[name for name, _ in first.columns]]
    kinds = [what for _, what in first.columns]
    table += [
        [words(value, what) for value, what in zip(row, kinds, strict=True)] for row in first.rows
    ]
    wide = [max(len(row[at]) for row in table) for at in range(len(kinds))]
    said += ["", first.title]
    said += [
        "  ".join(cell.ljust(wide[at]) for at, cell in enumerate(row)).rstrip() for row in table
    ]
    return said
