"""Where open spreadsheets are kept: the one way to read and to change one.

In:    the world, a spreadsheet's id, who asks.   Out: an `Editing`; what it changed, on disk.
Rule:  memory is only a copy of the disk: when a request fails, the copy is dropped and read anew.
Never: answers HTTP. Start at `reading()` and `changing()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from integration.emulator.drive.access import native_entry, role_of
from integration.emulator.drive.entries import touch
from integration.emulator.frame.errors import ApiError, not_done, not_found
from integration.emulator.frame.natives import SPREADSHEET
from integration.emulator.frame.store import Store
from integration.emulator.sheets import disk
from integration.emulator.sheets.grid.book import Book
from integration.emulator.sheets.grid.editing import Editing
from integration.emulator.sheets.grid.refusal import NotFound, NotImplementedHere, Refused
from integration.emulator.world import World

_OPEN: WeakKeyDictionary[Store, dict[str, Book]] = WeakKeyDictionary()


def books(world: World) -> dict[str, Book]:
    """The spreadsheets held in memory."""
    return _OPEN.setdefault(world.store, {})


def book(world: World, book_id: str) -> Book:
    """A spreadsheet, read from disk when first needed. ApiError 404 when there is none."""
    held = books(world)
    if book_id not in held:
        found = disk.load(world.store.connection, book_id)
        if found is None:
            raise not_found()
        held[book_id] = found
    return held[book_id]


def moment(world: World, of: Book) -> Editing:
    """Nobody in particular looking at a spreadsheet now."""
    zone = ZoneInfo(of.properties["timeZone"])
    return Editing(of, "", "", world.now().astimezone(zone).replace(tzinfo=None))


def _editing(world: World, account: str, book_id: str, needed: str) -> Editing:
    entry = native_entry(world, account, book_id, SPREADSHEET, needed=needed)
    found = moment(world, book(world, book_id))
    # in a shared drive nobody owns a file; its managers may edit what is protected
    managing = role_of(world, account, entry) == "organizer"
    found.account = account
    found.owner = entry["owner"] or (account if managing else "")
    return found


@contextmanager
def spoken() -> Iterator[None]:
    """Turn the engine's refusals into Google's."""
    try:
        yield
    except NotImplementedHere as missing:
        raise not_done(missing.message) from missing
    except NotFound as missing:
        raise ApiError(404, missing.message) from missing
    except Refused as refused:
        raise ApiError(400, refused.message) from refused


@contextmanager
def reading(world: World, account: str, book_id: str) -> Iterator[Editing]:
    """A spreadsheet to be read, formulas worked out. ApiError 404 or 403 when it may not be."""
    editing = _editing(world, account, book_id, "reader")
    with spoken():
        editing.book.settle(editing.now)
        yield editing


@contextmanager
def changing(world: World, account: str, book_id: str) -> Iterator[Editing]:
    """A spreadsheet to be changed; saved at the end, all or nothing."""
    with world.store.transaction():
        editing = _editing(world, account, book_id, "writer")
        with saving(world, editing.book, account), spoken():
            yield editing


@contextmanager
def saving(world: World, of: Book, account: str) -> Iterator[None]:
    """Save a spreadsheet at the end; drop the copy in memory should the request fail."""
    held = books(world)
    try:
        yield
    except BaseException as failure:
        if of.unsaved() or not isinstance(failure, ApiError):
            held.pop(of.id, None)
        raise
    before = of.changes.version
    with spoken():
        disk.save(world.store.connection, of)
    if of.changes.version == before:
        return
    touch(world, of.id, account)
    world.store.on_rollback(lambda: drop(world, of.id))


def drop(world: World, book_id: str) -> None:
    """Drop one copy in memory; the next look reads the disk."""
    books(world).pop(book_id, None)


def forget(world: World) -> None:
    """Drop every copy in memory."""
    books(world).clear()
