"""What all pages share: the bar, Indonesian dates and sizes, refusals.

In:    a template's name and values.   Out: a page.
Rule:  refusals say in Indonesian what happened and offer the people who may go on.
Never: knows a room. Start at `dress()`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..drive import entries
from ..drive.access import at_least, role_of
from ..frame.errors import ApiError
from ..world import World
from . import acting, waiting

# address, name, name on a narrow screen
ROOMS = (
    ("/forms/", "Formulir", "Formulir"),
    ("/sheets/", "Lembar kerja", "Lembar"),
    ("/mail/", "Surat", "Surat"),
    ("/drive/", "Drive", "Drive"),
    ("/docs/", "Dokumen", "Dokumen"),
    ("/control/", "Ruang kendali", "Kendali"),
)
ALIASES = {"/spreadsheets/": "/sheets/", "/file/": "/drive/", "/document/": "/docs/"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def dress(pages: Blueprint, world: World) -> None:
    """Give every template of these pages the bar and the Indonesian ways of writing."""

    @pages.app_context_processor
    def bar() -> dict[str, Any]:
        return {
            "rooms": ROOMS,
            "here": _room(request.path),
            "acting": acting.present(world),
            "here_path": here(),
            "people": acting.people(world),
            "unread": waiting.unread(world),
        }

    pages.add_app_template_filter(lambda millis: moment(world, millis), "moment")
    pages.add_app_template_filter(lambda millis: short_moment(world, millis), "short_moment")
    pages.add_app_template_filter(size, "size")


def _room(path: str) -> str:
    for prefix, room in ALIASES.items():
        if path.startswith(prefix):
            return room
    return next((prefix for prefix, *_ in ROOMS if path.startswith(prefix)), "/")


def local(world: World, millis: int) -> datetime:
    """Milliseconds since 1970 in the office's zone."""
    return datetime.fromtimestamp(millis / 1000, UTC).astimezone(world.zone)


def moment(world: World, millis: int) -> str:
    """A moment as people write it: `Senin, 10 Nov 2025 pukul 08.30`."""
    at = local(world, millis)
    day = f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day} pukul {at:%H.%M}"


def short_moment(world: World, millis: int) -> str:
    """The same for lists: the time today, the day this year, else the date."""
    at, now = local(world, millis), world.now().astimezone(world.zone)
    if at.date() == now.date():
        return f"{at:%H.%M}"
    if at.year == now.year:
        return f"{at.day} {MONTHS[at.month - 1]}"
    return f"{at:%d/%m/%y}"


def size(count: int) -> str:
    """Bytes as people read them: `12 KB`."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",")


def is_script() -> bool:
    """Whether a script of a page asks, which wants JSON."""
    return request.path.endswith(".json") or request.is_json


def refusal(
    code: int, heading: str, text: str, *, others: list[acting.Person] | None = None
) -> ResponseReturnValue:
    """A page, or JSON for a script, that says what was not done."""
    if is_script():
        return jsonify({"error": text}), code
    page = render_template("notice.html", heading=heading, text=text, others=others or [])
    return page, code


def refused_by_google(world: World, error: ApiError) -> ResponseReturnValue:
    """What a service said no to, for people."""
    if error.code in (403, 404):
        file_id = str((request.view_args or {}).get("file_id", ""))
        others = who_may_see(world, file_id)
        if others:
            return refusal(
                error.code,
                "Anda tidak memiliki akses",
                "Orang yang sedang Anda perankan tidak dapat membuka atau mengubah ini. Pilih "
                "salah satu orang yang memiliki akses.",
                others=others,
            )
        return refusal(
            error.code,
            "Tidak ditemukan",
            "Yang Anda cari tidak ada di sini, sudah dihapus, atau milik orang lain.",
        )
    return refusal(error.code, "Tidak dapat dilakukan", error.message)


def who_may_see(world: World, file_id: str) -> list[acting.Person]:
    """The people of the office who may open a file; none when there is no such file."""
    entry = entries.find(world, file_id)
    if entry is None:
        return []
    now = acting.present(world).email
    return [
        person
        for person in acting.people(world)
        if person.email != now and at_least(role_of(world, person.email, entry), "reader")
    ]


def here() -> str:
    """This page's address without whom it is drawn for."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "as"]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def onward(world: World, path: str, **query: str) -> ResponseReturnValue:
    """Go on after a change, still as the person the page was drawn for."""
    email = acting.present(world).email
    if request.cookies.get(acting.COOKIE) != email:
        query["as"] = email
    return redirect(f"{path}?{urlencode(query)}" if query else path, 303)
