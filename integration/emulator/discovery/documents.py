"""Google's discovery documents, as they ship inside google-api-python-client.

In:    the package's data files.   Out: each API's methods, schemas and paths.
Rule:  the documents are the oracle; nothing about a method is written down a second time.
Never: knows what the workspace implements. Start at `METHODS` and `match()`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

APIS = {
    "sheets": "v4",
    "drive": "v3",
    "gmail": "v1",
    "docs": "v1",
    "forms": "v1",
    "pubsub": "v1",
}
BATCH_PATHS = frozenset({"/batch", "/batch/drive/v3"})


@dataclass(frozen=True)
class Method:
    """One method of one API, as its document describes it."""

    id: str
    api: str
    http_method: str
    path: str
    parameters: dict[str, dict[str, Any]]
    request: str | None
    response: str | None
    scopes: frozenset[str]
    upload_path: str | None
    max_upload: int | None
    media_download: bool


@cache
def document(api: str) -> dict[str, Any]:
    """The discovery document of an API."""
    text = get_static_doc(api, APIS[api])
    if text is None:
        raise LookupError(f"google-api-python-client ships no document for {api}")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _walk(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _walk(inner)


def _bytes(size: str | None) -> int | None:
    return int(size) if size else None


@cache
def methods() -> dict[str, Method]:
    """Every method of every API by its id, e.g. "drive.files.create"."""
    found = {}
    for api in APIS:
        doc = document(api)
        for raw in _walk(doc):
            media = raw.get("mediaUpload", {})
            upload = media.get("protocols", {}).get("simple", {}).get("path")
            found[raw["id"]] = Method(
                id=raw["id"],
                api=api,
                http_method=raw["httpMethod"],
                path="/" + doc["servicePath"] + raw["path"],
                parameters={**doc["parameters"], **raw.get("parameters", {})},
                request=raw.get("request", {}).get("$ref"),
                response=raw.get("response", {}).get("$ref"),
                scopes=frozenset(raw.get("scopes", ())),
                upload_path=upload,
                max_upload=_bytes(media.get("maxSize")),
                media_download=raw.get("supportsMediaDownload", False),
            )
    return found


@dataclass(frozen=True)
class _Route:
    method: Method
    pattern: re.Pattern[str]
    weight: int
    upload: bool


def _compile(path: str, parameters: dict[str, dict[str, Any]]) -> re.Pattern[str]:
    """A path as a pattern; a parameter that spans strokes has one of its own in the document."""
    parts = re.split(r"\{\+?([A-Za-z]+)\}", path)
    pattern = ""
    for number, part in enumerate(parts):
        if number % 2:
            spans = parameters.get(part, {}).get("pattern", "[^/]+")
            pattern += f"(?P<{part}>{spans.removeprefix('^').removesuffix('$')})"
        else:
            pattern += re.escape(part)
    return re.compile(pattern)


@cache
def _routes() -> dict[str, list[_Route]]:
    found: dict[str, list[_Route]] = {}
    for method in methods().values():
        for path in filter(None, (method.path, method.upload_path)):
            weight = len(re.sub(r"\{.*?\}", "", path))
            pattern = _compile(path, method.parameters)
            route = _Route(method, pattern, weight, path == method.upload_path)
            found.setdefault(method.http_method, []).append(route)
    for routes in found.values():
        # files/generateIds before files/{fileId}; values/{range}:append before values/{range}
        routes.sort(key=lambda route: -route.weight)
    return found


@dataclass(frozen=True)
class Match:
    """A method found for a request, its path parameters, and whether it is an upload."""

    method: Method
    path_params: dict[str, str]
    upload: bool


def match(http_method: str, raw_path: str) -> Match | None:
    """The method a request means; `raw_path` is still percent-encoded."""
    for route in _routes().get(http_method, ()):
        found = route.pattern.fullmatch(raw_path)
        if found:
            values = {name: unquote(value) for name, value in found.groupdict().items()}
            return Match(route.method, values, route.upload)
    return None


PREFIXES = (
    "/v4/",
    "/v1/",
    "/drive/",
    "/gmail/",
    "/upload/",
    "/resumable/",
    "/batch",
    "/token",
    "/oauth2/",
    "/.well-known/openid-configuration",
    "/revoke",
    "/device/code",
)


def is_google_path(raw_path: str) -> bool:
    """Whether a path belongs to Google's APIs, so that the oracle answers for it.

    `/drive/` alone is not enough: people's pages may live below it; the version decides.
    """
    if raw_path.startswith("/drive/"):
        return re.match(r"/drive/v\d+(/|$)", raw_path) is not None
    if raw_path.startswith("/gmail/"):
        return re.match(r"/gmail/v\d+(/|$)", raw_path) is not None
    return raw_path.startswith(PREFIXES)


def api_of(raw_path: str) -> str:
    """The API a path belongs to, for the shape of its errors."""
    for part, api in (
        ("/v4/", "sheets"),
        ("/v1/documents", "docs"),
        ("/v1/forms", "forms"),
        ("/v1/projects", "pubsub"),
        ("drive/v3", "drive"),
        ("gmail/v1", "gmail"),
    ):
        if part in raw_path:
            return api
    return "oauth2"
