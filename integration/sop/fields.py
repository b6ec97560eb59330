"""What each step asks of its actor: the fields of its page, its register columns, its rules.

In:    nothing.   Out: `Field` tuples by step key, the register's staff columns.
Rule:  one place for what is asked, of whom ever it is asked and through whatever door.
Never: draws a page or reads a cell; pages, mails, register and documents read this table.
"""

from integration.sop.choices import (
    INSTRUCTION_TICKS,
    LETTER_CLASSES,
    NOT_COMPLAINTS,
    SEVERITIES,
    URGENCIES,
)
from integration.sop.field import Field, Kind, Lies


def _person(key: str, what: str) -> Field:
    return Field(
        key=f"{key}_pic",
        label=f"Penanggung jawab {what}",
        kind=Kind.LINE,
        hint="Bila dikosongkan: Ketua Pokja.",
    )


def _date(key: str, what: str) -> Field:
    return Field(
        key=f"{key}_due",
        label=f"Target selesai {what}",
        kind=Kind.DATE,
        lies=Lies.FROM_TODAY,
        hint="Bila dikosongkan: batas waktu langkah 7.",
    )


def _why_returned(outcome: str, hint: str) -> Field:
    needed_by = frozenset({outcome})
    return Field(key="reason", label="Alasan pengembalian", needed_by=needed_by, hint=hint)


def _recheck() -> Field:
    return Field(
        key="recheck_at",
        label="Pemeriksaan ulang keefektifan pada",
        kind=Kind.DATE,
        lies=Lies.AFTER_TODAY,
        detail=True,
        hint="Pada hari itu Ketua Pokja menerima e-mail untuk menilai keefektifannya lagi.",
    )


FIELDS: dict[str, tuple[Field, ...]] = {
    "submit": (),
    "triage": (
        Field(
            key="reason",
            label="Alasan/penjelasan untuk pelapor",
            needed_by=NOT_COMPLAINTS | {"awaiting_info"},
            hint="Wajib bila bukan pengaduan atau data belum lengkap; dikirim kepada pelapor.",
        ),
        Field(
            key="assign_to",
            label="Usulan pokja",
            kind=Kind.CHOICE,
            source="groups",
            column="Pokja",
        ),
        Field(key="service", label="Jenis layanan", kind=Kind.CHOICE, source="services"),
        Field(key="kind", label="Jenis keluhan", kind=Kind.CHOICE, source="kinds"),
        Field(key="severity", label="Tingkat keparahan", kind=Kind.CHOICE, choices=SEVERITIES),
        Field(
            key="duplicate_of",
            label="Duplikat dari nomor register",
            kind=Kind.LINE,
            hint="Diisi bila keluhan ini duplikat. Contoh: ADU/2026/0001",
        ),
        Field(key="note", label="Catatan", detail=True),
    ),
    "complete_info": (
        Field(key="supplement", label="Kelengkapan data", required=True),
        Field(key="evidence", label="Berkas pendukung", kind=Kind.FILES),
    ),
    "dispose": (
        Field(
            key="assign_to",
            label="Diteruskan kepada pokja",
            kind=Kind.CHOICE,
            source="groups",
            required=True,
            column="Pokja",
        ),
        Field(key="instruction", label="Instruksi", required=True),
        Field(
            key="instruction_ticks",
            label="Arahan",
            kind=Kind.TICKS,
            choices=INSTRUCTION_TICKS,
        ),
        Field(key="urgency", label="Sifat", kind=Kind.CHOICE, choices=URGENCIES),
        Field(
            key="due_at",
            label="Batas waktu penyelesaian",
            kind=Kind.DATE,
            lies=Lies.FROM_TODAY,
            hint="Bila dikosongkan: menurut waktu baku SOP.",
        ),
        Field(key="note", label="Catatan", detail=True),
        Field(
            key="conflict",
            label="Ada benturan kepentingan pada pengaduan ini",
            kind=Kind.TICK,
            detail=True,
        ),
        Field(
            key="conflicted",
            label="Pejabat yang berbenturan kepentingan",
            needed_with="conflict",
            kind=Kind.CHOICE,
            source="officials",
            detail=True,
            hint="Tidak dapat memverifikasi (langkah 7) maupun menyetujui surat (langkah 9).",
        ),
        Field(
            key="reviewer",
            label="Penelaah pengganti",
            needed_with="conflict",
            kind=Kind.CHOICE,
            source="officials",
            detail=True,
            hint="Menggantikannya pada langkah 7 atau 9; bukan Ketua Pokja yang menangani.",
        ),
    ),
    "review": (
        Field(key="review", label="Hasil kajian", required=True, column="Hasil Kajian"),
        Field(key="meeting", label="Adakan rapat dengan pihak terkait", kind=Kind.TICK),
        Field(
            key="meeting_at",
            label="Waktu rapat",
            kind=Kind.MOMENT,
            needed_with="meeting",
            hint="Diisi bila rapat diadakan.",
        ),
        Field(key="meeting_place", label="Tempat rapat", kind=Kind.LINE),
        Field(
            key="participants",
            label="Peserta rapat (alamat e-mail, satu per baris)",
            needed_with="meeting",
            hint="Diisi bila rapat diadakan; undangan dikirim ke alamat-alamat ini.",
        ),
        Field(key="agenda", label="Agenda rapat", detail=True),
        Field(
            key="minutes",
            label="Notulen rapat",
            detail=True,
            hint="Diisi bila rapat sudah berlangsung.",
        ),
    ),
    "cause": (
        Field(key="root_cause", label="Akar masalah (penyebab)", required=True, column="Penyebab"),
        Field(key="participants", label="Pihak yang dimintai keterangan"),
        Field(
            key="minutes",
            label="Notulen rapat langkah 4",
            detail=True,
            hint="Diisi bila rapat berlangsung setelah langkah 4 disimpan.",
        ),
        Field(key="why_1", label="Mengapa 1", kind=Kind.LINE, detail=True),
        Field(key="why_2", label="Mengapa 2", kind=Kind.LINE, detail=True),
        Field(key="why_3", label="Mengapa 3", kind=Kind.LINE, detail=True),
        Field(key="why_4", label="Mengapa 4", kind=Kind.LINE, detail=True),
        Field(key="why_5", label="Mengapa 5", kind=Kind.LINE, detail=True),
    ),
    "actions": (
        Field(
            key="correction",
            label="Koreksi (perbaikan segera atas kasus ini)",
            required=True,
            column="Koreksi",
        ),
        _person("correction", "koreksi"),
        _date("correction", "koreksi"),
        Field(
            key="corrective_action",
            label="Tindakan korektif (menghilangkan penyebab)",
            required=True,
            column="Tindakan Korektif",
        ),
        _person("corrective_action", "tindakan korektif"),
        _date("corrective_action", "tindakan korektif"),
        Field(
            key="preventive_action",
            label="Tindakan pencegahan (agar tidak terulang)",
            required=True,
            column="Tindakan Pencegahan",
        ),
        _person("preventive_action", "tindakan pencegahan"),
        _date("preventive_action", "tindakan pencegahan"),
        _recheck(),
    ),
    "verify": (
        Field(
            key="verification",
            label="Hasil pelaksanaan dan evaluasi keefektifan",
            required=True,
            column="Hasil Verifikasi",
        ),
        Field(
            key="evidence",
            label="Bukti pelaksanaan (foto, PDF, dokumen)",
            kind=Kind.FILES,
            hint="Tanpa bukti, laporan kepada Kepala Balai menyebut bahwa bukti tidak dilampirkan.",
        ),
        _recheck(),
    ),
    "draft": (
        Field(
            key="reply_draft",
            label="Isi surat balasan",
            required=True,
            hint="Kop, nomor, alamat, dan kalimat penutup diisi dari templat di Drive.",
        ),
        Field(
            key="initial",
            label="Paraf (ketik inisial Anda)",
            kind=Kind.LINE,
            required=True,
            hint="Paraf menyatakan isi surat telah diperiksa.",
        ),
        Field(
            key="subject",
            label="Hal surat",
            kind=Kind.LINE,
            detail=True,
            hint="Bila dikosongkan: Jawaban atas Pengaduan, dengan nomor registernya.",
        ),
        Field(
            key="letter_class",
            label="Sifat surat",
            kind=Kind.CHOICE,
            choices=LETTER_CLASSES,
            detail=True,
            hint="Bila dikosongkan: Biasa; Rahasia untuk pengaduan yang dirahasiakan.",
        ),
        Field(
            key="enclosure",
            label="Lampiran surat",
            kind=Kind.LINE,
            detail=True,
            hint="Misalnya: 1 (satu) berkas.",
        ),
        Field(key="cc", label="Tembusan (satu per baris)", detail=True),
    ),
    "sign": (
        _why_returned("tidak", "Wajib bila memilih Tidak; disampaikan kepada penyusun konsep."),
    ),
    "records": (
        Field(
            key="letter_no",
            label="Nomor surat (dari Srikandi/tata usaha)",
            kind=Kind.LINE,
            required=True,
            hint="Contoh: B/1761/BSPJI/MS.08.01/XI/2026",
        ),
        Field(
            key="letter_date",
            label="Tanggal surat",
            kind=Kind.DATE,
            lies=Lies.UNTIL_TODAY,
            required=True,
        ),
        Field(
            key="final_pdf",
            label="Surat bertanda tangan (PDF)",
            kind=Kind.FILE,
            needed_by=frozenset({"issued"}),
        ),
    ),
    "e_sign": (
        _why_returned("returned", "Wajib bila mengembalikan; disampaikan kepada tata usaha."),
    ),
    "deliver": (
        Field(
            key="reason",
            label="Tanggapan",
            needed_by=frozenset({"not_satisfied"}),
            hint="Wajib bila jawaban belum memadai.",
        ),
        Field(key="receiver", label="Nama penerima", kind=Kind.LINE, detail=True),
        Field(key="evidence", label="Bukti penyampaian", kind=Kind.FILES, detail=True),
    ),
}


def field(step_key: str, key: str) -> Field:
    """The field `key` of a step; KeyError when the step does not ask for it."""
    for each in FIELDS[step_key]:
        if each.key == key:
            return each
    raise KeyError(f"{step_key}.{key}")
