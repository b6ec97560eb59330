"""Stamps and visible signatures drawn into the page they lie on.

In:    a PDF as pypdf read it.   Out: the same pages with each annotation's picture in the content.
Rule:  ISO 32000-1, 12.5.5, algorithm 8.1: the appearance's box is fitted to the annotation's place.
Never: keeps a signature valid: the result is only for printing. Start at `flattened()`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

_NOT_SHOWN = 2 | 32  # annotation flags Hidden and NoView
_UNCHANGED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def flattened(reader: pypdf.PdfReader) -> bytes | None:
    """The PDF with every visible annotation drawn into its page; None when there is none."""
    if not any("/Annots" in page for page in reader.pages):
        return None
    writer = pypdf.PdfWriter(clone_from=reader)
    for page in writer.pages:
        _draw_into(writer, page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _draw_into(writer: pypdf.PdfWriter, page: pypdf.PageObject) -> None:
    drawing = []
    objects = _child(_child(page, "/Resources"), "/XObject")
    for number, (look, place) in enumerate(_appearances(page)):
        name = f"/Annotation{number}"
        while name in objects:
            name += "x"
        objects[NameObject(name)] = look
        drawing.append("q " + " ".join(f"{part:.5f}" for part in place) + f" cm {name} Do Q")
    if not drawing:
        return
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(("\nQ\n" + "\n".join(drawing) + "\n").encode("ascii"))
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(before), *_streams(page), writer._add_object(after)]
    )
    del page["/Annots"]


def _appearances(
    page: pypdf.PageObject,
) -> Iterator[tuple[IndirectObject | StreamObject, tuple[float, ...]]]:
    """Each visible annotation's normal appearance, and the matrix that puts it in its place."""
    for entry in page.get("/Annots", ArrayObject()).get_object():
        annotation = entry.get_object()
        if int(annotation.get("/F", 0)) & _NOT_SHOWN or annotation.get("/Subtype") == "/Popup":
            continue
        states = annotation.get("/AP", DictionaryObject()).get_object()
        look = states.raw_get("/N") if "/N" in states else None
        if look is not None and not isinstance(look.get_object(), StreamObject):
            chosen = look.get_object()
            state = annotation.get("/AS")
            look = chosen.raw_get(state) if state in chosen else None
        if look is None or "/Rect" not in annotation:
            continue
        form = look.get_object()
        form[NameObject("/Subtype")] = NameObject("/Form")
        place = _fit(form, [float(side) for side in annotation["/Rect"]])
        if place:
            yield look, place


def _fit(form: DictionaryObject, rect: list[float]) -> tuple[float, ...] | None:
    """Scale and shift the appearance's box (after its own matrix) onto the annotation's place."""
    left, bottom, right, top = (float(side) for side in form.get("/BBox", ArrayObject()))
    a, b, c, d, e, f = (float(part) for part in form.get("/Matrix", map(FloatObject, _UNCHANGED)))
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not wide or not high:
        return None
    x0, x1 = sorted((rect[0], rect[2]))
    y0, y1 = sorted((rect[1], rect[3]))
    across, up = (x1 - x0) / wide, (y1 - y0) / high
    return (across, 0.0, 0.0, up, x0 - min(xs) * across, y0 - min(ys) * up)


def _child(parent: DictionaryObject, name: str) -> DictionaryObject:
    if name not in parent:
        parent[NameObject(name)] = DictionaryObject()
    inner = parent[name].get_object()
    assert isinstance(inner, DictionaryObject)
    return inner


def _streams(page: pypdf.PageObject) -> list[IndirectObject | StreamObject]:
    if "/Contents" not in page:
        return []
    contents = page.raw_get("/Contents")
    held = contents.get_object()
    return list(held) if isinstance(held, ArrayObject) else [contents]
