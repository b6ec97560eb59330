"""Uploads that Drive turns into a Doc: plain text and simple HTML.

In:    bytes and their type.   Out: a kept paper.
Rule:  paragraphs, headings, bold, italic, underline, links, lists, alignment, sizes, rules
       and plain tables (a grid of cells with widths) survive.
Never: fetches anything a page refers to. Start at `from_html()`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from ..world import World
from .documents import keep, revision_number
from .paper import RULE, Cell, Paper, Paragraph, clean

BLOCKS = {
    "p": "NORMAL_TEXT",
    "div": "NORMAL_TEXT",
    "li": "NORMAL_TEXT",
    "h1": "HEADING_1",
    "h2": "HEADING_2",
    "h3": "HEADING_3",
    "h4": "HEADING_4",
    "h5": "HEADING_5",
    "h6": "HEADING_6",
}
INLINE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
}
ALIGNMENTS = {"left": "START", "center": "CENTER", "right": "END", "justify": "JUSTIFIED"}
POINTS_PER_CM = 72 / 2.54
MARGINS = {
    "margin-left": ("indentStart", "indentFirstLine"),
    "margin-top": ("spaceAbove",),
    "margin-bottom": ("spaceBelow",),
}
SILENT = frozenset({"script", "style", "head", "title"})


def from_text(world: World, document_id: str, data: bytes, kind: str) -> None:
    """text/plain: a line is a paragraph."""
    paper = Paper()
    text = data.decode("utf-8-sig", "replace")
    paper.insert(0, text.removesuffix("\n"))
    keep(world, document_id, paper, revision=revision_number(world, document_id) + 1)


def from_html(world: World, document_id: str, data: bytes, kind: str) -> None:
    """text/html."""
    reader = _Reader()
    reader.feed(data.decode("utf-8-sig", "replace"))
    reader.close()
    paper = reader.paper()
    keep(world, document_id, paper, revision=revision_number(world, document_id) + 1)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[Paragraph, list[tuple[str, dict[str, Any]]]]] = []
        self.presets: dict[str, str] = {}
        self.current: tuple[Paragraph, list[tuple[str, dict[str, Any]]]] | None = None
        self.inline: list[tuple[str, dict[str, Any]]] = []
        self.lists: list[tuple[str, str]] = []
        self.silent = 0
        self.made = 0
        self.tables: dict[str, dict[str, Any]] = {}
        self.cell: Cell | None = None
        self.filled = False
        """Whether the open cell has a paragraph yet."""
        self.cell_style = ""

    def paper(self) -> Paper:
        self._end_block()
        if not self.blocks:
            return Paper()
        if self.blocks[-1][0].cell:
            # text goes on behind a table, if only with an empty line
            self.blocks.append((Paragraph(), []))
        text, styles = "", []
        for _, pieces in self.blocks:
            for piece, style in pieces:
                text += piece
                styles += [style] * len(piece)
            text += "\n"
            styles.append(pieces[-1][1] if pieces else {})
        return Paper(
            text, styles, [paragraph for paragraph, _ in self.blocks], [], self.presets, self.tables
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag in ("ul", "ol"):
            self._end_block()
            self.made += 1
            preset = "NUMBERED_DECIMAL_NESTED" if tag == "ol" else "BULLET_DISC_CIRCLE_SQUARE"
            self.lists.append((f"kix.list{self.made}", preset))
        elif tag in BLOCKS:
            self._start_block(tag, given)
        elif tag == "br":
            self._end_block() if self.current else self._start_block("p", {})
        elif tag == "hr":
            self._start_block("p", given)
            self._add(RULE, {})
            self._end_block()
        elif tag in ("table", "tr", "td", "th"):
            self._table(tag, given)
        elif tag in INLINE:
            self.inline.append((tag, {INLINE[tag]: True}))
        elif tag == "a":
            self.inline.append((tag, {"link": {"url": given.get("href", "")}}))
        elif tag == "span":
            css = given.get("style", "")
            bold = re.search(r"font-weight:\s*(bold|[6-9]00)", css)
            size = _length("font-size", css)
            said: dict[str, Any] = {"bold": True} if bold else {}
            if size:
                said["fontSize"] = {"magnitude": size, "unit": "PT"}
            self.inline.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("ul", "ol") and self.lists:
            self._end_block()
            self.lists.pop()
        elif tag in BLOCKS:
            self._end_block()
        elif tag in ("td", "th") and self.cell:
            if not self.filled and not self.current:
                self._start_block("p", {})
            self._end_block()
            self.cell_style = ""
        elif tag == "table":
            self.cell = None
        else:
            for number in range(len(self.inline) - 1, -1, -1):
                if self.inline[number][0] == tag:
                    del self.inline[number]
                    break

    def _table(self, tag: str, given: dict[str, str]) -> None:
        self._end_block()
        if tag == "table":
            if self.blocks and self.blocks[-1][0].cell:
                self.blocks.append((Paragraph(), []))
            self.made += 1
            table_id = f"kix.table{self.made}"
            drawn = given.get("border", "0") not in ("", "0")
            self.tables[table_id] = {"widths": [], "border": drawn}
            self.cell = (table_id, -1, -1)
        elif self.cell and tag == "tr":
            self.cell = (self.cell[0], self.cell[1] + 1, -1)
        elif self.cell:
            self.cell = (self.cell[0], self.cell[1], self.cell[2] + 1)
            self.filled = False
            self.cell_style = given.get("style", "")
            if self.cell[1] == 0:
                width = _length("width", self.cell_style)
                self.tables[self.cell[0]]["widths"].append(width or 0)

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", clean(data))
        if self.silent or (not text.strip() and self.current is None):
            return
        self._add(text, {})

    def _add(self, text: str, extra: dict[str, Any]) -> None:
        if self.current is None:
            self._start_block("p", {})
        pieces = self.current[1] if self.current else []
        if not pieces:
            text = text.lstrip(" ")
        style: dict[str, Any] = dict(extra)
        for _, inherited in self.inline:
            style |= inherited
        if text:
            pieces.append((text, style))

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        self._end_block()
        style: dict[str, Any] = {"namedStyleType": BLOCKS.get(tag, "NORMAL_TEXT")}
        aligned = re.search(r"text-align:\s*(\w+)", given.get("style", "") or self.cell_style)
        wanted = aligned[1] if aligned else given.get("align", "")
        if wanted.lower() in ALIGNMENTS:
            style["alignment"] = ALIGNMENTS[wanted.lower()]
        for css, names in MARGINS.items():
            points = _length(css, given.get("style", ""))
            if points is not None:
                style |= {key: {"magnitude": points, "unit": "PT"} for key in names}
        paragraph = Paragraph(style, cell=self.cell)
        self.filled = True
        if tag == "li" and self.lists:
            list_id, preset = self.lists[-1]
            paragraph.bullet = {"listId": list_id, "textStyle": {}}
            if len(self.lists) > 1:
                paragraph.bullet["nestingLevel"] = len(self.lists) - 1
            self.presets[list_id] = preset
        self.current = (paragraph, [])

    def _end_block(self) -> None:
        if self.current is None:
            return
        pieces = self.current[1]
        if pieces:
            text, style = pieces[-1]
            pieces[-1] = (text.rstrip(" "), style)
        self.blocks.append(self.current)
        self.current = None


def _length(name: str, css: str) -> float | None:
    """A length of a style attribute in points."""
    found = re.search(rf"(?:^|[;\s]){name}:\s*([\d.]+)(cm|pt)", css)
    if found is None:
        return None
    return round(float(found[1]) * (POINTS_PER_CM if found[2] == "cm" else 1.0), 2)
