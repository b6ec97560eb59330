"""What a chart shows: labels and numbers, read from the cells.

In:    a chart and the spreadsheet it lies in.   Out: `Shown`: kind, labels, named series.
Rule:  hidden rows and columns are left out unless the chart says otherwise; what is no number is
       a gap; header cells name the series.
Never: draws. Start at `read()`.
"""

from dataclasses import dataclass, field
from typing import Any

from integration.emulator.sheets.batch.filters import hidden_rows
from integration.emulator.sheets.grid.a1 import Area, from_grid_range
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.sheet import Sheet

Json = dict[str, Any]
KEEPS_ROWS = ("SHOW_ALL", "SKIP_HIDDEN_COLUMNS")
KEEPS_COLUMNS = ("SHOW_ALL", "SKIP_HIDDEN_ROWS")


@dataclass(frozen=True)
class Series:
    """One row of numbers; None where a cell holds none."""

    name: str
    numbers: list[float | None]
    texts: list[str]
    """The numbers as the cells show them."""
    colour: str = ""
    labelled: bool = False


@dataclass(frozen=True)
class Shown:
    """A chart, ready to be drawn."""

    kind: str
    """BAR, COLUMN, LINE, ... or PIE."""
    title: str
    subtitle: str
    stacked: bool
    legend: bool
    hole: float
    axes: dict[str, str]
    """Titles by position."""
    labels: list[str]
    series: list[Series] = field(default_factory=list)


def read(editing: Editing, chart: Json) -> Shown:
    """The chart's labels and numbers; the book must be settled."""
    spec = chart["spec"]
    pie, basic = spec.get("pieChart"), spec.get("basicChart", {})
    reader = _Reader(editing, spec.get("hiddenDimensionStrategy", ""))
    if pie is not None:
        domains, given = [pie.get("domain", {})], [{"series": pie.get("series", {})}]
    else:
        domains = [one.get("domain", {}) for one in basic.get("domains", ())]
        given = list(basic.get("series", ()))
    lines = [reader.line(one.get("series", {})) for one in given]
    first = reader.line(domains[0]) if domains else []
    heads = _heads(basic.get("headerCount"), lines)
    return Shown(
        kind="PIE" if pie is not None else basic.get("chartType", "COLUMN"),
        title=spec.get("title", ""),
        subtitle=spec.get("subtitle", ""),
        stacked=basic.get("stackedType", "") in ("STACKED", "PERCENT_STACKED"),
        legend=_legend(pie or basic, len(lines)),
        hole=(pie or {}).get("pieHole", 0),
        axes={one["position"]: one.get("title", "") for one in basic.get("axis", ())},
        labels=[text for _, text in first[heads:]],
        series=[_series(one, line, heads) for one, line in zip(given, lines, strict=True)],
    )


def _heads(asked: int | None, lines: list[list[tuple[Any, str]]]) -> int:
    """How many cells are headers; guessed from the first one where nobody says."""
    if asked is not None:
        return asked
    return int(any(line and isinstance(line[0][0], str) and line[0][0] != "" for line in lines))


def _legend(given: Json, count: int) -> bool:
    return given.get("legendPosition", "RIGHT_LEGEND") != "NO_LEGEND" and (
        count > 1 or "pieHole" in given or "legendPosition" in given
    )


def _series(given: Json, line: list[tuple[Any, str]], heads: int) -> Series:
    rest = line[heads:]
    style = given.get("colorStyle", {}).get("rgbColor") or given.get("color")
    return Series(
        name=line[0][1] if heads and line else "",
        numbers=[None if isinstance(value, str | bool) else float(value) for value, _ in rest],
        texts=[text for _, text in rest],
        colour=_hex(style) if style else "",
        labelled=given.get("dataLabel", {}).get("type") == "DATA",
    )


def _hex(rgb: Json) -> str:
    return "#" + "".join(f"{round(255 * rgb.get(c, 0)):02x}" for c in ("red", "green", "blue"))


class _Reader:
    def __init__(self, editing: Editing, strategy: str) -> None:
        self.editing, self.book = editing, editing.book
        self.all_rows = strategy in KEEPS_ROWS
        self.all_columns = strategy in KEEPS_COLUMNS

    def line(self, data: Json) -> list[tuple[Any, str]]:
        """(value, as shown) of every cell that counts."""
        return [
            cell
            for source in data.get("sourceRange", {}).get("sources", ())
            if (sheet := self.book.by_id(source.get("sheetId", 0))) is not None
            for cell in self._cells(sheet, sheet.bounded(from_grid_range(source)))
        ]

    def _cells(self, sheet: Sheet, area: Area) -> list[tuple[Any, str]]:
        found = []
        filtered = set() if self.all_rows else hidden_rows(self.editing, sheet, sheet.basic_filter)
        for row, column in sheet.cells(area):
            if row in filtered or (sheet.rows[row].hidden and not self.all_rows):
                continue
            if sheet.columns[column].hidden and not self.all_columns:
                continue
            shown = self.book.shown(sheet.rows[row])
            text = shown[column] if column < len(shown) else ""
            found.append((sheet.value(row, column), text))
        return found
