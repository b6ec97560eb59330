"""files.list: what the caller may see, searched, ordered, paged.

In:    q, orderBy, pageSize, pageToken, corpora and the shared-drive flags.   Out: a FileList.
Rule:  trash is included unless q says otherwise; shared-drive items only with both flags.
Never: changes anything. Start at `list_files()`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from ..frame.call import Answer, Call
from ..frame.errors import ApiError, not_done
from ..frame.natives import FOLDER
from .access import reachable, role_of
from .entries import Entry, all_entries, shown_modified
from .query import compile_query
from .resource import DEFAULT_FIELDS, file_resource

NATURAL = re.compile(r"(\d+)")


def page_token(offset: int) -> str:
    """An opaque token for the page that begins there."""
    return "~!!~" + base64.urlsafe_b64encode(f"page:{offset}".encode()).decode()


def read_page_token(token: str | None) -> int:
    """The beginning of a page; ApiError 400 for a token nobody gave out."""
    if not token:
        return 0
    try:
        text = base64.urlsafe_b64decode(token.removeprefix("~!!~")).decode()
        return int(text.removeprefix("page:"))
    except (ValueError, binascii.Error):
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken") from None


def one_page(call: Call, name: str, items: list[dict[str, Any]], size: int) -> dict[str, Any]:
    """The page of a short list that a call asks for, and the token of the next."""
    size = call.params.get("pageSize", size)
    start = read_page_token(call.params.get("pageToken"))
    answer: dict[str, Any] = {name: items[start : start + size]}
    if start + size < len(items):
        answer["nextPageToken"] = page_token(start + size)
    return answer


def _natural(name: str) -> list[Any]:
    parts = NATURAL.split(name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _orders(call: Call) -> dict[str, Callable[[Entry], Any]]:
    return {
        "name": lambda entry: entry["name"].lower(),
        "name_natural": lambda entry: _natural(entry["name"]),
        "createdTime": lambda entry: entry["created"],
        "modifiedTime": lambda entry: shown_modified(call.world, entry),
        "modifiedByMeTime": lambda entry: entry["modified"],
        "viewedByMeTime": lambda entry: entry["modified"],
        "recency": lambda entry: entry["modified"],
        "folder": lambda entry: entry["mime"] != FOLDER,
        "quotaBytesUsed": lambda entry: entry["revisions"][-1]["size"] if entry["revisions"] else 0,
        "starred": lambda entry: not entry["meta"].get("starred", False),
        "sharedWithMeTime": lambda entry: entry["created"],
    }


def _sorted(call: Call, found: list[Entry]) -> list[Entry]:
    found.sort(key=lambda entry: (-shown_modified(call.world, entry), entry["id"]))
    orders = _orders(call)
    for part in reversed([part.strip() for part in call.params.get("orderBy", "").split(",")]):
        if not part:
            continue
        name, _, direction = part.partition(" ")
        if name not in orders or direction.strip() not in ("", "desc"):
            raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
        found.sort(key=orders[name], reverse=direction.strip() == "desc")
    return found


def in_corpus(call: Call) -> Callable[[Entry], bool]:
    """Which files a list reaches at all; ApiError for flags that do not go together."""
    all_drives = bool(call.params.get("supportsAllDrives"))
    include = bool(call.params.get("includeItemsFromAllDrives")) and all_drives
    drive_id = call.params.get("driveId")
    corpora = call.params.get("corpora", "user")
    if corpora not in ("user", "domain", "drive", "allDrives"):
        raise ApiError(400, "Invalid Value", reason="invalid", location="corpora")
    if (corpora == "drive") != bool(drive_id):
        raise ApiError(
            403,
            "The driveId parameter must be specified if and only if corpora is set to drive.",
            reason="teamDriveIdRequiresTeamDriveCorpora",
            location="driveId",
        )
    if corpora in ("drive", "allDrives") and not include:
        raise ApiError(
            403,
            "The includeItemsFromAllDrives parameter must be set to true when corpora is set to "
            "drive or allDrives.",
            reason="teamDrivesParameterMustBeTrue",
            location="includeItemsFromAllDrives",
        )
    if call.params.get("spaces", "drive") != "drive":
        raise not_done("drive.files.list in other spaces than drive")
    if corpora == "drive":
        if call.world.store.collection("drive.drive").peek(str(drive_id)) is None:
            raise ApiError(
                404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId"
            )
        return lambda entry: entry["drive"] == drive_id
    return lambda entry: include or not entry["drive"]


def list_files(call: Call) -> Answer:
    """files.list."""
    world = call.world
    corpus = in_corpus(call)
    test = compile_query(call.params.get("q", ""), world, call.account, call.token.client_id)
    found = [
        entry
        for entry in all_entries(world)
        if not entry.get("root")
        and corpus(entry)
        and test(entry)
        and reachable(call.token, entry)
        and role_of(world, call.account, entry) is not None
    ]
    found = _sorted(call, found)
    size = call.params.get("pageSize", 100)
    start = read_page_token(call.params.get("pageToken"))
    answer: dict[str, Any] = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [
            file_resource(world, entry, call.account, call.token.client_id)
            for entry in found[start : start + size]
        ],
    }
    if start + size < len(found):
        answer["nextPageToken"] = page_token(start + size)
    call.default_fields = f"kind,incompleteSearch,nextPageToken,files({DEFAULT_FIELDS})"
    return answer
