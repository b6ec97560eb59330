"""The tables of figures: steps, months, channels, services, pokja, the law.

In:    the values of `monthly.report` or `public.recap`.   Out: `Section`s.
Rule:  a chart draws the rows of its own table.
Never: lists single cases; cases.py does.
"""

from collections.abc import Mapping
from typing import Any

from integration.reports.breakdown import BY
from integration.reports.per_step import PART_NAMES
from integration.reports.shown import charts
from integration.reports.shown.section import Section
from integration.reports.shown.wording import NOTHING, Is

LEAD_NOTE = "Median lama: jam kerja sejak diterima sampai selesai, khusus keluhan."
PUBLIC_BY = {**BY, "status": "Keadaan sekarang"}
WHISTLE_NOTE = " Pelaporan pelanggaran hanya dihitung di tabel ini; penanganannya melalui WBS."


def steps(told: Mapping[str, Any]) -> Section:
    """Every stop of the procedure against its standard time."""
    rows = told["steps"]
    drawn = [row for row in rows if row["standard_minutes"] and row["count"]]
    return Section(
        key="Langkah",
        title="Waktu baku dan waktu nyata tiap langkah SOP",
        columns=(
            ("Langkah", Is.TEXT),
            ("Kegiatan", Is.TEXT),
            ("Waktu baku", Is.TEXT),
            ("Jumlah", Is.COUNT),
            ("Median", Is.MINUTES),
            ("90% selesai dalam", Is.MINUTES),
            ("Terlambat", Is.COUNT),
            ("Tepat waktu", Is.SHARE),
        ),
        rows=tuple(
            (
                _number(row),
                row["name"],
                row["standard"] or NOTHING,
                row["count"],
                row["median_minutes"],
                row["p90_minutes"],
                row["late"],
                row["on_time_share"],
            )
            for row in rows
        ),
        note=(
            "Grafik: batang = median, garis = 90%, angka = median dibandingkan waktu baku. "
            "Menit jam kerja; 1 hari = 7,5 jam kerja. Langkah 1: dari pengaduan sampai di kantor "
            "sampai tercatat dalam register. + = perhentian tambahan, bukan baris SOP; selama "
            "menunggu kelengkapan data, jam SOP berhenti. Rincian menurut pokja, kanal, layanan, "
            "dan bulan ada pada halaman laporan dan berkas Excel."
        ),
        chart=charts.against_standard(
            [
                (
                    f"{_number(row)}. {row['name']}",
                    row["median_minutes"] / row["standard_minutes"],
                    row["p90_minutes"] / row["standard_minutes"],
                )
                for row in drawn
            ]
        ),
        chart_words="Median dan 90% waktu nyata tiap langkah, dibandingkan dengan waktu bakunya.",
    )


def detail(told: Mapping[str, Any]) -> Section:
    """Every step apart by pokja, channel, service and month."""
    rows = told["detail"]
    return Section(
        key="Rincian langkah",
        title="Rincian tiap langkah menurut pokja, kanal, layanan, dan bulan",
        columns=(
            ("Menurut", Is.TEXT),
            ("Bagian", Is.TEXT),
            ("Langkah", Is.TEXT),
            ("Kegiatan", Is.TEXT),
            ("Waktu baku", Is.TEXT),
            ("Jumlah", Is.COUNT),
            ("Median", Is.MINUTES),
            ("90% selesai dalam", Is.MINUTES),
            ("Terlambat", Is.COUNT),
            ("Tepat waktu", Is.SHARE),
        ),
        rows=tuple(
            (
                PART_NAMES[row["by"]],
                row["part_name"],
                _number(row),
                row["name"],
                row["standard"] or NOTHING,
                row["count"],
                row["median_minutes"],
                row["p90_minutes"],
                row["late"],
                row["on_time_share"],
            )
            for row in rows
        ),
        note="Pokja, kanal, dan layanan: langkah yang selesai pada bulan laporan.",
        nothing="Belum ada langkah yang selesai.",
        detail=True,
    )


def _number(row: Mapping[str, Any]) -> str:
    """A step's number; a stop that is no row of the SOP has a plus."""
    return f"{row['no']}{'+' if row['extension'] else ''}"


def months(told: Mapping[str, Any]) -> Section:
    """Twelve months, the report's own last."""
    rows = told["months"]
    columns: tuple[tuple[str, Is], ...] = (
        ("Bulan", Is.TEXT),
        ("Diterima", Is.COUNT),
        ("Selesai", Is.COUNT),
    )
    names = ["name", "received", "ended"]
    if not told["public"]:
        columns += (
            ("Langkah selesai", Is.COUNT),
            ("Terlambat", Is.COUNT),
            ("Tepat waktu", Is.SHARE),
            ("Dikembalikan", Is.COUNT),
            ("Median lama (hari kalender)", Is.DAYS),
        )
        names += ["steps_done", "steps_late", "on_time_share", "returns", "median_lead_days"]
    return Section(
        key="Bulan",
        title="Dua belas bulan terakhir",
        columns=columns,
        rows=tuple(tuple(row[name] for name in names) for row in rows),
        chart=charts.months([(row["name"], row["received"], row["ended"]) for row in rows]),
        chart_words="Pengaduan diterima dan selesai tiap bulan.",
    )


def by(told: Mapping[str, Any], way: str) -> Section:
    """The month apart by one of `BY`."""
    rows = told["by"][way]
    return Section(
        key=BY[way],
        title=f"Menurut {BY[way].lower()}",
        columns=(
            (BY[way], Is.TEXT),
            ("Diterima", Is.COUNT),
            ("Selesai", Is.COUNT),
            ("Terbuka kini", Is.COUNT),
            ("Lewat tenggat kini", Is.COUNT),
            ("Langkah selesai", Is.COUNT),
            ("Terlambat", Is.COUNT),
            ("Tepat waktu", Is.SHARE),
            ("Median lama", Is.MINUTES),
        ),
        rows=tuple(
            (
                row["name"],
                row["received"],
                row["ended"],
                row["open_now"],
                row["overdue_now"],
                row["steps_done"],
                row["steps_late"],
                row["on_time_share"],
                row["median_lead_minutes"],
            )
            for row in rows
        ),
        note=LEAD_NOTE + (WHISTLE_NOTE if way == "classification" else ""),
        chart=charts.bars([(row["name"], row["received"]) for row in rows if row["received"]]),
        chart_words=f"Pengaduan diterima menurut {BY[way].lower()}.",
    )


def public_by(told: Mapping[str, Any], way: str) -> Section:
    """The same for everybody: received alone."""
    rows, name = told["by"][way], PUBLIC_BY[way]
    return Section(
        key=name,
        title=f"Diterima menurut {name.lower()}",
        columns=((name, Is.TEXT), ("Diterima", Is.COUNT)),
        rows=tuple((row["name"], row["received"]) for row in rows),
    )


def legal(told: Mapping[str, Any]) -> Section:
    """The clocks of the law (domain.md 3)."""
    return Section(
        key="Batas hukum",
        title="Batas waktu menurut peraturan",
        columns=(
            ("Batas", Is.TEXT),
            ("Sumber", Is.TEXT),
            ("Hari kalender", Is.COUNT),
            ("Pengaduan", Is.COUNT),
            ("Melampaui", Is.COUNT),
        ),
        rows=tuple(
            (row["label"], row["source"], row["limit_days"], row["count"], row["beyond"])
            for row in told["legal"]
        ),
        note="Pengaduan yang batasnya dipenuhi dalam bulan ini atau masih ditunggu.",
        alarming=frozenset(at for at, row in enumerate(told["legal"]) if row["beyond"]),
    )
