"""What the set-up makes: names, keys, the Form's questions.

In:    the office.   Out: titles; requests of forms.batchUpdate.
Rule:  keys stand on what we made (`appProperties`), so that it is found again whatever it is called
       now; questions are design section 5's, in its order.
Never: asks Google.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from integration.intake.mapping import QUESTIONS
from integration.office import Office

ARCHIVE_KEY, REGISTER_KEY, FORM_KEY = "setup:archive", "setup:register", "setup:form"
PRIVATE_KEY, ANSWERS_KEY = "setup:private", "setup:answers"
ARCHIVE_NAME = "Arsip Pengaduan"
PRIVATE_NAME = "Rahasia"
CLOSE_BY_HAND = (
    "seorang Manager drive bersama: Google Drive > folder arsip > Rahasia > Share > Settings "
    "(roda gigi) > Limit access; {address} harus tetap tercantum sebagai Content manager"
)
REGISTER_NAME, ANSWERS_NAME = "Register Pengaduan", "Jawaban Formulir Pengaduan"
LINK_BY_HAND = (
    "masuk sebagai pemilik Formulir: Google Forms > Responses > Link to Sheets > Select existing "
    "spreadsheet > {spreadsheet}; atau jalankan fungsi setup pada Apps Script "
    "(integration/apps_script/README.md)"
)
UNLINK_FIRST = "Google Forms > Responses > menu (titik tiga) > Unlink form, lalu "
OLD_TAB = (
    "hapus tab jawaban itu setelah semua barisnya tercatat di tab Register; sebelum itu biarkan "
    "tersembunyi (klik kanan tab > Hide sheet)"
)
SHOWS_SECRETS = "pengaduan rahasia terbaca utuh oleh setiap orang yang dapat membuka register"
FORM_NAME = "Pengaduan Pelanggan"
LABEL = "Tanggap"
FORM_TEXT = (
    "Sampaikan keluhan Anda atas layanan kami. Setiap pengaduan dicatat, diberi nomor, dan "
    "dijawab. Isi alamat e-mail agar tanda terima dan surat jawaban sampai kepada Anda; foto atau "
    "berkas dapat dikirim dengan membalas tanda terima itu."
)
FORM_BY_HAND = (
    "akun layanan tidak dapat memiliki Formulir. Sebagai orang: buka folder Rahasia di dalam "
    "folder arsip di Google Drive, New > Google Forms > Blank form, beri nama Pengaduan Pelanggan; "
    "isi pertanyaannya dibuat oleh tanggap setup, yang lalu diulangi. Formulir di kedua folder itu "
    "sekarang: {found} (harus satu)"
)
CONFIDENTIALITY = ("Terbuka", "Rahasia", "Anonim")
PARAGRAPHS = ("Uraian Keluhan", "Harapan Penyelesaian")
REQUIRED = "Uraian Keluhan"
HELP = {
    "Kerahasiaan": (
        "Terbuka: ditangani seperti biasa. Rahasia: nama Anda dan isi pengaduan tidak ditampilkan "
        "dalam lembar Register dan e-mail kantor, dan hanya dibaca oleh petugas yang menangani. "
        "Anonim: sama seperti rahasia, dan nama serta kontak boleh dikosongkan; tanpa kontak kami "
        "tidak dapat mengirim jawaban. Bila dikosongkan: terbuka."
    ),
    "Bukti": (
        "Tautan ke foto atau dokumen pendukung, bila ada. Tanpa tautan: kirim berkasnya dengan "
        "membalas e-mail tanda terima."
    ),
}


def relink(spreadsheet: str) -> str:
    """What people do so that answers no longer arrive in the register."""
    return f"{UNLINK_FIRST}{LINK_BY_HAND.format(spreadsheet=spreadsheet)}. Lalu {OLD_TAB}"


def question(title: str, office: Office) -> dict[str, Any]:
    """One question as an item of the Form."""
    asked: dict[str, Any] = {"required": title == REQUIRED}
    if title == "Layanan":
        asked["choiceQuestion"] = _choice("DROP_DOWN", office.services)
    elif title == "Kerahasiaan":
        asked["choiceQuestion"] = _choice("RADIO", CONFIDENTIALITY)
    else:
        asked["textQuestion"] = {"paragraph": title in PARAGRAPHS}
    item: dict[str, Any] = {"title": title, "questionItem": {"question": asked}}
    if title in HELP:
        item["description"] = HELP[title]
    return item


def _choice(kind: str, options: Iterable[str]) -> dict[str, Any]:
    return {"type": kind, "options": [{"value": option} for option in dict.fromkeys(options)]}


def missing_questions(form: Mapping[str, Any], office: Office) -> list[dict[str, Any]]:
    """Requests that add the questions a Form lacks, at its end; none touches what is there."""
    items = form.get("items", [])
    there = {str(item.get("title", "")).strip() for item in items}
    lacking = [title for title in QUESTIONS if title not in there]
    return [
        {"createItem": {"item": question(title, office), "location": {"index": len(items) + place}}}
        for place, title in enumerate(lacking)
    ]
