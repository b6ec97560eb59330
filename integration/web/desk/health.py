"""How the service itself fares: what `tanggap doctor` says, for people without a terminal.

In:    the last examination.   Out: a page, what is wrong first; a new examination by a button.
Rule:  opening the page examines nothing (design decision 11).
Never: shows a secret: findings hold none. Start at `HealthPages.show`.
"""

from flask import Flask, Response, redirect, url_for

from integration.access import ACTORS, READERS, staff
from integration.connect.finding import OK, SKIPPED, WARNING, WRONG
from integration.connect.kept import Examination
from integration.web.sign_in.guard import me
from integration.web.site import page

SAID = {OK: "Baik", WARNING: "Perhatian", WRONG: "Perlu diperbaiki", SKIPPED: "Dilewati"}
FIRST = (WRONG, WARNING, SKIPPED, OK)
NAMES = {
    "settings": "Pengaturan",
    "people": "Pejabat dan alamat",
    "secrets": "Kerahasiaan kunci",
    "certificate": "Sertifikat tanda tangan",
    "disk": "Ruang simpan",
    "database": "Basis data",
    "calendar": "Kalender",
    "outbox": "Pekerjaan sistem",
    "rounds": "Pemantauan berkala",
    "quota": "Kuota Google",
    "clock": "Jam",
    "sign_in": "Masuk ke Google",
    "register": "Spreadsheet register",
    "desk": "Lembar kerja register",
    "form": "Formulir",
    "answers": "Lembar jawaban Formulir",
    "archive": "Arsip Drive",
    "confidential": "Folder pengaduan rahasia",
    "template": "Templat surat balasan",
    "templates": "Templat kantor",
    "staff_sign_in": "Masuk bagi petugas",
    "send_as": "Alamat pengirim",
    "watches": "Langganan push",
    "push": "Kiriman push",
}


class HealthPages:
    """GET and POST of /petugas/kesehatan."""

    def __init__(self, examination: Examination) -> None:
        self.examination = examination

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/petugas/kesehatan", "health", self.show)
        app.add_url_rule("/petugas/kesehatan", "examine", self.look, methods=["POST"])

    @staff(READERS, title="Kesehatan layanan", hint="Apa yang perlu diperbaiki, dan caranya.")
    def show(self) -> Response:
        """What was found last."""
        last = self.examination.last()
        at, found = last if last is not None else (None, [])
        return page(
            "health.html",
            title="Kesehatan layanan",
            me=me(),
            at=at,
            found=sorted(found, key=lambda one: FIRST.index(one.state)),
            names=NAMES,
            said=SAID,
            may_look=bool(me().roles & ACTORS),
        )

    @staff(ACTORS)
    def look(self) -> Response:
        """Examine everything now."""
        self.examination.look()
        answer = redirect(url_for("health"), 303)
        assert isinstance(answer, Response)
        return answer
