"""`tanggap setup`, `doctor`, `migrate`, `backup`, `restore`, `key`: the administrator's commands.

In:    arguments.   Out: lines for people, JSON with `--json`; exit 1 when not all is well.
Rule:  a command parses, calls one function of this room, prints.
Never: prints a secret, but for a new API key, once.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from pydantic import ValidationError

from integration.connect.finding import OK, SKIPPED, WARNING, WRONG
from integration.settings import Settings

if TYPE_CHECKING:
    from integration.api.keys import Keys
    from integration.connect.backup import Proof

FAILED = 1
MARKS = {OK: "baik", WARNING: "perhatian", WRONG: "SALAH", SKIPPED: "dilewati"}
json_option = click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as wrong:
        lines = [f"  {'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in wrong.errors()]
        raise click.ClickException("Pengaturan belum benar:\n" + "\n".join(lines)) from None


def _json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Periksa semua yang dapat rusak, satu baris masing-masing, beserta cara memperbaikinya."""
    from integration.connect.doctor import examine, healthy

    found = examine(_settings())
    if as_json:
        _json({"healthy": healthy(found), "findings": [one.plain() for one in found]})
    else:
        for one in found:
            click.echo(f"{MARKS[one.state]:<10} {one.check:<10} {one.said}")
            if one.remedy:
                click.echo(f"{'':<21} -> {one.remedy}")
            if one.english and one.english != one.remedy:
                click.echo(f"{'':<21}    ({one.english})")
    sys.exit(0 if healthy(found) else FAILED)


@click.command()
@click.option("--dry-run", is_flag=True, help="Hanya katakan apa yang akan dibuat.")
@click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".env"),
    show_default=True,
    help="Tempat id disimpan.",
)
@json_option
def setup(dry_run: bool, env_file: Path, as_json: bool) -> None:
    """Buat atau pakai folder arsip, register, Formulir, templat, dan label di Google Workspace."""
    from integration.connect.bench import Bench, Missing
    from integration.connect.by_hand import tasks
    from integration.connect.setup import set_up
    from integration.ports import Failure

    settings = _settings()
    left = []
    try:
        run = set_up(settings, env_file, dry_run)
        needed = ("FORM", "REGISTER", "PRIVATE_FOLDER", "ANSWERS")
        places = [run.ids.get(f"{one}_ID") for one in needed]
        if run.good and all(places):
            left = tasks(Bench(settings), *map(str, places))
    except (Missing, Failure) as why:
        raise click.ClickException(str(why)) from None
    if as_json:
        lines = [line.plain() for line in run.lines]
        by_hand = [task.plain() for task in left]
        _json({"good": run.good, "dry_run": dry_run, "lines": lines, "by_hand": by_hand})
    else:
        for line in run.lines:
            click.echo(f"{line.state:<12} {line.what:<28} {line.where}")
        if left:
            click.echo("\nYang harus dilakukan orang:")
        for task in left:
            click.echo(f"{task.state:<12} {task.what}\n{'':<12} {task.how}")
    sys.exit(0 if run.good else FAILED)


@click.command()
def migrate() -> None:
    """Perbarui tabel basis data ke versi program ini."""
    from integration.store.database import Database

    database = Database(_settings().database)
    database.migrate()
    database.close()
    click.echo("Basis data sesuai dengan versi program.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Salin basis data ke FILE selagi layanan berjalan, dan buktikan salinannya utuh."""
    from integration.connect.backup import CannotBackUp, back_up

    try:
        _proved(back_up(_settings(), file), as_json)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from None


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Ganti juga basis data yang sudah berisi pengaduan.")
@json_option
def restore(file: Path, force: bool, as_json: bool) -> None:
    """Kembalikan basis data dari FILE; hentikan layanan lebih dahulu."""
    from integration.connect.backup import CannotBackUp
    from integration.connect.backup import restore as put_back

    try:
        _proved(put_back(_settings(), file, force), as_json)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from None


def _proved(proof: "Proof", as_json: bool) -> None:
    if as_json:
        _json(proof.plain())
    else:
        click.echo(f"{proof.cases} pengaduan, {proof.events} kejadian, {proof.files} berkas")
        click.echo(f"SHA-256 {proof.digest}")
        click.echo("Utuh." if proof.whole else f"TIDAK UTUH: {', '.join(proof.broken[:10])}")
    sys.exit(0 if proof.whole else FAILED)


@click.group()
def key() -> None:
    """Kunci API bagi sistem lain."""


@key.command("add")
@click.argument("name")
@json_option
def key_add(name: str, as_json: bool) -> None:
    """Buat kunci baru; ditampilkan satu kali ini saja."""
    from integration.api.keys import BadName

    try:
        made = _keys().add(name)
    except BadName as why:
        raise click.ClickException(str(why)) from None
    if as_json:
        _json({"name": name, "key": made})
    else:
        click.echo(made)


@key.command("list")
@json_option
def key_list(as_json: bool) -> None:
    """Nama semua kunci dan kapan dibuat."""
    listed = _keys().listed()
    if as_json:
        _json({"keys": listed})
        return
    for said in listed:
        click.echo(f"{said['made']}  {said['name']}")


@key.command("drop")
@click.argument("name")
def key_drop(name: str) -> None:
    """Cabut kunci."""
    if not _keys().drop(name):
        raise click.ClickException(f"tidak ada kunci bernama {name}")


def _keys() -> "Keys":
    from integration.api.keys import Keys
    from integration.clock import SystemClock
    from integration.store.database import Database

    settings = _settings()
    database = Database(settings.database)
    database.migrate()
    return Keys(database, SystemClock(settings.clock_file))


COMMANDS: tuple[click.Command, ...] = (doctor, setup, migrate, backup, restore, key)
"""What integration/cli.py adds to `tanggap`."""
