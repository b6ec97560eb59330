"""A running local workspace for tests, reached over real HTTP only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import Resource, build_from_document
from googleapiclient.discovery_cache import get_static_doc

from integration.emulator.server import open_server
from integration.emulator.world import World

VERSIONS = {"drive": "v3", "gmail": "v1", "sheets": "v4", "docs": "v1", "forms": "v1"}


class Workspace:
    """What a test knows of a workspace: its address and what its own doors say."""

    def __init__(self, world: World) -> None:
        self.world, self.origin = world, world.origin
        self.session = requests.Session()
        self.session.trust_env = False
        self._services: list[Resource] = []

    def door(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Ask one of the workspace's own doors."""
        return self.session.request(
            method, f"{self.origin}/_emulator/{path}", json=body, timeout=30
        )

    @property
    def office(self) -> dict[str, Any]:
        """The office the workspace was planted with."""
        answer: dict[str, Any] = self.door("GET", "office").json()
        return answer

    def token(self, email: str, scopes: list[str] | None = None) -> str:
        """An access token for someone."""
        body = {"email": email} if scopes is None else {"email": email, "scopes": scopes}
        return str(self.door("POST", "token", body).json()["access_token"])

    def service(self, api: str, version: str, email: str, scopes: list[str] | None = None) -> Any:
        """Google's own client library, pointed here."""
        document = json.loads(str(get_static_doc(api, version)))
        document["rootUrl"] = self.origin + "/"
        document.pop("mtlsRootUrl", None)
        credentials = Credentials(token=self.token(email, scopes))  # type: ignore[no-untyped-call]
        built = build_from_document(document, credentials=credentials)
        self._services.append(built)
        return built

    def get(self, path: str, email: str, **more: Any) -> requests.Response:
        """A plain request to a Google path."""
        return self.call("GET", path, email, **more)

    def call(self, method: str, path: str, email: str, **more: Any) -> requests.Response:
        """A plain request of any method, with a token."""
        headers = {"Authorization": f"Bearer {self.token(email)}", **more.pop("headers", {})}
        return self.session.request(method, self.origin + path, headers=headers, timeout=30, **more)

    def fault(self, match: str, do: str, **more: Any) -> None:
        """Order one mishap."""
        answer = self.door("POST", "faults", [{"match": match, "do": do, **more}])
        assert answer.status_code == 200, answer.text

    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """The request log."""
        lines: list[dict[str, Any]] = self.door("GET", f"requests?since={since}").json()
        return lines

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self.door("POST", "clock", {"advance_seconds": seconds})

    def close(self) -> None:
        """Let go of every connection."""
        for service in self._services:
            service.close()
        self.session.close()


@contextmanager
def serving(folder: Path) -> Iterator[Workspace]:
    """A workspace that checks its own answers against Google's documents."""
    server, world = open_server(folder)
    world.strict_answers = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    with closing(Workspace(world)) as held:
        yield held
    world.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()
    world.close()


@pytest.fixture(scope="session")
def serve() -> Any:
    """For tests that end a workspace and start it again: a context for a folder."""
    return serving


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A fresh workspace."""
    with serving(tmp_path / "data") as held:
        yield held


@pytest.fixture
def office(workspace: Workspace) -> dict[str, Any]:
    """The planted office."""
    return workspace.office


@pytest.fixture
def mailbox(office: dict[str, Any]) -> str:
    """The service's own address."""
    return str(office["service_mailbox"])


@pytest.fixture
def drive(workspace: Workspace, mailbox: str) -> Any:
    """Drive as the service sees it."""
    return workspace.service("drive", "v3", mailbox)


@pytest.fixture
def gmail(workspace: Workspace, mailbox: str) -> Any:
    """Gmail as the service sees it."""
    return workspace.service("gmail", "v1", mailbox)
