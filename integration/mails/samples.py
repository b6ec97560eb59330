"""One invented complaint as the mails tell it, for previews, the doctor and tests.

In:    nothing.   Out: `VALUES`, everything any mail or chat message may say; `REPLY`, the same for
       the placeholders of the reply's template.
Rule:  nobody and nothing in it is real; addresses end in .example.
Never: serves as a default for a real mail.
"""

from typing import Any

_WEB = "https://tanggap.bspji.example"

VALUES: dict[str, Any] = {
    "office": "Balai Standardisasi dan Pelayanan Jasa Industri Contoh",
    "ombudsman": "Ombudsman RI Perwakilan Contoh",
    "sop_no": "SOP/BSPJI-SMD.2/05.Rev1",
    "person": "Damar Wicaksana (Petugas Pelayanan)",
    "reporter": "Rukmini Pradipta",
    "company": "PT Tirta Contoh",
    "service": "Pengujian",
    "reference_no": "LHU 0123/2025",
    "private": False,
    "unreachable": False,
    "register_no": "ADU/2025/0007",
    "received": "Selasa, 6 Mei 2025 pukul 09.00 WITA",
    "channel": "Website",
    "follows": "",
    "contact": "0800-0000-0012",
    "description": "Kami mengirim contoh air limbah pada 7 April 2025 dan dijanjikan menerima "
    "laporan hasil uji pada 21 April 2025.\n\nLaporan baru kami terima pada 5 Mei 2025.",
    "expectation": "Penjelasan tertulis mengenai penyebab keterlambatan.",
    "access_code": "K7QM2R4X9P",
    "promised": "Jumat, 16 Mei 2025 pukul 11.25 WITA",
    "status": "Dikaji",
    "status_url": f"{_WEB}/status?nomor=ADU/2025/0007",
    "case_page": f"{_WEB}/kasus/contoh",
    "intake_page": f"{_WEB}/petugas/pengaduan-baru/contoh",
    "link": f"{_WEB}/aksi/contoh",
    "expires": "Kamis, 5 Juni 2025 pukul 09.00 WITA",
    "customers": True,
    "others": "",
    "unread": False,
    "at": "Selasa, 6 Mei 2025 pukul 09.00 WITA",
    "mailbox": "pengaduan@bspji.example",
    "book": f"{_WEB}/petugas/buku/contoh",
    "step_no": 4,
    "step_short": "Menerima dan mengkaji keluhan",
    "due": "Rabu, 7 Mei 2025 pukul 09.55 WITA",
    "since": "Selasa, 6 Mei 2025 pukul 09.55 WITA",
    "late": "1 jam 10 menit",
    "left": "3 jam 45 menit",
    "passed": False,
    "whose": "Lestari Handayani",
    "position": "Ketua Pokja Pengujian",
    "until": "Jumat, 30 Mei 2025 pukul 16.30 WITA",
    "reason": "Mohon sebutkan nomor order dan tanggal pengiriman contoh.",
    "lapse_reason": "Batas waktu melengkapi data adalah 30 hari.",
    "withdrawn_reason": "Masalah telah diselesaikan di loket.",
    "instruction": "Telusuri penyebab keterlambatan dan pastikan antrean contoh lain aman.",
    "returned": "Mohon sebutkan tanggal terbit LHU.",
    "dissatisfied": "",
    "changed": False,
    "step": "review",
    "letter_doubts": "isi berbeda dari konsep yang disetujui pada 1 tempat",
    "withdrawn_by": "Petugas Pelayanan (Lembar kerja)",
    "led_to": [("Hasil kajian", "Keterlambatan terbukti pada buku penerimaan contoh.")],
    "unproved": "",
    "classification": "Permintaan informasi",
    "group": "Pengujian",
    "final": "Selesai",
    "meeting_at": "Rabu, 7 Mei 2025 pukul 13.30 WITA",
    "meeting_place": "Ruang Rapat Lantai 2",
    "agenda": "Paparan kronologi pengujian; usulan tindakan perbaikan",
    "verification": "Tiga pekerjaan terakhir selesai dalam 8 hari kerja.",
    "verification_outcome": "Efektif",
    "action": "Menetapkan daftar suku cadang kritis dan persediaan minimumnya.",
    "round": 1,
    "verified": "Kamis, 15 Mei 2025 pukul 10.15 WITA",
    "recheck_outcome": "Belum efektif, buka tindakan lanjutan",
    "recheck_found": "Persediaan minimum tidak lagi dipantau.",
    "linked_action": "Menugaskan pemantauan bulanan persediaan kepada penyelia.",
    "recheck_at": "14 November 2025",
    "customer_answer": "Kami masih menunggu penjelasan mengenai biaya.",
    "letter_no": "B/0815/BSPJI-Contoh/HM.01/V/2025",
    "letter_date": "16 Mei 2025",
    "letter_check": "Tidak ada tanda tangan elektronik dalam berkas. ISI BERBEDA dari konsep yang "
    "disetujui pada 1 tempat. Tetap diterbitkan dengan alasan: tanggal dibetulkan.\n"
    "Disetujui: “5 mei 2025”; pada surat: “6 mei 2025”",
    "role": "Kepala Balai",
    "said": "Alamat e-mail Kepala Balai diubah dari kepala@bspji.example menjadi "
    "lain@bspji.example.",
    "code": "271828",
    "what": "surat masuk",
    "why": "Topic belum memberi izin kepada Gmail.",
    "text": "Mohon kabar mengenai laporan kami.",
    "sent_files": "foto.jpg",
    "day": "Rabu, 7 Mei 2025",
    "seat": "",
    "count": 2,
    "groups": [
        {
            "title": "Melewati batas waktu",
            "lines": [
                {
                    "register_no": "ADU/2025/0005",
                    "step_no": 8,
                    "step_short": "Membuat konsep surat balasan dan membubuhkan paraf",
                    "due": "Selasa, 6 Mei 2025 pukul 15.00 WITA",
                    "late": "1 jam 10 menit",
                    "moved": ["Batas waktu bergeser karena cuti bersama 13 Mei 2025."],
                    "rest": "",
                    "link": f"{_WEB}/aksi/contoh-1",
                }
            ],
        },
        {
            "title": "Menunggu tindakan Saudara",
            "lines": [
                {
                    "register_no": "ADU/2025/0007",
                    "step_no": 4,
                    "step_short": "Menerima dan mengkaji keluhan",
                    "due": "Rabu, 7 Mei 2025 pukul 09.55 WITA",
                    "late": "",
                    "moved": [],
                    "rest": "Waktu langkah dijeda sampai Jumat, 9 Mei 2025 pukul 00.00 WITA. "
                    "Menunggu tanda tangan: pejabat sedang dinas luar",
                    "link": f"{_WEB}/aksi/contoh-2",
                }
            ],
        },
    ],
    "elsewhere": [
        {
            "register_no": "ADU/2025/0004",
            "step_no": 6,
            "step_short": "Melaksanakan tindakan perbaikan",
            "whose": "Lestari Handayani",
            "position": "Ketua Pokja Pengujian",
            "since": "Jumat, 2 Mei 2025 pukul 09.55 WITA",
            "due": "Selasa, 6 Mei 2025 pukul 09.55 WITA",
            "late": "5 jam 40 menit",
            "case_page": f"{_WEB}/kasus/contoh-3",
        }
    ],
}
