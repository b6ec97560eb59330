"""A Google Doc read as text, and its placeholders.

In:    documents.get as Google answers it.   Out: revision, text of every part, placeholders.
Rule:  body, tables, headers, footers and footnotes all count; smart chips show their own text.
Never: calls Google. Start at `whole_text()`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
ANY_BRACES = re.compile(r"\{\{[^{}\n]*\}\}|\{\{|\}\}")


def body_text(document: Mapping[str, Any]) -> str:
    """The letter as a person reads it: the body, without header and footer."""
    return "".join(_blocks(document.get("body", {}).get("content", [])))


def whole_text(document: Mapping[str, Any]) -> str:
    """The text of every part."""
    parts = [body_text(document)]
    for kind in ("headers", "footers", "footnotes"):
        for part in document.get(kind, {}).values():
            parts.append("".join(_blocks(part.get("content", []))))
    return "\n".join(parts)


def placeholders(document: Mapping[str, Any]) -> list[str]:
    """Each `{{...}}` as it is written, once."""
    return list(dict.fromkeys(found[0] for found in PLACEHOLDER.finditer(whole_text(document))))


def leftovers(document: Mapping[str, Any]) -> list[str]:
    """What still looks like a placeholder, broken ones included."""
    return list(dict.fromkeys(ANY_BRACES.findall(whole_text(document))))


def paragraph_of(document: Mapping[str, Any], text: str) -> Mapping[str, Any] | None:
    """The first paragraph of the body, outside tables, in which a text stands."""
    for block in document.get("body", {}).get("content", []):
        if "paragraph" in block and text in "".join(_blocks([block])):
            found: Mapping[str, Any] = block
            return found
    return None


def _blocks(content: list[Mapping[str, Any]]) -> Iterator[str]:
    for block in content:
        if "paragraph" in block:
            for element in block["paragraph"].get("elements", []):
                yield _element(element)
        for row in block.get("table", {}).get("tableRows", []):
            cells = ["".join(_blocks(cell.get("content", []))) for cell in row["tableCells"]]
            yield "\t".join(cell.removesuffix("\n") for cell in cells) + "\n"
        yield from _blocks(block.get("tableOfContents", {}).get("content", []))


def _element(element: Mapping[str, Any]) -> str:
    if "textRun" in element:
        # a line break inside a paragraph is a vertical tab in Docs
        return str(element["textRun"].get("content", "")).replace("\v", "\n")
    person = element.get("person", {}).get("personProperties", {})
    link = element.get("richLink", {}).get("richLinkProperties", {})
    date = element.get("dateElement", {}).get("dateElementProperties", {})
    return str(
        person.get("name")
        or person.get("email")
        or link.get("title")
        or date.get("displayText")
        or ""
    )
