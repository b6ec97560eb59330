"""Requests about conditional formats and banding.

In:    add, update, delete of either.   Out: the rules kept, in order.
Rule:  the first conditional format that holds decides.
Never: judges cells; that is conditions.py. Start at `add_conditional_format_rule()`.
"""

from typing import Any

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.cells import check_condition
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request, tab
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import Sheet


def _checked(editing: Editing, rule: Body) -> tuple[Sheet, Body]:
    """The tab a rule is about, and the rule with its colours in both spellings."""
    if "gradientRule" in rule:
        raise NotImplementedHere("conditional formats with a gradient")
    boolean = needed(rule, "booleanRule")
    check_condition(boolean.get("condition", {}))
    sheets = [place(editing, r, check=False)[0] for r in needed(rule, "ranges")]
    if not sheets or any(sheet is not sheets[0] for sheet in sheets):
        raise Refused("All ranges of a conditional format must be on the same sheet.")
    if "format" in boolean:
        look, _ = mask.paired(boolean["format"], {})
        rule = {**rule, "booleanRule": {**boolean, "format": look}}
    return sheets[0], rule


@request("addConditionalFormatRule")
def add_conditional_format_rule(editing: Editing, body: Body) -> Reply:
    """Add a rule at its place in the order."""
    sheet, rule = _checked(editing, needed(body, "rule"))
    rules, index = sheet.over["conditionalFormats"], body.get("index", 0)
    if not 0 <= index <= len(rules):
        raise Refused(f"Invalid index: {index}. There are {len(rules)} rules.")
    rules.insert(index, rule)
    sheet.changed()
    return None


def _rule(editing: Editing, sheet_id: int, index: int) -> tuple[Sheet, list[Body]]:
    sheet = tab(editing, sheet_id)
    rules = sheet.over["conditionalFormats"]
    if not 0 <= index < len(rules):
        raise Refused(f"No conditional format on sheet: {sheet_id} at index: {index}")
    return sheet, rules


@request("updateConditionalFormatRule")
def update_conditional_format_rule(editing: Editing, body: Body) -> Reply:
    """Replace a rule, or give it another place."""
    index = body.get("index", 0)
    if "rule" in body:
        sheet, rule = _checked(editing, body["rule"])
        sheet, rules = _rule(editing, sheet.id, index)
        old, rules[index] = rules[index], rule
        sheet.changed()
        return {"oldIndex": index, "oldRule": old, "newIndex": index, "newRule": rule}
    sheet, rules = _rule(editing, body.get("sheetId", 0), index)
    to = needed(body, "newIndex")
    if not 0 <= to < len(rules):
        raise Refused(f"Invalid newIndex: {to}. There are {len(rules)} rules.")
    rule = rules.pop(index)
    rules.insert(to, rule)
    sheet.changed()
    return {"oldIndex": index, "oldRule": rule, "newIndex": to, "newRule": rule}


@request("deleteConditionalFormatRule")
def delete_conditional_format_rule(editing: Editing, body: Body) -> Reply:
    """Take a rule away."""
    sheet, rules = _rule(editing, body.get("sheetId", 0), body.get("index", 0))
    gone = rules.pop(body.get("index", 0))
    sheet.changed()
    return {"rule": gone}


@request("addBanding")
def add_banding(editing: Editing, body: Body) -> Reply:
    """Colour alternating rows or columns of a range."""
    found: dict[str, Any] = dict(needed(body, "bandedRange"))
    sheet, _ = place(editing, needed(found, "range"), check=False)
    found.setdefault("bandedRangeId", editing.book.fresh_id())
    sheet.over["bandedRanges"].append(found)
    sheet.changed()
    return {"bandedRange": found}


def _band(editing: Editing, band_id: int) -> tuple[Sheet, Body]:
    for sheet in editing.book.sheets:
        for item in sheet.over["bandedRanges"]:
            if item["bandedRangeId"] == band_id:
                return sheet, item
    raise Refused(f"No banded range with id: {band_id}")


@request("updateBanding")
def update_banding(editing: Editing, body: Body) -> Reply:
    """Change the named fields of a banding."""
    given = needed(body, "bandedRange")
    sheet, item = _band(editing, given.get("bandedRangeId", 0))
    what = mask.tree(body.get("fields"), "BandedRange", "bandedRange")
    mask.merge(item, given, {n: t for n, t in what.items() if n != "bandedRangeId"})
    sheet.changed()
    return None


@request("deleteBanding")
def delete_banding(editing: Editing, body: Body) -> Reply:
    """Take a banding away."""
    sheet, item = _band(editing, body.get("bandedRangeId", 0))
    sheet.over["bandedRanges"].remove(item)
    sheet.changed()
    return None
