"""users.drafts.*: letters not sent yet.

In:    checked calls.   Out: Draft resources; drafts.send gives the sent Message.
Rule:  sending makes a new message and the draft is gone: a second send is 404
       (google-workspace.md 3.2). An update gives the draft a new message id.
Never: joins a thread by other rules than sending does. Start at `create()`.
"""

from __future__ import annotations

from typing import Any

from ..frame.call import Answer, Call
from ..frame.errors import ApiError
from . import delivery
from .box import Box
from .messages import box_of, brief, chosen, mail_in, page_bounds, page_of, resource
from .mime import Mail


def _held(box: Box, draft_id: str) -> dict[str, Any]:
    held = box.drafts.get(draft_id)
    if held is None:
        raise ApiError(404, "Requested entity was not found.")
    return held


def _keep(call: Call, box: Box, mail: Mail, draft_id: str, thread: str | None) -> Answer:
    record = box.add(delivery.with_sender(call.world, box.email, mail), ["DRAFT"], thread=thread)
    box.drafts.put(draft_id, {"id": draft_id, "message": record["id"]})
    return {"id": draft_id, "message": brief(record)}


def create(call: Call) -> Answer:
    """users.drafts.create."""
    box = box_of(call)
    message = call.body.get("message", {})
    mail = mail_in(call, message)
    delivery.check(box.email, mail)
    thread = delivery.joined_thread(box, mail, message.get("threadId"))
    draft_id = f"r{call.world.ids.number('draft', 19)}"
    return _keep(call, box, mail, draft_id, thread)


def update(call: Call) -> Answer:
    """users.drafts.update: other content under the same draft id."""
    box = box_of(call)
    held = _held(box, call.params["id"])
    message = call.body.get("message", {})
    mail = mail_in(call, message)
    delivery.check(box.email, mail)
    before = box.find(held["message"])
    wanted = message.get("threadId")
    # a draft alone in its thread stays there; another thread is joined by the usual rules
    stays = wanted in (None, before["thread"])
    thread = before["thread"] if stays else delivery.joined_thread(box, mail, wanted)
    box.remove(before)
    return _keep(call, box, mail, held["id"], thread)


def get(call: Call) -> Answer:
    """users.drafts.get."""
    box = box_of(call)
    held = _held(box, call.params["id"])
    record = box.find(held["message"])
    return {"id": held["id"], "message": resource(box, record, call.params.get("format", "full"))}


def list_drafts(call: Call) -> Answer:
    """users.drafts.list, newest first."""
    box = box_of(call)
    by_message = {held["message"]: held["id"] for held in box.drafts.values()}
    found = [record for record in chosen(call, box) if record["id"] in by_message]
    start, size = page_bounds(call)
    shown = [
        {
            "id": by_message[record["id"]],
            "message": {"id": record["id"], "threadId": record["thread"]},
        }
        for record in found[start : start + size]
    ]
    return page_of(call, found, "drafts", shown)


def delete(call: Call) -> Answer:
    """users.drafts.delete: for good."""
    box = box_of(call)
    held = _held(box, call.params["id"])
    box.drafts.delete(held["id"])
    box.remove(box.find(held["message"]))
    return None


def send(call: Call) -> Answer:
    """users.drafts.send: an existing draft, with other content if some is given, or a new one."""
    box = box_of(call)
    message = call.body.get("message", {})
    brings = call.upload is not None or bool(message.get("raw"))
    draft_id = call.body.get("id")
    if not draft_id:
        mail = mail_in(call, message)
        sent = delivery.send(call.world, box.email, mail, thread_id=message.get("threadId"))
        return brief(sent)
    held = _held(box, draft_id)
    record = box.find(held["message"])
    mail = mail_in(call, message) if brings else box.mail(record)
    box.drafts.delete(draft_id)
    box.remove(record)
    sent = delivery.send(call.world, box.email, mail, thread_id=record["thread"], own_thread=True)
    return brief(sent)
