"""A register's spreadsheet in the local workspace, what looks after it, and staff.

In:    what staff do to it.   Out: how the tabs stand; what the next look writes.
Rule:  looks are an hour apart.
Never: runs a cycle of the register.
"""

from integration.clock import FixedClock
from integration.ports import Desk
from integration.register.columns import HEADERS
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs
from tests.register.register_house import MONDAY


class SheetRoom:
    """`keeper` is what looks after the spreadsheet; `FIELDS` what is told of its tabs."""

    FIELDS = "sheets(properties(sheetId,title))"

    def __init__(self, google, dress=None) -> None:
        self.google = google
        self.id = google.office["register_id"]
        self.own_tabs = Tabs(google.workspace(), self.id)
        (self.answers,) = self.own_tabs.titles()
        self.register = self.own_tabs.ensure("register", "Register", HEADERS, dress)
        self.clock = FixedClock(MONDAY)
        self.desk = GoogleDesk(google.workspace(), self.id, [self.register])
        self.keeper = self.keeper_of(self.desk)
        self.person = google.office["people"]["service_desk"]
        self.staff = google.workspace(self.person).sheets()

    def keeper_of(self, desk: Desk):
        raise NotImplementedError

    def do(self, *requests: dict) -> None:
        self.staff.batch_update(self.id, {"requests": list(requests)})

    def tell(self, tab: int | None = None) -> dict:
        """How a tab stands; the register where none is named."""
        tabs = self.staff.fetch_sheet_metadata(self.id, {"fields": self.FIELDS})["sheets"]
        wanted = self.register if tab is None else tab
        return next(each for each in tabs if each["properties"]["sheetId"] == wanted)

    def writes(self) -> int:
        """How many writes the next look takes, an hour later."""
        self.clock.advance(hours=1)
        mark = self.google.mark()
        self.keeper.look()
        return sum(one["method"] == "POST" for one in self.google.seen(mark))
