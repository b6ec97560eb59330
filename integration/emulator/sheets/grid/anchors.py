"""Developer metadata, and where its row or column stands now.

In:    metadata kept by the key of its row or column.   Out: Google's DeveloperMetadata.
Rule:  it follows inserts, deletes and moves; through a sort it stays at its place (6.5).
Never: changes anything. Start at `shown_metadata()`.
"""

from typing import TYPE_CHECKING, Any

from integration.emulator.sheets.grid.sheet import Sheet

if TYPE_CHECKING:
    from integration.emulator.sheets.grid.book import Book


def shown_metadata(book: "Book", item: dict[str, Any]) -> dict[str, Any]:
    """Google's DeveloperMetadata, its row or column at its present place."""
    location: dict[str, Any] = {"locationType": item["type"]}
    if item["type"] == "SPREADSHEET":
        location["spreadsheet"] = True
    elif item["type"] == "SHEET":
        location["sheetId"] = item["sheetId"]
    else:
        place = metadata_place(book, item)
        location["dimensionRange"] = {
            "sheetId": item["sheetId"],
            "dimension": "ROWS" if item["type"] == "ROW" else "COLUMNS",
            "startIndex": place,
            "endIndex": place + 1,
        }
    return {
        "metadataId": item["metadataId"],
        "metadataKey": item["metadataKey"],
        **({"metadataValue": item["metadataValue"]} if "metadataValue" in item else {}),
        "location": location,
        "visibility": item["visibility"],
    }


def metadata_place(book: "Book", item: dict[str, Any]) -> int:
    """Where the row or column a metadata hangs on stands now."""
    sheet = book.by_id(item["sheetId"])
    assert sheet is not None
    if item["type"] == "ROW":
        return sheet.index_of(item["key"]) or 0
    return next(at for at, column in enumerate(sheet.columns) if column.key == item["key"])


def metadata_on(book: "Book", sheet: Sheet, kind: str) -> dict[int, list[dict[str, Any]]]:
    """Metadata of a tab's rows (`ROW`) or columns (`COLUMN`) by their keys."""
    found: dict[int, list[dict[str, Any]]] = {}
    for item in book.metadata:
        if item["type"] == kind and item["sheetId"] == sheet.id:
            found.setdefault(item["key"], []).append(shown_metadata(book, item))
    return found
