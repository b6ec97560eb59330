"""Calendar and office in force, for whoever has only the database: commands, reports.

In:    a database, settings.   Out: a `Calendar`, an `Office`.
Rule:  what the tabs last said well; the shipped calendar where no office has changed it.
Never: looks at the spreadsheet.
"""

from sqlalchemy.engine import make_url

from integration.calendar_seed import shipped_calendar
from integration.office import Office
from integration.settings import Settings
from integration.sop.calendar import Calendar
from integration.store import files
from integration.store.database import Database
from integration.tabs.calendar_tab import read_calendar
from integration.tabs.keeper import CALENDAR_IN_FORCE, OFFICE_IN_FORCE


def kept_calendar(database: Database) -> Calendar:
    """The calendar in force in this house."""
    return edited_calendar(database) or shipped_calendar()


def edited_calendar(database: Database) -> Calendar | None:
    """The office's own calendar; None while it is the shipped one."""
    with database.read() as tx:
        table = files.recall(tx, CALENDAR_IN_FORCE)
    if table is None:
        return None
    shipped = shipped_calendar()
    calendar, _ = read_calendar(table, shipped.zone)
    return None if calendar is None or calendar == shipped else calendar


def kept_office(database: Database, settings: Settings) -> Office | None:
    """The office in force: what the tab Pengaturan last said well, else the office file.

    Without a file that is set, the one that `make run` keeps beside its database; None where there
    is neither.
    """
    with database.read() as tx:
        said = files.recall(tx, OFFICE_IN_FORCE)
    if said is not None:
        return Office.from_json(said)
    path = settings.office_file or settings.data_dir / "office.json"
    return Office.load(path) if path.exists() else None


def calendar_of(settings: Settings) -> Calendar | None:
    """The office's own calendar where this machine has a house; None otherwise."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        path = settings.data_dir / "tanggap.db" if not settings.database_url else None
        if path is not None and not path.exists():
            return None
    database = Database(settings.database)
    try:
        database.migrate()
        return edited_calendar(database)
    finally:
        database.close()
