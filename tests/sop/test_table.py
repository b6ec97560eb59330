"""The table is the SOP: ten rows in its words, its times, and ways that end."""

from integration.sop.actors import ROLE_NAMES, Role
from integration.sop.asked import ASKED
from integration.sop.choices import CHANNELS, CLASSIFICATIONS
from integration.sop.fields import FIELDS
from integration.sop.table import (
    E_SIGN,
    END,
    FINAL_STATUSES,
    INFO,
    RECORDS,
    STATIONS,
    STATUSES,
    STEPS,
)

AS_THE_OFFICE_WROTE_IT = (
    "Menyampaikan keluhan atas layanan jasa teknis Balai baik secara langsung ataupun melalui "
    "Website, Aplikasi WhatsApp, Email, Kotak Pengaduan, Media Sosial, atau menggunakan surat "
    "pengaduan kepada Kepala Balai.",
    "Menerima dan memilah keluhan pelanggan baik secara langsung ataupun melalui Website, "
    "Aplikasi WhatsApp, Email, Kotak Pengaduan, Media Sosial lainnya.",
    "Menginstruksikan dan menginformasikan Ketua Pokja bidang terkait untuk ditindaklanjuti "
    "perbaikan terkait pengaduan Pelanggan.",
    "Menerima dan mengkaji keluhan Pelanggan tersebut. (Jika diperlukan, mengundang pihak "
    "terkait untuk melakukan rapat)",
    "Berkoordinasi dengan pihak  terkait untuk mencari penyebab ketidaksesuaaian tersebut.",
    "Menetapkan dan melakukan tindakan koreksi atas penyebab yang sudah diidentifikasi dan "
    "tindakan pencegahan.",
    "Menerapkan tindakan perbaikan/pencegahan, memonitor serta mengevaluasi keefektifannya dan "
    "melaporkan ke Kepala Balai.",
    "Membuat konsep surat balasan sebagai penyelesaian keluhan serta membubuhkan paraf pada "
    "surat tersebut.",
    "Menandatangani surat jawaban atas keluhan.",
    "Menerima surat jawaban atas keluhan yang disampaikan.",
)


def test_the_ten_rows_stand_in_the_offices_own_words() -> None:
    assert tuple(step.activity for step in STEPS) == AS_THE_OFFICE_WROTE_IT


def test_the_rows_are_numbered_one_to_ten_without_a_gap() -> None:
    assert [step.no for step in STEPS] == list(range(1, 11))


def test_the_standard_times_are_those_of_mutu_baku() -> None:
    assert [str(step.standard) for step in STEPS] == [
        "15 menit",
        "10 menit",
        "30 menit",
        "1 hari",
        "1 hari",
        "1 hari",
        "3 hari",
        "30 menit",
        "30 menit",
        "30 menit",
    ]
    assert sum(step.standard.minutes for step in STEPS) == 145
    assert sum(step.standard.days for step in STEPS) == 6


def test_required_documents_outputs_and_notes_are_the_sops() -> None:
    assert [(step.required_docs, step.output, step.note) for step in STEPS] == [
        ("Surat Pengaduan", "Surat dan Form Pengaduan", "SOP surat masuk"),
        ("Surat dan Form Pengaduan", "", ""),
        ("Surat dan Form Pengaduan", "Disposisi", ""),
        ("Disposisi", "", ""),
        ("Surat dan Form Pengaduan", "", ""),
        ("", "Konsep Tindakan perbaikan", ""),
        ("Konsep Tindakan perbaikan", "Verifikasi tindakan perbaikan", ""),
        ("", "Konsep Surat Balasan", ""),
        ("Konsep Surat Balasan", "Surat Keluar", "SOP surat keluar"),
        ("Surat Keluar", "Notulen", ""),
    ]


def test_each_row_belongs_to_the_actor_inferred_for_it() -> None:
    assert [step.actor for step in STEPS] == [
        Role.CUSTOMER,
        Role.SERVICE_DESK,
        Role.HEAD,
        Role.GROUP_HEAD,
        Role.GROUP_HEAD,
        Role.GROUP_HEAD,
        Role.GROUP_HEAD,
        Role.GROUP_HEAD,
        Role.HEAD,
        Role.CUSTOMER,
    ]
    assert {step.actor for step in STATIONS.values()} <= set(ROLE_NAMES)


def test_every_step_can_be_reached_from_the_first() -> None:
    reached, new = set(), {"submit"}
    while new:
        reached |= new
        new = {way.next for key in new for way in STATIONS[key].outcomes} - reached - {END}
    assert reached == set(STATIONS)


def test_from_every_step_some_way_leads_to_the_end() -> None:
    ends, before = {END}, set()
    while ends != before:
        before = set(ends)
        ends |= {
            key for key, step in STATIONS.items() if any(w.next in ends for w in step.outcomes)
        }
    assert ends == {END, *STATIONS}


def test_the_offices_way_runs_straight_through_and_only_tidak_turns_back() -> None:
    ways = {
        (step.key, way.key): way.next
        for step in STEPS
        for way in step.outcomes
        if not way.extension
    }
    assert ways == {
        ("submit", "submitted"): "triage",
        ("triage", "complaint"): "dispose",
        ("dispose", "assigned"): "review",
        ("review", "reviewed"): "cause",
        ("cause", "found"): "actions",
        ("actions", "planned"): "verify",
        ("verify", "effective"): "draft",
        ("draft", "initialled"): "sign",
        ("sign", "ya"): "records",
        ("sign", "tidak"): "draft",
        ("deliver", "received"): END,
    }


def test_what_the_sop_is_silent_about_is_marked_as_ours() -> None:
    assert not any(step.extension for step in STEPS)
    assert [step.key for step in STATIONS.values() if step.extension] == [
        "complete_info",
        "records",
        "e_sign",
    ]
    ours = {(s.key, w.key) for s in STATIONS.values() for w in s.outcomes if w.extension}
    assert ours == {
        *(("triage", key) for key, _ in CLASSIFICATIONS if key != "complaint"),
        ("triage", "awaiting_info"),
        ("complete_info", "completed"),
        ("verify", "not_effective"),
        ("records", "numbered"),
        ("e_sign", "signed"),
        ("e_sign", "returned"),
        ("deliver", "not_satisfied"),
    }


def test_our_stops_lie_inside_rows_two_and_nine() -> None:
    assert list(STATIONS) == [
        "submit",
        "triage",
        "complete_info",
        *("dispose", "review", "cause", "actions", "verify", "draft", "sign", "records"),
        *("e_sign", "deliver"),
    ]
    assert (E_SIGN.no, E_SIGN.actor) == (9, Role.HEAD)
    assert (INFO.no, RECORDS.no, RECORDS.actor) == (2, 9, Role.RECORDS_OFFICE)


def test_the_register_knows_the_status_words_of_the_domain_and_no_others() -> None:
    assert set(STATUSES) == {
        "Diterima",
        "Menunggu Kelengkapan",
        "Menunggu Disposisi",
        "Dikaji",
        "Analisis Penyebab",
        "Penetapan Tindakan",
        "Pelaksanaan dan Verifikasi",
        "Konsep Balasan",
        "Menunggu Persetujuan",
        "Menunggu TTE/Nomor",
        "Dikembalikan",
        "Dikirim",
        "Selesai",
        "Diarsipkan",
        "Dicabut",
        "Dibuka Kembali",
    }
    assert FINAL_STATUSES == ("Selesai", "Diarsipkan", "Dicabut")


def test_what_belongs_to_the_head_or_needs_a_hand_cannot_be_typed_in_the_spreadsheet() -> None:
    typed = {key for key, step in STATIONS.items() if step.desk_may}
    assert typed == {
        "triage",
        "complete_info",
        "review",
        "cause",
        "actions",
        "verify",
        "deliver",
    }


def test_outcome_keys_are_the_ones_outsiders_rely_on() -> None:
    ways = {key: [way.key for way in step.outcomes] for key, step in STATIONS.items()}
    assert ways["triage"][0] == "complaint"
    assert {key: ways[key] for key in ways if key not in ("submit", "triage")} == {
        "complete_info": ["completed"],
        "dispose": ["assigned"],
        "review": ["reviewed"],
        "cause": ["found"],
        "actions": ["planned"],
        "verify": ["effective", "not_effective"],
        "draft": ["initialled"],
        "sign": ["ya", "tidak"],
        # `numbered` and what follows are offered only where the office has a certificate
        "records": ["issued", "numbered"],
        "e_sign": ["signed", "returned"],
        "deliver": ["received", "not_satisfied"],
    }


def test_every_step_has_its_fields_and_no_field_is_asked_twice() -> None:
    assert set(FIELDS) == set(STATIONS)
    assert all(step.fields == FIELDS[key] for key, step in STATIONS.items())
    for step in ASKED.values():
        names = [each.key for each in step.fields]
        assert len(names) == len(set(names))
        known = {way.key for way in step.outcomes}
        assert all(each.needed_by <= known for each in step.fields)


def test_the_sops_channels_are_all_there() -> None:
    assert {label for _, label in CHANNELS} >= {
        "Langsung",
        "Website",
        "WhatsApp",
        "Email",
        "Kotak Pengaduan",
        "Media Sosial",
        "Surat",
    }
