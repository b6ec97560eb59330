"""A form: its questions, its settings, its shape in the API.

In:    titles, questions, changes.   Out: Form resources; columns of the linked sheet.
Rule:  the answer sheet's columns are the questions in order of creation; a renamed question
       renames its header, a new one is added on the right (google-workspace.md section 5).
Never: takes answers; that is `answering.py`. Start at `new_form()`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..drive import access
from ..drive import entries as drive
from ..frame.call import Call
from ..frame.errors import ApiError, invalid
from ..frame.natives import FORM
from ..world import World

Held = dict[str, Any]
QUESTION_KINDS = (
    "textQuestion",
    "choiceQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "ratingQuestion",
)


def find(world: World, form_id: str) -> Held:
    """A form, to be changed and saved. KeyError when there is none."""
    held = world.store.collection("forms.form").get(form_id)
    if held is None:
        raise KeyError(form_id)
    return held


def form_of(call: Call, needed: str) -> Held:
    """The form a call means; ApiError 404 or 403."""
    form_id = call.params["formId"]
    access.native_entry(call.world, call.account, form_id, FORM, needed=needed)
    return find(call.world, form_id)


def new_form(
    world: World, title: str, document_title: str, owner: str, *, published: bool, client: str
) -> Held:
    """A new form without questions, saved."""
    entry = drive.new_entry(
        world, name=document_title or title or "Untitled form", mime=FORM, by=owner, client=client
    )
    held: Held = {
        "id": entry["id"],
        "owner": owner,
        "title": title,
        "description": "",
        "items": [],
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "published": published,
        "accepting": published,
        "revision": 1,
        "sheet": None,
    }
    world.store.collection("forms.form").put(entry["id"], held)
    return held


def save(world: World, held: Held, by: str) -> None:
    """Keep a change of the form itself."""
    held["revision"] += 1
    world.store.collection("forms.form").put(held["id"], held)
    drive.touch(world, held["id"], by)


def revision_id(held: Held) -> str:
    """The opaque name of the present revision."""
    return hashlib.sha256(f"{held['id']}:{held['revision']}".encode()).hexdigest()[:8]


def address(world: World, form_id: str) -> str:
    """Where people fill the form."""
    return f"{world.origin}/forms/d/e/{form_id}/viewform"


def resource(world: World, held: Held) -> dict[str, Any]:
    """The Form resource."""
    entry = drive.fetch(world, held["id"])
    info = {"title": held["title"], "documentTitle": entry["name"]}
    if held["description"]:
        info["description"] = held["description"]
    shown: dict[str, Any] = {
        "formId": held["id"],
        "info": info,
        "settings": held["settings"],
        "revisionId": revision_id(held),
        "responderUri": address(world, held["id"]),
        "publishSettings": publish_settings(held),
    }
    if held["items"]:
        shown["items"] = held["items"]
    if held["sheet"]:
        shown["linkedSheetId"] = held["sheet"]["spreadsheet"]
    return shown


def publish_settings(held: Held) -> dict[str, Any]:
    """Whether people may see the form and answer."""
    return {
        "publishState": {
            "isPublished": held["published"],
            "isAcceptingResponses": held["accepting"],
        }
    }


def questions(held: Held) -> list[dict[str, Any]]:
    """The items that ask something, in the order of the form."""
    return [item for item in held["items"] if "questionItem" in item]


def question_id(item: dict[str, Any]) -> str:
    """The id of an item's question."""
    return str(item["questionItem"]["question"]["questionId"])


def checked_item(world: World, item: dict[str, Any], path: str) -> dict[str, Any]:
    """An item as it will be kept, with ids; ApiError 400 when Google would not take it."""
    kept = {**item, "itemId": item.get("itemId") or world.ids.hex("item", 8)}
    kinds = [name for name in item if name.endswith("Item")]
    if len(kinds) != 1:
        raise invalid(f"Invalid {path}: exactly one kind of item must be set.")
    if kinds[0] in ("textItem", "pageBreakItem"):
        return kept
    if kinds[0] != "questionItem":
        raise ApiError(501, f"The local workspace does not implement forms {kinds[0]}.")
    question = dict(item["questionItem"].get("question", {}))
    if "fileUploadQuestion" in question:
        raise invalid(f"Invalid {path}: file upload questions cannot be created through the API.")
    asked = [name for name in QUESTION_KINDS if name in question]
    if len(asked) != 1:
        raise invalid(f"Invalid {path}: exactly one kind of question must be set.")
    if asked[0] == "choiceQuestion":
        choice = question["choiceQuestion"]
        if choice.get("type", "CHOICE_TYPE_UNSPECIFIED") == "CHOICE_TYPE_UNSPECIFIED":
            raise invalid(f"Invalid {path}: the type of choice must be set.")
        values = [option.get("value") for option in choice.get("options", [])]
        if not values or len(set(values)) != len(values):
            raise invalid(f"Invalid {path}: options must be given, each once.")
    if not question.get("required"):
        question.pop("required", None)
    question.setdefault("questionId", world.ids.hex("question", 8))
    kept["questionItem"] = {**item["questionItem"], "question": question}
    return kept
