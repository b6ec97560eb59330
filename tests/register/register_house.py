"""A small office whose register lies in memory, on a real SQLite database.

In:    what staff do to the sheet, what the other doors do to a case.   Out: sheet, notes, history.
Rule:  the desk remembers every write; it fails when told to, before or after committing.
Never: names a real person; addresses end in .example.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import FixedClock
from integration.links import Links
from integration.office import Office
from integration.ports import DeskWrite, TabRead, TryLater, Unclear
from integration.register.columns import HEADERS
from integration.register.cycle import RegisterSync
from integration.register.reporting import PROBLEMS, REPORTS
from integration.service import Service
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete, Previewed
from integration.sop.events import What
from integration.sop.intake import Intake
from integration.sop.table import STATIONS
from integration.store.database import Database

TAB, JOURNAL = 77, 78
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 09:00 in Samarinda."""
CALENDAR = shipped_calendar()

OFFICE = Office.from_json(
    {
        "name": "Balai Standardisasi dan Pelayanan Jasa Industri Nusa Contoh",
        "letterhead": {"address": "Jalan Contoh 1"},
        "service_mailbox": "pengaduan@balai.example",
        "service_desk": "petugas@balai.example",
        "head": "kepala@balai.example",
        "records_office": "tu@balai.example",
        "group_heads": {
            "Pengujian": "pengujian@balai.example",
            "Kalibrasi": "kalibrasi@balai.example",
        },
    }
)

ANSWERS: dict[str, tuple[str, dict[str, object]]] = {
    "triage": ("complaint", {"assign_to": "Pengujian"}),
    "complete_info": ("completed", {"supplement": "Nomor LHU 0123."}),
    "dispose": ("assigned", {"assign_to": "Pengujian", "instruction": "Selesaikan."}),
    "review": ("reviewed", {"review": "Kajian dari halaman."}),
    "cause": ("found", {"root_cause": "Sebab dari halaman."}),
    "actions": (
        "planned",
        {
            "correction": "Koreksi dari halaman.",
            "corrective_action": "Korektif dari halaman.",
            "preventive_action": "Pencegahan dari halaman.",
        },
    ),
    "verify": ("effective", {"verification": "Efektif menurut halaman."}),
    "draft": ("initialled", {"reply_draft": "Dengan hormat.", "initial": "DL"}),
    "sign": ("ya", {}),
    "records": (
        "issued",
        {
            "letter_no": "B/1/BSPJI/XI/2026",
            "letter_date": "2026-11-23",
            "final_pdf": {"name": "surat.pdf", "sha256": "0" * 64, "size": 1, "media_type": "x"},
        },
    ),
    "deliver": ("received", {}),
}


@dataclass
class Row:
    """A row of the sheet; notes travel with their cells."""

    cells: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)

    def copy(self) -> "Row":
        return Row(dict(self.cells), dict(self.notes))


@dataclass
class Paper:
    """A `Desk` in memory that staff can work in."""

    rows: list[Row] = field(default_factory=lambda: [Row(dict(enumerate(HEADERS)))])
    writes: list[DeskWrite] = field(default_factory=list)
    fail: str = ""
    """`before` or `after`: what becomes of the next write."""
    meanwhile: Callable[[], None] | None = None
    """What staff do between the service's read and its write, once."""
    sheet_id: int = TAB
    title: str = "Register"
    journal: tuple[tuple[str, ...], ...] = (("",),)

    def read(self) -> Mapping[int, TabRead]:
        width = max((max(row.cells, default=-1) for row in self.rows), default=-1) + 1
        rows = tuple(tuple(row.cells.get(at, "") for at in range(width)) for row in self.rows)
        tab = TabRead(
            sheet_id=self.sheet_id,
            title=self.title,
            rows=rows,
            grid_rows=len(rows),
            grid_columns=width,
        )
        aside = TabRead(sheet_id=JOURNAL, title="Jejak tulis (sistem)", rows=self.journal)
        then, self.meanwhile = self.meanwhile, None
        if then:
            then()
        return {self.sheet_id: tab, JOURNAL: aside}

    def notes(self, sheet_id: int, column: int) -> Mapping[int, str]:
        return {at: row.notes[column] for at, row in enumerate(self.rows) if row.notes.get(column)}

    def write(self, change: DeskWrite) -> None:
        failure, self.fail = self.fail, ""
        if failure == "before":
            raise TryLater("quota")
        self.writes.append(change)
        if any("insertDimension" in each for each in change.structure):
            self.rows.insert(0, Row())
        self._copy_aside(change)
        for cell in change.cells:
            while len(self.rows) <= cell.row:
                self.rows.append(Row())
            row = self.rows[cell.row]
            if cell.value is not None:
                row.cells[cell.column] = cell.value
            if cell.note is not None:
                row.notes[cell.column] = cell.note
        if failure == "after":
            raise Unclear("the answer was lost")

    def _copy_aside(self, change: DeskWrite) -> None:
        said = change.witness
        if said is not None:
            rows = [self.rows[at] if at < len(self.rows) else Row() for at in said.rows]
            texts = [tuple(row.cells.get(at, "") for at in range(said.columns)) for row in rows]
            self.journal = ((said.key,), *texts)
        elif change.forget:
            self.journal = (("",),)

    def column(self, header: str) -> int:
        return next(at for at, text in self.rows[0].cells.items() if text == header)

    def row_of(self, number: str) -> Row:
        at = self.column("No. Register")
        return next(row for row in self.rows[1:] if row.cells.get(at) == number)


@dataclass
class House:
    """The office: service, desk, and the sync between them."""

    service: Service
    book: CaseBook
    paper: Paper
    links: Links
    clock: FixedClock
    sync: RegisterSync

    @classmethod
    def built(cls, database: Database) -> "House":
        clock = FixedClock(MONDAY)
        service, book, paper = Service(database, clock, OFFICE), CaseBook(database), Paper()
        links = Links("a-secret-for-tests", "http://pages.example", clock)
        house = cls(service, book, paper, links, clock, None)  # type: ignore[arg-type]
        house.restart()
        return house

    def restart(self) -> None:
        """A new process on the same database and the same sheet."""
        self.book = CaseBook(self.service.database)
        self.sync = RegisterSync(
            self.service, self.book, self.paper, self.links, lambda: CALENDAR, lambda: TAB, JOURNAL
        )

    def cycle(self, times: int = 1) -> None:
        for _ in range(times):
            self.sync.cycle()

    # -- the other doors ----------------------------------------------------------------------

    def complain(
        self, name: str = "Tirta Contoh", text: str = "LHU terlambat.", **more: str
    ) -> str:
        said = {"email": f"{name.split()[0].lower()}@usaha.example", "channel": "website", **more}
        intake = Intake(name=name, description=text, **said)  # type: ignore[arg-type]
        by = By(role=Role.CUSTOMER, door=Door.FORM)
        source = f"form:{name}:{text}:{len(self.book.refresh())}"
        return self.service.receive(intake, source, by, self.clock.now())[0]

    def at(self, step: str, **more: str) -> str:
        """A case that waits at `step`, shown in the sheet."""
        number = self.complain(**more)
        for key in STATIONS:
            if key == step:
                break
            if key not in ("submit", "complete_info", "e_sign"):
                self.by_page(number, key)
        if step == "complete_info":
            self.by_page(number, "triage", "awaiting_info", reason="Nomor LHU?")
        self.cycle()
        return number

    def by_page(self, number: str, step: str, outcome: str = "", **values: object) -> Case:
        """Finish a step as its actor does from the page behind the link."""
        usual, said = ANSWERS[step]
        case = self.service.case(number)
        if step == "sign" and case.preview is None:
            preview = Previewed(
                version=case.versions, doc_id="d", revision="1", pdf_sha256="0" * 64, text="t"
            )
            self.service.act(number, preview, By(role=Role.SYSTEM, door=Door.WORKER))
        by = By(role=STATIONS[step].actor, door=Door.LINK, person=f"{step}@balai.example")
        values = {**said, **values} if not outcome or outcome == usual else dict(values)
        return self.service.act(
            number, Complete(step=step, outcome=outcome or usual, values=values), by
        )

    # -- staff at the sheet -------------------------------------------------------------------

    def type(self, row: str | Row, **cells: str) -> None:
        """Type into cells; headers are written with `_` for a space."""
        where = self.paper.row_of(row) if isinstance(row, str) else row
        for name, value in cells.items():
            where.cells[self.paper.column(_header(name))] = value

    def new_row(self, **cells: str) -> Row:
        """Type a new row below the others."""
        row = Row()
        self.paper.rows.append(row)
        self.type(row, **cells)
        return row

    def sort(self, header: str, backwards: bool = False) -> None:
        at = self.paper.column(header)
        filled = [row for row in self.paper.rows[1:] if any(row.cells.values())]
        blank = [row for row in self.paper.rows[1:] if not any(row.cells.values())]
        filled.sort(key=lambda row: row.cells.get(at, ""), reverse=backwards)
        self.paper.rows[1:] = filled + blank

    def says(self, row: str | Row, header: str) -> str:
        where = self.paper.row_of(row) if isinstance(row, str) else row
        return where.cells.get(self.paper.column(header), "")

    def note(self, row: str | Row, header: str) -> str:
        where = self.paper.row_of(row) if isinstance(row, str) else row
        return where.notes.get(self.paper.column(header), "")

    # -- what came of it ----------------------------------------------------------------------

    def case(self, number: str) -> Case:
        return self.service.case(number)

    def refused(self, number: str) -> list[tuple[str, str]]:
        """Column and typed text of every refused edit in the history."""
        return [
            (event.data["column"], event.data["typed"])
            for event in self.service.history(number)
            if event.what is What.EDIT_REFUSED
        ]

    def numbers(self) -> list[str]:
        at = self.paper.column("No. Register")
        return [row.cells.get(at, "") for row in self.paper.rows[1:]]

    def problems(self) -> list[str]:
        return list(self.service.recall(PROBLEMS, {}).get("found", []))

    def reports(self) -> list[str]:
        return [line["text"] for line in self.service.recall(REPORTS, [])]


def _header(name: str) -> str:
    plain = name.replace("_", " ").casefold()
    return next(header for header in HEADERS if header.casefold().replace(".", "") == plain)


WITHOUT = {
    *("Kanal", "Diterima", "Nama", "Kontak", "Uraian"),
    *("Tenggat", "Langkah", "Nomor Surat", "Berkas Kasus"),
}
"""The service's columns, but for the number."""
