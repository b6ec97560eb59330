"""The one place where a request is let in or not.

In:    the rule of the view that is asked for (integration/access.py), a cookie.   Out: nothing,
       or the page that says what to do instead.
Rule:  no rule, no answer; staff are signed in, in one of the roles *Pengaturan* gives them now,
       and what they post carries their session's CSRF field. Pages for anybody answer one
       address so many times a minute; nobody's link or session is held up by that.
Never: lets a session outlive its owner's row in *Pengaturan*. Start at `Guard.ask()`.
"""

import hmac
import logging
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, request, url_for

from integration.access import Access, Kind, rule_of
from integration.api.limits import Limit
from integration.sop.actors import ROLE_NAMES, Role
from integration.web.failures import failure
from integration.web.sign_in.sessions import Session, Sessions
from integration.web.site import Site, page

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
A_MINUTE = 300
"""Requests to pages for anybody that one address gets answered; a whole office may share one."""
UNCOUNTED = frozenset({"static", "healthz", "state.readyz"})
TOO_OFTEN = (
    "Terlalu banyak permintaan",
    "Dari jaringan Anda datang terlalu banyak permintaan dalam satu menit.",
    "Silakan tunggu satu menit, lalu buka kembali halamannya. Tautan dari e-mail tetap dapat "
    "dipakai.",
)
OTHER_FORM = (
    "Formulir perlu dibuka ulang",
    "Pengiriman ini tidak berasal dari halaman yang Anda buka setelah masuk, sehingga tidak ada "
    "yang diproses.",
    "Silakan buka kembali halamannya, isi formulirnya, lalu kirim dari halaman itu.",
)
GONE = (
    "Akun Anda tidak terdaftar",
    "Alamat {email} tidak, atau tidak lagi, tercantum pada tab Pengaturan, sehingga halaman "
    "petugas tidak dapat dibuka.",
    "Bila keliru, mintalah Petugas Pelayanan memperbaiki barisnya di tab Pengaturan. Tugas yang "
    "sudah dikirim melalui e-mail tetap dapat diselesaikan dari tautannya.",
)
NOT_YOURS = (
    "Halaman ini bukan untuk peran Anda",
    "Halaman ini hanya untuk {roles}; Anda masuk sebagai {own}.",
    "Silakan kembali ke halaman petugas dan pilih yang tersedia untuk Anda.",
)


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Whoever is signed in, as *Pengaturan* has it now."""

    email: str
    name: str
    roles: frozenset[Role]
    session: Session

    @property
    def words(self) -> str:
        """The roles as people call them."""
        return ", ".join(ROLE_NAMES[one] for one in Role if one in self.roles)


def me() -> Staff:
    """Who is signed in; only on pages for staff."""
    found: Staff = g.staff
    return found


@dataclass(frozen=True)
class Guard:
    """Stands before every view."""

    site: Site
    sessions: Sessions
    cookie: str
    configured: bool
    """Whether people can sign in at all."""
    often: Limit = field(default_factory=lambda: Limit(A_MINUTE))

    def install(self, app: Flask) -> None:
        """Ask before every request."""
        app.before_request(self.ask)
        app.context_processor(lambda: {"staff": g.get("staff")})

    def ask(self) -> Response | None:
        """None lets the request go on to its view."""
        if request.endpoint is None:
            return None
        self.site.follow()
        access = rule_of(current_app.view_functions[request.endpoint])
        if access is None:
            log.error("a view without an access rule", extra={"endpoint": request.endpoint})
            return failure(403, *OTHER_FORM)
        if access.kind is Kind.PUBLIC and request.endpoint not in UNCOUNTED:
            return self._too_often()
        if access.kind is not Kind.STAFF:
            return None
        session = self.sessions.of(request.cookies.get(self.cookie, ""), self.site.now())
        if session is None:
            return self._asked()
        return self._let_in(session, access)

    def _too_often(self) -> Response | None:
        wait = self.often.wait(request.remote_addr or "?")
        if not wait:
            return None
        response = failure(429, *TOO_OFTEN)
        response.headers["Retry-After"] = str(wait)
        return response

    def known(self) -> Staff | None:
        """Who is signed in, on pages that are for everybody."""
        session = self.sessions.of(request.cookies.get(self.cookie, ""), self.site.now())
        return self._staff(session) if session else None

    def _staff(self, session: Session) -> Staff | None:
        office, today = self.site.service.office, self.site.today()
        roles = office.roles_of(session.email, today)
        name = office.name_of(session.email) or session.email
        found = Staff(email=session.email, name=name, roles=roles, session=session)
        return found if roles else None

    def _let_in(self, session: Session, access: Access) -> Response | None:
        staff = self._staff(session)
        if staff is None:
            self.sessions.end(session.key)
            log.info("session ended: no longer in Pengaturan")
            title, said, advice = GONE
            return failure(403, title, said.format(email=session.email), advice)
        g.staff = staff
        if not staff.roles & access.roles:
            title, said, advice = NOT_YOURS
            wanted = ", ".join(ROLE_NAMES[one] for one in Role if one in access.roles)
            return failure(
                403,
                title,
                said.format(roles=wanted, own=staff.words),
                advice,
                more=url_for("staff"),
                more_label="Halaman petugas",
            )
        if request.method not in SAFE:
            sent = request.form.get("csrf", "")
            if not hmac.compare_digest(sent.encode("utf-8", "replace"), session.csrf.encode()):
                again = url_for("staff")
                return failure(403, *OTHER_FORM, more=again, more_label="Halaman petugas")
        return None

    def _asked(self) -> Response:
        """401: sign in first; what was asked for is opened afterwards."""
        query = request.query_string.decode("ascii", "replace")
        rule = request.url_rule
        can_be_opened = rule is not None and "GET" in (rule.methods or ())
        return self.sign_in_page(
            401,
            onward=request.path + (f"?{query}" if query else "") if can_be_opened else "",
            lost=request.method not in SAFE,
        )

    def sign_in_page(self, status: int = 200, onward: str = "", lost: bool = False) -> Response:
        """The page with the one button; `onward` is opened afterwards."""
        return page(
            "sign_in.html",
            status,
            title="Masuk",
            configured=self.configured,
            onward=onward,
            lost=lost,
        )
