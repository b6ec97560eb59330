"""The three ways bytes arrive with a call: media, multipart, resumable.

In:    a request body and its headers.   Out: metadata (JSON) and an `Upload`.
Rule:  multipart bodies may use bare line feeds, as Google's Python client sends them.
Never: keeps resumable sessions; that is doors/resumable.py. Start at `read_multipart()`.
"""

from __future__ import annotations

import base64
import json
import re
from email.message import Message
from typing import Any

from ..frame.call import Upload
from ..frame.errors import ApiError

SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(data: bytes) -> Any:
    """A JSON body; an empty one is {}. ApiError 400 when it is not JSON."""
    if not data.strip():
        return {}
    try:
        loaded = json.loads(data, parse_constant=_no_number)
        if SURROGATE.search(data):
            # pairs have become characters by now; a lone half is no character anywhere
            text = json.dumps(loaded, ensure_ascii=False).encode("utf-8", "replace")
            loaded = json.loads(text)
        return loaded
    except (ValueError, UnicodeDecodeError):
        raise ApiError(
            400, "Invalid JSON payload received. Parse Error", reason="parseError"
        ) from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def content_type(header: str) -> tuple[str, dict[str, str]]:
    """A Content-Type header as type and parameters, both lower-case but for values."""
    message = Message()
    message["content-type"] = header
    params = message.get_params(failobj=[])
    return message.get_content_type(), {str(key).lower(): str(value) for key, value in params[1:]}


def split_parts(data: bytes, boundary: str) -> list[tuple[dict[str, str], bytes]]:
    """The parts of a multipart body: headers (lower-case) and content. CRLF or LF line ends."""
    parts = []
    for chunk in (b"\n" + data).split(b"\n--" + boundary.encode())[1:]:
        if chunk.startswith(b"--"):
            break
        chunk = chunk.split(b"\n", 1)[1] if b"\n" in chunk else b""
        head, content = _head_and_content(chunk)
        headers = {}
        for line in head.decode("utf-8", "replace").splitlines():
            name, colon, value = line.partition(":")
            if colon:
                headers[name.strip().lower()] = value.strip()
        parts.append((headers, content[:-1] if content.endswith(b"\r") else content))
    return parts


def _head_and_content(chunk: bytes) -> tuple[bytes, bytes]:
    if chunk.startswith((b"\r\n", b"\n")):
        return b"", chunk.split(b"\n", 1)[1]
    ends = [(chunk.find(mark), len(mark)) for mark in (b"\r\n\r\n", b"\n\n")]
    found = [(at, size) for at, size in ends if at >= 0]
    if not found:
        return chunk, b""
    at, size = min(found)
    return chunk[:at], chunk[at + size :]


def read_multipart(header: str, data: bytes) -> tuple[Any, Upload]:
    """Metadata and bytes of a multipart/related upload; ApiError 400 when it is not one."""
    kind, params = content_type(header)
    if not kind.startswith("multipart/") or not params.get("boundary"):
        raise ApiError(400, "Malformed multipart body.", reason="badContent")
    parts = split_parts(data, params["boundary"])
    if len(parts) != 2:
        raise ApiError(400, "Malformed multipart body.", reason="badContent")
    (_, metadata), (headers, content) = parts
    if headers.get("content-transfer-encoding", "").lower() == "base64":
        content = base64.b64decode(content)
    return read_json(metadata), Upload(content, headers.get("content-type", ""))
