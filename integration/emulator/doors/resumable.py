"""Resumable uploads: a session, then chunks, then the call as if it had come at once.

In:    POST that opens a session; PUTs with Content-Range.   Out: Location; 308 or the whole.
Rule:  chunks continue where the last one ended and are multiples of 256 KiB but for the last;
       a session ends after a week by the workspace clock (google-workspace.md section 7).
Never: knows what is uploaded, or does the call. Start at `open_session()`.
"""

import re
from dataclasses import dataclass
from typing import Any

from ..discovery.documents import Method, methods
from ..discovery.schema import check_body
from ..discovery.uploads import read_json
from ..frame.accounts import Token
from ..frame.call import Upload
from ..frame.errors import ApiError
from ..world import World
from .requests import Reply, Request

OWN_PARAMS = frozenset({"upload_id"})
CHUNK = 256 * 1024
WEEK_MS = 7 * 24 * 3600 * 1000
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@dataclass(frozen=True)
class Session:
    """An upload that was begun: the call it is for, and what kind of bytes will come."""

    id: str
    method: Method
    params: dict[str, Any]
    body: Any
    media_type: str
    token: Token


def open_session(
    world: World, request: Request, method: Method, params: dict[str, Any], token: Token
) -> Reply:
    """Open a session. The body is checked here, so that a bad one is refused before any bytes."""
    body = read_json(request.body)
    check_body(method, body)
    upload_id = world.ids.text("upload", 40)
    world.store.collection("upload").put(
        upload_id,
        {
            "method": method.id,
            "params": params,
            "body": body,
            "type": request.headers.get("x-upload-content-type", "application/octet-stream"),
            "email": token.email,
            "client": token.client_id,
            "scopes": sorted(token.scopes) if token.scopes is not None else None,
            "began": world.clock.millis(),
        },
    )
    world.store.put_blob(f"upload:{upload_id}", b"")
    where = f"{world.origin}{request.raw_path}?uploadType=resumable&upload_id={upload_id}"
    return Reply(200, b"", headers={"Location": where, "X-GUploader-UploadID": upload_id})


def session_of(world: World, request: Request) -> Session | None:
    """The session a PUT belongs to; ApiError 404 when it ended; None when it is no such PUT."""
    upload_id = (request.params().get("upload_id") or [""])[-1]
    if request.method != "PUT" or not upload_id:
        return None
    held = world.store.collection("upload").peek(upload_id)
    if held is None or world.clock.millis() - held["began"] > WEEK_MS:
        raise ApiError(404, "Upload session not found.", reason="notFound")
    scopes = frozenset(held["scopes"]) if held["scopes"] is not None else None
    return Session(
        id=upload_id,
        method=methods()[held["method"]],
        params=held["params"],
        body=held["body"],
        media_type=held["type"],
        token=Token(held["email"], held["client"], scopes),
    )


def take_chunk(world: World, request: Request, session: Session) -> Reply | Upload:
    """Take a chunk, or say how far the session is; everything, when it was the last."""
    name = f"upload:{session.id}"
    data = world.store.blob(name)
    first, total = _read_range(request, len(data))
    if first is not None:
        if first != len(data):
            raise ApiError(400, "Failed to parse Content-Range header.", reason="badRequest")
        if (total is None or len(data) + len(request.body) < total) and len(request.body) % CHUNK:
            raise ApiError(400, "Chunks must be multiples of 256 KiB.", reason="badRequest")
        data += request.body
        world.store.put_blob(name, data)
    if total is None or len(data) < total:
        headers = {"Range": f"bytes=0-{len(data) - 1}"} if data else {}
        return Reply(308, b"", headers=headers)
    return Upload(data, session.media_type)


def close_session(world: World, session: Session) -> None:
    """Forget a session whose call is done."""
    world.store.collection("upload").delete(session.id)
    world.store.delete_blob(f"upload:{session.id}")


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
