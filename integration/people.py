"""An official of the office, as the office file names them.

In:    JSON of the office file.   Out: `Person`; `BadOffice` naming what is missing.
Rule:  names, NIP and addresses are configuration; officials rotate (domain.md 1.1).
Never: knows who is in charge; that is office.py.
"""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Self


class BadOffice(ValueError):
    """The office file lacks something; the message names what."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """An official: address, name, NIP (personal data: it holds a birth date), position."""

    email: str
    name: str = ""
    nip: str = ""
    position: str = ""

    @classmethod
    def of(cls, value: Any, position: str) -> Self:
        """From JSON: an address, or an object with `email`, `name`, `nip`, `position`."""
        if isinstance(value, str):
            value = {"email": value}
        email = parseaddr(str(value.get("email", "")))[1]
        if "@" not in email:
            raise BadOffice(f"no e-mail address for {position}")
        return cls(
            email=email,
            name=str(value.get("name", "")),
            nip=str(value.get("nip", "")),
            position=str(value.get("position") or position),
        )

    @property
    def label(self) -> str:
        """The name, or the position where no name is known."""
        return self.name or self.position
