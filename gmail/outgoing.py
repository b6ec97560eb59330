"""Mail out: a draft, then the send; and both found again by the key.

In:    an OutgoingMail, a draft's id, a key.   Out: ids of drafts and sent messages.
Rule:  Gmail knows no idempotency key, so a mail is drafted, sent and looked for in separate calls
       (google-workspace.md 3.2); the key travels in a header, the subject leads the search to it.
Never: sends by itself again. Start at `Outgoing.create_draft()`.
"""

from base64 import urlsafe_b64encode
from typing import Any

from googleapiclient.http import MediaInMemoryUpload

from integration.ports import GiveUp, NotFound, OutgoingMail, SentMail
from integration.workspace import Workspace

from .mime import KEY_HEADER, message

LARGEST = 36_700_160
"""Bytes of a whole message that drafts.create takes (35 MiB, Gmail discovery document)."""
LARGEST_IN_JSON = 1_000_000
"""Bytes above which a message goes as an upload instead of inside JSON."""
LOOK_BACK = 50
"""How many of the newest sent messages are looked through when the search finds nothing."""


class Outgoing:
    """The sending half of `ports.Mailbox`."""

    def __init__(self, workspace: Workspace, address: str, name: str = "") -> None:
        """`address` is the mailbox the credentials act as, `name` what stands in From."""
        self._workspace = workspace
        self._address = address
        self._name = name

    @property
    def _users(self) -> Any:
        return self._workspace.service("gmail").users()

    def create_draft(self, mail: OutgoingMail) -> str:
        """Make a draft; its id. Not safe to repeat: after Unclear use `find_draft()`.

        Raises GiveUp for what is no mail (a line break in a header, no address) or too large.
        """
        try:
            raw = message(mail, self._address, self._name)
        except ValueError as wrong:
            raise GiveUp(f"this mail cannot be written: {wrong}") from None
        if len(raw) > LARGEST:
            raise GiveUp(f"this mail has {len(raw)} bytes, Gmail takes {LARGEST}")
        try:
            return self._draft(raw, mail.thread_id)
        except NotFound:
            # the thread was deleted meanwhile; its ids in the headers still hold the mails together
            if not mail.thread_id:
                raise
            return self._draft(raw, "")

    def find_draft(self, key: str, subject: str) -> str | None:
        """The draft that carries the key, if there is one. Safe to repeat."""
        listing = self._users.drafts().list(
            userId="me", q=_by_subject(subject), maxResults=LOOK_BACK
        )
        for entry in self._workspace.call(listing, safe=True).get("drafts", []):
            reading = self._users.drafts().get(userId="me", id=entry["id"], format="metadata")
            try:
                draft = self._workspace.call(reading, safe=True)
            except NotFound:
                continue
            if _header(draft["message"], KEY_HEADER) == key:
                return str(entry["id"])
        return None

    def draft_exists(self, draft_id: str) -> bool:
        """True while the draft waits: it was not sent. Safe to repeat."""
        reading = self._users.drafts().get(userId="me", id=draft_id, format="minimal")
        try:
            self._workspace.call(reading, safe=True)
        except NotFound:
            return False
        return True

    def send_draft(self, draft_id: str) -> str:
        """Send; the new message's id. Not safe to repeat: after Unclear use `draft_exists()`.

        Raises NotFound when the draft is gone: sent before, or deleted by a person.
        """
        sending = self._users.drafts().send(userId="me", body={"id": draft_id})
        try:
            return str(self._workspace.call(sending, safe=False)["id"])
        except NotFound:
            raise
        except GiveUp:
            # a draft that was sent before is sometimes answered with 400 instead of 404
            if self.draft_exists(draft_id):
                raise
            raise NotFound("the draft is gone") from None

    def find_sent(self, key: str, subject: str) -> str | None:
        """The sent message that carries the key, if there is one. Safe to repeat.

        Looks by subject, then through the newest sent messages: the search index may lag.
        """
        looked_at: set[str] = set()
        for query in (f"in:sent {_by_subject(subject)}", None):
            criteria = {"q": query} if query else {"labelIds": ["SENT"]}
            listing = self._users.messages().list(userId="me", maxResults=LOOK_BACK, **criteria)
            for entry in self._workspace.call(listing, safe=True).get("messages", []):
                if entry["id"] in looked_at:
                    continue
                looked_at.add(entry["id"])
                if self._carries(entry["id"], key):
                    return str(entry["id"])
        return None

    def sent(self, message_id: str) -> SentMail:
        """The Message-ID that Gmail gave and the thread it chose. Safe to repeat."""
        found = self._metadata(message_id, "Message-ID")
        return SentMail(
            message_id=str(found["id"]),
            thread_id=str(found["threadId"]),
            rfc_id=_header(found, "Message-ID"),
        )

    def _draft(self, raw: bytes, thread_id: str) -> str:
        content: dict[str, Any] = {"threadId": thread_id} if thread_id else {}
        upload: dict[str, Any] = {}
        if len(raw) > LARGEST_IN_JSON:
            # resumable, because the library's multipart writer fails on message/rfc822
            upload["media_body"] = MediaInMemoryUpload(
                raw, mimetype="message/rfc822", resumable=True
            )
        else:
            content["raw"] = urlsafe_b64encode(raw).decode("ascii")
        making = self._users.drafts().create(userId="me", body={"message": content}, **upload)
        return str(self._workspace.call(making, safe=False)["id"])

    def _carries(self, message_id: str, key: str) -> bool:
        try:
            return _header(self._metadata(message_id, KEY_HEADER), KEY_HEADER) == key
        except NotFound:
            return False

    def _metadata(self, message_id: str, header: str) -> dict[str, Any]:
        reading = self._users.messages().get(
            userId="me", id=message_id, format="metadata", metadataHeaders=[header]
        )
        found: dict[str, Any] = self._workspace.call(reading, safe=True)
        return found


def _by_subject(subject: str) -> str:
    """A search for a subject as a phrase; the phrase has no way to hold quotes or breaks."""
    phrase = " ".join(subject.replace('"', " ").split())
    return f'subject:"{phrase}"'


def _header(found: dict[str, Any], name: str) -> str:
    for header in found.get("payload", {}).get("headers", []):
        if header.get("name", "").lower() == name.lower():
            return str(header.get("value", "")).strip()
    return ""
