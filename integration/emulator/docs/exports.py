"""A paper as PDF, HTML and plain text.

In:    a document's id.   Out: bytes.
Rule:  A4, alignment and bold kept, text extractable; every character exports without failing;
       two exports are never the same bytes, as Google's are not (google-workspace.md section 7).
Never: changes a paper. Start at `to_pdf()`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

import typst

from ..drive import entries as drive
from ..world import World
from .documents import load
from .paper import RULE, Cell, Paper, Paragraph
from .shape import NAMED_SIZES

ALIGN = {"START": "left", "CENTER": "center", "END": "right", "JUSTIFIED": "left"}
CSS = {"START": "left", "CENTER": "center", "END": "right", "JUSTIFIED": "justify"}
HEADINGS = {"TITLE": "h1", "SUBTITLE": "h2", **{f"HEADING_{n}": f"h{n}" for n in range(1, 7)}}
INDENT_POINTS = 18


def to_text(world: World, document_id: str) -> bytes:
    """Plain text as Google exports it: with a byte order mark and CRLF."""
    lines = []
    paper = load(world, document_id)
    for (paragraph, pieces), mark in zip(paper.runs(), _marks(paper), strict=True):
        text = "".join(piece for piece, _ in pieces).rstrip("\n").replace(RULE, "_" * 16)
        depth = paragraph.bullet.get("nestingLevel", 0) + 1 if paragraph.bullet else 0
        lines.append(f"{'   ' * depth}{mark} {text}" if mark else text)
    return ("\ufeff" + "\r\n".join(lines)).encode()


def _marks(paper: Paper) -> list[str]:
    """What stands before each paragraph: a bullet, a number, or nothing."""
    counted: dict[tuple[str, int], int] = {}
    marks = []
    for paragraph in paper.paragraphs:
        if paragraph.bullet is None:
            marks.append("")
            continue
        list_id = paragraph.bullet["listId"]
        if not paper.lists.get(list_id, "").startswith("NUMBERED"):
            marks.append("\u2022")
            continue
        key = (list_id, paragraph.bullet.get("nestingLevel", 0))
        counted[key] = counted.get(key, 0) + 1
        marks.append(f"{counted[key]}.")
    return marks


def to_html(world: World, document_id: str) -> bytes:
    """One self-contained page."""
    title = escape(drive.fetch(world, document_id)["name"])
    paper = load(world, document_id)
    blocks = []
    open_cell: Cell | None = None
    for (paragraph, pieces), mark in zip(paper.runs(), _marks(paper), strict=True):
        blocks.append(_html_cells(open_cell, paragraph.cell))
        open_cell = paragraph.cell
        tag = HEADINGS.get(paragraph.style.get("namedStyleType", ""), "p")
        align = CSS.get(paragraph.style.get("alignment", "START"), "left")
        inner = "".join(_html_run(text.rstrip("\n"), style) for text, style in pieces)
        shown = f"{escape(mark)} {inner}" if mark else inner
        shown = shown.replace(RULE, "<hr>")
        blocks.append(f'<{tag} style="text-align:{align}">{shown}</{tag}>')
    page = (
        f'<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">'
        f"<title>{title}</title></head><body>{''.join(blocks)}</body></html>"
    )
    return page.encode()


def _html_cells(before: Cell | None, now: Cell | None) -> str:
    """What opens and closes between a paragraph's cell and the next one's."""
    if before == now:
        return ""
    same_table = bool(before and now and before[0] == now[0])
    same_row = bool(same_table and before and now and before[1] == now[1])
    closing = "</td>" + ("" if same_row else "</tr>") + ("" if same_table else "</table>")
    opening = ("" if same_table else "<table>") + ("" if same_row else "<tr>") + "<td>"
    return (closing if before else "") + (opening if now else "")


def _html_run(text: str, style: dict[str, Any]) -> str:
    shown = escape(text)
    for name, tag in (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strikethrough", "s")):
        if style.get(name) and shown:
            shown = f"<{tag}>{shown}</{tag}>"
    url = style.get("link", {}).get("url")
    return f'<a href="{escape(url)}">{shown}</a>' if url and shown else shown


def to_pdf(world: World, document_id: str) -> bytes:
    """A4 pages."""
    title = drive.fetch(world, document_id)["name"]
    paper = load(world, document_id)
    now = world.clock.now().astimezone(world.zone)
    moment = (
        f"datetime(year: {now.year}, month: {now.month}, day: {now.day}, hour: {now.hour}, "
        f"minute: {now.minute}, second: {now.second})"
    )
    source = [
        f"#set document(title: {_string(title)}, date: {moment}, "
        f"keywords: ({_string('export ' + secrets.token_hex(8))},))",
        '#set page(paper: "a4", margin: 2.54cm)',
        '#set text(font: ("Liberation Sans", "Arial", "DejaVu Sans"), size: 11pt, lang: "id", '
        "fallback: true)",
        "#set par(leading: 0.55em, spacing: 0pt)",
        *_typst_blocks(paper),
    ]
    made = typst.compile("\n".join(source).encode(), format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one document")
    return made


def _string(text: str) -> str:
    """A Typst string literal; what is no plain character is written by its number."""
    shown = "".join(
        f"\\{char}" if char in '\\"' else char if char.isprintable() else f"\\u{{{ord(char):x}}}"
        for char in text
    )
    return f'"{shown}"'


def _points(dimension: dict[str, Any] | None) -> float:
    return float(dimension.get("magnitude", 0)) if dimension else 0.0


def _typst_blocks(paper: Paper) -> Iterator[str]:
    """Paragraphs one by one, a table's together."""
    shown = zip(paper.runs(), _marks(paper), strict=True)
    for table_id, group in groupby(shown, key=lambda one: (one[0][0].cell or ("",))[0]):
        rows = [(run[0].cell, _typst_paragraph(*run, mark)) for run, mark in group]
        if not table_id:
            yield from (source for _, source in rows)
            continue
        cells = ["".join(source for _, source in cell) for _, cell in groupby(rows, lambda r: r[0])]
        table = paper.tables[table_id]
        widths = ", ".join(f"{one}pt" if one else "1fr" for one in table["widths"])
        stroke, inset = ("0.5pt", "5pt") if table["border"] else ("none", "(x: 0pt, y: 0.28em)")
        yield (
            f"#table(columns: ({widths},), stroke: {stroke}, inset: {inset}, "
            f"{', '.join(f'[{cell}]' for cell in cells)})"
        )


def _typst_paragraph(
    paragraph: Paragraph, pieces: list[tuple[str, dict[str, Any]]], mark: str
) -> str:
    style = paragraph.style
    named = style.get("namedStyleType", "NORMAL_TEXT")
    size = NAMED_SIZES.get(named, 11)
    runs = [_typst_run(text.rstrip("\n"), run, size) for text, run in pieces if text != "\n"]
    inner = " + ".join(runs) or "box(height: 0.7em)"
    indent = _points(style.get("indentStart"))
    if mark:
        indent += INDENT_POINTS * (paragraph.bullet or {}).get("nestingLevel", 0)
        inner = (
            f"grid(columns: ({INDENT_POINTS}pt, 1fr), text({_string(mark)}), par({{ {inner} }}))"
        )
    alignment = style.get("alignment", "START")
    justify = "true" if alignment == "JUSTIFIED" else "false"
    above = _points(style.get("spaceAbove"))
    below = _points(style.get("spaceBelow")) + size * 0.55
    first = _points(style.get("indentFirstLine")) - indent if "indentFirstLine" in style else 0
    keeps = "true" if style.get("keepWithNext") else "false"
    before = "#pagebreak(weak: true)\n" if style.get("pageBreakBefore") else ""
    return (
        f"{before}#block(sticky: {keeps}, above: {above}pt, below: {below}pt, width: 100%, "
        f"inset: (left: {indent}pt, right: {_points(style.get('indentEnd'))}pt))"
        f"[#set text(size: {size}pt)\n"
        f"#set par(justify: {justify}, first-line-indent: {max(first, 0)}pt)\n"
        f"#align({ALIGN.get(alignment, 'left')}, {{ {inner} }})]"
    )


def _typst_run(text: str, style: dict[str, Any], size: float) -> str:
    settings = [f"size: {_points(style.get('fontSize')) or size}pt"]
    if style.get("bold"):
        settings.append('weight: "bold"')
    if style.get("italic"):
        settings.append('style: "italic"')
    colour = style.get("foregroundColor", {}).get("color", {}).get("rgbColor")
    if colour:
        parts = [
            f"{max(0, min(1, colour.get(name, 0))) * 100}%" for name in ("red", "green", "blue")
        ]
        settings.append(f"fill: rgb({', '.join(parts)})")
    parts = [f"text({', '.join(settings)}, {_string(part)})" for part in text.split("\t")]
    shown = " + h(1.27cm) + ".join(parts)
    shown = shown.replace(_string(RULE), "line(length: 100%, stroke: 1pt)")
    for name, function in (("underline", "underline"), ("strikethrough", "strike")):
        if style.get(name):
            shown = f"{function}({{ {shown} }})"
    url = style.get("link", {}).get("url")
    return f"link({_string(url)}, {{ {shown} }})" if url else f"{{ {shown} }}"
