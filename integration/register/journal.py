"""What became of a write of ours: which rows it reached, and what it went over.

In:    the journal, into which the write copied the header row and its rows in the same call, just
       before it changed them; what it meant.
Out:   which rows it reached, and `Stray`s: cells to put back (astray.py).
Rule:  Sheets has no compare-and-set, so rows and columns may move, and people type, between our
       read and our write. The journal is read with everything else; its key tells whether the
       write was made.
Never: puts anything back.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from integration.ports import TabRead, Witness
from integration.register.astray import Stray, undone
from integration.register.columns import (
    AT,
    CONTACT,
    HEADERS,
    NAME,
    NOTHING,
    NUMBER,
    STAFF_HEADERS,
    TEXT,
    Cells,
)
from integration.register.meant import MeantRow
from integration.register.own import WentOver, columns, went_over
from integration.register.reading import digest, names, plain, register_number
from integration.register.reading import places as places_of
from integration.sop.case import Case

TITLE = "Jejak tulis (sistem)"
FIRST_ROW = ("",)
"""A new journal has no key yet."""
MOST_COLUMNS = 200
"""Columns that are copied; what lies further right is staff's own and is not looked back upon."""


@dataclass
class LookedBack:
    """What came of the last write."""

    reached: list[MeantRow] = field(default_factory=list)
    missed: list[MeantRow] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    """New ones, and the known ones that are not mended yet."""
    typed_over: list[tuple[str, str, str]] = field(default_factory=list)
    """As in `Undone`, for what was typed just before the write."""
    went_over: list[WentOver] = field(default_factory=list)
    """In columns of staff's own."""
    made: bool = True
    """Whether the write was made at all."""


def witness(
    key: str, meant: Sequence[MeantRow], place: Sequence[int | None], columns: int
) -> Witness | None:
    """The header row and the rows a write is going to change; None when ours stand too far out."""
    if any(at is not None and at >= MOST_COLUMNS for at in place):
        return None
    rows = (0, *(each.row for each in meant))
    return Witness(key=key, rows=rows, columns=min(columns, MOST_COLUMNS))


def looked_back(
    tab: TabRead | None,
    written: Mapping[str, Any],
    meant: Sequence[MeantRow],
    strays: Sequence[Stray],
    seen: Sequence[Cells],
    headings: Sequence[str] = (),
) -> LookedBack:
    """What came of the last write.

    `written` holds its key, where the columns stood then, the digests of rows that were copies by
    number, and whether Google confirmed it; `strays` are those of earlier writes; `headings` were
    in row 1 when it was planned.
    """
    key = written.get("key")
    if not key or tab is None or not tab.rows or tab.rows[0][0] != key:
        if not written.get("made"):
            return LookedBack(strays=list(strays), made=False)
        # Google said that it was made: somebody has emptied the journal since, and all went well.
        mended = {one for each in meant for one in each.mends}
        return LookedBack(list(meant), strays=[one for one in strays if one.key not in mended])

    def elsewhere(cells: Cells) -> bool:
        wanted = names(cells)
        return any(not row[NUMBER] and names(row) == wanted for row in seen)

    planned = written["place"]
    place = _place(tab, planned)
    # In row 1 it was headings that were written, so what stood there says nothing of columns.
    places = [place if each.row else planned for each in meant]
    said = [NOTHING, *map(_in_order, tab.rows[2 : len(meant) + 2], places)]
    said += [NOTHING] * (len(meant) + 1 - len(said))
    before = undone(said, strays, [0, *(each.row for each in meant)])
    copied = range(len(tab.rows) - 1)
    own = _own(tab.rows[1:], headings) if len(copied) else {}
    found = LookedBack(strays=list(strays), typed_over=before.typed_over)
    gone = set()
    for at, each in enumerate(meant, start=1):
        there = before.rows[at]
        was = tuple(each.before.get(header, "") for header in HEADERS)
        copies = written["copies"].get(each.number, ())
        landed = _landed(each, planned, places[at - 1])
        right = _reached(each.number, there, was, copies, elsewhere)
        reached = right and landed == each
        (found.reached if reached else found.missed).append(each)
        bears = register_number(there[NUMBER]) or (each.number if right else "")
        over = went_over(each, own, tab.rows[at + 1], planned, right) if at in copied else {}
        found.went_over += [
            WentOver(writer=each.number, row=there, number=bears, header=header, owed=owed)
            for header, owed in over.items()
        ]
        left = dict(zip(HEADERS, said[at], strict=True)) | landed.after
        stray = _stray(f"{key}:{at}", landed, there, was if reached else None, left)
        stray.own = names(was)
        if not each.row and bears:
            # A copy of that row may be taken for it, and says nothing of what was typed here.
            theirs = ((header, stray.before.get(header, "")) for header in STAFF_HEADERS)
            found.typed_over += [(bears, header, text) for header, text in theirs]
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
    """Where the columns stood when the write was made: people may have moved them just before.

    A heading that was empty at that moment stands where it was thought to stand.
    """
    words = tab.rows[1] if len(tab.rows) > 1 else ()
    place = places_of(words)
    if place[NUMBER] is None:
        return planned
    empty = [at is not None and at < len(words) and not words[at].strip() for at in planned]
    return [
        thought if at is None and blank else at
        for at, thought, blank in zip(place, planned, empty, strict=True)
    ]


def _own(rows: Sequence[tuple[str, ...]], headings: Sequence[str]) -> dict[int, str]:
    """Staff's own columns when the write was made, by where they stood."""
    words = rows[0]
    found = columns(words, rows[1:]) if places_of(words)[NUMBER] is not None else columns(headings)
    return {at: header for header, at in found.items() if at < MOST_COLUMNS}


def _landed(each: MeantRow, planned: Sequence[int | None], place: Sequence[int | None]) -> MeantRow:
    """What was written to a row, by the headers that its columns had by then."""
    if tuple(planned) == tuple(place):
        return each
    headers = {column: HEADERS[at] for at, column in enumerate(place) if column is not None}
    ours = {headers[one.column]: one.text for one in each.own if one.column in headers}

    def turned(said: Mapping[str, str]) -> dict[str, str]:
        columns = ((planned[AT[header]], text) for header, text in said.items())
        return {headers[at]: text for at, text in columns if at is not None and at in headers}

    return replace(each, after=turned(each.after) | ours, notes=turned(each.notes))


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


def tells_secrets(
    tab: TabRead | None, place: Sequence[int | None], cases: Mapping[str, Case]
) -> bool:
    """Whether the journal holds a row of a confidential case, which must not stay there."""
    rows = (_in_order(row, _place(tab, place)) for row in tab.rows[2:]) if tab else ()
    return any((case := cases.get(row[NUMBER])) is not None and case.secret for row in rows)


def _in_order(row: Sequence[str], place: Sequence[int | None]) -> Cells:
    return tuple(
        row[column] if column is not None and column < len(row) else "" for column in place
    )


def dress(sheet_id: int) -> list[dict[str, Any]]:
    """A new journal is hidden: it holds nothing for people."""
    properties = {"sheetId": sheet_id, "hidden": True}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]
