"""comments.*: remarks on a file.

In:    checked calls.   Out: Comment resources.
Rule:  every method but delete insists on `fields`; reading needs reader, writing commenter; only
       its author changes a comment. Replies are not done.
Never: shows comments to people; there is no page for them. Start at `create()`.
"""

from __future__ import annotations

from html import escape
from typing import Any

from ..frame.call import Answer, Call
from ..frame.errors import ApiError, invalid
from ..frame.store import Collection
from .access import allowed, insufficient
from .listing import one_page
from .resource import stamp, user_resource

Comment = dict[str, Any]


def _needs_fields(call: Call) -> None:
    if not call.fields:
        raise ApiError(
            400,
            "The 'fields' parameter is required for this method.",
            reason="required",
            location="fields",
        )


def _comments(call: Call, needed: str) -> Collection:
    """The comments of the file a call means; ApiError 404 or 403."""
    entry = allowed(call, call.params["fileId"], needed)
    return call.world.store.collection(f"drive.comment/{entry['id']}")


def _resource(call: Call, held: Comment) -> dict[str, Any]:
    author = user_resource(call.world, held["by"], call.account)
    shown = {
        "kind": "drive#comment",
        "id": held["id"],
        "createdTime": stamp(call.world.clock, held["created"]),
        "modifiedTime": stamp(call.world.clock, held["modified"]),
        "author": {name: author[name] for name in ("kind", "displayName", "me")},
        "deleted": held["deleted"],
        "resolved": False,
        "replies": [],
    }
    if not held["deleted"]:
        shown |= {"content": held["content"], "htmlContent": escape(held["content"])}
    for name in ("anchor", "quotedFileContent"):
        if name in held:
            shown[name] = held[name]
    return shown


def create(call: Call) -> Answer:
    """comments.create."""
    _needs_fields(call)
    comments = _comments(call, "commenter")
    if not call.body.get("content"):
        raise invalid("Comment content is required.", reason="required")
    now = call.world.clock.millis()
    held: Comment = {
        "id": call.world.ids.text("comment", 11),
        "by": call.account,
        "created": now,
        "modified": now,
        "deleted": False,
        "content": call.body["content"],
        **{name: call.body[name] for name in ("anchor", "quotedFileContent") if name in call.body},
    }
    comments.put(held["id"], held)
    return _resource(call, held)


def list_comments(call: Call) -> Answer:
    """comments.list, newest first; deleted ones when asked for."""
    _needs_fields(call)
    held = sorted(
        _comments(call, "reader").values(),
        key=lambda one: (one["modified"], one["id"]),
        reverse=True,
    )
    if not call.params.get("includeDeleted"):
        held = [one for one in held if not one["deleted"]]
    shown = [_resource(call, one) for one in held]
    return {"kind": "drive#commentList", **one_page(call, "comments", shown, 20)}


def _one(call: Call, comments: Collection) -> Comment:
    wanted = call.params["commentId"]
    held = comments.get(wanted)
    if held is None or (held["deleted"] and not call.params.get("includeDeleted")):
        raise ApiError(
            404, f"Comment not found: {wanted}.", reason="notFound", location="commentId"
        )
    return held


def get(call: Call) -> Answer:
    """comments.get."""
    _needs_fields(call)
    return _resource(call, _one(call, _comments(call, "reader")))


def _own(call: Call) -> tuple[Collection, Comment]:
    comments = _comments(call, "commenter")
    held = _one(call, comments)
    if held["by"] != call.account:
        raise insufficient(call.params["fileId"])
    return comments, held


def update(call: Call) -> Answer:
    """comments.update: another text."""
    _needs_fields(call)
    comments, held = _own(call)
    held |= {"content": call.body.get("content", ""), "modified": call.world.clock.millis()}
    comments.put(held["id"], held)
    return _resource(call, held)


def delete(call: Call) -> Answer:
    """comments.delete: it stays, without its content."""
    comments, held = _own(call)
    held |= {"deleted": True, "content": "", "modified": call.world.clock.millis()}
    comments.put(held["id"], held)
    return None
