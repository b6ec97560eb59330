"""Who stands in for an absent official, from when to when (domain.md A11: Plh., Plt.).

In:    `delegations` of the office file.   Out: `Delegation`s, checked against each other.
Rule:  both dates are included, counted by the office's own days; nobody stands in for himself,
       two never stand in for one on the same day, and a stand-in is not away himself.
Never: decides what a stand-in may do; that follows from the role. Start at `read_delegations`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from integration.people import BadOffice, Person

KINDS = ("Plh.", "Plt.")


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """`stand_in` acts for the official with the address `absent` from `first` to `last`."""

    absent: str
    stand_in: Person
    kind: str
    first: date
    last: date

    def covers(self, email: str, on: date) -> bool:
        """Whether it replaces the official with this address on that day."""
        return self.absent.casefold() == email.casefold() and self.first <= on <= self.last

    def standing_in(self, official: Person) -> Person:
        """The stand-in with the position that letters show, e.g. "Plh. Kepala Balai"."""
        own = self.stand_in
        position = f"{self.kind} {official.position}"
        return Person(email=own.email, name=own.name, nip=own.nip, position=position)

    def meets(self, other: "Delegation") -> bool:
        """Whether both cover some same day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        days = f"{self.first.isoformat()} to {self.last.isoformat()}"
        return f"{self.kind} {self.stand_in.email} for {self.absent}, {days}"


def read_delegations(said: Iterable[Any], officials: Sequence[Person]) -> tuple[Delegation, ...]:
    """From the parsed file. Raises BadOffice naming the delegation that cannot stand."""
    made = tuple(_read(number, one, officials) for number, one in enumerate(said, start=1))
    for one, other in combinations(made, 2):
        if not one.meets(other):
            continue
        if one.absent.casefold() == other.absent.casefold():
            raise BadOffice(f"two delegations overlap: {one}; {other}")
        for stands_in, away in ((one, other), (other, one)):
            if stands_in.stand_in.email.casefold() == away.absent.casefold():
                raise BadOffice(f"a stand-in is away himself: {stands_in}; {away}")
    return made


def _read(number: int, said: Any, officials: Sequence[Person]) -> Delegation:
    where = f"delegation {number}"
    if not isinstance(said, Mapping):
        raise BadOffice(f"{where} is not an object with for, by, kind, from, to")
    missing = [key for key in ("for", "by", "kind", "from", "to") if not said.get(key)]
    if missing:
        raise BadOffice(f"{where} lacks {', '.join(missing)}")
    absent = str(said["for"]).strip()
    known = {one.email.casefold(): one for one in officials}
    if absent.casefold() not in known:
        raise BadOffice(f"{where}: {absent} is no official of this office")
    own = known.get(str(said["by"]).strip().casefold())
    stand_in = Person.of(
        {
            "email": said["by"],
            "name": said.get("name") or (own.name if own else ""),
            "nip": said.get("nip") or (own.nip if own else ""),
        },
        f"the stand-in of {where}",
    )
    if stand_in.email.casefold() == absent.casefold():
        raise BadOffice(f"{where}: {absent} cannot stand in for himself")
    if said["kind"] not in KINDS:
        raise BadOffice(f"{where}: kind is {' or '.join(KINDS)}, not {said['kind']}")
    try:
        first, last = (date.fromisoformat(str(said[key])) for key in ("from", "to"))
    except ValueError:
        raise BadOffice(f"{where}: dates are written like 2026-11-20") from None
    if last < first:
        raise BadOffice(f"{where} ends before it begins")
    return Delegation(
        absent=absent, stand_in=stand_in, kind=str(said["kind"]), first=first, last=last
    )
