"""Refusals as pages: what happened, and what to do next; never a form.

In:    a forged, used or expired link, a `SopError`, an HTTP error.   Out: a page and its status.
Rule:  400 forged, 403 not allowed, 404 unknown, 409 used, 410 expired, 429 too often, 500 ours.
Never: shows a technical word, or writes a token, an address or a complaint's text to the log.
Start: `install`.
"""

import logging
import traceback
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from integration.links import ForgedLink
from integration.logs import harmless
from integration.sop.errors import SopError
from integration.web.site import page
from integration.words import say

log = logging.getLogger(__name__)

FORGED = (
    "Tautan tidak dikenali",
    "Tautan ini tidak lengkap atau bukan berasal dari kami, sehingga tidak ada yang diproses.",
    "Silakan buka kembali e-mail asli dari kami dan tekan tombolnya, atau salin alamatnya secara "
    "utuh. Bila tetap gagal, mintalah tautan baru kepada Petugas Pelayanan.",
)
BAD_CSRF = (
    "Formulir perlu dibuka ulang",
    "Pengiriman ini tidak berasal dari halaman yang dibuka melalui tautan Anda, sehingga tidak "
    "ada yang diproses.",
    "Silakan buka kembali tautan dari e-mail, isi formulirnya, lalu kirim dari halaman itu.",
)
PAGES = {
    403: (
        "Tidak dapat dibuka",
        "Berkas ini dirahasiakan, sehingga hanya dapat dibuka oleh yang menanganinya.",
        "Bila Anda perlu membukanya, silakan hubungi Petugas Pelayanan.",
    ),
    404: (
        "Halaman tidak ditemukan",
        "Alamat yang Anda buka tidak ada di layanan ini.",
        "Silakan periksa kembali alamatnya, atau mulai dari halaman depan.",
    ),
    405: (
        "Cara membuka halaman tidak sesuai",
        "Halaman ini tidak menerima permintaan dengan cara tersebut.",
        "Silakan buka kembali tautannya melalui peramban, atau mulai dari halaman depan.",
    ),
    413: (
        "Kiriman terlalu besar",
        "Ukuran kiriman melebihi batas, sehingga tidak ada yang disimpan.",
        "Silakan perkecil berkas atau kurangi jumlahnya, lalu kirim kembali.",
    ),
    429: (
        "Terlalu banyak percobaan",
        "Demi keamanan, pengecekan status dihentikan sementara karena terlalu banyak percobaan "
        "yang tidak cocok.",
        "Silakan coba kembali satu jam lagi. Nomor register dan kode akses tercantum pada Tanda "
        "Terima yang kami kirim kepada Anda.",
    ),
    500: (
        "Terjadi gangguan pada sistem",
        "Permintaan Anda belum dapat diproses. Gangguan ini sudah tercatat.",
        "Silakan coba kembali beberapa menit lagi. Bila tetap terjadi, hubungi Petugas Pelayanan.",
    ),
}


class Quiet(Flask):
    """Flask, but its log of an exception holds no address, token or value."""

    def log_exception(self, exc_info: Any) -> None:
        """Where and what kind of failure; the path holds a token and messages may hold text."""
        kind: type[BaseException] = exc_info[0]
        frames = traceback.extract_tb(exc_info[2])[-4:]
        where = " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
        log.error(
            "page failed: %s%s at %s",
            kind.__name__,
            harmless(exc_info[1]),
            where,
            extra={"endpoint": request.endpoint, "error": kind.__name__},
        )


def failure(
    status: int, title: str, said: str, advice: str, more: str = "", more_label: str = ""
) -> Response:
    """A page that says what happened and what to do next; `more` is an address to go on."""
    return page(
        "failure.html",
        status,
        title=title,
        said=said,
        advice=advice,
        more=more,
        more_label=more_label,
    )


def forged() -> Response:
    """400: the token is not ours."""
    return failure(400, *FORGED)


def refused(error: SopError) -> Response:
    """403: the procedure gives this to somebody else."""
    return failure(
        403,
        "Tidak dapat dilakukan",
        say(error),
        "Silakan hubungi Petugas Pelayanan agar tugas ini diteruskan kepada pejabat yang tepat.",
    )


def http(error: HTTPException) -> Response:
    """The page for an HTTP error; a status without its own words takes those of its family."""
    status = error.code or 500
    words = PAGES.get(status) or (FORGED if status < 500 else PAGES[500])
    response = failure(status, *words)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def install(app: Flask) -> None:
    """Every error becomes one of the pages above."""
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(ForgedLink, lambda _: forged())
