"""Keys of other systems: made once, shown once, kept as SHA-256.

In:    a name; a key.   Out: the new key; whose key it is.
Rule:  256 random bits need no slow hash; looking a hash up tells a guesser nothing.
Never: keeps a key.
"""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from integration.ports import Clock
from integration.push.memory import facts_within
from integration.store import files
from integration.store.database import Database

PREFIX = "tgp_"
FACT = "api-key:"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")


class BadName(ValueError):
    """A name that is taken or cannot be one; `str()` says which, in Indonesian."""


@dataclass(frozen=True)
class Keys:
    """The keys of one database."""

    database: Database
    clock: Clock

    def add(self, name: str) -> str:
        """A new key for a system; the only time it is seen. Raises BadName."""
        if not NAME.fullmatch(name):
            raise BadName("nama kunci: huruf, angka, spasi, titik, garis; paling banyak 60")
        key = PREFIX + secrets.token_urlsafe(32)
        with self.database.write() as tx:
            if any(said["name"] == name for said in facts_within(tx, FACT).values()):
                raise BadName(f"kunci dengan nama {name} sudah ada")
            said = {"name": name, "made": self.clock.now().isoformat()}
            files.remember(tx, FACT + _digest(key), said)
        return key

    def drop(self, name: str) -> bool:
        """Take a key back; False when there is none of that name."""
        with self.database.write() as tx:
            found = [
                digest for digest, said in facts_within(tx, FACT).items() if said["name"] == name
            ]
            for digest in found:
                files.forget(tx, FACT + digest)
        return bool(found)

    def listed(self) -> list[dict[str, Any]]:
        """Names and when each was made."""
        with self.database.read() as tx:
            return sorted(facts_within(tx, FACT).values(), key=lambda said: str(said["name"]))

    def owner(self, key: str) -> str | None:
        """The name of the system that this key is for."""
        if not key.startswith(PREFIX) or len(key) > 100:
            return None
        with self.database.read() as tx:
            said = files.recall(tx, FACT + _digest(key))
        return str(said["name"]) if said else None


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
