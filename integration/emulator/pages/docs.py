"""Dokumen: a document read and edited, paragraph by paragraph.

In:    the paragraphs as typed, the revision they were read from.   Out: a new revision.
Rule:  only what was changed is replaced, so that styles and named ranges stay; who saves over
       another's change is told, and keeps what was typed.
Never: knows what a document is for. Start at `add()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ..docs.documents import load, revision_number, save_edit
from ..docs.paper import RULE, Paper, clean
from ..drive import entries
from ..drive.access import at_least, locked, native_entry, role_of
from ..frame.errors import ApiError, not_found
from ..frame.natives import DOCUMENT
from ..world import World
from . import acting, site
from .drive import trail
from .serving import file_answer

ALIGN = {"CENTER": "center", "END": "right", "JUSTIFIED": "justify"}
HEADINGS = ("TITLE", "SUBTITLE", "HEADING_1", "HEADING_2", "HEADING_3")
EXPORTS = {
    "pdf": "application/pdf",
    "html": "text/html",
    "txt": "text/plain",
}


def paragraphs(paper: Paper) -> list[dict[str, Any]]:
    """Each paragraph's text and how it looks on the page."""
    shown: list[dict[str, Any]] = []
    for paragraph, pieces in paper.runs():
        text = "".join(piece for piece, _ in pieces).rstrip("\n")
        named = paragraph.style.get("namedStyleType", "")
        bold = bool(text) and all(style.get("bold") for piece, style in pieces if piece.strip())
        look = [ALIGN.get(paragraph.style.get("alignment", ""), "left")]
        look += ["strong"] if bold or named in HEADINGS else []
        look += ["head"] if named in HEADINGS else []
        look += ["listed"] if paragraph.bullet else []
        if text == RULE:
            text, look = "", ["rule"]
        shown.append(
            {"at": len(shown), "text": text, "look": " ".join(look), "cell": paragraph.cell}
        )
    return shown


def stacked(paper: Paper, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands below one another: a paragraph, or a row of cells side by side."""
    below: list[dict[str, Any]] = []
    for row, items in groupby(shown, key=lambda one: (one["cell"] or ("",))[:2]):
        if row == ("",):
            below += [{"cells": [[one]], "widths": ["rest"]} for one in items]
            continue
        cells = [list(cell) for _, cell in groupby(items, key=lambda one: one["cell"])]
        below.append(
            {"cells": cells, "widths": [_wide(one) for one in paper.tables[row[0]]["widths"]]}
        )
    return below


def _wide(points: float) -> str:
    """A column's class: the page's policy allows no lengths of one's own."""
    if not points:
        return "rest"
    return "tiny" if points < 24 else "label" if points < 100 else "wide"


def replace(paper: Paper, wanted: Mapping[int, str]) -> bool:
    """Make each paragraph read as wanted, touching only what differs; whether anything did.

    A paragraph that is not wanted any more was joined to the one before it, or emptied: it goes.
    """
    changed = False
    lines = paper.text.split("\n")[:-1]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    # from the end, so that earlier places stay where they are
    for number in reversed(range(len(lines))):
        if number and number not in wanted and _one_cell(paper, number):
            paper.delete(starts[number] - 1, starts[number] + len(lines[number]))
            changed = True
            continue
        old, new = lines[number], clean(wanted.get(number, ""))
        if old in (new, RULE):
            continue
        changed = True
        first = 0
        while first < min(len(old), len(new)) and old[first] == new[first]:
            first += 1
        last = 0
        while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
            last += 1
        start, end = starts[number] + first, starts[number] + len(old) - last
        put = new[first : len(new) - last]
        if put and start < end:
            paper.replace(start, end, put)
        elif put:
            paper.insert(start, put)
        else:
            paper.delete(start, end)
    return changed


def _one_cell(paper: Paper, number: int) -> bool:
    """Whether a paragraph stands in the same cell as the one before it, or both in none."""
    return paper.paragraphs[number].cell == paper.paragraphs[number - 1].cell


def add(pages: Blueprint, world: World) -> None:
    """The list of documents, a document, its exports."""

    def me() -> str:
        return acting.present(world).email

    @pages.get("/docs/")
    def document_list() -> ResponseReturnValue:
        found = [
            entry
            for entry in entries.all_entries(world)
            if entry["mime"] == DOCUMENT
            and role_of(world, me(), entry)
            and not entries.in_trash(world, entry)
        ]
        rows = [
            {
                "name": entry["name"],
                "href": f"/document/d/{entry['id']}/edit",
                "note": f"Diubah {site.moment(world, entry['modified'])} oleh "
                f"{world.accounts.name(entry['modifier'])}",
                "locked": locked(entry),
            }
            for entry in sorted(found, key=lambda one: -one["modified"])
        ]
        return render_template("choose.html", title="Dokumen", rows=rows, empty="dokumen")

    def page(file_id: str, typed: dict[int, str] | None, fault: str) -> str:
        entry = native_entry(world, me(), file_id, DOCUMENT)
        paper = load(world, file_id)
        shown = paragraphs(paper)
        if typed is not None:
            shown = [{**shown[at], "text": text} for at, text in typed.items()]
        return render_template(
            "document.html",
            entry=entry,
            lines=stacked(paper, shown),
            revision=revision_number(world, file_id),
            locked=locked(entry),
            may_edit=at_least(role_of(world, me(), entry), "writer") and not locked(entry),
            trail=[("/drive/", "Drive"), *trail(world, entry)],
            fault=fault,
            modifier=world.accounts.name(entry["modifier"]),
        )

    @pages.get("/document/d/<file_id>/edit")
    @pages.get("/document/d/<file_id>")
    def document(file_id: str) -> ResponseReturnValue:
        return page(file_id, None, "")

    @pages.post("/document/d/<file_id>/edit")
    def save(file_id: str) -> ResponseReturnValue:
        native_entry(world, me(), file_id, DOCUMENT, needed="writer")
        paper = load(world, file_id)
        try:
            places = [int(place) for place in request.form.getlist("at")]
            wanted = dict(zip(places, request.form.getlist("p"), strict=True))
        except ValueError:
            raise ApiError(400, "Alinea yang dikirim tidak dapat dibaca.") from None
        same = all(0 <= place < len(paper.paragraphs) for place in wanted)
        if request.form.get("revision") != str(revision_number(world, file_id)) or not same:
            fault = (
                "Dokumen ini diubah orang lain sejak Anda membukanya, jadi ketikan Anda belum "
                "disimpan. Periksa, lalu simpan sekali lagi bila memang ingin mengganti."
            )
            return page(file_id, wanted if same else None, fault), 409
        if replace(paper, wanted):
            save_edit(world, file_id, paper, me())
        return site.onward(world, f"/document/d/{file_id}/edit", saved="1")

    @pages.get("/document/d/<file_id>/export")
    def export(file_id: str) -> ResponseReturnValue:
        entry = native_entry(world, me(), file_id, DOCUMENT)
        kind = request.args.get("format", "pdf")
        if kind not in EXPORTS:
            raise not_found()
        data = world.natives[DOCUMENT].exports[EXPORTS[kind]](world, file_id)
        name = f"{entry['name']}.{kind}"
        answer: Response = file_answer(data, EXPORTS[kind], name, download=kind != "pdf")
        return answer
