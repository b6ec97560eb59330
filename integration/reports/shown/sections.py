"""The report in its order: headline figures, then one section after the other.

In:    the values of `monthly.report` or `public.recap`.   Out: `Figure`s and `Section`s.
Rule:  a section is a table with typed columns and, where it helps, a chart of the same rows.
Never: sets type; page.py, workbook.py and paper.py do. Start at `headline` and `sections`.
"""

from collections.abc import Mapping
from typing import Any

from integration.reports.breakdown import BY
from integration.reports.shown import cases, tables
from integration.reports.shown.section import Figure, Section
from integration.reports.shown.wording import Is, words

TITLE = "Laporan Penanganan Pengaduan"
PUBLIC_WAYS = ("channel", "service", "kind", "status")
PUBLIC_TITLE = "Rekapitulasi Pengaduan Pelanggan"


def title(told: Mapping[str, Any]) -> str:
    """The title with its month."""
    return f"{PUBLIC_TITLE if told['public'] else TITLE} {told['name']}"


def headline(told: Mapping[str, Any]) -> list[Figure]:
    """What stands at the top."""
    of = told["totals"]
    count = Is.COUNT
    if told["public"]:
        return [
            Figure(of["received"], count, "pengaduan diterima"),
            Figure(of["ended"], count, "selesai"),
            Figure(of["open_now"], count, "sedang ditangani"),
            Figure(of["steps_on_time"], count, "langkah selesai tepat waktu"),
            Figure(of["steps_late"], count, "langkah terlambat"),
            Figure(of["steps_on_time_share"], Is.SHARE, "langkah tepat waktu"),
        ]
    return [
        Figure(of["received"], count, "pengaduan diterima"),
        Figure(of["ended"], count, "selesai atau diarsipkan"),
        Figure(
            of["steps_on_time_share"],
            Is.SHARE,
            f"langkah 2–9 tepat waktu ({of['steps_late']} dari {of['steps_done']} terlambat)",
            of["steps_late"] > 0,
        ),
        Figure(of["median_lead_days"], Is.DAYS, "median sampai selesai (hari kalender)"),
        Figure(of["open_now"], count, "masih terbuka saat ini"),
        Figure(of["overdue_now"], count, "lewat tenggat saat ini", of["overdue_now"] > 0),
        Figure(of["returns"], count, "konsep dikembalikan (langkah 9)"),
        Figure(of["reopened"], count, "dibuka kembali oleh pelanggan"),
    ]


def sections(told: Mapping[str, Any]) -> list[Section]:
    """Every table, in order."""
    if told["public"]:
        return [
            tables.months(told),
            *(tables.public_by(told, by) for by in PUBLIC_WAYS),
        ]
    return [
        tables.steps(told),
        tables.months(told),
        *(tables.by(told, by) for by in BY),
        tables.legal(told),
        cases.open_now(told),
        cases.late(told),
        cases.returns(told),
        cases.letters(told),
        cases.recurrence(told),
        tables.detail(told),
    ]


def notes(told: Mapping[str, Any]) -> list[str]:
    """What a reader must know before trusting the figures."""
    said = [f"Keadaan pada {words(told['made_at'], Is.MOMENT)} WITA."]
    if told["public"]:
        said.append(
            "Hanya jumlah; angka di bawah 3 ditulis <3 agar tidak seorang pun dapat dikenali, dan "
            "* menggantikan angka yang darinya angka kecil dapat dihitung kembali. "
            "Pelaporan pelanggaran dan pesan tidak relevan tidak termasuk."
        )
    elif not told["holidays_confirmed"]:
        said.append(
            f"Hari libur tahun {told['month'][:4]} belum dicocokkan dengan SKB 3 Menteri; "
            "tenggat dapat bergeser."
        )
    return said
