"""forms.responses.*.

In:    checked calls.   Out: FormResponse resources.
Rule:  the only filter is on the timestamp, `>` or `>=` (google-workspace.md 4.4).
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
from .form import form_of

FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*(\S+)\s*")
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
