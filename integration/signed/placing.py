"""Where a signature is seen on a letter: in the room left for it above the signer's name.

In:    a PDF, the names by which the signer may stand there.   Out: a page and a box, or None.
Rule:  the lowest line that is nothing but a name, and the next line above it: between the two lies
       the room. Where they leave too little, nothing is drawn over a word.
Never: guesses: a letter of another shape is signed all the same, unseen. Start at `room`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from math import ceil, floor
from typing import Any

from pypdf import PageObject, PdfReader

from integration.signed.comparing import words

ASCENT, DESCENT = 1.0, 0.4
"""How far letters reach above and below their line, as parts of the size of the type."""
LEAST_HEIGHT, MOST_HEIGHT = 26.0, 60.0
LEAST_WIDTH, MOST_WIDTH = 130.0, 200.0
MARGIN = 72.0
"""The right margin of a letter; all in points."""
SAME_LINE = 2.0


@dataclass(frozen=True)
class Room:
    """A page, counted from 0, and a box on it: left, bottom, right, top, in whole points."""

    page: int
    box: tuple[int, int, int, int]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        left, bottom, right, top = self.box
        return right - left, top - bottom


@dataclass
class _Line:
    left: float
    base: float
    size: float
    parts: list[tuple[float, str]] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return words("".join(text for _, text in sorted(self.parts)))


def room(pdf: bytes, names: Sequence[str]) -> Room | None:
    """The place for the signature's picture."""
    wanted = [words(name) for name in names if words(name)]
    pages = PdfReader(BytesIO(pdf)).pages
    for place in reversed(range(len(pages))):
        page = pages[place]
        lines = [] if page.rotation else _lines(page)
        for above, line in reversed(list(pairwise(lines))):
            if line.words in wanted:
                return _between(place, above, line, float(page.mediabox.right))
    return None


def _between(page: int, above: _Line, name: _Line, edge: float) -> Room | None:
    bottom = name.base + name.size * ASCENT
    top = min(above.base - above.size * DESCENT, bottom + MOST_HEIGHT)
    right = min(edge - MARGIN, name.left + MOST_WIDTH)
    if top - bottom < LEAST_HEIGHT or right - name.left < LEAST_WIDTH:
        return None
    return Room(page, (round(name.left), ceil(bottom), floor(right), floor(top)))


def _lines(page: PageObject) -> list[_Line]:
    """The page's lines of text, from above."""
    found: list[_Line] = []

    def see(text: str, at: list[float], inner: list[float], _font: Any, size: float) -> None:
        if not words(text):
            return
        left = inner[4] * at[0] + inner[5] * at[2] + at[4]
        base = inner[4] * at[1] + inner[5] * at[3] + at[5]
        high = size * abs(inner[3] * at[3] + inner[2] * at[1])
        line = next((one for one in found if abs(one.base - base) < SAME_LINE), None)
        if line is None:
            found.append(line := _Line(left, base, high))
        line.left = min(line.left, left)
        line.parts.append((left, text))

    page.extract_text(visitor_text=see)
    return sorted(found, key=lambda line: -line.base)
