"""The doors below /hooks/: Drive, Pub/Sub, Apps Script, a scheduler.

In:    POST.   Out: 204 when it was stored, 401 or 403 when it is not from whom it says, 409 when it
       was sent before, 400 when it says nothing, 503 when it could not be stored (senders retry).
Rule:  checked, stored as "look now", then answered; nothing else is taken from a push.
Never: calls Google (but for its certificates), shows or logs a token. Start at `blueprint()`.
"""

import base64
import binascii
import hmac
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from integration.access import machine
from integration.ports import Clock
from integration.push.facts import EDIT_HINT, WATCH
from integration.push.hints import Hints
from integration.push.memory import KEY_LENGTH, facts
from integration.push.oidc import CertificatesAway, Oidc
from integration.push.signed import Forged, Signed
from integration.push.tally import Tally
from integration.store import files
from integration.store.database import Database

log = logging.getLogger(__name__)

LARGEST = 64 * 1024
"""Bytes; hints are small."""
ALL_ROUNDS = frozenset({"form", "mail", "register", "drafts", "reminders"})
SCRIPT_ROUNDS = {"form": frozenset({"form"}), "edit": frozenset({"register"})}
REGISTER_NO = re.compile(r"ADU/\d{4}/\d{4,}")
EDITOR = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,190}")


class Nothing(Exception):
    """A call that says nothing we know."""


def channel_token(secret: str, channel_id: str) -> str:
    """What a Drive channel must bring along: drawn from our secret, so nothing need be stored."""
    return hmac.new(secret.encode(), f"drive-channel/{channel_id}".encode(), sha256).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """What the doors need."""

    database: Database
    clock: Clock
    hints: Hints
    tally: Tally
    signed: Signed
    pubsub: Oidc
    scheduler: Oidc
    secret: str = field(repr=False)
    """Signs channel tokens."""
    form_id: str = ""
    mailbox: str = ""

    # -- one door each ------------------------------------------------------------------------

    def drive(self) -> None:
        """A Drive channel (google-workspace.md 4.1): headers only, nothing signs them."""
        headers = request.headers
        channel = headers.get("X-Goog-Channel-ID", "")
        sent = headers.get("X-Goog-Channel-Token", "")
        fits = channel_token(self.secret, channel)
        if not hmac.compare_digest(fits.encode(), sent.encode("utf-8", "replace")):
            raise Forged("channel_token")
        watch = self._channel(channel, headers.get("X-Goog-Resource-ID", ""))
        if headers.get("X-Goog-Resource-State", "") == "sync":
            return
        self.hints.look_now(watch["rounds"], f"drive:{channel[:12]}")

    def _channel(self, channel: str, resource: str) -> Mapping[str, Any]:
        """The watch this channel belongs to; an old one that is not stopped yet counts."""
        for watch in facts(self.database, WATCH).values():
            known = {one["id"]: one.get("resource", "") for one in watch.get("channels", ())}
            # the first message may arrive before the answer that names the resource
            if channel in known and known[channel] in ("", resource):
                found: Mapping[str, Any] = watch
                return found
        raise Forged("channel")

    def push(self) -> None:
        """Pub/Sub: Gmail says an address and a history id, Forms a form id (4.2, 4.4)."""
        self.pubsub.check(request.headers.get("Authorization", ""))
        message = _object(_body()).get("message")
        if not isinstance(message, dict):
            raise Nothing
        attributes = message.get("attributes")
        attributes = attributes if isinstance(attributes, dict) else {}
        if attributes.get("formId") and attributes.get("eventType"):
            rounds = {"form"} if attributes["formId"] == self.form_id else set()
        else:
            said = _object(_decoded(message.get("data")))
            if "emailAddress" not in said:
                raise Nothing
            ours = str(said["emailAddress"]).casefold() == self.mailbox.casefold()
            rounds = {"mail"} if ours else set()
        # what is meant for another form or mailbox is answered too, or it would come for days
        if rounds:
            self.hints.look_now(rounds, "pubsub")

    def script(self) -> None:
        """Apps Script: a submitted form or an edited cell, with its editor (4.5)."""
        body = _body()
        key = self.signed.check(dict(request.headers), body)
        said = _object(body)
        rounds = SCRIPT_ROUNDS.get(str(said.get("kind")))
        if rounds is None:
            raise Nothing
        hint = _edit_hint(said) if said["kind"] == "edit" else None
        with self.database.write() as tx:
            self.signed.take(tx, key)
            if hint is not None:
                at = self.clock.now().isoformat()
                files.remember(tx, hint[0], {"editor": hint[1], "at": at})
            self.hints.within(tx, rounds, f"script:{said['kind']}")
        self.hints.arrived.set()

    def tick(self) -> None:
        """A scheduler: every round looks. OIDC (Cloud Scheduler) or signed (cron)."""
        if request.headers.get("Authorization"):
            self.scheduler.check(request.headers["Authorization"])
            self.hints.look_now(ALL_ROUNDS, "tick")
            return
        key = self.signed.check(dict(request.headers), _body())
        with self.database.write() as tx:
            self.signed.take(tx, key)
            self.hints.within(tx, ALL_ROUNDS, "tick")
        self.hints.arrived.set()

    # -- around every door --------------------------------------------------------------------

    def answer(self, door: str, act: Callable[[], None]) -> Response:
        """Do it, and say how it went."""
        try:
            act()
        except Forged as forged:
            self.tally.refused(door, forged.why)
            if forged.why == "replay":
                return Response(status=409)
            return Response(status=401 if forged.why in ("token", "not_configured") else 403)
        except Nothing:
            self.tally.refused(door, "nothing")
            return Response(status=400)
        except (SQLAlchemyError, CertificatesAway) as failure:
            log.warning("push not stored", extra={"door": door, "why": type(failure).__name__})
            self.tally.refused(door, "unavailable")
            return Response(status=503)
        self.tally.taken(door)
        return Response(status=204)


def blueprint(hooks: Hooks) -> Blueprint:
    """The routes."""
    doors = Blueprint("hooks", __name__, url_prefix="/hooks")
    for name, act in {
        "drive": hooks.drive,
        "pubsub": hooks.push,
        "script": hooks.script,
        "tick": hooks.tick,
    }.items():
        doors.add_url_rule(f"/{name}", name, _route(hooks, name, act), methods=["POST"])
    return doors


def _route(hooks: Hooks, name: str, act: Callable[[], None]) -> Callable[[], Response]:
    return machine(lambda: hooks.answer(name, act))


def _body() -> bytes:
    if (request.content_length or 0) > LARGEST:
        raise Nothing
    return request.get_data(cache=True)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Nothing from None
    if not isinstance(said, dict):
        raise Nothing
    return said


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(str(data or ""), validate=False)
    except (ValueError, binascii.Error):
        raise Nothing from None


def _edit_hint(said: Mapping[str, Any]) -> tuple[str, str] | None:
    """(key, editor) of an edit in the register, if it names one case, column and person."""
    number, header, editor = said.get("register_no"), said.get("header"), said.get("editor")
    if not (isinstance(number, str) and isinstance(header, str) and isinstance(editor, str)):
        return None
    key = f"{EDIT_HINT}{number}:{header}"
    if not (REGISTER_NO.fullmatch(number) and header and EDITOR.fullmatch(editor)):
        return None
    return (key, editor.lower()) if len(key) <= KEY_LENGTH else None
