"""How an official comes to the desk's forms: by their own signed link, or after sign-in.

In:    a token, or who is signed in.   Out: `Desk`: who it is, where the form lies, its CSRF field.
Rule:  a form is sent once: it carries a number drawn for it; a page after it says that it counts.
Never: opens for anybody who is no official (any more). Start at `by_token` and `signed_in`.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from flask import Response, redirect, request, url_for

from integration.links import ForgedLink
from integration.people import Person
from integration.web.failures import BAD_CSRF, failure
from integration.web.sign_in.guard import me
from integration.web.site import Site

NONCE = re.compile(r"[\w-]{16,64}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who enters, and through which door."""

    official: Person
    csrf: str
    signed_in: bool
    to: Callable[[str], str]
    """The address of one of the desk's pages, through the same door."""

    def refused(self, page: str) -> Response | None:
        """Why a posted form does not count; None when it does."""
        csrf = request.form.get("csrf", "")
        fits = compare_digest(csrf.encode(), self.csrf.encode())
        if fits and NONCE.fullmatch(request.form.get("nonce", "")):
            return None
        return failure(403, *BAD_CSRF, more=self.to(page), more_label="Buka formulir")


def by_token(site: Site, token: str) -> Desk:
    """By link. Raises ForgedLink."""
    found = site.service.office.official(site.links.read_intake_page(token))
    if found is None:
        raise ForgedLink("desk")
    return Desk(
        official=found,
        csrf=site.links.csrf(token),
        signed_in=False,
        to=lambda page: url_for(page, token=token),
    )


def signed_in(site: Site) -> Desk:
    """After sign-in; the guard lets in officials and stand-ins only, and those are all known."""
    found = site.service.office.official(me().email)
    assert found is not None
    return Desk(
        official=found,
        csrf=me().session.csrf,
        signed_in=True,
        to=lambda page: url_for(f"staff_{page}"),
    )


def moved(address: str) -> Response:
    """To the page that says it is done; a reload of that one sends nothing again."""
    response = redirect(address, 303)
    assert isinstance(response, Response)
    return response


def new_nonce() -> str:
    """A number for one form, so that sending it twice counts once."""
    return secrets.token_urlsafe(18)
