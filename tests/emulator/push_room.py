"""A receiver of pushes beside the workspace, for the tests of push.

In:    the `workspace` fixture.   Out: `Receiver`: what came, in order; what it shall answer.
Rule:  a real server on loopback; `settled()` waits until the courier has nothing due, so that a
       test knows that nothing more comes without sleeping.
Never: checks a token; tests do, with google-auth.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from integration.emulator.world import World

PROJECT = "workspace-contoh"
TOPIC = f"projects/{PROJECT}/topics/tanggap"
SUBSCRIPTION = f"projects/{PROJECT}/subscriptions/tanggap"
PUSHER = f"push@{PROJECT}.iam.gserviceaccount.com"
PUBLISHERS = [
    "serviceAccount:gmail-api-push@system.gserviceaccount.com",
    "serviceAccount:forms-notifications@system.gserviceaccount.com",
]


@dataclass(frozen=True)
class Arrived:
    """One push."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def state(self) -> str:
        """What a Drive channel says."""
        return self.headers["x-goog-resource-state"]

    @property
    def message(self) -> dict[str, Any]:
        """The message in Pub/Sub's envelope."""
        found: dict[str, Any] = json.loads(self.body)["message"]
        return found

    @property
    def data(self) -> Any:
        """What the message says."""
        return json.loads(base64.b64decode(self.message["data"]))

    @property
    def bearer(self) -> str:
        """The token it brought."""
        return self.headers["authorization"].removeprefix("Bearer ")


@dataclass
class Receiver:
    """A server that notes every push."""

    world: World
    address: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """The next answers; 204 when there are none left."""

    def settled(self) -> list[Arrived]:
        """Everything that came since last asked, once nothing more is due."""
        self.world.courier.settle()
        came, self.arrived = self.arrived, []
        return came

    def states(self) -> list[str]:
        """What Drive channels said since last asked."""
        return [one.state for one in self.settled()]


@pytest.fixture(scope="module")
def lasting(serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One workspace for a file of tests: its key takes longer to make than a test."""
    with serve(tmp_path_factory.mktemp("workspace")) as held:
        yield held


@pytest.fixture
def workspace(lasting: Any) -> Any:
    """That workspace as on its first morning, its Cloud project empty, its clock right."""
    world = lasting.world
    with world.lock, world.store.transaction():
        for kind in ("pubsub.topic", "pubsub.subscription"):
            for name, _ in world.store.collection(kind, kept=True).items():
                world.store.collection(kind, kept=True).delete(name)
        world.clock.advance(-world.clock.offset_seconds())
    lasting.door("POST", "reset")
    return lasting


@pytest.fixture
def receiver(workspace: Any) -> Iterator[Receiver]:
    """Somebody who is told."""
    with receiving(workspace.world) as one:
        yield one


@contextmanager
def receiving(world: World) -> Iterator[Receiver]:
    """Serve one; from now on time passes only when a test says so."""
    receiver, passing = Receiver(world), world.clock.real
    began = passing()
    world.clock.real = lambda: began

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.arrived.append(Arrived(self.path, headers, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield receiver
    finally:
        world.clock.real = passing
        server.shutdown()
        thread.join()
        server.server_close()


def subscribe(pubsub: Any, endpoint: str, **other: Any) -> None:
    """A topic that Gmail and Forms may publish to, with one push subscription."""
    topics = pubsub.projects().topics()
    topics.create(name=TOPIC, body={}).execute()
    policy = {"bindings": [{"role": "roles/pubsub.publisher", "members": PUBLISHERS}]}
    topics.setIamPolicy(resource=TOPIC, body={"policy": policy}).execute()
    config = {"pushEndpoint": endpoint, "oidcToken": {"serviceAccountEmail": PUSHER}}
    body = {"topic": TOPIC, "pushConfig": config, **other}
    pubsub.projects().subscriptions().create(name=SUBSCRIPTION, body=body).execute()
