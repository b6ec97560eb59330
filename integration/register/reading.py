"""Finding the register's columns in a tab, whatever staff did to it.

In:    the tab's rows as text.   Out: `Sheet`: rows in the order of `COLUMNS`, and header drift.
Rule:  columns are found by their words in row 1; one that is missing or doubled is neither read
       nor written; without `No. Register` nothing is (design section 5).
Never: guesses which of two equal headers is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter

from integration.ports import TabRead
from integration.register.columns import COLUMNS, HEADERS, NAME, NUMBER, TEXT, Cells


def plain(text: str) -> str:
    """A text for comparing: one case, single spaces."""
    return " ".join(text.split()).casefold()


def register_number(text: str) -> str:
    """A number as typed, the way numbers are written."""
    return text.replace(" ", "").upper()


def digest(cells: Cells) -> str:
    """A short name for exactly these texts."""
    return sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def names(cells: Cells) -> tuple[str, str]:
    """By what a row without a number is told from others: who complains, and of what."""
    return plain(cells[NAME]), plain(cells[TEXT])


_WORDS = tuple(plain(header) for header in HEADERS)
_PLACE = {words: place for place, words in enumerate(_WORDS)}


@dataclass(frozen=True)
class Sheet:
    """The tab as the register sees it."""

    tab: TabRead
    place: tuple[int | None, ...]
    """Column in the tab of each of `COLUMNS`; None where it is neither read nor written."""
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether rows can be told apart at all."""
        return self.place[NUMBER] is not None

    @property
    def read_columns(self) -> frozenset[int]:
        """Places in `COLUMNS` that this sheet has."""
        return frozenset(at for at, column in enumerate(self.place) if column is not None)

    def cells(self) -> list[Cells]:
        """Every row, the header included, in the order of `COLUMNS`; absent columns are empty."""
        rows = self.tab.rows
        if rows and self.place == tuple(range(len(rows[0]))):
            return list(rows)
        if None not in self.place:
            # rows are padded to one width, so this is a straight copy
            return list(map(itemgetter(*self.place), rows))
        width = max(map(len, rows), default=0)
        pick = itemgetter(*(width if at is None else at for at in self.place))
        return [pick((*row, "")) for row in rows]

    @property
    def used_rows(self) -> int:
        """How many rows there are up to the last one that holds anything in any column.

        Boxes that nobody has ticked, drawn down a column beforehand, are nothing.
        """
        rows = self.tab.rows
        count = len(rows)
        while count and not any(text not in ("", "FALSE") for text in rows[count - 1]):
            count -= 1
        return count


def find_columns(tab: TabRead) -> Sheet:
    """The columns by their words in row 1."""
    found = _by_words(tab.rows[0] if tab.rows else ())
    return Sheet(
        tab=tab,
        place=_places(found),
        missing=tuple(HEADERS[at] for at in range(len(COLUMNS)) if at not in found),
        doubled=tuple(HEADERS[at] for at, columns in found.items() if len(columns) > 1),
    )


def places(headers: Sequence[str]) -> tuple[int | None, ...]:
    """Column of each of `COLUMNS` by the words of a header row; None where it is not clear."""
    return _places(_by_words(headers))


def _by_words(headers: Sequence[str]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for column, text in enumerate(headers):
        place = _PLACE.get(plain(text))
        if place is not None:
            found.setdefault(place, []).append(column)
    return found


def _places(found: Mapping[int, list[int]]) -> tuple[int | None, ...]:
    return tuple(
        found[at][0] if len(found.get(at, ())) == 1 else None for at in range(len(COLUMNS))
    )


def is_header_row(cells: Cells) -> bool:
    """Whether a row is a copy of the header row, pasted somewhere below, or what is left of one."""
    if plain(cells[NUMBER]) == _WORDS[NUMBER]:
        return True
    said = [(plain(text), _WORDS[at]) for at, text in enumerate(cells) if text and at != NUMBER]
    return 2 * sum(text == heading for text, heading in said) > len(said)
