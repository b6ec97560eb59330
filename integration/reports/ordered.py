"""A report as an operator orders it: which month, of which house, into which files.

In:    Settings, a month, what is wanted.   Out: the report's values; files where asked for.
Rule:  the present moment is the house's clock, moved or not; large numbers show their progress
       on stderr, so that stdout stays what was asked for.
Never: needs Google. Start at `ordered`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from integration.clock import SystemClock
from integration.office import KINDS, SERVICES, Office
from integration.reports import facts, monthly, public, recurrence
from integration.reports.period import Month
from integration.settings import Settings
from integration.store.database import Database
from integration.tabs.kept import kept_calendar
from integration.templating import TemplateFolder

MANY = 2_000
"""From so many cases on, reading takes long enough for a progress bar."""


class NoOffice(Exception):
    """A document needs the office's letterhead and there is no office file."""


def ordered(
    settings: Settings,
    month: Month,
    months: int = recurrence.MONTHS,
    for_public: bool = False,
) -> dict[str, Any]:
    """The values of the report or, `for_public`, of the recap without personal data."""
    database = Database(settings.database)
    database.migrate()
    calendar = kept_calendar(database)
    now = SystemClock(settings.data_dir / "clock.json").now()
    try:
        with _progress() as progress:
            read = facts.read(database, calendar, now, monthly.since(month, months), progress)
    finally:
        database.close()
    if for_public:
        office = _office(settings)
        lists = office.lists if office else {"services": SERVICES, "kinds": KINDS}
        return public.recap(read, month, now, lists)
    return monthly.report(read, calendar, month, now, months)


def written(
    settings: Settings, told: Mapping[str, Any], targets: Mapping[str, Path | None]
) -> list[Path]:
    """Set the report into files by kind (`html`, `xlsx`, `pdf`). Raises NoOffice for a PDF."""
    from integration.reports.shown import page, paper, workbook

    office = _office(settings)
    name = office.name if office else ""

    def letter() -> bytes:
        if office is None:
            raise NoOffice
        return paper.pdf(told, office, TemplateFolder(settings.templates_dir))

    kinds: dict[str, Callable[[], bytes]] = {
        "html": lambda: page.html(told, name).encode(),
        "xlsx": lambda: workbook.xlsx(told, name),
        "pdf": letter,
    }
    made = [(path, kinds[kind]()) for kind, path in targets.items() if path is not None]
    for path, content in made:
        path.write_bytes(content)
    return [path for path, _ in made]


def _office(settings: Settings) -> Office | None:
    """The office file that is set, or the one that `make run` keeps beside its database."""
    path = settings.office_file or settings.data_dir / "office.json"
    return Office.load(path) if path.exists() else None


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("Membaca riwayat")

    def show(done: int, total: int) -> None:
        if total >= MANY:
            bar.start()
            bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()
