"""The staff's start page: what waits for me, what is under way, what is stuck, where to go.

In:    whoever is signed in.   Out: a page; the same list for the session page.
Rule:  a case that one may not open is not listed either; pages with a title appear by
       themselves, each for whom it is.
Never: changes a case. Start at `StartPages.show`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, Response, current_app, url_for

from integration.access import READERS, Kind, rule_of, staff
from integration.register.reporting import told
from integration.reminders.plan import Wait, waits
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.timing import due_at
from integration.store import outbox
from integration.web.case_page import what_of
from integration.web.sight import sees
from integration.web.sign_in.guard import Staff, me
from integration.web.sign_in.pages import Waiting
from integration.web.site import Site, page

MOST = 200
"""Lines of a list; the register has them all."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Room:
    """A page that one may open."""

    title: str
    hint: str
    url: str


class StartPages:
    """GET of /petugas."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the route."""
        app.add_url_rule("/petugas", "staff", self.show)

    @staff(READERS)
    def show(self) -> Response:
        """Everything at a glance."""
        mine = self.mine()
        own = {one.case.register_no for one in mine}
        others = [one for one in self._waiting() if one.case.register_no not in own]
        return page(
            "start.html",
            title="Halaman petugas",
            me=me(),
            waiting=mine,
            others=others[:MOST],
            left_out=max(0, len(others) - MOST),
            stuck=self._stuck(),
            desk=told(self.site.service),
            rooms=rooms(me()),
        )

    def mine(self) -> list[Waiting]:
        """What waits for whoever is signed in, the most urgent first."""
        office, today = self.site.service.office, self.site.today()
        return [
            one
            for one in self._waiting(with_action=True)
            if one.wait.to is not Role.CUSTOMER
            and office.in_charge(one.wait.to, one.case, today, one.wait.step).email.casefold()
            == me().email.casefold()
        ]

    def _waiting(self, with_action: bool = False) -> list[Waiting]:
        now, calendar = self.site.now(), self.site.calendar()
        found = []
        for case in self.site.book.refresh().values():
            come = [wait for wait in waits(case, calendar) if wait.since <= now]
            if not come or not sees(self.site, case, me()):
                continue
            for wait in come:
                action = self._action(case, wait) if with_action else ""
                due = due_at(case, calendar) if wait.step is case.step else wait.due
                late = due is not None and now > due
                found.append(Waiting(case=case, wait=wait, due=due, late=late, action=action))
        return sorted(found, key=lambda one: one.due or NEVER)

    def _action(self, case: Case, wait: Wait) -> str:
        """The page of the step, as its mail opens it, for whoever is signed in."""
        return self.site.links.action(
            register_no=case.register_no,
            step=wait.step.key,
            visit=wait.visit,
            role=wait.to,
            person=me().email,
            issued=self.site.now(),
            pdf_sha256=case.to_decide,
        )

    def _stuck(self) -> list[tuple[str, str, str]]:
        """(number, what, why) of everything a person must see to."""
        with self.site.service.database.read() as tx:
            entries = outbox.in_state(tx, outbox.STUCK)
        return [
            (entry.register_no, what_of(entry), entry.last_error)
            for entry in entries[:MOST]
            if not entry.register_no or sees(self.site, self.site.case(entry.register_no), me())
        ]


def rooms(who: Staff) -> list[Room]:
    """Every page with a title that somebody may open."""
    found = []
    for rule in current_app.url_map.iter_rules():
        access = rule_of(current_app.view_functions[rule.endpoint])
        if access and access.kind is Kind.STAFF and access.title and access.roles & who.roles:
            url = url_for(rule.endpoint)
            found.append(Room(title=access.title, hint=access.hint, url=url))
    return sorted(found, key=lambda room: room.title)
