"""users.messages.*, attachments and the profile.

In:    checked calls.   Out: Message resources in the format asked for.
Rule:  lists are newest first and hold ids only; an empty list has no `messages`.
Never: builds mail. Start at `send()`.
"""

from __future__ import annotations

import secrets
from email.utils import parsedate_to_datetime
from html import escape
from typing import Any

from ..drive.listing import page_token, read_page_token
from ..frame.accounts import is_service_account
from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from . import delivery
from .box import Box, Record
from .mime import Mail, from_base64url, headers_of, to_base64url
from .search import Test, asks_for_everything, compile_search

SNIPPET = 200


def box_of(call: Call) -> Box:
    """The mailbox a call means; ApiError when it is another's or a robot's."""
    user = call.params["userId"].lower()
    if is_service_account(call.account):
        raise ApiError(
            400,
            "Precondition check failed.",
            status="FAILED_PRECONDITION",
            reason="failedPrecondition",
        )
    if user not in ("me", call.account):
        raise ApiError(403, f"Delegation denied for {call.account}", reason="forbidden")
    return Box(call.world, call.account)


def mail_in(call: Call, resource: dict[str, Any]) -> Mail:
    """The message a call brings, as media or as `raw`; ApiError 400 when there is none."""
    if call.upload is not None:
        data = call.upload.data
    elif resource.get("raw"):
        data = from_base64url(resource["raw"])
    else:
        raise ApiError(
            400,
            "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
            reason="invalidArgument",
        )
    # what follows relies on header lines; a client may send bare line feeds
    return Mail(data)


def minimal(record: Record) -> dict[str, Any]:
    """What every format holds."""
    return {
        "id": record["id"],
        "threadId": record["thread"],
        "labelIds": record["labels"],
        "snippet": escape(record["text"][:SNIPPET]),
        "sizeEstimate": record["size"],
        "historyId": str(record["history"]),
        "internalDate": str(record["date"]),
    }


def resource(
    box: Box, record: Record, form: str, wanted: list[str] | None = None
) -> dict[str, Any]:
    """A Message in one of Gmail's formats."""
    shown = minimal(record)
    if form == "minimal":
        return shown
    mail = box.mail(record)
    if form == "raw":
        return shown | {"raw": to_base64url(mail.raw)}
    if form == "metadata":
        parsed = mail.parsed
        headers = headers_of(parsed, wanted or None)
        return shown | {"payload": {"mimeType": parsed.get_content_type(), "headers": headers}}

    def attachment_id(part_id: str) -> str:
        # a new name each time: Gmail's are not stable between calls either
        return to_base64url(f"{record['id']}:{part_id}:{secrets.token_hex(8)}".encode())

    return shown | {"payload": mail.payload(attachment_id)}


def brief(record: Record) -> dict[str, Any]:
    """What send, insert and modify answer."""
    return {"id": record["id"], "threadId": record["thread"], "labelIds": record["labels"]}


def profile(call: Call) -> Answer:
    """users.getProfile."""
    box = box_of(call)
    return {
        "emailAddress": box.email,
        "messagesTotal": len(box.messages),
        "threadsTotal": len({record["thread"] for record in box.messages.values()}),
        "historyId": str(box.history_id()),
    }


def chosen(call: Call, box: Box) -> list[Record]:
    """The messages a list call means: search, labels, spam and trash."""
    query = call.params.get("q", "")
    test: Test = compile_search(query, box)
    labels = set(call.params.get("labelIds", []))
    hidden = (
        set()
        if call.params.get("includeSpamTrash") or asks_for_everything(query)
        else {
            "SPAM",
            "TRASH",
        }
    )
    return [
        record
        for record in box.newest_first()
        if labels <= set(record["labels"])
        and not (hidden - labels) & set(record["labels"])
        and test(record)
    ]


def page_of(call: Call, items: list[Any], name: str, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """One page of a Gmail list; `shown` is filled by the caller for the page's items."""
    answer: dict[str, Any] = {"resultSizeEstimate": len(items)}
    start, size = page_bounds(call)
    if shown:
        answer[name] = shown
    if start + size < len(items):
        answer["nextPageToken"] = page_token(start + size)
    return answer


def page_bounds(call: Call) -> tuple[int, int]:
    """Where the page asked for begins, and how many items it holds."""
    return read_page_token(call.params.get("pageToken")), min(
        call.params.get("maxResults", 100), 500
    )


def list_messages(call: Call) -> Answer:
    """users.messages.list."""
    found = chosen(call, box_of(call))
    start, size = page_bounds(call)
    shown = [
        {"id": record["id"], "threadId": record["thread"]} for record in found[start : start + size]
    ]
    return page_of(call, found, "messages", shown)


def get(call: Call) -> Answer:
    """users.messages.get."""
    box = box_of(call)
    record = box.find(call.params["id"])
    form = call.params.get("format", "full")
    return resource(box, record, form, call.params.get("metadataHeaders"))


def attachment(call: Call) -> Answer:
    """users.messages.attachments.get."""
    box = box_of(call)
    record = box.find(call.params["messageId"])
    try:
        message_id, part_id, _ = from_base64url(call.params["id"]).decode().split(":")
        if message_id != record["id"]:
            raise KeyError(message_id)
        data = box.mail(record).part(part_id)
    except (KeyError, ValueError, ApiError):
        raise ApiError(400, "Invalid attachment token", reason="invalidArgument") from None
    return {"size": len(data), "data": to_base64url(data)}


def send(call: Call) -> Answer:
    """users.messages.send."""
    box = box_of(call)
    mail = mail_in(call, call.body)
    return brief(delivery.send(call.world, box.email, mail, thread_id=call.body.get("threadId")))


def insert(call: Call) -> Answer:
    """users.messages.insert and import: put a message into one's own mailbox."""
    box = box_of(call)
    mail = mail_in(call, call.body)
    importing = call.method.id.endswith(".import")
    labels = box.check_labels(
        label for label in call.body.get("labelIds", []) if label not in ("SENT", "DRAFT")
    )
    fixed = [label for label in call.body.get("labelIds", []) if label == "SENT"]
    source = call.params.get("internalDateSource", "dateHeader" if importing else "receivedTime")
    thread = delivery.joined_thread(box, mail, call.body.get("threadId"))
    if thread is None and importing:
        thread = delivery.referred_thread(box, mail)
    date = _date_of(mail) if source == "dateHeader" else None
    if importing and not call.body.get("labelIds"):
        labels = ["UNREAD", "INBOX"]
    return brief(box.add(mail, [*labels, *fixed], thread=thread, date=date))


def _date_of(mail: Mail) -> int | None:
    try:
        return int(parsedate_to_datetime(mail.header("Date")).timestamp() * 1000)
    except (ValueError, TypeError):
        return None


def _change(call: Call, box: Box, record: Record, body: dict[str, Any]) -> Record:
    add = box.check_labels(body.get("addLabelIds", []))
    remove = box.check_labels(body.get("removeLabelIds", []))
    return box.relabel(record, add, remove)


def modify(call: Call) -> Answer:
    """users.messages.modify."""
    box = box_of(call)
    return brief(_change(call, box, box.find(call.params["id"]), call.body))


def batch_modify(call: Call) -> Answer:
    """users.messages.batchModify."""
    box = box_of(call)
    ids = call.body.get("ids", [])
    if len(ids) > 1000:
        raise ApiError(400, "Too many message ids", reason="invalidArgument")
    for message_id in ids:
        _change(call, box, box.find(message_id), call.body)
    return None


def trash(call: Call) -> Answer:
    """users.messages.trash."""
    box = box_of(call)
    return brief(box.relabel(box.find(call.params["id"]), ["TRASH"], ["INBOX"]))


def untrash(call: Call) -> Answer:
    """users.messages.untrash."""
    box = box_of(call)
    return brief(box.relabel(box.find(call.params["id"]), [], ["TRASH"]))


def delete(call: Call) -> Answer:
    """users.messages.delete: for good."""
    box = box_of(call)
    box.remove(box.find(call.params["id"]))
    return None


def batch_delete(call: Call) -> Answer:
    """users.messages.batchDelete."""
    box = box_of(call)
    for message_id in call.body.get("ids", []):
        box.remove(box.find(message_id))
    return None
