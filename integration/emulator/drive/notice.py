"""The mail Google sends when something is shared.

In:    who shares what with whom.   Out: a mail in the receiver's mailbox.
Rule:  permissions.create sends it unless sendNotificationEmail=false (google-workspace.md 7).
Never: sent to robots or to addresses that cannot have a mailbox. Start at `tell()`.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from ..frame.accounts import deliverable, is_service_account
from ..gmail.delivery import receive
from ..gmail.mime import Mail
from ..world import World
from .resource import PAGES

SENDER = "drive-shares-dm-noreply@google.com"


def tell(world: World, giver: str, receiver: str, shared: dict[str, Any], message: str) -> None:
    """Mail the notice."""
    if is_service_account(receiver) or not deliverable(receiver) or receiver == giver:
        return
    name = world.accounts.name(giver)
    page = PAGES.get(shared.get("mime", ""), "file/d/{id}/view").format(id=shared["id"])
    notice = EmailMessage(policy=SMTP)
    notice["From"] = formataddr((f"{name} (via Google Drive)", SENDER))
    notice["To"] = receiver
    notice["Reply-To"] = formataddr((name, giver))
    notice["Subject"] = f"{shared['name']} - Invitation to collaborate"
    notice["Date"] = format_datetime(world.clock.now())
    notice["Message-ID"] = f"<{world.ids.hex('notice', 24)}@docs-share.google.com>"
    notice.set_content(
        f"{name} ({giver}) has shared the following item with you:\n\n"
        f"{shared['name']}\n{world.origin}/{page}\n\n{message}\n"
    )
    receive(world, world.accounts.ensure(receiver), Mail(notice.as_bytes()), sender=SENDER)
