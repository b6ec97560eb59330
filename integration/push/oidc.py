"""Calls that carry a token of Google's: Pub/Sub and Cloud Scheduler.

In:    an Authorization header.   Out: nothing, or `Forged` with a reason.
Rule:  signature by Google's certificates (kept as long as Google says), expiry, issuer, audience
       and the sender's verified address (google-workspace.md 4.3).
Never: asks for certificates more often than once a minute. Start at `Oidc.check()`.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from google.auth import exceptions, jwt
from google.auth.transport import Request, Response
from google.oauth2 import id_token

from integration.push.signed import Forged

CERTS = "https://www.googleapis.com/oauth2/v1/certs"
ISSUERS = frozenset({"accounts.google.com", "https://accounts.google.com"})
SKEW = 30
"""Seconds the sender's clock may be ahead."""
LEAST, MOST = 60.0, 86_400.0
"""Seconds certificates are kept, whatever the answer says."""
LONGEST_TOKEN = 8192
_AGE = re.compile(r"max-age=(\d+)")


class CertificatesAway(Exception):
    """Google's certificates cannot be had now; the sender shall try again."""


class _Kept(Response):
    """An answer in the shape google-auth reads."""

    def __init__(self, answer: requests.Response) -> None:
        self._answer = answer

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._answer.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        return self._answer.headers

    @property
    def data(self) -> bytes:
        """The body."""
        return self._answer.content


@dataclass
class Certificates(Request):
    """Google's certificates, fetched when they have ended or a key is not among them."""

    url: str = CERTS
    elapsed: Callable[[], float] = time.monotonic
    fetched: int = 0
    """How often they were fetched."""
    _answer: requests.Response | None = None
    _at: float = 0.0
    _age: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: Any = None,
        headers: Any = None,
        timeout: Any = None,
        **_: Any,
    ) -> Response:
        """The transport that google-auth asks."""
        with self._lock:
            if self._answer is None or self.elapsed() - self._at >= self._age:
                self._fetch(url)
            assert self._answer is not None
            return _Kept(self._answer)

    def renew(self) -> bool:
        """Forget what is kept, because a key was not among it; False when it is quite new."""
        with self._lock:
            if self._answer is None or self.elapsed() - self._at < LEAST:
                return False
            self._age = 0.0
            return True

    def _fetch(self, url: str) -> None:
        try:
            answer = requests.get(url, timeout=(5, 10), allow_redirects=False)
        except requests.RequestException as failure:
            raise CertificatesAway(type(failure).__name__) from None
        if answer.status_code != 200:
            raise CertificatesAway(str(answer.status_code))
        found = _AGE.search(answer.headers.get("Cache-Control", ""))
        self._age = min(max(float(found[1]) if found else LEAST, LEAST), MOST)
        self._answer, self._at = answer, self.elapsed()
        self.fetched += 1


@dataclass
class Oidc:
    """Checks tokens of one audience and sender."""

    audience: str
    sender: str
    certificates: Certificates

    def check(self, authorization: str) -> None:
        """Raises Forged, or CertificatesAway when nothing can be said now."""
        if not self.audience or not self.sender:
            raise Forged("not_configured")
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise Forged("token")
        claims = self._claims(token.strip())
        if claims.get("iss") not in ISSUERS:
            raise Forged("issuer")
        if claims.get("aud") != self.audience:
            raise Forged("audience")
        if claims.get("email") != self.sender or claims.get("email_verified") is not True:
            raise Forged("sender")

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            return self._verified(token)
        except (exceptions.GoogleAuthError, ValueError):
            # Google changes its keys: an unknown one is looked for once among fresh certificates
            if not (self._unknown_key(token) and self.certificates.renew()):
                raise Forged("token") from None
        try:
            return self._verified(token)
        except (exceptions.GoogleAuthError, ValueError):
            raise Forged("token") from None

    def _verified(self, token: str) -> Mapping[str, Any]:
        claims: Mapping[str, Any] = id_token.verify_token(
            token,
            self.certificates,
            audience=None,
            certs_url=self.certificates.url,
            clock_skew_in_seconds=SKEW,
        )
        return claims

    def _unknown_key(self, token: str) -> bool:
        try:
            header = jwt.decode_header(token)  # type: ignore[no-untyped-call]
            known = self.certificates(self.certificates.url)
        except (ValueError, exceptions.GoogleAuthError):
            return False
        return f'"{header.get("kid", "")}"'.encode() not in known.data
