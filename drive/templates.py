"""Templates of letters: Docs that staff may edit, planted once.

In:    a key, a name, a parent folder, the first text as HTML.   Out: the Doc's id.
Rule:  what staff wrote into a template is theirs: it is planted once and never written again.
Never: makes a second one while the first can be found. Start at `Templates.ensure()`.
"""

import io

from googleapiclient.http import MediaIoBaseUpload

from integration.workspace import Workspace

from .documents import paragraph_of
from .search import DOCUMENT, by_key, tagged


class Templates:
    """Google Docs that letters are copied from."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ensure(
        self, key: str, name: str, parent: str, html: str, together: tuple[str, str] = ("", "")
    ) -> str:
        """The template that carries the key, planted below `parent` when there is none.

        From the paragraph with the first text of `together` to that with the second no page ends.

        Safe to repeat, except that after Unclear two may exist until one is deleted; the older
        one is used.
        """
        found = by_key(self._workspace, key, DOCUMENT)
        if found is None:
            found = self._plant(key, name, parent, html)
            if all(together):
                self._keep_together(found, *together)
        return found

    def _keep_together(self, doc_id: str, first: str, last: str) -> None:
        docs = self._workspace.service("docs").documents()
        document = self._workspace.call(docs.get(documentId=doc_id), safe=True)
        begin, end = (paragraph_of(document, text) for text in (first, last))
        if begin is None or end is None:
            return
        style = {
            "range": {"startIndex": begin["startIndex"], "endIndex": end["startIndex"]},
            "paragraphStyle": {"keepWithNext": True, "keepLinesTogether": True},
            "fields": "keepWithNext,keepLinesTogether",
        }
        body = {"requests": [{"updateParagraphStyle": style}]}
        self._workspace.call(docs.batchUpdate(documentId=doc_id, body=body), safe=True)

    def _plant(self, key: str, name: str, parent: str, html: str) -> str:
        # An upload that Drive converts takes no drawn id (google-workspace.md 3.1).
        planting = (
            self._workspace.service("drive")
            .files()
            .create(
                body={
                    "name": name,
                    "mimeType": DOCUMENT,
                    "parents": [parent],
                    "appProperties": tagged(key),
                },
                media_body=MediaIoBaseUpload(io.BytesIO(html.encode()), "text/html"),
                fields="id",
                supportsAllDrives=True,
            )
        )
        return str(self._workspace.call(planting, safe=False)["id"])
