"""`tanggap reconcile` and `tanggap outbox`: what an operator types.

In:    arguments.   Out: a table for people, JSON where `--json` is given; a named exit code.
Rule:  works beside a running service: it frees nothing that the service holds.
Never: holds logic of its own.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from integration.local import as_it_runs
from integration.settings import Settings

if TYPE_CHECKING:
    from integration.house import House
    from integration.repair.stuck import Stuck

FAILED, NOT_FOUND = 1, 3
LOOKS_AT_REGISTER = 10
"""How often the register is read again until the service has put its rows back."""

json_option = click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")


def _house() -> "House":
    from integration.wiring import NotConfigured, build

    try:
        return build(as_it_runs(Settings()), alone=False)
    except NotConfigured as why:
        raise click.ClickException(str(why)) from None


@click.command()
@click.option(
    "--mend",
    is_flag=True,
    help="Pulihkan yang hilang, berpindah, atau berganti nama; kunci dokumen final.",
)
@json_option
def reconcile(mend: bool, as_json: bool) -> None:
    """Bandingkan database, Drive, dan register; daftar yang hilang, berubah, atau berlebih."""
    from integration.repair.finding import CONDITIONS, PLACES, REGISTER
    from integration.repair.reconciling import reconcile, register_findings
    from integration.wiring import register_rows

    house = _house()
    book = house.book.refresh()
    found = reconcile(house.tools, book, register_rows(house), mend)
    if mend and any(one.where == REGISTER for one in found):
        found = [one for one in found if one.where != REGISTER]
        found += _rows_put_back(house, lambda rows: list(register_findings(book, rows)))
    house.database.close()
    left = [one for one in found if not one.mended]
    if as_json:
        told = {"cases": len(book), "findings": [asdict(one) for one in found]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        table = Table("Pengaduan", "Tempat", "Keadaan", "Apa", "Dipulihkan")
        for one in found:
            mended = "ya" if one.mended else ""
            table.add_row(
                one.register_no, PLACES[one.where], CONDITIONS[one.what], one.name, mended
            )
        Console().print(table)
        click.echo(f"{len(book)} pengaduan diperiksa; {len(left)} temuan belum dipulihkan.")
    if left:
        sys.exit(FAILED)


def _rows_put_back(house: "House", judged: Callable[[Any], list[Any]]) -> list[Any]:
    """Let the register's own cycle, here or in the running service, put its rows back."""
    from integration.wiring import register_rows

    (cycle,) = [one for one in house.rounds if one.name == "register"]
    found = judged(register_rows(house))
    for _ in range(LOOKS_AT_REGISTER):
        cycle.once()
        found = judged(register_rows(house))
        if not found:
            break
        time.sleep(min(1.0, house.settings.cycle_seconds))
    return found


@click.command()
@click.option("--look", metavar="KUNCI", help="Cari di Gmail apakah e-mail itu sudah terkirim.")
@click.option("--again", metavar="KUNCI", help="Coba lagi satu pekerjaan yang macet.")
@click.option("--sent", metavar="KUNCI", help="Tandai e-mail yang macet sebagai terkirim.")
@click.option("--give-up", "give_up", metavar="KUNCI", help="Hentikan satu pekerjaan yang macet.")
@json_option
def outbox(
    look: str | None, again: str | None, sent: str | None, give_up: str | None, as_json: bool
) -> None:
    """Pekerjaan keluar yang menunggu atau macet, dan tindakan atas yang macet."""
    from integration.operating import outbox_rows

    verbs: list[tuple[str | None, Callable[[Stuck], str]]] = [
        (look, lambda one: one.look()),
        (again, lambda one: one.again()),
        (sent, lambda one: one.sent()),
        (give_up, lambda one: one.give_up()),
    ]
    done = [_done(key, verb) for key, verb in verbs if key]
    rows = outbox_rows(Settings())
    if as_json:
        click.echo(json.dumps({"done": done, "outbox": rows}, indent=2, ensure_ascii=False))
        return
    for said in done:
        click.echo(said)
    table = Table("Kunci", "Keadaan", "Percobaan", "Sebab")
    for row in rows:
        table.add_row(row["key"], row["state"], str(row["attempts"]), row["last_error"])
    Console().print(table)


def _done(key: str, verb: Callable[["Stuck"], str]) -> str:
    from integration.ports import Failure
    from integration.repair.stuck import NotStuck, Stuck

    house = _house()
    try:
        return verb(Stuck(house.tools, key))
    except NotStuck:
        click.echo(f"Tidak ada pekerjaan macet dengan kunci {key}.", err=True)
        sys.exit(NOT_FOUND)
    except Failure as failure:
        raise click.ClickException(f"Gmail tidak dapat ditanya: {failure}") from None
    finally:
        house.database.close()


REPAIRS = (reconcile, outbox)
