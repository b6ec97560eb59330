"""A report as an operator orders it: which month, of which house, into which files.

In:    Settings, a month, what is wanted.   Out: `Ordered`; files where asked for.
Rule:  the present moment is the house's clock, moved or not; large numbers show their progress
       on stderr, so that stdout stays what was asked for.
Never: needs Google. Start at `ordered`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
from integration.tabs.kept import kept_calendar, kept_office
from integration.templating import TemplateFolder

MANY = 2_000
"""From so many cases on, reading takes long enough for a progress bar."""


class NoOffice(Exception):
    """A document needs the office's letterhead and there is no office file."""


@dataclass(frozen=True)
class Ordered:
    """The report's values, the office whose report it is, and what its paper is set with."""

    told: dict[str, Any]
    office: Office | None
    templates: TemplateFolder


def ordered(
    settings: Settings,
    month: Month,
    months: int = recurrence.MONTHS,
    for_public: bool = False,
) -> Ordered:
    """The report or, `for_public`, the recap without personal data."""
    database = Database(settings.database)
    database.migrate()
    calendar, office = kept_calendar(database), kept_office(database, settings)
    now = SystemClock(settings.data_dir / "clock.json").now()
    try:
        with _progress() as progress:
            read = facts.read(database, calendar, now, monthly.since(month, months), progress)
    finally:
        database.close()
    if for_public:
        lists = office.lists if office else {"services": SERVICES, "kinds": KINDS}
        told = public.recap(read, month, now, lists)
    else:
        told = monthly.report(read, calendar, month, now, months)
    return Ordered(told, office, TemplateFolder(settings.templates_dir))


def written(report: Ordered, targets: Mapping[str, Path | None]) -> list[Path]:
    """Set the report into files by kind (`html`, `xlsx`, `pdf`). Raises NoOffice for a PDF."""
    from integration.reports.shown import page, paper, workbook

    told, office = report.told, report.office
    name = office.name if office else ""

    def letter() -> bytes:
        if office is None:
            raise NoOffice
        return paper.pdf(told, office, report.templates)

    kinds: dict[str, Callable[[], bytes]] = {
        "html": lambda: page.html(told, name).encode(),
        "xlsx": lambda: workbook.xlsx(told, name),
        "pdf": letter,
    }
    made = [(path, kinds[kind]()) for kind, path in targets.items() if path is not None]
    for path, content in made:
        path.write_bytes(content)
    return [path for path, _ in made]


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
