"""Authorised Google clients, and the one place where a call to Google is made.

In:    credentials, an origin (empty: Google itself), time limits.   Out: clients; `call()`.
Rule:  one HTTP stack (requests with google-auth) under gspread and googleapiclient; one try per
       call; every failure is sorted once, in google_answers.py.
Never: repeats a call, follows a redirect, logs anything. Start at `Workspace.call()`.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import google.auth.transport.requests as transport
import gspread
import httplib2
import requests
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.http import HttpRequest

from .google_answers import FAMILIES, sorted_failure
from .ports import Failure, SignInRefused

_SCOPE = "https://www.googleapis.com/auth/"
SCOPES = tuple(
    _SCOPE + name
    for name in (
        "spreadsheets",
        # The register, the Form's answers and the archive folder exist before the service does, and
        # `drive.file` never reaches files that others made (google-workspace.md 1.3).
        "drive",
        "documents",
        "forms.responses.readonly",
        "forms.body.readonly",
        "gmail.modify",
    )
)
"""The least that does the work; a delegation must grant exactly these."""

VERSIONS = {"drive": "v3", "docs": "v1", "forms": "v1", "gmail": "v1"}
CredentialsFactory = Callable[[], Any]
Timeout = tuple[float, float]

_GOOGLE_HOST = re.compile(r"https://(?:[a-z0-9-]+\.)*googleapis\.com(?=[/?]|$)")
_API = re.compile(
    r"https?://[^/]+(?:/upload|/batch)?/"
    r"(?:v4/(?P<sheets>spreadsheets)|v1/(?P<docs>documents)|v1/(?P<forms>forms)|"
    r"(?P<drive>drive)/|(?P<gmail>gmail)/)"
)


class Gate(Protocol):
    """Stands before every call and stops them while Google refuses the sign-in."""

    def enter(self) -> None:
        """Raises TryLater while calls are stopped."""
        ...

    def passed(self) -> None:
        """A call was answered."""
        ...

    def refused(self, failure: SignInRefused) -> Failure:
        """A call was refused; the failure that the caller shall see instead."""
        ...


def from_file(path: Path, mailbox: str = "", scopes: Sequence[str] = SCOPES) -> CredentialsFactory:
    """Credentials from a key file of Google's console or of a person's consent.

    A service-account key acts as `mailbox` (domain-wide delegation); an `authorized_user` file
    acts as whoever consented. Raises ValueError when the file is neither.
    """
    return from_info(json.loads(path.read_text(encoding="utf-8")), mailbox, scopes)


def from_info(
    info: Mapping[str, Any], mailbox: str = "", scopes: Sequence[str] = SCOPES
) -> CredentialsFactory:
    """The same from the file's content."""
    kind = info.get("type")
    if kind == "service_account":
        made: Any = service_account.Credentials
        key = made.from_service_account_info(info, scopes=scopes)
        return lambda: key.with_subject(mailbox) if mailbox else key.with_scopes(scopes)
    if kind == "authorized_user":
        return lambda: _of_person(info, scopes)
    raise ValueError(f"not a key for Google: its type is {kind!r}")


def _of_person(info: Mapping[str, Any], scopes: Sequence[str]) -> Any:
    person: Any = user_credentials.Credentials
    read = person.from_authorized_user_info(info, scopes)
    if not info.get("token_uri"):
        return read
    # google-auth passes over the file's token_uri and asks Google whatever it says
    return person(
        None,
        refresh_token=read.refresh_token,
        token_uri=info["token_uri"],
        client_id=read.client_id,
        client_secret=read.client_secret,
        scopes=read.scopes,
        quota_project_id=read.quota_project_id,
    )


class _Session(transport.AuthorizedSession):
    """An authorised session that knows the origin, counts calls and follows no redirect."""

    def __init__(
        self, credentials: Any, origin: str, timeout: Timeout, count: Callable[[str, str], None]
    ) -> None:
        plain = requests.Session()
        sign_in = transport.Request(plain)
        super().__init__(credentials, auth_request=sign_in)  # type: ignore[no-untyped-call]
        # a proxy meant for the internet must not swallow calls to a workspace of one's own
        plain.trust_env = self.trust_env = not origin
        self._origin = origin
        self._time = timeout
        self._count = count

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        """One request; google-auth comes back here after it renewed a refused token."""
        if self._origin:
            url = _GOOGLE_HOST.sub(lambda _: self._origin, url, count=1)
        self._count(method, url)
        options["timeout"] = options.get("timeout") or self._time
        options["allow_redirects"] = False
        answer: requests.Response = super().request(  # type: ignore[no-untyped-call]
            method, url, *args, **options
        )
        return answer


class _Shim:
    """What googleapiclient takes for an httplib2.Http.

    httplib2 itself re-sends a request, POST included, when the connection closes before the answer
    (google-workspace.md 2.4); this does not.
    """

    def __init__(self, session: Callable[[], requests.Session]) -> None:
        self._session = session

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        """One request, answered in httplib2's shape."""
        content = body.read() if hasattr(body, "read") else body
        if isinstance(content, str):
            content = content.encode()
        answer = self._session().request(method, uri, data=content, headers=dict(headers or {}))
        shown = httplib2.Response({name.lower(): value for name, value in answer.headers.items()})
        shown.status = answer.status_code
        shown.reason = answer.reason
        return shown, answer.content

    def close(self) -> None:
        """Nothing to close: sessions belong to their threads."""


class Workspace:
    """Google Workspace as one account sees it; may be shared between threads."""

    def __init__(
        self,
        credentials_factory: CredentialsFactory,
        origin: str = "",
        timeout: Timeout = (5, 60),
        gate: Gate | None = None,
    ) -> None:
        """`origin` replaces every Google host; `timeout`: seconds to connect and to wait."""
        self._gate = gate
        self._credentials = credentials_factory
        self._origin = origin.rstrip("/")
        self._timeout = timeout
        self._own = threading.local()
        self._lock = threading.Lock()
        self._services: dict[str, Any] = {}
        self.calls: dict[str, int] = {}
        """How many HTTP requests were made, by API; repeats after a renewed token included."""
        self.meter: Callable[[str], None] | None = None
        """Told the HTTP method of each request to Sheets before it leaves; may hold it back."""

    def call(self, what: HttpRequest | Callable[[], Any], *, safe: bool) -> Any:
        """Do one call and return its answer.

        `safe`: repeating it does no harm. Raises TryLater, Unclear (never when safe), GiveUp,
        NotFound, AlreadyThere.
        """
        if self._gate is not None:
            self._gate.enter()
        try:
            answer = what.execute(num_retries=0) if isinstance(what, HttpRequest) else what()
        except FAMILIES as error:
            failure = sorted_failure(error, safe=safe)
        else:
            if self._gate is not None:
                self._gate.passed()
            return answer
        if self._gate is not None and isinstance(failure, SignInRefused):
            failure = self._gate.refused(failure)
        # outside the handler, because the libraries' messages carry addresses and queries
        raise failure

    def service(self, api: str) -> Any:
        """The googleapiclient resource of an API in VERSIONS."""
        with self._lock:
            if api not in self._services:
                self._services[api] = build(
                    api,
                    VERSIONS[api],
                    http=_Shim(self._session),
                    cache_discovery=False,
                    static_discovery=True,
                )
            return self._services[api]

    def sheets(self) -> gspread.HTTPClient:
        """gspread's client for this thread; use it inside `call()` only."""
        client = gspread.HTTPClient(auth=None, session=self._session())  # type: ignore[arg-type]
        client.set_timeout(self._timeout)
        return client

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = _Session(self._credentials(), self._origin, self._timeout, self._counted)
            self._own.session = session
        return session

    def _counted(self, method: str, url: str) -> None:
        found = _API.match(url)
        api = found.lastgroup if found and found.lastgroup else "other"
        if self.meter is not None and api == "sheets":
            self.meter(method)
        with self._lock:
            self.calls[api] = self.calls.get(api, 0) + 1
