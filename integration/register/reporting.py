"""What the register tells staff outside the sheet: problems of the tab, torn sorts put right.

In:    what a look found.   Out: facts in the service's memory, for pages.
Rule:  a problem stands until a look no longer finds it; reports are the latest few.
Never: names a customer.
"""

import logging
from collections.abc import Mapping

from integration.register import remarks
from integration.register.reading import Sheet
from integration.service import Service

log = logging.getLogger(__name__)

PROBLEMS, REPORTS = "register:problems", "register:reports"
KEPT_REPORTS = 20


def drift(sheet: Sheet) -> list[str]:
    """What is wrong with the header row."""
    if not sheet.usable:
        return [remarks.NO_NUMBER_COLUMN]
    return [
        *(remarks.HEADER_MISSING.format(header=header) for header in sheet.missing),
        *(remarks.HEADER_DOUBLED.format(header=header) for header in sheet.doubled),
    ]


def problems(service: Service, found: list[str]) -> None:
    """Keep what needs a person."""
    if found != service.recall(PROBLEMS, []):
        service.remember(PROBLEMS, found)
        log.warning("register headers or tab need a person", extra={"problems": len(found)})


def torn(service: Service, rows: Mapping[str, object]) -> None:
    """Tell of a torn sort that was put right."""
    if not rows:
        return
    text = remarks.TORN.format(count=len(rows), numbers=", ".join(sorted(rows)))
    line = {"at": service.clock.now().isoformat(), "text": text}
    reports = [*service.recall(REPORTS, []), line]
    service.remember(REPORTS, reports[-KEPT_REPORTS:])
    log.warning("torn sort put right", extra={"rows": len(rows)})
