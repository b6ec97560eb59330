"""Field masks of requests: which fields of a body are meant.

In:    `fields` and the schema they speak of.   Out: a tree; a target changed by it.
Rule:  a field named in the mask and missing in the body is cleared; unknown names are refused.
Never: is the `fields` of a partial answer. That is discovery/fields.py. Start at `merge()`.
"""

import copy
from typing import Any

from integration.emulator.discovery.documents import document
from integration.emulator.discovery.fields import Tree, parse
from integration.emulator.frame.errors import ApiError
from integration.emulator.sheets.grid.refusal import Refused


def tree(fields: str | None, schema: str, root: str = "") -> Tree:
    """The tree of a mask over a schema; `root` is a prefix Google tolerates in the mask.

    Raises:
        Refused: the mask is missing or names an unknown field.
    """
    if not fields:
        raise Refused(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    try:
        found = parse(fields)
    except ApiError as wrong:
        raise Refused(f"Invalid field mask: {fields}") from wrong
    if found.get(root):
        found = {**{n: t for n, t in found.items() if n != root}, **found[root]}
    properties = document("sheets")["schemas"][schema]["properties"]
    if "*" in found:
        found = {name: {} for name in properties}
    _check(found, schema)
    return found


def _check(found: Tree, schema: str) -> None:
    properties = document("sheets")["schemas"][schema].get("properties", {})
    for name, below in found.items():
        if name == "*":
            continue
        if name not in properties:
            raise Refused(f"Invalid field: {name}")
        reference = properties[name].get("$ref")
        if below and reference:
            _check(below, reference)


def paired(given: dict[str, Any], what: Tree) -> tuple[dict[str, Any], Tree]:
    """A cell format and its mask with colours in both of Google's spellings.

    `backgroundColor` and `backgroundColorStyle` are one thing: whichever is written, both are
    read; the style wins where both are given.
    """
    given, what = dict(given), dict(what)
    _pair(given, what, "backgroundColor")
    if "textFormat" in given:
        given["textFormat"] = dict(given["textFormat"])
    if what.get("textFormat"):
        what["textFormat"] = dict(what["textFormat"])
        _pair(given.get("textFormat", {}), what["textFormat"], "foregroundColor")
    elif "textFormat" in given:
        _pair(given["textFormat"], {}, "foregroundColor")
    return given, what


def _pair(given: dict[str, Any], what: Tree, name: str) -> None:
    style = f"{name}Style"
    if style in given:
        given.pop(name, None)
        if "rgbColor" in given[style]:
            given[name] = given[style]["rgbColor"]
    elif name in given:
        given[style] = {"rgbColor": given[name]}
    if name in what or style in what:
        what[name] = what[style] = {}


def merge(target: dict[str, Any], source: dict[str, Any], what: Tree) -> None:
    """Copy the named fields of `source` into `target`."""
    for name, below in what.items():
        if below and "*" not in below:
            inner = target.get(name)
            inner = dict(inner) if isinstance(inner, dict) else {}
            merge(inner, source.get(name, {}), below)
            if inner:
                target[name] = inner
            else:
                target.pop(name, None)
        elif name in source:
            target[name] = copy.deepcopy(source[name])
        else:
            target.pop(name, None)


def merged(target: dict[str, Any], source: dict[str, Any], what: Tree) -> dict[str, Any]:
    """As `merge`, on a copy."""
    found = copy.deepcopy(target)
    merge(found, source, what)
    return found
