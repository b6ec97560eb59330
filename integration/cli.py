"""The `tanggap` command: one verb a line of `tanggap --help`.

In:    arguments.   Out: a table for people, JSON where `--json` is given; a named exit code.
Rule:  a command parses, calls one verb of the house, prints.
Never: holds logic of its own.
"""

import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from integration.connect.cannot_run import Verbs
from integration.connect.commands import COMMANDS
from integration.importing.commands import IMPORTS
from integration.repair.commands import REPAIRS
from integration.settings import Settings

FAILED, NOT_FOUND = 1, 3
console = Console()


def _settings(**given: Any) -> Settings:
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as wrong:
        lines = [f"  {'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in wrong.errors()]
        raise click.ClickException("Pengaturan belum benar:\n" + "\n".join(lines)) from None


def _json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


FILE = click.Path(path_type=Path, dir_okay=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Tanggap: penanganan pengaduan pelanggan menurut SOP, di Google Workspace kantor."""


for _command in (*COMMANDS, *REPAIRS, *IMPORTS):
    main.add_command(_command)


@main.command()
def run() -> None:
    """Jalankan workspace lokal dan layanan (dua proses), sampai dihentikan."""
    from integration.local import CannotRun, LocalHouse

    settings = _settings()
    house = LocalHouse(settings)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        house.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        addresses = house.up()
        _print_addresses(addresses)
        house.watch()
    except CannotRun as why:
        raise click.ClickException(str(why)) from None
    finally:
        house.down()


def _print_addresses(addresses: dict[str, Any]) -> None:
    people = addresses["people"]
    lines = [
        ("Workspace lokal (mulai di sini)", addresses["google"]),
        ("Formulir pengaduan", addresses["form_url"]),
        ("Layanan dan cek status", addresses["web"]),
        ("Kotak surat layanan", addresses["service_mailbox"]),
        ("Halaman petugas (masuk dengan akun)", addresses["staff_page"]),
        ("Catat pengaduan (tautan petugas)", addresses["intake_page"]),
        ("Pelanggan", people["customer"]),
        ("Petugas Pelayanan", people["service_desk"]),
        ("Kepala Balai", people["head"]),
        ("Tata Usaha", people["records_office"]),
        *((f"Ketua Pokja {group}", email) for group, email in people["group_heads"].items()),
    ]
    click.echo("Tanggap berjalan; Ctrl-C untuk berhenti.\n")
    for what, where in lines:
        # One line each, never folded: addresses are copied from here.
        click.echo(f"  {what:<50} {where}")
    sys.stdout.flush()


@main.command()
def serve() -> None:
    """Jalankan layanan saja (webhook, pekerja, pemantau), untuk dipakai di kantor."""
    from integration.serving import serve_forever

    serve_forever(_settings())


@main.command()
@json_option
def demo(as_json: bool) -> None:
    """Mainkan satu pengaduan dari Formulir sampai arsip, tanpa manusia."""
    from integration.demo import play

    sys.exit(play(as_json))


@main.command()
@json_option
@click.option("--markdown", is_flag=True, help="Cetak halaman docs/sop.md.")
def sop(as_json: bool, markdown: bool) -> None:
    """Cetak tabel SOP yang dijalankan."""
    from integration.sop import printed

    if as_json:
        _json({"sop_no": printed.SOP_NO, "steps": printed.rows()})
        return
    if markdown:
        click.echo(printed.markdown(), nl=False)
        return
    table = Table(title=printed.SOP_NO, show_lines=True)
    for header in ("No.", "Kegiatan", "Pelaksana", "Waktu", "Output", "Jalan keluar"):
        table.add_column(header, overflow="fold")
    for row in printed.rows():
        mark = " +" if row["extension"] else ""
        ways = "\n".join(f"{w['label']}{' +' if w['extension'] else ''}" for w in row["outcomes"])
        table.add_row(
            f"{row['no']}{mark}",
            row["activity"],
            row["actor"],
            row["standard"],
            row["output"],
            ways,
        )
    console.print(table)
    console.print("+ = tambahan, tidak ada dalam SOP")


@main.command()
@click.option("--received", required=True, help="Waktu terima, ISO 8601 dengan zona.")
@json_option
def due(received: str, as_json: bool) -> None:
    """Hitung batas waktu setiap langkah sejak pengaduan diterima."""
    from integration.due import due_lines, due_report
    from integration.tabs.kept import calendar_of

    calendar = calendar_of(_settings())
    try:
        if as_json:
            _json(due_report(received, calendar))
        else:
            for line in due_lines(received, calendar):
                click.echo(line)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None


@main.command()
@json_option
def cases(as_json: bool) -> None:
    """Daftar pengaduan dan di mana masing-masing menunggu."""
    from integration.operating import case_rows

    rows = case_rows(_settings())
    if as_json:
        _json({"cases": rows})
        return
    table = Table("Nomor", "Status", "Langkah", "Tenggat", "Terlambat")
    for row in rows:
        late = "ya" if row["late"] else ""
        table.add_row(
            row["register_no"], row["status"], str(row["step"] or ""), row["due"] or "", late
        )
    console.print(table)


@main.command()
@click.argument("register_no")
@json_option
def case(register_no: str, as_json: bool) -> None:
    """Riwayat dan dokumen satu pengaduan; memeriksa rantai riwayatnya."""
    from integration.operating import case_details
    from integration.store.cases import UnknownCase

    try:
        told = case_details(_settings(), register_no)
    except UnknownCase:
        click.echo(f"Tidak ada pengaduan dengan nomor {register_no}.", err=True)
        sys.exit(NOT_FOUND)
    if as_json:
        _json(told)
    else:
        _print_case(told)
    if not told["history_intact"]:
        sys.exit(FAILED)


def _print_case(told: dict[str, Any]) -> None:
    click.echo(f"{told['register_no']}  {told['status']}")
    table = Table("Waktu", "Langkah", "Oleh", "Melalui", "Kejadian")
    for row in told["timeline"]:
        table.add_row(row["at"], row["step"], row["who"], row["door"], row["what"])
    console.print(table)
    papers = Table("Dokumen", "SHA-256", "Drive")
    for paper in told["documents"]:
        papers.add_row(paper["title"], paper["sha256"][:16], paper["url"])
    console.print(papers)
    click.echo("Riwayat utuh." if told["history_intact"] else "RIWAYAT TIDAK UTUH.")


@main.command()
@click.option("--month", required=True, help="Bulan laporan, misalnya 2026-11.")
@click.option(
    "--within",
    "months",
    default=6,
    type=click.IntRange(1, 60),
    show_default=True,
    help="Pengulangan dicari dalam sekian bulan.",
)
@click.option("--public", is_flag=True, help="Rekapitulasi tanpa data pribadi, untuk diumumkan.")
@click.option("--html", type=FILE, help="Tulis halaman dengan grafik ke FILE.")
@click.option("--xlsx", type=FILE, help="Tulis lembar kerja ke FILE.")
@click.option("--pdf", type=FILE, help="Tulis PDF siap tanda tangan ke FILE.")
@json_option
def report(month: str, months: int, public: bool, as_json: bool, **files: Path | None) -> None:
    """Laporan bulanan: waktu baku dan nyata, keterlambatan, pengembalian, pengulangan."""
    from integration.reports.ordered import NoOffice, ordered, written
    from integration.reports.period import Month
    from integration.reports.shown.printed import lines

    settings = _settings()
    try:
        whole = ordered(settings, Month.read(month), months, public)
        made = written(whole, files)
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None
    except NoOffice:
        raise click.ClickException(
            "PDF memerlukan kop surat: atur OFFICE_FILE ke berkas data kantor."
        ) from None
    except OSError as why:
        raise click.ClickException(f"Berkas tidak dapat ditulis: {why.filename}.") from None
    if as_json:
        _json(whole.told)
    elif not made:
        for line in lines(whole.told):
            click.echo(line)
    for path in made:
        click.echo(path, err=as_json)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@json_option
def preview(folder: Path, as_json: bool) -> None:
    """Buat contoh setiap dokumen, e-mail, pesan, dan surat balasan ke dalam FOLDER."""
    from integration.preview import broken, write
    from integration.templating import TemplateFolder

    templates = TemplateFolder(_settings().templates_dir)
    wrong = [f"  {name}: {why}" for name, why in broken(templates)]
    if wrong:
        raise click.ClickException("Templat belum benar:\n" + "\n".join(wrong))
    made = [str(path) for path in write(folder, templates)]
    if as_json:
        _json({"files": made})
        return
    for path in made:
        click.echo(path)
