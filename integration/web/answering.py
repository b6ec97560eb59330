"""The page on which a customer answers a complaint that has ended.

In:    a link from the status page, good for an hour after number and code were typed.   Out: the
       case opened again, or a new complaint linked to it.
Rule:  within ten working days of the reply, and once, the case is opened again; otherwise what is
       said is a complaint of its own with number, code and receipt (domain.md A13).
Never: changes anything on GET or HEAD; the same page sent twice acts once. Start at `add_to`.
"""

import hashlib

from flask import Flask, Response, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from integration.access import by_link
from integration.intake.following import go_on_as_new
from integration.intake.mapping import tidy
from integration.links import ForgedLink
from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete, Reopen
from integration.sop.intake import Intake
from integration.sop.reopening import may_reopen
from integration.sop.timing import answer_until
from integration.web.failures import BAD_CSRF, failure
from integration.web.site import Site, page

OVER = (
    "Halaman sudah kedaluwarsa",
    "Halaman tanggapan hanya berlaku satu jam sejak kode akses dimasukkan.",
    "Silakan buka kembali halaman status dan masukkan kode akses Anda.",
)
OPEN = (
    "Pengaduan ini sedang ditangani",
    "Pengaduan {number} belum berakhir atau sudah dibuka kembali, sehingga tanggapan ini tidak "
    "diperlukan.",
    "Silakan lihat perkembangannya pada halaman status.",
)
EMPTY = "Mohon diisi."


class AnswerPages:
    """GET, HEAD and POST of /status/tanggapan/<token>."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.signer = URLSafeSerializer(site.links.secret, salt="tanggap/status-answer")

    def add_to(self, app: Flask) -> None:
        """Register the route."""
        address = "/status/tanggapan/<token>"
        app.add_url_rule(address, "status_answer", self.answer, methods=["GET", "POST"])

    def address(self, case: Case, until: int) -> str:
        """Where the customer of an ended case answers, until that second; empty while it runs."""
        if not case.final:
            return ""
        return url_for("status_answer", token=self.signer.dumps([case.register_no, until]))

    @by_link
    def answer(self, token: str) -> Response:
        """The form, or what became of it."""
        try:
            number, until = self.signer.loads(token)
        except BadData:
            raise ForgedLink("answer") from None
        status = url_for("status", nomor=number)
        if self.site.now().timestamp() > until:
            return failure(410, *OVER, more=status, more_label="Cek status")
        case = self.site.case(number)
        again = case.resumed > 0 and not case.final
        if not case.final:
            title, said, advice = OPEN
            said = said.format(number=number)
            return failure(409 if again else 403, title, said, advice, status, "Cek status")
        if request.method != "POST":
            return self._form(token, case)
        if not self.site.links.csrf_fits(token, request.form.get("csrf", "")):
            here = url_for("status_answer", token=token)
            return failure(403, *BAD_CSRF, more=here, more_label="Buka formulir")
        text = tidy(request.form.get("reason", ""))
        if not text:
            return self._form(token, case, EMPTY)
        return self._take(token, case, text)

    def _form(self, token: str, case: Case, wrong: str = "") -> Response:
        until = answer_until(case, self.site.calendar())
        return page(
            "answer.html",
            422 if wrong else 200,
            title="Tanggapan Anda",
            token=token,
            csrf=self.site.links.csrf(token),
            case=case,
            reopens=may_reopen(case, until, self.site.now()),
            until=until,
            wrong=wrong,
        )

    def _take(self, token: str, case: Case, text: str) -> Response:
        service = self.site.service
        by = By(
            role=Role.CUSTOMER,
            door=Door.PAGE,
            person=case.intake.email,
            name=case.intake.name,
        )
        until = answer_until(case, self.site.calendar())
        try:
            with service.database.write() as tx:
                service.act_within(tx, case.register_no, Reopen(until=until), by)
                no = Complete(step="deliver", outcome="not_satisfied", values={"reason": text})
                after = service.act_within(tx, case.register_no, no, by)
            service.woken.set()
        except errors.CannotReopen:
            source = f"answer:{hashlib.sha256(token.encode()).hexdigest()[:40]}"
            said = Intake(channel="website", description=text)
            now = self.site.now()
            after = service.case(go_on_as_new(service, case, said, source, by, now))
        return page("answered.html", title="Terima kasih, sudah tercatat", case=after, was=case)
