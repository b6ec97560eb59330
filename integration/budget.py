"""What Google allows a minute, shared out so that it is never asked for more.

In:    each call to Sheets; the service's clock.   Out: a short wait where calls come too fast;
       what was used, and how long calls had to wait.
Rule:  60 reads and 60 writes a minute and account (google-workspace.md 2.1); BURST at once and
       A_MINUTE from then on, so that no minute, wherever it begins, holds more than their sum.
Never: drops a call. Start at `Budget.spend()`.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.ports import Clock

LIMIT = 60
BURST = 8
"""Calls that may follow each other at once: opening the desk takes so many reads."""
A_MINUTE = LIMIT - BURST - 1
"""One is spared for a call that arrives late, in the next minute of Google's count."""
KINDS = ("read", "write")
MINUTE = timedelta(minutes=1)
SHORTEST = 0.001
"""Seconds that are not worth waiting for."""
LONGEST_SLEEP = 2.0
"""Seconds; then the clock is asked again, for somebody may have moved it."""


@dataclass
class Bucket:
    """Tokens for one kind of call."""

    tokens: float = BURST
    at: datetime | None = None

    def wait(self, now: datetime) -> float:
        """Seconds until there is a token; 0 when there is one."""
        if self.at is not None and now > self.at:
            gained = (now - self.at).total_seconds() * A_MINUTE / 60
            self.tokens = min(BURST, self.tokens + gained)
        # a clock that was put back must not stop the service until it has caught up
        self.at = now
        wait = (1 - self.tokens) * 60 / A_MINUTE
        return wait if wait > SHORTEST else 0.0

    def take(self) -> None:
        """Use one."""
        self.tokens -= 1


@dataclass
class Budget:
    """The two buckets of one account at Sheets; shared between threads."""

    clock: Clock
    sleep: Callable[[float], None] = time.sleep
    _buckets: dict[str, Bucket] = field(default_factory=lambda: {kind: Bucket() for kind in KINDS})
    _spent: dict[str, deque[datetime]] = field(
        default_factory=lambda: {kind: deque() for kind in KINDS}
    )
    _held: deque[tuple[datetime, float]] = field(default_factory=deque)
    """When calls were held back, and how many seconds each time."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, method: str) -> None:
        """Count one call by its HTTP method, after waiting for a token where there is none."""
        kind = "read" if method.upper() in ("GET", "HEAD") else "write"
        while True:
            with self._lock:
                now = self.clock.now()
                wait = self._buckets[kind].wait(now)
                if wait <= 0:
                    self._buckets[kind].take()
                    self._spent[kind].append(now)
                    self._forget(kind, now)
                    return
                pause = min(wait, LONGEST_SLEEP)
                self._held.append((now, pause))
            self.sleep(pause)

    def wait(self, kind: str) -> float:
        """Seconds until a call of this kind (`read`, `write`) would not have to wait."""
        with self._lock:
            return self._buckets[kind].wait(self.clock.now())

    def plenty(self, kind: str) -> bool:
        """Whether half a burst is left, so that what can wait need not."""
        with self._lock:
            bucket = self._buckets[kind]
            bucket.wait(self.clock.now())
            return bucket.tokens >= BURST / 2

    def used(self) -> dict[str, int]:
        """Reads and writes of the last minute, what Google allows, seconds that calls waited."""
        with self._lock:
            now = self.clock.now()
            while self._held and not timedelta() <= now - self._held[0][0] < MINUTE:
                self._held.popleft()
            held = sum(seconds for _, seconds in self._held)
            for kind in KINDS:
                self._forget(kind, now)
            spent = {f"{kind}s": len(self._spent[kind]) for kind in KINDS}
        return {**spent, "limit": LIMIT, "held": round(held)}

    def _forget(self, kind: str, now: datetime) -> None:
        spent = self._spent[kind]
        while spent and not timedelta() <= now - spent[0] < MINUTE:
            spent.popleft()
