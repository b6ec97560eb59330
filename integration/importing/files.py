"""The file's sheets as rows of cells, whatever program saved it.

In:    a path, words that tell a header row.   Out: `Grid`s: rows by line; `Unreadable`.
Rule:  xlsx and csv through pandas; of the separators of a csv the one under which a header row
       appears, of the encodings the one the file names, else UTF-8, else Windows.
Never: looks into a cell beyond that.
"""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252")
_MARKED = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Unreadable(ValueError):
    """The file cannot be read as a table; the message says why, for people."""


@dataclass(frozen=True)
class Grid:
    """One sheet of the file; empty cells are None. A csv has one, without a name."""

    name: str
    rows: Sequence[Sequence[Any]]


def grids(path: Path, is_register: Callable[[Grid], bool]) -> list[Grid]:
    """Every sheet. Raises Unreadable."""
    try:
        if path.suffix.casefold() == ".csv":
            return [_csv(_text(path), is_register)]
        return _book(path)
    except FileNotFoundError:
        raise Unreadable(f"berkas {path} tidak ada") from None
    except Exception as wrong:
        # every format has its own ways to be broken, and all of them mean the same to people
        raise Unreadable(f"berkas ini tidak dapat dibaca sebagai xlsx atau csv: {wrong}") from None


def _book(path: Path) -> list[Grid]:
    import pandas as pd

    options: dict[str, Any] = {"header": None, "dtype": object, "sheet_name": None}
    sheets = pd.read_excel(path, keep_default_na=False, **options)
    return [_grid(str(name), frame) for name, frame in sheets.items()]


def _text(path: Path) -> str:
    raw = path.read_bytes()
    marked = [name for mark, name in _MARKED.items() if raw.startswith(mark)]
    for encoding in [*marked, *ENCODINGS]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("huruf dalam berkas csv ini tidak dikenal; simpan sebagai UTF-8")


def _csv(text: str, is_register: Callable[[Grid], bool]) -> Grid:
    grid = Grid("", [])
    for separator in SEPARATORS:
        grid = _separated(text, separator)
        if is_register(grid):
            break
    return grid


def _separated(text: str, separator: str) -> Grid:
    from io import StringIO

    import pandas as pd

    # titles above the table are shorter than its rows, and pandas takes the first row's width
    width = max((line.count(separator) for line in text.splitlines()), default=0) + 1
    frame = pd.read_csv(
        StringIO(text),
        header=None,
        names=range(width),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        sep=separator,
        engine="python",
        skip_blank_lines=False,
    )
    return _grid("", frame)


def _grid(name: str, frame: Any) -> Grid:
    return Grid(name, [[_cell(cell) for cell in row] for row in frame.values])


def _cell(cell: Any) -> Any:
    import pandas as pd

    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    return cell
