"""The house, put together from Settings; the only file that chooses the real parts.

In:    Settings.   Out: `House`: pages, workers, rounds, ready to start.
Rule:  nothing is called at Google while wiring; what must exist there is made by the rounds.
Never: holds a rule of its own.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from drive.drafts import GoogleDrafts
from drive.files import DriveArchive
from drive.templates import Templates
from gmail.mailbox import GoogleMailbox
from integration import heap, reply
from integration.api import doors, state
from integration.api.doors import Doors as ApiDoors
from integration.api.state import State
from integration.budget import Budget
from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import SystemClock
from integration.connect.circuit import Circuit
from integration.connect.identity import BadKey, identity
from integration.connect.kept import EVERY, Examination
from integration.connect.oauth_client import BadClient, Client
from integration.dashboard.figures import Figures
from integration.effects.context import Tools
from integration.effects.replying import find_edits
from integration.house import House
from integration.intake.form import FormIntake
from integration.intake.mail import MailIntake
from integration.links import Links
from integration.office import Office, office_json
from integration.push.house import Push
from integration.register.round import TITLE, RegisterRound
from integration.reminders.plan import Rhythm
from integration.reminders.round import Reminders
from integration.rounds import Round
from integration.service import Service
from integration.settings import BadSecret, Settings
from integration.sop.actors import By, Door, Role
from integration.sop.calendar import Calendar
from integration.store import files, outbox
from integration.store.database import Database
from integration.tabs.keeper import InForce
from integration.templating import TemplateFolder
from integration.web.app import create_app
from integration.web.desk.health import HealthPages
from integration.wiring_desk import REGISTER_TAB, DeskOpening
from integration.workspace import Workspace
from sheets.desk import GoogleDesk
from sheets.responses import GoogleResponses
from sheets.tabs import Tabs, id_of

WATCHES_EVERY = 60.0
"""Real seconds between two looks at what Google's subscriptions need."""
NUMBERED, STATUS = "No. Register", "Status"


class NotConfigured(Exception):
    """A setting that the service cannot do without; the message names all of them."""


def build(settings: Settings, alone: bool = True) -> House:
    """Put the house together. Raises NotConfigured, office.BadOffice.

    `alone` is False for an operator's command beside a running service, whose claims are its own.
    """
    _complete(settings)
    assert settings.office_file is not None
    office = Office.load(settings.office_file)
    try:
        secret = settings.secret()
    except BadSecret as wrong:
        raise NotConfigured(str(wrong)) from None
    database = Database(settings.database)
    database.migrate()
    if alone and database.is_sqlite:
        # One process owns a SQLite house, so whatever is claimed was claimed by a dead one.
        with database.write() as tx:
            outbox.release_all(tx)
            files.release_leases(tx)
    clock = SystemClock(settings.clock_file)
    service = Service(database, clock, office)
    book = CaseBook(database)
    try:
        can_sign_in = Client.of(settings) is not None
    except BadClient as wrong:
        raise NotConfigured(str(wrong)) from None
    links = Links(secret, settings.web_url, clock, settings.link_days, can_sign_in)
    in_force = InForce(service, office_json(settings.office_file), shipped_calendar())
    in_force.restore()
    mailbox_address = office.service_mailbox
    try:
        who = identity(settings, mailbox_address.email)
        gates = {one.name: Circuit(one, database, clock) for one in who.accounts}
        workspace, mail_workspace = who.workspaces(settings.google_origin, gates)
    except BadKey as wrong:
        raise NotConfigured(str(wrong)) from None
    ids = _Ids(service, workspace, settings)
    tools = Tools(
        service=service,
        links=links,
        calendar=lambda: in_force.calendar,
        mailbox=GoogleMailbox(mail_workspace, mailbox_address.email, mailbox_address.name),
        archive=DriveArchive(workspace),
        drafts=GoogleDrafts(workspace),
        archive_folder_id=settings.archive_folder_id,
        private_folder_id=settings.private_folder_id,
        template_id=ids.template,
        forget_template=ids.forget_template,
        templates=TemplateFolder(settings.templates_dir),
        mail_answers=settings.mail_answers_per_day,
    )
    app = create_app(
        service=service,
        book=book,
        links=links,
        calendar=lambda: in_force.calendar,
        settings=settings,
        form_url=settings.form_url,
        follow=_follow(in_force) if settings.role == "web" else lambda: None,
    )
    house = House(settings, database, service, app, tools, workspace, book)
    house.push = Push.of(settings, service, workspace, mail_workspace)
    examination = Examination(settings, service)
    HealthPages(examination).add_to(app)
    _other_doors(house, lambda: in_force.calendar, examination, mail_workspace)
    house.rounds = _rounds(house, book, ids, in_force)
    if not settings.local:
        # on the local workspace nothing breaks by itself, and its request log is for the play
        house.rounds.append(Round("doctor", examination.look, EVERY, database))
    house.push.hints.nudge = {one.name: one.nudged for one in house.rounds}
    return house


def _follow(in_force: InForce) -> Callable[[], None]:
    """For a process of pages alone: the tabs are read by others, who remember what they say."""

    def follow() -> None:
        # without its database a page says so itself, and /healthz must
        with suppress(SQLAlchemyError):
            in_force.restore()

    return follow


def register_rows(house: House) -> list[tuple[str, str]] | None:
    """Number and status of every row of the register; None when its tab is gone."""
    titles = Tabs(house.workspace, house.settings.register_id).titles()
    named = {title: sheet_id for sheet_id, title in titles.items()}
    sheet_id = id_of(REGISTER_TAB) if id_of(REGISTER_TAB) in titles else named.get(TITLE)
    if sheet_id is None:
        return None
    desk = GoogleDesk(house.workspace, house.settings.register_id, [sheet_id])
    rows = desk.read()[sheet_id].rows
    header = list(rows[0]) if rows else []
    if not {NUMBERED, STATUS} <= set(header):
        return None
    number, status = header.index(NUMBERED), header.index(STATUS)
    return [(row[number], row[status]) for row in rows[1:] if row[number]]


def _other_doors(
    house: House, calendar: Callable[[], Calendar], examination: Examination, mail: Workspace
) -> None:
    """What other programs use: hooks, API, state."""
    settings, service, push = house.settings, house.service, house.push
    assert push is not None
    house.app.register_blueprint(push.blueprint())
    api = ApiDoors(service, calendar, settings.web_url)
    house.app.register_blueprint(doors.blueprint(api))
    workspaces = {id(one): one for one in (house.workspace, mail)}.values()
    told = State(
        service=service,
        tally=push.tally,
        examination=examination,
        threads=lambda: house.threads,
        calls=lambda: sum((Counter(one.calls) for one in workspaces), Counter[str]()),
        folder=settings.data_dir,
        token=settings.metrics_token.get_secret_value(),
        proxied=bool(settings.public_url),
    )
    house.app.register_blueprint(state.blueprint(told))


def _complete(settings: Settings) -> None:
    needed = ("office_file", "form_id", "register_id", "archive_folder_id")
    missing = [name.upper() for name in needed if not getattr(settings, name)]
    if missing:
        raise NotConfigured("belum diatur: " + ", ".join(missing))


@dataclass
class _Ids:
    """Things made once in Google and remembered: the letter template, the register's tab."""

    service: Service
    workspace: Workspace
    settings: Settings

    def template(self) -> str:
        known = self.service.recall(reply.KEY)
        if known is None:
            parent = self.settings.archive_folder_id
            html = reply.html(TemplateFolder(self.settings.templates_dir))
            known = Templates(self.workspace).ensure(
                reply.KEY, reply.NAME, parent, html, reply.TOGETHER
            )
            self.service.remember(reply.KEY, known)
        return str(known)

    def forget_template(self) -> None:
        """The template is gone: the next time it is planted again."""
        with self.service.database.write() as tx:
            files.forget(tx, reply.KEY)


def _rounds(house: House, book: CaseBook, ids: _Ids, in_force: InForce) -> list[Round]:
    settings, service, tools = house.settings, house.service, house.tools

    budget = Budget(service.clock)
    house.workspace.meter = budget.spend
    opening = DeskOpening(
        service=service,
        book=book,
        workspace=house.workspace,
        register_id=settings.register_id,
        links=tools.links,
        calendar=tools.calendar,
        in_force=in_force,
        budget=budget,
    )
    register = RegisterRound(opening, service, budget, settings.cycle_seconds, heap.set_aside)
    page = f"{settings.web_url}/petugas/laporan"
    figures = Figures(service, book, tools.calendar, page, settings.cycle_seconds)
    form = FormIntake(service, GoogleResponses(house.workspace, settings.form_id))
    mail = MailIntake(service, tools.mailbox, tools.calendar)

    def watch_drafts() -> None:
        ids.template()
        for case in book.waiting():
            found = find_edits(tools, case)
            if found is not None:
                by = By(role=Role.SYSTEM, door=Door.WORKER)
                service.act(case.register_no, found, by)

    reminders = Reminders(service, book, tools.calendar, Rhythm(share=settings.reminder_share))

    looks: dict[str, Callable[[], object]] = {
        "form": form.cycle,
        "mail": mail.cycle,
        "drafts": watch_drafts,
        "register": register.look,
        "reminders": reminders.look,
        "figures": figures.look,
    }
    push = house.push
    assert push is not None
    rounds = [
        Round(name, push.hints.watched(name, cycle), settings.cycle_seconds, service.database)
        for name, cycle in looks.items()
    ]
    for one in rounds:
        one.pace = {"register": register.pace, "figures": figures.pace}.get(one.name)
    if settings.push_on:
        rounds.append(Round("watches", push.watches.look, WATCHES_EVERY, service.database))
    return rounds
