"""The page behind a task mail's link: one step, one form, one decision.

In:    a signed link; a posted form.   Out: pages; one `Complete` command for the service.
Rule:  forged 400, used 409, not in charge 403, expired 410, false CSRF 403, incomplete 422,
       else it is recorded; of two who act at one moment the second is told who was first, and when.
Never: changes anything on GET or HEAD (google-workspace.md 8.1). Start at `ActionPages.answer`.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from integration.access import by_link
from integration.effects.so_far import led_to
from integration.filetype import PDF
from integration.links import ActionLink, ForgedLink
from integration.one_time import Codes
from integration.reminders.plan import wait_of
from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.asked import ASKED
from integration.sop.case import Case
from integration.sop.commands import Complete
from integration.sop.letter import must_be_vouched_for
from integration.sop.rules import outcome_label
from integration.sop.step import Step
from integration.web import casefiles, form, standing, view
from integration.web.desk import likely
from integration.web.failures import BAD_CSRF, failure, refused
from integration.web.prefill import proposed, returned
from integration.web.sight import still_of_the_office
from integration.web.signed import certificate, uploaded
from integration.web.site import Site, page
from integration.words import say, when

LATE = (errors.AlreadyDone, errors.NotHere, errors.Closed, errors.LetterChanged)
"""Refusals because the case has moved on since the page was opened."""

TOO_LARGE = (
    "Kiriman terlalu besar sehingga isian tidak dapat dibaca. Setiap berkas paling besar {limit} "
    "MB. Silakan isi kembali dengan berkas yang lebih kecil."
)
SIGNED = "Surat Keluar.pdf"
INCOMPLETE = "Belum dapat disimpan. Mohon periksa bagian yang ditandai."
CHOOSE_AGAIN = "Demi keamanan, peramban tidak menyimpan berkas: mohon pilih kembali berkasnya."


class ActionPages:
    """GET, HEAD and POST of /aksi/<token>, and the files that the page shows."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.codes = Codes(site.service, site.links.secret)

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/aksi/<token>", "action", self.answer, methods=["GET", "POST"])
        app.add_url_rule("/aksi/<token>/berkas/<sha256>", "action_file", self.file)

    @by_link
    def answer(self, token: str) -> Response:
        """The form, or what became of the link."""
        link, case, step = self._read(token)
        late = standing.moved_on(link, case)
        if late is not None:
            return self._used(link, case, late)
        other = standing.somebody_else(link, case, self.site.service.office, self.site.today())
        if other is not None:
            said = standing.RESTS.format(label=other.label, position=other.position)
            advice = standing.NOTHING_TO_DO
            return failure(403, "Tugas ini dijalankan pejabat lain", said, advice)
        if self.site.links.expired(link):
            return failure(
                410,
                "Tautan sudah kedaluwarsa",
                f"Tautan ini hanya berlaku sampai {when(link.expires)}.",
                "Silakan minta tautan baru kepada Petugas Pelayanan; langkah ini masih menunggu "
                "tindakan Anda.",
            )
        if request.method != "POST":
            return self._form(token, link, case, step)
        return self._take(token, link, case, step)

    @by_link
    def file(self, token: str, sha256: str) -> Response:
        """A file of the link's case; also after the step is done, until the link expires."""
        link, case, _ = self._read(token)
        if self.site.links.expired(link):
            return failure(
                410,
                "Tautan sudah kedaluwarsa",
                "Berkas ini tidak dapat dibuka lagi melalui tautan tersebut.",
                "Silakan minta tautan baru kepada Petugas Pelayanan.",
            )
        customer = link.role is Role.CUSTOMER
        if not customer and not still_of_the_office(self.site, case, link.person):
            raise ForgedLink(link.step)
        service = self.site.service
        return casefiles.hand_over(service, sha256, casefiles.of_case(service, case, link.role))

    # -- taking a form in ---------------------------------------------------------------------

    def _take(self, token: str, link: ActionLink, case: Case, step: Step) -> Response:
        lists = self.site.service.office.lists
        try:
            csrf = request.form.get("csrf", "")
        except RequestEntityTooLarge:
            said = TOO_LARGE.format(limit=self.site.settings.max_upload_mb)
            return self._form(token, link, case, step, warning=said)
        if not self.site.links.csrf_fits(token, csrf):
            again = url_for("action", token=token)
            return failure(403, *BAD_CSRF, more=again, more_label="Buka formulir")
        limit, today = self.site.max_upload, self.site.today()
        sent = form.read(step, request.form, request.files, lists, limit, today)
        if not sent.wrong and step.key == "sign" and self.site.settings.asks_code:
            missing = self.codes.missing(link, request.form.get("code", ""))
            if missing:
                sent.wrong["code"] = missing
        if not sent.wrong and sent.outcome == "duplicate":
            wrong = likely.why_not_duplicate(self.site, case, sent.values)
            sent.wrong |= {"duplicate_of": wrong} if wrong else {}
        if sent.wrong:
            return self._form(token, link, case, step, sent)
        signed, check = b"", {}
        if sent.outcome == "issued":
            check = uploaded.looked_at(self.site, case, sent.values)
        elif sent.outcome == "signed":
            attempt = certificate.sign(self.site, link, case)
            if attempt.why_not:
                sent.wrong[certificate.PASSPHRASE] = attempt.why_not
                return self._form(token, link, case, step, sent, holder=attempt.holder)
            signed, check = attempt.pdf, dict(attempt.check)
        try:
            after = self._record(link, case, step, sent, check, signed)
        except form.CORRECTABLE as error:
            sent.wrong = form.place(step, error)
            doubts = uploaded.doubted(sent.values, check, error)
            return self._form(token, link, case, step, sent, doubts=doubts)
        except LATE as error:
            return self._used(link, self.site.case(link.register_no), error)
        except errors.SopError as error:
            return refused(error)
        return page(
            "done.html",
            title="Terima kasih, sudah tercatat",
            link=link,
            case=after,
            step=step,
            outcome=outcome_label(step.key, sent.outcome),
            next_words=view.next_for(after, link.role, self.site.calendar()),
            case_page=self._case_page(link),
            check=uploaded.told(after, step),
        )

    def _record(
        self,
        link: ActionLink,
        case: Case,
        step: Step,
        sent: form.Answer,
        check: dict[str, Any],
        signed: bytes,
    ) -> Case:
        must_be_vouched_for(check)
        values = dict(sent.values)
        for key, upload in form.uploads(sent):
            kept = self.site.service.keep_file(upload.name, upload.media_type, upload.content)
            several = isinstance(sent.values[key], list)
            values[key] = (
                [kept if one is upload else one for one in values[key]] if several else kept
            )
        kept = self.site.service.keep_file(SIGNED, PDF, signed) if signed else {}
        command = Complete(
            step=step.key,
            outcome=sent.outcome,
            values=values,
            visit=link.visit,
            letter_check=check,
            signed_pdf=kept,
            acting=self._acting(link, case),
        )
        return self.site.service.act(link.register_no, command, self._by(link, case))

    # -- pages --------------------------------------------------------------------------------

    def _form(
        self,
        token: str,
        link: ActionLink,
        case: Case,
        step: Step,
        sent: form.Answer | None = None,
        warning: str = "",
        doubts: Mapping[str, Any] | None = None,
        holder: str = "",
    ) -> Response:
        service, calendar = self.site.service, self.site.calendar()
        outcome = step.outcomes[0].key if len(step.outcomes) == 1 else ""
        here = step.key == case.station
        values: Mapping[str, Any] = proposed(case, service.office, calendar) if here else {}
        wrong: Mapping[str, str] = {}
        if sent:
            outcome, values, wrong = sent.outcome, sent.typed, sent.wrong
            warning = INCOMPLETE + (f" {CHOOSE_AGAIN}" if sent.brought_files else "")
        elif step.key == "triage" and likely.MARK in request.args:
            marked = likely.as_duplicate(self.site, case, request.args[likely.MARK])
            outcome, values = "duplicate" if marked else outcome, {**values, **marked}
        wait = wait_of(case, link.visit, calendar)
        due = wait.due if wait else None
        return page(
            "action.html",
            422 if warning else 200,
            title=step.short,
            token=token,
            csrf=self.site.links.csrf(token),
            link=link,
            actor=self._name(link, case) or link.person or "pelapor",
            case=case,
            step=step,
            customer=link.role is Role.CUSTOMER,
            facts=view.facts(case, link.role),
            told=[] if link.role is Role.CUSTOMER else view.told(case, step),
            supplements=[
                c.values["supplement"] for c in case.completions if "supplement" in c.values
            ],
            question=case.value("triage", "reason") if step.key == "complete_info" else "",
            returned=returned(case) if here else None,
            led_to=led_to(case, whole=True) if here and step.key == "sign" else [],
            likely=self._likely(token, link, case) if step.key == "triage" else [],
            files=self._files(case, link),
            document=casefiles.about(case, step.key),
            due=due,
            rest=case.resting(self.site.now()) if here else None,
            pausable=here and step.actor is not Role.CUSTOMER,
            late=due is not None and self.site.now() > due,
            warning=warning,
            outcome=outcome,
            wrong=wrong,
            doubts=doubts,
            holder=holder,
            controls=form.controls(step, values, service.office.lists, wrong, link.role),
            limit=self.site.settings.max_upload_mb,
            case_page=self._case_page(link),
        )

    def _used(self, link: ActionLink, case: Case, late: errors.SopError) -> Response:
        own = (
            isinstance(late, errors.AlreadyDone)
            and late.facts["by"].person == link.person
            and late.facts["by"].role is link.role
        )
        title = "Sudah tercatat" if own else "Tautan ini sudah tidak diperlukan"
        if isinstance(late, errors.LetterChanged):
            title = "Surat berubah setelah e-mail ini dikirim"
        said = say(late) + (" Anda tidak perlu mengirimnya lagi." if own else "")
        advice = view.next_for(case, link.role, self.site.calendar())
        if isinstance(late, errors.LetterChanged):
            advice = "Silakan tunggu e-mail baru itu; keputusan dibuat melalui tautan di dalamnya."
        return failure(
            409,
            title,
            said,
            advice,
            more=self._case_page(link) or self.site.links.status(link.register_no),
            more_label="Lihat riwayat pengaduan" if self._case_page(link) else "Halaman status",
        )

    def _read(self, token: str) -> tuple[ActionLink, Case, Step]:
        link = self.site.links.read_action(token)
        if link.step not in ASKED:
            raise ForgedLink(link.step)
        case = self.site.case(link.register_no)
        if not self.site.links.expired(link):
            self.site.note_opening(case, self._by(link, case))
        return link, case, certificate.offered(self.site, ASKED[link.step])

    def _by(self, link: ActionLink, case: Case) -> By:
        name = self._name(link, case)
        return By(role=link.role, door=Door.LINK, person=link.person, name=name)

    def _acting(self, link: ActionLink, case: Case) -> str:
        if link.role is Role.CUSTOMER:
            return ""
        step = ASKED[link.step]
        return self.site.service.office.acting(link.role, case, self.site.today(), step)

    def _case_page(self, link: ActionLink) -> str:
        if link.role is Role.CUSTOMER:
            return ""
        return self.site.links.case_page(link.register_no, link.person)

    def _name(self, link: ActionLink, case: Case) -> str:
        return case.intake.name if link.role is Role.CUSTOMER else self.site.name_of(link.person)

    def _files(self, case: Case, link: ActionLink) -> list[casefiles.CaseFile]:
        found = casefiles.references(case.intake.files, "Lampiran pelapor", True)
        if link.role is Role.CUSTOMER:
            return found
        for each in view.told(case):
            found += each.files
        return found

    def _likely(self, token: str, link: ActionLink, case: Case) -> list[likely.Likely]:
        here = url_for("action", token=token)
        return likely.likely(self.site, case, link.person, here)
