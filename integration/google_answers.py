"""What Google's refusals mean: every failed call becomes one of the three failures.

In:    an exception of requests, google-auth, gspread or googleapiclient; may the call be repeated?
Out:   TryLater, Unclear, GiveUp (NotFound, AlreadyThere) from ports.py.
Rule:  named by what to do next; the message holds no body, address or token.
Never: raises, waits or repeats; the caller does. Start at `sorted_failure()`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, SSLError

from .ports import (
    AlreadyThere,
    Failure,
    GiveUp,
    NotFound,
    SignInRefused,
    TooFast,
    TryLater,
    Unclear,
)

MAIL_SENDING_WAIT = 3600.0
"""Seconds to stop sending when Gmail says "(Mail sending)" (Gmail API, Resolve errors)."""

RATE_REASONS = frozenset({"userRateLimitExceeded", "rateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
SCOPE_REASON = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
SCOPE_MESSAGE = "insufficient authentication scopes"
"""How a call is refused whose token lacks the scope, in the new style and the old one."""
FAMILIES = (requests.RequestException, GoogleAuthError, HttpError, APIError, json.JSONDecodeError)
"""Everything the client libraries raise when a call fails; the rest is a mistake of ours."""

_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer that is not a success, in either of Google's two styles."""

    code: int
    message: str
    status: str
    reasons: frozenset[str]
    retry_after: float | None

    def __str__(self) -> str:
        named = ", ".join(sorted(self.reasons)) or self.status
        return (
            f"Google answered {self.code}"
            + (f" ({named})" if named else "")
            + (f": {self.message}" if self.message else "")
        )


def sorted_failure(error: Exception, *, safe: bool) -> Failure:
    """Name a failed call by what to do next.

    `safe`: the call may be repeated without harm, so a doubtful outcome is a `TryLater`.
    """
    if isinstance(error, HttpError):
        return _from_refusal(_refusal(error.resp.status, error.content, error.resp), safe)
    if isinstance(error, APIError):
        answer = error.response
        return _from_refusal(_refusal(answer.status_code, answer.content, answer.headers), safe)
    if isinstance(error, TransportError):
        return TryLater("Google's sign-in could not be reached")
    if isinstance(error, RefreshError):
        return _from_sign_in(error)
    if isinstance(error, GoogleAuthError):
        return GiveUp(f"the credentials cannot be used: {type(error).__name__}")
    if isinstance(error, requests.RequestException) and _never_left(error):
        return TryLater(f"Google could not be reached ({type(error).__name__})")
    return _doubtful(f"the answer got lost ({type(error).__name__})", safe)


def _lacks_scope(refusal: Refusal) -> bool:
    return SCOPE_REASON in refusal.reasons or SCOPE_MESSAGE in refusal.message.lower()


def _doubtful(message: str, safe: bool, wait: float | None = None) -> Failure:
    return TryLater(message, wait) if safe else Unclear(message)


def _from_refusal(refusal: Refusal, safe: bool) -> Failure:
    if refusal.code == 429 or (refusal.code == 403 and _too_fast(refusal)):
        stop = MAIL_SENDING_WAIT if "(mail sending)" in refusal.message.lower() else None
        return TooFast(str(refusal), stop or refusal.retry_after)
    if refusal.code == 401:
        return SignInRefused(
            f"{refusal}; a fresh token was refused too: check key, scopes, delegation",
            "unauthorized",
        )
    if refusal.code == 403 and _lacks_scope(refusal):
        return SignInRefused(str(refusal), "insufficient_scope")
    if refusal.code == 404:
        return NotFound(f"{refusal} (or it is not shared with the service)")
    if refusal.code == 409 and refusal.status == "ABORTED":
        return TryLater(str(refusal))
    if refusal.code == 409:
        return AlreadyThere(str(refusal))
    if refusal.code == 501:
        return GiveUp(str(refusal))
    if refusal.code >= 500 or refusal.code == 408:
        return _doubtful(str(refusal), safe, refusal.retry_after)
    return GiveUp(str(refusal))


def _too_fast(refusal: Refusal) -> bool:
    # the newer APIs have no list of reasons; their message alone says which limit it was
    return bool(refusal.reasons & RATE_REASONS) or "rate limit exceeded" in refusal.message.lower()


def _from_sign_in(error: RefreshError) -> Failure:
    # google-auth marks what is worth repeating (5xx, internal_failure); a transport failure that
    # it wrapped stands in the chain instead
    chain = (error.__cause__, error.__context__)
    if error.retryable or any(isinstance(e, TransportError) for e in chain):
        return TryLater("Google's sign-in does not answer properly at the moment")
    said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], Mapping) else {}
    name = said.get("error", "") if isinstance(said.get("error"), str) else ""
    told = said.get("error_description", "")
    return SignInRefused(
        f"Google refuses the service's sign-in ({name or 'no further reason'}): check that the key "
        "is not revoked and that the scopes are granted to it for the service mailbox",
        name,
        _ADDRESS.sub("<address>", str(told))[:300],
    )


def _never_left(error: requests.RequestException) -> bool:
    """True when the connection was never made, so that the request surely did not arrive."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reached = (NewConnectionError, ConnectTimeoutError, SSLError)
    return any(
        isinstance(inner, MaxRetryError) and isinstance(inner.reason, reached)
        for inner in error.args
    )


def _refusal(code: int, content: bytes, headers: Mapping[str, Any]) -> Refusal:
    body = _error_object(content)
    message = body.get("message", "")
    return Refusal(
        code=int(code),
        message=_ADDRESS.sub("<address>", str(message))[:300],
        status=str(body.get("status", "")),
        reasons=frozenset(_reasons(body)),
        retry_after=_seconds(headers),
    )


def _error_object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {"message": found}


def _reasons(body: Mapping[str, Any]) -> Iterator[str]:
    for name in ("errors", "details"):
        entries = body.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("reason"), str):
                yield entry["reason"]


def _seconds(headers: Mapping[str, Any]) -> float | None:
    value = str(headers.get("retry-after", "")).strip()
    return float(value) if value.isdecimal() else None
