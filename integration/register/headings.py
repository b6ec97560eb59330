"""The heading row, put back where staff deleted it, emptied it or typed over it.

In:    the tab as read; the heading row as it last stood, what the rows should say.
Out:   `Headings`: the tab as it will be, and which cells of row 1 have to be written for that.
Rule:  only where the rows below still say what they should, in the columns that stood there; where
       a row has moved up to row 1, the headings get a row of their own. One heading that says
       something else was renamed by a person, and a person is told (reporting.py).
Never: guesses where a column went. Start at `lost_headings()`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from integration.ports import TabRead
from integration.register import own
from integration.register.columns import NAME, NUMBER, TEXT, Cells
from integration.register.memory import Memory
from integration.register.reading import is_header_row, places, plain, register_number


@dataclass(frozen=True, kw_only=True)
class Headings:
    """What row 1 is lacking."""

    tab: TabRead
    """As it will be once they are written."""
    cells: Mapping[int, str]
    """By column."""
    over: Mapping[int, str]
    """By column: what somebody has typed there instead."""
    inserted: bool
    """Whether they need a row of their own, above what stands in row 1 now."""


def heading_row(tab: TabRead) -> list[str]:
    """The words of row 1, as they are remembered."""
    words = list(tab.rows[0]) if tab.rows else []
    while words and not words[-1]:
        words.pop()
    return words


def lost_headings(tab: TabRead, memory: Memory, were: Mapping[str, int]) -> Headings | None:
    """The headings to put back; None where none is lost, or where it is not safe.

    `were` says in which rows the cases stood in the last look, as far as that is known.
    """
    words = memory.headings
    place = places(words)
    number = place[NUMBER]
    if number is None or heading_row(tab) == words:
        return None
    width = max(len(words), *map(len, tab.rows), 1)
    rows = [(*row, *[""] * (width - len(row))) for row in tab.rows] or [("",) * width]
    wanted = [*words, *[""] * (width - len(words))]
    top = rows[0]
    gone = [at for at in place if at is not None and plain(top[at]) != plain(wanted[at])]
    theirs = [at for at, text in enumerate(wanted) if text and at not in place and not top[at]]
    if not (gone or theirs):
        return None
    found = _found(rows, number, memory.agreed)
    none_stands = len(gone) == len(place) - place.count(None)
    by = _moved_by(found, were)
    inserted = none_stands and (_begun(top, wanted, place, by) or _moved_up(top, number, found, by))
    if inserted is None or not _in_place(rows, found, place, memory):
        return None
    if not inserted and _moved(top, wanted):
        return None
    if inserted:
        row = {at: text for at, text in enumerate(wanted) if text}
        above = replace(tab, rows=(tuple(wanted), *rows), grid_rows=tab.grid_rows + 1)
        return Headings(tab=above, cells=row, over={}, inserted=True)
    empty = [at for at in gone if not top[at].strip()]
    if number not in gone:
        # The register goes on without these: the column itself has to say that it is theirs.
        gone = empty if _show(rows, found, place, memory, empty) else []
    elif gone == [number] and not empty:
        gone = []
    # An old second heading row that has moved up lacks what staff have added since.
    older = not gone and by == -1 and _show(rows, found, place, memory, theirs)
    if not (gone or older) or (none_stands and by != 0 and _below(rows, place, found)):
        return None
    cells = {at: wanted[at] for at in sorted({*gone, *theirs})}
    row_1 = tuple(cells.get(at, text) for at, text in enumerate(top))
    return Headings(
        tab=replace(tab, rows=(row_1, *rows[1:])),
        cells=cells,
        over={at: top[at] for at in gone if top[at].strip()},
        inserted=False,
    )


def _moved(top: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a heading stands in another column than before.

    Not asked of a complaint's row: `Diterima` is a heading and a status.
    """
    known = {plain(text) for text in wanted if text}
    return any(
        plain(text) in known and plain(text) != plain(wanted[at]) for at, text in enumerate(top)
    )


def _found(
    rows: Sequence[Sequence[str]], number: int, agreed: Mapping[str, Cells]
) -> dict[str, int]:
    """The first row of each case that bears its number in the column of numbers."""
    found: dict[str, int] = {}
    for at, row in enumerate(rows):
        bears = register_number(row[number])
        if bears in agreed:
            found.setdefault(bears, at)
    return found


def _moved_by(found: Mapping[str, int], were: Mapping[str, int]) -> int | None:
    """How many rows all cases have moved down since the last look; None where that is not clear."""
    by = {at - were[name] for name, at in found.items() if name in were}
    return by.pop() if len(by) == 1 else None


def _moved_up(
    top: Sequence[str], number: int, found: Mapping[str, int], by: int | None
) -> bool | None:
    """Whether a row of the register has become row 1; None where that is not clear."""
    if not any(top):
        return False
    if register_number(top[number]) in found:
        return True
    # A row without a number, or words in place of the headings: the rows below tell which.
    return by == -1 if by in (-1, 0) else None


def _begun(
    top: Sequence[str], wanted: Sequence[str], place: Sequence[int | None], by: int | None
) -> bool:
    """Whether a complaint was typed into a row that staff put where the headings stood."""
    told = [top[column] for at in (NAME, TEXT) if (column := place[at]) is not None]
    number = place[NUMBER]
    return (
        by == 0 and any(told) and number is not None and not top[number] and not _moved(top, wanted)
    )


def _below(
    rows: Sequence[Sequence[str]], place: Sequence[int | None], found: Mapping[str, int]
) -> bool:
    """Whether the headings stand below row 1 and above every case: somebody put rows above them."""
    first = min(found.values(), default=len(rows))
    return any(
        is_header_row(tuple("" if column is None else row[column] for column in place))
        for row in rows[1:first]
    )


def _in_place(
    rows: Sequence[Sequence[str]],
    found: Mapping[str, int],
    place: Sequence[int | None],
    memory: Memory,
) -> bool:
    """Whether the columns still stand where they stood: no text has left one for another."""
    if not memory.agreed:
        return not any(any(row) for row in rows[1:])
    if 2 * len(found) < len(memory.agreed):
        return False
    for at, said in _expected(rows, found, place, memory):
        row = rows[at]
        other = [column for column, text in enumerate(row) if text != said.get(column, "")]
        left = {said.get(column, "") for column in other} - {""}
        if left & {row[column] for column in other}:
            return False
    return True


def _show(
    rows: Sequence[Sequence[str]],
    found: Mapping[str, int],
    place: Sequence[int | None],
    memory: Memory,
    columns: Iterable[int],
) -> bool:
    """Whether one of these columns shows something that it should."""
    return any(
        said.get(column) and rows[at][column] == said[column]
        for at, said in _expected(rows, found, place, memory)
        for column in columns
    )


def _expected(
    rows: Sequence[Sequence[str]],
    found: Mapping[str, int],
    place: Sequence[int | None],
    memory: Memory,
) -> Iterator[tuple[int, dict[int, str]]]:
    """Rows of cases with what should stand in their columns, staff's own ones included."""
    theirs = own.columns(memory.headings)
    for number, at in found.items():
        cells = memory.ahead(number, memory.agreed[number])
        said = {
            column: text for column, text in zip(place, cells, strict=True) if column is not None
        }
        kept = memory.own.get(number, {})
        yield at, said | {column: kept.get(header, "") for header, column in theirs.items()}
