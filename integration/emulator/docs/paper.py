"""A document's text with its styles, and the edits that can be made to it.

In:    positions in code points from 0; text; styles as the Docs API writes them.
Out:   the changed paper; named ranges move along with the text.
Rule:  the text ends with a line feed that is never deleted; one paragraph a line feed; a
       table's cells are stretches of paragraphs that name their cell.
Never: speaks HTTP or JSON of the API. Start at `Paper`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Style = dict[str, Any]
# what Docs strips from inserted text: controls but tab and line feed, and its private-use area
STRIPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff]")


def clean(text: str) -> str:
    """Text as Docs keeps it: line feeds only, no controls, no halves of surrogate pairs."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return STRIPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))


RULE = "\ue907"
"""Stands in the text for a horizontal rule; nobody can type it, see STRIPPED."""
Cell = tuple[str, int, int]
"""A table's id, row, column."""


@dataclass
class Paragraph:
    """Style and bullet of one paragraph, and the cell it lies in."""

    style: Style = field(default_factory=lambda: {"namedStyleType": "NORMAL_TEXT"})
    bullet: Style | None = None
    cell: Cell | None = None

    def copy(self) -> Paragraph:
        """The same, independent."""
        return Paragraph(dict(self.style), dict(self.bullet) if self.bullet else None, self.cell)


@dataclass
class Named:
    """A named range: one stretch of text that moves with it."""

    id: str
    name: str
    start: int
    end: int


@dataclass
class Paper:
    """One document's body."""

    text: str = "\n"
    styles: list[Style] = field(default_factory=lambda: [{}])
    paragraphs: list[Paragraph] = field(default_factory=lambda: [Paragraph()])
    named: list[Named] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Style] = field(default_factory=dict)
    """By id: `widths` of the columns in points, 0 where the rest is shared; `border`."""

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Paper:
        """The paper as it was kept."""
        styles: list[Style] = []
        for length, style in held["styles"]:
            styles += [style] * length
        return cls(
            held["text"],
            styles,
            [
                Paragraph(style, bullet, tuple(cell[0]) if cell and cell[0] else None)
                for style, bullet, *cell in held["paragraphs"]
            ],
            [Named(*one) for one in held["named"]],
            dict(held["lists"]),
            dict(held.get("tables", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """The paper for keeping; equal styles in a row are written once."""
        return {
            "text": self.text,
            "styles": [[len(list(run)), style] for style, run in groupby(self.styles)],
            "paragraphs": [[one.style, one.bullet, one.cell] for one in self.paragraphs],
            "named": [[one.id, one.name, one.start, one.end] for one in self.named],
            "lists": self.lists,
            "tables": self.tables,
        }

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph a position lies in."""
        return self.text.count("\n", 0, position)

    def within_one_cell(self, start: int, end: int) -> bool:
        """Whether taking this stretch out joins no cell with another, nor with the text outside."""
        first = self.paragraph_at(start)
        touched = self.paragraphs[first : first + self.text.count("\n", start, end) + 1]
        return len({one.cell for one in touched}) == 1

    def insert(self, position: int, text: str, style: Style | None = None) -> None:
        """Put text in; it takes the style of what stands before it in the paragraph."""
        text = clean(text)
        if style is None:
            starts = position == 0 or self.text[position - 1] == "\n"
            style = self.styles[position if starts else position - 1]
        number = self.paragraph_at(position)
        paragraph = self.paragraphs[number]
        self.text = self.text[:position] + text + self.text[position:]
        self.styles[position:position] = [style] * len(text)
        self.paragraphs[number:number] = [paragraph.copy() for _ in range(text.count("\n"))]
        for one in self.named:
            if one.start >= position:
                one.start += len(text)
            if one.end > position:
                one.end += len(text)

    def delete(self, start: int, end: int) -> None:
        """Take text out; paragraphs whose end goes are joined with the next."""
        number = self.paragraph_at(start)
        gone = self.text.count("\n", start, end)
        del self.paragraphs[number + 1 : number + 1 + gone]
        self.text = self.text[:start] + self.text[end:]
        del self.styles[start:end]
        for one in self.named:
            one.start = _after_cut(one.start, start, end)
            one.end = _after_cut(one.end, start, end)
        self.named = [one for one in self.named if one.start < one.end]

    def replace(self, start: int, end: int, text: str) -> None:
        """Put other text in a place; it takes the style of the first character replaced."""
        style = self.styles[start]
        kept = [
            (one, one.start, one.end) for one in self.named if (one.start, one.end) == (start, end)
        ]
        self.insert(end, text, style)
        self.delete(start, end)
        for one, was_start, _ in kept:
            # a range that named exactly this place names what stands there now
            one.start, one.end = was_start, was_start + len(clean(text))
            if one not in self.named and one.start < one.end:
                self.named.append(one)

    def matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """Where a pattern is found, without the empty finds."""
        found = ((match.start(), match.end()) for match in pattern.finditer(self.text))
        return [(start, end) for start, end in found if start < end]

    def replace_all(self, pattern: re.Pattern[str], text: str) -> int:
        """Replace every match, also across style runs; how many there were."""
        found = self.matches(pattern)
        for start, end in reversed(found):
            self.replace(start, end, text)
        return len(found)

    def style_text(self, start: int, end: int, change: Style, fields: list[str]) -> None:
        """Set the named fields; those the change does not hold go back to what is inherited."""
        for position in range(start, end):
            self.styles[position] = _merged(self.styles[position], change, fields)

    def style_paragraphs(self, start: int, end: int, change: Style, fields: list[str]) -> None:
        """The same for every paragraph the stretch touches."""
        for number in self.touched(start, end):
            self.paragraphs[number].style = _merged(self.paragraphs[number].style, change, fields)

    def touched(self, start: int, end: int) -> range:
        """The numbers of the paragraphs a stretch touches."""
        return range(self.paragraph_at(start), self.paragraph_at(max(start, end - 1)) + 1)

    def runs(self) -> list[tuple[Paragraph, list[tuple[str, Style]]]]:
        """Each paragraph with its stretches of equal style; the last one ends in a line feed."""
        shown = []
        position = 0
        for number, line in enumerate(self.text.split("\n")[:-1]):
            end = position + len(line) + 1
            pieces = []
            for style, run in groupby(range(position, end), key=lambda at: self.styles[at]):
                places = list(run)
                pieces.append((self.text[places[0] : places[-1] + 1], style))
            shown.append((self.paragraphs[number], pieces))
            position = end
        return shown


def _after_cut(position: int, start: int, end: int) -> int:
    if position <= start:
        return position
    return start if position <= end else position - (end - start)


def _merged(before: Style, change: Style, fields: list[str]) -> Style:
    if "*" in fields:
        return dict(change)
    merged = dict(before)
    for name in fields:
        if name in change:
            merged[name] = change[name]
        else:
            merged.pop(name, None)
    return merged
