"""The door where mishaps are ordered.

In:    POST a list of rules; GET; DELETE.   Out: the rules that wait and the names there are.
Rule:  an unknown name is 400 with the known ones, and then nothing is ordered.
Never: carries a fault out. Start at `blueprint()`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from ..world import World


def blueprint(world: World) -> Blueprint:
    """The fault door of one world."""
    door = Blueprint("faults", __name__, url_prefix="/_emulator")

    def shown() -> Response:
        return jsonify({"active": world.faults.active(), "known": world.faults.known()})

    @door.get("/faults")
    def read() -> Response:
        return shown()

    @door.post("/faults")
    def order() -> Any:
        entries = request.get_json(silent=True, force=True)
        if isinstance(entries, dict):
            entries = [entries]
        if not isinstance(entries, list):
            return jsonify(
                {"error": "a list of rules is needed", "known": world.faults.known()}
            ), 400
        try:
            world.faults.order(entries)
        except ValueError as wrong:
            return jsonify({"error": str(wrong), "known": world.faults.known()}), 400
        return shown()

    @door.delete("/faults")
    def clear() -> Response:
        world.faults.clear()
        return shown()

    return door
