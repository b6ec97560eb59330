"""The register's round: the tab is there, then one cycle.

In:    a way to open the register (making its tab when it is missing).   Out: `look`.
Rule:  a tab that was removed is made again, and every case comes back into it.
Never: compares or writes cells itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from integration.ports import GiveUp
from integration.register.cycle import RegisterSync

TITLE = "Register"


@dataclass
class RegisterRound:
    """Opens the register when needed and runs its cycle."""

    open: Callable[[], RegisterSync]
    """Makes sure of the tab; the sync that works on it."""
    sync: RegisterSync | None = None

    def look(self) -> None:
        """One cycle; after the tab was found missing, the next look opens the register anew."""
        if self.sync is None:
            self.sync = self.open()
        try:
            self.sync.cycle()
        except GiveUp:
            self.sync = None
            raise
