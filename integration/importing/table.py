"""The file as a table: cells as they are, columns by what their headers mean.

In:    a path.   Out: `Table`: lines of every sheet that is a register, cells by meaning; `NoTable`.
Rule:  a sheet's header row is the first that names a complaint's text and one thing more; what
       stands above it (titles, a letterhead) is passed over; unknown columns keep their headers.
Never: judges a cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from integration.importing.files import Grid, Unreadable, grids
from integration.register.reading import plain

NUMBER, TEXT = "number", "text"
MEANINGS: Mapping[str, tuple[str, ...]] = {
    NUMBER: (
        *("no register", "nomor register", "no pengaduan", "nomor pengaduan", "no aduan"),
        *("nomor aduan", "no keluhan", "nomor keluhan", "no agenda", "nomor agenda"),
    ),
    "received": (
        *("tanggal", "tgl", "tanggal terima", "tanggal diterima", "tanggal masuk", "tgl masuk"),
        *("tgl terima", "tgl diterima", "diterima", "tanggal pengaduan", "tgl pengaduan"),
        *("tanggal keluhan", "tgl keluhan", "tanggal aduan", "tgl aduan", "waktu"),
    ),
    "answered": (
        *("tanggal jawab", "tanggal jawaban", "tgl jawab", "tanggal selesai", "tgl selesai"),
        *("tanggal balasan", "tgl balasan", "dijawab", "selesai", "tanggal penyelesaian"),
        *("tgl penyelesaian", "tanggal ditutup", "tgl ditutup"),
    ),
    "channel": (
        *("kanal", "media", "saluran", "via", "melalui", "sumber", "media pengaduan"),
        *("media keluhan", "kanal pengaduan", "sumber pengaduan", "sumber keluhan"),
    ),
    "name": ("nama", "nama pelanggan", "pelapor", "nama pelapor", "nama pengadu", "pelanggan"),
    "company": ("instansi", "perusahaan", "nama perusahaan", "nama instansi"),
    "contact": (
        *("kontak", "no hp", "hp", "telepon", "no telepon", "telp", "no telp", "nomor telepon"),
        *("nomor hp", "no whatsapp", "nomor whatsapp", "whatsapp", "wa", "no wa", "nomor wa"),
        *("no kontak", "nomor kontak"),
    ),
    "email": ("email", "e-mail", "surel", "alamat email", "alamat e-mail"),
    TEXT: (
        *("uraian", "isi", "keluhan", "pengaduan", "isi pengaduan", "isi keluhan", "isi aduan"),
        *("uraian keluhan", "uraian pengaduan", "uraian aduan", "permasalahan", "aduan"),
        *("materi pengaduan", "keluhan pelanggan", "uraian keluhan pelanggan", "deskripsi"),
        *("deskripsi keluhan", "deskripsi pengaduan"),
    ),
    "status": ("status", "status penyelesaian", "tindak lanjut status"),
}
_BY_HEADER = {header: meaning for meaning, headers in MEANINGS.items() for header in headers}
_RUNNING = ("no", "nomor")
"""The register's own number only where no other column is."""
LOOK_FOR_HEADERS = 30
"""Rows from the top among which the header row is looked for."""

HEADER_AGAIN = "baris judul yang diulang"
COLUMN_NUMBERS = "nomor kolom, bukan pengaduan"


class NoTable(ValueError):
    """The file cannot be read as a register; the message says why, for people."""


@dataclass(frozen=True)
class Line:
    """One row: its sheet and line in the file, cells by meaning, the others by header."""

    at: int
    cells: Mapping[str, Any]
    others: Mapping[str, Any]
    sheet: str = ""
    no_complaint: str = ""
    """Why the row is none, where its form tells."""


@dataclass
class Table:
    """What was found."""

    columns: dict[str, str] = field(default_factory=dict)
    """By meaning, the header in the file; of several sheets the first that has it."""
    unknown: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    """Names of the sheets that were read."""
    unread: list[str] = field(default_factory=list)
    """Names of filled sheets without a header row."""


@dataclass(frozen=True)
class _Head:
    """A header row: where it ends, columns by meaning, every column's own words."""

    last: int
    columns: Mapping[str, int]
    headers: Sequence[str]


def read(path: Path) -> Table:
    """The register in a file. Raises NoTable."""
    table = Table()
    try:
        found = grids(path, lambda grid: _head(grid) is not None)
    except Unreadable as why:
        raise NoTable(str(why)) from None
    for grid in found:
        head = _head(grid)
        if head is not None:
            _add(table, grid, head)
        elif any(_filled(row) for row in grid.rows):
            table.unread.append(grid.name)
    if not table.sheets:
        raise NoTable(
            "tidak ditemukan baris judul: harus ada kolom uraian (misalnya Uraian, Keluhan, atau "
            "Isi Pengaduan) dan paling sedikit satu kolom lain yang dikenal"
        )
    return table


def _add(table: Table, grid: Grid, head: _Head) -> None:
    table.sheets.append(grid.name)
    known = set(head.columns.values())
    others: dict[str, int] = {}
    for at, name in enumerate(head.headers):
        if at not in known and name:
            others[f"{name} (kolom {at + 1})" if name in others else name] = at
    for meaning, at in head.columns.items():
        table.columns.setdefault(meaning, head.headers[at])
    table.unknown += [name for name in others if name not in table.unknown]
    for place, row in enumerate(grid.rows):
        if place > head.last and _filled(row):
            table.lines.append(
                Line(
                    at=place + 1,
                    cells={meaning: row[column] for meaning, column in head.columns.items()},
                    others={**{name: row[at] for name, at in others.items()}, **_loose(row, head)},
                    sheet=grid.name,
                    no_complaint=_no_complaint(row, head),
                )
            )


def _loose(row: Sequence[Any], head: _Head) -> dict[str, Any]:
    """Cells under no header; what was written there is kept all the same."""
    return {
        f"Kolom {at + 1}": cell
        for at, cell in enumerate(row)
        if _words(cell) and not head.headers[at]
    }


def _head(grid: Grid) -> _Head | None:
    """The header row, of two lines where cells were merged; None where there is none."""
    for at, row in enumerate(grid.rows[:LOOK_FOR_HEADERS]):
        columns = _columns(row)
        if TEXT not in columns or len(columns) == 1:
            continue
        headers = [_words(cell) for cell in row]
        below = grid.rows[at + 1] if at + 1 < len(grid.rows) else ()
        more = {key: place for key, place in _columns(below).items() if key not in columns}
        if more and _goes_on(below, columns):
            for place, cell in enumerate(below):
                headers[place] = _words(cell) or headers[place]
            return _Head(at + 1, {**columns, **more}, headers)
        return _Head(at, columns, headers)
    return None


def _goes_on(below: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether a row below the header row is its second line: no text, and headers only."""
    if _words(below[columns[TEXT]]):
        return False
    return all(_meaning(below[at]) or not _words(below[at]) for at in columns.values())


def _columns(row: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        meaning = _meaning(cell)
        if meaning is not None:
            found.setdefault(meaning, column)
    if NUMBER not in found:
        running = [at for at, cell in enumerate(row) if _bare(_words(cell)) in _RUNNING]
        if running:
            found[NUMBER] = running[0]
    return found


def _meaning(cell: Any) -> str | None:
    """What a header says, or the first part of one that names several things."""
    words = _words(cell)
    for part in (words, *re.split(r"[/(),&]| dan ", words.casefold())):
        meaning = _BY_HEADER.get(_bare(part))
        if meaning is not None:
            return meaning
    return None


def _bare(words: str) -> str:
    return plain(re.sub(r"[.:*]", " ", words))


def _words(cell: Any) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _filled(row: Sequence[Any]) -> bool:
    return any(_words(cell) for cell in row)


def _no_complaint(row: Sequence[Any], head: _Head) -> str:
    words = [_words(cell) for cell in row]
    if words[head.columns[TEXT]] == head.headers[head.columns[TEXT]]:
        return HEADER_AGAIN
    numbers = [word.strip("()") for word in words if word]
    if len(numbers) > 2 and numbers == [str(n + 1) for n in range(len(numbers))]:
        return COLUMN_NUMBERS
    return ""
