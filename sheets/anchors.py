"""Anchors: one named cell in each tab of interest, which tells the tab's title as it is now.

In:    a spreadsheet, sheetIds.   Out: titles by sheetId; the names to ask for beside the values.
Rule:  a named range belongs to a sheetId and stays with it through renames, copies of the tab and
       exchanged names; whoever reads values by title asks for the anchor in the same request and
       compares the titles that Google echoes.
Never: reads or writes a value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from integration.ports import GiveUp
from integration.workspace import Workspace

FIELDS = "namedRanges(namedRangeId,name,range(sheetId)),sheets(properties(sheetId,title))"
_ECHO = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]+))!([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def name_of(sheet_id: int) -> str:
    """The anchor of a tab."""
    return f"tanggap_{sheet_id}"


@dataclass(frozen=True)
class Echo:
    """What Google says a range was: the tab's title, and the last row and column from 1."""

    title: str
    rows: int
    columns: int

    @classmethod
    def read(cls, text: str) -> "Echo | None":
        """From `'Register 2026'!A1:T1000`; None where it is no range of cells."""
        found = _ECHO.fullmatch(text)
        if found is None:
            return None
        quoted, plain, *first = found.groups()
        column, row = first[2] or first[0], first[3] or first[1]
        title = plain if quoted is None else quoted.replace("''", "'")
        return cls(title, int(row), _number(column))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class Anchors:
    """The anchors of one spreadsheet."""

    def __init__(self, workspace: Workspace, spreadsheet_id: str) -> None:
        self._workspace = workspace
        self._id = spreadsheet_id

    def found(self, sheet_ids: Sequence[int], anew: bool) -> dict[int, str]:
        """Titles by sheetId, after every tab has its anchor; `anew` puts also those that are there.

        One read, and a write where an anchor is missing. Safe to repeat. Raises GiveUp when a tab
        was deleted.
        """
        sheets = self._workspace.sheets()
        answer = self._workspace.call(
            lambda: sheets.fetch_sheet_metadata(self._id, {"fields": FIELDS}), safe=True
        )
        tabs = (one["properties"] for one in answer.get("sheets", []))
        titles = {int(one.get("sheetId", 0)): str(one["title"]) for one in tabs}
        missing = [one for one in sheet_ids if one not in titles]
        if missing:
            raise GiveUp(f"the spreadsheet no longer has the tab with sheetId {missing[0]}")
        requests = list(_put(sheet_ids, answer.get("namedRanges", []), anew))
        if requests:
            # an anchor that was added twice is refused, and found the next time
            self._workspace.call(
                lambda: sheets.batch_update(self._id, {"requests": requests}), safe=True
            )
        return {one: titles[one] for one in sheet_ids}


def _put(
    sheet_ids: Sequence[int], there: Sequence[dict[str, Any]], anew: bool
) -> Iterator[dict[str, Any]]:
    known = {one["name"]: one for one in there}
    for sheet_id in sheet_ids:
        name = name_of(sheet_id)
        cell = {
            "sheetId": sheet_id,
            "startRowIndex": 0,
            "endRowIndex": 1,
            "startColumnIndex": 0,
            "endColumnIndex": 1,
        }
        old = known.get(name)
        if old is None:
            yield {"addNamedRange": {"namedRange": {"name": name, "range": cell}}}
        elif anew or old.get("range", {}).get("sheetId", 0) != sheet_id:
            named = {"namedRangeId": old["namedRangeId"], "name": name, "range": cell}
            yield {"updateNamedRange": {"namedRange": named, "fields": "range"}}
