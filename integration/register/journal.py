"""What a write of ours went over: seen afterwards, put back, never lost.

In:    the journal, into which the write copied the header row and its rows in the same call, just
       before it changed them; what it meant.
Out:   which rows it reached, and `Stray`s: cells to put back.
Rule:  Sheets has no compare-and-set, so rows and columns may move, and people type, between our
       read and our write. The journal is read with everything else; its key tells whether the
       write was made.
Never: asks whether an edit stands: what is put back is looked at as if it had just been typed.
"""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from integration.ports import TabRead, Witness
from integration.register.columns import (
    AT,
    CONTACT,
    HEADERS,
    NAME,
    NOTHING,
    NUMBER,
    TEXT,
    Cells,
    secret,
)
from integration.register.meant import MeantRow
from integration.register.reading import digest, names, plain, register_number
from integration.register.reading import places as places_of
from integration.sop.case import Case

TITLE = "Jejak tulis (sistem)"
FIRST_ROW = ("",)
"""A new journal has no key yet."""
MOST_COLUMNS = 200


@dataclass(kw_only=True)
class Stray:
    """Cells that a write went over in one row; everything by header."""

    key: str
    row: int
    left: dict[str, str] = field(default_factory=dict)
    """The filled cells of the row, as the write left it."""
    before: dict[str, str] = field(default_factory=dict)
    """What the cells said that are to be put back."""
    after: dict[str, str] = field(default_factory=dict)
    """What the write put there instead."""
    notes: list[str] = field(default_factory=list)
    own: tuple[str, str] = ("", "")
    """Name and text in the row that the write was meant for."""

    @classmethod
    def stored(cls, said: Mapping[str, Any]) -> Self:
        """From the memory of the service."""
        return cls(**{**said, "own": tuple(said["own"])})

    @property
    def number(self) -> str:
        """The number that the row bore before the write."""
        return self.before.get(HEADERS[NUMBER], self.left.get(HEADERS[NUMBER], ""))

    @property
    def given(self) -> str:
        """The number that the write put into the row though it is another's; empty for none."""
        return self.after.get(HEADERS[NUMBER], "")

    def whole(self) -> dict[str, str]:
        """The row as it was before the write."""
        texts = {**self.left, **self.before}
        return {header: text for header, text in texts.items() if text}


@dataclass
class LookedBack:
    """What came of the last write."""

    reached: list[MeantRow] = field(default_factory=list)
    missed: list[MeantRow] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    """New ones, and the known ones that are not mended yet."""
    typed_over: list[tuple[str, str, str]] = field(default_factory=list)
    """As in `Undone`, for what was typed just before the write."""


def witness(key: str, meant: Sequence[MeantRow], columns: int) -> Witness | None:
    """The header row and the rows a write is going to change; None when they are too wide."""
    rows = (0, *(each.row for each in meant))
    return Witness(key=key, rows=rows, columns=columns) if columns <= MOST_COLUMNS else None


def looked_back(
    tab: TabRead | None,
    written: Mapping[str, Any],
    meant: Sequence[MeantRow],
    strays: Sequence[Stray],
    seen: Sequence[Cells],
) -> LookedBack:
    """What came of the last write.

    `written` holds its key, where the columns stood then, the digests of rows that were copies by
    number, and whether Google confirmed it; `strays` are those of earlier writes.
    """
    key = written.get("key")
    if not key or tab is None or not tab.rows or tab.rows[0][0] != key:
        if not written.get("made"):
            return LookedBack(strays=list(strays))
        # Google said that it was made: somebody has emptied the journal since, and all went well.
        mended = {one for each in meant for one in each.mends}
        return LookedBack(list(meant), strays=[one for one in strays if one.key not in mended])

    def elsewhere(cells: Cells) -> bool:
        wanted = names(cells)
        return any(not row[NUMBER] and names(row) == wanted for row in seen)

    planned = written["place"]
    place = _place(tab, planned)
    said = [NOTHING, *(_in_order(row, place) for row in tab.rows[2 : len(meant) + 2])]
    said += [NOTHING] * (len(meant) + 1 - len(said))
    before = undone(said, strays, [0, *(each.row for each in meant)])
    found = LookedBack(strays=list(strays), typed_over=before.typed_over)
    gone = set()
    for at, each in enumerate(meant, start=1):
        there = before.rows[at]
        was = tuple(each.before.get(header, "") for header in HEADERS)
        copies = written["copies"].get(each.number, ())
        landed = _landed(each, planned, place)
        reached = landed == each and _reached(each.number, there, was, copies, elsewhere)
        (found.reached if reached else found.missed).append(each)
        left = dict(zip(HEADERS, said[at], strict=True)) | landed.after
        stray = _stray(f"{key}:{at}", landed, there, was if reached else None, left)
        stray.own = names(was)
        if reached:
            gone.update(each.mends)
        else:
            known = before.mended.get(at, ())
            gone.update(one.key for one in known)
            stray.notes += [name for one in known for name in one.notes]
        if stray.before or stray.notes:
            found.strays.append(stray)
    found.strays = [one for one in found.strays if one.key not in gone]
    return found


def _place(tab: TabRead, planned: Sequence[int | None]) -> Sequence[int | None]:
    """Where the columns stood when the write was made: people may have moved them just before."""
    place = places_of(tab.rows[1]) if len(tab.rows) > 1 else ()
    return place if place and place[NUMBER] is not None else planned


def _landed(each: MeantRow, planned: Sequence[int | None], place: Sequence[int | None]) -> MeantRow:
    """What was written to a row, by the headers that its columns had by then."""
    if tuple(planned) == tuple(place):
        return each
    headers = {column: HEADERS[at] for at, column in enumerate(place) if column is not None}

    def turned(said: Mapping[str, str]) -> dict[str, str]:
        columns = ((planned[AT[header]], text) for header, text in said.items())
        return {headers[at]: text for at, text in columns if at is not None and at in headers}

    return replace(each, after=turned(each.after), notes=turned(each.notes))


def _stray(
    key: str, each: MeantRow, there: Cells, was: Cells | None, left: dict[str, str]
) -> Stray:
    """What is wrong with a row now: of another row all, of its own what was typed since `was`."""
    before = {
        name: there[at]
        for at, name in enumerate(HEADERS)
        if there[at] != left[name]
        and (was is None or (name in each.after and there[at] != was[at]))
    }
    return Stray(
        key=key,
        row=each.row,
        left={name: text for name, text in left.items() if text},
        before=before,
        after={name: left[name] for name in before},
        notes=[name for name, note in each.notes.items() if note] if was is None else [],
    )


def _reached(
    number: str,
    there: Cells,
    was: Cells,
    copies: Collection[str],
    elsewhere: Callable[[Cells], bool],
) -> bool:
    """Whether the row just before the write (`there`) was the one that was meant (`was`)."""
    if there == was:
        return True
    bears = register_number(there[NUMBER])
    if bears or was[NUMBER]:
        return bears == number != "" and digest(there) not in copies
    if not any(was):
        return False
    if any(names(was)) and names(there) == names(was):
        return True
    # Somebody went on typing in it, or it is another row, and the one that was meant is elsewhere.
    return _begins_alike(there, was) and not elsewhere(was)


def _begins_alike(there: Cells, was: Cells) -> bool:
    if any(was[at].strip() and plain(there[at]) == plain(was[at]) for at in (NAME, CONTACT)):
        return True
    one, other = plain(there[TEXT]), plain(was[TEXT])
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


@dataclass
class Undone:
    """The rows as they would be had no write gone astray."""

    rows: Sequence[Cells]
    mended: dict[int, list[Stray]] = field(default_factory=dict)
    """By row, what was put back there."""
    lost: list[Stray] = field(default_factory=list)
    """Those whose row is no longer there."""
    settled: set[str] = field(default_factory=set)
    """Keys of those that leave nothing to do."""
    copies: set[int] = field(default_factory=set)
    """Rows that were copied from one with a wrong number: the number is not theirs."""
    typed_over: list[tuple[str, str, str]] = field(default_factory=list)
    """Number, header, text: of a cell into which somebody has typed again since."""


def undone(
    seen: Sequence[Cells], strays: Sequence[Stray], places: Sequence[int] | None = None
) -> Undone:
    """Put back what writes of ours went over, wherever the rows are now.

    `places` says where in the sheet each of the rows was, where that is not their order.
    """
    result = Undone(seen)
    if not strays:
        return result
    rows = list(seen)
    for stray in strays:
        found = _found(stray, seen, places or range(len(seen)), result.mended)
        if not found:
            result.lost.append(stray)
        if not stray.number:
            result.copies.update(found[1:])
            del found[1:]
        for at in found:
            cells = list(rows[at])
            for header, text in stray.before.items():
                now = cells[AT[header]]
                if stray.given or now == stray.after[header]:
                    cells[AT[header]] = text
                if now not in (stray.after[header], text):
                    # Typed since, under the number that was seen there; else instead of `text`.
                    result.typed_over.append(
                        (stray.given or stray.number, header, now if stray.given else text)
                    )
            if tuple(cells) != rows[at] or stray.notes:
                rows[at] = tuple(cells)
                result.mended.setdefault(at, []).append(stray)
    left = {one.key for each in (*result.mended.values(), result.lost) for one in each}
    result.settled = {one.key for one in strays} - left
    result.rows = rows
    return result


def _found(
    stray: Stray, rows: Sequence[Cells], places: Sequence[int], taken: Container[int]
) -> list[int]:
    """The row as the write left it, most alike and nearest; it may have been typed into since.

    Looked for among the rows as they are: what one stray puts back may look like another's row.
    Where the write put one number in place of another, copies made of the row since follow.
    """
    left = tuple(stray.left.get(header, "") for header in HEADERS)
    ours = [(AT[header], text) for header, text in stray.after.items()]
    misnumbered = HEADERS[NUMBER] in stray.after and names(left) != stray.own
    fits = {}
    copies = []
    for at in range(1, len(rows)):
        cells = rows[at]
        emptied = stray.given and not cells[NUMBER] and names(cells) == names(left)
        if cells[NUMBER] != left[NUMBER] and not emptied:
            continue
        if misnumbered and names(cells) == stray.own:
            # The row that bears this number by right.
            continue
        still = all(cells[place] == text for place, text in ours)
        if not left[NUMBER] and not (still and left[TEXT] in ("", cells[TEXT])):
            continue
        alike = sum(a == b for a, b in zip(cells, left, strict=True))
        fits[at] = at not in taken, alike, -abs(places[at] - stray.row)
        if cells == left or (misnumbered and still and names(cells) == names(left)):
            copies.append(at)
    if not fits:
        return []
    best = max(fits, key=fits.__getitem__)
    return [best, *(at for at in copies if at != best and stray.given)]


def tells_secrets(
    tab: TabRead | None, place: Sequence[int | None], cases: Mapping[str, Case]
) -> bool:
    """Whether the journal holds a row of a confidential case, which must not stay there."""
    rows = (_in_order(row, _place(tab, place)) for row in tab.rows[2:]) if tab else ()
    return any((case := cases.get(row[NUMBER])) is not None and secret(case) for row in rows)


def _in_order(row: Sequence[str], place: Sequence[int | None]) -> Cells:
    return tuple(
        row[column] if column is not None and column < len(row) else "" for column in place
    )


def dress(sheet_id: int) -> list[dict[str, Any]]:
    """A new journal is hidden: it holds nothing for people."""
    properties = {"sheetId": sheet_id, "hidden": True}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]
