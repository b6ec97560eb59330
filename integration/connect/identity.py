"""Who the service is at Google: one of three identities, chosen by configuration.

In:    Settings: key files or their text.   Out: `Identity`: one or two accounts with their scopes.
Rule:  delegated = a service account that acts as the mailbox; robot_and_mailbox = a service account
       on a shared drive, Gmail by a person's token; mailbox = one person's token for everything
       (google-workspace.md 1.1). Scopes are the least of each.
Never: calls Google, prints or keeps a key. Start at `identity()`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from integration.connect import scopes
from integration.settings import Settings
from integration.workspace import CredentialsFactory, Gate, Workspace, from_info

ROBOT, PERSON = "service_account", "authorized_user"


class BadKey(ValueError):
    """A key that is missing, is no key, or does not fit the identity; `str()` says which."""


@dataclass(frozen=True)
class Account:
    """One account: its key, whom it acts as, the scopes it asks for."""

    name: str
    """`office` or `mail`: what it is used for, and its name in logs and findings."""
    key: Mapping[str, Any] = field(repr=False)
    acts_as: str
    scopes: tuple[str, ...]

    @property
    def is_robot(self) -> bool:
        """Whether it is a service account."""
        return bool(self.key["type"] == ROBOT)

    @property
    def owns_nothing(self) -> bool:
        """Whether it is a robot that acts as nobody: it has no Drive of its own."""
        return self.is_robot and not self.acts_as

    @property
    def address(self) -> str:
        """Whom administrators share things with; empty for a person's token, which names nobody."""
        return self.acts_as or str(self.key.get("client_email", ""))

    @property
    def client(self) -> str:
        """The client id that an administrator finds in the consoles; no secret."""
        return str(self.key.get("client_id", ""))

    def credentials(self, only: tuple[str, ...] = ()) -> CredentialsFactory:
        """Credentials with its scopes, or with a part of them. Raises BadKey."""
        try:
            factory = from_info(self.key, self.acts_as, only or self.scopes)
            factory()
        except ValueError as wrong:
            raise BadKey(f"the key for {self.name} cannot be used: {wrong}") from None
        return factory


@dataclass(frozen=True)
class Identity:
    """Which identity, and the accounts it consists of."""

    kind: str
    office: Account
    mail: Account

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Each account once."""
        return (self.office,) if self.mail is self.office else (self.office, self.mail)

    def workspaces(
        self, origin: str, gates: Mapping[str, Gate] | None = None
    ) -> tuple[Workspace, Workspace]:
        """Clients for the office's files and for the mailbox; the same one where one does both."""
        made = {
            account.name: Workspace(
                account.credentials(), origin, gate=gates.get(account.name) if gates else None
            )
            for account in self.accounts
        }
        return made[self.office.name], made[self.mail.name]


def identity(settings: Settings, mailbox: str) -> Identity:
    """The identity that the settings describe; `mailbox` is whom a delegation acts as.

    Raises BadKey.
    """
    main = read_key(
        "GOOGLE_CREDENTIALS", settings.google_credentials, settings.google_credentials_json
    )
    if main is None:
        raise BadKey("GOOGLE_CREDENTIALS is not set")
    mail = read_key(
        "GMAIL_CREDENTIALS", settings.gmail_credentials, settings.gmail_credentials_json
    )
    kind = settings.google_identity or _kind(main, mail)
    if kind == "delegated":
        _must_be(main, ROBOT, "GOOGLE_CREDENTIALS", kind)
        one = Account("office", main, mailbox, scopes.ALL)
        return Identity(kind, one, one)
    if kind == "mailbox":
        _must_be(main, PERSON, "GOOGLE_CREDENTIALS", kind)
        one = Account("office", main, "", scopes.ALL)
        return Identity(kind, one, one)
    if mail is None:
        raise BadKey("GMAIL_CREDENTIALS is not set, which robot_and_mailbox needs")
    _must_be(main, ROBOT, "GOOGLE_CREDENTIALS", kind)
    _must_be(mail, PERSON, "GMAIL_CREDENTIALS", kind)
    return Identity(
        kind,
        Account("office", main, "", scopes.OFFICE),
        Account("mail", mail, "", scopes.MAIL),
    )


def read_key(name: str, path: Path | None, text: SecretStr) -> dict[str, Any] | None:
    """A key from its text, else from its file; None when neither is given. Raises BadKey."""
    said = text.get_secret_value()
    try:
        if not said and path is not None:
            said = path.read_text(encoding="utf-8")
        if not said:
            return None
        key = json.loads(said)
    except OSError as wrong:
        raise BadKey(f"{name}: the file cannot be read ({wrong.strerror})") from None
    except ValueError:
        raise BadKey(f"{name} is not JSON") from None
    if not isinstance(key, dict) or key.get("type") not in (ROBOT, PERSON):
        raise BadKey(f"{name} is neither a service-account key nor a person's token")
    return key


def _kind(main: Mapping[str, Any], mail: Mapping[str, Any] | None) -> str:
    if main["type"] == PERSON:
        return "mailbox"
    return "delegated" if mail is None else "robot_and_mailbox"


def _must_be(key: Mapping[str, Any], kind: str, name: str, chosen: str) -> None:
    if key["type"] != kind:
        raise BadKey(f"{name} is of type {key['type']}, but {chosen} needs {kind}")
