"""The sentences in which people are told why something was not done.

In:    a `SopError` with its facts.   Out: one Indonesian sentence (or two), formal and friendly.
Rule:  one sentence per code; a test asks every `SopError` for one that its facts fill.
Never: blames, and never repeats a complaint's text. Start at `say`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from integration.clock import WITA
from integration.sop.actors import ROLE_NAMES, By, Role
from integration.sop.errors import SopError
from integration.sop.explain import in_words
from integration.sop.table import STATIONS

SENTENCES = {
    "refused": "Permintaan ini tidak dapat diproses menurut SOP.",
    "not_your_step": "Langkah {no} ({step}) hanya dapat diselesaikan oleh {actor}.",
    "already_done": (
        "Langkah “{step}” sudah diselesaikan oleh {by} pada {at} dengan keputusan: {outcome}."
    ),
    "not_here": "Pengaduan ini tidak sedang menunggu langkah “{step}”; posisinya: {at}.",
    "unknown_outcome": "Pilihan “{outcome}” tidak tersedia pada langkah “{step}”.",
    "missing": "Mohon lengkapi isian berikut: {fields}.",
    "not_a_choice": "“{typed}” tidak ada dalam pilihan {field}. Pilihan yang tersedia: {choices}.",
    "bad_date": (
        "Tanggal “{typed}” pada {field} tidak dapat dibaca. Contoh penulisan: 31/12/2026."
    ),
    "bad_letter_number": (
        "Nomor surat “{letter_no}” belum sesuai bentuk nomor surat dinas. "
        "Contoh: B/1761/BSPJI/MS.08.01/XI/2026."
    ),
    "letter_number_taken": (
        "Nomor surat {letter_no} sudah dipakai pada pengaduan lain. Mohon periksa kembali nomornya."
    ),
    "no_place_for_number": (
        "Konsep yang disetujui tidak memuat satu tempat kosong untuk nomor dan satu untuk tanggal, "
        "sehingga tidak dapat ditandatangani dengan sertifikat kantor. Mohon unggah surat "
        "bertanda tangan."
    ),
    "not_signed": "Surat belum ditandatangani. Mohon ketik frasa sandi sertifikatnya.",
    "letter_broken": (
        "Isi PDF ini berubah setelah ditandatangani, sehingga tanda tangannya tidak sah lagi. "
        "Mohon unduh kembali surat yang asli dari Srikandi, lalu unggah tanpa disimpan ulang."
    ),
    "letter_in_doubt": (
        "Berkas ini belum tentu surat bertanda tangan dari konsep yang disetujui. Mohon periksa "
        "kembali berkasnya; bila memang surat ini yang dikirim, tuliskan alasannya. Alasan itu "
        "tercatat dan Kepala Balai diberi tahu."
    ),
    "open_placeholder": (
        "Isi surat masih memuat bagian yang belum diisi: {placeholders}. "
        "Mohon lengkapi atau hapus bagian itu."
    ),
    "own_draft": (
        "Konsep surat ini diparaf oleh {by}; persetujuan harus diberikan oleh orang yang berbeda."
    ),
    "conflict_of_interest": (
        "Menurut disposisi, langkah “{step}” dikerjakan oleh penelaah pengganti karena benturan "
        "kepentingan: {reviewer}."
    ),
    "reviewer_involved": (
        "Penelaah pengganti ({reviewer}) harus orang lain: bukan yang berbenturan kepentingan dan "
        "bukan Ketua Pokja yang menangani pengaduan ini."
    ),
    "preview_not_ready": (
        "Pratinjau surat untuk {register_no} belum siap. E-mail baru dikirim begitu surat siap."
    ),
    "letter_changed": (
        "Konsep surat untuk {register_no} berubah setelah e-mail ini dikirim. "
        "E-mail baru berisi versi terakhir akan dikirim kepada Anda."
    ),
    "cannot_reopen": (
        "Pengaduan {register_no} tidak dapat dibuka kembali; tanggapan sesudahnya dicatat sebagai "
        "pengaduan baru yang terkait."
    ),
    "bad_pause": (
        "Jeda harus berakhir sesudah hari ini dan paling lama {days} hari; bila masih menunggu, "
        "jeda dapat diperpanjang."
    ),
    "day_to_come": "{field} tidak boleh sesudah hari ini. Mohon periksa kembali tanggalnya.",
    "day_gone": (
        "{field} tidak boleh sebelum hari ini. Bila sudah selesai, kosongkan targetnya dan "
        "sebutkan tanggal selesainya dalam uraian."
    ),
    "day_not_ahead": "{field} harus sesudah hari ini.",
    "no_address": (
        "Undangan tidak akan sampai, karena ini bukan alamat e-mail yang lengkap: {typed}. "
        "Tuliskan satu alamat per baris, misalnya nama@contoh.id; nama boleh mendahuluinya."
    ),
    "not_resting": "Waktu langkah “{step}” tidak sedang dijeda.",
    "no_clock": "Langkah “{step}” menunggu pelapor, sehingga waktunya memang tidak berjalan.",
    "closed": "Pengaduan {register_no} sudah berakhir dengan status {status}.",
}

NOT_ATTACHED = "tidak dilampirkan"


def say(error: SopError) -> str:
    """The sentence for a refusal. Raises KeyError when a code has none or a fact is lacking."""
    return SENTENCES[error.code].format_map(
        {name: _shown(value) for name, value in error.facts.items()}
    )


def who(by: By, acting: str = "") -> str:
    """A person in a sentence: name and role, or as what they stand in; else the role alone."""
    role = acting or ROLE_NAMES[by.role]
    person = by.label
    return f"{person} ({role})" if person else role


def when(moment: datetime) -> str:
    """A moment on the office's clock, with its zone."""
    return in_words(moment.astimezone(WITA))


def amid(choice: str) -> str:
    """A choice as it stands within a sentence; what begins with an abbreviation stays."""
    return choice[:1].lower() + choice[1:] if choice[1:2].islower() else choice


def span(minutes: float) -> str:
    """An amount of working time, e.g. "3 jam 20 menit"."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} jam {rest} menit" if hours else f"{rest} menit"


def _shown(value: Any) -> str:
    for kind, words in _WORDS.items():
        if isinstance(value, kind):
            return words(value)
    text = str(value)
    return STATIONS[text].status if text in STATIONS else text


_WORDS: dict[type, Callable[[Any], str]] = {
    By: who,
    Role: lambda role: ROLE_NAMES[role],
    datetime: when,
    list: lambda values: ", ".join(str(each) for each in values),
}
