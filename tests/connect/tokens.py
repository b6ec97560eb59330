"""A token endpoint that refuses what it is told to, and keys that fit it.

In:    the answers to give.   Out: real HTTP on a port chosen by the system.
Rule:  behaves as RFC 6749 and RFC 7523 say; counts how often it was asked.
Never: leaves this machine.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt


@dataclass
class TokenEndpoint:
    """What it grants or refuses."""

    address: str = ""
    error: str = ""
    description: str = ""
    delegated: set[str] | None = None
    """The scopes a delegation grants; None: every one."""
    granted: list[str] | None = None
    """The scopes a person's token carries, as the answer names them."""
    ends_in: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """One request."""
        self.asked.append(form)
        if self.error:
            return 400, {"error": self.error, "error_description": self.description}
        if self.delegated is not None:
            claims = jwt.decode(form["assertion"], verify=False)
            if not set(claims["scope"].split()) <= self.delegated:
                told = "Client is unauthorized to retrieve access tokens using this method."
                return 401, {"error": "unauthorized_client", "error_description": told}
        body: dict[str, Any] = {"access_token": "token", "expires_in": 3599, "token_type": "Bearer"}
        if self.granted is not None:
            body["scope"] = " ".join(self.granted)
        if self.ends_in is not None:
            body["refresh_token_expires_in"] = self.ends_in
        return 200, body


@contextmanager
def token_endpoint() -> Iterator[TokenEndpoint]:
    """Serve one."""
    endpoint = TokenEndpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[-1] for name, values in parse_qs(body).items()}
            status, said = endpoint.answer(form)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    endpoint.address = f"http://127.0.0.1:{server.server_port}/token"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@cache
def private_key() -> str:
    """A key of nobody's."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def robot_key(address: str) -> dict[str, str]:
    """A service account's key file."""
    return {
        "type": "service_account",
        "project_id": "contoh",
        "private_key_id": "1",
        "private_key": private_key(),
        "client_email": "robot@contoh.example",
        "client_id": "1234567890",
        "token_uri": address,
    }


def person_key(address: str) -> dict[str, str]:
    """A person's token file."""
    return {
        "type": "authorized_user",
        "client_id": "client.example",
        "client_secret": "rahasia",
        "refresh_token": "1//contoh",
        "token_uri": address,
    }
