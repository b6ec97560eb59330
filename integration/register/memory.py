"""What the register remembers between two cycles, across crashes.

In:    the database.   Out: the agreed cells, what staff typed ahead, the notes that were put, the
       last write as it was meant.
Rule:  read once, kept in memory, written only where it changed; what a write means is stored
       before it is made, what came of it afterwards.
Never: knows what a cell means.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from sys import intern
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from integration.register.astray import Stray
from integration.register.columns import AT, COLUMNS, HEADERS, SECRET, Cells
from integration.register.journal import LookedBack
from integration.register.meant import MeantRow
from integration.register.own import Owed, WentOver
from integration.store import files
from integration.store.cases import canonical
from integration.store.database import Database
from integration.store.schema import agreed_cells, cases

WAITING, HIDDEN, NOTED = "register:waiting", "register:hidden", "register:noted"
MARKED, COPIES, MEANT = "register:marked", "register:copies", "register:meant"
JOURNAL, STRAYS = "register:journal", "register:strays"
OWED, ADRIFT = "register:owed", "register:adrift"
HEADINGS, TORN = "register:headings", "register:torn"
BARE = "register:bare"
OWN = "+"
"""How headers of staff's own columns begin in the table of agreed cells."""
BATCH = 5000


@dataclass
class Memory:
    """The register's memory of one database."""

    database: Database
    agreed: dict[str, Cells] = field(default_factory=dict)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    """By number and header: typed by staff, kept until a status is chosen."""
    hidden: dict[str, list[str]] = field(default_factory=dict)
    """By number: headers of `waiting` whose cells say no more than that it is confidential."""
    noted: dict[str, list[str]] = field(default_factory=dict)
    """By number: headers whose cells carry a note of ours."""
    marked: dict[str, int] = field(default_factory=dict)
    """Rows that carry a note on their number cell, by the reason for it."""
    copies: dict[str, list[str]] = field(default_factory=dict)
    """By number: how the rows looked that were copies of its row."""
    meant: list[MeantRow] = field(default_factory=list)
    written: dict[str, Any] = field(default_factory=dict)
    """Key of the last write in the journal, where the columns stood, whether Google confirmed."""
    strays: list[Stray] = field(default_factory=list)
    """What our writes went over and is not put back yet."""
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    """By number and header: what stands in columns that staff added for themselves (own.py)."""
    owed: dict[str, dict[str, Owed]] = field(default_factory=dict)
    """The same, for cells to put back."""
    adrift: list[WentOver] = field(default_factory=list)
    """Such cells that a write of ours went over, not yet brought home to a row."""
    torn: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By number and header: what a cell says since a sort tore rows apart, and what it should.

    Once some rows of a sort are put right, the others no longer show that it was one.
    """
    headings: list[str] = field(default_factory=list)
    """Row 1 as it last stood (headings.py)."""
    bare: list[str] = field(default_factory=list)
    """Headers without a column; also of one that is back, while cells in it lack their text.

    A row that came back meanwhile has nothing there: that is nobody's edit.
    """
    own_looked: Any = None
    """What the last look at these columns showed: the same again needs no second thought."""
    _own_changed: list[tuple[str, str, str]] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)
    _stored: dict[str, str] = field(default_factory=dict)
    """By key, the JSON that is on disk."""

    def load(self) -> None:
        """Read everything, as the last cycle left it."""
        cells: dict[str, list[str]] = {}
        with self.database.read() as tx:
            for key, number in tx.execute(select(cases.c.id, cases.c.register_no)):
                self._ids[number] = key
            numbers = {key: number for number, key in self._ids.items()}
            for case_id, header, value in tx.execute(select(agreed_cells)):
                at = AT.get(header)
                if header.startswith(OWN) and value:
                    self.own.setdefault(numbers[case_id], {})[header.removeprefix(OWN)] = value
                elif at is not None:
                    row = cells.setdefault(numbers[case_id], [""] * len(COLUMNS))
                    row[at] = intern(value)
            self.waiting = files.recall(tx, WAITING, {})
            self.hidden = files.recall(tx, HIDDEN, {})
            self.noted = files.recall(tx, NOTED, {})
            self.marked = files.recall(tx, MARKED, {})
            self.copies = files.recall(tx, COPIES, {})
            self.meant = [MeantRow.stored(each) for each in files.recall(tx, MEANT, [])]
            self.written = files.recall(tx, JOURNAL, {})
            self.strays = [Stray.stored(each) for each in files.recall(tx, STRAYS, [])]
            self.owed = {
                number: {header: Owed(**said) for header, said in cells.items()}
                for number, cells in files.recall(tx, OWED, {}).items()
            }
            self.adrift = [WentOver.stored(each) for each in files.recall(tx, ADRIFT, [])]
            self.headings = files.recall(tx, HEADINGS, [])
            self.torn = files.recall(tx, TORN, {})
            self.bare = files.recall(tx, BARE, [])
        self.agreed = {number: tuple(row) for number, row in cells.items()}
        self._stored = self._facts()

    def ahead(self, number: str, agreed: Cells) -> Cells:
        """What the row should still say: as agreed, and as typed by staff since."""
        typed = self.standing(number)
        if not typed:
            return agreed
        return tuple(typed.get(header, agreed[at]) for at, header in enumerate(HEADERS))

    def standing(self, number: str) -> dict[str, str]:
        """By header: what cells should say that hold what staff typed for later."""
        hidden = self.hidden.get(number, ())
        typed = self.waiting.get(number, {})
        return {header: SECRET if header in hidden else text for header, text in typed.items()}

    def out_of_sight(self, number: str) -> dict[int, str]:
        """By place in `COLUMNS`: what staff typed for later that their cells do not show."""
        typed = self.waiting.get(number, {})
        return {AT[header]: typed[header] for header in self.hidden.get(number, ())}

    def still_torn(self, number: str, cells: Cells) -> dict[int, str]:
        """By place in `COLUMNS`: what a sort put into this row and no write has put right yet."""
        known = self.torn.get(number, {})
        return {AT[name]: text for name, (was, text) in known.items() if cells[AT[name]] == was}

    def set_waiting(self, number: str, typed: dict[str, str], hidden: list[str]) -> None:
        """Remember what staff have typed into a row for later."""
        self.waiting.pop(number, None)
        self.hidden.pop(number, None)
        if typed:
            self.waiting[number] = typed
        if hidden:
            self.hidden[number] = hidden

    def set_own(self, number: str, said: dict[str, str]) -> None:
        """Remember what stands in staff's own columns of a case's row."""
        known = self.own.get(number, {})
        for header in known | said:
            if known.get(header, "") != said.get(header, ""):
                self._own_changed.append((number, OWN + header, said.get(header, "")))
        self.own[number] = said

    def learn(self, last: LookedBack) -> None:
        """Store what came of the last write: what is agreed on, which notes stand, what strayed."""
        agreed = {}
        for each in last.reached:
            if each.number and each.agreed:
                known = list(self.agreed.get(each.number) or [""] * len(COLUMNS))
                for header, text in each.agreed.items():
                    known[AT[header]] = text
                agreed[each.number] = tuple(known)
            if each.number and each.notes:
                stand = {*self.noted.get(each.number, ()), *each.notes}
                gone = {header for header, note in each.notes.items() if not note}
                self.noted[each.number] = sorted(stand - gone)
            self._tried(each)
        for each in last.missed if last.made else self.meant:
            if each.torn:
                self.torn[each.number] = {
                    header: [each.before.get(header, ""), text]
                    for header, text in each.torn.items()
                }
        self.strays = last.strays
        self.adrift += last.went_over
        self.written, self.meant = {}, []
        self.keep(agreed)

    def _tried(self, each: MeantRow) -> None:
        """Count the writes of own cells that have reached their row."""
        sent = {(cell.header, cell.text) for cell in each.own}
        owed = self.owed.get(each.number, {})
        for header, one in owed.items():
            if (header, one.text) in sent:
                owed[header] = one.tried()
        if not each.number:
            self.adrift = [
                replace(one, owed=one.owed.tried()) if (one.header, one.owed.text) in sent else one
                for one in self.adrift
            ]

    def keep(self, agreed: Mapping[str, Cells]) -> None:
        """Store newly agreed rows and whatever else changed, in one transaction."""
        facts = self._facts()
        changed = {key: text for key, text in facts.items() if self._stored.get(key) != text}
        cells = [
            (number, header, row[at])
            for number, row in agreed.items()
            for at, header in enumerate(HEADERS)
            if number not in self.agreed or self.agreed[number][at] != row[at]
        ]
        cells += self._own_changed
        if changed or cells:
            with self.database.write() as tx:
                for key, text in changed.items():
                    files.remember_text(tx, key, text)
                self._store(tx, cells)
            self._stored |= changed
        self._own_changed = []
        self.agreed.update(agreed)

    def _facts(self) -> dict[str, str]:
        facts = {
            WAITING: self.waiting,
            HIDDEN: self.hidden,
            NOTED: self.noted,
            MARKED: self.marked,
            COPIES: self.copies,
            MEANT: self.meant,
            JOURNAL: self.written,
            OWED: self.owed,
            ADRIFT: self.adrift,
            STRAYS: self.strays,
            HEADINGS: self.headings,
            TORN: self.torn,
            BARE: self.bare,
        }
        return {key: canonical(fact, vars) for key, fact in facts.items()}

    def _store(self, tx: Connection, cells: list[tuple[str, str, str]]) -> None:
        if any(number not in self._ids for number, _, _ in cells):
            for key, number in tx.execute(select(cases.c.id, cases.c.register_no)):
                self._ids[number] = key
        # a cell of staff's own that is empty leaves nothing, so that old headers do not pile up
        gone = [
            {"case": self._ids[number], "name": _held(header)}
            for number, header, value in cells
            if header.startswith(OWN) and not value
        ]
        if gone:
            tx.execute(
                delete(agreed_cells).where(
                    agreed_cells.c.case_id == bindparam("case"),
                    agreed_cells.c.header == bindparam("name"),
                ),
                gone,
            )
        rows = [
            {"case_id": self._ids[number], "header": _held(header), "value": _held(value)}
            for number, header, value in cells
            if value or not header.startswith(OWN)
        ]
        if not rows:
            return
        insert = (sqlite_insert if tx.dialect.name == "sqlite" else pg_insert)(agreed_cells)
        upsert = insert.on_conflict_do_update(
            index_elements=["case_id", "header"], set_={"value": insert.excluded.value}
        )
        for start in range(0, len(rows), BATCH):
            tx.execute(upsert, rows[start : start + BATCH])


def _held(text: str) -> str:
    """A text as PostgreSQL can hold it, too."""
    return text.replace("\0", "\ufffd")
