"""Who may call: the service account's key, and the tokens it is exchanged for.

In:    JWT assertions and refresh tokens.   Out: access tokens; X.509 certificates of our own key.
Rule:  an assertion is checked against the key (RFC 7523), `sub` is the impersonated account;
       without `sub` the robot acts for itself. Expiry is real time, never the workspace clock.
Never: decides what a token may open. Start at `grant()`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import jwt

from ..discovery.documents import methods
from ..frame.accounts import TOKEN_SECONDS
from ..world import World

PROJECT = "workspace-contoh"
ROBOT = f"tanggap@{PROJECT}.iam.gserviceaccount.com"
CLIENT_ID = "100000000000000000001"
NOT_DELEGATED = (
    "Client is unauthorized to retrieve access tokens using this method, or client not authorized "
    "for any of the scopes requested."
)
GRANT_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def key(world: World) -> dict[str, str]:
    """The workspace's key pair and certificate, made once and kept."""
    kept = world.store.collection("key", kept=True)
    held = kept.get("service-account")
    if held is None:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "workspace.example")])
        began = datetime.now(UTC) - timedelta(days=1)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(began)
            .not_valid_after(began + timedelta(days=3650))
            .sign(private, hashes.SHA256())
        )
        held = {
            "id": certificate.fingerprint(hashes.SHA1()).hex(),
            "private": private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode(),
            "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        }
        kept.put("service-account", held)
    return held


def service_account(world: World) -> dict[str, str]:
    """The key file of the workspace's service account, as Google's console would give it."""
    held = key(world)
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": held["id"],
        "private_key": held["private"],
        "client_email": ROBOT,
        "client_id": CLIENT_ID,
        "auth_uri": f"{world.origin}/o/oauth2/auth",
        "token_uri": f"{world.origin}/token",
        "auth_provider_x509_cert_url": f"{world.origin}/oauth2/v1/certs",
        "client_x509_cert_url": f"{world.origin}/oauth2/v1/certs",
        "universe_domain": "googleapis.com",
    }


def grant(world: World, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """A token, or the refusal, for one request to the token endpoint (RFC 6749 section 5)."""
    world.accounts.drop_ended_tokens()
    if form.get("grant_type") == GRANT_JWT:
        return _from_assertion(world, form.get("assertion", ""))
    if form.get("grant_type") == "refresh_token":
        return _from_refresh_token(world, form)
    return refusal("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")


def refusal(error: str, description: str) -> tuple[int, dict[str, Any]]:
    """What the token endpoint says when it does not give a token."""
    return 400, {"error": error, "error_description": description}


def granted(
    world: World, email: str, client_id: str, scopes: frozenset[str] | None
) -> tuple[int, dict[str, Any]]:
    """An access token, as the token endpoint hands it out."""
    token = world.accounts.issue(email, client_id=client_id, scopes=scopes)
    body = {"access_token": token, "expires_in": TOKEN_SECONDS - 1, "token_type": "Bearer"}
    if scopes is not None:
        body["scope"] = " ".join(sorted(scopes))
    return 200, body


def _from_assertion(world: World, assertion: str) -> tuple[int, dict[str, Any]]:
    held = key(world)
    try:
        certificates = {held["id"]: held["certificate"]}
        claims = jwt.decode(assertion, certs=certificates)  # type: ignore[no-untyped-call]
    except ValueError:
        return refusal("invalid_grant", "Invalid JWT Signature.")
    if claims.get("iss") != ROBOT:
        return refusal("invalid_grant", "Invalid grant: account not found")
    if not str(claims.get("aud", "")).endswith("/token"):
        return refusal("invalid_grant", "Invalid JWT: Failed audience check.")
    if not -300 < time.time() - float(claims.get("iat", 0)) < 3900:
        return refusal("invalid_grant", "Invalid JWT: Token must be a short-lived token.")
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes:
        return refusal("invalid_scope", "Empty or missing scope not allowed.")
    subject = claims.get("sub") or ROBOT
    if subject == ROBOT:
        return granted(world, ROBOT, CLIENT_ID, scopes)
    if not world.accounts.known(str(subject).lower()):
        return refusal("invalid_grant", "Invalid email or User ID")
    if not scopes <= _delegated():
        return 401, {"error": "unauthorized_client", "error_description": NOT_DELEGATED}
    return granted(world, str(subject).lower(), CLIENT_ID, scopes)


@cache
def _delegated() -> frozenset[str]:
    """The scopes that the office's administrator has delegated: those of the APIs that are here."""
    return frozenset().union(*(method.scopes for method in methods().values()))


def refresh_token(world: World, email: str, scopes: frozenset[str] | None) -> str:
    """A refresh token for an account, as a person's consent would give."""
    token = "1//0" + world.ids.text("refresh", 40)
    world.store.collection("refresh", kept=True).put(
        token, {"email": email, "scopes": sorted(scopes) if scopes is not None else None}
    )
    return token


def _from_refresh_token(world: World, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    held = world.store.collection("refresh", kept=True).peek(form.get("refresh_token", ""))
    if held is None:
        return refusal("invalid_grant", "Token has been expired or revoked.")
    scopes = frozenset(held["scopes"]) if held["scopes"] is not None else None
    return granted(world, held["email"], form.get("client_id", CLIENT_ID), scopes)
