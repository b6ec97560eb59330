"""The web application: routes, headers, limits.

In:    the parts of the house.   Out: a Flask application (WSGI).
Rule:  one guard asks every route for its access rule; nothing is cached, referred, indexed or
       framed; scripts do not exist (design section 5).
Never: decides; each route is a page of its own module. Start at `create_app`.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request
from jinja2 import StrictUndefined
from sqlalchemy.exc import SQLAlchemyError

from integration.access import public
from integration.casebook import CaseBook
from integration.clock import WITA
from integration.connect.oauth_client import Client, domains_of
from integration.links import Links
from integration.service import Service
from integration.settings import Settings
from integration.sop.calendar import Calendar
from integration.web import failures
from integration.web.action import ActionPages
from integration.web.answering import AnswerPages
from integration.web.case_page import CasePages
from integration.web.desk.book import BookPages
from integration.web.desk.entered import EnteredPages
from integration.web.desk.finding import FindingPages
from integration.web.desk.intake import IntakePages
from integration.web.desk.pausing import PausePages
from integration.web.desk.report import ReportPages
from integration.web.desk.start import StartPages
from integration.web.sign_in.google import Google
from integration.web.sign_in.guard import Guard
from integration.web.sign_in.pages import SignInPages
from integration.web.sign_in.sessions import Sessions
from integration.web.signed.verification import VerificationPages
from integration.web.site import MEGABYTE, Site, dashed, headed, page
from integration.web.status import StatusPages
from integration.words import when

HERE = Path(__file__).parent
CONTENT_POLICY = (
    "default-src 'self'; script-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
AT_GOOGLE = timedelta(minutes=10)
"""How long a person may take at Google's account chooser."""
FILES_AT_ONCE = 4
"""So many of the largest files fit into one submission; beyond that it is not even read."""


def create_app(
    *,
    service: Service,
    book: CaseBook,
    links: Links,
    calendar: Callable[[], Calendar],
    settings: Settings,
    form_url: str,
    follow: Callable[[], None] = lambda: None,
) -> Flask:
    """The WSGI application. `calendar` is asked anew for every page; `form_url` is the Form's.

    `follow` is called before every page, to learn what another process has put in force.
    """
    site = Site(
        service=service,
        book=book,
        links=links,
        calendar=calendar,
        settings=settings,
        form_url=form_url,
        follow=follow,
    )
    app = failures.Quiet(
        __name__,
        root_path=str(HERE),
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    app.config["MAX_CONTENT_LENGTH"] = FILES_AT_ONCE * site.max_upload + MEGABYTE
    app.config["MAX_FORM_MEMORY_SIZE"] = 4 * MEGABYTE
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["moment"] = when
    app.jinja_env.filters["short"] = _short
    app.jinja_env.filters["size"] = _size
    app.jinja_env.filters["dashed"] = dashed
    app.context_processor(lambda: {"office": service.office, "form_url": site.form_url})
    failures.install(app)
    _guard(app, site)
    ActionPages(site).add_to(app)
    cases = CasePages(site)
    cases.add_to(app)
    IntakePages(site).add_to(app)
    EnteredPages(site, cases).add_to(app)
    PausePages(site, cases).add_to(app)
    BookPages(site).add_to(app)
    answers = AnswerPages(site)
    answers.add_to(app)
    StatusPages(site, answers).add_to(app)
    VerificationPages(site).add_to(app)
    ReportPages(site).add_to(app)
    FindingPages(site).add_to(app)
    app.add_url_rule("/", "front", public(lambda: page("front.html")))
    app.add_url_rule("/healthz", "healthz", public(lambda: _health(service)))
    public(app.view_functions["static"])
    app.after_request(_headers_of(settings))
    return app


def _guard(app: Flask, site: Site) -> None:
    """Sign-in and the guard before every view. Raises connect.oauth_client.BadClient."""
    settings, mailbox = site.settings, site.service.office.service_mailbox.email
    secure = settings.web_url.startswith("https://")
    # holds state, nonce and PKCE verifier while somebody is at Google; sessions are in the database
    app.secret_key = hashlib.sha256(f"tanggap/sign-in/{site.links.secret}".encode()).digest()
    app.config |= {
        "SESSION_COOKIE_NAME": "tanggap_masuk",
        "SESSION_COOKIE_PATH": urlsplit(settings.web_url).path or "/",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": AT_GOOGLE,
    }
    client = Client.of(settings)
    google = None
    if client is not None:
        domains = domains_of(settings, mailbox)
        google = Google(app, client, settings, domains)
    sessions = Sessions(
        database=site.service.database,
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )
    cookie = f"{'__Secure-' if secure else ''}tanggap"
    guard = Guard(site, sessions, cookie, google is not None)
    guard.install(app)
    start = StartPages(site)
    start.add_to(app)
    pages = SignInPages(guard=guard, google=google, secure=secure, waiting=start.mine)
    pages.add_to(app)


def _health(service: Service) -> Response:
    try:
        service.recall("healthz")
    except SQLAlchemyError:
        response = jsonify(status="unavailable")
        response.status_code = 503
        return response
    return jsonify(status="ok")


def _headers_of(settings: Settings) -> Callable[[Response], Response]:
    https = settings.web_url.startswith("https://")
    always = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})

    def with_headers(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return headed(response, always)

    return with_headers


def _short(at: datetime) -> str:
    return f"{at.astimezone(WITA):%d/%m/%Y %H.%M}"


def _size(count: int) -> str:
    if count < MEGABYTE:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / MEGABYTE:.1f} MB".replace(".", ",")
