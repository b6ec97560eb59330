"""Who may come through a door: every route says so, and one guard asks (web/sign_in/guard.py).

In:    a view.   Out: the same, marked with its rule.
Rule:  a view without a rule is never answered; a test asks every route for one.
Never: looks at a request.

A page for staff needs no more than

    @staff(READERS, title="Laporan bulanan", hint="Angka bulan ini.")
    def report(self) -> Response: ...

The guard then asks for sign-in and for one of the roles, and for the session's CSRF field where
something is posted; `sign_in.guard.me()` says who it is; a page with a title stands on the start
page of whoever may open it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from integration.sop.actors import Role

View = TypeVar("View", bound=Callable[..., Any])


class Kind(StrEnum):
    """Who is let in."""

    PUBLIC = "public"
    """Anybody."""
    LINK = "link"
    """Whoever holds a link we signed; the view reads it before anything else."""
    STAFF = "staff"
    """Who is signed in and has one of the roles."""
    MACHINE = "machine"
    """A program; the view checks its signature, token or key before anything else."""


ACTORS = frozenset({Role.SERVICE_DESK, Role.HEAD, Role.GROUP_HEAD, Role.RECORDS_OFFICE})
"""Who works on complaints."""
READERS = ACTORS | {Role.AUDITOR}
"""Everyone of the office, those included who only read."""


@dataclass(frozen=True)
class Access:
    """The rule of one view."""

    kind: Kind
    roles: frozenset[Role] = frozenset()
    title: str = ""
    """How the staff's start page calls it; empty: not there."""
    hint: str = ""


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anybody may open it."""
    return _marked(view, Access(Kind.PUBLIC))


def by_link(view: View) -> View:
    """The view itself reads the signed link in its address."""
    return _marked(view, Access(Kind.LINK))


def machine(view: View) -> View:
    """The view itself checks who calls."""
    return _marked(view, Access(Kind.MACHINE))


def staff(roles: Iterable[Role], title: str = "", hint: str = "") -> Callable[[View], View]:
    """Only people who are signed in and have one of these roles."""
    access = Access(Kind.STAFF, frozenset(roles), title, hint)
    return lambda view: _marked(view, access)


def rule_of(view: Callable[..., Any]) -> Access | None:
    """The rule of a view; None where nobody gave one."""
    found: Access | None = getattr(view, "access", None)
    return found
