"""Tries the sign-in of an account at Google's token endpoint, and names what is refused.

In:    an account, the origin.   Out: `SignIn`: the scopes granted, or the refusal and the scopes
       that are missing; whether the token will end after seven days.
Rule:  nothing but tokens is asked for; a delegation that is refused as a whole is asked scope by
       scope, so that the missing ones can be named (google-workspace.md 1.1).
Never: logs or keeps a token. Start at `try_sign_in()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import google.auth.transport.requests as transport
import requests
from google.auth.exceptions import GoogleAuthError

from integration.connect.explain import TESTING_DAYS
from integration.connect.identity import Account
from integration.google_answers import sorted_failure
from integration.ports import Failure, SignInRefused, TryLater

TOKEN_URI = "https://oauth2.googleapis.com/token"
TIMEOUT = (5, 20)
ONE_BY_ONE = ("unauthorized_client", "access_denied", "invalid_scope")


@dataclass(frozen=True)
class SignIn:
    """How it went."""

    refusal: SignInRefused | None = None
    missing: tuple[str, ...] = ()
    """Scopes that are needed and not granted."""
    ends_in: timedelta | None = None
    """How long the refresh token has left, where Google says it at all."""

    @property
    def good(self) -> bool:
        """Whether everything that is needed is granted."""
        return self.refusal is None and not self.missing

    @property
    def testing(self) -> bool:
        """Whether the token ends like those of a consent screen in Testing."""
        return self.ends_in is not None and self.ends_in <= TESTING_DAYS


def try_sign_in(account: Account, origin: str = "") -> SignIn:
    """Sign in once. Raises TryLater when Google cannot be reached."""
    with requests.Session() as session:
        session.trust_env = not origin
        if account.is_robot:
            return _as_robot(account, session)
        return _as_person(account, session)


def _as_robot(account: Account, session: requests.Session) -> SignIn:
    refusal = _refused(account, account.scopes, session)
    if refusal is None:
        return SignIn()
    missing: tuple[str, ...] = ()
    if refusal.reason in ONE_BY_ONE:
        missing = tuple(s for s in account.scopes if _refused(account, (s,), session) is not None)
    return SignIn(refusal, missing)


def _refused(
    account: Account, scopes: tuple[str, ...], session: requests.Session
) -> SignInRefused | None:
    credentials = account.credentials(scopes)()
    try:
        credentials.refresh(transport.Request(session))
    except GoogleAuthError as error:
        return _sorted(error)
    return None


def _as_person(account: Account, session: requests.Session) -> SignIn:
    key = account.key
    uri = str(key.get("token_uri") or TOKEN_URI)
    asked = {
        "grant_type": "refresh_token",
        "refresh_token": key.get("refresh_token", ""),
        "client_id": key.get("client_id", ""),
        "client_secret": key.get("client_secret", ""),
    }
    try:
        answer = session.post(uri, data=asked, timeout=TIMEOUT, allow_redirects=False)
        body = answer.json()
    except requests.RequestException as error:
        raise sorted_failure(error, safe=True) from None
    if not isinstance(body, Mapping):
        raise TryLater("Google's sign-in does not answer properly at the moment")
    if answer.status_code != 200:
        return SignIn(_refusal_of(answer.status_code, body))
    granted = str(body.get("scope", "")).split()
    # Google always names the scopes; an endpoint that does not leaves nothing to compare
    missing = tuple(scope for scope in account.scopes if scope not in granted) if granted else ()
    left = body.get("refresh_token_expires_in")
    ends_in = timedelta(seconds=left) if isinstance(left, int) else None
    return SignIn(None, missing, ends_in)


def _refusal_of(status: int, body: Mapping[str, Any]) -> SignInRefused:
    if status >= 500 or not isinstance(body.get("error"), str):
        raise TryLater("Google's sign-in does not answer properly at the moment")
    reason = str(body["error"])
    detail = str(body.get("error_description", ""))[:300]
    return SignInRefused(f"Google refuses the service's sign-in ({reason})", reason, detail)


def _sorted(error: GoogleAuthError) -> SignInRefused:
    failure: Failure = sorted_failure(error, safe=True)
    if isinstance(failure, SignInRefused):
        return failure
    raise failure from None
