"""What people do between our read and our write is seen afterwards and put back.

The law: whatever is moved, inserted, deleted and typed just before a write, and moved after it,
every row reads as if the write had reached only rows that it was meant for, and had left out the
cells into which somebody was typing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from integration.ports import TabRead
from integration.register.astray import undone
from integration.register.columns import AT, COLUMNS, HEADERS, Cells, Owner
from integration.register.journal import looked_back
from integration.register.meant import MeantRow
from tests.register.register_house import JOURNAL

PLACE = list(range(len(HEADERS)))
TYPED = ["Nama", *(each.header for each in COLUMNS if each.owner is not Owner.SERVICE)]


@dataclass
class Line:
    """A row that knows where it came from."""

    cells: dict[str, str] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)
    """What the write is meant to say in this very row."""

    def texts(self) -> Cells:
        return tuple(self.cells.get(header, "") for header in HEADERS)


def numbered(n: int) -> Line:
    said = {"Nama": f"Pelapor {n}", "Uraian": f"Keluhan {n}", "Status": "Dikaji"}
    ours = {"Status": "Analisis Penyebab", "Hasil Kajian": f"Kajian {n}"}
    return Line({"No. Register": f"ADU/2026/{n:04d}", **said}, ours)


def typed(n: int) -> Line:
    said = {"Nama": f"Tamu {n}", "Uraian": f"Cerita {n}"}
    return Line(said, {"No. Register": f"ADU/2026/{n:04d}", "Status": "Diterima"})


@dataclass
class Staff:
    """Hands, guided by numbers."""

    lines: list[Line]
    draw: Callable[[int], int]
    words: int = 0

    def work(self, count: int) -> None:
        for _ in range(count):
            (self.swap, self.insert, self.delete, self.type, self.type)[self.draw(5)]()

    def any(self) -> int:
        return self.draw(len(self.lines))

    def swap(self) -> None:
        a, b = self.any(), self.any()
        self.lines[a], self.lines[b] = self.lines[b], self.lines[a]

    def insert(self) -> None:
        self.lines.insert(self.any(), Line())

    def delete(self) -> None:
        if len(self.lines) > 2:
            del self.lines[self.any()]

    def type(self) -> None:
        line = self.lines[self.any()]
        if line.cells:
            self.words += 1
            line.cells[TYPED[self.draw(len(TYPED))]] = f"kata {self.words}"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data(), count=st.integers(2, 6), before=st.integers(0, 4), moved_after=st.booleans())
def test_a_write_is_as_if_it_had_reached_only_what_it_was_meant_for(
    data, count, before, moved_after
):
    lines = [numbered(n) if data.draw(st.booleans()) else typed(n) for n in range(1, count + 1)]
    meant = [
        MeantRow(
            number=line.ours.get("No. Register", line.cells.get("No. Register", "")),
            row=at + 1,
            before=dict(line.cells),
            after=dict(line.ours),
        )
        for at, line in enumerate(lines)
    ]
    planned, was = list(lines), {id(line): dict(line.cells) for line in lines}

    staff = Staff(lines, lambda n: data.draw(st.integers(0, n - 1)))
    staff.work(before)
    lines += [Line() for _ in range(count)]
    hit = {id(line) for line, there in zip(planned, lines, strict=False) if line is there}
    expected = {
        id(line): wanted(line, was[id(line)] if id(line) in hit else None) for line in lines
    }
    aside = [("key",), HEADERS, *(lines[each.row - 1].texts() for each in meant)]
    for each in meant:
        lines[each.row - 1].cells |= each.after
    order = data.draw(st.permutations(lines)) if moved_after else lines

    seen = [HEADERS, *(line.texts() for line in order)]
    written = {"key": "key", "place": PLACE, "copies": {}, "made": False}
    tab = TabRead(sheet_id=JOURNAL, title="", rows=tuple(aside))
    found = looked_back(tab, written, meant, [], seen)
    rows = undone(seen, found.strays).rows

    assert [dict_of(row) for row in rows[1:]] == [expected[id(line)] for line in order]


def wanted(line: Line, was: dict[str, str] | None) -> dict[str, str]:
    """Our cells but for those that staff changed, in a row that was hit as it was meant."""
    said = dict(line.cells)
    if was is not None:
        said |= {
            header: text
            for header, text in line.ours.items()
            if said.get(header, "") == was.get(header, "")
        }
    return {header: text for header, text in said.items() if text}


def dict_of(row: Cells) -> dict[str, str]:
    return {HEADERS[at]: row[at] for at in AT.values() if row[at]}
