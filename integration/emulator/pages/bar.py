"""The form in the bar: act as somebody else from now on.

In:    an address, chosen or typed.   Out: a cookie, and the page one came from.
Rule:  an address nobody knows yet gets an account, as anyone on the internet has a mailbox.
Never: leads to another site. Start at `add()`.
"""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request
from flask.typing import ResponseReturnValue

from ..world import World
from . import acting, site


def add(pages: Blueprint, world: World) -> None:
    """The form in the bar."""

    @pages.post("/act-as")
    def act_as() -> ResponseReturnValue:
        typed = request.form.get("other", "").strip() or request.form.get("email", "")
        try:
            email = world.accounts.ensure(typed)
        except ValueError:
            return site.refusal(
                400,
                "Alamat tidak dapat dipakai",
                f"“{typed}” bukan alamat surat elektronik yang dapat memiliki kotak surat.",
            )
        answer = make_response(redirect(acting.safe_path(request.form.get("next", "/")), 303))
        acting.remember(answer, email)
        return answer
