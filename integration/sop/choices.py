"""The lists that steps choose from, each key with the words people read.

In:    nothing.   Out: tuples of (key, label).
Rule:  keys are the glossary's (domain.md section 8) and never change; words may.
Never: holds what an office chooses for itself; those lists are its settings.
"""

CLASSIFICATIONS = (
    ("complaint", "Keluhan/pengaduan"),
    ("info_request", "Permintaan informasi"),
    ("suggestion", "Saran/aspirasi"),
    ("praise", "Apresiasi"),
    ("appeal", "Banding"),
    ("dispute", "Perselisihan"),
    ("whistleblow", "Pelaporan pelanggaran"),
    ("out_of_scope", "Di luar kewenangan"),
    ("duplicate", "Duplikat"),
    ("spam", "Spam/tes"),
)
NOT_COMPLAINTS = frozenset(key for key, _ in CLASSIFICATIONS if key != "complaint")

SEVERITIES = (("low", "Rendah"), ("medium", "Sedang"), ("high", "Tinggi"))
URGENCIES = (("normal", "Biasa"), ("urgent", "Segera"), ("very_urgent", "Sangat segera"))
LETTER_CLASSES = (
    ("normal", "Biasa"),
    ("urgent", "Segera"),
    ("very_urgent", "Sangat Segera"),
    ("confidential", "Rahasia"),
)
"""*Sifat* of a letter (domain.md 2)."""
INSTRUCTION_TICKS = (
    ("follow_up", "Untuk ditindaklanjuti"),
    ("review_and_advise", "Tanggapan dan saran"),
    ("process", "Proses lebih lanjut"),
    ("coordinate", "Koordinasi/konfirmasi"),
    ("prepare_reply", "Siapkan jawaban"),
    ("discuss", "Bahas bersama"),
    ("represent", "Wakili"),
    ("for_information", "Untuk diketahui"),
)


CHANNELS = (
    ("walk_in", "Langsung"),
    ("website", "Website"),
    ("whatsapp", "WhatsApp"),
    ("email", "Email"),
    ("box", "Kotak Pengaduan"),
    ("social_media", "Media Sosial"),
    ("letter", "Surat"),
    ("lapor", "LAPOR!"),
)
"""The SOP's channels (row 1), and LAPOR! as an extension."""
