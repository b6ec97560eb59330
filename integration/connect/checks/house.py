"""The house itself: settings, people, texts, database, calendar.

In:    a `Bench`.   Out: findings.
Rule:  reads configuration and database only.
Never: asks Google.
"""

from collections.abc import Iterator

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from integration.calendar_seed import shipped_calendar
from integration.clock import WITA
from integration.connect.bench import Bench
from integration.connect.finding import Finding, good, warn, wrong
from integration.preview import broken
from integration.store.database import MIGRATIONS
from integration.tabs.kept import kept_calendar
from integration.templating import TemplateFolder

NEEDED = ("office_file", "form_id", "register_id", "archive_folder_id")
NEXT_YEAR_FROM = 10
"""From October on the coming year's calendar is needed: cases opened now end in it."""


def settings_complete(bench: Bench) -> Iterator[Finding]:
    """Everything that `tanggap serve` cannot do without."""
    missing = [name.upper() for name in NEEDED if not getattr(bench.settings, name)]
    if missing:
        yield wrong(
            "settings",
            f"belum diatur: {', '.join(missing)}",
            "jalankan tanggap setup, yang menuliskannya ke berkas .env",
        )
    else:
        yield good("settings", "lengkap")


def people(bench: Bench) -> Iterator[Finding]:
    """Everyone who acts has an address, and every address one person."""
    office = bench.office
    named = [one.label for one in office.officials if "@" not in one.email]
    if named:
        yield wrong("people", f"tanpa alamat e-mail: {', '.join(named)}", "lengkapi berkas kantor")
        return
    own = office.service_mailbox.email.casefold()
    doubled = [one.label for one in office.officials if one.email.casefold() == own]
    if doubled:
        yield wrong(
            "people",
            f"beralamat sama dengan kotak surat layanan: {', '.join(doubled)}",
            "beri pejabat itu alamatnya sendiri; surat dari kotak layanan sendiri tidak diproses",
        )
        return
    yield good("people", f"{len(office.officials)} pejabat, semua beralamat")


def migrated(bench: Bench) -> Iterator[Finding]:
    """The tables are those of this version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    try:
        with bench.database.engine.connect() as connection:
            now = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as failure:
        remedy = "periksa DATABASE_URL dan apakah PostgreSQL berjalan"
        yield wrong("database", f"basis data tidak terjangkau: {type(failure).__name__}", remedy)
        return
    if now != newest:
        yield wrong(
            "database",
            f"tabel pada versi {now or '(kosong)'}, program pada {newest}",
            "jalankan tanggap migrate (tanggap serve juga melakukannya saat mulai)",
        )
        return
    yield good("database", f"versi {now}")


def calendar(bench: Bench) -> Iterator[Finding]:
    """This year's days off are there and compared with the decree; from October next year's too."""
    today = bench.clock.now().astimezone(WITA).date()
    try:
        in_force = kept_calendar(bench.database)
    except SQLAlchemyError:
        in_force = shipped_calendar()
    for year in (today.year, *((today.year + 1,) if today.month >= NEXT_YEAR_FROM else ())):
        if not any(off.day.year == year for off in in_force.days_off):
            yield wrong(
                "calendar",
                f"hari libur {year} belum ada",
                "perbarui Tanggap, atau isi tahun itu di tab Kalender menurut SKB 3 Menteri",
            )
        elif in_force.is_provisional(year):
            yield warn(
                "calendar",
                f"hari libur {year} belum dicocokkan dengan SKB 3 Menteri",
                "cocokkan begitu SKB terbit; tenggat tahun itu masih dapat bergeser",
            )
        else:
            yield good("calendar", f"hari libur {year} menurut SKB 3 Menteri")


def templates(bench: Bench) -> Iterator[Finding]:
    """The office's own texts and documents can be set, and each stands for a shipped one."""
    own = bench.settings.templates_dir
    if own is None:
        yield good("templates", "bawaan; TEMPLATES_DIR tidak diatur")
        return
    if not own.is_dir():
        remedy = "perbaiki TEMPLATES_DIR, atau kosongkan untuk memakai yang bawaan"
        yield wrong("templates", f"folder {own} tidak ada", remedy)
        return
    folder = TemplateFolder(own)
    strangers = folder.strangers()
    if strangers:
        yield warn(
            "templates",
            f"tidak menggantikan apa pun: {', '.join(strangers)}",
            "samakan nama dan subfoldernya dengan yang bawaan (integration/templates)",
        )
    spoiled = list(broken(folder))
    for name, why in spoiled:
        remedy = "betulkan berkas itu; tanggap preview memperlihatkan hasilnya"
        yield wrong("templates", f"{name}: {why}", remedy)
    if not strangers and not spoiled:
        yield good("templates", f"{len(folder.replaced())} berkas kantor dipakai")
