"""Uploads that Drive turns into a Doc: plain text and simple HTML.

In:    bytes and their type.   Out: a kept paper.
Rule:  paragraphs, headings, bold, italic, underline, links, lists and alignment survive.
Never: fetches anything a page refers to. Start at `from_html()`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from ..world import World
from .documents import keep, revision_number
from .paper import Paper, Paragraph, clean

BLOCKS = {
    "p": "NORMAL_TEXT",
    "div": "NORMAL_TEXT",
    "li": "NORMAL_TEXT",
    "tr": "NORMAL_TEXT",
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

    def paper(self) -> Paper:
        self._end_block()
        if not self.blocks:
            return Paper()
        text, styles = "", []
        for _, pieces in self.blocks:
            for piece, style in pieces:
                text += piece
                styles += [style] * len(piece)
            text += "\n"
            styles.append(pieces[-1][1] if pieces else {})
        return Paper(text, styles, [paragraph for paragraph, _ in self.blocks], [], self.presets)

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
        elif tag in ("td", "th") and self.current and self.current[1]:
            self._add("\t", {})
        elif tag in INLINE:
            self.inline.append((tag, {INLINE[tag]: True}))
        elif tag == "a":
            self.inline.append((tag, {"link": {"url": given.get("href", "")}}))
        elif tag == "span":
            bold = re.search(r"font-weight:\s*(bold|[6-9]00)", given.get("style", ""))
            self.inline.append((tag, {"bold": True} if bold else {}))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("ul", "ol") and self.lists:
            self._end_block()
            self.lists.pop()
        elif tag in BLOCKS:
            self._end_block()
        else:
            for number in range(len(self.inline) - 1, -1, -1):
                if self.inline[number][0] == tag:
                    del self.inline[number]
                    break

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
        aligned = re.search(r"text-align:\s*(\w+)", given.get("style", ""))
        wanted = aligned[1] if aligned else given.get("align", "")
        if wanted.lower() in ALIGNMENTS:
            style["alignment"] = ALIGNMENTS[wanted.lower()]
        indented = re.search(r"margin-left:\s*([\d.]+)(cm|pt)", given.get("style", ""))
        if indented:
            points = float(indented[1]) * (POINTS_PER_CM if indented[2] == "cm" else 1.0)
            indent = {"magnitude": round(points, 2), "unit": "PT"}
            style |= {"indentStart": indent, "indentFirstLine": indent}
        paragraph = Paragraph(style)
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
