"""The notes on number cells of rows that are not read: copies, unknown numbers, second headers.

In:    a placement; the notes that stand on number cells now.   Out: notes to put or take away.
Rule:  a note that was written while staff moved rows stands on a row it was not meant for; so after
       such a write the notes themselves are looked at, once.
Never: touches another note than its own.
"""

from collections.abc import Mapping

from integration.register import remarks
from integration.register.identity import Placement

SECOND_HEADER = "header"
_COPIED = remarks.COPIED.partition("{")[0]


def groups(found: Placement) -> list[tuple[str, list[int], str]]:
    """Rows that are not read, each group with its key and the words of its note."""
    return [
        *((f"copy:{n}", at, remarks.COPIED.format(number=n)) for n, at in found.copies.items()),
        *((f"unknown:{n}", at, remarks.UNKNOWN_NUMBER) for n, at in found.strangers.items()),
        (SECOND_HEADER, found.headers, remarks.SECOND_HEADER),
    ]


def ours(note: str) -> bool:
    """Whether a note says that its row is not read."""
    return note.startswith(_COPIED) or note in (remarks.UNKNOWN_NUMBER, remarks.SECOND_HEADER)


def corrections(found: Placement, notes: Mapping[int, str]) -> dict[int, str]:
    """What has to be written, by row; an empty text takes a note away."""
    wanted = {at: words for _, rows, words in groups(found) for at in rows}
    astray = {at: "" for at, note in notes.items() if ours(note) and at not in wanted}
    return astray | {at: words for at, words in wanted.items() if notes.get(at) != words}
