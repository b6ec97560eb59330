"""Everything a person can be asked for: the SOP's stops, and the re-check of a remedy beside them.

In:    nothing.   Out: `RECHECK`; `ASKED`, every step by key.
Rule:  a re-check is ours (domain.md 1.6 A8), so it stands beside the SOP's table, not in it.
Never: is where a case waits; that is a station of table.py.
"""

from integration.sop.actors import Role
from integration.sop.field import Field, Kind, Lies
from integration.sop.standard import days
from integration.sop.step import Outcome, Step
from integration.sop.table import END, STATIONS

_FIELDS = (
    Field(key="verification", label="Hasil pemeriksaan ulang", required=True),
    Field(key="evidence", label="Bukti (foto, PDF, dokumen)", kind=Kind.FILES),
    Field(
        key="root_cause",
        label="Mengapa tindakan sebelumnya belum efektif",
        needed_by=frozenset({"not_effective"}),
        hint="Wajib bila belum efektif.",
    ),
    Field(
        key="corrective_action",
        label="Tindakan korektif lanjutan",
        needed_by=frozenset({"not_effective"}),
        hint="Wajib bila belum efektif; tercatat sebagai tindakan yang terkait pengaduan ini.",
    ),
    Field(
        key="corrective_action_pic",
        label="Penanggung jawab tindakan lanjutan",
        kind=Kind.LINE,
        hint="Bila dikosongkan: Ketua Pokja.",
    ),
    Field(
        key="corrective_action_due",
        label="Target selesai tindakan lanjutan",
        kind=Kind.DATE,
        lies=Lies.FROM_TODAY,
    ),
    Field(
        key="recheck_at",
        label="Diperiksa ulang lagi pada",
        kind=Kind.DATE,
        lies=Lies.AFTER_TODAY,
        needed_by=frozenset({"not_effective"}),
        hint="Wajib bila belum efektif; pada hari itu Anda menerima e-mail pengingat.",
    ),
)

RECHECK: Step = Step(
    no=7,
    key="recheck",
    short="Memeriksa ulang keefektifan tindakan",
    activity=(
        "Memeriksa ulang, pada tanggal yang ditetapkan saat verifikasi, apakah tindakan korektif "
        "tetap efektif."
    ),
    actor=Role.GROUP_HEAD,
    standard=days(3),
    status="",
    outcomes=(
        Outcome(
            key="effective",
            label="Efektif, tidak ada tindakan lanjutan",
            next=END,
            extension=True,
        ),
        Outcome(
            key="not_effective",
            label="Belum efektif, buka tindakan lanjutan",
            next="recheck",
            extension=True,
        ),
    ),
    extension=True,
    fields=_FIELDS,
)
"""Real effectiveness often shows only after weeks (domain.md 1.6 A8). Asked beside the course of
the case, mostly after its end: the case does not wait here, and nothing about it changes."""

ASKED: dict[str, Step] = {**STATIONS, RECHECK.key: RECHECK}
"""Everything a person can be asked for, by key."""
