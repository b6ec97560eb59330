"""What each channel proves by itself, and the rest that staff enter of a complaint.

In:    nothing.   Out: `PROOFS` by channel, `FACTS`: the fields of the intake page.
Rule:  a complaint taken in by staff says where it can be looked up again: a number, a handle, a
       tracking id, who opened the box (domain.md 5.3); the original lies beside it as a file.
Never: draws a page. Start at `PROOFS`.
"""

from integration.sop.field import Field, Kind, Lies
from integration.sop.intake import CONFIDENTIALITY_NAMES

SENT = frozenset({"submitted"})
"""Needed when it is sent; not marked in the browser, which cannot know the channel chosen."""

FACTS: tuple[Field, ...] = (
    Field(
        key="description",
        label="Uraian keluhan",
        required=True,
        hint="Salin kata-kata pelapor apa adanya.",
    ),
    Field(key="name", label="Nama pelapor", kind=Kind.LINE),
    Field(key="phone", label="Telepon/WhatsApp pelapor", kind=Kind.LINE),
    Field(
        key="email",
        label="E-mail pelapor",
        kind=Kind.LINE,
        hint="Bila diisi, tanda terima dan surat jawaban dikirim ke alamat ini.",
    ),
    Field(
        key="evidence",
        label="Bukti (foto, pindaian, tangkapan layar)",
        kind=Kind.FILES,
    ),
    Field(
        key="confidentiality",
        label="Kerahasiaan",
        kind=Kind.CHOICE,
        choices=tuple(CONFIDENTIALITY_NAMES.items()),
        hint="Bila dikosongkan: terbuka.",
    ),
    Field(
        key="received_at",
        label="Waktu terima (WITA)",
        kind=Kind.MOMENT,
        hint="Kapan pengaduan sampai di kantor; bila dikosongkan: sekarang.",
    ),
    Field(key="service", label="Jenis layanan", kind=Kind.CHOICE, source="services", detail=True),
    Field(key="reference_no", label="Nomor order/LHU/sertifikat", kind=Kind.LINE, detail=True),
    Field(
        key="occurred_at",
        label="Waktu kejadian",
        kind=Kind.LINE,
        detail=True,
        hint="Tanggal atau kata-kata pelapor, misalnya “awal pekan lalu”.",
    ),
    Field(key="expectation", label="Harapan penyelesaian", detail=True),
    Field(key="company", label="Instansi/perusahaan", kind=Kind.LINE, detail=True),
    Field(key="address", label="Alamat", detail=True),
)
"""What is asked whatever the channel."""

PROOFS: dict[str, tuple[Field, ...]] = {
    "walk_in": (),
    "website": (),
    "whatsapp": (
        Field(key="whatsapp_no", label="Nomor WhatsApp pengirim", kind=Kind.LINE, needed_by=SENT),
    ),
    "email": (
        Field(key="from_address", label="Alamat e-mail pengirim", kind=Kind.LINE, needed_by=SENT),
    ),
    "box": (
        Field(
            key="opened_on",
            label="Tanggal kotak dibuka",
            kind=Kind.DATE,
            lies=Lies.UNTIL_TODAY,
            needed_by=SENT,
        ),
        Field(key="opened_by", label="Dibuka oleh", kind=Kind.LINE, needed_by=SENT),
        Field(key="witness", label="Disaksikan oleh", kind=Kind.LINE, needed_by=SENT),
    ),
    "social_media": (
        Field(
            key="handle",
            label="Akun pelapor",
            kind=Kind.LINE,
            needed_by=SENT,
            hint="Contoh: @akun di Instagram",
        ),
        Field(key="post_url", label="Alamat kiriman (bila terbuka)", kind=Kind.LINE),
    ),
    "letter": (
        Field(key="letter_no", label="Nomor surat (bila ada)", kind=Kind.LINE),
        Field(
            key="letter_date",
            label="Tanggal surat masuk",
            kind=Kind.DATE,
            lies=Lies.UNTIL_TODAY,
            needed_by=SENT,
        ),
        Field(key="agenda_no", label="Nomor agenda (Srikandi)", kind=Kind.LINE),
    ),
    "lapor": (
        Field(key="tracking_id", label="Nomor pelacakan LAPOR!", kind=Kind.LINE, needed_by=SENT),
    ),
}
"""By channel: what staff note so that the complaint can be found where it came from."""


OPENING: tuple[Field, ...] = (
    *PROOFS["box"],
    Field(
        key="found",
        label="Jumlah pengaduan di dalam kotak",
        kind=Kind.LINE,
        needed_by=SENT,
        hint="Isi 0 bila kotak kosong.",
    ),
    Field(key="note", label="Catatan", kind=Kind.LINE),
)
"""What is noted of an opening of the suggestion box, also of one that finds it empty."""


def same_person(one: str, other: str) -> bool:
    """Whether two names stand for one person; the box is opened before a witness."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def proof_label(key: str) -> str:
    """How people read a key of a complaint's proof; the key itself when no channel has it."""
    every = (each for fields in PROOFS.values() for each in fields)
    return next((each.label for each in every if each.key == key), key)
