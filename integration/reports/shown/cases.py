"""The tables of single cases: open, late, sent back, recurring.

In:    the values of `monthly.report`.   Out: `Section`s.
Rule:  register numbers only; a list that was cut says so.
Never: part of the public recap.
"""

from collections.abc import Mapping
from typing import Any

from integration.reports.shown.section import Section
from integration.reports.shown.wording import Is


def open_now(told: Mapping[str, Any]) -> Section:
    """What waits, the most overdue first."""
    return Section(
        key="Terbuka",
        title="Masih terbuka saat laporan dibuat",
        columns=(
            ("No. Register", Is.TEXT),
            ("Diterima", Is.MOMENT),
            ("Status", Is.TEXT),
            ("Langkah", Is.COUNT),
            ("Pokja", Is.TEXT),
            ("Tenggat", Is.MOMENT),
            ("Terlambat", Is.MINUTES),
        ),
        rows=tuple(
            (
                row["register_no"],
                row["received_at"],
                row["status"],
                row["step"],
                row["group"],
                row["due"],
                row["minutes_over"] if row["overdue"] else None,
            )
            for row in told["open"]
        ),
        note=_cut(told["totals"]["open_now"], len(told["open"])),
        nothing="Tidak ada pengaduan yang terbuka.",
        alarming=frozenset(at for at, row in enumerate(told["open"]) if row["overdue"]),
    )


def late(told: Mapping[str, Any]) -> Section:
    """Steps that ended late, with the officers' own words."""
    return Section(
        key="Terlambat",
        title="Langkah yang terlambat",
        columns=(
            ("No. Register", Is.TEXT),
            ("Langkah", Is.TEXT),
            ("Pokja", Is.TEXT),
            ("Tenggat", Is.MOMENT),
            ("Selesai", Is.MOMENT),
            ("Lewat", Is.MINUTES),
            ("Alasan menurut petugas", Is.TEXT),
        ),
        rows=tuple(
            (
                row["register_no"],
                f"{row['step']}. {row['name']}",
                row["group"],
                row["due"],
                row["ended"],
                row["minutes_over"],
                row["remark"],
            )
            for row in told["late"]
        ),
        note=_cut(told["totals"]["steps_late"], len(told["late"])),
        nothing="Semua langkah selesai tepat waktu.",
    )


def returns(told: Mapping[str, Any]) -> Section:
    """Drafts sent back by the Kepala Balai."""
    return Section(
        key="Dikembalikan",
        title="Konsep yang dikembalikan pada langkah 9",
        columns=(
            ("No. Register", Is.TEXT),
            ("Waktu", Is.MOMENT),
            ("Pokja", Is.TEXT),
            ("Alasan", Is.TEXT),
        ),
        rows=tuple(
            (row["register_no"], row["at"], row["group"], row["reason"]) for row in told["returns"]
        ),
        note=_cut(told["totals"]["returns"], len(told["returns"])),
        nothing="Tidak ada konsep yang dikembalikan.",
    )


def letters(told: Mapping[str, Any]) -> Section:
    """Letters issued although they were not what had been approved."""
    return Section(
        key="Surat berbeda",
        title="Surat keluar yang tidak sama dengan konsep yang disetujui",
        columns=(
            ("No. Register", Is.TEXT),
            ("Waktu", Is.MOMENT),
            ("Pokja", Is.TEXT),
            ("Temuan", Is.TEXT),
            ("Alasan tetap diterbitkan", Is.TEXT),
        ),
        rows=tuple(
            (row["register_no"], row["at"], row["group"], row["doubts"], row["reason"])
            for row in told["letters"]
        ),
        nothing="Semua surat yang dapat dibandingkan sama dengan konsep yang disetujui.",
    )


_WAYS = {"cause": "Penyebab sama", "group": "Pokja sama", "reference": "Nomor dokumen sama"}


def recurrence(told: Mapping[str, Any]) -> Section:
    """What came back, for the management review."""
    return Section(
        key="Berulang",
        title="Bahan tinjauan manajemen: pengaduan yang berulang",
        columns=(
            ("Yang sama", Is.TEXT),
            ("Uraian", Is.TEXT),
            ("Kali", Is.COUNT),
            ("Bulan ini", Is.COUNT),
            ("Pokja", Is.TEXT),
            ("No. Register", Is.TEXT),
        ),
        rows=tuple(
            (
                _WAYS[row["by"]],
                row["label"],
                row["count"],
                row["in_month"],
                ", ".join(row["groups"]),
                ", ".join(row["register_nos"])
                + (" …" if row["count"] > len(row["register_nos"]) else ""),
            )
            for row in told["recurrence"]
        ),
        note=(
            f"Penyebab, pokja, atau nomor order/LHU/sertifikat yang sama dalam "
            f"{told['recurrence_months']} bulan sampai dengan bulan laporan."
        ),
        nothing="Tidak ada pengulangan.",
    )


def _cut(all_of_them: int, told: int) -> str:
    if all_of_them <= told:
        return ""
    return f"Ditampilkan {told} dari {all_of_them}; angka di atas menghitung semuanya."
