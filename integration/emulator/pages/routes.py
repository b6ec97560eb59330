"""All pages of the workspace, and the rules that hold for every one of them.

In:    the world.   Out: one blueprint at `/`; its scripts and styles at `/assets`.
Rule:  a change is asked for from our own pages only (Origin); nothing here may be framed, sniffed
       or scripted by others.
Never: does a room's work. Start at `blueprint()`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from ..frame.errors import ApiError
from ..world import World
from . import bar, consent, control, docs, drive, forms, site, start, waiting
from .mailbox import reading, writing
from .sheets import room as grid

ROOMS = (start, bar, waiting, forms, reading, writing, grid, drive, docs, control, consent)
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def blueprint(world: World) -> Blueprint:
    """The pages of one world."""
    pages = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/assets",
    )
    site.dress(pages, world)

    @pages.before_request
    def only_from_here() -> ResponseReturnValue | None:
        if request.method in ("GET", "HEAD") or from_our_pages():
            return None
        return site.refusal(
            403,
            "Permintaan ditolak",
            "Perubahan hanya dapat dilakukan dari halaman ruang latihan ini sendiri.",
        )

    @pages.after_request
    def guarded(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        # not `no-referrer`: browsers would then send `Origin: null` with our own forms
        answer.headers.setdefault("Referrer-Policy", "same-origin")
        if request.endpoint != "pages.static":
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    @pages.errorhandler(ApiError)
    def refused(error: ApiError) -> ResponseReturnValue:
        return site.refused_by_google(world, error)

    @pages.app_errorhandler(404)
    def nowhere(error: NotFound) -> ResponseReturnValue:
        if request.path.startswith("/_emulator/"):
            return error.get_response()
        return site.refusal(
            404, "Tidak ditemukan", "Alamat ini tidak menuju halaman mana pun di ruang latihan."
        )

    for room in ROOMS:
        room.add(pages, world)
    return pages


def from_our_pages() -> bool:
    """Whether a request that changes something came from our pages, or from no browser at all."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
    return urlsplit(origin).netloc == request.host
