"""The tabs of a spreadsheet: which there are, and one more when it is missing.

In:    a spreadsheet, a key, a title, headers.   Out: sheet ids and titles.
Rule:  a new tab's sheetId is drawn from its key, so that adding it twice is refused by Google and
       found by us; what staff made of a tab that exists is left alone.
Never: deletes or renames a tab. Start at `Tabs.ensure()`.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from integration.ports import GiveUp, NotFound, TryLater
from integration.workspace import Workspace

FIELDS = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))"
FIRST_ROWS = (
    "sheets(properties(sheetId,title,hidden),protectedRanges(description,range),"
    "data(rowData(values(formattedValue))))"
)
ROWS = 1000
Dress = Callable[[int], Sequence[Mapping[str, Any]]]


def quoted(title: str) -> str:
    """A tab's title as a range that means the whole tab."""
    return "'" + title.replace("'", "''") + "'"


def id_of(key: str) -> int:
    """The sheetId that a tab of ours gets: from its key, within what Sheets takes."""
    return zlib.crc32(key.encode("utf-8")) & 0x7FFFFFFF


class Tabs:
    """The tabs of one spreadsheet."""

    def __init__(self, workspace: Workspace, spreadsheet_id: str) -> None:
        self._workspace = workspace
        self._id = spreadsheet_id
        self._known: dict[int, str] | None = None

    def titles(self) -> dict[int, str]:
        """Every tab's title by its sheetId. Safe to repeat."""
        return {int(one.get("sheetId", 0)): str(one["title"]) for one in self._properties()}

    def grids(self) -> dict[int, tuple[int, int]]:
        """Every tab's rows and columns by its sheetId. Safe to repeat."""
        return {
            int(one.get("sheetId", 0)): (
                int(one.get("gridProperties", {}).get("rowCount", 0)),
                int(one.get("gridProperties", {}).get("columnCount", 0)),
            )
            for one in self._properties()
        }

    def first_rows(self) -> dict[int, dict[str, Any]]:
        """Every tab, hidden ones too: Google's Sheet with its first row. Safe to repeat.

        Google: spreadsheets.get, twice; the fields of FIRST_ROWS.
        """
        sheets = self._workspace.sheets()
        ranges = [f"{quoted(title)}!1:1" for title in self.titles().values()]
        params: Any = {"ranges": ranges, "fields": FIRST_ROWS}
        try:
            answer = self._workspace.call(
                lambda: sheets.fetch_sheet_metadata(self._id, params), safe=True
            )
        except NotFound:
            raise
        except GiveUp:
            # a title that no longer leads to a tab is refused as unreadable
            raise TryLater("a tab was renamed between two reads") from None
        return {int(one["properties"].get("sheetId", 0)): dict(one) for one in answer["sheets"]}

    def ensure(
        self,
        key: str,
        title: str,
        headers: Sequence[str],
        dress: Dress | None = None,
        instead: str = "",
    ) -> int:
        """The tab of a key; made with its headers when it is missing. Safe to repeat.

        A tab that already bears the title is taken for it, unless `instead` names the title that a
        tab of ours gets then. Headers are written where the tab is empty: below an emptied row 1
        columns may stand in any order. `dress` gives further
        batchUpdate requests (formats, widths) for a tab that is made or gets its headers;
        everything happens in one request. Titles are read once for all tabs that one object
        makes sure of.
        """
        if self._known is None:
            self._known = self.titles()
        titles, own = self._known, id_of(key)
        known = {name: sheet_id for sheet_id, name in titles.items()}
        if own not in titles and title in known and instead:
            title, known = instead, {}
        sheet_id = own if own in titles else known.get(title, own)
        requests: list[Mapping[str, Any]] = []
        if sheet_id not in titles:
            requests.append(_add(sheet_id, title, len(headers)))
        elif self._has_rows(titles[sheet_id]):
            return sheet_id
        else:
            requests += self._wide_enough(sheet_id, len(headers))
        requests.append(_header_row(sheet_id, headers))
        requests += dress(sheet_id) if dress else ()
        sheets = self._workspace.sheets()
        try:
            self._workspace.call(
                lambda: sheets.batch_update(self._id, {"requests": requests}), safe=True
            )
        except GiveUp:
            # another start was quicker: with the same id the tab cannot be added twice
            if sheet_id in titles or sheet_id not in self.titles():
                raise
        self._known = {**titles, sheet_id: titles.get(sheet_id, title)}
        return sheet_id

    def _properties(self) -> list[dict[str, Any]]:
        sheets = self._workspace.sheets()
        answer = self._workspace.call(
            lambda: sheets.fetch_sheet_metadata(self._id, {"fields": FIELDS}), safe=True
        )
        return [dict(sheet["properties"]) for sheet in answer.get("sheets", [])]

    def _has_rows(self, title: str) -> bool:
        sheets = self._workspace.sheets()

        def filled(cells: str) -> bool:
            answer = self._workspace.call(lambda: sheets.values_get(self._id, cells), safe=True)
            return bool(answer.get("values"))

        # the whole tab may be long, and is hardly ever asked for
        return filled(f"{quoted(title)}!1:1") or filled(quoted(title))

    def _wide_enough(self, sheet_id: int, columns: int) -> list[dict[str, Any]]:
        more = columns - self.grids()[sheet_id][1]
        where = {"sheetId": sheet_id, "dimension": "COLUMNS", "length": more}
        return [{"appendDimension": where}] if more > 0 else []


def _add(sheet_id: int, title: str, columns: int) -> dict[str, Any]:
    grid = {"rowCount": ROWS, "columnCount": max(columns, 1), "frozenRowCount": 1}
    return {
        "addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}
    }


def _header_row(sheet_id: int, headers: Sequence[str]) -> dict[str, Any]:
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [{"userEnteredValue": {"stringValue": one}} for one in headers]}],
            "fields": "userEnteredValue",
        }
    }
