"""The first text of the reply's template; from then on staff edit it in Drive.

In:    nothing.   Out: the HTML that is planted as a Google Doc when no template is there yet.
Rule:  the shape of a surat dinas (domain.md 2): kop, nomor, sifat, hal, alamat, isi, penutup.
Never: overwrites what staff made of it.
"""

KEY = "template:reply"
NAME = "Templat Surat Balasan"

_CENTRED = '<p style="text-align:center">{}</p>'
_PLAIN = "<p>{}</p>"
_SIGNING = '<p style="margin-left:9cm">{}</p>'

_LINES = (
    (_CENTRED, "{{kementerian}}"),
    (_CENTRED, "{{badan}}"),
    (_CENTRED, "<b>{{balai}}</b>"),
    (_CENTRED, "{{alamat_balai}}"),
    (_CENTRED, "_" * 72),
    (_PLAIN, "Nomor: ........................"),
    (_PLAIN, "Sifat: Biasa"),
    (_PLAIN, "Lampiran: -"),
    (_PLAIN, "Hal: Jawaban atas Pengaduan {{nomor_register}}"),
    (_PLAIN, ""),
    (_PLAIN, "Yth. {{penerima}}"),
    (_PLAIN, "{{alamat_penerima}}"),
    (_PLAIN, ""),
    (_PLAIN, "{{isi_surat}}"),
    (_PLAIN, ""),
    (_SIGNING, "{{jabatan_penandatangan}},"),
    (_SIGNING, ""),
    (_SIGNING, ""),
    (_SIGNING, ""),
    (_SIGNING, "<b>{{nama_penandatangan}}</b>"),
    (_SIGNING, "NIP {{nip_penandatangan}}"),
)

HTML = "".join(form.format(text or "&nbsp;") for form, text in _LINES)
