"""One invented case, told to its end, for previews and tests.

In:    a kind.   Out: plain JSON values that fill every place of that document.
Rule:  nobody and nothing in it is real; addresses end in .example.
Never: serves as a default for a real letter. Start at `sample()`.
"""

from __future__ import annotations

import copy
import hashlib
from typing import Any

from integration.letters.render import Letterhead
from integration.letters.spec import KIND_SPECS


def _fingerprint(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


_CASE: dict[str, Any] = {
    "register_no": "ADU/2025/0007",
    "sop_no": "SOP/BSPJI-SMD.2/05.Rev1",
    "made_at": "2025-05-16T11:25:00+08:00",
    "status": "Selesai",
    "channel": "website",
    "received_at": "2025-05-06T09:00:00+08:00",
    "registered_at": "2025-05-06T09:01:00+08:00",
    "occurred_at": "2025-04-28",
    "subject": "Keterlambatan penerbitan laporan hasil uji air limbah",
    "summary": "Laporan hasil uji air limbah terbit 9 hari kerja setelah tanggal yang dijanjikan.",
    "description": "Kami mengirim contoh air limbah pada 7 April 2025 dan dijanjikan "
    "menerima laporan hasil uji pada 21 April 2025.\nLaporan baru kami terima pada 5 Mei 2025, "
    "sehingga pelaporan triwulan kami kepada dinas lingkungan hidup terlambat.",
    "expectation": "Penjelasan tertulis mengenai penyebab keterlambatan dan jaminan bahwa "
    "pengujian berikutnya selesai tepat waktu.",
    "evidence": [
        {
            "name": "surat-pengantar-contoh.pdf",
            "sha256": _fingerprint("surat-pengantar"),
            "note": "Surat pengantar contoh uji",
        },
        {"name": "foto-tanda-terima.jpg", "sha256": _fingerprint("foto"), "note": ""},
    ],
    "consent": True,
    "name": "Rukmini Pradipta",
    "company": "PT Rimba Contoh Sejahtera",
    "address": "Jalan Teladan Nomor 12, Samarinda",
    "phone": "0800-0000-0012",
    "email": "rukmini@rimbacontoh.example",
    "confidentiality": "open",
    "service": "Pengujian air limbah",
    "reference_no": "LHU 0123/2025",
    "officer": "Damar Wicaksana",
    "classification": "complaint",
    "kind": "Keterlambatan layanan",
    "severity": "medium",
    "letter_from": "PT Rimba Contoh Sejahtera",
    "incoming_letter_no": "014/RCS/V/2025",
    "incoming_letter_date": "2025-05-05",
    "agenda_no": "0451",
    "reply_due_at": "2025-05-16T11:25:00+08:00",
    "access_code": "K7QM-2R4X",
    "status_url": "https://tanggap.bspji.example/status",
    "place": "Ruang Rapat Lantai 2, BSPJI Samarinda",
    "urgency": "urgent",
    "assign_to": "Ketua Pokja Pengujian (Lestari Handayani)",
    "supporting": ["Pokja Pelayanan Pelanggan", "Pokja Kalibrasi"],
    "instruction_ticks": ["follow_up", "coordinate", "prepare_reply"],
    "instruction": "Telusuri penyebab keterlambatan dan pastikan antrean contoh lain aman.",
    "note": "Laporkan hasil penelusuran sebelum jawaban dikirim kepada pelanggan.",
    "due_at": "2025-05-15T16:00:00+08:00",
    "disposed_at": "2025-05-06T09:55:00+08:00",
    "conflict": "Tidak ada.",
    "head": "Surya Mahendra, S.T.",
    "head_title": "Kepala Balai",
    "staff_no": "000000000000000000",
    "working_group": "Pengujian",
    "group_head": "Lestari Handayani",
    "review": "Keluhan berdasar: laporan terbit melampaui standar layanan 10 hari kerja.",
    "participants": [
        {"name": "Bagas Santosa", "role": "Analis laboratorium lingkungan"},
        {"name": "Wulan Kirana", "role": "Petugas penerima contoh"},
        {"name": "Damar Wicaksana", "role": "Petugas pelayanan"},
    ],
    "meeting_at": "2025-05-07T13:30:00+08:00",
    "meeting_until": "2025-05-07T15:00:00+08:00",
    "agenda": ["Paparan kronologi pengujian", "Pencarian penyebab", "Usulan tindakan perbaikan"],
    "chair": "Lestari Handayani",
    "minute_taker": "Wulan Kirana",
    "discussion": "Analis menyampaikan bahwa alat spektrofotometer tidak dapat dipakai selama "
    "enam hari kerja.\nPenerima contoh tidak mengetahui gangguan itu, sehingga janji waktu tetap.",
    "conclusion": "Gangguan alat wajib dilaporkan pada hari yang sama kepada penerima contoh.",
    "follow_ups": [
        {
            "what": "Menyusun papan status alat",
            "who": "Bagas Santosa",
            "due": "2025-05-14",
        },
        {"what": "Memberi tahu pelanggan terdampak", "who": "Wulan Kirana", "due": "2025-05-09"},
    ],
    "document_no": "LKTP-07/2025",
    "version": "1",
    "clause": "SNI ISO/IEC 17025:2017 klausul 7.9; standar layanan pengujian",
    "category": "minor",
    "nonconformity": "LHU 0123/2025 terbit 5 Mei 2025, sedangkan janji layanan 21 April 2025.",
    "why": [
        "Laporan terlambat karena pengujian logam selesai terlambat.",
        "Pengujian terlambat karena spektrofotometer rusak.",
        "Kerusakan lama tertangani karena suku cadang tidak tersedia.",
        "Suku cadang tidak tersedia karena tidak masuk rencana perawatan.",
        "Rencana perawatan tidak memuat daftar suku cadang kritis.",
    ],
    "root_cause": "Rencana perawatan alat tidak memuat daftar suku cadang kritis dan cara memberi "
    "tahu pelanggan saat alat terganggu.",
    "correction": "Menerbitkan laporan dan menghubungi pelanggan terdampak.",
    "correction_pic": "Wulan Kirana",
    "correction_due": "2025-05-09",
    "corrective_action": "Menetapkan daftar suku cadang kritis dan persediaan minimumnya.",
    "corrective_action_pic": "Bagas Santosa",
    "corrective_action_due": "2025-05-14",
    "preventive_action": "Memasang papan status alat bagi penerima contoh.",
    "preventive_action_pic": "Lestari Handayani",
    "preventive_action_due": "2025-05-14",
    "correction_done": "2025-05-08",
    "corrective_action_done": "2025-05-13",
    "preventive_action_done": "2025-05-14",
    "verification_evidence": [
        {
            "name": "daftar-suku-cadang-kritis.pdf",
            "sha256": _fingerprint("suku cadang"),
            "note": "Ditetapkan 13 Mei 2025",
        },
        {"name": "foto-papan-status.jpg", "sha256": _fingerprint("papan"), "note": ""},
    ],
    "method": "Pemeriksaan dokumen dan pengamatan langsung",
    "verification": "Tiga pekerjaan terakhir selesai dalam 8 hari kerja. Papan status dipakai "
    "setiap hari dan daftar suku cadang telah disahkan.",
    "effective": True,
    "verifier": "Ratna Paramitha",
    "verified_at": "2025-05-15T10:15:00+08:00",
    "recheck_at": "2025-08-15",
    "head_note": "Lanjutkan pemantauan sampai pemeriksaan ulang.",
    "round": "1",
    "checked_before": "2025-05-15T10:15:00+08:00",
    "checked_action": "Menetapkan daftar suku cadang kritis dan persediaan minimumnya.",
    "failed_because": "Persediaan minimum tidak dipantau setelah petugas gudang berganti.",
    "linked_action": "Menugaskan pemantauan bulanan persediaan kepada penyelia, dengan buku "
    "kendali.",
    "linked_action_pic": "Bagas Santosa",
    "linked_action_due": "2025-08-29",
    "reply_version": "2",
    "initialled_by": "Lestari Handayani",
    "returns": "1",
    "letter_no": "B/0815/BSPJI-Samarinda/HM.01/V/2025",
    "letter_date": "2025-05-16",
    "letter_sha256": _fingerprint("surat jawaban"),
    "letter_check": "Bertanda tangan elektronik oleh Surya Mahendra, isinya utuh. "
    "Isinya sama dengan konsep yang disetujui.",
    "sent_at": "2025-05-16T10:40:00+08:00",
    "sent_by": "email",
    "receiver": "Rukmini Pradipta",
    "reply_received_at": "2025-05-16T11:05:00+08:00",
    "outcome": "received",
    "customer_answer": "Terima kasih, penjelasan sudah kami terima dengan baik.",
    "closed_at": "2025-05-16T11:20:00+08:00",
    "archive_code": "HM.01",
    "retention": "5 tahun sejak ditutup",
    "paper_checklist": ["Surat pengaduan asli", "Tanda terima pengiriman surat jawaban"],
    "total_due_at": "2025-05-16T11:55:00+08:00",
    "chain": _fingerprint("rantai"),
    "documents": [
        {
            "title": "Tanda Terima Pengaduan",
            "made_at": "2025-05-06",
            "sha256": _fingerprint("tanda terima"),
        },
        {"title": "Lembar Disposisi", "made_at": "2025-05-06", "sha256": _fingerprint("disposisi")},
        {"title": "Surat Keluar", "made_at": "2025-05-16", "sha256": _fingerprint("surat jawaban")},
    ],
    "events": [
        {"at": at, "step": step, "who": who, "door": door, "what": what}
        for at, step, who, door, what in (
            ("2025-05-06T09:00:00+08:00", "1", "Pelanggan", "form", "Pengaduan diterima"),
            ("2025-05-06T09:01:00+08:00", "1", "Sistem", "system", "Tanda terima dikirim"),
            ("2025-05-06T09:20:00+08:00", "2", "Damar Wicaksana", "link", "Dipilah: pengaduan"),
            ("2025-05-06T09:55:00+08:00", "3", "Kepala Balai", "link", "Disposisi ke Pengujian"),
            ("2025-05-07T15:10:00+08:00", "4", "Lestari Handayani", "link", "Hasil kajian dicatat"),
            ("2025-05-16T09:30:00+08:00", "9", "Kepala Balai", "link", "Ya: surat disetujui"),
            ("2025-05-16T11:20:00+08:00", "10", "Pelanggan", "link", "Surat diterima, ditutup"),
        )
    ],
}

_NO_COMPLAINT: dict[str, Any] = {
    "classification": "info_request",
    "subject": "Tarif pengujian air limbah",
    "reason": "pesan berisi pertanyaan mengenai tarif dan tidak memuat ketidakpuasan atas layanan.",
    "answer": "Tarif pengujian air limbah mengikuti ketentuan PNBP yang berlaku dan dapat dilihat "
    "pada laman kami. Petugas pelayanan siap membantu menghitung perkiraan biaya.",
    "letter_no": "",
    "letter_date": "",
    "forwarded_to": "Tim Pelayanan Pelanggan",
    "related_register_no": "",
}


def sample(kind: str) -> dict[str, Any]:
    """Values that fill the whole document of this kind. Raises KeyError for an unknown kind."""
    told = {**_CASE, **(_NO_COMPLAINT if kind == "polite_answer" else {})}
    told = {"answer": "", "reason": "", "forwarded_to": "", "related_register_no": "", **told}
    if kind == "receipt":
        told["place"] = ""
    if kind == "recheck":
        told |= {"effective": False, "recheck_at": "2025-11-14"}
    return copy.deepcopy({name: told[name] for name in KIND_SPECS[kind].names()})


LETTERHEAD = Letterhead(
    ministry="KEMENTERIAN PERINDUSTRIAN REPUBLIK INDONESIA",
    agency="BADAN STANDARDISASI DAN KEBIJAKAN JASA INDUSTRI",
    office="BALAI STANDARDISASI DAN PELAYANAN JASA INDUSTRI CONTOH",
    name="Balai Standardisasi dan Pelayanan Jasa Industri Contoh",
    address="Jalan Contoh No. 1, Kota Contoh 00000",
    phone="(000) 000-0000",
    email="pengaduan@contoh.example",
    website="www.contoh.example",
    city="Kota Contoh",
)
"""A letterhead for previews; no office has it."""
