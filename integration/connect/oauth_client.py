"""The OAuth client through which staff sign in: Google's own JSON, and who may come through it.

In:    Settings.   Out: `Client`, or None where the office has none; the domains that may sign in.
Rule:  of the type *Web application*; the service's address to come back to is registered with it.
Never: shows the secret. Start at `Client.of()`.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from integration.settings import Settings

GOOGLE = "https://accounts.google.com"
DISCOVERY = "/.well-known/openid-configuration"


class BadClient(ValueError):
    """The OAuth client's file cannot be one; the message says why."""


@dataclass(frozen=True)
class Client:
    """The office's OAuth client."""

    id: str
    secret: str = field(repr=False)
    back: tuple[str, ...] = ()
    """The addresses that were registered when its file was downloaded."""

    @classmethod
    def of(cls, settings: Settings) -> "Client | None":
        """From the JSON of Google's console; None where none is set. Raises BadClient."""
        text = settings.sign_in_client_json.get_secret_value()
        try:
            if not text and settings.sign_in_client is not None:
                text = settings.sign_in_client.read_text(encoding="utf-8")
            if not text:
                return None
            said = json.loads(text)["web"]
            back = tuple(str(one) for one in said.get("redirect_uris", ()))
            return cls(str(said["client_id"]), str(said["client_secret"]), back)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BadClient(
                "SIGN_IN_CLIENT bukan berkas JSON klien OAuth jenis Web application "
                f"({type(wrong).__name__})"
            ) from None


def way_back(settings: Settings) -> str:
    """The address that Google sends people back to."""
    return f"{settings.web_url}/masuk/kembali"


def reachable_for_google(address: str) -> bool:
    """Whether Google takes it as a redirect URI: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")


def discovery(settings: Settings) -> str:
    """Where the doors of Google's sign-in are described."""
    return (settings.google_origin or GOOGLE) + DISCOVERY


def domains_of(settings: Settings, mailbox: str) -> frozenset[str]:
    """The domains whose accounts may sign in: those set, else the service mailbox's own."""
    said = settings.sign_in_domains.replace(",", " ").split()
    return frozenset(one.casefold() for one in said or [mailbox.rpartition("@")[2]])
