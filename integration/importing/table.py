"""The file as a table: cells as they are, columns by what their headers mean.

In:    a path.   Out: `Table`: rows by line number of the file, cells by meaning; `NoTable`.
Rule:  the header row is the first that names a complaint's text and one thing more; what stands
       above it (titles, a letterhead) is passed over; unknown columns keep their own headers.
Never: judges a cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from integration.register.reading import plain

TEXT = "text"
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        *("no", "no.", "nomor", "no. register", "no register", "nomor register", "no. pengaduan"),
        *("no pengaduan", "nomor pengaduan", "no. aduan", "nomor aduan", "no. agenda"),
    ),
    "received": (
        *("tanggal", "tgl", "tgl.", "tanggal terima", "tanggal diterima", "tanggal masuk"),
        *("tgl masuk", "tgl terima", "diterima", "tanggal pengaduan", "tgl pengaduan"),
        *("tanggal keluhan", "waktu"),
    ),
    "answered": (
        *("tanggal jawab", "tanggal jawaban", "tgl jawab", "tanggal selesai", "tgl selesai"),
        *("tanggal balasan", "tgl balasan", "dijawab", "selesai", "tanggal penyelesaian"),
    ),
    "channel": ("kanal", "media", "saluran", "via", "melalui", "sumber"),
    "name": ("nama", "nama pelanggan", "pelapor", "nama pelapor", "nama pengadu", "pelanggan"),
    "company": ("instansi", "perusahaan", "instansi/perusahaan", "nama perusahaan"),
    "contact": (
        *("kontak", "no hp", "no. hp", "hp", "telepon", "no telepon", "no. telepon", "telp"),
        *("no. telp", "nomor telepon", "nomor hp", "nomor whatsapp", "whatsapp", "wa", "no. wa"),
    ),
    "email": ("email", "e-mail", "surel"),
    TEXT: (
        *(
            "uraian",
            "isi",
            "keluhan",
            "pengaduan",
            "isi pengaduan",
            "isi keluhan",
            "uraian keluhan",
        ),
        *("uraian pengaduan", "permasalahan", "materi pengaduan"),
    ),
    "status": ("status", "status penyelesaian", "tindak lanjut status"),
}
_BY_HEADER = {header: meaning for meaning, headers in MEANINGS.items() for header in headers}
LOOK_FOR_HEADERS = 30
"""Rows from the top among which the header row is looked for."""
ENCODINGS = ("utf-8-sig", "cp1252")


class NoTable(ValueError):
    """The file cannot be read as a register; the message says why, for people."""


@dataclass(frozen=True)
class Line:
    """One row: its line in the file, cells by meaning, the others by header."""

    at: int
    cells: Mapping[str, Any]
    others: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """What was found."""

    columns: Mapping[str, str]
    """By meaning, the header in the file."""
    unknown: Sequence[str]
    lines: Sequence[Line]


def read(path: Path) -> Table:
    """The register in a file. Raises NoTable."""
    for first, rows in _sheets(path):
        for at, row in enumerate(rows[:LOOK_FOR_HEADERS]):
            columns = _columns(row)
            if TEXT in columns and len(columns) > 1:
                return _table(rows, at, columns, first)
    raise NoTable(
        "tidak ditemukan baris judul: harus ada kolom uraian (misalnya Uraian, Keluhan, atau Isi "
        "Pengaduan) dan paling sedikit satu kolom lain yang dikenal"
    )


def _columns(row: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        meaning = _BY_HEADER.get(plain(str(cell)).rstrip(":")) if cell is not None else None
        if meaning is not None:
            found.setdefault(meaning, column)
    return found


def _table(rows: Sequence[Sequence[Any]], at: int, columns: dict[str, int], first: int) -> Table:
    headers = [" ".join(str(cell).split()) if cell is not None else "" for cell in rows[at]]
    known = set(columns.values())
    others = {name: place for place, name in enumerate(headers) if name and place not in known}
    lines = [
        Line(
            at=first + place,
            cells={meaning: row[column] for meaning, column in columns.items()},
            others={name: row[column] for name, column in others.items()},
        )
        for place, row in enumerate(rows)
        if place > at and any(cell is not None and str(cell).strip() for cell in row)
    ]
    shown = {meaning: headers[column] for meaning, column in columns.items()}
    return Table(shown, list(others), lines)


def _sheets(path: Path) -> list[tuple[int, list[list[Any]]]]:
    """Every sheet as (line of its first row, rows); empty cells are None."""
    import pandas as pd

    try:
        if path.suffix.casefold() == ".csv":
            frames = [_csv(path)]
        else:
            options: dict[str, Any] = {"header": None, "dtype": object, "sheet_name": None}
            frames = list(pd.read_excel(path, keep_default_na=False, **options).values())
    except FileNotFoundError:
        raise NoTable(f"berkas {path} tidak ada") from None
    except Exception as wrong:
        # every format has its own ways to be broken, and all of them mean the same to people
        raise NoTable(f"berkas ini tidak dapat dibaca sebagai xlsx atau csv: {wrong}") from None
    return [(1, [[_cell(cell) for cell in row] for row in frame.values]) for frame in frames]


def _csv(path: Path) -> Any:
    import pandas as pd

    for encoding in ENCODINGS:
        try:
            return pd.read_csv(
                path,
                header=None,
                dtype=str,
                keep_default_na=False,
                sep=None,
                engine="python",
                encoding=encoding,
                skip_blank_lines=False,
            )
        except UnicodeDecodeError:
            continue
    raise NoTable("huruf dalam berkas csv ini tidak dikenal; simpan sebagai UTF-8")


def _cell(cell: Any) -> Any:
    import pandas as pd

    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    return cell
