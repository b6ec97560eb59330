"""The spreadsheet as staff see it: one read for a look, one call for all that changes.

In:    a spreadsheet and the ids of the tabs of interest.   Out: `TabRead`s; cells written.
Rule:  tabs are known by sheetId, because people rename them; a range needs a title, so the titles
       are remembered, and every answer tells by the tabs' anchors whether they still hold.
Never: knows what a column means; never writes other than RAW text. Start at `GoogleDesk.read()`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from gspread.utils import rowcol_to_a1

from integration.ports import CellWrite, DeskWrite, GiveUp, NotFound, TabRead, TryLater
from integration.workspace import Workspace

from .anchors import Anchors, Echo, name_of
from .rows import Kept
from .tabs import Tabs, quoted

DRESS_ROWS = 20
"""Rows whose formats stand for those of the whole column."""
DRESS_FIELDS = (
    "sheets(properties(sheetId,gridProperties(frozenRowCount)),conditionalFormats,"
    "protectedRanges(protectedRangeId,description,range),basicFilter,"
    "filterViews(filterViewId,title,range,filterSpecs),"
    "data(rowData(values(dataValidation,userEnteredFormat(numberFormat)))))"
)
CHART_FIELDS = "sheets(charts(chartId,spec,position))"


class GoogleDesk:
    """`ports.Desk` at Google Sheets. Used by one thread at a time, the holder of the lease."""

    def __init__(
        self,
        workspace: Workspace,
        spreadsheet_id: str,
        sheet_ids: Sequence[int],
        journal: int | None = None,
    ) -> None:
        """`sheet_ids`: the tabs that `read()` shows; `journal`: the one of them for witnesses."""
        self._journal = journal
        self._workspace = workspace
        self._id = spreadsheet_id
        self._sheet_ids = tuple(sheet_ids)
        self._tabs = Tabs(workspace, spreadsheet_id)
        self._anchors = Anchors(workspace, spreadsheet_id)
        self._titles: dict[int, str] = {}
        self._grids: dict[int, tuple[int, int]] = {}
        self._rows = {one: Kept() for one in self._sheet_ids}

    def read(self) -> Mapping[int, TabRead]:
        """Every tab of interest by its sheetId, as text the way people see it. Safe to repeat.

        One request; two more after a tab was renamed, one or two more the first time. Raises GiveUp
        when a tab was deleted.
        """
        if self._titles:
            found = self._looked()
            if found is not None:
                return found
        self._titles = self._anchors.found(self._sheet_ids, anew=False)
        found = self._looked()
        if found is None:
            # an anchor whose cell was deleted has lost its place
            self._titles = self._anchors.found(self._sheet_ids, anew=True)
            found = self._looked()
        if found is None:
            raise GiveUp("the tabs of the spreadsheet cannot be read by their names")
        return found

    def notes(self, sheet_id: int, column: int) -> Mapping[int, str]:
        """The notes in one column of a tab that was read before, by row. Safe to repeat."""
        letters = rowcol_to_a1(1, column + 1)[:-1]
        fields = "sheets(properties(sheetId),data(rowData(values(note))))"
        tab = self._resource(sheet_id, f"{letters}:{letters}", fields)
        return {
            at: str(cell["note"])
            for at, row in enumerate(_rows(tab))
            for cell in row.get("values", [])
            if cell.get("note")
        }

    def dress(self, sheet_id: int) -> Mapping[str, Any]:
        """How a tab is dressed: Google's Sheet with the formats of its first rows. Safe to repeat.

        Google: spreadsheets.get, the fields of DRESS_FIELDS.
        """
        return self._resource(sheet_id, f"1:{DRESS_ROWS}", DRESS_FIELDS)

    def first_rows(self) -> Mapping[int, Mapping[str, Any]]:
        """Every tab there is, whoever made it, with its first row; see Tabs. Safe to repeat."""
        return self._tabs.first_rows()

    def charts(self) -> Mapping[int, Mapping[str, Any]]:
        """Every chart of the spreadsheet by its id, as Google tells of it. Safe to repeat.

        Google: spreadsheets.get, the fields of CHART_FIELDS.
        """
        sheets = self._workspace.sheets()
        answer = self._workspace.call(
            lambda: sheets.fetch_sheet_metadata(self._id, {"fields": CHART_FIELDS}), safe=True
        )
        return {
            int(chart["chartId"]): dict(chart)
            for tab in answer.get("sheets", [])
            for chart in tab.get("charts", [])
        }

    def _resource(self, sheet_id: int, cells: str, fields: str) -> Mapping[str, Any]:
        sheets = self._workspace.sheets()
        params: Any = {"ranges": [f"{quoted(self._titles[sheet_id])}!{cells}"], "fields": fields}
        answer = self._workspace.call(
            lambda: sheets.fetch_sheet_metadata(self._id, params), safe=True
        )
        (tab,) = answer["sheets"]
        if int(tab["properties"].get("sheetId", 0)) != sheet_id:
            raise TryLater("a tab was renamed between two reads")
        return dict(tab)

    def write(self, change: DeskWrite) -> None:
        """Write everything in one request, all or nothing.

        The grid grows first, `structure` follows, then the cells. Cells alone are safe to repeat;
        with growth or structure a doubtful outcome is Unclear: read again and compare.
        """
        growth = list(self._growth(change))
        aside = list(self._aside(change))
        requests = [*growth, *map(dict, change.structure), *aside, *_cells(change)]
        if not requests:
            return
        only_cells = not growth and not change.structure
        if not only_cells:
            # whatever comes of it, the grid must be looked at anew before it grows again
            self._grids.pop(change.sheet_id, None)
        sheets = self._workspace.sheets()
        self._workspace.call(
            lambda: sheets.batch_update(self._id, {"requests": requests}), safe=only_cells
        )

    def _looked(self) -> Mapping[int, TabRead] | None:
        """One read; None when the remembered titles no longer lead to the tabs."""
        sheets = self._workspace.sheets()
        ranges = [
            *(quoted(self._titles[one]) for one in self._sheet_ids),
            *(name_of(one) for one in self._sheet_ids),
        ]
        try:
            answer = self._workspace.call(
                lambda: sheets.values_batch_get(self._id, ranges), safe=True
            )
        except NotFound:
            raise
        except GiveUp:
            # a range with a title of yesterday is refused as unreadable; looking again by id will
            # either mend that or meet the true reason
            return None
        found = answer.get("valueRanges", [])
        count = len(self._sheet_ids)
        echoes = [Echo.read(str(one.get("range", ""))) for one in found]
        for sheet_id, tab, anchor in zip(self._sheet_ids, echoes, echoes[count:], strict=False):
            if tab is None or anchor is None or tab.title != anchor.title:
                return None
            self._grids[sheet_id] = (tab.rows, tab.columns)
        if len(echoes) != 2 * count:
            return None
        return {
            sheet_id: TabRead(
                sheet_id=sheet_id,
                title=self._titles[sheet_id],
                rows=self._rows[sheet_id].taken(one.get("values", [])),
                grid_rows=self._grids[sheet_id][0],
                grid_columns=self._grids[sheet_id][1],
            )
            for sheet_id, one in zip(self._sheet_ids, found, strict=False)
        }

    def _aside(self, change: DeskWrite) -> Iterator[dict[str, Any]]:
        """The rows of the witness, copied below its key into an emptied journal."""
        witness, journal = change.witness, self._journal
        if journal is None or not (witness or change.forget):
            return
        everywhere = {"sheetId": journal}
        yield {"updateCells": {"range": everywhere, "fields": "userEnteredValue"}}
        if witness is None:
            return
        rows, columns = self._grids.get(journal, (0, 0))
        for dimension, more in (
            ("ROWS", len(witness.rows) + 1 - rows),
            ("COLUMNS", witness.columns - columns),
        ):
            if more > 0:
                where = {"sheetId": journal, "dimension": dimension, "length": more}
                yield {"appendDimension": where}
                self._grids.pop(journal, None)
        key = {"values": [{"userEnteredValue": {"stringValue": witness.key}}]}
        start = {"sheetId": journal, "rowIndex": 0, "columnIndex": 0}
        yield {"updateCells": {"start": start, "rows": [key], "fields": "userEnteredValue"}}
        for _, run in groupby(enumerate(witness.rows), key=lambda each: each[1] - each[0]):
            block = list(run)
            where = {
                "source": _block(change.sheet_id, block[0][1], len(block), witness.columns),
                "destination": _block(journal, block[0][0] + 1, len(block), witness.columns),
            }
            # values and how they are shown, without the notes and lists of people's cells
            yield {"copyPaste": {**where, "pasteType": "PASTE_FORMAT"}}
            yield {"copyPaste": {**where, "pasteType": "PASTE_VALUES"}}

    def _growth(self, change: DeskWrite) -> Iterator[dict[str, Any]]:
        if not change.cells and not change.grid_rows:
            return
        if change.sheet_id not in self._grids:
            self._grids |= self._tabs.grids()
        if change.sheet_id not in self._grids:
            raise GiveUp(f"the spreadsheet no longer has the tab with sheetId {change.sheet_id}")
        rows, columns = self._grids[change.sheet_id]
        wanted = max([change.grid_rows, *(cell.row + 1 for cell in change.cells)])
        across = max([0, *(cell.column + 1 for cell in change.cells)])
        for dimension, more in (("ROWS", wanted - rows), ("COLUMNS", across - columns)):
            if more > 0:
                where = {"sheetId": change.sheet_id, "dimension": dimension, "length": more}
                yield {"appendDimension": where}


def _block(sheet_id: int, row: int, rows: int, columns: int) -> dict[str, int]:
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "endRowIndex": row + rows,
        "startColumnIndex": 0,
        "endColumnIndex": columns,
    }


def _rows(tab: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for data in tab.get("data", []) for row in data.get("rowData", [])]


def _cells(change: DeskWrite) -> Iterator[dict[str, Any]]:
    """One updateCells request for every run of neighbours that change the same things."""
    ordered = sorted(change.cells, key=lambda cell: (cell.row, cell.column))
    numbered = enumerate(ordered)

    def run(entry: tuple[int, CellWrite]) -> tuple[int, int, str]:
        at, cell = entry
        return cell.row, cell.column - at, _fields(cell)

    for (row, _, fields), entries in groupby(numbered, key=run):
        cells = [cell for _, cell in entries]
        if fields:
            yield {
                "updateCells": {
                    "start": {
                        "sheetId": change.sheet_id,
                        "rowIndex": row,
                        "columnIndex": cells[0].column,
                    },
                    "rows": [{"values": [_data(cell) for cell in cells]}],
                    "fields": fields,
                }
            }


def _fields(cell: CellWrite) -> str:
    names = {"userEnteredValue": cell.value, "note": cell.note}
    return ",".join(name for name, value in names.items() if value is not None)


def _data(cell: CellWrite) -> dict[str, Any]:
    """A cell; "" leaves out what the mask names, and that clears it."""
    data: dict[str, Any] = {}
    if cell.value:
        # stringValue stays the text it is: no formula, no number, no lost zero (6.1)
        data["userEnteredValue"] = {"stringValue": cell.value}
    if cell.note:
        data["note"] = cell.note
    return data
