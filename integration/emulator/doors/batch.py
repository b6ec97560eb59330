"""Several calls in one request: multipart/mixed, as the client library sends it.

In:    POST /batch or /batch/drive/v3.   Out: multipart/mixed with one answer a part.
Rule:  parts are done one by one, each with its own transaction, fault and log line; at most 100.
Never: uploads or downloads media. Start at `run()`.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from ..discovery.documents import api_of
from ..discovery.uploads import content_type, split_parts
from ..frame.errors import ApiError, render
from ..frame.wire import CloseSocket
from .requests import Reply, Request, json_reply

LIMIT = 100


def run(handle: Callable[[Request], Reply], request: Request, boundary: str) -> Reply:
    """Let every part be handled and collect the answers, parted by the boundary."""
    kind, params = content_type(request.headers["content-type"])
    parts = split_parts(request.body, params.get("boundary", "")) if params.get("boundary") else []
    if kind != "multipart/mixed" or not parts:
        refusal = ApiError(400, "Failed to parse batch request.", reason="badRequest")
        return json_reply(400, render("drive", refusal))
    if len(parts) > LIMIT:
        refusal = ApiError(400, "The batch request has too many parts.", reason="badRequest")
        return json_reply(400, render("drive", refusal))
    chunks = []
    for headers, content in parts:
        inner = _read_part(content, request)
        try:
            reply = handle(inner)
        except CloseSocket:
            # a batch answers as a whole; a part whose socket would close has no answer of its own
            reply = json_reply(
                503, render(api_of(inner.raw_path), ApiError(503, "The service is unavailable."))
            )
        shown = headers.get("content-id", "").strip("<>")
        chunks.append(
            f"--{boundary}\r\nContent-Type: application/http\r\n"
            f"Content-ID: <response-{shown}>\r\n\r\n"
            f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n"
            f"Content-Type: {reply.content_type}\r\n"
            f"Content-Length: {len(reply.body)}\r\n\r\n".encode()
            + reply.body
            + b"\r\n"
        )
    body = b"".join(chunks) + f"--{boundary}--\r\n".encode()
    return Reply(200, body, f"multipart/mixed; boundary={boundary}")


def _read_part(content: bytes, outer: Request) -> Request:
    head, mark, body = content.partition(b"\r\n\r\n")
    other = content.partition(b"\n\n")
    if not mark or len(other[0]) < len(head):
        head, _, body = other
    lines = head.decode("utf-8", "replace").splitlines()
    verb, _, rest = lines[0].partition(" ")
    target = rest.rsplit(" ", 1)[0]
    if "://" in target:
        target = "/" + target.split("/", 3)[-1]
    headers = {"content-type": "", "authorization": outer.headers.get("authorization", "")}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    raw_path, _, query = target.partition("?")
    return Request(verb.upper(), raw_path, query, headers, body.strip(b"\r\n"))
