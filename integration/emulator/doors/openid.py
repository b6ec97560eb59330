"""Sign-in with an account of the workspace: OpenID Connect as Google does it.

In:    a browser's request for consent, a code for the token endpoint.   Out: codes, id tokens.
Rule:  a code is used once, within ten minutes, by the client and for the address it was given
       for, with its PKCE verifier; the token says `hd` for accounts of the office's domain only.
Never: draws the page on which a person chooses; that is pages/consent.py. Start at `ask()`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt, jwt

from ..frame.accounts import TOKEN_SECONDS
from ..frame.errors import ApiError
from ..world import World
from . import oauth

ISSUER = "https://accounts.google.com"
"""What Google's tokens say, wherever they are fetched from."""
AUTH = "/o/oauth2/v2/auth"
CODE_SECONDS = 600
SCOPES = frozenset({"openid", "email", "profile"})
PROJECT_NUMBER = "100000000001"
NOT_DONE = {"/revoke": "oauth2.revoke", "/device/code": "oauth2.device.code"}


class Refused(Exception):
    """Google shows its own page and does not go back to the client: `error` is its word."""

    def __init__(self, error: str, said: str) -> None:
        super().__init__(said)
        self.error, self.said = error, said


@dataclass(frozen=True)
class Ask:
    """What a client asks of the person at the browser."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    challenge: str
    method: str
    domain: str
    hint: str
    silent: bool

    def back(self, **said: str) -> str:
        """The client's address with an answer."""
        given = {**({"state": self.state} if self.state else {}), **said}
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode(given)}"


def description(world: World) -> dict[str, Any]:
    """The discovery document, with this origin for each of Google's hosts."""
    here = world.origin
    return {
        "issuer": ISSUER,
        "authorization_endpoint": here + AUTH,
        "device_authorization_endpoint": f"{here}/device/code",
        "token_endpoint": f"{here}/token",
        "userinfo_endpoint": f"{here}/v1/userinfo",
        "revocation_endpoint": f"{here}/revoke",
        "jwks_uri": f"{here}/oauth2/v3/certs",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": [
            *("aud", "email", "email_verified", "exp", "family_name", "given_name"),
            *("iat", "iss", "name", "picture", "sub"),
        ],
        "code_challenge_methods_supported": ["plain", "S256"],
        "grant_types_supported": ["authorization_code", "refresh_token", oauth.GRANT_JWT],
    }


def key_set(world: World) -> dict[str, Any]:
    """The public key as a JSON Web Key."""
    held = oauth.key(world)
    public = x509.load_pem_x509_certificate(held["certificate"].encode()).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    numbers = public.public_numbers()
    whole = {"n": _number(numbers.n), "e": _number(numbers.e)}
    return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": held["id"], **whole}]}


def client(world: World, redirect_uris: list[str]) -> dict[str, Any]:
    """The workspace's one web client, as the console's *Download JSON* gives it.

    Addresses to go back to are registered in the console beforehand, here by this call.
    """
    kept = world.store.collection("oauth_client", kept=True)
    held = kept.get("web") or {
        "client_id": f"{PROJECT_NUMBER}-{secrets.token_hex(16)}.apps.googleusercontent.com",
        "client_secret": "GOCSPX-" + secrets.token_urlsafe(21),
        "redirect_uris": [],
    }
    held["redirect_uris"] = list(dict.fromkeys([*held["redirect_uris"], *redirect_uris]))
    kept.put("web", held)
    return {
        "web": {
            "client_id": held["client_id"],
            "project_id": oauth.PROJECT,
            "auth_uri": f"{world.origin}/o/oauth2/auth",
            "token_uri": f"{world.origin}/token",
            "auth_provider_x509_cert_url": f"{world.origin}/oauth2/v1/certs",
            "client_secret": held["client_secret"],
            "redirect_uris": held["redirect_uris"],
        }
    }


def ask(world: World, given: Mapping[str, str]) -> Ask:
    """A client's request, checked as Google checks it. Raises Refused."""
    held = world.store.collection("oauth_client", kept=True).peek("web")
    if not given.get("client_id"):
        raise Refused("invalid_request", "Missing required parameter: client_id")
    if held is None or given["client_id"] != held["client_id"]:
        raise Refused("invalid_client", "The OAuth client was not found.")
    if given.get("redirect_uri") not in held["redirect_uris"]:
        raise Refused("redirect_uri_mismatch", "The redirect_uri is not registered.")
    if given.get("response_type") != "code":
        raise Refused("unsupported_response_type", "Only response_type=code is done here.")
    asked = set(given.get("scope", "").split())
    if not asked or asked - SCOPES:
        raise Refused("invalid_scope", "Only openid, email and profile are done here.")
    method = given.get("code_challenge_method", "plain")
    if method not in ("S256", "plain"):
        raise Refused("invalid_request", "Invalid code_challenge_method.")
    return Ask(
        client_id=given["client_id"],
        redirect_uri=given["redirect_uri"],
        scope=given["scope"],
        state=given.get("state", ""),
        nonce=given.get("nonce", ""),
        challenge=given.get("code_challenge", ""),
        method=method,
        domain=given.get("hd", ""),
        hint=given.get("login_hint", ""),
        silent=given.get("prompt") == "none",
    )


def consented(world: World, asked: Ask, email: str) -> str:
    """The client's address with a fresh code: this person has agreed."""
    code = "4/0A" + secrets.token_urlsafe(48)
    world.store.collection("auth_code", kept=True).put(
        code,
        {
            "email": email,
            "client_id": asked.client_id,
            "redirect_uri": asked.redirect_uri,
            "scope": asked.scope,
            "nonce": asked.nonce,
            "challenge": asked.challenge,
            "method": asked.method,
            "ends": time.time() + CODE_SECONDS,
        },
    )
    hosted = {"hd": domain_of(world, email)} if domain_of(world, email) else {}
    return asked.back(code=code, scope=asked.scope, authuser="0", prompt="consent", **hosted)


def from_code(world: World, form: Mapping[str, str], basic: str) -> tuple[int, dict[str, Any]]:
    """The token endpoint's answer to a code."""
    client_id, secret = _client_of(form, basic)
    held = world.store.collection("oauth_client", kept=True).peek("web")
    if held is None or client_id != held["client_id"]:
        return 401, {
            "error": "invalid_client",
            "error_description": "The OAuth client was not found.",
        }
    if not hmac.compare_digest(secret.encode(), held["client_secret"].encode()):
        return 401, {
            "error": "invalid_client",
            "error_description": "The provided client secret is invalid.",
        }
    codes = world.store.collection("auth_code", kept=True)
    given = codes.peek(form.get("code", ""))
    if given is None:
        return oauth.refusal("invalid_grant", "Malformed auth code.")
    codes.delete(form["code"])
    if given["ends"] < time.time() or given["client_id"] != client_id:
        return oauth.refusal("invalid_grant", "Bad Request")
    if form.get("redirect_uri") != given["redirect_uri"]:
        return oauth.refusal("redirect_uri_mismatch", "Bad Request")
    verifier = form.get("code_verifier", "")
    if given["challenge"] and not verifier:
        return oauth.refusal("invalid_grant", "Missing code verifier.")
    if given["challenge"] and _challenge(verifier, given["method"]) != given["challenge"]:
        return oauth.refusal("invalid_grant", "Invalid code verifier.")
    scopes = frozenset(given["scope"].split())
    status, body = oauth.granted(world, given["email"], client_id, scopes)
    if "openid" in scopes:
        body["id_token"] = _id_token(world, given, body["access_token"])
    return status, body


def userinfo(world: World, token: str) -> dict[str, Any]:
    """Who a token stands for. Raises ApiError 401."""
    held = world.accounts.holder(token)
    if held is None or (held.scopes is not None and "openid" not in held.scopes):
        raise ApiError(401, "Request is missing required authentication credential.")
    scopes = held.scopes if held.scopes is not None else SCOPES
    return _claims(world, held.email, scopes)


def domain_of(world: World, email: str) -> str:
    """The hosted domain of an account; empty for accounts that are not of the office."""
    domain = str(world.office["domain"])
    return domain if email.endswith(f"@{domain}") else ""


def _client_of(form: Mapping[str, str], basic: str) -> tuple[str, str]:
    kind, _, text = basic.partition(" ")
    if kind.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(text).decode().partition(":")
    except ValueError:
        return "", ""
    return client_id, secret


def _id_token(world: World, given: Mapping[str, Any], access_token: str) -> str:
    now = int(time.time())
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    claims = {
        "iss": ISSUER,
        "azp": given["client_id"],
        "aud": given["client_id"],
        **_claims(world, given["email"], given["scope"].split()),
        "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
        **({"nonce": given["nonce"]} if given["nonce"] else {}),
        "iat": now,
        "exp": now + TOKEN_SECONDS,
    }
    held = oauth.key(world)
    made: Any = crypt.RSASigner
    signer = made.from_string(held["private"], held["id"])
    encoded: bytes = jwt.encode(signer, claims)  # type: ignore[no-untyped-call]
    return encoded.decode()


def _claims(world: World, email: str, scopes: Any) -> dict[str, Any]:
    digest = hashlib.sha256(email.encode()).digest()
    said: dict[str, Any] = {"sub": str(10**20 + int.from_bytes(digest[:8], "big"))}
    if domain_of(world, email):
        said["hd"] = domain_of(world, email)
    if "email" in scopes:
        said |= {"email": email, "email_verified": True}
    if "profile" in scopes:
        name = world.accounts.name(email)
        first, _, last = name.partition(" ")
        said |= {"name": name, "given_name": first, **({"family_name": last} if last else {})}
    return said


def _challenge(verifier: str, method: str) -> str:
    if method == "plain":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _number(value: int) -> str:
    content = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
