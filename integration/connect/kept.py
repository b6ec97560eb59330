"""The doctor's last examination, kept for the staff's page and for /metrics.

In:    Settings, the service.   Out: `Examination`: look once more, or what was found last.
Rule:  an examination asks Google a score of things, so a page shows the last one; only a person's
       button and the hourly round make a new one, and never two at a time in one process.
Never: judges. Start at `Examination.look()`.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from integration.connect.doctor import examine
from integration.connect.finding import Finding
from integration.service import Service
from integration.settings import Settings

LAST = "doctor:last"
"""`{"at": "<ISO time>", "findings": [...]}`."""
EVERY = 3600.0
"""Real seconds between two examinations by the service itself."""


@dataclass
class Examination:
    """Of one house."""

    settings: Settings
    service: Service
    _under_way: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Examine everything, unless that is under way."""
        if not self._under_way.acquire(blocking=False):
            return
        try:
            found = [one.plain() for one in examine(self.settings)]
            at = self.service.clock.now().isoformat()
            self.service.remember(LAST, {"at": at, "findings": found})
        finally:
            self._under_way.release()

    def last(self) -> tuple[datetime, list[Finding]] | None:
        """When the last one was, and what it found; None before the first."""
        known = self.service.recall(LAST)
        if known is None:
            return None
        found = [Finding(**one) for one in known["findings"]]
        return datetime.fromisoformat(known["at"]), found
