"""Which row is which case, whatever staff did to the rows.

In:    the rows as read, the cases, what each row should still say.   Out: `Placement`.
Rule:  a row is known by its number; where that was cleared, overwritten or doubled, by the rest
       of it (design section 4); of two rows with one number the one that matches best is it.
Never: writes, and never takes a row for a case that another row plainly is.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from integration.register.columns import CONTACT, FILE, NAME, NUMBER, RECEIVED, SECRET, TEXT, Cells
from integration.register.reading import is_header_row, plain

Key = Callable[[Cells], Hashable | None]


@dataclass
class Placement:
    """Rows by what they are; rows are counted from 0, the header row included."""

    rows: dict[str, int] = field(default_factory=dict)
    """Register number -> row."""
    typed: list[int] = field(default_factory=list)
    """Rows without a number that belong to no case."""
    copies: dict[str, list[int]] = field(default_factory=dict)
    strangers: dict[str, list[int]] = field(default_factory=dict)
    """Rows by a number that the register does not have."""
    headers: list[int] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Cases without a row, oldest first."""
    ours: dict[int, str] = field(default_factory=dict)
    """Rows that our own last write took for a case they are not, with the number it put there."""
    recognised: set[str] = field(default_factory=set)
    """Numbers of rows that were known by the rest of the row."""

    @property
    def plain(self) -> bool:
        """Whether every filled row is the one row of a case, known by its number."""
        odd = (self.typed, self.copies, self.strangers, self.headers, self.absent, self.ours)
        return not any(odd) and not self.recognised


@dataclass(frozen=True)
class Before:
    """The last cycle: where each case's row was, and how known copies looked."""

    rows: Mapping[str, int] = field(default_factory=dict)
    copies: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Digests of the rows that were copies of a case's row."""


def digest(cells: Cells) -> str:
    """A short name for exactly these texts."""
    return sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _joined(*places: int) -> Key:
    """A key of several cells; none where one is empty or hidden from open lists."""

    def key(cells: Cells) -> Hashable | None:
        values = tuple(plain(cells[at]) for at in places)
        return None if not all(values) or SECRET in values else values

    return key


def _person_and_text(cells: Cells) -> Hashable | None:
    values = tuple(plain(cells[at]) for at in (NAME, CONTACT, TEXT))
    return values if values[2] and SECRET not in values else None


def _file(cells: Cells) -> Hashable | None:
    return cells[FILE] or None


_KEYS: tuple[Key, ...] = (
    _file,
    _person_and_text,
    _joined(CONTACT, TEXT),
    _joined(NAME, TEXT),
    _joined(NAME, CONTACT, RECEIVED),
)
"""By what a row without its number is known again, surest first."""
SURE = (_file, _person_and_text)
"""By what alone a row is known again that bears another number."""


def place_rows(
    rows: Sequence[Cells],
    cases: Collection[str],
    looks: Callable[[str], Iterable[Cells]],
    before: Before,
    doubted: Collection[str] = (),
) -> Placement:
    """Say what each row is.

    `looks` gives the ways a case's row may look, surest first; `doubted` are numbers that our own
    last write may have put into a wrong row.
    """
    found = Placement()
    claims: dict[str, list[int]] = {}
    for at in range(1, len(rows)):
        number = rows[at][NUMBER]
        if number not in cases:
            number = number.replace(" ", "").upper()
        if number in cases:
            if number in found.rows:
                claims.setdefault(number, [found.rows[number]]).append(at)
            else:
                found.rows[number] = at
        elif number:
            if is_header_row(rows[at]):
                found.headers.append(at)
            else:
                found.strangers.setdefault(rows[at][NUMBER], []).append(at)
        elif any(rows[at]):
            found.typed.append(at)
    for number, claimed in claims.items():
        best = _best(number, claimed, rows, looks, before)
        found.rows[number] = best
        found.copies[number] = [at for at in claimed if at != best]
    misplaced = _misplaced(found, doubted, rows, looks)
    found.absent = [number for number in cases if number not in found.rows]
    if found.absent:
        _recognise(found, misplaced, rows, looks)
    return found


def _best(
    number: str,
    claimed: Sequence[int],
    rows: Sequence[Cells],
    looks: Callable[[str], Iterable[Cells]],
    before: Before,
) -> int:
    """The original: not a copy known from the last cycle, most alike, where it was, topmost."""
    look = next(iter(looks(number)))
    copies = before.copies.get(number, ())

    def fit(at: int) -> tuple[bool, int, bool, int]:
        alike = sum(a == b for a, b in zip(rows[at], look, strict=True))
        return digest(rows[at]) not in copies, alike, before.rows.get(number) == at, -at

    return max(claimed, key=fit)


def _misplaced(
    found: Placement,
    doubted: Collection[str],
    rows: Sequence[Cells],
    looks: Callable[[str], Iterable[Cells]],
) -> dict[int, str]:
    """Take back claims of numbers that stand in a row of somebody else.

    It takes both: the row tells of another complaint, and a row without its own number, or with
    another doubted one, tells of this one.
    """
    claimed = [found.rows[number] for number in doubted if number in found.rows]
    told = {at: _person_and_text(rows[at]) for at in (*found.typed, *claimed)}
    where: dict[Hashable | None, set[int]] = {}
    for at, text in told.items():
        where.setdefault(text, set()).add(at)
    misplaced = []
    for number in doubted:
        if number not in found.rows:
            continue
        own = {_person_and_text(look) for look in looks(number)} - {None}
        if own and told[found.rows[number]] not in own and any(where.get(text) for text in own):
            misplaced.append(number)
    return {found.rows.pop(number): number for number in misplaced}


def _recognise(
    found: Placement,
    misplaced: Mapping[int, str],
    rows: Sequence[Cells],
    looks: Callable[[str], Iterable[Cells]],
) -> None:
    """Find the rows of cases whose number is nowhere, by the rest of the row."""
    unknown = [at for each in found.strangers.values() for at in each]
    copied = {at for each in found.copies.values() for at in each}
    astray = {*misplaced, *(at for each in misplaced.values() for at in found.copies.get(each, ()))}
    free = dict.fromkeys([*misplaced, *found.typed, *unknown, *copied])
    absent = dict.fromkeys(found.absent)
    for key in _KEYS:
        if not free or not absent:
            break
        wanted: dict[Hashable, dict[str, None]] = {}
        for number in absent:
            for look in looks(number):
                value = key(look)
                if value is not None:
                    wanted.setdefault(value, {})[number] = None
        for at in list(free):
            if key is _file and at in astray:
                # Our own write put the link there together with the number; so it is in copies.
                continue
            if at in copied and key not in SURE:
                continue
            for number in wanted.get(key(rows[at]), ()):
                if number in absent:
                    found.rows[number] = at
                    found.recognised.add(number)
                    del absent[number], free[at]
                    break
    found.absent = list(absent)
    found.typed = [at for at in found.typed if at in free]
    for group in (found.copies, found.strangers):
        for name in list(group):
            group[name] = [at for at in group[name] if at in free]
            if not group[name]:
                del group[name]
    for at in misplaced:
        if at in free:
            found.ours[at] = rows[at][NUMBER]
