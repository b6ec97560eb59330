"""Brings the tab in step with the figures: cells and charts, only where they differ.

In:    the latest read of the desk, the figures as remembered.   Out: at most one write a look.
Rule:  the register goes first: this writes when there is plenty of Google's budget left, and at
       the latest after a minute; charts are looked at when the desk is opened, once an hour, and
       when the table changed its shape.
Never: stops the register: what Google refuses here is told, and tried again in an hour.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integration.budget import Budget
from integration.dashboard.charts import charts, differences
from integration.dashboard.figures import FIGURES
from integration.dashboard.table import COLUMNS, TITLE, Block, Cell, Table
from integration.ports import Desk, DeskWrite, GiveUp, NotFound, SignInRefused, TabRead
from integration.service import Service
from integration.tabs.keeper import ObservedDesk

log = logging.getLogger(__name__)

TAB, INSTEAD, KEY = "Dasbor", "Dasbor Tanggap", "tab:dashboard"
"""The tab's title; what it is called where the office has a tab of that title; its key."""
ACROSS = 20
"""Columns of a new tab: the table's, and room for the charts."""
HEADERS = (TITLE, *[""] * (ACROSS - 1))
WARNING = "Diisi oleh sistem dari laporan bulanan"
PROBLEM = "dashboard:problem"
EVERY = timedelta(hours=1)
LONGEST = timedelta(minutes=1)
"""The figures wait for a quiet moment no longer than this."""
LABELS, NARROW, GAP = 300, 105, 24
"""Pixels: together so wide that a laptop shows the charts beside the table."""
_FIELDS = (
    "userEnteredValue,userEnteredFormat(numberFormat,textFormat,backgroundColor,wrapStrategy,"
    "verticalAlignment)"
)
_HEAD = {"red": 0.918, "green": 0.953, "blue": 0.969}
_WHITE = {"red": 1.0, "green": 1.0, "blue": 1.0}


@dataclass
class Dashboard:
    """Looks after the tab. Used by one thread, the register's."""

    service: Service
    desk: Desk
    observed: ObservedDesk
    sheet_id: int
    budget: Budget
    _looked_at: datetime | None = None
    """When the charts were looked at."""
    _blocks: Mapping[str, Block] | None = None
    """The table's shape then."""
    _in_step: Table | None = None
    """What the tab showed when it was last in step."""
    _waiting_since: datetime | None = None
    _rests_until: datetime | None = None

    def look(self) -> None:
        """Write what differs. Raises ports.Failure as the desk does, but no refusal of its own."""
        now = self.service.clock.now()
        said, tab = self.service.recall(FIGURES), self.observed.latest.get(self.sheet_id)
        if said is None or tab is None:
            return
        if self._rests_until is not None and now < self._rests_until <= now + EVERY:
            return
        try:
            self._bring(Table.from_plain(said), tab, now)
        except (SignInRefused, NotFound):
            raise
        except GiveUp as failure:
            log.error("dashboard needs a person", extra={"why": str(failure)})
            self.service.remember(PROBLEM, str(failure))
            self._rests_until = now + EVERY

    def _bring(self, wanted: Table, tab: TabRead, now: datetime) -> None:
        differs = not _shows(tab, wanted)
        if differs and not self._may_write(now):
            return
        requests = list(_cells(tab, wanted)) if differs else []
        meddled = differs and wanted == self._in_step
        if meddled or self._blocks != wanted.blocks or self._charts_are_due(now):
            found = self.desk.charts()
            requests += differences(self.sheet_id, charts(self.sheet_id, wanted.blocks), found)
            self._blocks, self._looked_at = wanted.blocks, now
        if requests:
            self.desk.write(DeskWrite(sheet_id=self.sheet_id, structure=tuple(requests)))
            log.info("dashboard written", extra={"requests": len(requests)})
        self._in_step, self._waiting_since = wanted, None

    def _charts_are_due(self, now: datetime) -> bool:
        return self._looked_at is None or abs(now - self._looked_at) >= EVERY

    def _may_write(self, now: datetime) -> bool:
        if self._waiting_since is None or self._waiting_since > now:
            self._waiting_since = now
        return self.budget.plenty("write") or now - self._waiting_since >= LONGEST


def dress(sheet_id: int) -> Sequence[Mapping[str, Any]]:
    """How a new tab looks before it has figures."""
    everything = {"sheetId": sheet_id, "startColumnIndex": 0, "endColumnIndex": COLUMNS}
    protected = {"range": everything, "description": WARNING, "warningOnly": True}
    return [
        _width(sheet_id, 0, 1, LABELS),
        _width(sheet_id, 1, COLUMNS, NARROW),
        _width(sheet_id, COLUMNS, COLUMNS + 1, GAP),
        {"addProtectedRange": {"protectedRange": protected}},
    ]


def _width(sheet_id: int, first: int, end: int, pixels: int) -> dict[str, Any]:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first, "endIndex": end}
    return {
        "updateDimensionProperties": {
            "range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize",
        }
    }  # fmt: skip


def _shows(tab: TabRead, wanted: Table) -> bool:
    """Whether the tab shows the table, and nothing of an earlier, longer one below it."""
    for at, cells in enumerate(wanted.padded):
        shown = tab.rows[at] if at < len(tab.rows) else ()
        for column, cell in enumerate(cells):
            if not _says(shown[column] if column < len(shown) else "", cell):
                return False
    return True


def _says(shown: str, cell: Cell) -> bool:
    if cell is None or isinstance(cell, str):
        return shown == (cell or "")
    try:
        # the spreadsheet's locale writes 7.0 or 7,0
        return abs(float(shown.replace(",", ".")) - cell) < 0.05
    except ValueError:
        return False


def _cells(tab: TabRead, wanted: Table) -> Iterator[Mapping[str, Any]]:
    for dimension, more in (
        ("ROWS", wanted.height - tab.grid_rows),
        ("COLUMNS", ACROSS - tab.grid_columns),
    ):
        if more > 0:
            where = {"sheetId": tab.sheet_id, "dimension": dimension, "length": more}
            yield {"appendDimension": where}
    heads = {block.top: block.width for block in wanted.blocks.values()}
    first = min(heads)
    rows = [
        [_cell(cell, at, n < heads.get(at, 0), at < first) for n, cell in enumerate(row)]
        for at, row in enumerate(wanted.padded)
    ]
    yield {
        "updateCells": {
            "start": {"sheetId": tab.sheet_id, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": row} for row in rows],
            "fields": _FIELDS,
        }
    }


def _cell(cell: Cell, at: int, head: bool, above: bool) -> dict[str, Any]:
    text: dict[str, Any] = {"bold": head or at == 0}
    if at == 0:
        text["fontSize"] = 14
    look: dict[str, Any] = {
        "textFormat": text,
        "backgroundColor": _HEAD if head else _WHITE,
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "OVERFLOW_CELL" if above else "WRAP",
        "numberFormat": {"type": "TEXT"},
    }
    if cell is None:
        return {"userEnteredFormat": look}
    if isinstance(cell, str):
        return {"userEnteredValue": {"stringValue": cell}, "userEnteredFormat": look}
    pattern = "0.0" if isinstance(cell, float) else "0"
    look["numberFormat"] = {"type": "NUMBER", "pattern": pattern}
    return {"userEnteredValue": {"numberValue": cell}, "userEnteredFormat": look}
