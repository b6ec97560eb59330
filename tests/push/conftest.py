"""The doors on a real database, signers of both kinds, a server of certificates."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from flask import Flask
from flask.testing import FlaskClient
from google.auth import crypt, jwt

from integration.clock import FixedClock
from integration.push.facts import LOOK, WATCH
from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint, channel_token
from integration.push.memory import facts
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import SIGNATURE, TIME, Signed, signature
from integration.push.tally import Tally
from integration.store import files
from integration.store.database import Database

AUDIENCE = "https://tanggap.example/hooks/pubsub"
SENDER = "push@contoh.example"
SECRET, HOOK_SECRET = "a-secret-for-tests", "shared-with-the-script"
FORM, MAILBOX = "form-1", "pengaduan@balai.example"


class Issuer:
    """Google as it signs tokens: a key, its certificate, an address that serves it."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[str, str]] = {}
        self.asked = 0
        self.add("one")

    def add(self, name: str) -> None:
        """One more key."""
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "certs.example")])
        began = datetime.now(UTC) - timedelta(days=1)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(began)
            .not_valid_after(began + timedelta(days=30))
            .sign(private, hashes.SHA256())
        )
        text = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        shown = certificate.public_bytes(serialization.Encoding.PEM)
        self.keys[name] = (text.decode(), shown.decode())

    def token(self, key: str = "one", **other: Any) -> str:
        """A token as Pub/Sub sends it, but for what is different."""
        now = int(time.time())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": AUDIENCE,
            "email": SENDER,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
            "sub": "1",
        } | other
        signer = crypt.RSASigner.from_string(self.keys[key][0], key)
        made: bytes = jwt.encode(signer, claims)
        return made.decode()


@pytest.fixture(scope="session")
def certificate_server() -> Iterator[tuple[str, Issuer]]:
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            content = json.dumps({name: pair[1] for name, pair in issuer.keys.items()}).encode()
            self.send_response(200)
            self.send_header("Cache-Control", "public, max-age=3600")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/certs", issuer
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Doors:
    """The doors and what stands behind them."""

    client: FlaskClient
    database: Database
    clock: FixedClock
    issuer: Issuer
    hooks: Hooks
    certificates: Certificates
    seconds: list[float] = field(default_factory=lambda: [0.0])

    def asked(self) -> set[str]:
        """The rounds that were told to look."""
        return set(facts(self.database, LOOK))

    def signed(self, path: str, said: Any, secret: str = HOOK_SECRET, late: int = 0) -> int:
        """A call of the script's; its status."""
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        at = int(self.clock.now().timestamp()) - late
        headers = {TIME: str(at), SIGNATURE: signature(secret, at, body)}
        return self.client.post(path, data=body, headers=headers).status_code

    def pubsub(self, message: Any, token: str | None = None) -> int:
        """A call of Pub/Sub's; its status."""
        bearer = self.issuer.token() if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        said = {"message": message, "subscription": "projects/contoh/subscriptions/tanggap"}
        return self.client.post("/hooks/pubsub", json=said, headers=headers).status_code

    def drive(self, channel: str, **other: str) -> int:
        """A call of a Drive channel's; its status."""
        headers = {
            "X-Goog-Channel-ID": channel,
            "X-Goog-Channel-Token": channel_token(SECRET, channel),
            "X-Goog-Resource-ID": "resource-1",
            "X-Goog-Resource-State": "update",
            "X-Goog-Message-Number": "7",
        } | {f"X-Goog-{name.replace('_', '-').title()}": value for name, value in other.items()}
        return self.client.post("/hooks/drive", headers=headers).status_code

    def watch(self, channel: str, resource: str = "resource-1") -> None:
        """A channel of ours is open."""
        held = {"rounds": ["register"], "channels": [{"id": channel, "resource": resource}]}
        with self.database.write() as tx:
            files.remember(tx, f"{WATCH}register-file", held)


@pytest.fixture
def doors_on(
    certificate_server: tuple[str, Issuer],
) -> Callable[[Database, FixedClock], Doors]:
    """Doors on a database."""
    address, issuer = certificate_server

    def make(database: Database, clock: FixedClock) -> Doors:
        seconds = [0.0]
        certificates = Certificates(address, elapsed=lambda: seconds[0])
        hooks = Hooks(
            database=database,
            clock=clock,
            hints=Hints(database, clock),
            tally=Tally(database, clock),
            signed=Signed(HOOK_SECRET, clock),
            pubsub=Oidc(AUDIENCE, SENDER, certificates),
            scheduler=Oidc("https://tanggap.example/hooks/tick", SENDER, certificates),
            secret=SECRET,
            form_id=FORM,
            mailbox=MAILBOX,
        )
        app = Flask("doors")
        app.register_blueprint(blueprint(hooks))
        return Doors(app.test_client(), database, clock, issuer, hooks, certificates, seconds)

    return make


@pytest.fixture
def doors(
    doors_on: Callable[[Database, FixedClock], Doors], database: Database, clock: FixedClock
) -> Doors:
    """The doors on SQLite."""
    return doors_on(database, clock)
