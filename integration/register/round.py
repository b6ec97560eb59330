"""The register's round: the tabs are there, then one cycle, then the settings tabs.

In:    a way to open the desk (making its tabs when they are missing).   Out: `look`.
Rule:  a tab that was removed is made again, and every case comes back into it.
Never: compares or writes cells itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from integration.ports import GiveUp
from integration.register.cycle import RegisterSync

TITLE = "Register"
AfterCycle = Callable[[], None]


@dataclass
class RegisterRound:
    """Opens the desk when needed, runs the register's cycle and what looks at the same read."""

    open: Callable[[], tuple[RegisterSync, AfterCycle]]
    """Makes sure of the tabs; the sync, and what looks at the settings tabs afterwards."""
    opened: tuple[RegisterSync, AfterCycle] | None = None

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
