"""Opens the desk: its three tabs are there, their first rows planted once.

In:    the spreadsheet, what is in force.   Out: the desk, the register's sheetId, the keeper.
Rule:  a tab that was removed is planted again with what is in force, never with old defaults.
Never: touches a tab that has rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from integration.tabs import calendar_tab, office_tab
from integration.tabs.keeper import FINE, OFFICE_IN_FORCE, InForce
from integration.tabs.rows import CHECK, table_of

OFFICE_TITLE, CALENDAR_TITLE = "Pengaturan", "Kalender"
OFFICE_KEY, CALENDAR_KEY = "tab:office", "tab:calendar"
Dress = Any
WRONG = {"red": 0.96, "green": 0.78, "blue": 0.76}


class TabMaker(Protocol):
    """Makes a tab with its headers when it is missing (sheets.tabs.Tabs)."""

    def ensure(
        self, key: str, title: str, headers: Sequence[str], dress: Dress | None = None
    ) -> int: ...


@dataclass(frozen=True)
class SettingsTabs:
    """The sheetIds of both settings tabs."""

    office: int
    calendar: int


def ensure_tabs(tabs: TabMaker, in_force: InForce) -> SettingsTabs:
    """Both tabs, planted when they are missing. Raises ports.Failure."""
    said = in_force.service.recall(OFFICE_IN_FORCE) or _with_lists(in_force)
    office = office_tab.office_rows(said)
    days = calendar_tab.calendar_rows(in_force.calendar)
    return SettingsTabs(
        office=tabs.ensure(
            OFFICE_KEY, OFFICE_TITLE, office_tab.HEADERS, _planting(office_tab.HEADERS, office)
        ),
        calendar=tabs.ensure(
            CALENDAR_KEY,
            CALENDAR_TITLE,
            calendar_tab.HEADERS,
            _planting(calendar_tab.HEADERS, days),
        ),
    )


def _with_lists(in_force: InForce) -> dict[str, Any]:
    office = in_force.service.office
    return {**in_force.base, "services": list(office.services), "kinds": list(office.kinds)}


def _planting(headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Dress:
    table = table_of(headers, [dict(row) for row in rows])

    def dress(sheet_id: int) -> list[dict[str, Any]]:
        everything = {"sheetId": sheet_id}
        return [
            {
                "updateCells": {
                    "start": {"sheetId": sheet_id, "rowIndex": 1, "columnIndex": 0},
                    "rows": [
                        {"values": [{"userEnteredValue": {"stringValue": cell}} for cell in row]}
                        for row in table
                    ],
                    "fields": "userEnteredValue",
                }
            },
            {
                # Plain text: a NIP would lose its last digits as a number, a date its form.
                "repeatCell": {
                    "range": everything,
                    "cell": {
                        "userEnteredFormat": {
                            "numberFormat": {"type": "TEXT"},
                            "wrapStrategy": "WRAP",
                            "verticalAlignment": "TOP",
                        }
                    },
                    "fields": "userEnteredFormat(numberFormat,wrapStrategy,verticalAlignment)",
                }
            },
            {
                "repeatCell": {
                    "range": {**everything, "startRowIndex": 0, "endRowIndex": 1},
                    "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}},
                    "fields": "userEnteredFormat.textFormat.bold",
                }
            },
            _colour_what_is_wrong(everything, headers),
            {
                "updateDimensionProperties": {
                    "range": {**everything, "dimension": "COLUMNS", "startIndex": 0},
                    "properties": {"pixelSize": 170},
                    "fields": "pixelSize",
                }
            },
        ]

    return dress


def _colour_what_is_wrong(everything: dict[str, Any], headers: Sequence[str]) -> dict[str, Any]:
    """A row that is not in force is red as a whole: its last column may lie off the screen."""
    check = f"${chr(ord('A') + headers.index(CHECK))}2"
    condition = {
        "type": "CUSTOM_FORMULA",
        "values": [{"userEnteredValue": f'=AND({check}<>"";{check}<>"{FINE}")'}],
    }
    rule = {
        "ranges": [{**everything, "startRowIndex": 1, "endColumnIndex": len(headers)}],
        "booleanRule": {"condition": condition, "format": {"backgroundColor": WRONG}},
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}
