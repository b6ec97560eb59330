"""The Indonesian words of the glossary's keys, as documents print them.

In:    a value's name and its key, such as "channel", "walk_in".   Out: "Datang langsung".
Rule:  domain.md 8 (glossary), 2 (disposition ticks), 1.5 (status); an unknown key prints as it is.
Never: judges whether a key is allowed. That is the SOP table. Start at `words()`.
"""

from __future__ import annotations

CHANNELS = {
    "walk_in": "Datang langsung",
    "website": "Website",
    "whatsapp": "WhatsApp",
    "email": "Surel (e-mail)",
    "box": "Kotak pengaduan",
    "social_media": "Media sosial",
    "letter": "Surat pengaduan",
    "lapor": "SP4N-LAPOR!",
}

INSTRUCTIONS = {
    "follow_up": "Untuk ditindaklanjuti",
    "review_and_advise": "Tanggapan dan saran",
    "process": "Proses lebih lanjut",
    "coordinate": "Koordinasi/konfirmasi",
    "prepare_reply": "Siapkan jawaban",
    "discuss": "Bahas bersama",
    "represent": "Wakili",
    "for_information": "Untuk diketahui",
    "archive": "Arsipkan",
}

CODES: dict[str, dict[str, str]] = {
    "channel": CHANNELS,
    "sent_by": CHANNELS,
    "confidentiality": {"open": "Terbuka", "confidential": "Rahasia", "anonymous": "Anonim"},
    "classification": {
        "complaint": "Pengaduan",
        "info_request": "Permintaan informasi",
        "suggestion": "Saran",
        "praise": "Apresiasi",
        "appeal": "Banding",
        "dispute": "Perselisihan",
        "whistleblow": "Pelaporan pelanggaran (WBS)",
        "out_of_scope": "Di luar kewenangan",
        "duplicate": "Pengaduan berulang (duplikat)",
        "spam": "Pesan tidak relevan",
    },
    "severity": {"low": "Ringan", "medium": "Sedang", "high": "Berat", "critical": "Kritis"},
    "urgency": {
        "normal": "Biasa",
        "urgent": "Segera",
        "very_urgent": "Sangat Segera",
        "secret": "Rahasia",
    },
    "category": {"major": "Mayor", "minor": "Minor", "observation": "Observasi"},
    "outcome": {
        "received": "Diterima; pelanggan menerima penyelesaian",
        "not_satisfied": "Diterima; pelanggan belum puas atas penyelesaian",
    },
    "instruction_ticks": INSTRUCTIONS,
    "door": {
        "form": "Formulir",
        "sheet": "Spreadsheet",
        "link": "Tautan surel",
        "email": "Surel",
        "page": "Halaman petugas",
        "clock": "Waktu",
        "cli": "Perintah operator",
        "system": "Sistem",
        **{key: said for key, said in CHANNELS.items() if key != "email"},
    },
    "status": {
        "received": "Diterima",
        "awaiting_info": "Menunggu Kelengkapan",
        "closed": "Selesai",
        "archived": "Diarsipkan",
        "withdrawn": "Dicabut",
        "reopened": "Dibuka Kembali",
    },
}


def words(name: str, key: str) -> str:
    """What a document prints for this key of this value; the key itself when it has no words."""
    return CODES.get(name, {}).get(key, key)
