"""Stops all calls while Google refuses the sign-in, and lets them go on when it is mended.

In:    refusals and successes of calls.   Out: `TryLater` for callers; a fact in the database.
Rule:  after a refusal one call every PROBE_SECONDS is let through; nobody loops on a dead token
       (google-workspace.md 1.2). Effects wait instead of getting stuck, so nothing is redone by
       hand. A restart, or the doctor who finds it mended, opens at once.
Never: calls Google. Start at `Circuit.enter()`.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from integration.connect.explain import explained
from integration.connect.identity import Account
from integration.ports import Clock, Failure, SignInRefused, TryLater
from integration.store import files
from integration.store.database import Database

log = logging.getLogger(__name__)

PROBE_SECONDS = 240.0
PASSING = ("", "unauthorized")
"""Refusals that may pass by themselves: probed soon at first, then less and less often."""
LOOK_SECONDS = 5.0
"""How often a stopped circuit asks the database whether the doctor found it mended."""


def fact(account: str) -> str:
    """Where the refusal of an account is remembered."""
    return f"connect:refused:{account}"


@dataclass
class Circuit:
    """Before the calls of one account; may be shared between threads."""

    account: Account
    database: Database
    clock: Clock
    elapsed: Callable[[], float] = time.monotonic
    _probe_at: float | None = None
    """When the next call is let through; None while calls flow."""
    _look_at: float = 0.0
    _why: str = ""
    _wait: float = PROBE_SECONDS
    _refusals: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self) -> None:
        """Let a call through, or raise TryLater with the seconds to the next probe."""
        if self._probe_at is None:
            return
        with self._lock:
            if self._probe_at is None or self._mended():
                return
            left = self._probe_at - self.elapsed()
            if left <= 0:
                self._probe_at = self.elapsed() + self._wait
                return
            raise TryLater(self._why, left)

    def passed(self) -> None:
        """A call was answered: calls flow again."""
        if self._probe_at is None:
            return
        with self._lock:
            self._probe_at = None
            self._refusals = 0
        forget(self.database, self.account.name)
        log.info("google lets the service in again", extra={"account": self.account.name})

    def refused(self, failure: SignInRefused) -> Failure:
        """Stop the calls. The caller sees TryLater: a refused sign-in surely did nothing."""
        words = explained(failure, self.account)
        with self._lock:
            first = self._probe_at is None
            self._refusals = min(self._refusals + 1, 10)
            passing = failure.reason in PASSING
            self._wait = min(2.0**self._refusals, PROBE_SECONDS) if passing else PROBE_SECONDS
            self._probe_at = self.elapsed() + self._wait
            self._look_at = self.elapsed() + LOOK_SECONDS
            self._why = f"calls are stopped: {words.english}"
        if first:
            self._tell(failure)
        return TryLater(self._why, self._wait)

    def _tell(self, failure: SignInRefused) -> None:
        log.error(
            "google refuses the sign-in; calls are stopped",
            extra={"account": self.account.name, "reason": failure.reason},
        )
        said = {
            "reason": failure.reason,
            "detail": failure.detail,
            "at": self.clock.now().isoformat(),
        }
        with self.database.write() as tx:
            files.remember(tx, fact(self.account.name), said)

    def _mended(self) -> bool:
        if self.elapsed() < self._look_at:
            return False
        self._look_at = self.elapsed() + LOOK_SECONDS
        with self.database.read() as tx:
            if files.recall(tx, fact(self.account.name)) is not None:
                return False
        self._probe_at = None
        self._refusals = 0
        return True


def refusal(database: Database, account: str) -> dict[str, Any] | None:
    """What was refused and since when, while calls are stopped."""
    with database.read() as tx:
        found: dict[str, Any] | None = files.recall(tx, fact(account))
        return found


def forget(database: Database, account: str) -> None:
    """The sign-in works again."""
    with database.write() as tx:
        files.forget(tx, fact(account))
