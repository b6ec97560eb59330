"""Google's door: a request is recognised, checked, perhaps struck by a fault, then done.

In:    WSGI requests below Google's paths.   Out: what the method answers, or Google's refusal.
Rule:  oracle first, then the handler inside a transaction, then commit, then the answer.
       Every request is logged, also the parts of a batch.
Never: knows what a method does. Start at `GoogleDoor.handle()`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from ..discovery import fields as partial
from ..discovery.documents import BATCH_PATHS, Match, Method, api_of, match
from ..discovery.schema import check_answer, check_body, check_params
from ..discovery.uploads import read_json, read_multipart
from ..frame.accounts import Token
from ..frame.call import Answer, Call, Handler, Media, Upload
from ..frame.errors import ApiError, not_done, not_signed_in, render
from ..frame.faults import AFTER, Rule, error_for
from ..frame.wire import CloseSocket, Environ, StartResponse
from ..world import World
from . import batch, resumable, tokens_door
from .requests import Reply, Request, json_reply, read_request

log = logging.getLogger(__name__)


class GoogleDoor:
    """The APIs, behind one door."""

    def __init__(
        self,
        world: World,
        handlers: dict[str, Handler],
        refused: dict[str, frozenset[str]],
    ) -> None:
        self.world = world
        self.handlers = handlers
        self.refused = refused

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one WSGI request."""
        reply = self.handle(read_request(environ))
        headers = [("Content-Type", reply.content_type), *reply.headers.items()]
        if reply.status == 401:
            headers.append(("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/"'))
        phrase = HTTPStatus(reply.status).phrase
        start_response(f"{reply.status} {phrase}", headers)
        return [reply.body]

    def handle(self, request: Request) -> Reply:
        """Do one request: fault, work, log; the answer, or CloseSocket."""
        if request.raw_path in BATCH_PATHS and request.method == "POST":
            boundary = "batch_" + self.world.ids.text("batch", 24).replace("_", "-")
            return batch.run(self.handle, request, boundary)
        api = api_of(request.raw_path)
        with self.world.lock:
            token = self._token(request)
            account = token.email if token else None
            lines = [f"{request.method} {path}" for path in _spellings(request.raw_path)]
            rule = self.world.faults.take(lines, account)
            reply, status = self._struck(api, request, token, rule)
            with self.world.store.transaction():
                found = match(request.method, request.raw_path)
                self.world.log.write(
                    method=request.method,
                    path=request.raw_path,
                    query=request.query,
                    status=status,
                    account=account,
                    fault=rule.do if rule else None,
                    api_method=found.method.id if found else None,
                )
        if rule and rule.do == "slow":
            self.world.stopping.wait(rule.seconds)
        if reply is None:
            raise CloseSocket
        return reply

    def _struck(
        self, api: str, request: Request, token: Token | None, rule: Rule | None
    ) -> tuple[Reply | None, int | None]:
        if rule is None or rule.do in AFTER:
            reply = self._work(api, request, token)
            if rule and rule.do == "close_after_commit":
                return None, None
            if rule and rule.do == "500_after_commit":
                reply = json_reply(500, render(api, error_for("500", api)))
            return reply, reply.status
        if rule.do == "close":
            return None, None
        error = error_for(rule.do, api)
        return json_reply(error.code, render(api, error)), error.code

    def _token(self, request: Request) -> Token | None:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            query = request.params()
            value = (query.get("access_token") or query.get("oauth_token") or [""])[-1]
        return self.world.accounts.holder(value.strip()) if value else None

    def _work(self, api: str, request: Request, token: Token | None) -> Reply:
        try:
            with self.world.store.transaction():
                if api == "oauth2":
                    return tokens_door.answer(self.world, request)
                return self._call(request, token)
        except ApiError as refused:
            return json_reply(refused.code, render(api, refused))
        except Exception:
            log.exception("a method failed")
            return json_reply(500, render(api, error_for("500", api)))

    def _call(self, request: Request, token: Token | None) -> Reply:
        session = resumable.session_of(self.world, request)
        if session is not None:
            return self._proceed(request, session)
        found = match(request.method, request.raw_path)
        if found is None:
            raise ApiError(404, f"Not Found: no method at {request.method} {request.raw_path}")
        if token is None:
            raise not_signed_in()
        method = found.method
        handler = self.handlers.get(method.id)
        if handler is None:
            raise not_done(method.id)
        if method.scopes and token.scopes is not None and not method.scopes & token.scopes:
            raise ApiError(
                403,
                "Request had insufficient authentication scopes.",
                reason="insufficientPermissions",
            )
        self.world.quotas.spend(method.api, method.id, method.http_method, token.email)
        given = request.params()
        kind = (given.get("uploadType") or [""])[-1]
        params = self.done(method, read_params(found, given))
        if found.upload and kind == "resumable":
            return resumable.open_session(self.world, request, method, params, token)
        body, upload = read_content(request, found, kind)
        return self.perform(method, handler, params, body, upload, token, request.headers)

    def _proceed(self, request: Request, session: resumable.Session) -> Reply:
        """One chunk more; with the last one the call is done as if it had come at once."""
        so_far = resumable.take_chunk(self.world, request, session)
        if isinstance(so_far, Reply):
            return so_far
        method = session.method
        handler = self.handlers[method.id]
        reply = self.perform(
            method, handler, session.params, session.body, so_far, session.token, {}
        )
        resumable.close_session(self.world, session)
        return reply

    def done(self, method: Method, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless one is not done and asks for more than its default."""
        for name in self.refused.get(method.id, frozenset()) & params.keys():
            default = method.parameters[name].get("default")
            if params[name] not in (False, "", default):
                raise not_done(f"{method.id} with {name}")
        if params.get("alt") == "proto" or "callback" in params:
            raise not_done("answers other than JSON")
        return params

    def perform(
        self,
        method: Method,
        handler: Handler,
        params: dict[str, Any],
        body: Any,
        upload: Upload | None,
        token: Token,
        headers: dict[str, str],
    ) -> Reply:
        """Check the body, let the service act, give the answer its form."""
        call = Call(
            world=self.world,
            method=method,
            token=token,
            params=params,
            body=check_body(method, body),
            upload=upload,
            alt=params.get("alt", "json"),
            fields=params.get("fields"),
            headers=headers,
        )
        if call.fields is not None:
            partial.check(method, partial.parse(call.fields))
        return self._reply(call, handler(call))

    def _reply(self, call: Call, answer: Answer) -> Reply:
        if answer is None:
            return Reply(204, b"")
        if isinstance(answer, Media):
            return media_reply(answer, call.headers.get("range"))
        if self.world.strict_answers:
            check_our_own(call.method, answer)
        chosen = call.fields or call.default_fields
        if chosen:
            answer = partial.select(call.method, answer, chosen)
        return json_reply(200, answer, pretty=call.params.get("prettyPrint") is True)


def media_reply(media: Media, wanted: str | None) -> Reply:
    """Bytes, or the part of them a Range header asks for."""
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted or "")
    size = len(media.data)
    if found is None or (size == 0 and found[1] == "0"):
        return Reply(200, media.data, media.content_type, media.headers)
    first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if first > last:
        headers = {"Content-Range": f"bytes */{size}"}
        return Reply(416, b"", media.content_type, headers)
    headers = {**media.headers, "Content-Range": f"bytes {first}-{last}/{size}"}
    return Reply(206, media.data[first : last + 1], media.content_type, headers)


def check_our_own(method: Method, answer: dict[str, Any]) -> None:
    """In tests: an answer Google's document does not allow is our fault, not the caller's."""
    try:
        check_answer(method, answer)
    except ApiError as wrong:
        raise AssertionError(f"{method.id} answered against its document: {wrong}") from wrong


def read_params(found: Match, given: dict[str, list[str]]) -> dict[str, Any]:
    """Path and query parameters of a call, typed."""
    known = {name: values for name, values in given.items() if name not in resumable.OWN_PARAMS}
    return check_params(
        found.method, {**known, **{name: [value] for name, value in found.path_params.items()}}
    )


def read_content(request: Request, found: Match, kind: str) -> tuple[Any, Upload | None]:
    """The JSON body and the bytes of a call."""
    if found.upload:
        limit = found.method.max_upload
        if limit is not None and len(request.body) > limit * 1.02 + 4096:
            raise ApiError(413, "Request Entity Too Large", reason="uploadTooLarge")
        if kind == "multipart":
            return read_multipart(request.headers["content-type"], request.body)
        if kind == "media":
            return {}, Upload(request.body, request.headers["content-type"])
        raise ApiError(400, f"Unknown upload type '{kind}'.", reason="badRequest")
    return read_json(request.body), None


def _spellings(raw_path: str) -> list[str]:
    plain = unquote(raw_path)
    return [raw_path] if plain == raw_path else [raw_path, plain]
