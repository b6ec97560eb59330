"""Addresses: A1 notation, grid ranges, and the way back.

In:    text such as "'Form Responses 1'!A2:C".   Out: an `Area` (half-open, zero-based) and back.
Rule:  a title that could be misread is quoted, an inner quote doubled (google-workspace.md 6.5).
Never: knows cells. Start at `parse()`.
"""

import re
from dataclasses import dataclass
from typing import Any

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?\Z")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS_LIKE_CELL = re.compile(
    r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\Z"
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, half-open and zero-based; `None` as an end means "as far as the grid goes"."""

    top: int = 0
    bottom: int | None = None
    left: int = 0
    right: int | None = None

    def within(self, rows: int, columns: int) -> "Area":
        """The same rectangle with every end known and cut to a grid of that size."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Area(min(self.top, bottom), bottom, min(self.left, right), right)

    @property
    def height(self) -> int:
        """Number of rows; the area must be bounded."""
        assert self.bottom is not None
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Number of columns; the area must be bounded."""
        assert self.right is not None
        return self.right - self.left

    def meets(self, other: "Area") -> bool:
        """Whether the two rectangles share a cell."""
        return (
            (other.bottom is None or self.top < other.bottom)
            and (self.bottom is None or other.top < self.bottom)
            and (other.right is None or self.left < other.right)
            and (self.right is None or other.left < self.right)
        )

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.meets(Area(row, row + 1, column, column + 1))


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A -> 0, AA -> 26; case does not matter."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell(row: int, column: int) -> str:
    """(0, 0) -> A1."""
    return f"{column_letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet title as it stands before the exclamation mark."""
    if _PLAIN_TITLE.match(title) and not _LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def write(title: str, area: Area) -> str:
    """A bounded area as Google echoes it: `Sheet1!A1:C2`, a single cell as `Sheet1!A1`."""
    assert area.bottom is not None and area.right is not None
    first = cell(area.top, area.left)
    last = cell(max(area.bottom, area.top + 1) - 1, max(area.right, area.left + 1) - 1)
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")


def split(text: str) -> tuple[str | None, str | None]:
    """Title and cell part of a range; a part that is not there is None.

    Raises:
        ValueError: a quote is not closed or something follows it that is no range.
    """
    if text.startswith("'"):
        at = 1
        while True:
            at = text.find("'", at)
            if at < 0:
                raise ValueError(text)
            if text[at + 1 : at + 2] != "'":
                break
            at += 2
        title, rest = text[1:at].replace("''", "'"), text[at + 1 :]
        if not rest:
            return title, None
        if not rest.startswith("!") or len(rest) == 1:
            raise ValueError(text)
        return title, rest[1:]
    if "!" in text:
        title, _, rest = text.rpartition("!")
        if not title or not rest:
            raise ValueError(text)
        return title, rest
    return None, text


def area(text: str) -> Area:
    """`A1`, `A1:C3`, `A:C`, `2:5`, `B3:B`; corners in any order, dollars ignored.

    Raises:
        ValueError: it is not a range.
    """
    first, colon, last = text.partition(":")
    a, b = _CORNER.match(first), _CORNER.match(last if colon else first)
    if not a or not b or not first or (colon and not last):
        raise ValueError(text)
    lone = not colon and not (a[1] and a[2])
    if lone:
        raise ValueError(text)
    if bool(a[1]) != bool(b[1]) and (a[2] is None or b[2] is None):
        raise ValueError(text)
    top, bottom = _ends(int(a[2]) - 1 if a[2] else None, int(b[2]) - 1 if b[2] else None)
    left, right = _ends(column_index(a[1]) if a[1] else None, column_index(b[1]) if b[1] else None)
    return Area(top, bottom, left, right)


def _ends(first: int | None, last: int | None) -> tuple[int, int | None]:
    """Half-open ends of one dimension; an end left out reaches as far as the grid does."""
    if first is None or last is None:
        return (first or last or 0), None
    return min(first, last), max(first, last) + 1


def from_grid_range(grid: dict[str, Any]) -> Area:
    """Google's GridRange (missing ends are open) as an Area."""
    return Area(
        grid.get("startRowIndex", 0),
        grid.get("endRowIndex"),
        grid.get("startColumnIndex", 0),
        grid.get("endColumnIndex"),
    )


def to_grid_range(sheet_id: int, where: Area) -> dict[str, Any]:
    """An Area as Google's GridRange, open ends left out."""
    found: dict[str, Any] = {"sheetId": sheet_id}
    if where.top or where.bottom is not None:
        found["startRowIndex"] = where.top
    if where.bottom is not None:
        found["endRowIndex"] = where.bottom
    if where.left or where.right is not None:
        found["startColumnIndex"] = where.left
    if where.right is not None:
        found["endColumnIndex"] = where.right
    return found
