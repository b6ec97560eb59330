"""Laws of the register under random work of staff, other doors, failures and crashes.

A token is typed once, so it can be looked for: whatever staff typed is in a cell, in a note or in
the history, unless staff themselves wrote over it or deleted it before it was ever read.
"""

import random
import shutil
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_house import ANSWERS, WITHOUT, House, Row

from integration.ports import Failure
from integration.register.columns import COLUMNS, HEADERS, Owner
from integration.sop.table import STATIONS, STATUSES
from integration.store.database import Database
from tests.register.mortal import Crash, ending

STAFF = [column.header for column in COLUMNS if column.owner is Owner.STAFF]


class Office(House):
    """A house whose staff act at random and whose typed words are watched."""

    def begin(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words: set[str] = set()
        self.read: set[str] = set()
        self.count = 0
        self.typed_rows: list[Row] = []

    def token(self) -> str:
        self.count += 1
        word = f"kata-{self.count:03d}"
        self.words.add(word)
        return word

    def all_rows(self) -> list[Row]:
        return [row for row in self.paper.rows[1:] if any(row.cells.values())]

    def numbered(self) -> list[Row]:
        """Rows that stand for a case: of two with one number only the first, as staff see it."""
        at, rows = self.paper.column("No. Register"), {}
        for row in self.all_rows():
            marked = "salinan" in row.notes.get(at, "")
            if row.cells.get(at, "").startswith("ADU/") and not marked:
                rows.setdefault(row.cells[at], row)
        return list(rows.values())

    def in_cells(self) -> str:
        return "\n".join(text for row in self.paper.rows for text in row.cells.values())

    def over(self, row: Row, header: str, text: str) -> None:
        """Type over a cell; what stood there is gone by staff's own hand."""
        at = self.paper.column(header)
        self.words = {word for word in self.words if word not in row.cells.get(at, "")}
        row.cells[at] = text

    # -- what may happen ----------------------------------------------------------------------

    def do_complain(self) -> None:
        self.complain(
            name=f"Pelapor {self.count}", text=f"Keluhan {self.count} {self.random.random()}"
        )

    def do_page(self) -> None:
        cases = [case for case in self.book.waiting() if case.station in ANSWERS]
        if cases:
            case = self.random.choice(cases)
            values = (
                {"letter_no": f"B/{self.random.random()}/X"} if case.station == "records" else {}
            )
            self.by_page(case.register_no, case.station, "", **values)

    def do_fill(self) -> None:
        if rows := self.numbered():
            self.over(self.random.choice(rows), self.random.choice(STAFF), self.token())

    def do_step(self) -> None:
        """Fill what the present step asks for and choose the next status."""
        if rows := self.numbered():
            row = self.random.choice(rows)
            case = self.case(row.cells[self.paper.column("No. Register")])
            for column in COLUMNS:
                if column.step == case.station and column.header not in ("Jenis", "Pokja"):
                    self.over(row, column.header, self.token())
            if case.step is not None:
                way = self.random.choice(case.step.outcomes)
                if way.next in STATIONS:
                    self.over(row, "Status", STATIONS[way.next].status)

    def do_status(self) -> None:
        if rows := self.numbered():
            words = [*STATUSES, "Duplikat dari ADU/2026/0001"]
            self.over(self.random.choice(rows), "Status", self.random.choice(words))

    def do_nonsense_status(self) -> None:
        if rows := self.numbered():
            self.over(self.random.choice(rows), "Status", self.token())

    def do_service_cell(self) -> None:
        if rows := self.numbered():
            header = self.random.choice(sorted(WITHOUT))
            self.over(self.random.choice(rows), header, self.token())

    def do_remark(self) -> None:
        if rows := self.numbered():
            self.over(self.random.choice(rows), "Catatan Petugas", self.token())

    def do_type_row(self) -> None:
        row = self.new_row(kanal=self.token(), nama=self.token(), uraian=self.token())
        if self.random.random() < 0.5:
            self.type(row, penyebab=self.token())
        self.typed_rows.append(row)

    def do_sort(self) -> None:
        self.sort(self.random.choice(HEADERS), self.random.random() < 0.5)

    def do_insert(self) -> None:
        self.paper.rows.insert(self.random.randint(1, len(self.paper.rows)), Row())

    def do_delete(self) -> None:
        if rows := self.numbered():
            row = self.random.choice(rows)
            at, gone = self.paper.column("No. Register"), "\n".join(row.cells.values())
            alone = sum(other.cells.get(at) == row.cells[at] for other in self.all_rows()) == 1
            kept = self.read if alone else set()
            self.words = {word for word in self.words if word in kept or word not in gone}
            self.paper.rows.remove(row)

    def do_copy(self) -> None:
        if rows := self.numbered():
            at = self.random.randint(1, len(self.paper.rows))
            self.paper.rows.insert(at, self.random.choice(rows).copy())

    def do_clear_number(self) -> None:
        """Of a row that is as it should be and has no copy, whose number may be emptied."""
        self.do_cycle()
        if rows := self.numbered():
            row, at = self.random.choice(rows), self.paper.column("No. Register")
            if sum(other.cells.get(at) == row.cells[at] for other in self.all_rows()) == 1:
                row.cells[at] = ""

    def do_tear(self) -> None:
        """Sort the service's columns alone, in some rows that follow each other.

        Not in the second in which a write has hit a row that was moved under it: then nothing tells
        any more whose row it was.
        """
        self.do_cycle()
        self.do_cycle()
        rows = self.numbered()[:4]
        for header in ("Status", "Tenggat", "Nama", "Uraian"):
            at = self.paper.column(header)
            texts = [row.cells.get(at, "") for row in rows]
            for row, text in zip(rows, [*texts[1:], *texts[:1]], strict=True):
                row.cells[at] = text

    def do_move_columns(self) -> None:
        order = sorted(self.paper.rows[0].cells)
        shuffled = order[1:]
        self.random.shuffle(shuffled)
        new = dict(zip(order[1:], shuffled, strict=True)) | {order[0]: order[0]}
        for row in self.paper.rows:
            row.cells = {new[at]: text for at, text in row.cells.items()}
            row.notes = {new[at]: text for at, text in row.notes.items()}

    def do_cycle(self) -> None:
        seen = {word for word in self.words if word in self.in_cells()}
        try:
            with suppress(Failure):
                self.cycle()
        except Crash:
            self.restart()
        else:
            self.read |= seen

    def do_failing_write(self) -> None:
        self.paper.fail = self.random.choice(["before", "after"])
        self.do_cycle()

    def do_meddle(self) -> None:
        """Staff do something between the service's read and its write."""
        meddled = self.random.choice(MEDDLING)
        self.paper.meanwhile = getattr(self, meddled)
        self.do_cycle()
        self.paper.meanwhile = None

    def do_meddle_twice(self) -> None:
        """Something is changed for the service to write; meanwhile it is all moved about."""
        self.do_page()
        self.do_type_row()

        def staff() -> None:
            for _ in range(self.random.randint(1, 4)):
                getattr(self, self.random.choice(MEDDLING))()

        self.paper.meanwhile = staff
        self.do_cycle()
        self.paper.meanwhile = None

    def do_go_on_typing(self) -> None:
        """Type more into a row that is no complaint yet."""
        at = self.paper.column("No. Register")
        rows = [row for row in self.typed_rows if not row.cells.get(at) and row in self.paper.rows]
        if rows:
            row = self.random.choice(rows)
            self.over(row, self.random.choice(("Nama", "Penyebab", "Kontak")), self.token())

    def do_restart(self) -> None:
        self.restart()

    def do_crash(self) -> None:
        """The process ends between two operations of a cycle."""
        with ending(self, self.random.randint(1, 16)):
            self.do_cycle()

    # -- the laws -----------------------------------------------------------------------------

    def everything_said(self) -> str:
        said = [self.in_cells()]
        said += [text for row in self.paper.rows for text in row.notes.values()]
        for number in self.book.refresh():
            said += [repr(event.data) for event in self.service.history(number)]
        return "\n".join(said)

    def hold(self) -> None:
        self.paper.fail = ""
        self.cycle(3)
        self.paper.writes.clear()
        self.cycle()
        assert self.paper.writes == []
        said = self.everything_said()
        lost = {word for word in self.words if word not in said}
        assert lost == set(), f"typed by staff and nowhere to be found: {sorted(lost)}"
        cases = self.book.refresh()
        at = self.paper.column("No. Register")
        service = [at for at, each in enumerate(COLUMNS) if each.owner is not Owner.STAFF]
        rows = [
            (row.cells.get(at, ""), [self.says(row, HEADERS[place]) for place in service])
            for row in self.all_rows()
        ]
        for number, case in cases.items():
            shown = self.sync._rows.shown(case)
            wanted = (number, [shown[place] for place in service])
            assert wanted in rows, f"{wanted} is not among {rows}"
        typed = [case for case in cases.values() if case.source_key.startswith("row:")]
        told = sorted(case.intake.description for case in typed)
        assert len(typed) == len(self.typed_rows), f"registered of typed rows: {told}"


WORK = sorted(name for name in dir(Office) if name.startswith("do_"))
MEDDLING = [
    *("do_fill", "do_step", "do_service_cell", "do_remark", "do_type_row", "do_sort", "do_insert"),
    *("do_delete", "do_copy", "do_go_on_typing", "do_page", "do_complain", "do_status"),
]
COMMON = ["do_cycle", "do_cycle", "do_step", "do_fill", "do_complain"]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10**6),
    work=st.lists(st.sampled_from(WORK + COMMON), min_size=1, max_size=30),
)
def test_nothing_typed_is_lost_and_both_sides_meet(tmp_path, empty, seed, work):
    run_work(tmp_path / "laws.db", empty, seed, work)


def run_work(path: Path, empty: Path, seed: int, work: list[str]) -> None:
    for old in path.parent.glob("laws.db*"):
        old.unlink()
    shutil.copy(empty, path)
    database = Database(f"sqlite:///{path}")
    try:
        office = Office.built(database)
        office.begin(seed)
        for each in ("do_complain", "do_complain", "do_cycle", *work):
            getattr(office, each)()
        office.hold()
    finally:
        database.close()
