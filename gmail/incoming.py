"""Mail in: what arrived since a mark, and each message whole.

In:    a history id, a moment, a message id.   Out: ids in order of arrival; IncomingMail.
Rule:  the caller keeps the mark; when Gmail has forgotten it (NotFound) the caller looks with
       `recent()` and knows its own mails by id.
Never: marks, moves or deletes mail. Start at `Incoming.arrived_since()`.
"""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from typing import Any

from integration.ports import IncomingMail
from integration.workspace import Workspace

from .reading import incoming

PAGE = 500


class Incoming:
    """The receiving half of `ports.Mailbox`. Every method is safe to repeat."""

    def __init__(self, workspace: Workspace, address: str) -> None:
        """`address` is the mailbox the credentials act as."""
        self._workspace = workspace
        self._address = address

    @property
    def _users(self) -> Any:
        return self._workspace.service("gmail").users()

    def newest_history(self) -> str:
        """The mark of this moment."""
        profile = self._workspace.call(self._users.getProfile(userId="me"), safe=True)
        return str(profile["historyId"])

    def arrived_since(self, history_id: str) -> tuple[list[str], str]:
        """Ids that came into INBOX since the mark, oldest first, and the new mark.

        What a person moves into INBOX ("not spam") counts as arrived. Raises NotFound when Gmail
        no longer knows the mark: a week usually, sometimes hours (Gmail API, Synchronize).
        """
        found: dict[str, None] = {}
        newest, page = history_id, None
        while True:
            listing = self._users.history().list(
                userId="me",
                startHistoryId=history_id,
                historyTypes=["messageAdded", "labelAdded"],
                maxResults=PAGE,
                pageToken=page,
            )
            answer = self._workspace.call(listing, safe=True)
            for record in answer.get("history", []):
                found |= dict.fromkeys(_into_inbox(record))
            newest = str(answer.get("historyId", newest))
            page = answer.get("nextPageToken")
            if page is None:
                return list(found), newest

    def recent(self, since: datetime) -> list[str]:
        """Ids of what lies in INBOX and came at or after a moment, oldest first."""
        found: list[str] = []
        page = None
        # `after:` leaves out the second it names
        query = f"after:{int(since.timestamp()) - 1}"
        while True:
            listing = self._users.messages().list(
                userId="me", labelIds=["INBOX"], q=query, maxResults=PAGE, pageToken=page
            )
            answer = self._workspace.call(listing, safe=True)
            found += [str(entry["id"]) for entry in answer.get("messages", [])]
            page = answer.get("nextPageToken")
            if page is None:
                return found[::-1]

    def read(self, message_id: str) -> IncomingMail:
        """One message, decoded as far as it can be. Raises NotFound when it was deleted."""
        reading = self._users.messages().get(userId="me", id=message_id, format="raw")
        found = self._workspace.call(reading, safe=True)
        raw = str(found.get("raw", ""))
        return incoming(
            urlsafe_b64decode(raw + "=" * (-len(raw) % 4)),
            message_id=str(found["id"]),
            thread_id=str(found["threadId"]),
            at=datetime.fromtimestamp(int(found["internalDate"]) / 1000, UTC),
            own=self._address,
        )


def _into_inbox(record: dict[str, Any]) -> list[str]:
    """What one history record put into INBOX."""
    added = [
        str(entry["message"]["id"])
        for entry in record.get("messagesAdded", [])
        if "INBOX" in entry["message"].get("labelIds", [])
    ]
    moved = [
        str(entry["message"]["id"])
        for entry in record.get("labelsAdded", [])
        if "INBOX" in entry.get("labelIds", [])
    ]
    return added + moved
