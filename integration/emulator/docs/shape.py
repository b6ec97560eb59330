"""How the Docs API shows a paper: body, paragraphs, runs, lists, named ranges.

In:    a paper.   Out: the parts of a Document resource, with indexes in UTF-16 units.
Rule:  the body begins with a section break at 0; text begins at index 1.
Never: changes a paper. Start at `body_of()`.
"""

from __future__ import annotations

import re
from typing import Any

from .paper import RULE, Cell, Paper, Paragraph

POINTS = "PT"
A4 = {
    "height": {"magnitude": 841.89, "unit": POINTS},
    "width": {"magnitude": 595.276, "unit": POINTS},
}
MARGIN = {"magnitude": 72, "unit": POINTS}
NAMED_SIZES = {
    "NORMAL_TEXT": 11,
    "TITLE": 26,
    "SUBTITLE": 15,
    "HEADING_1": 20,
    "HEADING_2": 16,
    "HEADING_3": 14,
    "HEADING_4": 12,
    "HEADING_5": 11,
    "HEADING_6": 11,
}


def units(text: str) -> int:
    """The length of text as Docs counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def body_of(paper: Paper) -> dict[str, Any]:
    """The Body of a document."""
    content: list[dict[str, Any]] = [
        {
            "endIndex": 1,
            "sectionBreak": {
                "sectionStyle": {
                    "columnSeparatorStyle": "NONE",
                    "contentDirection": "LEFT_TO_RIGHT",
                    "sectionType": "CONTINUOUS",
                }
            },
        }
    ]
    open_table: _Table | None = None
    starts = paragraph_starts(paper)
    for (paragraph, pieces), start in zip(paper.runs(), starts, strict=True):
        block = _paragraph(paragraph, pieces, start)
        if open_table and (paragraph.cell is None or paragraph.cell[0] != open_table.id):
            content.append(open_table.block())
            open_table = None
        if paragraph.cell is None:
            content.append(block)
            continue
        open_table = open_table or _Table(paragraph.cell[0])
        open_table.add(paragraph.cell, block)
    return {"content": content}


def _paragraph(
    paragraph: Paragraph, pieces: list[tuple[str, dict[str, Any]]], start: int
) -> dict[str, Any]:
    index, elements = start, []
    for text, style in pieces:
        for part in re.split(f"({RULE})", text):
            if not part:
                continue
            end = index + units(part)
            kind = "horizontalRule" if part == RULE else "textRun"
            said = {"textStyle": style} | ({} if part == RULE else {"content": part})
            elements.append({"startIndex": index, "endIndex": end, kind: said})
            index = end
    shown: dict[str, Any] = {
        "elements": elements,
        "paragraphStyle": {"direction": "LEFT_TO_RIGHT", **paragraph.style},
    }
    if paragraph.bullet:
        shown["bullet"] = paragraph.bullet
    return {"startIndex": start, "endIndex": index, "paragraph": shown}


class _Table:
    """A table while its cells come in."""

    def __init__(self, table_id: str) -> None:
        self.id = table_id
        self.rows: list[list[list[dict[str, Any]]]] = []

    def add(self, cell: Cell, block: dict[str, Any]) -> None:
        _, row, column = cell
        while len(self.rows) <= row:
            self.rows.append([])
        while len(self.rows[row]) <= column:
            self.rows[row].append([])
        self.rows[row][column].append(block)

    def block(self) -> dict[str, Any]:
        shown = []
        for row in self.rows:
            cells = [
                {
                    "startIndex": blocks[0]["startIndex"] - 1,
                    "endIndex": blocks[-1]["endIndex"],
                    "content": blocks,
                }
                for blocks in row
            ]
            start = cells[0]["startIndex"] - 1
            shown.append(
                {"startIndex": start, "endIndex": cells[-1]["endIndex"], "tableCells": cells}
            )
        table = {"rows": len(shown), "columns": len(self.rows[0]), "tableRows": shown}
        start, end = shown[0]["startIndex"] - 1, shown[-1]["endIndex"] + 1
        return {"startIndex": start, "endIndex": end, "table": table}


def paragraph_starts(paper: Paper) -> list[int]:
    """The API's index of each paragraph's first sign: a table, each row and each cell begin with
    one unit of their own, and a table ends with one."""
    starts, index = [], 1
    previous: Cell | None = None
    for paragraph, line in zip(paper.paragraphs, paper.text.split("\n"), strict=False):
        cell = paragraph.cell
        if previous and (cell is None or cell[0] != previous[0]):
            index, previous = index + 1, None
        if cell:
            index += _steps_into(cell, previous)
        starts.append(index)
        index += units(line) + 1
        previous = cell
    return starts


def _steps_into(cell: Cell, previous: Cell | None) -> int:
    if previous is None:
        return 3
    return 2 if cell[1] != previous[1] else int(cell[2] != previous[2])


def index_at(paper: Paper, position: int) -> int:
    """A position in code points as the API's index."""
    number = min(paper.paragraph_at(position), len(paper.paragraphs) - 1)
    begin = sum(len(line) + 1 for line in paper.text.split("\n")[:number])
    return paragraph_starts(paper)[number] + units(paper.text[begin:position])


def position_at(paper: Paper, index: int, *, closing: bool = False) -> int | None:
    """The API's index as a position; None inside a surrogate pair, between cells or outside the
    text. With `closing`, the index just behind a paragraph is its end."""
    begin = 0
    lines = paper.text.split("\n")[:-1]
    for start, line in zip(paragraph_starts(paper), lines, strict=True):
        length = units(line) + 1
        if start <= index < start + length + closing:
            data = f"{line}\n".encode("utf-16-le", "surrogatepass")[: (index - start) * 2]
            try:
                return begin + len(data.decode("utf-16-le"))
            except UnicodeDecodeError:
                return None
        begin += len(line) + 1
    return None


def document_parts(paper: Paper) -> dict[str, Any]:
    """Everything of a document beside its body."""
    parts: dict[str, Any] = {
        "documentStyle": {
            "pageSize": A4,
            "marginTop": MARGIN,
            "marginBottom": MARGIN,
            "marginLeft": MARGIN,
            "marginRight": MARGIN,
            "pageNumberStart": 1,
        },
        "namedStyles": {
            "styles": [
                {
                    "namedStyleType": name,
                    "textStyle": {
                        "fontSize": {"magnitude": size, "unit": POINTS},
                        "weightedFontFamily": {"fontFamily": "Arial", "weight": 400},
                    },
                    "paragraphStyle": {"namedStyleType": name, "alignment": "START"},
                }
                for name, size in NAMED_SIZES.items()
            ]
        },
    }
    if paper.named:
        parts["namedRanges"] = _named_ranges(paper)
    if paper.lists:
        parts["lists"] = {
            list_id: {"listProperties": {"nestingLevels": [_level(preset) for _ in range(9)]}}
            for list_id, preset in paper.lists.items()
        }
    return parts


def _level(preset: str) -> dict[str, Any]:
    if preset.startswith("NUMBERED"):
        return {"bulletAlignment": "START", "glyphType": "DECIMAL", "glyphFormat": "%0."}
    return {"bulletAlignment": "START", "glyphSymbol": "\u25cf", "glyphFormat": "%0"}


def _named_ranges(paper: Paper) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for one in paper.named:
        group = shown.setdefault(one.name, {"name": one.name, "namedRanges": []})
        group["namedRanges"].append(
            {
                "namedRangeId": one.id,
                "name": one.name,
                "ranges": [
                    {
                        "startIndex": index_at(paper, one.start),
                        "endIndex": index_at(paper, one.end),
                    }
                ],
            }
        )
    return shown
