"""users.labels.*, users.threads.*, users.history.list, sendAs.

In:    checked calls.   Out: Label, Thread, History and SendAs resources.
Rule:  label ids, not names; history older than a week is 404.
Never: moves mail between mailboxes. Start at `list_labels()`.
"""

from __future__ import annotations

from typing import Any

from ..drive.listing import page_token, read_page_token
from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from .box import SYSTEM_LABELS, Box, Record
from .messages import box_of, chosen, minimal, page_bounds, page_of, resource


def _system(label: str) -> dict[str, Any]:
    return {"id": label, "name": label, "type": "system"}


def _user(label_id: str, held: dict[str, Any]) -> dict[str, Any]:
    return {"id": label_id, "type": "user", **held}


def _label(box: Box, label_id: str) -> dict[str, Any]:
    if label_id in SYSTEM_LABELS:
        return _system(label_id)
    held = box.labels.get(label_id)
    if held is None:
        raise ApiError(404, "Requested entity was not found.")
    return _user(label_id, held)


def list_labels(call: Call) -> Answer:
    """users.labels.list."""
    box = box_of(call)
    own = [_user(label_id, held) for label_id, held in box.labels.items()]
    return {"labels": [*(_system(label) for label in SYSTEM_LABELS), *own]}


def get_label(call: Call) -> Answer:
    """users.labels.get, with counts."""
    box = box_of(call)
    label = _label(box, call.params["id"])
    held = [record for record in box.messages.values() if label["id"] in record["labels"]]
    unread = [record for record in held if "UNREAD" in record["labels"]]
    return label | {
        "messagesTotal": len(held),
        "messagesUnread": len(unread),
        "threadsTotal": len({record["thread"] for record in held}),
        "threadsUnread": len({record["thread"] for record in unread}),
    }


def _checked_name(box: Box, name: str, own_id: str | None) -> str:
    if not name.strip():
        raise ApiError(400, "Invalid label name", reason="invalidArgument")
    taken = {held["name"].lower() for key, held in box.labels.items() if key != own_id}
    if name.lower() in taken or name.upper() in SYSTEM_LABELS:
        raise ApiError(409, "Label name exists or conflicts", reason="aborted", status="ABORTED")
    return name


def create_label(call: Call) -> Answer:
    """users.labels.create."""
    box = box_of(call)
    name = _checked_name(box, call.body.get("name", ""), None)
    label_id = f"Label_{call.world.store.next_number(f'label:{box.email}')}"
    held = {
        "name": name,
        "labelListVisibility": call.body.get("labelListVisibility", "labelShow"),
        "messageListVisibility": call.body.get("messageListVisibility", "show"),
    }
    box.labels.put(label_id, held)
    return _user(label_id, held)


def update_label(call: Call) -> Answer:
    """users.labels.update and patch."""
    box = box_of(call)
    label = _label(box, call.params["id"])
    if label["type"] == "system":
        raise ApiError(400, "Invalid update request", reason="invalidArgument")
    names = ("name", "labelListVisibility", "messageListVisibility", "color")
    held = {name: label[name] for name in names if name in label}
    held |= {name: call.body[name] for name in names if name in call.body}
    _checked_name(box, held["name"], label["id"])
    box.labels.put(label["id"], held)
    return _user(label["id"], held)


def delete_label(call: Call) -> Answer:
    """users.labels.delete; messages lose it."""
    box = box_of(call)
    label = _label(box, call.params["id"])
    if label["type"] == "system":
        raise ApiError(400, "Invalid delete request", reason="invalidArgument")
    for record in box.newest_first():
        if label["id"] in record["labels"]:
            box.relabel(box.find(record["id"]), [], [label["id"]])
    box.labels.delete(label["id"])
    return None


def _thread(box: Box, thread_id: str) -> list[Record]:
    found = box.thread(thread_id)
    if not found:
        raise ApiError(404, "Requested entity was not found.")
    return found


def list_threads(call: Call) -> Answer:
    """users.threads.list: threads with a matching message, newest match first."""
    box = box_of(call)
    newest: dict[str, Record] = {}
    for record in chosen(call, box):
        newest.setdefault(record["thread"], record)
    found = list(newest.values())
    start, size = page_bounds(call)
    shown = [
        {
            "id": record["thread"],
            "snippet": minimal(record)["snippet"],
            "historyId": str(record["history"]),
        }
        for record in found[start : start + size]
    ]
    return page_of(call, found, "threads", shown)


def _thread_resource(box: Box, records: list[Record], shown: list[dict[str, Any]]) -> Answer:
    latest = max(record["history"] for record in records)
    return {"id": records[0]["thread"], "historyId": str(latest), "messages": shown}


def get_thread(call: Call) -> Answer:
    """users.threads.get: every message, oldest first."""
    box = box_of(call)
    records = _thread(box, call.params["id"])
    form, wanted = call.params.get("format", "full"), call.params.get("metadataHeaders")
    shown = [resource(box, record, form, wanted) for record in records]
    return _thread_resource(box, records, shown)


def change_thread(call: Call) -> Answer:
    """users.threads.modify, trash and untrash."""
    box = box_of(call)
    records = _thread(box, call.params["id"])
    verb = call.method.id.rsplit(".", 1)[-1]
    if verb == "modify":
        add = box.check_labels(call.body.get("addLabelIds", []))
        remove = box.check_labels(call.body.get("removeLabelIds", []))
    else:
        add, remove = (["TRASH"], ["INBOX"]) if verb == "trash" else ([], ["TRASH"])
    changed = [box.relabel(box.find(record["id"]), add, remove) for record in records]
    brief = [
        {"id": record["id"], "threadId": record["thread"], "labelIds": record["labels"]}
        for record in changed
    ]
    return _thread_resource(box, changed, brief)


def history(call: Call) -> Answer:
    """users.history.list; ApiError 404 when the id is too old or never was."""
    box = box_of(call)
    start = call.params.get("startHistoryId", "")
    if not start.isdigit():
        raise ApiError(400, "Missing/invalid parameter: startHistoryId", reason="invalidArgument")
    if not box.oldest_history() <= int(start) <= box.history_id():
        raise ApiError(404, "Requested entity was not found.")
    kinds = {
        "messageAdded": "messagesAdded",
        "messageDeleted": "messagesDeleted",
        "labelAdded": "labelsAdded",
        "labelRemoved": "labelsRemoved",
    }
    wanted = {kinds[kind] for kind in call.params.get("historyTypes", kinds)}
    label = call.params.get("labelId")
    lines = [
        line
        for line in box.history_since(int(start))
        if line["kind"] in wanted
        and (label is None or label in line["labels"] or label in line["changed"])
    ]
    first = read_page_token(call.params.get("pageToken"))
    size = min(call.params.get("maxResults", 100), 500)
    answer: dict[str, Any] = {"historyId": str(box.history_id())}
    if lines[first : first + size]:
        answer["history"] = [_history_line(line) for line in lines[first : first + size]]
    if first + size < len(lines):
        answer["nextPageToken"] = page_token(first + size)
    return answer


def _history_line(line: dict[str, Any]) -> dict[str, Any]:
    message = {"id": line["message"], "threadId": line["thread"]}
    change: dict[str, Any] = {"message": {**message, "labelIds": line["labels"]}}
    if line["changed"]:
        change["labelIds"] = line["changed"]
    return {"id": str(line["id"]), "messages": [message], line["kind"]: [change]}


def _send_as(call: Call, box: Box) -> dict[str, Any]:
    return {
        "sendAsEmail": box.email,
        "displayName": call.world.accounts.name(box.email),
        "replyToAddress": "",
        "signature": "",
        "isPrimary": True,
        "isDefault": True,
        "treatAsAlias": False,
        "verificationStatus": "accepted",
    }


def list_send_as(call: Call) -> Answer:
    """users.settings.sendAs.list: the mailbox itself, no aliases."""
    return {"sendAs": [_send_as(call, box_of(call))]}


def get_send_as(call: Call) -> Answer:
    """users.settings.sendAs.get."""
    box = box_of(call)
    if call.params["sendAsEmail"].lower() != box.email:
        raise ApiError(404, "Requested entity was not found.")
    return _send_as(call, box)
