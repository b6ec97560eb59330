"""Our own doors: the office, tokens, the clock, the request log, quotas, reset.

In:    requests below /_emulator/.   Out: JSON.
Rule:  no token needed, never faulted, never logged. design.md section 5 names them.
Never: a way for the product to do its work. Start at `blueprint()`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from .. import seed
from ..frame.accounts import normal
from ..world import World
from . import oauth, openid

FURTHEST_SECONDS = 100 * 365.25 * 86_400


def refused(code: int, message: str, **more: Any) -> tuple[Response, int]:
    """A door's own 400 or 404."""
    return jsonify({"error": message, **more}), code


def read_object() -> dict[str, Any]:
    """The JSON object of a request; {} when there is none."""
    body = request.get_json(silent=True, force=True)
    return body if isinstance(body, dict) else {}


def blueprint(world: World) -> Blueprint:
    """The doors of one world."""
    doors = Blueprint("control", __name__, url_prefix="/_emulator")

    @doors.get("/office")
    def office() -> Response:
        return jsonify(seed.office_answer(world))

    @doors.get("/service_account")
    def service_account() -> Response:
        return jsonify(oauth.service_account(world))

    @doors.post("/oauth_client")
    def oauth_client() -> Any:
        given = read_object().get("redirect_uris")
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            return refused(400, "`redirect_uris` is a list of addresses")
        return jsonify(openid.client(world, given))

    @doors.post("/token")
    def token() -> Any:
        body = read_object()
        try:
            email = normal(str(body.get("email", "")))
            if email != oauth.ROBOT:
                world.accounts.ensure(email)
        except ValueError as wrong:
            return refused(400, str(wrong))
        given = body.get("scopes")
        scopes = frozenset(map(str, given)) if isinstance(given, list) else None
        issued = world.accounts.issue(email, client_id="workspace", scopes=scopes)
        return jsonify(
            {
                "access_token": issued,
                "token_type": "Bearer",
                "refresh_token": oauth.refresh_token(world, email, scopes),
            }
        )

    @doors.get("/clock")
    def clock() -> Response:
        now = world.clock.now().astimezone(world.zone)
        return jsonify({"now": now.isoformat(), "offset_seconds": world.clock.offset_seconds()})

    @doors.post("/clock")
    def advance() -> Any:
        seconds = read_object().get("advance_seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            return refused(400, "`advance_seconds` is a number of seconds")
        if not abs(world.clock.offset_seconds() + seconds) <= FURTHEST_SECONDS:
            return refused(400, "the clock moves at most a hundred years from real time")
        world.clock.advance(float(seconds))
        return clock()

    @doors.get("/requests")
    def requests_since() -> Any:
        try:
            number = int(request.args.get("since", "0"))
        except ValueError:
            return refused(400, "`since` is a whole number")
        return jsonify(world.log.since(number))

    @doors.get("/requests/counts")
    def counts() -> Response:
        return jsonify(world.log.counts())

    @doors.get("/quotas")
    def quotas() -> Response:
        return jsonify({"on": world.quotas.on})

    @doors.post("/quotas")
    def set_quotas() -> Any:
        wanted = read_object().get("on")
        if not isinstance(wanted, bool):
            return refused(400, "`on` is true or false")
        world.quotas.on = wanted
        return quotas()

    @doors.post("/reset")
    def reset() -> Response:
        world.faults.clear()
        world.quotas.on = False
        seed.replant(world)
        return jsonify(seed.office_answer(world))

    return doors
