"""Developer metadata: hung on rows, columns, tabs and the spreadsheet.

In:    create, update, delete requests; lookups.   Out: metadata kept by row or column key.
Rule:  one row or one column each; it dies with its row; 30,000 signs of keys and values for each
       tab, and for the spreadsheet itself (6.5).
Never: shows itself; that is anchors.py. Start at `create()`.
"""

from typing import Any

from integration.emulator.sheets.batch import mask
from integration.emulator.sheets.batch.registry import Body, Reply, needed, request, tab
from integration.emulator.sheets.grid.anchors import metadata_place, shown_metadata
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotImplementedHere, Refused
from integration.emulator.sheets.grid.sheet import COLUMNS, ROWS

MOST_SIGNS = 30_000


@request("createDeveloperMetadata")
def create(editing: Editing, body: Body) -> Reply:
    """Hang metadata on something."""
    given = needed(body, "developerMetadata")
    book = editing.book
    if not given.get("metadataKey"):
        raise Refused("developerMetadata.metadataKey must be specified.")
    visibility = given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED")
    if visibility not in ("DOCUMENT", "PROJECT"):
        raise Refused("developerMetadata.visibility must be specified.")
    number = given.get("metadataId")
    if number is None:
        number = book.fresh_id()
    elif any(m["metadataId"] == number for m in book.metadata):
        raise Refused(f"Developer metadata with ID {number} already exists.")
    item: dict[str, Any] = {
        "metadataId": number,
        "metadataKey": given["metadataKey"],
        "visibility": visibility,
        **_anchor(editing, needed(given, "location")),
    }
    if "metadataValue" in given:
        item["metadataValue"] = given["metadataValue"]
    book.metadata.append(item)
    _fits(editing, [item])
    book.meta_changed = True
    return {"developerMetadata": shown_metadata(book, item)}


def _fits(editing: Editing, changed: list[dict[str, Any]]) -> None:
    """Refused when the tabs of what was changed hold too much; the batch then leaves nothing."""
    for sheet_id in {item.get("sheetId") for item in changed}:
        signs = sum(
            len(item["metadataKey"]) + len(item.get("metadataValue", ""))
            for item in editing.book.metadata
            if item.get("sheetId") == sheet_id
        )
        if signs > MOST_SIGNS:
            raise Refused(f"Developer metadata may hold at most {MOST_SIGNS} characters.")


def _anchor(editing: Editing, location: Body) -> dict[str, Any]:
    """What a location names, by key."""
    if location.get("spreadsheet"):
        return {"type": "SPREADSHEET"}
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        sheet = tab(editing, span.get("sheetId", 0))
        start, end = span.get("startIndex", 0), span.get("endIndex")
        dimension = span.get("dimension")
        if dimension not in (ROWS, COLUMNS) or end != start + 1:
            raise Refused("A dimension range of metadata must name exactly one row or column.")
        items: Any = sheet.rows if dimension == ROWS else sheet.columns
        if start >= len(items):
            raise Refused("The dimension range is outside the grid.")
        kind = "ROW" if dimension == ROWS else "COLUMN"
        return {"type": kind, "sheetId": sheet.id, "key": items[start].key}
    if "sheetId" in location:
        return {"type": "SHEET", "sheetId": tab(editing, location["sheetId"]).id}
    raise Refused("A location must be specified for developer metadata.")


@request("updateDeveloperMetadata")
def update(editing: Editing, body: Body) -> Reply:
    """Change the named fields of whatever the filters match."""
    given = needed(body, "developerMetadata")
    what = mask.tree(body.get("fields"), "DeveloperMetadata", "developerMetadata")
    for name in ("metadataKey", "visibility"):
        if name in what and not given.get(name):
            raise Refused(f"developerMetadata.{name} must be specified.")
    found = matching(editing, needed(body, "dataFilters"))
    for item in found:
        for name in ("metadataKey", "metadataValue", "visibility"):
            if name in what:
                item.pop(name, None)
                if name in given:
                    item[name] = given[name]
        if "location" in what:
            for name in ("type", "sheetId", "key"):
                item.pop(name, None)
            item |= _anchor(editing, given.get("location", {}))
    _fits(editing, found)
    editing.book.meta_changed = True
    return {"developerMetadata": [shown_metadata(editing.book, item) for item in found]}


@request("deleteDeveloperMetadata")
def delete(editing: Editing, body: Body) -> Reply:
    """Take away whatever the filter matches."""
    found = matching(editing, [needed(body, "dataFilter")])
    shown = [shown_metadata(editing.book, item) for item in found]
    editing.book.metadata = [m for m in editing.book.metadata if m not in found]
    editing.book.meta_changed = True
    return {"deletedDeveloperMetadata": shown}


def matching(editing: Editing, filters: list[Body]) -> list[dict[str, Any]]:
    """Metadata that any of Google's DataFilters matches, in the order of creation."""
    found = []
    for item in editing.book.metadata:
        if any(_matches(editing, item, data_filter) for data_filter in filters):
            found.append(item)
    return found


def _matches(editing: Editing, item: dict[str, Any], data_filter: Body) -> bool:
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is None:
        raise NotImplementedHere("searching developer metadata by a range")
    for name in ("metadataKey", "metadataValue", "metadataId", "visibility"):
        if name in lookup and item.get(name) != lookup[name]:
            return False
    if "locationType" in lookup and item["type"] != lookup["locationType"]:
        return False
    location = lookup.get("metadataLocation")
    if location is None:
        return True
    exact = lookup.get("locationMatchingStrategy", "EXACT_LOCATION") != "INTERSECTING_LOCATION"
    return _at(editing, item, location, exact)


def _at(editing: Editing, item: dict[str, Any], location: Body, exact: bool) -> bool:
    if location.get("spreadsheet"):
        return not exact or item["type"] == "SPREADSHEET"
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        kind = "ROW" if span.get("dimension") == ROWS else "COLUMN"
        if item["type"] != kind or item["sheetId"] != span.get("sheetId", 0):
            return False
        here = metadata_place(editing.book, item)
        start, end = span.get("startIndex", 0), span.get("endIndex")
        if exact:
            return bool(start == here and end == here + 1)
        return bool(start <= here and (end is None or here < end))
    same_tab = item.get("sheetId") == location.get("sheetId", 0)
    return bool(same_tab and (not exact or item["type"] == "SHEET"))
