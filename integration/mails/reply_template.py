"""The first text of the reply's template; from then on staff edit it in Drive.

In:    nothing.   Out: the paragraphs that are planted when no template is there yet.
Rule:  the shape of a surat dinas (domain.md 2): kop, nomor, sifat, hal, alamat, isi, penutup.
Never: overwrites what staff made of it.
"""

KEY = "template:reply"
NAME = "Templat Surat Balasan"
PARAGRAPHS = (
    "{{kementerian}}",
    "{{badan}}",
    "{{balai}}",
    "{{alamat_balai}}",
    "",
    "Nomor\t: ........................",
    "Sifat\t: Biasa",
    "Lampiran\t: -",
    "Hal\t: Jawaban atas Pengaduan {{nomor_register}}",
    "",
    "Yth. {{penerima}}",
    "{{alamat_penerima}}",
    "",
    "{{isi_surat}}",
    "",
    "{{jabatan_penandatangan}},",
    "",
    "",
    "",
    "{{nama_penandatangan}}",
    "NIP {{nip_penandatangan}}",
)
