"""Anybody may ask whether a letter is this office's: by the file itself or by its SHA-256.

In:    an uploaded PDF or 64 hex digits.   Out: "issued by us on DATE with number X", or no.
Rule:  the answer names number and date only; the file is hashed and forgotten.
Never: stores anything, or says whom a letter is about. Start at `VerificationPages.answer`.
"""

import hashlib
import re

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from integration.access import public
from integration.letters import dates
from integration.sop.case import Completion
from integration.web.action import TOO_LARGE
from integration.web.site import Site, page

SHA256 = re.compile(r"[0-9a-f]{64}")
NOTHING = "Mohon pilih berkas surat, atau ketik SHA-256 (64 angka dan huruf a sampai f)."
UNKNOWN = (
    "Berkas ini tidak kami kenali sebagai surat yang kami terbitkan. Berkas yang disimpan ulang, "
    "dicetak, atau dipindai tidak lagi sama dengan aslinya; periksalah berkas yang Anda terima."
)


class VerificationPages:
    """GET and POST of /verifikasi, GET of /verifikasi/<sha256>."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/verifikasi", "verification", self.answer, methods=["GET", "POST"])
        app.add_url_rule("/verifikasi/<sha256>", "verified", self.known)

    @public
    def answer(self) -> Response:
        """The question, or the answer."""
        if request.method != "POST":
            return self._page()
        try:
            sent, typed = request.files.get("letter"), request.form.get("sha256", "")
        except RequestEntityTooLarge:
            return self._page(TOO_LARGE.format(limit=self.site.settings.max_upload_mb), 422)
        if sent is not None and sent.filename:
            return self.known(hashlib.sha256(sent.stream.read()).hexdigest())
        return self.known(typed)

    @public
    def known(self, sha256: str) -> Response:
        """What is known of a hash."""
        digest = re.sub(r"\s", "", sha256).lower()
        if not SHA256.fullmatch(digest):
            return self._page(NOTHING, 422)
        issued = self._issued(digest)
        if issued is None:
            return self._page(UNKNOWN, 404)
        number, on = issued.values["letter_no"], dates.day(issued.values["letter_date"])
        return self._page(status=200, number=number, on=on, sha256=digest)

    def _issued(self, digest: str) -> Completion | None:
        return next(
            (
                done
                for case in self.site.book.refresh().values()
                for done in case.completions
                if done.step == "records" and done.values["final_pdf"]["sha256"] == digest
            ),
            None,
        )

    @staticmethod
    def _page(
        said: str = "", status: int = 200, number: str = "", on: str = "", sha256: str = ""
    ) -> Response:
        return page(
            "verification.html",
            status,
            title="Periksa keaslian surat",
            said=said,
            number=number,
            on=on,
            sha256=sha256,
        )
