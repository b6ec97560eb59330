"""SOP/BSPJI-SMD.2/05.Rev1, Penanganan Keluhan Pelanggan, as one table.

In:    nothing.   Out: `STEPS`, the ten rows in the SOP's wording; `STATIONS`, the rows plus our
       stops: missing data (row 2), number and signed PDF, own certificate (row 9, decision 10).
Rule:  activity, standard time, required documents, output and note are quoted from the SOP;
       the actors are those inferred in domain.md 1.2; `extension=True` marks what is ours.
Never: is listed a second time anywhere; pages, mails, register, deadlines, documents walk it.
"""

from dataclasses import replace

from integration.sop.actors import Role
from integration.sop.choices import CLASSIFICATIONS
from integration.sop.fields import FIELDS
from integration.sop.standard import days, minutes
from integration.sop.step import Outcome, Step

END = "end"
"""The pseudo step after the last one: the case is closed or archived."""


def _to(key: str, label: str, next_step: str, extension: bool = False) -> Outcome:
    return Outcome(key=key, label=label, next=next_step, extension=extension)


_ROWS = (
    Step(
        no=1,
        key="submit",
        short="Menyampaikan keluhan",
        activity=(
            "Menyampaikan keluhan atas layanan jasa teknis Balai baik secara langsung ataupun "
            "melalui Website, Aplikasi WhatsApp, Email, Kotak Pengaduan, Media Sosial, atau "
            "menggunakan surat pengaduan kepada Kepala Balai."
        ),
        actor=Role.CUSTOMER,
        standard=minutes(15),
        required_docs="Surat Pengaduan",
        output="Surat dan Form Pengaduan",
        note="SOP surat masuk",
        status="Diterima",
        outcomes=(_to("submitted", "Disampaikan", "triage"),),
    ),
    Step(
        no=2,
        key="triage",
        short="Menerima dan memilah keluhan",
        activity=(
            "Menerima dan memilah keluhan pelanggan baik secara langsung ataupun melalui Website, "
            "Aplikasi WhatsApp, Email, Kotak Pengaduan, Media Sosial lainnya."
        ),
        actor=Role.SERVICE_DESK,
        standard=minutes(10),
        required_docs="Surat dan Form Pengaduan",
        status="Diterima",
        outcomes=(
            *(
                _to(key, label, "dispose" if key == "complaint" else END, key != "complaint")
                for key, label in CLASSIFICATIONS
            ),
            _to("awaiting_info", "Data belum lengkap, minta kelengkapan", "complete_info", True),
        ),
        desk_may=True,
    ),
    Step(
        no=3,
        key="dispose",
        short="Mendisposisikan kepada Ketua Pokja terkait",
        activity=(
            "Menginstruksikan dan menginformasikan Ketua Pokja bidang terkait untuk "
            "ditindaklanjuti perbaikan terkait pengaduan Pelanggan."
        ),
        actor=Role.HEAD,
        standard=minutes(30),
        required_docs="Surat dan Form Pengaduan",
        output="Disposisi",
        status="Menunggu Disposisi",
        outcomes=(_to("assigned", "Didisposisikan", "review"),),
    ),
    Step(
        no=4,
        key="review",
        short="Menerima dan mengkaji keluhan",
        activity=(
            "Menerima dan mengkaji keluhan Pelanggan tersebut. (Jika diperlukan, mengundang pihak "
            "terkait untuk melakukan rapat)"
        ),
        actor=Role.GROUP_HEAD,
        standard=days(1),
        required_docs="Disposisi",
        status="Dikaji",
        outcomes=(_to("reviewed", "Kajian selesai", "cause"),),
        desk_may=True,
    ),
    Step(
        no=5,
        key="cause",
        short="Mencari penyebab ketidaksesuaian",
        activity=(
            "Berkoordinasi dengan pihak  terkait untuk mencari penyebab ketidaksesuaaian tersebut."
        ),
        actor=Role.GROUP_HEAD,
        standard=days(1),
        required_docs="Surat dan Form Pengaduan",
        status="Analisis Penyebab",
        outcomes=(_to("found", "Penyebab ditemukan", "actions"),),
        desk_may=True,
    ),
    Step(
        no=6,
        key="actions",
        short="Menetapkan tindakan koreksi dan pencegahan",
        activity=(
            "Menetapkan dan melakukan tindakan koreksi atas penyebab yang sudah diidentifikasi "
            "dan tindakan pencegahan."
        ),
        actor=Role.GROUP_HEAD,
        standard=days(1),
        output="Konsep Tindakan perbaikan",
        status="Penetapan Tindakan",
        outcomes=(_to("planned", "Tindakan ditetapkan", "verify"),),
        desk_may=True,
    ),
    Step(
        no=7,
        key="verify",
        short="Menerapkan tindakan dan menilai keefektifannya",
        activity=(
            "Menerapkan tindakan perbaikan/pencegahan, memonitor serta mengevaluasi "
            "keefektifannya dan melaporkan ke Kepala Balai."
        ),
        actor=Role.GROUP_HEAD,
        standard=days(3),
        required_docs="Konsep Tindakan perbaikan",
        output="Verifikasi tindakan perbaikan",
        status="Pelaksanaan dan Verifikasi",
        outcomes=(
            _to("effective", "Efektif", "draft"),
            _to("not_effective", "Belum efektif (kembali ke langkah 6)", "actions", True),
        ),
        desk_may=True,
    ),
    Step(
        no=8,
        key="draft",
        short="Membuat konsep surat balasan dan membubuhkan paraf",
        activity=(
            "Membuat konsep surat balasan sebagai penyelesaian keluhan serta membubuhkan paraf "
            "pada surat tersebut."
        ),
        actor=Role.GROUP_HEAD,
        standard=minutes(30),
        output="Konsep Surat Balasan",
        status="Konsep Balasan",
        outcomes=(_to("initialled", "Konsep diparaf dan diajukan", "sign"),),
    ),
    Step(
        no=9,
        key="sign",
        short="Menandatangani surat jawaban",
        activity="Menandatangani surat jawaban atas keluhan.",
        actor=Role.HEAD,
        standard=minutes(30),
        required_docs="Konsep Surat Balasan",
        output="Surat Keluar",
        note="SOP surat keluar",
        status="Menunggu Persetujuan",
        outcomes=(
            _to("ya", "Ya, setuju", "records"),
            _to("tidak", "Tidak, kembalikan ke penyusun (langkah 8)", "draft"),
        ),
    ),
    Step(
        no=10,
        key="deliver",
        short="Menerima surat jawaban",
        activity="Menerima surat jawaban atas keluhan yang disampaikan.",
        actor=Role.CUSTOMER,
        standard=minutes(30),
        required_docs="Surat Keluar",
        output="Notulen",
        status="Dikirim",
        outcomes=(
            _to("received", "Surat jawaban diterima", END),
            _to("not_satisfied", "Jawaban belum memadai", "dispose", True),
        ),
        desk_may=True,
        lapse=_to("no_answer", "Tidak ada tanggapan, surat dianggap diterima", END, True),
    ),
)

RECORDS = Step(
    no=9,
    key="records",
    short="Memberi nomor, tanggal, dan mengunggah surat bertanda tangan",
    activity="Surat Keluar: nomor, tanggal, dan surat bertanda tangan menurut SOP surat keluar.",
    actor=Role.RECORDS_OFFICE,
    standard=minutes(0),
    required_docs="Konsep Surat Balasan yang disetujui",
    output="Surat Keluar",
    note="SOP/BSPJI-SMD.1/02",
    status="Menunggu TTE/Nomor",
    outcomes=(
        _to("issued", "Surat Keluar terbit", "deliver"),
        _to("numbered", "Bernomor, untuk ditandatangani elektronik", "e_sign", True),
    ),
    extension=True,
    fields=FIELDS["records"],
)
"""`numbered` is offered where the office has a certificate of its own."""

E_SIGN = Step(
    no=9,
    key="e_sign",
    short="Membubuhkan tanda tangan elektronik",
    activity="Surat Keluar: tanda tangan elektronik dengan sertifikat kantor.",
    actor=Role.HEAD,
    standard=minutes(0),
    required_docs="Surat bernomor dan bertanggal",
    output="Surat Keluar",
    status="Menunggu TTE/Nomor",
    outcomes=(
        _to("signed", "Ditandatangani", "deliver", True),
        _to("returned", "Dikembalikan ke tata usaha", "records", True),
    ),
    extension=True,
    fields=FIELDS["e_sign"],
)
"""Only where the office has a certificate of its own: the signer types its passphrase."""

STEPS: tuple[Step, ...] = tuple(replace(row, fields=FIELDS[row.key]) for row in _ROWS)
"""The SOP's ten rows, in order."""

INFO: Step = Step(
    no=2,
    key="complete_info",
    short="Melengkapi data pengaduan",
    activity="Melengkapi data pengaduan atas permintaan Petugas Pelayanan.",
    actor=Role.CUSTOMER,
    standard=minutes(0),
    status="Menunggu Kelengkapan",
    outcomes=(_to("completed", "Data dilengkapi", "triage", True),),
    desk_may=True,
    extension=True,
    lapse=_to("not_completed", "Data tidak dilengkapi, pengaduan diarsipkan", END, True),
    fields=FIELDS["complete_info"],
)
"""The stop inside row 2 when data are missing; the SOP's clock rests there (domain.md 1.6 A5)."""

_STOPS = {"triage": (INFO,), "sign": (RECORDS, E_SIGN)}

STATIONS: dict[str, Step] = {
    step.key: step for row in STEPS for step in (row, *_STOPS.get(row.key, ()))
}
"""Where a case can wait, in order, by key."""

RETURNED = "Dikembalikan"
REOPENED = "Dibuka Kembali"
CLOSED = "Selesai"
ARCHIVED = "Diarsipkan"
WITHDRAWN = "Dicabut"
FINAL_STATUSES = (CLOSED, ARCHIVED, WITHDRAWN)

STATUSES: tuple[str, ...] = tuple(
    dict.fromkeys(
        [*(step.status for step in STATIONS.values()), RETURNED, REOPENED, *FINAL_STATUSES]
    )
)
"""Every word the register's `Status` column may hold (domain.md 1.5)."""
