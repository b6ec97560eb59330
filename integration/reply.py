"""The reply letter's template in Drive, and what fills its placeholders.

In:    a case, the office, who signs.   Out: values by the names that staff see in the template.
Rule:  the template is planted once from reply/letter.html and is staff's from then on; the shape
       is that of a surat dinas (domain.md 2).
Never: overwrites what staff made of it. Start at `values`.
"""

import re

from integration.office import Office, Person
from integration.sop.case import Case
from integration.templating import REPLY, TemplateFolder

KEY = "template:reply"
NAME = "Templat Surat Balasan"
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")

SAMPLE = {
    "kementerian": "KEMENTERIAN PERINDUSTRIAN REPUBLIK INDONESIA",
    "badan": "BADAN STANDARDISASI DAN KEBIJAKAN JASA INDUSTRI",
    "balai": "BALAI STANDARDISASI DAN PELAYANAN JASA INDUSTRI CONTOH",
    "alamat_balai": "Jalan Contoh No. 1, Kota Contoh 00000",
    "nomor_register": "ADU/2025/0007",
    "penerima": "Rukmini Pradipta",
    "alamat_penerima": "PT Rimba Contoh Sejahtera",
    "isi_surat": "Menindaklanjuti pengaduan Saudara tanggal 6 Mei 2025, kami sampaikan hal-hal "
    "sebagai berikut.\n\n1. Hasil penelusuran: suku cadang alat tidak tersedia.\n\n"
    "Atas perhatian Saudara, kami ucapkan terima kasih.",
    "jabatan_penandatangan": "Kepala Balai",
    "nama_penandatangan": "Surya Mahendra, S.T.",
    "nip_penandatangan": "000000000000000000",
}
"""An invented letter for previews."""


def html(templates: TemplateFolder) -> str:
    """The first text of the template in Drive."""
    return templates.file(REPLY, "letter.html").read_text(encoding="utf-8")


def values(case: Case, office: Office, signs: Person) -> dict[str, str]:
    """Every placeholder with what stands in its place."""
    intake = case.intake
    return {
        "kementerian": office.letterhead["ministry"],
        "badan": office.letterhead["agency"],
        "balai": office.letterhead["office"],
        "alamat_balai": office.letterhead["address"],
        "nomor_register": case.register_no,
        "penerima": intake.name or intake.company or "Pelapor",
        "alamat_penerima": intake.address or intake.company or "di tempat",
        "isi_surat": str(case.value("draft", "reply_draft")),
        "jabatan_penandatangan": signs.position,
        "nama_penandatangan": signs.name,
        "nip_penandatangan": signs.nip,
    }
