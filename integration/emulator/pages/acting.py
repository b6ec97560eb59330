"""Who the person at the browser plays.

In:    a cookie, or `as` in a request.   Out: an address and a name; the people to choose from.
Rule:  a page keeps playing whom it was drawn for: its forms and scripts send `as`, so that two
       tabs never act for each other.
Never: checks what that person may do; the services do. Start at `present()`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from ..frame.accounts import normal
from ..world import World

COOKIE = "workspace_acting"
MONTH_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Person:
    """Someone one can act as; `role` is shown to people."""

    email: str
    name: str
    role: str


def people(world: World) -> list[Person]:
    """The customer, the office, and everyone else who has an account."""
    office = world.office
    customer, mailbox = office["customer"], office["service_mailbox"]
    found = [Person(customer["email"], customer["name"], f"Pelanggan, {customer['company']}")]
    staff = [office["service_desk"], office["head"], *office["group_heads"].values()]
    staff.insert(2, office["records_office"])
    found += [Person(one["email"], one["name"], one["position"]) for one in staff]
    found.append(Person(mailbox["email"], mailbox["name"], "Kotak surat layanan"))
    known = {person.email for person in found}
    for account in world.accounts.all():
        if account["email"] not in known:
            found.append(Person(account["email"], account["name"], "Orang lain"))
    return found


def person(world: World, email: str) -> Person:
    """The person of an address, known or not."""
    for one in people(world):
        if one.email == email:
            return one
    return Person(email, world.accounts.name(email), "Orang lain")


def present(world: World) -> Person:
    """Whom this request acts for: `as` if it is given, else the cookie, else the customer."""
    for given in (request.values.get("as"), request.cookies.get(COOKIE)):
        try:
            return person(world, normal(given or ""))
        except ValueError:
            continue
    return people(world)[0]


def remember(answer: Response, email: str) -> None:
    """Act as this address from now on."""
    answer.set_cookie(
        COOKIE, email, max_age=MONTH_SECONDS, httponly=True, samesite="Strict", path="/"
    )


def safe_path(path: str) -> str:
    """A path of ours to go on to; the start page for anything else."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and not any(ord(char) < 32 for char in path) else "/"
