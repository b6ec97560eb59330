"""Signing in and out, and the page that says who one is.

In:    a browser.   Out: a session's cookie; the session page.
Rule:  a session begins only with what Google vouches for and *Pengaturan* knows; its cookie is
       new each time, unreadable for scripts, sent to this service alone, and over https only
       where the service is reached by https.
Never: goes on to an address outside this service. Start at `SignInPages.add_to()`.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from integration.access import READERS, public, staff
from integration.reminders.plan import Wait
from integration.sop.case import Case
from integration.web.failures import failure
from integration.web.sign_in.google import Google, NotWho
from integration.web.sign_in.guard import Guard, me
from integration.web.site import page

log = logging.getLogger(__name__)

ONWARD = "onward"
LONGEST_PATH = 500
OWN_PATH = re.compile(r"/(?![/\\\\])[!-~]*")
AGAIN = "Silakan coba masuk kembali. Bila tetap gagal, hubungi pengelola layanan ini."
WHY: dict[str, tuple[int, str, str]] = {
    "away": (
        503,
        "Google belum dapat dihubungi, sehingga identitas Anda belum dapat dipastikan.",
        "Silakan coba kembali beberapa menit lagi. Tugas dari e-mail tetap dapat diselesaikan.",
    ),
    "denied": (403, "Anda membatalkan pemilihan akun.", AGAIN),
    "unproved": (
        400,
        "Jawaban dari Google tidak dapat dipastikan keasliannya, atau sudah terlalu lama.",
        AGAIN,
    ),
    "foreign": (
        403,
        "Akun yang dipilih bukan akun kantor ini.",
        "Silakan masuk kembali dan pilih akun kantor Anda ({domains}).",
    ),
    "unknown": (
        403,
        "Akun yang dipilih tidak tercantum pada tab Pengaturan.",
        "Mintalah Petugas Pelayanan menambahkan alamat Anda di tab Pengaturan, lalu masuk kembali.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One case that waits for whoever is signed in."""

    case: Case
    wait: Wait
    due: datetime | None
    late: bool
    action: str


@dataclass(frozen=True, kw_only=True)
class SignInPages:
    """/masuk, /keluar and /sesi."""

    guard: Guard
    google: Google | None
    secure: bool
    waiting: Callable[[], list[Waiting]]
    """What waits for whoever is signed in."""

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/masuk", "sign_in", self.ask)
        app.add_url_rule("/masuk/google", "sign_in_google", self.go)
        app.add_url_rule("/masuk/kembali", "sign_in_back", self.back)
        app.add_url_rule("/sesi", "session", self.show)
        app.add_url_rule("/keluar", "sign_out", self.leave, methods=["POST"])

    @public
    def ask(self) -> Response:
        """The page with the button; whoever is signed in already goes on."""
        if self.guard.known() is not None:
            return _to(url_for("staff"))
        return self.guard.sign_in_page(onward=own_path(request.args.get("ke", "")))

    @public
    def go(self) -> AnyResponse:
        """To Google's account chooser."""
        if self.google is None:
            return self.guard.sign_in_page(404)
        session.clear()
        session[ONWARD] = own_path(request.args.get("ke", ""))
        try:
            return self.google.began()
        except NotWho as not_who:
            return self._failed(not_who.why)

    @public
    def back(self) -> Response:
        """From Google: who it is."""
        if self.google is None:
            return self.guard.sign_in_page(404)
        onward = own_path(str(session.get(ONWARD, "")))
        try:
            email = self.google.came_back()
        except NotWho as not_who:
            return self._failed(not_who.why)
        finally:
            session.clear()
        site = self.guard.site
        now = site.now()
        if not site.service.office.roles_of(email, site.today()):
            return self._failed("unknown")
        token = self.guard.sessions.begin(email, now)
        log.info("signed in")
        response = _to(request.script_root + onward if onward else url_for("staff"))
        response.set_cookie(
            self.guard.cookie,
            token,
            secure=self.secure,
            httponly=True,
            samesite="Lax",
            path=request.script_root or "/",
            max_age=self.guard.sessions.longest,
        )
        return response

    @staff(READERS)
    def show(self) -> Response:
        """Who am I, since when, and what waits for me."""
        sessions, own = self.guard.sessions, me().session
        return page(
            "session.html",
            title="Sesi Anda",
            me=me(),
            since=own.since,
            until=min(own.since + sessions.longest, self.guard.site.now() + sessions.idle),
            waiting=self.waiting(),
        )

    @staff(READERS)
    def leave(self) -> Response:
        """Sign out; `semua` everywhere."""
        if "everywhere" in request.form:
            self.guard.sessions.end_all(me().email)
        else:
            self.guard.sessions.end(me().session.key)
        response = page("signed_out.html", title="Anda sudah keluar", staff=None)
        response.delete_cookie(self.guard.cookie, path=request.script_root or "/")
        return response

    def _failed(self, why: str) -> Response:
        status, said, advice = WHY[why]
        log.info("sign-in refused", extra={"why": why})
        domains = ", ".join(sorted(self.google.domains)) if self.google else ""
        return failure(
            status,
            "Masuk belum berhasil",
            said,
            advice.format(domains=domains),
            more=url_for("sign_in"),
            more_label="Masuk kembali",
        )


def own_path(typed: str) -> str:
    """A path of this service; empty for anything else."""
    return typed if len(typed) <= LONGEST_PATH and OWN_PATH.fullmatch(typed) else ""


def _to(address: str) -> Response:
    response = redirect(address, 303)
    assert isinstance(response, Response)
    return response
