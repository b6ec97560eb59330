"""The desk, put together: every tab made sure of, and whoever looks after each of them.

In:    the parts of the house.   Out: the register's sync, and what looks at the same read.
Rule:  wiring.py's part for the spreadsheet; called when the service starts and after a tab was
       found missing.
Never: holds a rule of its own. Start at `DeskOpening`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from integration.budget import Budget
from integration.casebook import CaseBook
from integration.dashboard import keeper as dashboard
from integration.links import Links
from integration.register import journal
from integration.register.answer_tabs import AnswerTabs
from integration.register.columns import HEADERS
from integration.register.cycle import RegisterSync
from integration.register.dressing import Dressing
from integration.register.formatting import requests as register_dress
from integration.register.round import TITLE, AfterCycle
from integration.service import Service
from integration.sop.calendar import Calendar
from integration.tabs.keeper import InForce, ObservedDesk, TabKeeper
from integration.tabs.opening import ensure_tabs
from integration.workspace import Workspace
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

REGISTER_TAB, JOURNAL_TAB = "tab:register", "tab:journal"


@dataclass(frozen=True)
class DeskOpening:
    """Opens the desk whenever it is called."""

    service: Service
    book: CaseBook
    workspace: Workspace
    register_id: str
    links: Links
    calendar: Callable[[], Calendar]
    in_force: InForce
    budget: Budget

    def __call__(self) -> tuple[RegisterSync, AfterCycle]:
        """The sync, and what looks at the same read afterwards. Raises ports.Failure."""
        service = self.service
        tabs = Tabs(self.workspace, self.register_id)
        register = tabs.ensure(
            REGISTER_TAB, TITLE, HEADERS, partial(register_dress, lists=service.office.lists)
        )
        own = ensure_tabs(tabs, self.in_force)
        aside = tabs.ensure(JOURNAL_TAB, journal.TITLE, journal.FIRST_ROW, journal.dress)
        figures = tabs.ensure(
            dashboard.KEY,
            dashboard.TAB,
            dashboard.HEADERS,
            dashboard.dress,
            instead=dashboard.INSTEAD,
        )
        shown = [register, own.office, own.calendar, aside, figures]
        google = GoogleDesk(self.workspace, self.register_id, shown, aside)
        desk = ObservedDesk(google)
        dressing = Dressing(google, service.clock, register, lambda: service.office.lists)
        sync = RegisterSync(
            service=service,
            book=self.book,
            desk=desk,
            links=self.links,
            calendar=self.calendar,
            sheet_id=lambda: register,
            journal=aside,
            undressed=dressing.hurry,
        )
        looks = (
            TabKeeper(self.in_force, desk, own.office, own.calendar),
            dressing,
            dashboard.Dashboard(service, google, desk, figures, self.budget),
            AnswerTabs(google, service.clock, register),
        )

        def after() -> None:
            for one in looks:
                one.look()

        return sync, after
