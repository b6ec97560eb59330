"""What the spreadsheet tells staff outside the sheet: problems of its tabs, sorts put right.

In:    what a look found.   Out: facts in the service's memory, for pages; a mail to the desk.
Rule:  a problem stands until a look no longer finds it; one that stands for a while is told by
       mail, once, for a column that is cut and pasted is back in a moment. Reports are the latest.
Never: names a customer.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from integration import alarms
from integration.clock import WITA
from integration.ports import TabRead
from integration.register import remarks
from integration.register.reading import Sheet
from integration.service import Service
from integration.store import files

log = logging.getLogger(__name__)

PROBLEMS, MISTAKES, REPORTS = "register:problems", "tabs:mistakes", "register:reports"
KEPT_REPORTS = 20
STANDS = timedelta(minutes=10)
"""How long a problem may stand before somebody is written to."""
LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What staff should know of the spreadsheet."""

    wrong: tuple[str, ...]
    """What waits for a person."""
    mended: tuple[str, ...]
    """What was put right in the last day."""


def told(service: Service) -> Told:
    """Everything of now."""
    with service.database.read() as tx:
        found = wrong_now(tx)
    since = service.clock.now() - LATELY
    reports = service.recall(REPORTS, [])
    lately = [one["text"] for one in reports if datetime.fromisoformat(one["at"]) > since]
    return Told(tuple(found), tuple(lately))


def wrong_now(tx: Connection) -> list[str]:
    """What waits for a person, in one list."""
    found = list(files.recall(tx, PROBLEMS, {}).get("found", ()))
    for said in files.recall(tx, MISTAKES, {}).values():
        found += said
    return found


def drift(sheet: Sheet) -> list[str]:
    """What is wrong with the header row."""
    if not sheet.usable:
        return [remarks.NO_NUMBER_COLUMN]
    return [
        *(remarks.HEADER_MISSING.format(header=header) for header in sheet.missing),
        *(remarks.HEADER_DOUBLED.format(header=header) for header in sheet.doubled),
    ]


def problems(service: Service, found: list[str]) -> None:
    """Keep what needs a person, and write to the desk when it stands."""
    known: dict[str, Any] = service.recall(PROBLEMS, {})
    now = service.clock.now()
    if found != known.get("found", []):
        service.remember(PROBLEMS, {"found": found, "since": now.isoformat()})
        log.warning("register headers or tab need a person", extra={"problems": len(found)})
    elif found and not known.get("mailed") and now - _since(known) >= STANDS:
        desk = service.office.on(now.astimezone(WITA).date()).service_desk.email
        key, said = f"register-problem:{known['since']}", {"why": "\n".join(found)}
        alarms.queue(service, key, alarms.REGISTER, said, (desk,), now)
        service.remember(PROBLEMS, {**known, "mailed": True})


def _since(known: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(known["since"])


def mistakes(service: Service, tab: TabRead, found: Mapping[int, str]) -> None:
    """Keep what is wrong with a settings tab, by row; 0 is the tab as a whole."""
    said = [
        (remarks.SETTINGS_MISTAKE if row else remarks.SETTINGS_WHOLE).format(
            title=tab.title, row=row + 1, mistake=mistake
        )
        for row, mistake in sorted(found.items())
    ]
    known, key = service.recall(MISTAKES, {}), str(tab.sheet_id)
    if said != known.get(key, []):
        service.remember(MISTAKES, {**known, key: said})


def torn(service: Service, rows: Mapping[str, object]) -> None:
    """Tell of a torn sort that was put right."""
    if not rows:
        return
    text = remarks.TORN.format(count=len(rows), numbers=", ".join(sorted(rows)))
    line = {"at": service.clock.now().isoformat(), "text": text}
    reports = [*service.recall(REPORTS, []), line]
    service.remember(REPORTS, reports[-KEPT_REPORTS:])
    log.warning("torn sort put right", extra={"rows": len(rows)})
