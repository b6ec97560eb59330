"""The people and mailboxes of the workspace, and the tokens that stand for them.

In:    office.json at seeding; any valid address later.   Out: accounts; who a token acts for.
Rule:  a valid address gets a mailbox when it is first mailed or asked a token for; addresses
       below .invalid never do. Tokens survive restart and reset; they end in real time.
Never: checks what an account may open; that is drive/access.py. Start at `Accounts.ensure()`.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass

from .store import Document, Store

ADDRESS = re.compile(r"[^@\s<>\",;:()\\\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
SERVICE_SUFFIX = ".iam.gserviceaccount.com"
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Token:
    """Who acts, through which client, with which scopes (None: every scope)."""

    email: str
    client_id: str
    scopes: frozenset[str] | None


def normal(address: str) -> str:
    """An address as accounts are keyed; ValueError when it is none."""
    address = address.strip().lower()
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"not an e-mail address: {address!r}")
    return address


class Accounts:
    """Everyone who has a mailbox here, and the service account, which has none."""

    def __init__(self, store: Store) -> None:
        self._people = store.collection("account")
        self._tokens = store.collection("token", kept=True)

    def ensure(self, address: str, name: str | None = None) -> str:
        """The account of an address, made if it is new. ValueError when it cannot have one."""
        email = normal(address)
        if self._people.peek(email) is None:
            if not deliverable(email):
                raise ValueError(f"no mailbox can exist at {email}")
            shown = name or email.split("@")[0].replace(".", " ").title()
            self._people.put(email, {"email": email, "name": shown})
        return email

    def known(self, email: str) -> bool:
        """Whether this address has an account already."""
        return self._people.peek(email) is not None

    def name(self, email: str) -> str:
        """The name people see for an address."""
        found = self._people.peek(email)
        return str(found["name"]) if found else email

    def all(self) -> list[Document]:
        """Every account, by address."""
        return sorted(self._people.values(), key=lambda person: str(person["email"]))

    def issue(self, email: str, *, client_id: str, scopes: frozenset[str] | None) -> str:
        """A new access token for an account."""
        token = "ya29." + secrets.token_urlsafe(48)
        self._tokens.put(
            token,
            {
                "email": email,
                "client_id": client_id,
                "scopes": sorted(scopes) if scopes is not None else None,
                "expires": time.time() + TOKEN_SECONDS,
            },
        )
        return token

    def holder(self, token: str) -> Token | None:
        """Who a token acts for; None when it is unknown or has ended."""
        found = self._tokens.peek(token)
        if found is None or found["expires"] < time.time():
            return None
        scopes = frozenset(found["scopes"]) if found["scopes"] is not None else None
        return Token(found["email"], found["client_id"], scopes)

    def drop_ended_tokens(self) -> None:
        """Forget tokens that ended, so that a long-lived workspace does not collect them."""
        for token, held in self._tokens.items():
            if held["expires"] < time.time():
                self._tokens.delete(token)


def deliverable(email: str) -> bool:
    """Whether mail to this address can arrive: RFC 2606 keeps .invalid for those that cannot."""
    return not email.endswith(".invalid")


def is_service_account(email: str) -> bool:
    """Whether this is a robot: it has no mailbox and no storage of its own."""
    return email.endswith(SERVICE_SUFFIX)
