"""The door that shows what became of each push.

In:    GET /_emulator/push.   Out: the newest messages: for whom, about what, how it went.
Rule:  `state` is waiting, delivered or lost; `why` the receiver's last status, or the reason.
Never: sends or drops anything. Start at `blueprint()`.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ..push import queue
from ..world import World

MOST = 200


def blueprint(world: World) -> Blueprint:
    """The push door of one world."""
    door = Blueprint("push", __name__, url_prefix="/_emulator")

    @door.get("/push")
    def pushes() -> Response:
        return jsonify(queue.latest(world, MOST))

    return door
