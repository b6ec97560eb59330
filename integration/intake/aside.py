"""Mail that becomes no complaint: recorded for staff to see, and told where a person must look.

In:    a message, why it was set aside.   Out: a line of the office's log; a mail to the desk.
Rule:  no mail disappears in silence: what machines wrote is listed, what we failed at is told.
Never: answers anybody outside. Start at `set_aside`.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from integration.ports import IncomingMail
from integration.service import Service
from integration.sop.effects import MAIL, Effect
from integration.store import office_log, outbox

AUTOMATIC, BOUNCE, LIST_ANSWER = "automatic", "bounce", "list_answer"
BROKEN, UNREADABLE = "broken", "unreadable"
TOLD = frozenset({BROKEN, UNREADABLE})
"""Reasons for which the service desk gets a mail."""
TEMPLATE = "letter_aside"
NOBODY = "(tidak diketahui)"
LONGEST = 300
"""Signs of a subject or a name that the log keeps."""


def set_aside(
    service: Service,
    key: str,
    why: str,
    at: datetime,
    mail: IncomingMail | None = None,
    kept: Mapping[str, Any] | None = None,
) -> None:
    """Record it once under `key`; `kept` names the bytes where they were kept."""
    data = {
        "why": why,
        "subject": mail.subject[:LONGEST] if mail else "",
        "name": mail.sender_name[:LONGEST] if mail else "",
        "file": dict(kept) if kept else {},
    }
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    told = Effect(
        key=f"mail:aside:{digest}",
        kind=MAIL,
        data={"template": TEMPLATE, "why": why, "at": at.isoformat()},
    )
    person = (mail.sender if mail else "") or NOBODY
    with service.database.write() as tx:
        office_log.write(tx, f"letter:{digest}", office_log.LETTER, person, at, data)
        if why in TOLD:
            outbox.queue_once(tx, [(None, told, "")], service.clock.now())
    service.woken.set()
