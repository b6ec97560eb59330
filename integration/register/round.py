"""The register's round: the tabs are there, then one cycle, then the settings tabs.

In:    a way to open the desk (making its tabs when they are missing), the budget of calls.
Out:   `look`; `pace`, the seconds to the next look.
Rule:  a tab that was removed is made again, and every case comes back into it; what Google allows
       a minute is shared out over the minute.
Never: compares or writes cells itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from integration.budget import A_MINUTE, Budget
from integration.ports import GiveUp
from integration.register.cycle import RegisterSync
from integration.service import Service

TITLE = "Register"
BUDGET = "budget:sheets"
"""`{"reads", "writes", "limit", "at"}`: calls to Sheets in the minute before `at`, for pages."""
ORDINARY = 1.05 * 60 / A_MINUTE
"""Seconds: a little slower than the budget fills, so that there is something left for haste."""
SOON = 0.6
"""Seconds to the second look at a row that somebody has just typed."""
KEEP_EVERY = timedelta(minutes=1)
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
    opened: tuple[RegisterSync, AfterCycle] | None = None
    _kept_at: datetime | None = None

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
        self._keep_used()

    def pace(self) -> float:
        """Seconds to the next look."""
        hurry = self.opened is not None and self.opened[0].resting
        return max(SOON if hurry else max(self.every, ORDINARY), self.budget.wait("read"))

    def _keep_used(self) -> None:
        now = self.service.clock.now()
        if self._kept_at is None or abs(now - self._kept_at) >= KEEP_EVERY:
            self._kept_at = now
            self.service.remember(BUDGET, {**self.budget.used(), "at": now.isoformat()})
