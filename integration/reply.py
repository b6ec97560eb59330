"""The reply letter's template in Drive, and what fills its placeholders.

In:    a case, the office, who signs.   Out: values by the names that staff see in the template.
Rule:  the template is planted once from reply/letter.html and is staff's from then on; the shape
       is that of a surat dinas (domain.md 2). Number and date stay blank until the records office
       gives them (design decision 10).
Never: overwrites what staff made of it. Start at `values`.
"""

import re

from integration.letters.dates import day
from integration.office import Office, Person
from integration.sop.case import Case
from integration.sop.choices import LETTER_CLASSES
from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.templating import REPLY, TemplateFolder

KEY = "template:reply"
NAME = "Templat Surat Balasan"
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
TOGETHER = ("{{penutup}}", "{{nip_penandatangan}}")
"""From the paragraph with the first to that with the second no page ends: a signature never
stands alone on a sheet."""
CLOSING = "Atas perhatian dan masukan Saudara, kami ucapkan terima kasih."

SAMPLE = {
    "kementerian": "KEMENTERIAN PERINDUSTRIAN REPUBLIK INDONESIA",
    "badan": "BADAN STANDARDISASI DAN KEBIJAKAN JASA INDUSTRI",
    "balai": "BALAI STANDARDISASI DAN PELAYANAN JASA INDUSTRI CONTOH",
    "alamat_balai": "Jalan Contoh No. 1, Kota Contoh 00000",
    "kontak_balai": "Telepon (000) 000-0000 | Pos-el pengaduan@contoh.example",
    "kota": "Kota Contoh",
    "nomor_surat": BLANK_NUMBER,
    "tanggal_surat": BLANK_DATE,
    "sifat": "Biasa",
    "lampiran": "-",
    "hal": "Jawaban atas Pengaduan ADU/2025/0007",
    "penerima": "Rukmini Pradipta",
    "alamat_penerima": "PT Rimba Contoh Sejahtera\ndi tempat",
    "isi_surat": "Menindaklanjuti pengaduan Saudara tanggal 6 Mei 2025, kami sampaikan hal-hal "
    "sebagai berikut.\n\n1. Hasil penelusuran: suku cadang alat tidak tersedia.",
    "penutup": CLOSING,
    "jabatan_penandatangan": "Kepala Balai",
    "nama_penandatangan": "Surya Mahendra, S.T.",
    "nip_penandatangan": "NIP 000000000000000000",
    "tembusan": "Tembusan:\n1. Kepala Badan Contoh",
}
"""An invented letter for previews."""


def html(templates: TemplateFolder) -> str:
    """The first text of the template in Drive."""
    return templates.file(REPLY, "letter.html").read_text(encoding="utf-8")


def values(case: Case, office: Office, signs: Person) -> dict[str, str]:
    """Every placeholder with what stands in its place."""
    head = office.letterhead
    reached = [f"{name} {head[key]}" for key, name in _REACHED if head.get(key)]
    return {
        "kementerian": head["ministry"],
        "badan": head["agency"],
        "balai": head["office"],
        "alamat_balai": head["address"],
        "kontak_balai": " | ".join(reached),
        "kota": head["city"],
        "nomor_surat": BLANK_NUMBER,
        "tanggal_surat": BLANK_DATE,
        "sifat": letter_class(case),
        "lampiran": str(case.value("draft", "enclosure")) or "-",
        "hal": str(case.value("draft", "subject")) or f"Jawaban atas Pengaduan {case.register_no}",
        "penerima": case.intake.name or case.intake.company or "Pelapor",
        "alamat_penerima": _address(case),
        "isi_surat": str(case.value("draft", "reply_draft")),
        "penutup": CLOSING,
        "jabatan_penandatangan": signs.position,
        "nama_penandatangan": signs.name,
        "nip_penandatangan": f"NIP {signs.nip}" if signs.nip else "",
        "tembusan": _copies(str(case.value("draft", "cc"))),
    }


_REACHED = (("phone", "Telepon"), ("email", "Pos-el"), ("website", "Laman"))


def letter_class(case: Case) -> str:
    """The letter's *Sifat*: as chosen, else confidential where the complaint is."""
    chosen = str(case.value("draft", "letter_class"))
    return dict(LETTER_CLASSES)[chosen or ("confidential" if case.intake.private else "normal")]


def blanks(letter_no: str, letter_date: str) -> dict[str, str]:
    """What is written into an approved letter's blanks; `letter_date` is ISO."""
    return {BLANK_NUMBER: letter_no, BLANK_DATE: day(letter_date)}


def _address(case: Case) -> str:
    intake = case.intake
    company = intake.company if intake.name else ""
    return "\n".join(filter(None, (company, intake.address or "di tempat")))


def _copies(typed: str) -> str:
    listed = [line.strip() for line in typed.splitlines() if line.strip()]
    if not listed:
        return ""
    return "\n".join(["Tembusan:", *(f"{no}. {one}" for no, one in enumerate(listed, start=1))])
