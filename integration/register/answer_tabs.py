"""Tabs of the Form's answers that lie in the register's spreadsheet, put out of sight.

In:    every tab of the spreadsheet with its first row.   Out: requests that hide and protect.
Rule:  a tab that has the questions for the complaint and for its confidentiality shows confidential
       complaints whole, whoever made it and whatever it is called. It is hidden and asks before it
       is edited; a person may show it again, for an hour.
Never: touches a row or a value, nor stops the register. Start at `AnswerTabs.look()`.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integration.ports import Clock, Desk, DeskWrite, GiveUp, NotFound, SignInRefused
from integration.register.columns import HEADERS

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
TELLING = frozenset({"Uraian Keluhan", "Kerahasiaan"})
"""Questions of the Form (design section 5) that together tell a confidential complaint."""
WARNING = "Jawaban Formulir; layanan membacanya dari Formulir sendiri, bukan dari tab ini"

Tabs = Mapping[int, Mapping[str, Any]]


@dataclass
class AnswerTabs:
    """Looks after them. Used by one thread, the register's."""

    desk: Desk
    clock: Clock
    sheet_id: int
    """The register's own tab."""
    _looked_at: datetime | None = None

    def look(self) -> None:
        """Hide what shows, when it is time. Raises ports.Failure, but no refusal of the hiding."""
        now = self.clock.now()
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return
        wanted = list(differences(self.desk.first_rows()))
        try:
            if wanted:
                self.desk.write(DeskWrite(sheet_id=self.sheet_id, structure=tuple(wanted)))
                log.info("answer tabs hidden", extra={"requests": len(wanted)})
        except (SignInRefused, NotFound):
            raise
        except GiveUp as failure:
            # somebody may have protected the tab against everybody else
            log.warning("answer tabs stay in sight", extra={"why": str(failure)})
        self._looked_at = now


def answer_tabs(tabs: Tabs) -> dict[int, str]:
    """The titles of those tabs, by sheetId; the register itself is none, whatever staff add."""
    return {
        sheet_id: str(tab["properties"].get("title", ""))
        for sheet_id, tab in tabs.items()
        if (row := set(_first_row(tab))) >= TELLING and HEADERS[0] not in row
    }


def in_sight(tabs: Tabs) -> list[str]:
    """The titles of those tabs that show."""
    return [title for sheet_id, title in answer_tabs(tabs).items() if not _hidden(tabs[sheet_id])]


def differences(tabs: Tabs) -> Iterator[Mapping[str, Any]]:
    """What has to be written so that none of them shows."""
    found = answer_tabs(tabs)
    # Google refuses to hide the last tab that shows
    others = any(not _hidden(tab) for sheet_id, tab in tabs.items() if sheet_id not in found)
    for sheet_id in found:
        if others and not _hidden(tabs[sheet_id]):
            properties = {"sheetId": sheet_id, "hidden": True}
            yield {"updateSheetProperties": {"properties": properties, "fields": "hidden"}}
        if not any(_is_whole(each) for each in tabs[sheet_id].get("protectedRanges", ())):
            protected = {
                "range": {"sheetId": sheet_id},
                "description": WARNING,
                "warningOnly": True,
            }
            yield {"addProtectedRange": {"protectedRange": protected}}


def _first_row(tab: Mapping[str, Any]) -> Sequence[str]:
    rows = [row for data in tab.get("data", ()) for row in data.get("rowData", ())]
    cells = rows[0].get("values", ()) if rows else ()
    return [str(cell.get("formattedValue", "")).strip() for cell in cells]


def _hidden(tab: Mapping[str, Any]) -> bool:
    return bool(tab["properties"].get("hidden"))


def _is_whole(protected: Mapping[str, Any]) -> bool:
    """Whether a protection holds for all of a tab, whoever set it."""
    return set(protected.get("range", {})) <= {"sheetId"}
