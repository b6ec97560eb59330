"""forms.responses.* and forms.watches.*.

In:    checked calls.   Out: FormResponse and Watch resources.
Rule:  the only filter is on the timestamp, `>` or `>=`; a watch lasts seven days and there is one
       a form, event type and project (google-workspace.md 4.4).
Never: takes answers. Start at `list_responses()`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from ..drive.listing import page_token, read_page_token
from ..drive.query import millis
from ..frame.call import Answer, Call
from ..frame.errors import ApiError, invalid, not_found
from ..world import World
from .editing import form_of

FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*(\S+)\s*")
WEEK_MS = 7 * 24 * 3600 * 1000
MOST = 5000


def _stamp(world: World, at: int) -> str:
    return world.clock.rfc3339(datetime.fromtimestamp(at / 1000, UTC))


def _resource(world: World, form_id: str, held: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "responseId": held["id"],
        "createTime": _stamp(world, held["created"]),
        "lastSubmittedTime": _stamp(world, held["submitted"]),
    }
    if whole:
        shown["formId"] = form_id
    if held["respondent"]:
        shown["respondentEmail"] = held["respondent"]
    if held["answers"]:
        shown["answers"] = {
            asked: {
                "questionId": asked,
                "textAnswers": {"answers": [{"value": value} for value in values]},
            }
            for asked, values in held["answers"].items()
        }
    return shown


def list_responses(call: Call) -> Answer:
    """forms.responses.list, oldest first."""
    form = form_of(call, "reader")
    held = sorted(
        call.world.store.collection(f"forms.response/{form['id']}").values(),
        key=lambda response: (response["created"], response["id"]),
    )
    if call.params.get("filter"):
        found = FILTER.fullmatch(call.params["filter"])
        if not found:
            raise invalid("Invalid filter: only timestamp > N and timestamp >= N are supported.")
        try:
            moment = millis(found[2].strip("\"'"))
        except ApiError:
            raise invalid("Invalid filter: the timestamp is not RFC 3339.") from None
        after = found[1] == ">"
        held = [
            response
            for response in held
            if response["submitted"] > moment or (not after and response["submitted"] == moment)
        ]
    start = read_page_token(call.params.get("pageToken"))
    size = min(call.params.get("pageSize") or MOST, MOST)
    answer: dict[str, Any] = {}
    page = held[start : start + size]
    if page:
        answer["responses"] = [
            _resource(call.world, form["id"], response, whole=False) for response in page
        ]
    if start + size < len(held):
        answer["nextPageToken"] = page_token(start + size)
    return answer


def get_response(call: Call) -> Answer:
    """forms.responses.get."""
    form = form_of(call, "reader")
    held = call.world.store.collection(f"forms.response/{form['id']}").peek(
        call.params["responseId"]
    )
    if held is None:
        raise not_found()
    return _resource(call.world, form["id"], held, whole=True)


def _watch_resource(world: World, watch: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": watch["id"],
        "target": watch["target"],
        "eventType": watch["eventType"],
        "createTime": _stamp(world, watch["created"]),
        "expireTime": _stamp(world, watch["expires"]),
        "state": "ACTIVE",
    }


def _alive(call: Call, form_id: str) -> list[dict[str, Any]]:
    now = call.world.clock.millis()
    return [
        watch
        for watch in call.world.store.collection("forms.watch").values()
        if watch["form"] == form_id
        and watch["client"] == call.token.client_id
        and watch["expires"] > now
    ]


def create_watch(call: Call) -> Answer:
    """forms.watches.create."""
    form = form_of(call, "reader")
    wanted = call.body.get("watch", {})
    kind = wanted.get("eventType", "EVENT_TYPE_UNSPECIFIED")
    topic = wanted.get("target", {}).get("topic", {}).get("topicName", "")
    if kind == "EVENT_TYPE_UNSPECIFIED" or not re.fullmatch(r"projects/[^/]+/topics/[^/]+", topic):
        raise invalid("The watch needs an event type and a topic.")
    watch_id = call.body.get("watchId") or call.world.ids.hex("watch", 32)
    alive = _alive(call, form["id"])
    if any(watch["eventType"] == kind or watch["id"] == watch_id for watch in alive):
        raise ApiError(409, "A watch already exists for this form, event type and project.")
    now = call.world.clock.millis()
    watch = {
        "id": watch_id,
        "form": form["id"],
        "client": call.token.client_id,
        "account": call.account,
        "target": wanted["target"],
        "eventType": kind,
        "created": now,
        "expires": now + WEEK_MS,
    }
    call.world.store.collection("forms.watch").put(f"{form['id']}/{watch_id}", watch)
    return _watch_resource(call.world, watch)


def list_watches(call: Call) -> Answer:
    """forms.watches.list: the calling project's own."""
    form = form_of(call, "reader")
    alive = _alive(call, form["id"])
    return {"watches": [_watch_resource(call.world, watch) for watch in alive]} if alive else {}


def _found(call: Call) -> tuple[str, dict[str, Any]]:
    form = form_of(call, "reader")
    for watch in _alive(call, form["id"]):
        if watch["id"] == call.params["watchId"]:
            return f"{form['id']}/{watch['id']}", dict(watch)
    raise not_found()


def renew_watch(call: Call) -> Answer:
    """forms.watches.renew: seven more days; ApiError 404 once it has ended."""
    key, watch = _found(call)
    watch["expires"] = call.world.clock.millis() + WEEK_MS
    call.world.store.collection("forms.watch").put(key, watch)
    return _watch_resource(call.world, watch)


def delete_watch(call: Call) -> Answer:
    """forms.watches.delete."""
    key, _ = _found(call)
    call.world.store.collection("forms.watch").delete(key)
    return {}
