"""The service's mailbox: both halves as one.

In:    a Workspace, the mailbox's address and name.   Out: what `ports.Mailbox` promises.
Rule:  one mailbox, one account.
Never: anything of its own. Start at `GoogleMailbox`.
"""

from integration.workspace import Workspace

from .incoming import Incoming
from .outgoing import Outgoing


class GoogleMailbox(Outgoing, Incoming):
    """`ports.Mailbox` at Gmail."""

    def __init__(self, workspace: Workspace, address: str, name: str = "") -> None:
        """`address` is the mailbox the credentials act as, `name` what stands in From."""
        Outgoing.__init__(self, workspace, address, name)
        Incoming.__init__(self, workspace, address)
