"""Forms' methods, what Drive calls for forms, and the door that takes answers.

In:    the server, at start.   Out: handlers, the native type, a blueprint.
Rule:  what is not here is 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request

from ..frame.call import Handler
from ..frame.errors import not_done
from ..frame.natives import FORM, NativeType
from ..world import World
from . import answering, editing, responses, watches

HANDLERS: dict[str, Handler] = {
    "forms.forms.batchUpdate": editing.batch_update,
    "forms.forms.create": editing.create,
    "forms.forms.get": editing.get,
    "forms.forms.setPublishSettings": editing.set_publish_settings,
    "forms.forms.responses.get": responses.get_response,
    "forms.forms.responses.list": responses.list_responses,
    "forms.forms.watches.create": watches.create,
    "forms.forms.watches.delete": watches.delete,
    "forms.forms.watches.list": watches.list_watches,
    "forms.forms.watches.renew": watches.renew,
}

REQUESTS_DONE = {"forms.forms.batchUpdate": frozenset(editing.KINDS)}


def _create(world: World, form_id: str, title: str, by: str) -> None:
    raise not_done("drive.files.create of forms")


def _rename(world: World, form_id: str, title: str) -> None:
    """The file's name is Drive's; the form's own title is another."""


def natives(world: World) -> dict[str, NativeType]:
    """What Drive calls for Google Forms."""
    return {FORM: NativeType(_create, editing.copy, editing.forget, _rename)}


def blueprint(world: World) -> Blueprint:
    """The door that takes answers without a browser."""
    door = Blueprint("form_answers", __name__, url_prefix="/_emulator/forms")

    @door.post("/<form_id>/responses")
    def answer(form_id: str) -> Any:
        body = request.get_json(silent=True, force=True)
        body = body if isinstance(body, dict) else {}
        answers = body.get("answers")
        if not isinstance(answers, dict) or not all(map(_is_answer, answers.values())):
            return jsonify({"error": "`answers` maps question titles to text"}), 400
        try:
            response_id = answering.submit(
                world, form_id, answers, response_id=body.get("response_id")
            )
        except KeyError as unknown:
            return jsonify({"error": f"no such form or response: {unknown.args[0]}"}), 404
        except answering.UnknownQuestion as unknown:
            return jsonify({"error": str(unknown)}), 400
        except answering.NotAccepting as closed:
            return jsonify({"error": str(closed)}), 409
        return jsonify({"responseId": response_id})

    return door


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str)
