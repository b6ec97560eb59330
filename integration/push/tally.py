"""How many pushes came and how many were refused, and why.

In:    a door and a reason.   Out: counts in memory; the last refusal of each kind in the database.
Rule:  strangers may send as much as they like: the database hears of one kind once a minute.
Never: keeps an address or a body.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from integration.ports import Clock
from integration.push.facts import REFUSED
from integration.store import files
from integration.store.database import Database

WRITE_EVERY = 60.0


@dataclass
class Tally:
    """The counts of one process."""

    database: Database
    clock: Clock
    elapsed: Callable[[], float] = time.monotonic
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By door and outcome: `taken`, or why it was refused."""
    _written: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def taken(self, door: str) -> None:
        """A push was taken."""
        with self._lock:
            self.counts[door, "taken"] += 1

    def refused(self, door: str, why: str) -> None:
        """A push was refused."""
        name = f"{door}:{why}"
        with self._lock:
            self.counts[door, why] += 1
            last = self._written.get(name)
            if last is not None and self.elapsed() - last < WRITE_EVERY:
                return
            self._written[name] = self.elapsed()
        try:
            with self.database.write() as tx:
                files.remember(tx, REFUSED + name, self.clock.now().isoformat())
        except SQLAlchemyError:
            # the refusal itself does not depend on being noted
            return
