"""A request to Google taken apart once, and the answer before it goes out.

In:    WSGI requests.   Out: `Request`; `Reply`, in JSON by `json_reply()`.
Rule:  a long GET that came as POST is a GET from here on.
Never: knows what is asked.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from ..frame.wire import Environ

JSON = "application/json; charset=UTF-8"
V2_UPLOAD = re.compile(r"/upload/drive/v2/files/[^/]+")


@dataclass
class Request:
    """An HTTP request, taken apart once."""

    method: str
    raw_path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def params(self) -> dict[str, list[str]]:
        """The query, decoded; repeated names keep all values."""
        return parse_qs(self.query, keep_blank_values=True)


@dataclass
class Reply:
    """An answer before it goes out."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(
    status: int, body: Any, *, pretty: bool = False, headers: dict[str, str] | None = None
) -> Reply:
    """An answer in JSON."""
    text = json.dumps(
        body,
        ensure_ascii=False,
        indent=2 if pretty else None,
        separators=None if pretty else (",", ":"),
    )
    return Reply(status, text.encode("utf-8", "surrogatepass"), headers=headers or {})


def read_request(environ: Environ) -> Request:
    """Take a WSGI request apart; a long GET that came as POST becomes a GET again."""
    headers = {
        key[5:].replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    headers["content-type"] = environ["CONTENT_TYPE"]
    request = Request(
        environ["REQUEST_METHOD"],
        environ["RAW_PATH"],
        environ["QUERY_STRING"],
        headers,
        environ["wsgi.input"].read(),
    )
    if request.method == "PUT" and V2_UPLOAD.fullmatch(request.raw_path):
        _as_version_3(request)
    override = headers.get("x-http-method-override", "").upper()
    if override and request.method == "POST":
        request.method = override
        if override == "GET":
            request.query, request.body = request.body.decode("ascii", "replace"), b""
    return request


def _as_version_3(request: Request) -> None:
    """The one call of Drive v2 that is done, because gspread's import_csv makes it: an upload that
    replaces a file's content. Version 3 converts to the file's own type without being asked."""
    request.method = "PATCH"
    request.raw_path = request.raw_path.replace("/v2/", "/v3/", 1)
    kept = [part for part in request.query.split("&") if not part.startswith("convert=")]
    request.query = "&".join(kept)
