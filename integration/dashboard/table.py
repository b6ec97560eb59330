"""What stands on the tab: a table of texts and numbers, and where each part of it lies.

In:    the reports of this month and the one before.   Out: `Table`.
Rule:  numbers stay numbers, so that charts can draw them: whole ones, and days to one place.
Never: counts; every figure comes out of `monthly.report`. Start at `table`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integration.reports.rounding import half_up

Cell = str | int | float | None
Told = Mapping[str, Any]

TITLE = "Dasbor Pengaduan"
HOUSE = "Diisi oleh sistem dari laporan bulanan. Catatan Anda: di luar kolom A–E."
COLUMNS = 5
"""The table is so many columns wide; everything to the right belongs to charts and to staff."""
HEADLINE = (
    ("Pengaduan diterima", "received"),
    ("Selesai atau diarsipkan", "ended"),
    ("Surat jawaban terbit", "answered"),
    ("Surat jawaban terlambat", "answered_late"),
    ("Langkah 2–9 selesai", "steps_done"),
    ("Langkah 2–9 terlambat", "steps_late"),
    ("Langkah 2–9 tepat waktu (%)", "steps_on_time_share"),
    ("Median sampai selesai (hari kalender)", "median_lead_days"),
    ("Konsep dikembalikan pada langkah 9", "returns"),
    ("Dibuka kembali oleh pelanggan", "reopened"),
)


@dataclass(frozen=True)
class Block:
    """A part of the table: its header row, one past its last row, how many columns it has."""

    top: int
    bottom: int
    width: int


@dataclass(frozen=True)
class Table:
    """Rows of `COLUMNS` cells, and the parts that charts draw."""

    rows: tuple[tuple[Cell, ...], ...]
    blocks: Mapping[str, Block]
    height: int = 0
    """How many rows are ours: those of the longest table so far."""

    @property
    def padded(self) -> list[tuple[Cell, ...]]:
        """The rows, and empty ones below where a longer table stood."""
        return [*self.rows, *[(None,) * COLUMNS] * (self.height - len(self.rows))]

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        blocks = {key: [one.top, one.bottom, one.width] for key, one in self.blocks.items()}
        return {
            "rows": [list(row) for row in self.rows],
            "blocks": blocks,
            "height": max(self.height, len(self.rows)),
        }

    @classmethod
    def from_plain(cls, said: Told) -> "Table":
        """From JSON values."""
        blocks = {key: Block(*one) for key, one in said["blocks"].items()}
        return cls(tuple(tuple(row) for row in said["rows"]), blocks, said["height"])


def table(this: Told, last: Told, groups: Sequence[str], changed: str, report: str) -> Table:
    """The whole tab. `groups` are the office's; `changed` says when a figure last changed;
    `report` is the address of the whole report.
    """
    made = _Making()
    made.line(f"{TITLE} {this['name']}")
    made.line(changed)
    made.line(HOUSE)
    made.line(f"Laporan lengkap: {report}")
    made.block("headline", ("Ringkasan", this["name"], last["name"]), _headline(this, last))
    made.block("now", ("Saat ini", "Jumlah"), _now(this))
    made.block(
        "months",
        ("Bulan", "Diterima", "Selesai", "Langkah terlambat", "Tepat waktu (%)"),
        [
            (_short(row["name"]), row["received"], row["ended"], row["steps_late"],
             _percent(row["on_time_share"]))
            for row in this["months"]
        ],
    )  # fmt: skip
    made.block(
        "steps",
        ("Langkah", "Waktu baku", f"Median {this['name']} (% baku)",
         f"Median {last['name']} (% baku)", f"Terlambat {this['name']}"),
        list(_steps(this, last)),
    )  # fmt: skip
    made.block(
        "groups",
        ("Pokja", "Terbuka, belum lewat", "Terbuka, lewat tenggat", f"Diterima {this['name']}",
         f"Diterima {last['name']}"),
        list(_groups(this, last, groups)),
    )  # fmt: skip
    for key, head in (("channel", "Kanal"), ("service", "Jenis layanan")):
        made.block(key, (head, this["name"], last["name"]), list(_received(this, last, key)))
    return Table(tuple(made.rows), made.blocks)


class _Making:
    def __init__(self) -> None:
        self.rows: list[tuple[Cell, ...]] = []
        self.blocks: dict[str, Block] = {}

    def line(self, *cells: Cell) -> None:
        self.rows.append((*cells, *[None] * (COLUMNS - len(cells))))

    def block(self, key: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.line()
        top = len(self.rows)
        self.line(*heads)
        for row in rows:
            self.line(*row)
        self.blocks[key] = Block(top, len(self.rows), len(heads))


def _headline(this: Told, last: Told) -> list[tuple[Cell, ...]]:
    return [
        (label, *(_figure(key, told["totals"][key]) for told in (this, last)))
        for label, key in HEADLINE
    ]


def _figure(key: str, value: Any) -> Cell:
    if key.endswith("share"):
        return _percent(value)
    return half_up(value, 1) if isinstance(value, float) else value


def _now(this: Told) -> list[tuple[Cell, ...]]:
    totals = this["totals"]
    return [("Masih terbuka", totals["open_now"]), ("Lewat tenggat", totals["overdue_now"])]


def _steps(this: Told, last: Told) -> Iterable[tuple[Cell, ...]]:
    for now, before in zip(this["steps"], last["steps"], strict=True):
        if now["standard"]:
            name = f"{now['no']}{'+' if now['extension'] else ''}. {now['name']}"
            yield name, now["standard"], _of_standard(now), _of_standard(before), now["late"]


def _of_standard(row: Told) -> Cell:
    median = row["median_minutes"]
    return None if median is None else int(half_up(100 * median / row["standard_minutes"]))


def _groups(this: Told, last: Told, groups: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    now, before = ({row["key"]: row for row in told["by"]["group"]} for told in (this, last))
    names = dict.fromkeys([*groups, *sorted({*now, *before} - {""}), ""])
    for key in names:
        row, old = now.get(key), before.get(key)
        if key or row or old:
            opened, overdue = _count(row, "open_now"), _count(row, "overdue_now")
            label = key or "(belum ditentukan)"
            yield label, opened - overdue, overdue, _count(row), _count(old)


def _received(this: Told, last: Told, way: str) -> Iterable[tuple[Cell, ...]]:
    now, before = ({row["key"]: row for row in told["by"][way]} for told in (this, last))
    names = {row["key"]: row["name"] for told in (last, this) for row in told["by"][way]}
    kept = [key for key in names if _count(now.get(key)) or _count(before.get(key))]
    for key in sorted(kept, key=lambda one: (-_count(now.get(one)), names[one])):
        yield names[key], _count(now.get(key)), _count(before.get(key))


def _count(row: Told | None, what: str = "received") -> int:
    return int(row[what]) if row else 0


def _percent(share: float | None) -> Cell:
    return None if share is None else int(half_up(100 * share))


def _short(name: str) -> str:
    month, year = name.split()
    return f"{month[:3]} {year[2:]}"
