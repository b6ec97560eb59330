"""Who is signed in: sessions, kept in the database so that they can be ended.

In:    an address that Google vouched for.   Out: a cookie's value, and whose session it is.
Rule:  256 random bits, kept as a hash; ends after a time without use, after a working day, at
       sign-out. What its owner may is asked of *Pengaturan* each time, not kept here.
Never: keeps the cookie's value, or anything Google gave. Start at `Sessions.of()`.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from integration.push.memory import facts_within
from integration.store import files
from integration.store.database import Database

SESSION = "session:"
"""`session:<SHA-256 of the cookie>`: `{"email", "since", "seen"}`."""
TOUCH = timedelta(minutes=1)
"""How often a use is noted: not every page needs a write."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """One browser that is signed in."""

    key: str
    email: str
    since: datetime
    seen: datetime
    csrf: str
    """What forms of this session send back."""


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """The sessions of one database."""

    database: Database
    idle: timedelta
    longest: timedelta

    def begin(self, email: str, at: datetime) -> str:
        """A new session; the cookie's value, which is seen this once only."""
        token = secrets.token_urlsafe(32)
        said = {"email": email, "since": at.isoformat(), "seen": at.isoformat()}
        with self.database.write() as tx:
            for key, kept in facts_within(tx, SESSION).items():
                if self._over(kept, at):
                    files.forget(tx, SESSION + key)
            files.remember(tx, SESSION + _digest(token), said)
        return token

    def of(self, token: str, at: datetime) -> Session | None:
        """The session of a cookie; None when there is none or it is over."""
        if not token or len(token) > 100:
            return None
        key = _digest(token)
        with self.database.read() as tx:
            kept = files.recall(tx, SESSION + key)
        if kept is None:
            return None
        if self._over(kept, at):
            self.end(key)
            return None
        seen = datetime.fromisoformat(kept["seen"])
        if not timedelta(0) <= at - seen < TOUCH:
            with self.database.write() as tx:
                # gone meanwhile means signed out meanwhile, and stays so
                files.swap(tx, SESSION + key, kept, {**kept, "seen": at.isoformat()})
        since = datetime.fromisoformat(kept["since"])
        csrf = hmac.new(token.encode(), b"csrf", sha256).hexdigest()
        return Session(key=key, email=kept["email"], since=since, seen=seen, csrf=csrf)

    def end(self, key: str) -> None:
        """Sign one browser out."""
        with self.database.write() as tx:
            files.forget(tx, SESSION + key)

    def end_all(self, email: str) -> None:
        """Sign a person out everywhere."""
        with self.database.write() as tx:
            for key, kept in facts_within(tx, SESSION).items():
                if kept["email"] == email:
                    files.forget(tx, SESSION + key)

    def _over(self, kept: dict[str, str], at: datetime) -> bool:
        since, seen = (datetime.fromisoformat(kept[name]) for name in ("since", "seen"))
        return at - since >= self.longest or at - seen >= self.idle


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
