"""Google Sheets as the server sees it.

In:    the server's questions at start.   Out: handlers, what Drive may call, tables.
Rule:  the methods by DataFilter are not done and answer 501.
Never: does anything itself. Start at `HANDLERS`.
"""

from integration.emulator.frame.call import Handler
from integration.emulator.frame.natives import SPREADSHEET, NativeType
from integration.emulator.sheets import disk, files, methods, shelf
from integration.emulator.world import World

HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.create": methods.create,
    "sheets.spreadsheets.get": methods.get,
    "sheets.spreadsheets.batchUpdate": methods.batch_update,
    "sheets.spreadsheets.sheets.copyTo": methods.copy_to,
    "sheets.spreadsheets.values.get": methods.values_get,
    "sheets.spreadsheets.values.batchGet": methods.values_batch_get,
    "sheets.spreadsheets.values.update": methods.values_update,
    "sheets.spreadsheets.values.batchUpdate": methods.values_batch_update,
    "sheets.spreadsheets.values.append": methods.values_append,
    "sheets.spreadsheets.values.clear": methods.values_clear,
    "sheets.spreadsheets.values.batchClear": methods.values_batch_clear,
    "sheets.spreadsheets.developerMetadata.get": methods.metadata_get,
    "sheets.spreadsheets.developerMetadata.search": methods.metadata_search,
}

PARAMETERS_NOT_DONE = {"sheets.spreadsheets.get": frozenset({"commentsViewMode"})}


def natives(world: World) -> dict[str, NativeType]:
    """What Drive calls for spreadsheets."""
    return {SPREADSHEET: files.natives()}


def prepare(world: World) -> None:
    """Create the tables and forget what is in memory when everything is reset."""
    world.store.ensure(disk.DDL)
    world.on_reset.append(lambda: shelf.forget(world))
