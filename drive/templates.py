"""Templates of letters: Docs that staff may edit, planted once.

In:    a key, a name, a parent folder, paragraphs.   Out: the Doc's id.
Rule:  what staff wrote into a template is theirs: only an empty one is filled.
Never: makes a second one while the first can be found. Start at `Templates.ensure()`.
"""

from collections.abc import Sequence

from integration.workspace import Workspace

from .documents import body_text
from .search import DOCUMENT, by_key, tagged


class Templates:
    """Google Docs that letters are copied from."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ensure(self, key: str, name: str, parent: str, paragraphs: Sequence[str]) -> str:
        """The template that carries the key, planted below `parent` when there is none.

        Safe to repeat, except that after Unclear two may exist until one is deleted; the older
        one is used.
        """
        found = by_key(self._workspace, key, DOCUMENT)
        doc_id = found or self._make(key, name, parent)
        self._write_if_empty(doc_id, "\n".join(paragraphs))
        return doc_id

    def _make(self, key: str, name: str, parent: str) -> str:
        making = (
            self._workspace.service("drive")
            .files()
            .create(
                body={
                    "name": name,
                    "mimeType": DOCUMENT,
                    "parents": [parent],
                    "appProperties": tagged(key),
                },
                fields="id",
                supportsAllDrives=True,
            )
        )
        return str(self._workspace.call(making, safe=False)["id"])

    def _write_if_empty(self, doc_id: str, text: str) -> None:
        documents = self._workspace.service("docs").documents()
        document = self._workspace.call(documents.get(documentId=doc_id), safe=True)
        if body_text(document).strip() or not text:
            return
        body = {
            "requests": [{"insertText": {"location": {"index": 1}, "text": text}}],
            "writeControl": {"requiredRevisionId": document["revisionId"]},
        }
        # bound to the empty revision, it can be written only once
        self._workspace.call(documents.batchUpdate(documentId=doc_id, body=body), safe=True)
