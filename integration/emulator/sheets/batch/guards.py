"""Requests about protected and named ranges.

In:    add, update, delete of either.   Out: the ranges kept.
Rule:  only who may edit a protected range may change its protection; its maker is an editor.
Never: enforces; that is `Editing.check()`. Start at `add_protected_range()`.
"""

import re

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, place, request
from integration.emulator.sheets.grid.a1 import area as read_area
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import PROTECTED, NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import Sheet
from integration.emulator.sheets.resource import shown_protection

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,249}\Z")


@request("addProtectedRange")
def add_protected_range(editing: Editing, body: Body) -> Reply:
    """Protect a range or a whole tab."""
    found = dict(needed(body, "protectedRange"))
    found.pop("requestingUserCanEdit", None)
    sheet = _home(editing, found)
    if "protectedRangeId" not in found:
        found["protectedRangeId"] = editing.book.fresh_id()
    elif any(p["protectedRangeId"] == found["protectedRangeId"] for p in _all(editing)):
        raise Refused(f"A protected range with ID {found['protectedRangeId']} already exists.")
    _with_maker(editing, found)
    sheet.over["protectedRanges"].append(found)
    sheet.changed()
    return {"protectedRange": shown_protection(editing, found)}


def _home(editing: Editing, protected: Body) -> Sheet:
    """The tab a protected range lies on."""
    if "tableId" in protected:
        raise NotImplementedHere("protection of tables")
    if protected.get("namedRangeId"):
        for named in editing.book.named:
            if named["namedRangeId"] == protected["namedRangeId"]:
                protected["range"] = dict(named["range"])
                return place(editing, named["range"], check=False)[0]
        raise Refused(f"No named range with id: {protected['namedRangeId']}")
    return place(editing, needed(protected, "range"), check=False)[0]


def _with_maker(editing: Editing, protected: Body) -> None:
    """Owner and maker can always edit; a warning has no editors."""
    if protected.get("warningOnly"):
        protected.pop("editors", None)
        return
    editors = dict(protected.get("editors", {}))
    users = list(dict.fromkeys(user.lower() for user in editors.get("users", ())))
    for always in (editing.account, editing.owner):
        if always and always not in users:
            users.append(always)
    protected["editors"] = {**editors, "users": users}


def _all(editing: Editing) -> list[Body]:
    return [item for sheet in editing.book.sheets for item in sheet.over["protectedRanges"]]


def _protected(editing: Editing, range_id: int) -> tuple[Sheet, Body]:
    for sheet in editing.book.sheets:
        for item in sheet.over["protectedRanges"]:
            if item["protectedRangeId"] == range_id:
                if not editing.may(item):
                    raise Refused(PROTECTED)
                return sheet, item
    raise Refused(f"No protected range with id: {range_id}")


@request("updateProtectedRange")
def update_protected_range(editing: Editing, body: Body) -> Reply:
    """Change the named fields of a protection."""
    given = needed(body, "protectedRange")
    sheet, item = _protected(editing, given.get("protectedRangeId", 0))
    what = mask.tree(body.get("fields"), "ProtectedRange", "protectedRange")
    left = {n: t for n, t in what.items() if n not in ("protectedRangeId", "requestingUserCanEdit")}
    mask.merge(item, given, left)
    _home(editing, item)
    _with_maker(editing, item)
    sheet.changed()
    return None


@request("deleteProtectedRange")
def delete_protected_range(editing: Editing, body: Body) -> Reply:
    """Lift a protection."""
    sheet, item = _protected(editing, body.get("protectedRangeId", 0))
    sheet.over["protectedRanges"].remove(item)
    sheet.changed()
    return None


@request("addNamedRange")
def add_named_range(editing: Editing, body: Body) -> Reply:
    """Give a range a name that ranges and formulas may use."""
    found = dict(needed(body, "namedRange"))
    _check_name(editing, found.get("name", ""))
    place(editing, needed(found, "range"), check=False)
    if "namedRangeId" not in found:
        found["namedRangeId"] = f"{editing.book.fresh_id():x}"
    elif any(n["namedRangeId"] == found["namedRangeId"] for n in editing.book.named):
        raise Refused(f"A named range with ID {found['namedRangeId']} already exists.")
    found["range"] = {"sheetId": 0, **found["range"]}
    editing.book.named.append(found)
    _changed(editing)
    return {"namedRange": found}


def _check_name(editing: Editing, name: str, own: Body | None = None) -> None:
    cell_like = False
    try:
        read_area(name)
        cell_like = True
    except ValueError:
        pass
    if not _NAME.match(name) or cell_like or name.upper() in ("TRUE", "FALSE"):
        raise Refused(f"Invalid name for a named range: {name}")
    for item in editing.book.named:
        if item is not own and item["name"].lower() == name.lower():
            raise Refused(f"A named range with the name {name} already exists.")


def _changed(editing: Editing) -> None:
    editing.book.meta_changed = True
    editing.book.calculation.stale = True


def _named(editing: Editing, range_id: str) -> Body:
    for item in editing.book.named:
        if item["namedRangeId"] == range_id:
            return item
    raise Refused(f"No named range with id: {range_id}")


@request("updateNamedRange")
def update_named_range(editing: Editing, body: Body) -> Reply:
    """Change name or range of a named range."""
    given = needed(body, "namedRange")
    item = _named(editing, given.get("namedRangeId", ""))
    what = mask.tree(body.get("fields"), "NamedRange", "namedRange")
    if "name" in what:
        _check_name(editing, given.get("name", ""), item)
    if "range" in what:
        place(editing, needed(given, "range"), check=False)
        given = {**given, "range": {"sheetId": 0, **given["range"]}}
    mask.merge(item, given, {n: t for n, t in what.items() if n != "namedRangeId"})
    _changed(editing)
    return None


@request("deleteNamedRange")
def delete_named_range(editing: Editing, body: Body) -> Reply:
    """Forget a name; what it protected stays protected where it was."""
    item = _named(editing, body.get("namedRangeId", ""))
    editing.book.named.remove(item)
    for sheet in editing.book.sheets:
        for protected in sheet.over["protectedRanges"]:
            if protected.get("namedRangeId") == item["namedRangeId"]:
                protected.pop("namedRangeId")
                protected["range"] = dict(item["range"])
                sheet.changed()
    _changed(editing)
    return None
