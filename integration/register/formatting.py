"""How the register looks: frozen header, plain text, drop-downs, warnings, colours.

In:    the tab's sheetId, the office's lists.   Out: requests of spreadsheets.batchUpdate.
Rule:  every cell is plain text, so that what staff type is what is read (leading zeros, `=`,
       dates; google-workspace.md 6.3); choices only advise, the rules decide.
Never: touches a value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from integration.office import KINDS
from integration.register.columns import (
    CHANNEL,
    CLASS_NAMES,
    COLUMNS,
    DUE,
    GROUP,
    KIND,
    STATUS,
    TYPED_FACTS,
    Owner,
)
from integration.sop.table import CHANNELS, FINAL_STATUSES, STATUSES

Request = dict[str, Any]

WIDTHS = {
    "No. Register": 130,
    "Nama": 170,
    "Kontak": 190,
    "Uraian": 380,
    "Status": 190,
    "Langkah": 240,
}
"""Pixels; free text is wider, everything else is narrow."""
NARROW, WIDE = 140, 260
_NOW, _TOMORROW = "NOW()", "NOW()+1"
_HEADER = {"red": 0.85, "green": 0.91, "blue": 0.96}
_SERVICE = {"red": 0.95, "green": 0.95, "blue": 0.95}
_LATE = {"red": 0.96, "green": 0.78, "blue": 0.76}
_NEAR = {"red": 1.0, "green": 0.93, "blue": 0.73}
_DONE = {"red": 0.45, "green": 0.45, "blue": 0.45}


def requests(sheet_id: int, lists: Mapping[str, Sequence[str]] | None = None) -> list[Request]:
    """Dress a tab whose columns stand in the order of `HEADERS`.

    `lists` are the office's choices (`groups`, `kinds`); a list that is not given has no
    drop-down of its own, kinds fall back to the seed list.
    """
    lists = lists or {}
    return [
        _frozen(sheet_id),
        *_texts(sheet_id),
        *_widths(sheet_id),
        *_choices(sheet_id, lists),
        *_warnings(sheet_id),
        *_colours(sheet_id),
    ]


def _range(sheet_id: int, first: int, last: int, row: int = 1) -> Request:
    """Columns `first` to `last` from `row` to the end, however far the sheet grows."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "startColumnIndex": first,
        "endColumnIndex": last + 1,
    }


def _frozen(sheet_id: int) -> Request:
    grid = {"frozenRowCount": 1, "frozenColumnCount": 1}
    return {
        "updateSheetProperties": {
            "properties": {"sheetId": sheet_id, "gridProperties": grid, "index": 0},
            "fields": "gridProperties(frozenRowCount,frozenColumnCount),index",
        }
    }


def _texts(sheet_id: int) -> Iterator[Request]:
    cell = {
        "numberFormat": {"type": "TEXT"},
        "wrapStrategy": "WRAP",
        "verticalAlignment": "TOP",
    }
    yield _repeat(_range(sheet_id, 0, len(COLUMNS) - 1), cell)
    for first, last in _runs(lambda at: COLUMNS[at].owner is Owner.SERVICE):
        yield _repeat(_range(sheet_id, first, last), {"backgroundColor": _SERVICE})
    # The long address of the case file would otherwise make every row four lines high.
    link = next(at for at, one in enumerate(COLUMNS) if one.header == "Berkas Kasus")
    yield _repeat(_range(sheet_id, link, link), {"wrapStrategy": "CLIP"})
    header = {"backgroundColor": _HEADER, "textFormat": {"bold": True}, "wrapStrategy": "WRAP"}
    top = {**_range(sheet_id, 0, len(COLUMNS) - 1, row=0), "endRowIndex": 1}
    yield _repeat(top, header)


def _repeat(where: Request, cell: Request) -> Request:
    fields = ",".join(f"userEnteredFormat.{name}" for name in cell)
    return {"repeatCell": {"range": where, "cell": {"userEnteredFormat": cell}, "fields": fields}}


def _widths(sheet_id: int) -> Iterator[Request]:
    for at, column in enumerate(COLUMNS):
        free_text = column.owner in (Owner.STAFF, Owner.FREE) and at not in (KIND, GROUP)
        where = {
            "sheetId": sheet_id,
            "dimension": "COLUMNS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        width = WIDTHS.get(column.header, WIDE if free_text else NARROW)
        yield {
            "updateDimensionProperties": {
                "range": where,
                "properties": {"pixelSize": width},
                "fields": "pixelSize",
            }
        }


def _choices(sheet_id: int, lists: Mapping[str, Sequence[str]]) -> Iterator[Request]:
    kinds = [*CLASS_NAMES.values(), *(lists.get("kinds") or KINDS)]
    for at, choices in (
        (CHANNEL, [label for _, label in CHANNELS]),
        (STATUS, STATUSES),
        (KIND, list(dict.fromkeys(kinds))),
        (GROUP, lists.get("groups", ())),
    ):
        if choices:
            values = [{"userEnteredValue": each} for each in choices]
            rule = {
                "condition": {"type": "ONE_OF_LIST", "values": values},
                "strict": False,
                "showCustomUi": True,
            }
            where = _range(sheet_id, at, at)
            yield {"setDataValidation": {"range": where, "rule": rule}}


def _warnings(sheet_id: int) -> Iterator[Request]:
    """Google asks before these are edited; not where staff type a new complaint."""
    asked = _runs(lambda at: COLUMNS[at].owner is Owner.SERVICE and at not in TYPED_FACTS[1:])
    ranges = [_range(sheet_id, first, last) for first, last in asked]
    header = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 1}
    for where, words in [
        (header, "Judul kolom dipakai oleh sistem"),
        *((each, "Diisi oleh sistem") for each in ranges),
    ]:
        protected = {"range": where, "description": words, "warningOnly": True}
        yield {"addProtectedRange": {"protectedRange": protected}}


def _colours(sheet_id: int) -> Iterator[Request]:
    due, status = _letter(DUE), _letter(STATUS)
    whole = _range(sheet_id, 0, len(COLUMNS) - 1)
    final = ";".join(f'${status}2="{word}"' for word in FINAL_STATUSES)
    limit = _range(sheet_id, DUE, DUE)
    rules = [
        (limit, _past(due, _NOW), {"backgroundColor": _LATE, "textFormat": {"bold": True}}),
        (limit, _past(due, _TOMORROW), {"backgroundColor": _NEAR}),
        (whole, f"=OR({final})", {"textFormat": {"foregroundColor": _DONE}}),
    ]
    for index, (where, formula, look) in enumerate(rules):
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        rule = {"ranges": [where], "booleanRule": {"condition": condition, "format": look}}
        yield {"addConditionalFormatRule": {"rule": rule, "index": index}}


def _past(column: str, moment: str) -> str:
    """`Tenggat` is text that sorts like time; `;` works in every locale (6.3)."""
    return f'=AND(${column}2<>"";${column}2<TEXT({moment};"yyyy-mm-dd hh:mm"))'


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _runs(belongs: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Neighbouring columns that belong, as first and last."""
    found = []
    for yes, places in groupby(range(len(COLUMNS)), key=belongs):
        run = list(places)
        if yes:
            found.append((run[0], run[-1]))
    return found
