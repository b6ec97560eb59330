"""Docs' methods, and what Drive calls for files of its type.

In:    the server, at start.   Out: handlers and the native type.
Rule:  what is not here is 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from __future__ import annotations

from ..frame.call import Handler
from ..frame.natives import DOCUMENT, NativeType
from ..world import World
from . import documents, edits, exports, imports
from .paper import Paper

HANDLERS: dict[str, Handler] = {
    "docs.documents.batchUpdate": documents.batch_update,
    "docs.documents.create": documents.create,
    "docs.documents.get": documents.get,
}

PARAMETERS_NOT_DONE = {"docs.documents.get": frozenset({"commentsViewMode"})}
REQUESTS_DONE = {"docs.documents.batchUpdate": frozenset(edits.EDITS)}


def _create(world: World, document_id: str, title: str, by: str) -> None:
    documents.keep(world, document_id, Paper(), revision=1)


def _copy(world: World, source_id: str, document_id: str, title: str, by: str) -> None:
    documents.keep(world, document_id, documents.load(world, source_id), revision=1)


def _delete(world: World, document_id: str) -> None:
    world.store.collection("docs.paper").delete(document_id)


def _rename(world: World, document_id: str, title: str) -> None:
    """The title is Drive's; nothing of ours holds it."""


def natives(world: World) -> dict[str, NativeType]:
    """What Drive calls for Google Docs."""
    return {
        DOCUMENT: NativeType(
            create=_create,
            copy=_copy,
            delete=_delete,
            rename=_rename,
            exports={
                "application/pdf": exports.to_pdf,
                "text/html": exports.to_html,
                "text/plain": exports.to_text,
            },
            imports={"text/html": imports.from_html, "text/plain": imports.from_text},
        )
    }
