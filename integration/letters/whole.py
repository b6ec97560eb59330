"""The whole paper file of a case as one PDF.

In:    cover values, the parts in order (title, SHA-256, PDF), the letterhead.   Out: PDF bytes.
Rule:  cover, index with page numbers, check-list, then every part; "Halaman x dari y" and the
       register number in the foot of each page (SOP: data elektronik dan hard copy).
Never: fails because of a part: what cannot be shown is replaced by a page that names it.

The result is itself tagged PDF/A-2a and PDF/UA-1, whatever the parts are: their pages stand in it
as drawings with their text beneath for searching. The parts' own files, with signatures and bytes
intact, stay in the archive; the index gives the SHA-256 of each. Start at `whole_file()`.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from integration.letters.engine import Engine
from integration.letters.pictures import Page, draw
from integration.letters.render import Letterhead, document_data, unix_seconds
from integration.templating import TemplateFolder


@dataclass(frozen=True)
class Part:
    """One document of the file: its title, its recorded SHA-256 in hex, its bytes."""

    title: str
    sha256: str
    pdf: bytes

    @classmethod
    def of(cls, title: str, pdf: bytes) -> Self:
        """A part made just now, whose record is its own content."""
        return cls(title=title, sha256=hashlib.sha256(pdf).hexdigest(), pdf=pdf)


def whole_file(
    cover: Mapping[str, object],
    parts: Sequence[Part],
    letterhead: Letterhead,
    templates: TemplateFolder,
) -> bytes:
    """Bind everything into one PDF/A for printing; `cover` holds the values of kind "cover".

    The same arguments give the same bytes. Raises MissingValue or UnreadableValue for the cover
    and BadTemplate for an edited template; never because of a part.
    """
    data = document_data("cover", cover, letterhead)
    with tempfile.TemporaryDirectory(prefix="berkas-") as temporary:
        folder = Path(temporary)
        shutil.copytree(templates.documents(), folder, dirs_exist_ok=True)
        drawn = draw([part.pdf for part in parts], folder)
        data["parts"] = [_entry(part, pages) for part, pages in zip(parts, drawn, strict=True)]
        return Engine(folder).pdf("whole_file.typ", data, unix_seconds(cover))


def _entry(part: Part, pages: list[Page]) -> dict[str, Any]:
    really = hashlib.sha256(part.pdf).hexdigest()
    return {
        "title": part.title,
        "sha256": part.sha256,
        "same": really == part.sha256.strip().lower(),
        "pages": [asdict(page) for page in pages],
    }
