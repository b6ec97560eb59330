"""The web application: routes, headers, limits.

In:    the parts of the house.   Out: a Flask application (WSGI).
Rule:  nothing is cached, referred, indexed or framed; scripts do not exist (design section 5).
Never: decides; each route is a page of its own module. Start at `create_app`.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, jsonify, request
from jinja2 import StrictUndefined
from sqlalchemy.exc import SQLAlchemyError

from integration.clock import WITA
from integration.links import Links
from integration.service import CaseBook, Service
from integration.settings import Settings
from integration.sop.calendar import Calendar
from integration.web import failures
from integration.web.action import ActionPages
from integration.web.case_page import CasePages
from integration.web.desk.entered import EnteredPages
from integration.web.desk.intake import IntakePages
from integration.web.site import MEGABYTE, Site, headed, page
from integration.web.status import StatusPages
from integration.web.verification import VerificationPages
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
}
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
) -> Flask:
    """The WSGI application. `calendar` is asked anew for every page; `form_url` is the Form's."""
    site = Site(
        service=service,
        book=book,
        links=links,
        calendar=calendar,
        settings=settings,
        form_url=form_url,
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
    app.context_processor(lambda: {"office": service.office, "form_url": site.form_url})
    failures.install(app)
    ActionPages(site).add_to(app)
    cases = CasePages(site)
    cases.add_to(app)
    IntakePages(site).add_to(app)
    EnteredPages(site, cases).add_to(app)
    StatusPages(site).add_to(app)
    VerificationPages(site).add_to(app)
    app.add_url_rule("/", "front", lambda: page("front.html"))
    app.add_url_rule("/healthz", "healthz", lambda: _health(service))
    app.after_request(_with_headers)
    return app


def _health(service: Service) -> Response:
    try:
        service.recall("healthz")
    except SQLAlchemyError:
        response = jsonify(status="unavailable")
        response.status_code = 503
        return response
    return jsonify(status="ok")


def _with_headers(response: Response) -> Response:
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    return headed(response, HEADERS)


def _short(at: datetime) -> str:
    return f"{at.astimezone(WITA):%d/%m/%Y %H.%M}"


def _size(count: int) -> str:
    if count < MEGABYTE:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / MEGABYTE:.1f} MB".replace(".", ",")
