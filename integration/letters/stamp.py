"""What is printed on a letter: the note by which anybody may check it, the picture of a signature.

In:    a letter as PDF, the address of its own page.   Out: the letter with the note in the foot of
       its last page, and page numbers in the feet where it has several.
Rule:  the notes lie in the foot's margin and change no word above it (decision 9: they stand in
       the preview that is approved).
Never: stamps a signed letter: its bytes are the signer's. Start at `stamped`.
"""

from __future__ import annotations

import io

import pypdf
import segno

from integration.letters.engine import engine
from integration.templating import TemplateFolder

NOTE, SIGNATURE = "letter_note.typ", "letter_signature.typ"


def stamped(letter: bytes, address: str, templates: TemplateFolder) -> bytes:
    """The letter with its notes. Raises BadTemplate, or pypdf's errors for what is no PDF."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(letter))
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in writer.pages]
    notes = pypdf.PdfReader(io.BytesIO(notes_for(sizes, address, templates)))
    for page, note in zip(writer.pages, notes.pages, strict=True):
        page.merge_page(note)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def notes_for(sizes: list[tuple[float, float]], address: str, templates: TemplateFolder) -> bytes:
    """Pages of these sizes, in points, with nothing on them but the notes."""
    data = {
        "sizes": sizes,
        "address": address,
        "code": address.rpartition("/")[2],
        "qr": segno.make(address, error="m").svg_inline(border=0, scale=4),
    }
    return engine(templates.documents()).pdf(NOTE, data, 0)


def signature(
    size: tuple[float, float], holder: str, moment: str, templates: TemplateFolder
) -> bytes:
    """What is seen of a signature by certificate: one page of this size, in points."""
    data = {"size": size, "holder": holder, "moment": moment}
    return engine(templates.documents()).pdf(SIGNATURE, data, 0)
