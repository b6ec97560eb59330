"""Which row is which case, whatever staff did to the rows.

In:    the rows as read, the cases, what each row should still say.   Out: `Placement`.
Rule:  a row is known by its number; where that was cleared, overwritten or doubled, by the rest
       of it (design section 4); of two rows with one number the one that matches best is it.
Never: writes, and never takes a row for a case that another row plainly is.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from integration.register.columns import CONTACT, FILE, NAME, NUMBER, RECEIVED, SECRET, TEXT, Cells
from integration.register.reading import digest, is_header_row, names, plain, register_number

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
    recognised: set[str] = field(default_factory=set)
    """Numbers of rows that were known by the rest of the row."""

    @property
    def plain(self) -> bool:
        """Whether every filled row is the one row of a case, known by its number."""
        odd = (self.typed, self.copies, self.strangers, self.headers, self.absent)
        return not any(odd) and not self.recognised


@dataclass(frozen=True)
class Before:
    """The last cycle: where each case's row was, and how known copies looked."""

    rows: Mapping[str, int] = field(default_factory=dict)
    copies: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Digests of the rows that were copies of a case's row."""


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
    fresh: Collection[str] = (),
    doubted: Collection[str] = (),
    copied: Iterable[int] = (),
) -> Placement:
    """Say what each row is.

    `looks` gives the ways a case's row may look, surest first; `fresh` are numbers of rows typed by
    hand in which the number was never seen yet, so that people may still be typing in them;
    `doubted` are numbers that a write of ours put into a wrong row, `copied` rows that are known to
    be copies of such a row.
    """
    found = Placement()
    # Our own write may have put more into such a row than the number: the link to the case.
    barred = set(copied)
    claims: dict[str, list[int]] = {}
    for at in range(1, len(rows)):
        number = rows[at][NUMBER]
        if number not in cases:
            number = register_number(number)
        if number in cases:
            if at in barred:
                found.copies.setdefault(number, []).append(at)
            elif number in found.rows:
                claims.setdefault(number, [found.rows[number]]).append(at)
            else:
                found.rows[number] = at
        elif any(rows[at]):
            if is_header_row(rows[at]):
                found.headers.append(at)
            elif number:
                found.strangers.setdefault(rows[at][NUMBER], []).append(at)
            else:
                found.typed.append(at)
    for number, claimed in claims.items():
        best = _best(number, claimed, rows, looks, before)
        found.rows[number] = best
        found.copies.setdefault(number, []).extend(at for at in claimed if at != best)
    for number in found.rows.keys() & doubted:
        own = {names(look) for look in looks(number)}
        at = found.rows[number]
        if names(rows[at]) not in own and any(names(rows[one]) in own for one in found.typed):
            found.copies.setdefault(number, []).append(at)
            barred.add(at)
            del found.rows[number]
    found.absent = [number for number in cases if number not in found.rows]
    if found.absent:
        _recognise(found, rows, looks, barred)
        _recognise_fresh(found, rows, looks, fresh)
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


def _recognise(
    found: Placement,
    rows: Sequence[Cells],
    looks: Callable[[str], Iterable[Cells]],
    barred: Collection[int],
) -> None:
    """Find the rows of cases whose number is nowhere, by the rest of the row."""
    unknown = [at for each in found.strangers.values() for at in each]
    copied = {at for each in found.copies.values() for at in each if at not in barred}
    free = dict.fromkeys([*found.typed, *unknown, *copied])
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


def _recognise_fresh(
    found: Placement,
    rows: Sequence[Cells],
    looks: Callable[[str], Iterable[Cells]],
    fresh: Collection[str],
) -> None:
    """Find typed rows that were registered and then typed into, by what is still as it was."""
    for place in (TEXT, NAME):
        wanted: dict[str, list[str]] = {}
        for number in (number for number in found.absent if number in fresh):
            for said in {plain(look[place]) for look in looks(number)}:
                wanted.setdefault(said, []).append(number)
        there: dict[str, list[int]] = {}
        for at in found.typed if wanted else ():
            there.setdefault(plain(rows[at][place]), []).append(at)
        for said, numbers in wanted.items():
            if said and len(numbers) == len(there.get(said, ())) == 1:
                (number,), (at,) = numbers, there[said]
                if number in found.absent and at in found.typed:
                    found.rows[number] = at
                    found.recognised.add(number)
                    found.absent.remove(number)
                    found.typed.remove(at)
