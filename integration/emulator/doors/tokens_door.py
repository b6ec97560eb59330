"""The token endpoint, the certificates, and what OpenID Connect adds to them.

In:    requests below the paths of accounts.google.com and its APIs.   Out: JSON, or ApiError.
Rule:  a form is read as the libraries send it, url-encoded or as JSON.
Never: decides who gets a token; oauth.py and openid.py do. Start at `answer()`.
"""

import json
from urllib.parse import parse_qs

from ..frame.errors import ApiError, not_done
from ..world import World
from . import oauth, openid
from .requests import Reply, Request, json_reply

KEPT = {"Cache-Control": "public, max-age=3600"}


def answer(world: World, request: Request) -> Reply:
    """One request. Raises ApiError for a path that Google does not know, or we do not do."""
    path = request.raw_path
    if request.method == "GET" and path == "/oauth2/v1/certs":
        held = oauth.key(world)
        return json_reply(200, {held["id"]: held["certificate"]}, headers=KEPT)
    if request.method == "GET" and path == "/oauth2/v3/certs":
        return json_reply(200, openid.key_set(world), headers=KEPT)
    if request.method == "GET" and path == "/.well-known/openid-configuration":
        return json_reply(200, openid.description(world), headers=KEPT)
    authorization = request.headers.get("authorization", "")
    if path == "/v1/userinfo" and request.method in ("GET", "POST"):
        return json_reply(200, openid.userinfo(world, authorization.partition(" ")[2]))
    if path == "/token" and request.method == "POST":
        form = _form(request)
        if form.get("grant_type") == "authorization_code":
            return json_reply(*openid.from_code(world, form, authorization))
        return json_reply(*oauth.grant(world, form))
    if path in openid.NOT_DONE:
        raise not_done(openid.NOT_DONE[path])
    raise ApiError(404, f"Not Found: no method at {request.method} {request.raw_path}")


def _form(request: Request) -> dict[str, str]:
    if request.headers["content-type"].startswith("application/json"):
        try:
            loaded = json.loads(request.body)
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in loaded.items()}
    pairs = parse_qs(request.body.decode("utf-8", "replace"))
    return {name: values[-1] for name, values in pairs.items()}
