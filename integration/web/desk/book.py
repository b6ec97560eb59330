"""The service desk's book: what happened that belongs to no single complaint.

In:    an official, by link or signed in; a posted opening.   Out: a page; lines of the log.
Rule:  openings of the box, mail that became no complaint, operators' acts; GET changes nothing,
       POST needs the CSRF token and counts once.
Never: shows the text of a mail. Start at `BookPages.answer`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.datastructures import MultiDict

from integration.access import ACTORS, by_link, staff
from integration.intake import aside
from integration.sop.proof import OPENING
from integration.sop.table import STATIONS
from integration.sop.values import checked
from integration.store import office_log
from integration.web import form
from integration.web.desk import box
from integration.web.desk.door import Desk, by_token, moved, new_nonce, signed_in
from integration.web.desk.intake import OUTCOME
from integration.web.site import Site, page

STEP = replace(STATIONS["submit"], fields=OPENING)
WHY = {
    aside.AUTOMATIC: "ditulis oleh mesin atau milis; tidak dijawab",
    aside.BOUNCE: "laporan gagal kirim atas surat yang bukan dari kami",
    aside.LIST_ANSWER: "balasan atas daftar pagi",
    aside.BROKEN: "tidak dapat dicatat oleh sistem; disimpan utuh",
    aside.UNREADABLE: "tidak dapat dibaca oleh sistem; masih ada di kotak surat",
}
SHOWN = 100
"""Lines of each kind on the page, the newest."""


class BookPages:
    """GET, HEAD and POST of /petugas/buku/<token>."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        address, both = "/petugas/buku", ["GET", "POST"]
        app.add_url_rule(f"{address}/<token>", "book", self.answer, methods=both)
        app.add_url_rule(address, "staff_book", self.staff_answer, methods=both)
        app.add_url_rule(f"{address}/<token>/surat/<sha256>", "letter", self.letter)
        app.add_url_rule(f"{address}/surat/<sha256>", "staff_letter", self.staff_letter)

    @by_link
    def answer(self, token: str) -> Response:
        """The book, or one more opening of the box."""
        return self._answer(by_token(self.site, token))

    @staff(ACTORS, title="Buku layanan", hint="Pembukaan kotak, surat di luar pengaduan.")
    def staff_answer(self) -> Response:
        """The same for whoever is signed in."""
        return self._answer(signed_in(self.site))

    @by_link
    def letter(self, token: str, sha256: str) -> Response:
        """A mail that could not be taken, as it came."""
        by_token(self.site, token)
        return self._letter(sha256)

    @staff(ACTORS)
    def staff_letter(self, sha256: str) -> Response:
        """The same for whoever is signed in."""
        return self._letter(sha256)

    def _answer(self, desk: Desk) -> Response:
        if request.method != "POST":
            return self._show(desk)
        refused = desk.refused("book")
        if refused is not None:
            return refused
        nonce = request.form["nonce"]
        sent: MultiDict[str, str] = MultiDict(request.form)
        sent["outcome"] = OUTCOME
        today = self.site.today()
        answer = form.read(STEP, sent, request.files, {}, self.site.max_upload, today)
        answer.wrong |= box.wrong_with(answer.values)
        if answer.wrong:
            return self._show(desk, answer.typed, answer.wrong, nonce)
        said = checked(STEP, OUTCOME, answer.values, {}, today)
        with self.site.service.database.write() as tx:
            office_log.write(
                tx, f"box:{nonce}", office_log.BOX, desk.official.label, self.site.now(), said
            )
        return moved(f"{desk.to('book')}?tercatat=ya")

    def _letter(self, sha256: str) -> Response:
        """A download, never shown by a browser."""
        kept = {line.data["file"].get("sha256") for line in self._lines(office_log.LETTER)}
        content = self.site.service.file(sha256) if sha256 in kept else None
        if content is None:
            abort(404)
        response = Response(content, mimetype="application/octet-stream")
        response.headers["Content-Disposition"] = 'attachment; filename="surat.eml"'
        return response

    def _lines(self, what: str) -> list[office_log.Line]:
        with self.site.service.database.read() as tx:
            return office_log.lines(tx, what, SHOWN)

    def _show(
        self,
        desk: Desk,
        typed: Mapping[str, Any] | None = None,
        wrong: Mapping[str, str] | None = None,
        nonce: str = "",
    ) -> Response:
        usual = {"opened_on": self.site.today().isoformat(), "opened_by": desk.official.name}
        values = typed or usual
        opened, without = box.openings(
            self._lines(office_log.BOX), self.site.book.refresh().values()
        )
        return page(
            "desk_book.html",
            422 if wrong else 200,
            title="Buku layanan",
            here=desk.to("book"),
            csrf=desk.csrf,
            nonce=nonce or new_nonce(),
            controls=form.controls(STEP, values, {}, wrong or {}),
            warning="Belum dapat disimpan. Mohon periksa bagian yang ditandai." if wrong else "",
            noted=request.args.get("tercatat") == "ya",
            limit=self.site.settings.max_upload_mb,
            openings=opened[:SHOWN],
            without=without,
            letters=self._lines(office_log.LETTER),
            acts=self._lines(office_log.OPERATOR),
            why=WHY,
            intake_page=desk.to("intake"),
        )
