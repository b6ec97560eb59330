"""Staff who spoil the heading row at random, and wait until it is back.

In:    a member of staff.   Out: a heading row deleted, emptied, typed over.
Rule:  never in the second in which columns were moved and the service has not looked since, for
       then nobody but a person knows where they went; a person who has waited long retypes it.
Never: touches a heading of staff's own alone: that column is theirs.
"""

from random import Random
from typing import Any, Protocol

NUMBER = "No. Register"
ALWAYS_FILLED = (NUMBER, "Kanal", "Uraian", "Status")
"""Of these a single heading comes back: the column shows whose it is."""
LONG = 12
"""Moments that staff wait for the headings."""


class Hands(Protocol):
    """What staff can do."""

    dice: Random
    done: dict[str, int]
    words: set[str]
    heads_read: list[str]
    """Row 1 as the service last read it."""
    lost: list[str]
    """The headings that staff have spoiled; none while they are whole."""
    deleted: bool
    waited: int

    def do(self, **request: Any) -> None: ...
    def type(self, row: int, column: int, text: str) -> None: ...
    def word(self) -> str: ...
    def rows_at(self, first: int, last: int) -> dict[str, Any]: ...
    def span(self, first: int, last: int, **more: int) -> dict[str, int]: ...


def spoil(staff: Hands, heads: list[str], kind: str) -> bool:
    """Do something to the heading row, where the service knows it."""
    if heads != staff.heads_read or NUMBER not in heads:
        return False
    staff.lost, staff.waited, staff.deleted = heads, 0, kind == "delete"
    if kind == "delete":
        staff.do(deleteDimension={"range": staff.rows_at(0, 1)})
    elif kind == "clear_one":
        staff.type(0, heads.index(staff.dice.choice(ALWAYS_FILLED)), "")
    elif kind == "clear":
        staff.do(updateCells={"range": staff.span(0, 1), "fields": "userEnteredValue"})
    else:
        for header in (NUMBER, *staff.dice.sample(ALWAYS_FILLED[1:], 2)):
            staff.type(0, heads.index(header), staff.word())
    return True


def wait(staff: Hands, top: list[str]) -> bool:
    """Whether staff wait for headings; meanwhile they may delete a row 1 that is empty."""
    if not staff.lost:
        return False
    if top[: len(staff.lost)] == staff.lost:
        staff.lost = []
        return False
    staff.waited += 1
    if not staff.deleted and not any(top) and staff.dice.random() < 0.3:
        staff.deleted = True
        staff.do(deleteDimension={"range": staff.rows_at(0, 1)})
    elif staff.waited > LONG:
        count = "headings retyped by hand"
        staff.done[count] = staff.done.get(count, 0) + 1
        if staff.deleted:
            staff.do(insertDimension={"range": staff.rows_at(0, 1), "inheritFromBefore": False})
            staff.deleted = False
        staff.words = {word for word in staff.words if word not in "\n".join(top)}
        for at, text in enumerate(staff.lost):
            staff.type(0, at, text)
    return True
