"""The page on which a person chooses the account to sign in with, as Google's does.

In:    a client's request (`/o/oauth2/v2/auth`).   Out: the chooser; then back to the client.
Rule:  whoever is chosen is also whom the bar acts as from then on; a request that Google would
       refuse is refused here, on this side, and never sent back to an address nobody registered.
Never: signs anybody in by itself: a person presses. Start at `add()`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..doors import openid
from ..world import World
from . import acting, site

WORDS = {
    "redirect_uri_mismatch": "Alamat kembali aplikasi ini tidak terdaftar pada kliennya.",
    "invalid_client": "Klien aplikasi ini tidak dikenal.",
}
BLOCKED = "Akses diblokir: permintaan aplikasi ini tidak dapat dipakai"


def add(pages: Blueprint, world: World) -> None:
    """The chooser."""

    def refused(why: openid.Refused) -> ResponseReturnValue:
        said = WORDS.get(why.error, why.said)
        return site.refusal(400, BLOCKED, f"{said} Kesalahan 400: {why.error}.")

    @pages.get(openid.AUTH)
    def choose_account() -> ResponseReturnValue:
        try:
            asked = openid.ask(world, request.args)
        except openid.Refused as why:
            return refused(why)
        if asked.silent:
            return redirect(asked.back(error="interaction_required"))
        answer = make_response(
            render_template(
                "consent.html",
                client=urlsplit(asked.redirect_uri).netloc,
                cards=_choices(world, asked),
                domain=asked.domain.removeprefix("*"),
                sent=[(name, value) for name, value in request.args.items() if name != "as"],
            )
        )
        # browsers hold the redirect after a form to the same rule as its address
        back = urlsplit(asked.redirect_uri)
        answer.headers["Content-Security-Policy"] = (
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {back.scheme}://{back.netloc}"
        )
        return answer

    @pages.post(openid.AUTH)
    def chosen_account() -> ResponseReturnValue:
        try:
            asked = openid.ask(world, request.form)
        except openid.Refused as why:
            return refused(why)
        if request.form.get("choice") == "cancel":
            return redirect(asked.back(error="access_denied"), 303)
        typed = request.form.get("other", "").strip() or request.form.get("choice", "")
        try:
            email = world.accounts.ensure(typed)
        except ValueError:
            return site.refusal(400, "Akun tidak ditemukan", f"“{typed}” bukan akun di sini.")
        answer = make_response(redirect(openid.consented(world, asked, email), 303))
        acting.remember(answer, email)
        return answer


def _choices(world: World, asked: openid.Ask) -> list[acting.Person]:
    """Whom Google would offer: of the domain that is asked for, the present one first."""
    wanted = asked.domain if asked.domain not in ("", "*") else ""
    found = [
        one
        for one in acting.people(world)
        if not wanted or openid.domain_of(world, one.email) == wanted
    ]
    first = asked.hint or acting.present(world).email
    return sorted(found, key=lambda one: one.email != first)
