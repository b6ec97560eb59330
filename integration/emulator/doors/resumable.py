"""Resumable uploads: a session, then chunks, then the call as if it had come at once.

In:    POST that opens a session; PUTs with Content-Range.   Out: Location; 308 or the answer.
Rule:  chunks continue where the last one ended and are multiples of 256 KiB but for the last;
       a session ends after a week by the workspace clock (google-workspace.md section 7).
Never: knows what is uploaded. Start at `answer()`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..discovery.documents import Match
from ..discovery.schema import check_body
from ..discovery.uploads import read_json
from ..frame.accounts import Token
from ..frame.call import Upload
from ..frame.errors import ApiError

if TYPE_CHECKING:
    from .google import GoogleDoor, Reply, Request

OWN_PARAMS = frozenset({"upload_id"})
CHUNK = 256 * 1024
WEEK_MS = 7 * 24 * 3600 * 1000
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


def answer(door: GoogleDoor, request: Request, found: Match, token: Token) -> Reply:
    """Open a session. The body is checked here, so that a bad one is refused before any bytes."""
    from .google import Reply, read_params

    given = request.params()
    params = door.done(found.method, read_params(found, given))
    body = read_json(request.body)
    check_body(found.method, body)
    upload_id = door.world.ids.text("upload", 40)
    door.world.store.collection("upload").put(
        upload_id,
        {
            "method": found.method.id,
            "params": params,
            "body": body,
            "type": request.headers.get("x-upload-content-type", "application/octet-stream"),
            "email": token.email,
            "client": token.client_id,
            "scopes": sorted(token.scopes) if token.scopes is not None else None,
            "began": door.world.clock.millis(),
        },
    )
    door.world.store.put_blob(f"upload:{upload_id}", b"")
    where = f"{door.world.origin}{request.raw_path}?uploadType=resumable&upload_id={upload_id}"
    return Reply(200, b"", headers={"Location": where, "X-GUploader-UploadID": upload_id})


def session_of(door: GoogleDoor, request: Request) -> tuple[str, dict[str, Any]] | None:
    """The session a PUT belongs to; ApiError 404 when it ended; None when it is no such PUT."""
    upload_id = (request.params().get("upload_id") or [""])[-1]
    if request.method != "PUT" or not upload_id:
        return None
    held = door.world.store.collection("upload").peek(upload_id)
    if held is None or door.world.clock.millis() - held["began"] > WEEK_MS:
        raise ApiError(404, "Upload session not found.", reason="notFound")
    return upload_id, held


def proceed(door: GoogleDoor, request: Request, upload_id: str, held: dict[str, Any]) -> Reply:
    """Take a chunk, or say how far the session is; with the last chunk the call is done."""
    from ..discovery.documents import methods
    from .google import Reply

    store = door.world.store
    data = store.blob(f"upload:{upload_id}")
    first, total = _read_range(request, len(data))
    if first is not None:
        if first != len(data):
            raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
        if (total is None or len(data) + len(request.body) < total) and len(request.body) % CHUNK:
            raise ApiError(400, "Chunks must be multiples of 256 KiB.", reason="badRequest")
        data += request.body
        store.put_blob(f"upload:{upload_id}", data)
    if total is None or len(data) < total:
        headers = {"Range": f"bytes=0-{len(data) - 1}"} if data else {}
        return Reply(308, b"", headers=headers)
    method = methods()[held["method"]]
    scopes = frozenset(held["scopes"]) if held["scopes"] is not None else None
    token = Token(held["email"], held["client"], scopes)
    reply = door.perform(
        method,
        door.handlers[method.id],
        held["params"],
        held["body"],
        Upload(data, held["type"]),
        token,
        {},
    )
    store.collection("upload").delete(upload_id)
    store.delete_blob(f"upload:{upload_id}")
    return reply


def _read_range(request: Request, so_far: int) -> tuple[int | None, int | None]:
    header = request.headers.get("content-range")
    if header is None:
        return so_far, so_far + len(request.body)
    found = RANGE.fullmatch(header.strip())
    if not found:
        raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
    first, last, total = found.groups()
    if first is not None and int(last) - int(first) + 1 != len(request.body):
        raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
    known = int(total) if total != "*" else None
    return (int(first) if first is not None else None), known
