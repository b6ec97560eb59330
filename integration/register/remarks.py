"""What the register says to staff: the notes on cells, the problems of the tab.

In:    what was typed, and why it does not stand.   Out: Indonesian sentences.
Rule:  a note says what to do next and contains what was typed, so that nothing is lost.
Never: blames.
"""

from integration.sop.actors import ROLE_NAMES
from integration.sop.case import Case
from integration.sop.step import Step

LONGEST_NOTE = 10_000
"""Signs of typed text in a note; the history keeps all of it."""

SERVICE_COLUMN = "Kolom {header} diisi oleh sistem, sehingga isinya dikembalikan."
NUMBER_RESTORED = (
    "Nomor register adalah pengenal pengaduan ini, sehingga dikembalikan. Bila pengaduan tidak "
    "diteruskan, pilih Status Dicabut atau “Duplikat dari ADU/…”."
)
ENDED = "Pengaduan ini sudah berakhir dengan status {status}. Tambahan: tulis di Catatan Petugas."
STEP_DONE = (
    "Langkah {no} ({step}) sudah selesai, sehingga kolom {header} tidak dapat diubah lagi. "
    "Tambahan: tulis di Catatan Petugas."
)
CONFLICT = (
    "Kolom {header} baru saja diisi melalui jalur lain; yang berlaku adalah isi sel ini sekarang. "
    "Bila perlu diubah, ketik lagi."
)
EMPTY_STATUS = "Status tidak dapat dikosongkan."
POSSIBLE = "Pada langkah {no} ({step}) Status dapat diganti menjadi: {words}."
THROUGH_LINK = (
    "Langkah {no} ({step}) diselesaikan oleh {actor} melalui tautan dalam e-mail tugasnya, "
    "bukan dari lembar kerja."
)
WHICH_CLASS = (
    "Untuk mengarsipkan tanpa penanganan, tulis di kolom Jenis salah satu dari: {classes}; "
    "alasannya di Catatan Petugas. Kemudian pilih Status kembali."
)
NOT_A_COMPLAINT = (
    "Jenis “{kind}” bukan pengaduan. Pilih Status Diarsipkan (alasan di Catatan Petugas), "
    "atau ubah kolom Jenis."
)
UNKNOWN_DUPLICATE = (
    "Nomor {number} tidak ada di register. Tulis misalnya: Duplikat dari ADU/2026/0001."
)
OWN_DUPLICATE = "Pengaduan tidak dapat menjadi duplikat dari dirinya sendiri."
FILL_COLUMNS = "Isi kolom {columns} pada baris ini, lalu pilih Status kembali."
COPIED = (
    "Baris ini salinan dari {number}; perubahan pada baris ini tidak dibaca. Hapus baris ini, atau "
    "kosongkan sel nomornya bila ini pengaduan baru."
)
UNKNOWN_NUMBER = (
    "Nomor ini tidak ada di register; baris ini tidak dibaca. Nomor diberikan oleh sistem: "
    "kosongkan sel ini bila ini pengaduan baru."
)
SECOND_HEADER = "Baris judul cukup satu, di baris 1. Baris ini tidak dibaca dan boleh dihapus."

KEPT_HIDDEN = (
    "Pengaduan ini rahasia: isian Anda sudah tersimpan dan disembunyikan dari lembar kerja. "
    "Isinya ada dalam riwayat (Berkas Kasus)."
)
IN_HISTORY = "Isian Anda tersimpan dalam riwayat (Berkas Kasus)."
AHEAD = "{header} (diketik di lembar kerja): {typed}"

SETTINGS_MISTAKE = "Tab {title}, baris {row}: {mistake}"
SETTINGS_WHOLE = "Tab {title}: {mistake}"
TAB_GONE = "Tab Register tidak ditemukan di lembar kerja; register tidak ditulis."
HEADER_MISSING = "Judul kolom “{header}” tidak ditemukan di baris 1; kolom itu tidak ditulis."
HEADER_DOUBLED = "Judul kolom “{header}” ada lebih dari satu; kolom itu tidak dibaca dan ditulis."
NO_NUMBER_COLUMN = (
    "Kolom “No. Register” tidak ditemukan atau ganda di baris 1; register tidak dibaca dan "
    "ditulis sampai judul itu diperbaiki."
)
ROW_BACK = "Baris judul (baris 1) pada tab Register hilang dan sudah dikembalikan."
HEADINGS_BACK = "Judul kolom di baris 1 hilang dan sudah dikembalikan: {headers}."
TEXT_MAILED = " Teks yang tertulis di sana dikirim melalui e-mail ke petugas pelayanan."
TEXT_SAID = "Kolom {header}: {text}"
TORN = "Isi {count} baris tertukar (pengurutan sebagian kolom) dan sudah dikembalikan: {numbers}."


def note(why: str, typed: str | None) -> str:
    """The note on a cell whose edit did not stand; None where it may not be repeated openly."""
    if typed is None:
        return f"{why}\n{IN_HISTORY}"
    if not typed.strip():
        return f"{why}\nAnda mengosongkan sel ini."
    said = typed if len(typed) <= LONGEST_NOTE else f"{typed[:LONGEST_NOTE]}… (lihat riwayat)"
    return f"{why}\nAnda mengetik: {said}"


def step_done(step: Step, header: str) -> str:
    """Why a column of a finished step is closed."""
    return STEP_DONE.format(no=step.no, step=step.short, header=header)


def through_link(step: Step) -> str:
    """Through which door a step is done that the spreadsheet cannot do."""
    actor = ROLE_NAMES[step.actor]
    return THROUGH_LINK.format(no=step.no, step=step.short, actor=actor)


def ended(case: Case) -> str:
    """Why nothing of an ended case can be changed."""
    return ENDED.format(status=case.final)
