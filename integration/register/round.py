"""The register's round: the tabs are there, then one cycle, then the settings tabs.

In:    a way to open the desk (making its tabs when they are missing), the budget of calls.
Out:   `look`; `pace`, the seconds to the next look.
Rule:  a tab that was removed is made again, and every case comes back into it; what Google allows
       a minute is shared out over the minute.
Never: compares or writes cells itself.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.budget import A_MINUTE, Budget
from integration.ports import GiveUp, TooFast
from integration.register.cycle import RegisterSync
from integration.service import Service

TITLE = "Register"
BUDGET = "budget:sheets"
"""Calls to Sheets in the minute before `at`: `{"reads", "writes", "limit", "held", "at",
"held_since", "refused"}`, for pages; see `RegisterRound._keep_used`."""
ORDINARY = 1.05 * 60 / A_MINUTE
"""Seconds: a little slower than the budget fills, so that there is something left for haste."""
SOON = 0.6
"""Seconds to the second look at a row that somebody has just typed."""
KEEP_EVERY = timedelta(minutes=1)
HELD = 10
"""Seconds of waiting in a minute that slow the service down; opening the desk costs a few."""
REFUSED_LATELY = timedelta(minutes=10)
AfterCycle = Callable[[], None]


@dataclass
class RegisterRound:
    """Opens the desk when needed, runs the register's cycle and what looks at the same read."""

    open: Callable[[], tuple[RegisterSync, AfterCycle]]
    """Makes sure of the tabs; the sync, and what looks at the settings tabs afterwards."""
    service: Service
    budget: Budget
    every: float
    """Seconds between two looks, as configured."""
    settled: Callable[[], None] = lambda: None
    """Called once, when the first look has read every case and every row."""
    opened: tuple[RegisterSync, AfterCycle] | None = None
    _looked: bool = False
    _kept_at: datetime | None = None
    _held_since: datetime | None = None
    """Since when every minute held calls back; None while one did not."""
    _refused: deque[datetime] = field(default_factory=deque)
    """When Google refused a look for being asked too often."""

    def look(self) -> None:
        """One cycle; after a tab was found missing, the next look opens the desk anew."""
        if self.opened is None:
            self.opened = self.open()
        sync, after = self.opened
        try:
            sync.cycle()
            after()
        except GiveUp:
            self.opened = None
            raise
        except TooFast:
            self._refused.append(self.service.clock.now())
            self._keep_used()
            raise
        self._keep_used()
        if not self._looked:
            self._looked = True
            self.settled()

    def pace(self) -> float:
        """Seconds to the next look."""
        hurry = self.opened is not None and self.opened[0].resting
        return max(SOON if hurry else max(self.every, ORDINARY), self.budget.wait("read"))

    def _keep_used(self) -> None:
        """`held_since`: since when the budget slows the service down; `refused`: looks that Google
        refused lately, which another program with the same account brings about."""
        now = self.service.clock.now()
        if self._kept_at is not None and abs(now - self._kept_at) < KEEP_EVERY:
            return
        self._kept_at = now
        used = self.budget.used()
        self._held_since = (self._held_since or now) if used["held"] >= HELD else None
        while self._refused and not timedelta() <= now - self._refused[0] < REFUSED_LATELY:
            self._refused.popleft()
        since = self._held_since.isoformat() if self._held_since else ""
        kept = {**used, "at": now.isoformat(), "held_since": since, "refused": len(self._refused)}
        self.service.remember(BUDGET, kept)
