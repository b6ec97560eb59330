"""The doors below /api/.

In:    requests with a bearer key.   Out: JSON; 401 without a key, 429 when too often.
Rule:  the same commands and rules as every other door; a note is added once per Idempotency-Key.
Never: shows a name, an address or a complaint's words. Start at `blueprint()`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.routing import PathConverter

from integration.access import machine, public
from integration.api.keys import Keys
from integration.api.limits import Limit
from integration.api.openapi import description
from integration.intake.mapping import tidy
from integration.push.memory import put_once
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.commands import Note
from integration.sop.errors import SopError
from integration.sop.timing import due_at
from integration.store.cases import UnknownCase
from integration.words import say

NUMBER = re.compile(r"ADU[-/](\d{4})[-/](\d{4,})")
LONGEST_TEXT, LONGEST_KEY = 4000, 100
A_MINUTE, WRONG_A_MINUTE = 120, 20
ONCE = "api-note:"


class Refused(Exception):
    """An answer that is not a success."""

    def __init__(self, status: int, error: str, wait: int = 0) -> None:
        super().__init__(error)
        self.status, self.error, self.wait = status, error, wait


@dataclass
class Doors:
    """What the doors need."""

    service: Service
    calendar: Callable[[], Calendar]
    base_url: str
    keys: Keys = field(init=False)
    calls: Limit = field(default_factory=lambda: Limit(A_MINUTE))
    wrong: Limit = field(default_factory=lambda: Limit(WRONG_A_MINUTE))

    def __post_init__(self) -> None:
        self.keys = Keys(self.service.database, self.service.clock)

    def read(self, number: str) -> Response:
        """Where a case stands."""
        self._who()
        return jsonify(self._shown(self.service.case(_number(number))))

    def note(self, number: str) -> Response:
        """Add a note to the history."""
        who = self._who()
        register_no, text = _number(number), _text()
        once = request.headers.get("Idempotency-Key", "")
        if len(once) > LONGEST_KEY:
            raise Refused(422, f"Idempotency-Key holds at most {LONGEST_KEY} signs")
        by = By(role=Role.SYSTEM, door=Door.API, name=who)
        with self.service.database.write() as tx:
            fresh = not once or put_once(tx, f"{ONCE}{_once(who, register_no, once)}", register_no)
            if fresh:
                self.service.act_within(tx, register_no, Note(text=text, kind="system"), by)
        self.service.woken.set()
        response = jsonify(self._shown(self.service.case(register_no)))
        response.status_code = 201 if fresh else 200
        return response

    def openapi(self) -> Response:
        """The description; open to all."""
        return jsonify(description(self.base_url))

    def _who(self) -> str:
        asker = request.remote_addr or "?"
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        name = self.keys.owner(key.strip()) if kind.lower() == "bearer" else None
        if name is None:
            wait = self.wrong.wait(asker)
            if wait:
                raise Refused(429, "too many calls without a valid key", wait)
            raise Refused(401, "a bearer key is needed (tanggap key add NAME)")
        wait = self.calls.wait(name)
        if wait:
            raise Refused(429, f"at most {A_MINUTE} calls a minute", wait)
        return name

    def _shown(self, case: Case) -> dict[str, Any]:
        due, step = due_at(case, self.calendar()), case.step
        return {
            "register_no": case.register_no,
            "status": case.status,
            "step": step.no if step else None,
            "step_name": step.short if step else "",
            "group": case.group,
            "received_at": case.received_at.isoformat(),
            "due_at": due.isoformat() if due else None,
            "late": bool(due and self.service.clock.now() > due),
            "final": bool(case.final),
            "letter_no": case.letter.number if case.letter else "",
        }


class _Case(PathConverter):
    """A register number, strokes and all, but not the address of what lies below the case."""

    regex = r"(?!.*/notes$)[^/].*?"


def blueprint(doors: Doors) -> Blueprint:
    """The routes."""
    made = Blueprint("api", __name__, url_prefix="/api")
    made.record_once(lambda state: state.app.url_map.converters.update(case=_Case))
    read, note = (machine(_guarded(act)) for act in (doors.read, doors.note))
    made.add_url_rule("/cases/<case:number>", "read", read)
    made.add_url_rule("/cases/<path:number>/notes", "note", note, methods=["POST"])
    made.add_url_rule("/openapi.json", "openapi", public(_guarded(doors.openapi)))
    return made


def _guarded(act: Callable[..., Response]) -> Callable[..., Response]:
    def answer(**given: Any) -> Response:
        try:
            return act(**given)
        except Refused as refused:
            return _error(refused.status, refused.error, refused.wait)
        except UnknownCase:
            return _error(404, "no such case")
        except SopError as refused:
            return _error(409, say(refused))

    return answer


def _error(status: int, error: str, wait: int = 0) -> Response:
    response = jsonify(error=error)
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _number(number: str) -> str:
    found = NUMBER.fullmatch(number.upper())
    if found is None:
        raise Refused(404, "no such case")
    return f"ADU/{found[1]}/{found[2]}"


def _text() -> str:
    try:
        said = request.get_json(silent=True)
    except RecursionError:
        said = None
    text = said.get("text") if isinstance(said, dict) else None
    if not isinstance(text, str) or not tidy(text) or len(text) > LONGEST_TEXT:
        raise Refused(422, f"`text` is 1 to {LONGEST_TEXT} signs")
    assert isinstance(said, dict)
    if said.keys() != {"text"}:
        raise Refused(422, "only `text` is taken")
    return tidy(text)


def _once(who: str, number: str, key: str) -> str:
    return sha256("\0".join((who, number, key)).encode()).hexdigest()
