"""What the spreadsheet tells staff outside the sheet: problems of its tabs, sorts put right.

In:    what a look found.   Out: facts in the service's memory, for pages; a mail to the desk.
Rule:  a problem stands until a look no longer finds it; one that stands for a while is told by
       mail, once, for a column that is cut and pasted is back in a moment. Reports are the latest.
Never: names a customer.
"""

import logging
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from integration import alarms
from integration.clock import WITA
from integration.ports import TabRead
from integration.register import remarks
from integration.register.headings import Headings
from integration.register.journal import LookedBack
from integration.register.reading import Sheet, digest
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
        _mail(service, f"register-problem:{known['since']}", alarms.REGISTER, found)
        service.remember(PROBLEMS, {**known, "mailed": True})


def _mail(service: Service, key: str, template: str, lines: Sequence[str]) -> None:
    """Write to the desk, once for a key."""
    now = service.clock.now()
    desk = service.office.on(now.astimezone(WITA).date()).service_desk.email
    alarms.queue(service, key, template, {"why": "\n".join(lines)}, (desk,), now)


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
    _report(service, remarks.TORN.format(count=len(rows), numbers=", ".join(sorted(rows))))
    log.warning("torn sort put right", extra={"rows": len(rows)})


def put_back(lost: Headings) -> dict[str, Any]:
    """What is to be told of headings once it is certain that they were written."""
    names = ", ".join(lost.cells.values())
    said = remarks.ROW_BACK if lost.inserted else remarks.HEADINGS_BACK.format(headers=names)
    return {"said": said, "over": {lost.cells[at]: text for at, text in lost.over.items()}}


def headings(
    service: Service, written: Mapping[str, Any], last: LookedBack, numbers: Container[str]
) -> None:
    """Tell of headings that were put back with the last write; what stood there goes by mail."""
    told = written.get("headings")
    if not told or not last.made:
        return
    over = dict(told["over"])
    for stray in last.strays:
        # typed there while the headings were written; rows of cases come back by themselves
        if stray.row == 0 and stray.number not in numbers:
            over |= stray.before
    over = {header: text for header, text in over.items() if text}
    _report(service, told["said"] + (remarks.TEXT_MAILED if over else ""))
    log.warning("headings put back", extra={"typed_over": len(over)})
    aside(service, over)


def aside(service: Service, texts: Mapping[str, str]) -> None:
    """Send the desk, by header, what stood in cells of no case that say something else now."""
    if texts:
        lines = [remarks.TEXT_SAID.format(header=one, text=text) for one, text in texts.items()]
        _mail(service, f"register-texts:{digest(tuple(lines))}", alarms.TEXTS, lines)


def _report(service: Service, text: str) -> None:
    line = {"at": service.clock.now().isoformat(), "text": text}
    reports = [*service.recall(REPORTS, []), line]
    service.remember(REPORTS, reports[-KEPT_REPORTS:])
