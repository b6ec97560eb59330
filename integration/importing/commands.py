"""`tanggap import`: takes the office's old register over.

In:    a file; `--dry-run`, `--json`.   Out: what was read, what is odd, what was done.
Rule:  works beside a running service, which shows the new rows with its next look.
Never: holds logic of its own.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table as Shown

from integration.clock import SystemClock
from integration.local import as_it_runs
from integration.settings import Settings

if TYPE_CHECKING:
    from integration.importing.judging import Planned
    from integration.importing.table import Table

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Hanya tampilkan apa yang akan dilakukan.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")
def import_(file: Path, dry_run: bool, as_json: bool) -> None:
    """Ambil register lama (xlsx atau csv); semua baris atau tidak sama sekali."""
    from integration.importing.judging import judged
    from integration.importing.table import NoTable, read
    from integration.importing.taking import take, with_known
    from integration.store.database import Database

    settings = as_it_runs(Settings())
    now = SystemClock(settings.clock_file).now()
    try:
        table = read(file)
    except NoTable as why:
        raise click.ClickException(str(why)) from None
    database = Database(settings.database)
    try:
        database.migrate()
        planned = with_known(database, judged(table, now))
        taken = {} if dry_run else take(database, planned, now)
    finally:
        database.close()
    if as_json:
        click.echo(json.dumps(_told(table, planned, taken, dry_run), indent=2, ensure_ascii=False))
    else:
        _print(table, planned, taken, dry_run)


def _told(
    table: "Table", planned: list["Planned"], taken: dict[str, str], dry_run: bool
) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "columns": table.columns,
        "other_columns": table.unknown,
        "sheets": table.sheets,
        "sheets_not_read": table.unread,
        "read": len(planned),
        "to_take": sum(not one.skipped for one in planned),
        "open": sum(not one.skipped and not one.final for one in planned),
        "closed": sum(not one.skipped and bool(one.final) for one in planned),
        "taken": len(taken),
        "rows": [
            {
                "line": one.place,
                "name": one.intake.name,
                "received_at": one.received_at.isoformat(),
                "status": one.final or "Diterima",
                "odd": list(one.odd),
                "skipped": one.skipped,
                "register_no": taken.get(one.source_key, "") if not one.skipped else "",
            }
            for one in planned
        ],
    }


def _print(table: "Table", planned: list["Planned"], taken: dict[str, str], dry_run: bool) -> None:
    console = Console()
    console.print("Kolom yang dikenal: " + ", ".join(table.columns.values()))
    if table.unknown:
        console.print("Kolom lain, disimpan apa adanya: " + ", ".join(table.unknown))
    if len(table.sheets) > 1:
        console.print("Lembar yang dibaca: " + ", ".join(table.sheets))
    if table.unread:
        console.print("Lembar tanpa baris judul, tidak dibaca: " + ", ".join(table.unread))
    shown = Shown("Baris", "Nama", "Yang janggal", "Yang dilakukan")
    for one in planned:
        if one.odd or one.skipped:
            done = f"dilewati: {one.skipped}" if one.skipped else one.final or "pengaduan terbuka"
            shown.add_row(one.place, one.intake.name, "\n".join(one.odd), done)
    if shown.rows:
        console.print(shown)
    wanted = [one for one in planned if not one.skipped]
    closed = sum(bool(one.final) for one in wanted)
    counts = f"{len(wanted)} pengaduan ({closed} sudah berakhir, {len(wanted) - closed} terbuka)"
    if dry_run:
        console.print(f"Akan diambil: {counts}. Tidak ada yang diubah.")
    else:
        console.print(f"Diambil: {len(taken)} dari {len(planned)} baris; {counts}.")


IMPORTS = (import_,)
