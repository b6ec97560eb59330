"""What is looked at again and again: the Form, the mailbox, the register, waiting drafts.

In:    a cycle to run, how often.   Out: a thread that runs it until told to stop.
Rule:  push is a hint, polling is the net (google-workspace.md 4); one failing round never
       stops another, and no failure ends a round for good.
Never: runs two of one kind at a time: a lease keeps other processes out.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from integration.ports import Failure, GiveUp, TryLater
from integration.store import files
from integration.store.database import Database

log = logging.getLogger(__name__)

LEASE_SECONDS = 90.0
LONGEST_WAIT = 60.0
SHORTEST_CEILING = 3.0
"""Seconds a round that looks often may at most be held back by failures."""


@dataclass
class Round:
    """One thing that is looked at regularly."""

    name: str
    cycle: Callable[[], object]
    every: float
    """Real seconds between two looks."""
    database: Database
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)
    nudged: threading.Event = field(default_factory=threading.Event)
    """Set to look at once."""
    pace: Callable[[], float] | None = None
    """Seconds to the next look after one that went well; `every` where it is not given."""
    failures: int = 0

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            wait = self.once()
            self.nudged.wait(wait)
            self.nudged.clear()
        self._give_back()

    def _give_back(self) -> None:
        """Leave the round to another process at once, not only when the lease has run out."""
        try:
            with self.database.write(alone=False) as tx:
                files.give_back(tx, self._lease, self.holder)
        except SQLAlchemyError:
            log.warning("a lease was not given back", extra={"round": self.name})

    @property
    def _lease(self) -> str:
        return f"round:{self.name}"

    def once(self) -> float:
        """One look; how many seconds to wait before the next."""
        try:
            with self.database.write() as tx:
                if not files.lease(tx, self._lease, self.holder, LEASE_SECONDS):
                    return self.every
            self.cycle()
        except TryLater as failure:
            return self._failed(failure, failure.wait_seconds)
        except GiveUp as failure:
            log.error("round needs a person", extra={"round": self.name, "why": str(failure)})
            return self._failed(failure, None)
        except Failure as failure:
            return self._failed(failure, None)
        except Exception as failure:
            log.exception("round failed", extra={"round": self.name})
            return self._failed(failure, None)
        self.failures = 0
        return self.pace() if self.pace is not None else self.every

    def _failed(self, failure: Exception, wait: float | None) -> float:
        self.failures += 1
        if self.failures in (1, 10) or self.failures % 100 == 0:
            log.warning(
                "round postponed",
                extra={"round": self.name, "times": self.failures, "why": str(failure)},
            )
        longest = min(LONGEST_WAIT, max(self.every * 3, SHORTEST_CEILING))
        return min(wait or self.every * 2 ** min(self.failures, 6), longest)
