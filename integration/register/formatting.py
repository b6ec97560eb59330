"""How the register looks: frozen header, plain text, drop-downs, warnings, colours.

In:    the tab's sheetId, the office's lists, where the columns stand.   Out: requests of
       spreadsheets.batchUpdate.
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
    STEP,
    TYPED_FACTS,
    Owner,
    letters,
)
from integration.sop.actors import ROLE_NAMES, Role
from integration.sop.choices import CHANNELS
from integration.sop.table import FINAL_STATUSES, STATIONS, STATUSES

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
HEADER_WARNING, WARNING = "Judul kolom dipakai oleh sistem", "Diisi oleh sistem"
VIEW = "Tanggap: "
"""How the titles of our filter views begin."""
_SORTABLE = "yyyy-mm-dd hh:mm"
_NOW, _TOMORROW = "NOW()", "NOW()+1"
_HEADER = {"red": 0.85, "green": 0.91, "blue": 0.96}
_SERVICE = {"red": 0.95, "green": 0.95, "blue": 0.95}
_LATE = {"red": 0.96, "green": 0.78, "blue": 0.76}
_NEAR = {"red": 1.0, "green": 0.93, "blue": 0.73}
_DONE = {"red": 0.45, "green": 0.45, "blue": 0.45}


Place = Sequence[int | None]
"""Where each of `COLUMNS` stands in the tab; None where it does not."""
IN_ORDER: Place = tuple(range(len(COLUMNS)))


def requests(sheet_id: int, lists: Mapping[str, Sequence[str]] | None = None) -> list[Request]:
    """Dress a new tab, whose columns stand in the order of `HEADERS`.

    `lists` are the office's choices (`groups`, `kinds`); a list that is not given has no
    drop-down of its own, kinds fall back to the seed list.
    """
    lists = lists or {}
    return [
        frozen(sheet_id),
        *_texts(sheet_id),
        *_widths(sheet_id),
        *(choice(sheet_id, at, values) for at, values in choices(lists).items()),
        *warnings(sheet_id, IN_ORDER),
        *colours(sheet_id, IN_ORDER),
        *views(sheet_id, IN_ORDER, lists.get("groups", ())),
    ]


def _range(sheet_id: int, first: int, last: int, row: int = 1) -> Request:
    """Columns `first` to `last` from `row` to the end, however far the sheet grows."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "startColumnIndex": first,
        "endColumnIndex": last + 1,
    }


def frozen(sheet_id: int) -> Request:
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
    for first, last in _runs(IN_ORDER, lambda at: COLUMNS[at].owner is Owner.SERVICE):
        yield _repeat(_range(sheet_id, first, last), {"backgroundColor": _SERVICE})
    # The long address of the case file would otherwise make every row four lines high.
    link = next(at for at, one in enumerate(COLUMNS) if one.header == "Berkas Kasus")
    yield _repeat(_range(sheet_id, link, link), {"wrapStrategy": "CLIP"})
    yield _heading(sheet_id, len(COLUMNS))


def _heading(sheet_id: int, columns: int) -> Request:
    top = {**_range(sheet_id, 0, columns - 1, row=0), "endRowIndex": 1}
    look = {"backgroundColor": _HEADER, "textFormat": {"bold": True}, "wrapStrategy": "WRAP"}
    return _repeat(top, look)


def new_top(sheet_id: int, columns: int) -> tuple[Request, ...]:
    """A row for the headings above all others, which looks as theirs did."""
    rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    top = {**_range(sheet_id, 0, columns - 1, row=0), "endRowIndex": 1}
    return (
        {"insertDimension": {"range": rows, "inheritFromBefore": False}},
        # it has come with the lists of the row below
        {"setDataValidation": {"range": top}},
        _heading(sheet_id, columns),
        frozen(sheet_id),
    )


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


def choices(lists: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    """What the drop-downs offer, by place in `COLUMNS`."""
    kinds = [*CLASS_NAMES.values(), *(lists.get("kinds") or KINDS)]
    offered = {
        CHANNEL: [label for _, label in CHANNELS],
        STATUS: list(STATUSES),
        KIND: list(dict.fromkeys(kinds)),
        GROUP: list(lists.get("groups", ())),
    }
    return {at: values for at, values in offered.items() if values}


def choice(sheet_id: int, column: int, offered: Sequence[str]) -> Request:
    """One drop-down; it advises and refuses nothing."""
    values = [{"userEnteredValue": each} for each in offered]
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "strict": False,
        "showCustomUi": True,
    }
    return {"setDataValidation": {"range": _range(sheet_id, column, column), "rule": rule}}


def plain_text(sheet_id: int, column: int) -> Request:
    """A column whose cells stay the text that is typed."""
    return _repeat(_range(sheet_id, column, column), {"numberFormat": {"type": "TEXT"}})


def warnings(sheet_id: int, place: Place) -> Iterator[Request]:
    """Google asks before these are edited; not where staff type a new complaint."""
    asked = _runs(
        place, lambda at: COLUMNS[at].owner is Owner.SERVICE and at not in TYPED_FACTS[1:]
    )
    ranges = [_range(sheet_id, first, last) for first, last in asked]
    # whoever gives a column of their own a heading is not asked
    headings = [
        {**_range(sheet_id, first, last, row=0), "endRowIndex": 1}
        for first, last in _runs(place, lambda _: True)
    ]
    asking = [(each, HEADER_WARNING) for each in headings] + [(each, WARNING) for each in ranges]
    for where, words in asking:
        protected = {"range": where, "description": words, "warningOnly": True}
        yield {"addProtectedRange": {"protectedRange": protected}}


def colours(sheet_id: int, place: Place) -> list[Request]:
    """Near and late limits, ended cases; none while one of the columns is missing."""
    due_at, status_at = place[DUE], place[STATUS]
    if due_at is None or status_at is None:
        return []
    due, status = letters(due_at), letters(status_at)
    standing = [at for at in place if at is not None]
    whole = _range(sheet_id, min(standing), max(standing))
    final = ";".join(f'${status}2="{word}"' for word in FINAL_STATUSES)
    limit = _range(sheet_id, due_at, due_at)
    rules = [
        (limit, _past(due, _NOW), {"backgroundColor": _LATE, "textFormat": {"bold": True}}),
        (limit, _past(due, _TOMORROW), {"backgroundColor": _NEAR}),
        (whole, f"=OR({final})", {"textFormat": {"foregroundColor": _DONE}}),
    ]
    made = []
    for index, (where, formula, look) in enumerate(rules):
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        rule = {"ranges": [where], "booleanRule": {"condition": condition, "format": look}}
        made.append({"addConditionalFormatRule": {"rule": rule, "index": index}})
    return made


def views(sheet_id: int, place: Place, groups: Sequence[str]) -> list[Request]:
    """A filter view for each actor: the rows whose step is theirs."""
    step_at, group_at = place[STEP], place[GROUP]
    if step_at is None or group_at is None:
        return []
    standing = [at for at in place if at is not None]
    whole = _range(sheet_id, min(standing), max(standing), row=0)

    def view(title: str, role: Role, *more: Request) -> Request:
        own = {role, Role.CUSTOMER} if role is Role.SERVICE_DESK else {role}
        numbers = sorted({each.no for each in STATIONS.values() if each.actor in own})
        cell = f"${letters(step_at)}2"
        tests = ";".join(f'LEFT({cell};{len(str(no)) + 1})="{no}."' for no in numbers)
        specs = [_only(step_at, "CUSTOM_FORMULA", f"=OR({tests})"), *more]
        return {"addFilterView": {"filter": {"title": title, "range": whole, "filterSpecs": specs}}}

    roles = (Role.SERVICE_DESK, Role.HEAD, Role.RECORDS_OFFICE)
    return [
        *(view(f"{VIEW}{ROLE_NAMES[role]}", role) for role in roles),
        *(
            view(f"{VIEW}Pokja {group}", Role.GROUP_HEAD, _only(group_at, "TEXT_EQ", group))
            for group in groups
        ),
    ]


def _only(column: int, kind: str, value: str) -> Request:
    condition = {"type": kind, "values": [{"userEnteredValue": value}]}
    return {"columnIndex": column, "filterCriteria": {"condition": condition}}


def _past(column: str, moment: str) -> str:
    """`Tenggat` is text that sorts like time; `;` works in every locale (6.3)."""
    return f'=AND(${column}2<>"";${column}2<TEXT({moment};"{_SORTABLE}"))'


def _runs(place: Place, belongs: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Neighbouring columns of the tab that belong, as first and last."""
    columns = {column: at for at, column in enumerate(place) if column is not None}
    found = []
    for yes, run in groupby(
        range(max(columns, default=-1) + 1),
        key=lambda column: column in columns and belongs(columns[column]),
    ):
        if yes:
            standing = list(run)
            found.append((standing[0], standing[-1]))
    return found


def is_ours(formula: str) -> bool:
    """Whether a conditional format is one of `colours`, wherever the columns stood then."""
    return _SORTABLE in formula or formula.endswith(f'2="{FINAL_STATUSES[-1]}")')
