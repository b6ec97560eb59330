"""Drive: the folders and files of the person who acts.

In:    ids of folders and files, a word to look for.   Out: lists, previews, downloads.
Rule:  what a person may not see is not found; PDFs, pictures and text show, all else downloads.
Never: changes a file. Start at `add()`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ..drive import entries
from ..drive.access import locked, opens, role_in_drive, role_of
from ..drive.entries import Entry
from ..drive.resource import PAGES
from ..frame.errors import ApiError, not_found
from ..frame.natives import DOCUMENT, FOLDER, FORM, SHORTCUT, SPREADSHEET
from ..world import World
from . import acting
from .serving import PDF, PICTURES, file_answer

KINDS = {
    FOLDER: ("folder", "Folder"),
    DOCUMENT: ("document", "Dokumen"),
    SPREADSHEET: ("sheet", "Lembar kerja"),
    FORM: ("form", "Formulir"),
    SHORTCUT: ("other", "Pintasan"),
    PDF: ("pdf", "PDF"),
}
TEXT_SHOWN = 200_000


def kind_of(mime: str) -> tuple[str, str]:
    """The picture and the word for a type of file."""
    if mime in PICTURES:
        return "picture", "Gambar"
    return KINDS.get(mime, ("other", "Berkas"))


def address(entry: Entry) -> str:
    """Where a file opens; the same path as its webViewLink."""
    return "/" + PAGES.get(entry["mime"], "file/d/{id}/view").format(id=entry["id"])


def row(world: World, entry: Entry) -> dict[str, Any]:
    """One line of a list."""
    picture, word = kind_of(entry["mime"])
    return {
        "name": entry["name"],
        "href": address(entry),
        "picture": picture,
        "word": word,
        "locked": locked(entry),
        "at": entry["modified"],
        "by": world.accounts.name(entry["modifier"]),
        "size": entry["revisions"][-1]["size"] if entry["revisions"] else None,
    }


def rows(world: World, found: list[Entry]) -> list[dict[str, Any]]:
    """Folders first, then by name."""
    ordered = sorted(found, key=lambda one: (one["mime"] != FOLDER, one["name"].lower()))
    return [row(world, entry) for entry in ordered]


def trail(world: World, entry: Entry) -> list[tuple[str, str]]:
    """The way to a file: addresses and names of the folders above, from the top."""
    steps = [
        ("/drive/" if folder.get("root") else address(folder), _shown_name(folder))
        for folder in entries.ancestors(world, entry)
    ]
    if entry["drive"]:
        drive = world.store.collection("drive.drive").peek(entry["drive"]) or {}
        steps.append((f"/drive/folders/{entry['drive']}", drive.get("name", "")))
    return steps[::-1]


def _shown_name(folder: Entry) -> str:
    return "Drive Saya" if folder.get("root") else str(folder["name"])


def add(pages: Blueprint, world: World) -> None:
    """Lists, previews and downloads."""

    def me() -> str:
        return acting.present(world).email

    def sees(entry: Entry) -> bool:
        return role_of(world, me(), entry) is not None and not entries.in_trash(world, entry)

    def page(heading: str, parts: list[dict[str, Any]], above: list[tuple[str, str]]) -> str:
        return render_template(
            "drive.html",
            heading=heading,
            parts=parts,
            trail=above,
            wanted=request.args.get("q", "").strip(),
        )

    def visible(file_id: str) -> Entry:
        entry = entries.find(world, file_id)
        if entry is None or role_of(world, me(), entry) is None:
            raise not_found()
        return entry

    @pages.get("/drive/")
    def my_drive() -> ResponseReturnValue:
        wanted = request.args.get("q", "").strip().lower()
        seen = [one for one in entries.all_entries(world) if sees(one) and not one.get("root")]
        if wanted:
            found = [entry for entry in seen if wanted in entry["name"].lower()]
            parts = [{"title": "", "rows": rows(world, found)}]
            return page("Hasil pencarian", parts, [("/drive/", "Drive")])
        root = entries.root_of(world, me())
        drives = [
            {
                "name": drive["name"],
                "href": f"/drive/folders/{drive['id']}",
                "picture": "drive",
                "word": "Drive bersama",
            }
            for drive in world.store.collection("drive.drive").values()
            if role_in_drive(world, me(), drive["id"])
        ]
        shared = [entry for entry in seen if not entry["drive"] and entry["owner"] != me()]
        mine = [entry for entry in seen if entry["parent"] == root]
        parts = [
            {"title": "Drive bersama", "rows": drives},
            {"title": "Drive Saya", "rows": rows(world, mine)},
            {"title": "Dibagikan kepada saya", "rows": rows(world, shared)},
        ]
        return page("Drive", parts, [])

    @pages.get("/drive/folders/<file_id>")
    def folder(file_id: str) -> ResponseReturnValue:
        drive = world.store.collection("drive.drive").peek(file_id)
        if drive is not None and role_in_drive(world, me(), file_id):
            heading, above = str(drive["name"]), [("/drive/", "Drive")]
        else:
            entry = visible(file_id)
            heading, above = _shown_name(entry), [("/drive/", "Drive"), *trail(world, entry)]
            if not opens(world, me(), entry):
                return page(heading, [{"title": "", "rows": [], "closed": True}], above)
        inside = [entry for entry in entries.children(world, file_id) if sees(entry)]
        return page(heading, [{"title": "", "rows": rows(world, inside)}], above)

    @pages.get("/file/d/<file_id>/view")
    def view_file(file_id: str) -> ResponseReturnValue:
        entry = visible(file_id)
        picture, word = kind_of(entry["mime"])
        text = None
        if entry["mime"].startswith("text/") or entry["mime"] == "application/json":
            text = entries.content(world, entry)[:TEXT_SHOWN].decode("utf-8", "replace")
        return render_template(
            "file.html",
            entry=entry,
            picture=picture,
            word=word,
            text=text,
            trail=[("/drive/", "Drive"), *trail(world, entry)],
            restrictions=[one for one in entry["restrictions"] if one.get("readOnly")],
            revisions=entry["revisions"][::-1],
            name_of=world.accounts.name,
        )

    def media(file_id: str, *, download: bool) -> Response:
        entry = visible(file_id)
        try:
            data = entries.content(world, entry, request.args.get("revision"))
        except KeyError:
            raise ApiError(404, "no content") from None
        return file_answer(data, entry["mime"], entry["name"], download=download)

    @pages.get("/file/d/<file_id>/content")
    def content(file_id: str) -> ResponseReturnValue:
        return media(file_id, download=False)

    @pages.get("/uc")
    def download() -> ResponseReturnValue:
        return media(request.args.get("id", ""), download=True)
