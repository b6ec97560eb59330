"""Anybody may ask whether a letter is this office's: by the code in its foot, the file, its hash.

In:    a code, a PDF, or 64 hex digits.   Out: "issued by us on DATE with number X", or no.
Rule:  the answer names number and date only; the file is hashed and forgotten. A code says that
       such a letter exists, only the file itself that this is it.
Never: stores anything, or says whom a letter is about. Start at `VerificationPages.answer`.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from integration.access import public
from integration.letters import dates
from integration.service import CODE_ALPHABET, CODE_LENGTH
from integration.sop.issued import Letter
from integration.web.action import TOO_LARGE
from integration.web.site import Site, page

SHA256 = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
NOTHING = (
    "Mohon pilih berkas surat, atau ketik kode pada kaki surat (10 huruf dan angka) atau SHA-256 "
    "(64 angka dan huruf a sampai f)."
)
UNKNOWN = (
    "Berkas ini tidak kami kenali sebagai surat yang kami terbitkan. Berkas yang disimpan ulang, "
    "dicetak, atau dipindai tidak lagi sama dengan aslinya; periksalah berkas yang Anda terima, "
    "atau ketik kode pada kaki suratnya."
)
NO_SUCH_CODE = (
    "Kode ini tidak kami kenali sebagai kode surat yang kami terbitkan. Periksalah ketikannya; "
    "surat dengan kode yang tidak dikenal, atau yang belum diterbitkan, bukan surat resmi kami."
)


class VerificationPages:
    """GET and POST of /verifikasi, GET of /verifikasi/<code or hash>."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/verifikasi", "verification", self.answer, methods=["GET", "POST"])
        app.add_url_rule("/verifikasi/<asked>", "verified", self.known)

    @public
    def answer(self) -> Response:
        """The question, or the answer."""
        if request.method != "POST":
            return self._page(200)
        try:
            sent, typed = request.files.get("letter"), request.form.get("code", "")
        except RequestEntityTooLarge:
            said = TOO_LARGE.format(limit=self.site.settings.max_upload_mb)
            return self._page(422, said=said)
        if sent is not None and sent.filename:
            return self.known(hashlib.sha256(sent.stream.read()).hexdigest())
        return self.known(typed)

    @public
    def known(self, asked: str) -> Response:
        """What is known of a code or a hash."""
        said = re.sub(r"[\s-]", "", asked)
        digest, code = said.lower(), said.upper()
        if SHA256.fullmatch(digest):
            letter = self._issued(lambda one: one.pdf["sha256"] == digest)
            return self._answer(letter, UNKNOWN, by_file=True)
        if CODE.fullmatch(code):
            return self._answer(self._issued(lambda one: one.code == code), NO_SUCH_CODE)
        return self._page(422, said=NOTHING)

    def _issued(self, wanted: Callable[[Letter], bool]) -> Letter | None:
        letters = (one for case in self.site.book.refresh().values() for one in case.letters)
        return next((one for one in letters if wanted(one)), None)

    def _answer(self, letter: Letter | None, unknown: str, by_file: bool = False) -> Response:
        if letter is None:
            return self._page(404, said=unknown)
        return self._page(200, letter=letter, on=dates.day(letter.date), by_file=by_file)

    @staticmethod
    def _page(status: int, **known: Any) -> Response:
        values = {"said": "", "letter": None, "on": "", "by_file": False, **known}
        return page("verification.html", status, title="Periksa keaslian surat", **values)
