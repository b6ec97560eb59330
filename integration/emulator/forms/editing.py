"""forms.create, get, batchUpdate, setPublishSettings.

In:    checked calls.   Out: Form resources and replies.
Rule:  create takes titles only; a new form is unpublished (google-workspace.md section 0, 9);
       a batch is atomic and may be bound to a revision.
Never: takes answers. Start at `batch_update()`.
"""

from __future__ import annotations

from typing import Any

from ..drive.files import no_storage
from ..frame.accounts import is_service_account
from ..frame.call import Answer, Call
from ..frame.errors import ApiError, invalid
from ..world import World
from . import answer_sheet, watches
from .form import (
    Held,
    checked_item,
    find,
    form_of,
    new_form,
    publish_settings,
    question_id,
    resource,
    revision_id,
    save,
)


def _changed(call: Call, held: Held) -> None:
    """Keep a change, and let watches of the form itself tell of it."""
    save(call.world, held, call.account)
    watches.noticed(call.world, held["id"], watches.SCHEMA)


def create(call: Call) -> Answer:
    """forms.create."""
    if is_service_account(call.account):
        raise no_storage()
    info = call.body.get("info", {})
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise invalid(
            "Only info.title can be set when creating a form. To add items and change settings, "
            "use batchUpdate."
        )
    if not info.get("title"):
        raise invalid("The form's title must be set.")
    held = new_form(
        call.world,
        info["title"],
        info.get("documentTitle", ""),
        call.account,
        # unset it is unpublished since 30 June 2026, whatever the document still says
        published=call.params.get("unpublished") is False,
        client=call.token.client_id,
    )
    return resource(call.world, held)


def get(call: Call) -> Answer:
    """forms.get."""
    return resource(call.world, form_of(call, "reader"))


def set_publish_settings(call: Call) -> Answer:
    """forms.setPublishSettings; accepting answers while unpublished is an error."""
    held = form_of(call, "writer")
    state = call.body.get("publishSettings", {}).get("publishState", {})
    published = state.get("isPublished", False)
    accepting = state.get("isAcceptingResponses", False)
    if accepting and not published:
        raise invalid("isAcceptingResponses cannot be true when isPublished is false.")
    held.update(published=published, accepting=accepting)
    _changed(call, held)
    return {"formId": held["id"], "publishSettings": publish_settings(held)}


def batch_update(call: Call) -> Answer:
    """forms.batchUpdate."""
    held = form_of(call, "writer")
    control = call.body.get("writeControl", {})
    required = control.get("requiredRevisionId")
    if required and required != revision_id(held):
        raise ApiError(
            400,
            "The provided required revision ID does not match the latest revision.",
            status="FAILED_PRECONDITION",
        )
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("At least one request must be given.")
    replies = []
    for number, request in enumerate(requests):
        if len(request) != 1:
            raise invalid(f"Invalid requests[{number}]: exactly one kind of request must be set.")
        (kind, body), *_ = request.items()
        replies.append(KINDS[kind](call, held, body, f"requests[{number}].{kind}"))
    _changed(call, held)
    answer_sheet.follow_questions(call.world, held)
    answer: dict[str, Any] = {
        "replies": replies,
        "writeControl": {"requiredRevisionId": revision_id(held)},
    }
    if call.body.get("includeFormInResponse"):
        answer["form"] = resource(call.world, held)
    return answer


def _place(held: Held, location: dict[str, Any], path: str, *, inserting: bool = False) -> int:
    index = int(location.get("index", 0))
    if not 0 <= index < len(held["items"]) + inserting:
        raise invalid(f"Invalid {path}: location index {index} is out of bounds.")
    return index


def _create_item(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    index = _place(held, body.get("location", {}), path, inserting=True)
    item = checked_item(call.world, body.get("item", {}), path)
    if any(other["itemId"] == item["itemId"] for other in held["items"]):
        raise invalid(f"Invalid {path}: the item ID is already used.")
    held["items"].insert(index, item)
    reply: dict[str, Any] = {"itemId": item["itemId"]}
    if "questionItem" in item:
        reply["questionId"] = [question_id(item)]
    return {"createItem": reply}


def _update_item(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    index = _place(held, body.get("location", {}), path)
    before, given = held["items"][index], body.get("item", {})
    mask = [name.strip() for name in body.get("updateMask", "").split(",") if name.strip()]
    if not mask:
        raise invalid(f"Invalid {path}: updateMask must be set.")
    if given.get("itemId", before["itemId"]) != before["itemId"]:
        raise invalid(f"Invalid {path}: the item ID does not match.")
    after = {**given, "itemId": before["itemId"]} if mask == ["*"] else _masked(before, given, mask)
    if "questionItem" in after and "questionItem" in before:
        question = dict(after["questionItem"].get("question", {}))
        question.setdefault("questionId", question_id(before))
        after["questionItem"] = {**after["questionItem"], "question": question}
    held["items"][index] = checked_item(call.world, after, path)
    return {}


def _masked(before: dict[str, Any], given: dict[str, Any], mask: list[str]) -> dict[str, Any]:
    """`before` with the masked paths taken from `given`; what `given` lacks is removed."""
    after = dict(before)
    for path in mask:
        name, _, rest = path.partition(".")
        if rest:
            inner = after.get(name, {})
            after[name] = _masked(inner, given.get(name, {}), [rest])
        elif name in given:
            after[name] = given[name]
        else:
            after.pop(name, None)
    return after


def _delete_item(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    del held["items"][_place(held, body.get("location", {}), path)]
    return {}


def _move_item(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    start = _place(held, body.get("originalLocation", {}), path)
    goal = _place(held, body.get("newLocation", {}), path)
    held["items"].insert(goal, held["items"].pop(start))
    return {}


def _update_info(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    mask = {name.strip() for name in body.get("updateMask", "").split(",") if name.strip()}
    info = body.get("info", {})
    names = {"title", "description"} if mask == {"*"} else mask
    if not names or names - {"title", "description"}:
        raise invalid(f"Invalid {path}: updateMask names what cannot be changed.")
    for name in names:
        held[name] = info.get(name, "")
    return {}


def _update_settings(call: Call, held: Held, body: dict[str, Any], path: str) -> dict[str, Any]:
    mask = [name.strip() for name in body.get("updateMask", "").split(",") if name.strip()]
    if not mask:
        raise invalid(f"Invalid {path}: updateMask must be set.")
    given = body.get("settings", {})
    held["settings"] = given if mask == ["*"] else _masked(held["settings"], given, mask)
    return {}


KINDS = {
    "createItem": _create_item,
    "deleteItem": _delete_item,
    "moveItem": _move_item,
    "updateFormInfo": _update_info,
    "updateItem": _update_item,
    "updateSettings": _update_settings,
}


def copy(world: World, source_id: str, form_id: str, title: str, by: str) -> None:
    """Drive copies a form: its questions, not its answers nor its sheet."""
    held = find(world, source_id)
    held.update(id=form_id, owner=by, sheet=None, revision=1, published=False, accepting=False)
    world.store.collection("forms.form").put(form_id, held)


def forget(world: World, form_id: str) -> None:
    """Drive deletes a form: its answers go too, its sheet stays."""
    world.store.collection("forms.form").delete(form_id)
    answers = world.store.collection(f"forms.response/{form_id}")
    for response_id, _ in answers.items():
        answers.delete(response_id)
