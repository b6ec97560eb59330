"""The desk with its tab Dasbor: the real parts on a local workspace, time in our hands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from integration.budget import Budget
from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.dashboard import keeper
from integration.dashboard.figures import FIGURES, Figures
from integration.links import Links
from integration.office import Office
from integration.register.round import RegisterRound
from integration.service import Service
from integration.tabs.keeper import InForce
from integration.wiring_desk import DeskOpening
from sheets.tabs import Tabs, id_of
from tests.factories import MONDAY
from tests.local_google import Google, local_google
from tests.reports.diary import Diary

TAB = id_of(keeper.KEY)


@dataclass
class Desk:
    """A house with one spreadsheet."""

    google: Google
    service: Service
    clock: FixedClock
    diary: Diary
    book: CaseBook = field(init=False)
    figures: Figures = field(init=False)
    round: RegisterRound = field(init=False)
    _mark: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process: nothing is left but the database and the spreadsheet."""
        service, google = self.service, self.google
        self.book = CaseBook(service.database)
        budget = Budget(self.clock, sleep=lambda seconds: self.clock.advance(seconds=seconds))
        workspace = google.workspace()
        workspace.meter = budget.spend
        opening = DeskOpening(
            service=service,
            book=self.book,
            workspace=workspace,
            register_id=google.office["register_id"],
            links=Links("a-secret-for-tests", "http://pages.example", self.clock),
            calendar=shipped_calendar,
            in_force=InForce(service, google.office["office"], shipped_calendar()),
            budget=budget,
        )
        self.round = RegisterRound(opening, service, budget, 0.8)
        address = "http://pages.example/petugas/laporan"
        self.figures = Figures(service, self.book, shipped_calendar, address, 0.8)

    def look(self, times: int = 2) -> None:
        """The figures are worked out, the register has its cycles, some time passes."""
        for _ in range(times):
            self.figures.look()
            self.round.look()
            self.clock.advance(seconds=20)

    def calls(self) -> list[str]:
        """Methods of the calls since the last time this was asked."""
        found = self.google.seen(self._mark)
        self._mark = self.google.mark()
        return [one["method"] for one in found]

    def rows(self, title: str = keeper.TAB) -> list[list[str]]:
        """The tab's table, as people see it."""
        sheets = self.google.workspace().sheets()
        found = sheets.values_get(self.google.office["register_id"], f"'{title}'!A1:E80")
        return [row for row in found.get("values", [])]

    def says(self, label: str) -> list[str]:
        """What stands beside a label."""
        return next(row[1:] for row in self.rows() if row and row[0] == label)

    def at(self, label: str) -> int:
        """The place of the row with this label."""
        return next(at for at, row in enumerate(self.rows()) if row and row[0] == label)

    def charts(self) -> dict[str, dict[str, Any]]:
        """Every chart of the tab by its title."""
        sheets = self.google.workspace().sheets()
        found = sheets.fetch_sheet_metadata(
            self.google.office["register_id"], {"fields": "sheets(properties(sheetId),charts)"}
        )
        (tab,) = (one for one in found["sheets"] if one["properties"].get("sheetId", 0) == TAB)
        return {chart["spec"]["title"]: chart for chart in tab.get("charts", [])}

    def batch(self, *requests: dict[str, Any]) -> None:
        """What staff do to the spreadsheet."""
        sheets = self.google.workspace(self.google.office["people"]["service_desk"]).sheets()
        sheets.batch_update(self.google.office["register_id"], {"requests": list(requests)})

    def type(self, row: int, column: int, text: str) -> None:
        """Staff type into a cell of the tab."""
        start = {"sheetId": TAB, "rowIndex": row, "columnIndex": column}
        cells = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
        self.batch({"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}})

    def hour(self) -> None:
        """More than an hour passes."""
        self.clock.advance(minutes=61)
        self.google.advance(timedelta(minutes=61))

    @property
    def tabs(self) -> Tabs:
        return Tabs(self.google.workspace(), self.google.office["register_id"])

    @property
    def kept(self) -> Any:
        """The figures as remembered."""
        return self.service.recall(FIGURES)


@pytest.fixture(scope="module")
def one_google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with local_google(tmp_path_factory.mktemp("google")) as google:
        yield google


@pytest.fixture
def desk(one_google: Google, service: Service, clock: FixedClock) -> Desk:
    """The desk on a Monday morning, just opened."""
    one_google.reset()
    clock.moment = MONDAY
    service.office = Office.from_json(one_google.office["office"])
    made = Desk(one_google, service, clock, Diary(service, clock))
    made.look()
    made.calls()
    return made
