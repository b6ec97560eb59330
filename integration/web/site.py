"""What every page needs, handed in once.

In:    service, case book, links, calendar, settings, address of the Form.   Out: `Site`.
Rule:  pages get everything from here; there are no globals.
Never: changes anything. Start at `Site`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from flask import Response, make_response, render_template, request

from integration.casebook import CaseBook
from integration.links import ForgedLink, Links
from integration.service import Service
from integration.settings import Settings
from integration.sop.actors import By, Role
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.store.cases import UnknownCase
from integration.templating import TemplateFolder

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Site:
    """The house's parts that pages use."""

    service: Service
    book: CaseBook
    links: Links
    calendar: Callable[[], Calendar]
    settings: Settings
    form_url: str
    follow: Callable[[], None] = lambda: None
    """Takes over what another process has put in force: people, calendar."""

    @cached_property
    def templates(self) -> TemplateFolder:
        """Texts and documents."""
        return TemplateFolder(self.settings.templates_dir)

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.service.clock.now().astimezone(UTC)

    def today(self) -> date:
        """The date on the office's wall."""
        return self.calendar().day_of(self.service.clock.now())

    @property
    def max_upload(self) -> int:
        """The largest single file that is taken in, in bytes."""
        return self.settings.max_upload_mb * MEGABYTE

    def case(self, register_no: str) -> Case:
        """The case a link names. Raises ForgedLink where this database knows none."""
        try:
            return self.service.case(register_no)
        except UnknownCase:
            raise ForgedLink(register_no) from None

    def note_opening(self, case: Case, by: By) -> None:
        """Record who opens a confidential case; a look at the headers only is none."""
        if request.method != "GET" or not case.secret or by.role is Role.CUSTOMER:
            return
        day = self.today().isoformat()
        if (by.person.casefold(), day) not in case.openings:
            self.service.opened(case.register_no, day, by)

    def name_of(self, email: str) -> str:
        """The name of an official with this address; empty for anybody else."""
        return self.service.office.name_of(email)


def dashed(register_no: str) -> str:
    """A register number as it stands in addresses and folder names: ADU-2026-0007."""
    return register_no.replace("/", "-")


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A rendered page with its HTTP status."""
    return make_response(render_template(template, **values), status)


def headed(response: Response, headers: Mapping[str, str]) -> Response:
    """The response with these headers set."""
    response.headers.update(headers)
    return response
