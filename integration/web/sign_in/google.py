"""Google says who somebody is: OpenID Connect, through Authlib.

In:    the office's OAuth client (Google's own JSON), a browser.   Out: a verified address.
Rule:  authorization code with PKCE, state and nonce; the id token is verified by Google's keys,
       issuer, audience and expiry; then the e-mail must be verified and of the office's domain.
Never: asks for more than `openid email`, or keeps a token. Start at `Google.began` and `came_back`.
"""

from collections.abc import Mapping
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Flask
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from integration.connect.oauth_client import GOOGLE, Client, discovery, way_back
from integration.settings import Settings

ISSUERS = [GOOGLE, "accounts.google.com"]
"""What Google's tokens call their issuer, wherever the workspace is."""
GMAIL = "gmail.com"
"""The one domain without `hd` that Google itself answers for."""
SECONDS = 10
SKEW = 30
"""Seconds that our clock may differ from Google's."""


class NotWho(Exception):
    """Google did not say who it is; `why` is a word for the page and the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Google:
    """Sends a browser to Google and reads what it brings back."""

    def __init__(
        self, app: Flask, client: Client, settings: Settings, domains: frozenset[str]
    ) -> None:
        self.domains, self.back = domains, way_back(settings)
        self.only = next(iter(domains)) if len(domains) == 1 else "*"
        oauth: Any = OAuth(app)
        self._app: FlaskOAuth2App = oauth.register(
            "google",
            client_id=client.id,
            client_secret=client.secret,
            server_metadata_url=discovery(settings),
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
                # a proxy meant for the internet must not swallow calls to a workspace of one's own
                "trust_env": not settings.google_origin,
            },
        )
        self._options = {
            "iss": {"essential": True, "values": ISSUERS},
            "aud": {"essential": True, "value": client.id},
            "email": {"essential": True},
        }

    def began(self, hint: str = "") -> Response:
        """The way to Google's account chooser. Raises NotWho."""
        more = {"login_hint": hint} if hint else {}
        try:
            answer: Response = self._app.authorize_redirect(
                self.back, hd=self.only, prompt="select_account", **more
            )
        except requests.RequestException:
            raise NotWho("away") from None
        return answer

    def came_back(self) -> str:
        """The address Google vouches for, in this request. Raises NotWho."""
        try:
            token = self._app.authorize_access_token(claims_options=self._options, leeway=SKEW)
        except requests.RequestException:
            raise NotWho("away") from None
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as wrong:
            # of Google's own words only this one is known to be a person's choice
            denied = getattr(wrong, "error", "") == "access_denied"
            raise NotWho("denied" if denied else "unproved") from None
        claims = token.get("userinfo")
        if claims is None:
            raise NotWho("unproved")
        return self._of_the_office(claims)

    def _of_the_office(self, claims: Mapping[str, Any]) -> str:
        email = str(claims["email"]).casefold()
        domain = email.rpartition("@")[2]
        if claims.get("email_verified") is not True:
            raise NotWho("unproved")
        hosted = str(claims.get("hd", "")).casefold()
        if domain not in self.domains or (
            hosted not in self.domains and (hosted or domain != GMAIL)
        ):
            raise NotWho("foreign")
        return email
