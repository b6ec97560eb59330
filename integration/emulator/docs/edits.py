"""The requests of documents.batchUpdate that the workspace does.

In:    a paper and one request's body.   Out: the reply; the paper is changed.
Rule:  positions outside the text are Google's 400; zero occurrences are left out of a reply, as
       Google leaves out every zero.
Never: saves. What is not in EDITS is 501. Start at `EDITS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..frame.errors import ApiError, invalid, not_done
from ..world import World
from .paper import Named, Paper, clean
from .shape import index_at, position_at

TAB = "t.0"


@dataclass
class Edit:
    """One request on its way into a paper; `path` names it in refusals."""

    world: World
    paper: Paper
    body: dict[str, Any]
    path: str

    def refusal(self, message: str) -> ApiError:
        """Google's 400 for this request."""
        return invalid(f"Invalid {self.path}: {message}")

    def only_body(self, place: dict[str, Any]) -> None:
        """Headers, footers and other tabs are not here."""
        if place.get("segmentId"):
            raise self.refusal(f"Segment with ID {place['segmentId']} was not found.")
        if place.get("tabId", TAB) not in ("", TAB):
            raise self.refusal(f"Tab with ID {place['tabId']} was not found.")

    def position(self, index: int) -> int:
        """An index as a position; ApiError 400 when it lies outside."""
        last = index_at(self.paper, len(self.paper.text))
        if index >= last:
            raise self.refusal(
                f"Index {index} must be less than the end index of the referenced segment, {last}."
            )
        if index < 1:
            raise self.refusal(
                "The insertion index must be inside the bounds of an existing paragraph."
            )
        position = position_at(self.paper, index)
        if position is None:
            raise self.refusal(
                "The insertion index must be inside the bounds of an existing paragraph."
            )
        return position

    def stretch(self, span: dict[str, Any]) -> tuple[int, int]:
        """A Range as positions; ApiError 400 when it is empty or outside."""
        self.only_body(span)
        start, end = span.get("startIndex", 0), span.get("endIndex", 0)
        if end <= start:
            raise self.refusal("The range cannot be empty.")
        last = index_at(self.paper, len(self.paper.text))
        if end > last:
            raise self.refusal(
                f"Index {end} must be less than or equal to the end index of the referenced "
                f"segment, {last}."
            )
        stop = position_at(self.paper, end, closing=True)
        if stop is None:
            raise self.refusal(f"Index {end} lies inside a surrogate pair or between two cells.")
        return self.position(start), stop

    def mask(self) -> list[str]:
        """The names in `fields`; ApiError 400 when there are none."""
        names = [name.strip() for name in self.body.get("fields", "").split(",") if name.strip()]
        if not names:
            raise self.refusal("At least one field must be listed in 'fields'. (Use '*' for all.)")
        return names

    def chosen_tabs(self) -> bool:
        """Whether the request means the one tab there is."""
        tabs = self.body.get("tabsCriteria", {}).get("tabIds", [])
        unknown = [tab for tab in tabs if tab != TAB]
        if unknown:
            raise self.refusal(f"Tab with ID {unknown[0]} was not found.")
        return True


def replace_all_text(edit: Edit) -> dict[str, Any]:
    """replaceAllText: the whole document, also across style runs."""
    wanted = edit.body.get("containsText", {})
    text = wanted.get("text", "")
    if not text:
        raise edit.refusal("The text to find cannot be empty.")
    edit.chosen_tabs()
    flags = re.NOFLAG if wanted.get("matchCase") else re.IGNORECASE
    try:
        pattern = re.compile(text if wanted.get("searchByRegex") else re.escape(text), flags)
    except re.error as wrong:
        raise edit.refusal(f"Invalid regular expression: {wrong}") from None
    count = edit.paper.replace_all(pattern, edit.body.get("replaceText", ""))
    return {"replaceAllText": {"occurrencesChanged": count} if count else {}}


def insert_text(edit: Edit) -> dict[str, Any]:
    """insertText at an index or at the end of the body."""
    if not edit.body.get("text"):
        raise edit.refusal("The text to insert cannot be empty.")
    if "location" in edit.body:
        edit.only_body(edit.body["location"])
        position = edit.position(edit.body["location"].get("index", 0))
    elif "endOfSegmentLocation" in edit.body:
        edit.only_body(edit.body["endOfSegmentLocation"])
        position = len(edit.paper.text) - 1
    else:
        raise edit.refusal("The insertion location must be set.")
    edit.paper.insert(position, edit.body["text"])
    return {}


def delete_content_range(edit: Edit) -> dict[str, Any]:
    """deleteContentRange; the last line feed stays."""
    start, end = edit.stretch(edit.body.get("range", {}))
    if end == len(edit.paper.text):
        raise edit.refusal(
            "The range cannot include the newline character at the end of the segment."
        )
    if not edit.paper.within_one_cell(start, end):
        raise not_done("docs.documents.batchUpdate deleteContentRange across cells of a table")
    edit.paper.delete(start, end)
    return {}


def update_text_style(edit: Edit) -> dict[str, Any]:
    """updateTextStyle."""
    start, end = edit.stretch(edit.body.get("range", {}))
    edit.paper.style_text(start, end, edit.body.get("textStyle", {}), edit.mask())
    return {}


def update_paragraph_style(edit: Edit) -> dict[str, Any]:
    """updateParagraphStyle; a new named style brings its own spacing, so others stay."""
    start, end = edit.stretch(edit.body.get("range", {}))
    edit.paper.style_paragraphs(start, end, edit.body.get("paragraphStyle", {}), edit.mask())
    return {}


def create_paragraph_bullets(edit: Edit) -> dict[str, Any]:
    """createParagraphBullets; leading tabs say the depth and go."""
    start, end = edit.stretch(edit.body.get("range", {}))
    preset = edit.body.get("bulletPreset", "BULLET_GLYPH_PRESET_UNSPECIFIED")
    if preset == "BULLET_GLYPH_PRESET_UNSPECIFIED":
        raise edit.refusal("The bullet preset must be set.")
    list_id = "kix." + edit.world.ids.hex("list", 12)
    edit.paper.lists[list_id] = preset
    for number in edit.paper.touched(start, end):
        lines = edit.paper.text.split("\n")
        at = sum(len(line) + 1 for line in lines[:number])
        depth = len(lines[number]) - len(lines[number].lstrip("\t"))
        if depth:
            edit.paper.delete(at, at + depth)
        bullet: dict[str, Any] = {"listId": list_id, "textStyle": {}}
        if depth:
            bullet["nestingLevel"] = min(depth, 8)
        edit.paper.paragraphs[number].bullet = bullet
    return {}


def delete_paragraph_bullets(edit: Edit) -> dict[str, Any]:
    """deleteParagraphBullets."""
    start, end = edit.stretch(edit.body.get("range", {}))
    for number in edit.paper.touched(start, end):
        edit.paper.paragraphs[number].bullet = None
    return {}


def create_named_range(edit: Edit) -> dict[str, Any]:
    """createNamedRange; names may repeat, ids may not."""
    name = edit.body.get("name", "")
    if not 1 <= len(name.encode("utf-16-le")) // 2 <= 256:
        raise edit.refusal("The name must be between 1 and 256 characters.")
    start, end = edit.stretch(edit.body.get("range", {}))
    range_id = "kix." + edit.world.ids.hex("range", 12)
    edit.paper.named.append(Named(range_id, name, start, end))
    return {"createNamedRange": {"namedRangeId": range_id}}


def _named(edit: Edit, id_field: str, name_field: str) -> list[Named]:
    wanted_id, wanted_name = edit.body.get(id_field), edit.body.get(name_field)
    if bool(wanted_id) == bool(wanted_name):
        raise edit.refusal("Exactly one of the range's ID and name must be set.")
    found = [one for one in edit.paper.named if wanted_id == one.id or wanted_name == one.name]
    if not found:
        raise edit.refusal(f"The named range {wanted_id or wanted_name} was not found.")
    return found


def delete_named_range(edit: Edit) -> dict[str, Any]:
    """deleteNamedRange; the text stays."""
    gone = _named(edit, "namedRangeId", "name")
    edit.paper.named = [one for one in edit.paper.named if one not in gone]
    return {}


def replace_named_range_content(edit: Edit) -> dict[str, Any]:
    """replaceNamedRangeContent: the range then names the new text."""
    text = edit.body.get("text", "")
    for one in _named(edit, "namedRangeId", "namedRangeName"):
        if not clean(text):
            raise not_done("docs.documents.batchUpdate replaceNamedRangeContent with empty text")
        start, end = one.start, min(one.end, len(edit.paper.text) - 1)
        edit.paper.replace(start, end, text)
        one.start, one.end = start, start + len(clean(text))
    return {}


EDITS: dict[str, Callable[[Edit], dict[str, Any]]] = {
    "createNamedRange": create_named_range,
    "createParagraphBullets": create_paragraph_bullets,
    "deleteContentRange": delete_content_range,
    "deleteNamedRange": delete_named_range,
    "deleteParagraphBullets": delete_paragraph_bullets,
    "insertText": insert_text,
    "replaceAllText": replace_all_text,
    "replaceNamedRangeContent": replace_named_range_content,
    "updateParagraphStyle": update_paragraph_style,
    "updateTextStyle": update_text_style,
}
