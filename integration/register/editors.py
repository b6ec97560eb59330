"""Who edited a cell: the person whom the spreadsheet's edit trigger named, else the spreadsheet.

In:    a case's number, a column, the hints at hand.   Out: `By` for the command.
Rule:  a hint is believed while it is fresh; Sheets itself never tells who typed, the edit
       trigger does (google-workspace.md 4.5).
Never: changes what an edit may do: the role is the service desk's in any case.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from integration.push.facts import EDIT_HINT
from integration.register.columns import HEADERS, NOTES, STATUS
from integration.sitting import Sitting
from integration.sop.actors import UNNAMED, By, Door, Role

STAFF = By(role=Role.SERVICE_DESK, door=Door.SHEET, person=UNNAMED)
FRESH = timedelta(minutes=5)
"""Looks are seconds apart; what is older told of an edit before this one."""


def hints(numbers: Iterable[str]) -> frozenset[str]:
    """Keys of the hints that are most often asked for."""
    columns = HEADERS[NOTES], HEADERS[STATUS]
    return frozenset(f"{EDIT_HINT}{number}:{header}" for number in numbers for header in columns)


def editor(acts: Sitting, number: str, header: str) -> By:
    """Who changed this cell just now, as far as is known."""
    hint = acts.recall(f"{EDIT_HINT}{number}:{header}")
    if not isinstance(hint, dict):
        return STAFF
    age = acts.service.clock.now() - datetime.fromisoformat(str(hint["at"]))
    return replace(STAFF, person=str(hint["editor"])) if abs(age) <= FRESH else STAFF
