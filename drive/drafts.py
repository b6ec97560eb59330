"""Letters while they are Google Docs: copied, filled, read, exported, locked.

In:    a template's id, a key, values.   Out: ids, `DocState`, PDF bytes.
Rule:  a copy carries its key, because Drive takes no id for a Doc (google-workspace.md 3.1);
       filling is one atomic batch bound to the revision that was read.
Never: leaves a placeholder unnoticed. Start at `GoogleDrafts.fill()`.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from integration.ports import DocState, GiveUp, TryLater
from integration.workspace import Workspace

from . import access
from .documents import PLACEHOLDER, body_text, leftovers, placeholders, whole_text
from .files import restrict
from .search import DOCUMENT, by_key, tagged

PDF = "application/pdf"
_TWO_BRACES = re.compile(r"([{}])(?=\1)")
_NOT_TAKEN = re.compile("[\x00-\x08\x0c-\x1f\ue000-\uf8ff]")
"""What Docs drops from a text, so that signs on both its sides come to stand together."""


class GoogleDrafts:
    """`ports.Drafts` at Docs and Drive."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._urls: dict[str, str] = {}

    def find_copy(self, key: str) -> str | None:
        """The Doc that carries the key, if there is one. Safe to repeat."""
        return by_key(self._workspace, key, DOCUMENT)

    def copy_template(self, template_id: str, name: str, parent: str, key: str) -> str:
        """Copy; the new Doc's id. Not safe to repeat: after Unclear use `find_copy()`."""
        copying = self._files.copy(
            fileId=template_id,
            body={"name": name, "parents": [parent], "appProperties": tagged(key)},
            fields="id",
            supportsAllDrives=True,
        )
        return str(self._workspace.call(copying, safe=False)["id"])

    def unknown(self, doc_id: str, names: Collection[str]) -> list[str]:
        """Placeholders of a Doc that none of these names fills. Safe to repeat."""
        return _unknown(self._read(doc_id), names)

    def fill(self, doc_id: str, values: Mapping[str, str]) -> None:
        """Replace every `{{name}}` by its value, in one batch. Safe to repeat.

        A Doc that is filled already stays as it is. Raises GiveUp naming the placeholders that have
        no value, before or after; TryLater when somebody edited in between.
        """
        document = self._read(doc_id)
        missing = _unknown(document, values)
        if missing:
            raise GiveUp(f"the template asks for what the case does not have: {', '.join(missing)}")
        wanted = {
            written: values[found[1]]
            for written in placeholders(document)
            if (found := PLACEHOLDER.fullmatch(written))
        }
        if wanted:
            self._replace(doc_id, str(document["revisionId"]), wanted)
            left = leftovers(self._read(doc_id))
            if left:
                raise GiveUp(f"the letter still has placeholders: {', '.join(left)}")

    def write(self, doc_id: str, texts: Mapping[str, str]) -> None:
        """Put other words in the place of some, wherever they stand. Safe to repeat."""
        document = self._read(doc_id)
        said = whole_text(document)
        wanted = {old: new for old, new in texts.items() if old in said}
        if wanted:
            self._replace(doc_id, str(document["revisionId"]), wanted)

    def state(self, doc_id: str) -> DocState:
        """The Doc as it stands: revision and the body's text. Safe to repeat."""
        document = self._read(doc_id)
        return DocState(
            doc_id=doc_id,
            revision=str(document["revisionId"]),
            text=body_text(document),
            url=self._url(doc_id),
        )

    def export_pdf(self, doc_id: str) -> bytes:
        """The Doc as PDF, at most 10 MB. Safe to repeat, but the bytes may differ each time."""
        content = self._workspace.call(self._files.export(fileId=doc_id, mimeType=PDF), safe=True)
        return bytes(content)

    def lock(self, doc_id: str, reason: str) -> None:
        """Stop edits. Safe to repeat."""
        restrict(self._workspace, doc_id, {"readOnly": True, "reason": reason})

    def unlock(self, doc_id: str) -> None:
        """Allow edits again. Safe to repeat."""
        restrict(self._workspace, doc_id, {"readOnly": False})

    def share(self, doc_id: str, address: str) -> None:
        """Let one person open and edit it. Safe to repeat."""
        access.share(self._workspace, doc_id, address)

    @property
    def _files(self) -> Any:
        return self._workspace.service("drive").files()

    def _read(self, doc_id: str) -> dict[str, Any]:
        reading = self._workspace.service("docs").documents().get(documentId=doc_id)
        found: dict[str, Any] = self._workspace.call(reading, safe=True)
        return found

    def _url(self, doc_id: str) -> str:
        if doc_id not in self._urls:
            getting = self._files.get(fileId=doc_id, fields="webViewLink", supportsAllDrives=True)
            self._urls[doc_id] = str(self._workspace.call(getting, safe=True)["webViewLink"])
        return self._urls[doc_id]

    def _replace(self, doc_id: str, revision: str, wanted: Mapping[str, str]) -> None:
        requests = [
            {
                "replaceAllText": {
                    "containsText": {"text": written, "matchCase": True},
                    "replaceText": _inert(value),
                }
            }
            for written, value in wanted.items()
        ]
        body = {"requests": requests, "writeControl": {"requiredRevisionId": revision}}
        documents = self._workspace.service("docs").documents()
        try:
            # bound to a revision, a batch that went through cannot go through again
            self._workspace.call(documents.batchUpdate(documentId=doc_id, body=body), safe=True)
        except GiveUp:
            if str(self._read(doc_id)["revisionId"]) != revision:
                raise TryLater("the Doc was edited while it was filled", 5.0) from None
            raise


def _unknown(document: Mapping[str, Any], names: Collection[str]) -> list[str]:
    found = ((one, PLACEHOLDER.fullmatch(one)) for one in leftovers(document))
    return [one for one, name in found if name is None or name[1] not in names]


def _inert(value: str) -> str:
    """A value in which nothing looks like a placeholder: a customer may have typed one."""
    return _TWO_BRACES.sub(r"\1 ", _NOT_TAKEN.sub("", value))
