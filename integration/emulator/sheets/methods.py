"""The methods of spreadsheets and spreadsheets.values.

In:    calls the oracle has checked.   Out: Google's answers.
Rule:  reading needs a reader, everything else a writer; one call is one transaction.
Never: does the work; each method finds a range and hands on. Start at `HANDLERS` in routes.py.
"""

from typing import Any

from integration.emulator.discovery.fields import parse
from integration.emulator.drive.entries import new_entry
from integration.emulator.frame.accounts import is_service_account
from integration.emulator.frame.call import Answer, Call
from integration.emulator.frame.errors import forbidden, not_done
from integration.emulator.frame.natives import SPREADSHEET
from integration.emulator.sheets import appending, files, values
from integration.emulator.sheets.batch import tabs
from integration.emulator.sheets.batch.metadata import matching
from integration.emulator.sheets.batch.run import run
from integration.emulator.sheets.celldata import Wanted
from integration.emulator.sheets.grid.anchors import shown_metadata
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.ranges import find_range
from integration.emulator.sheets.grid.refusal import NotFound, Refused
from integration.emulator.sheets.resource import sheet_properties, spreadsheet
from integration.emulator.sheets.shelf import changing, reading, spoken

Json = dict[str, Any]


def create(call: Call) -> Answer:
    """A new spreadsheet in the caller's My Drive."""
    if is_service_account(call.account):
        raise forbidden()
    properties = call.body.get("properties", {})
    for name in call.body:
        if name not in ("properties", "sheets"):
            raise not_done(f"spreadsheets.create with {name}")
    for tab in call.body.get("sheets", ()):
        if set(tab) - {"properties"}:
            raise not_done("spreadsheets.create with more than the properties of sheets")
    title = properties.get("title") or "Untitled spreadsheet"
    entry = new_entry(
        call.world, name=title, mime=SPREADSHEET, by=call.account, client=call.token.client_id
    )
    with spoken():
        files.new_book(
            call.world,
            entry["id"],
            title,
            locale=properties.get("locale", "en_US"),
            time_zone=properties.get("timeZone", "Etc/GMT"),
            tabs=[tab.get("properties", {}) for tab in call.body.get("sheets", ())],
        )
    with reading(call.world, call.account, entry["id"]) as editing:
        return spreadsheet(editing, call.world.origin, None, False)


def get(call: Call) -> Answer:
    """The spreadsheet; cells only when asked for."""
    with reading(call.world, call.account, call.params["spreadsheetId"]) as editing:
        ranges = call.params.get("ranges")
        return spreadsheet(
            editing,
            call.world.origin,
            [find_range(editing.book, text) for text in ranges] if ranges else None,
            _cells_wanted(call),
            _mask(call),
        )


def _mask(call: Call) -> Wanted:
    """The parts of GridData and CellData that the field mask leaves."""
    tree = parse(call.fields) if call.fields else {}
    data = tree.get("sheets", {}).get("data", {})
    values_of_rows = data.get("rowData", {}).get("values", {})
    return Wanted(_names(data), _names(values_of_rows))


def _names(branch: dict[str, Any]) -> frozenset[str] | None:
    return frozenset(branch) if branch and "*" not in branch else None


def _cells_wanted(call: Call) -> bool:
    """A field mask decides alone, as Google says; else `includeGridData`."""
    if not call.fields:
        return bool(call.params.get("includeGridData"))
    tree = parse(call.fields)
    sheets = tree.get("sheets", {"-": {}}) or {"*": {}}
    return "*" in tree or "data" in sheets or "*" in sheets


def batch_update(call: Call) -> Answer:
    """Requests, all or nothing."""
    world, book_id = call.world, call.params["spreadsheetId"]
    with changing(world, call.account, book_id) as editing:
        title = editing.book.properties["title"]
        answer: Json = {
            "spreadsheetId": book_id,
            "replies": run(editing, call.body.get("requests", [])),
        }
        if editing.book.properties["title"] != title:
            files.rename_entry(world, book_id, editing.book.properties["title"], call.account)
        if call.body.get("includeSpreadsheetInResponse"):
            editing.book.settle(editing.now)
            asked = call.body.get("responseRanges")
            ranges = [find_range(editing.book, text) for text in asked] if asked else None
            cells = bool(call.body.get("responseIncludeGridData"))
            answer["updatedSpreadsheet"] = spreadsheet(editing, world.origin, ranges, cells)
        return answer


def copy_to(call: Call) -> Answer:
    """A tab copied into another spreadsheet."""
    target_id = call.body.get("destinationSpreadsheetId", "")
    with (
        reading(call.world, call.account, call.params["spreadsheetId"]) as source,
        changing(call.world, call.account, target_id) as target,
    ):
        sheet = source.book.by_id(call.params["sheetId"])
        if sheet is None:
            raise NotFound("Requested entity was not found.")
        into, title, number = target.book, f"Copy of {sheet.title}", 2
        while into.by_title(title):
            title, number = f"Copy of {sheet.title} {number}", number + 1
        into.check_size(len(sheet.rows) * len(sheet.columns))
        copied = tabs.copy_of(source.book, sheet, into, title, into.fresh_id())
        into.sheets.append(copied)
        return sheet_properties(into, copied)


# -- values --------------------------------------------------------------------------------


def _read(editing: Editing, text: str, options: Json) -> Json:
    sheet, area = find_range(editing.book, text)
    return values.read(
        editing.book,
        sheet,
        area,
        render=options.get("valueRenderOption", "FORMATTED_VALUE"),
        dates=options.get("dateTimeRenderOption", "SERIAL_NUMBER"),
        major=options.get("majorDimension", "ROWS"),
    )


def values_get(call: Call) -> Answer:
    """One range."""
    with reading(call.world, call.account, call.params["spreadsheetId"]) as editing:
        return _read(editing, call.params["range"], call.params)


def values_batch_get(call: Call) -> Answer:
    """Several ranges."""
    with reading(call.world, call.account, call.params["spreadsheetId"]) as editing:
        found = [_read(editing, text, call.params) for text in call.params.get("ranges", [])]
        return {"spreadsheetId": editing.book.id, "valueRanges": found}


def _write(editing: Editing, text: str, given: Json, typed: bool) -> tuple[Json, Any]:
    sheet, area = find_range(editing.book, text)
    rows = values.given_rows(given)
    where = values.target(sheet, area, rows)
    return values.write(editing, sheet, where, rows, typed=typed), (sheet, where)


def _with_values(editing: Editing, answer: Json, place: Any, options: Json) -> None:
    """Add what was written, as it reads afterwards, when the caller asked for it."""
    if not options.get("includeValuesInResponse"):
        return
    editing.book.settle(editing.now)
    sheet, where = place
    answer["updatedData"] = values.read(
        editing.book,
        sheet,
        where,
        render=options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        dates=options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
    )


def values_update(call: Call) -> Answer:
    """Write one range."""
    with changing(call.world, call.account, call.params["spreadsheetId"]) as editing:
        typed = values.option_given(call.params.get("valueInputOption"))
        text = call.params["range"]
        named = call.body.get("range")
        if named is not None:
            asked, given = (find_range(editing.book, t) for t in (text, named))
            if asked != given:
                raise Refused(f"Request range[{text}] does not match value's range[{named}]")
        answer, place = _write(editing, text, call.body, typed)
        _with_values(editing, answer, place, call.params)
        return answer


def values_batch_update(call: Call) -> Answer:
    """Write several ranges, all or nothing."""
    with changing(call.world, call.account, call.params["spreadsheetId"]) as editing:
        typed = values.option_given(call.body.get("valueInputOption"))
        found, touched = [], set()
        for at, item in enumerate(call.body.get("data", [])):
            try:
                answer, place = _write(editing, item.get("range", ""), item, typed)
            except Refused as refused:
                refused.message = f"Invalid data[{at}]: {refused.message}"
                raise
            _with_values(editing, answer, place, call.body)
            found.append(answer)
            if "updatedCells" in answer:
                touched.add(place[0].id)
        total: Json = {"spreadsheetId": editing.book.id, "responses": found}
        for name in ("Rows", "Columns", "Cells"):
            count = sum(answer.get(f"updated{name}", 0) for answer in found)
            if count:
                total[f"totalUpdated{name}"] = count
        if touched:
            total["totalUpdatedSheets"] = len(touched)
        return total


def values_append(call: Call) -> Answer:
    """Write below the table found in the range."""
    with changing(call.world, call.account, call.params["spreadsheetId"]) as editing:
        typed = values.option_given(call.params.get("valueInputOption"))
        sheet, area = find_range(editing.book, call.params["range"])
        rows = values.given_rows(call.body)
        insert = call.params.get("insertDataOption") == "INSERT_ROWS"
        answer, where = appending.append(editing, sheet, area, rows, typed=typed, insert=insert)
        _with_values(editing, answer["updates"], (sheet, where), call.params)
        return answer


def values_clear(call: Call) -> Answer:
    """Empty one range."""
    with changing(call.world, call.account, call.params["spreadsheetId"]) as editing:
        sheet, area = find_range(editing.book, call.params["range"])
        cleared = values.clear(editing, sheet, area)
        return {"spreadsheetId": editing.book.id, "clearedRange": cleared}


def values_batch_clear(call: Call) -> Answer:
    """Empty several ranges."""
    with changing(call.world, call.account, call.params["spreadsheetId"]) as editing:
        found = [find_range(editing.book, text) for text in call.body.get("ranges", [])]
        cleared = [values.clear(editing, sheet, area) for sheet, area in found]
        return {"spreadsheetId": editing.book.id, "clearedRanges": cleared}


# -- developer metadata --------------------------------------------------------------------


def metadata_get(call: Call) -> Answer:
    """One piece of developer metadata."""
    with reading(call.world, call.account, call.params["spreadsheetId"]) as editing:
        for item in editing.book.metadata:
            if item["metadataId"] == call.params["metadataId"]:
                return shown_metadata(editing.book, item)
        raise NotFound("Requested entity was not found.")


def metadata_search(call: Call) -> Answer:
    """Developer metadata that any filter matches."""
    with reading(call.world, call.account, call.params["spreadsheetId"]) as editing:
        filters = call.body.get("dataFilters", [])
        found = [
            {
                "developerMetadata": shown_metadata(editing.book, item),
                "dataFilters": [f for f in filters if item in matching(editing, [f])],
            }
            for item in matching(editing, filters)
        ]
        return {"matchedDeveloperMetadata": found} if found else {}
