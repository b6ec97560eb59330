"""documents.create, get, batchUpdate, and what is kept of a document.

In:    checked calls.   Out: Document resources and replies, in the order of the requests.
Rule:  requiredRevisionId must be the latest (400); a batch that fails changes nothing.
Never: edits text itself; that is `paper.py` through `edits.py`. Start at `batch_update()`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..drive import access
from ..drive import entries as drive
from ..drive.files import no_storage
from ..frame.accounts import is_service_account
from ..frame.call import Answer, Call
from ..frame.errors import ApiError, invalid, not_done
from ..frame.natives import DOCUMENT
from ..world import World
from . import edits
from .paper import Paper
from .shape import body_of, document_parts

TAB = "t.0"


def load(world: World, document_id: str) -> Paper:
    """A document's paper. KeyError when there is none."""
    held = world.store.collection("docs.paper").peek(document_id)
    if held is None:
        raise KeyError(document_id)
    return Paper.from_json(held)


def keep(world: World, document_id: str, paper: Paper, *, revision: int) -> None:
    """Keep a paper under a revision number."""
    held = {**paper.to_json(), "revision": revision}
    world.store.collection("docs.paper").put(document_id, held)


def revision_number(world: World, document_id: str) -> int:
    """How often the document changed."""
    held = world.store.collection("docs.paper").peek(document_id)
    return int(held["revision"]) if held else 0


def revision_id(world: World, document_id: str) -> str:
    """The opaque name of the present revision."""
    text = f"{document_id}:{revision_number(world, document_id)}"
    return "ALm" + hashlib.sha256(text.encode()).hexdigest()[:40]


def save_edit(world: World, document_id: str, paper: Paper, by: str) -> None:
    """Keep a changed paper: a new revision, and Drive hears of it. Pages use it too."""
    keep(world, document_id, paper, revision=revision_number(world, document_id) + 1)
    drive.touch(world, document_id, by)


def create(call: Call) -> Answer:
    """documents.create: an empty document with a title, in My Drive."""
    if is_service_account(call.account):
        raise no_storage()
    entry = drive.new_entry(
        call.world,
        name=call.body.get("title", "Untitled document"),
        mime=DOCUMENT,
        by=call.account,
        client=call.token.client_id,
    )
    keep(call.world, entry["id"], Paper(), revision=1)
    return _resource(call, entry["id"])


def get(call: Call) -> Answer:
    """documents.get."""
    document_id = call.params["documentId"]
    access.native_entry(call.world, call.account, document_id, DOCUMENT)
    mode = call.params.get("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    if mode not in ("DEFAULT_FOR_CURRENT_ACCESS", "SUGGESTIONS_INLINE"):
        raise not_done(f"docs.documents.get with suggestionsViewMode {mode}")
    return _resource(call, document_id, tabs=bool(call.params.get("includeTabsContent")))


def _resource(call: Call, document_id: str, *, tabs: bool = False) -> dict[str, Any]:
    entry = drive.fetch(call.world, document_id)
    paper = load(call.world, document_id)
    shown: dict[str, Any] = {
        "documentId": document_id,
        "title": entry["name"],
        "revisionId": revision_id(call.world, document_id),
        "suggestionsViewMode": "SUGGESTIONS_INLINE",
    }
    content = {"body": body_of(paper), **document_parts(paper)}
    if not tabs:
        return shown | content
    properties = {"tabId": TAB, "title": "Tab 1", "index": 0}
    return shown | {"tabs": [{"tabProperties": properties, "documentTab": content}]}


def batch_update(call: Call) -> Answer:
    """documents.batchUpdate."""
    world, document_id = call.world, call.params["documentId"]
    access.native_entry(world, call.account, document_id, DOCUMENT, needed="writer")
    control = call.body.get("writeControl", {})
    latest = revision_id(world, document_id)
    required = control.get("requiredRevisionId")
    if required and required != latest:
        raise ApiError(
            400,
            f"The required revision ID '{required}' does not match the latest revision.",
            status="FAILED_PRECONDITION",
        )
    if control.get("targetRevisionId", latest) != latest:
        raise not_done("docs.documents.batchUpdate merging into an older targetRevisionId")
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    paper = load(world, document_id)
    replies = []
    for number, request in enumerate(requests):
        if len(request) != 1:
            raise invalid(f"Invalid requests[{number}]: exactly one kind of request must be set.")
        (kind, body), *_ = request.items()
        edit = edits.EDITS.get(kind)
        if edit is None:
            raise not_done(f"docs.documents.batchUpdate {kind}")
        replies.append(edit(edits.Edit(world, paper, body, f"requests[{number}].{kind}")))
    save_edit(world, document_id, paper, call.account)
    return {
        "documentId": document_id,
        "replies": replies,
        "writeControl": {"requiredRevisionId": revision_id(world, document_id)},
    }
