"""The process ends between any two operations of the register's work; the next one goes on.

The law: rows, notes and histories end as they do when nothing happens to the process. Every moment
of a busy hour is tried.
"""

import shutil
from collections import Counter
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

from integration.register.columns import HEADERS
from tests.databases import sqlite_database
from tests.register.mortal import MortalHouse
from tests.register.register_house import Paper

NAMES = ("Citra", "Adi", "Bela", "Dewi", "Eko", "Fitri")
STEP, WRONG, PAGE, GONE, COPIED, CLEARED = (f"ADU/2026/{n + 1:04d}" for n in range(len(NAMES)))


def morning(path: Path) -> Paper:
    """Six complaints whose cause is being looked for, as the sheet shows them."""
    with sqlite_database(path) as database:
        database.migrate()
        house = MortalHouse.built(database)
        for name in NAMES:
            house.at("cause", name=name)
        return house.paper


def busy_hour(house: MortalHouse) -> None:
    """Whatever the desk does in a look; twice while staff work at what it is writing."""
    house.new_row(kanal="WhatsApp", nama="Gita", uraian="Diketik tangan", penyebab="Sudah tahu")
    house.cycle()

    house.type(STEP, penyebab="Alat rusak", status="Penetapan Tindakan")
    house.type(WRONG, status="Selesai", langkah="99", catatan_petugas="Sudah ditelepon")
    house.by_page(PAGE, "cause")
    house.type(GONE, penyebab="Masih dicari")
    house.paper.meanwhile = lambda: house.type(PAGE, penyebab="Diketik pada saat itu")
    house.cycle(3)

    house.paper.rows.remove(house.paper.row_of(GONE))
    house.paper.rows.insert(2, house.paper.row_of(COPIED).copy())
    house.type(CLEARED, no_register="")
    house.by_page(PAGE, "actions")
    house.complain(name="Hani")

    def meanwhile() -> None:
        house.type(WRONG, status="Entah")
        house.sort("Nama", backwards=True)

    house.paper.meanwhile = meanwhile
    house.cycle(4)


TYPED = ("Diketik tangan", "Sudah tahu", "Alat rusak", "'Selesai'", "'99'", "Sudah ditelepon")
TYPED_TOO = ("Masih dicari", "Diketik pada saat itu", "'Entah'")


def outcome(house: MortalHouse) -> tuple[Counter[Any], dict[str, Counter[Any]]]:
    """Rows with their notes, and what the histories keep; in any order."""
    rows = Counter(
        tuple(
            (header, house.says(row, header), house.note(row, header))
            for header in HEADERS
            if header != "Berkas Kasus"
        )
        for row in house.paper.rows[1:]
        if any(row.cells.values())
    )
    kept = {
        number: Counter(
            (event.what.value, event.by.door.value, repr(event.data.get("intake", event.data)))
            for event in house.service.history(number)
        )
        for number in house.book.refresh()
    }
    return rows, kept


def lived_through(path: Path, paper: Paper, moment: int) -> tuple[bool, Any]:
    """Whether the service ended at that moment of the busy hour, and what was left after it."""
    with sqlite_database(path) as database:
        house = MortalHouse.built(database)
        house.paper, house.moment = deepcopy(paper), moment
        house.restart()
        busy_hour(house)
        house.paper.writes.clear()
        house.cycle(2)
        assert house.paper.writes == [], f"an idle look wrote after it had ended at {moment}"
        return house.ended, outcome(house)


def test_a_service_that_ends_at_any_moment_leaves_what_one_leaves_that_lives(tmp_path):
    paper = morning(tmp_path / "morning.db")
    lived = None
    for moment in count():
        path = tmp_path / f"{moment}.db"
        shutil.copy(tmp_path / "morning.db", path)
        ended, left = lived_through(path, paper, moment)
        lived = lived or left
        assert left == lived, f"the service ended at moment {moment}"
        if moment and not ended:
            break
    assert moment > 40
    rows, kept = lived
    said = repr(lived)
    assert [text for text in (*TYPED, *TYPED_TOO) if text not in said] == []
    assert (len(rows), len(kept)) == (len(NAMES) + 3, len(NAMES) + 2), "one of the rows is a copy"
