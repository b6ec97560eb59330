"""How the Docs API shows a paper: body, paragraphs, runs, lists, named ranges.

In:    a paper.   Out: the parts of a Document resource, with indexes in UTF-16 units.
Rule:  the body begins with a section break at 0; text begins at index 1.
Never: changes a paper. Start at `body_of()`.
"""

from __future__ import annotations

from typing import Any

from .paper import Paper

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
    index = 1
    for paragraph, pieces in paper.runs():
        start = index
        elements = []
        for text, style in pieces:
            end = index + units(text)
            elements.append(
                {
                    "startIndex": index,
                    "endIndex": end,
                    "textRun": {"content": text, "textStyle": style},
                }
            )
            index = end
        shown: dict[str, Any] = {
            "elements": elements,
            "paragraphStyle": {"direction": "LEFT_TO_RIGHT", **paragraph.style},
        }
        if paragraph.bullet:
            shown["bullet"] = paragraph.bullet
        content.append({"startIndex": start, "endIndex": index, "paragraph": shown})
    return {"content": content}


def index_at(paper: Paper, position: int) -> int:
    """A position in code points as the API's index."""
    return 1 + units(paper.text[:position])


def position_at(paper: Paper, index: int) -> int | None:
    """The API's index as a position; None inside a surrogate pair or outside the text."""
    if index < 1:
        return None
    data = paper.text.encode("utf-16-le", "surrogatepass")[: (index - 1) * 2]
    if len(data) != (index - 1) * 2:
        return None
    try:
        return len(data.decode("utf-16-le"))
    except UnicodeDecodeError:
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
