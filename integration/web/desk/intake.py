"""The page on which staff enter a complaint from any channel in under a minute.

In:    an official's signed link, or an official who is signed in; a posted form with the evidence.
Out:   a case, and its receipt.
Rule:  it is step 1 of the SOP on the customer's behalf; the form carries a number drawn for it,
       so that a double click, a reload or a lost answer makes one complaint.
Never: acknowledges by itself: that follows from the decision. Start at `IntakePages.answer`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Flask, Response, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from integration.access import ACTORS, by_link, staff
from integration.clock import WITA
from integration.intake.mapping import NO_EMAIL, tidy
from integration.people import Person
from integration.sop.actors import By, Door, Role
from integration.sop.addresses import usable_email
from integration.sop.choices import CHANNELS
from integration.sop.intake import EARLIEST, OPEN, Intake
from integration.sop.proof import FACTS, PROOFS
from integration.sop.step import Step
from integration.sop.table import STATIONS
from integration.sop.values import checked
from integration.web import form
from integration.web.action import CHOOSE_AGAIN, INCOMPLETE, TOO_LARGE
from integration.web.desk import box
from integration.web.desk.door import Desk, by_token, moved, new_nonce, signed_in
from integration.web.site import Site, dashed, page

OUTCOME = "submitted"
AS_TYPED = (
    *("description", "name", "company", "address", "service"),
    *("reference_no", "expectation", "occurred_at"),
)
"""Fields of the page that are the complaint's own, word for word."""
NO_CHANNEL = "Mohon pilih kanalnya."
BAD_EMAIL = "Alamat e-mail ini belum benar. Contoh: nama@contoh.id"
BAD_NUMBER = "Nomor WhatsApp ini belum benar. Contoh: 0812-3456-7890"
LEAST_DIGITS = 8
FUTURE = "Waktu terima tidak boleh di masa depan."
WRONG_YEAR = "Mohon periksa tahun waktu terima."
NOT_AGAIN = "sudah-ada"
"""Said in the address of the receipt's page when the same form was sent a second time."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What staff sent: the form's answer, the channel, when the complaint reached the office."""

    channel: str
    answer: form.Answer
    received_at: datetime


def step_of(channel: str) -> Step:
    """Step 1 with the fields that a complaint through this channel has."""
    return replace(STATIONS["submit"], fields=(*FACTS, *PROOFS.get(channel, ())))


class IntakePages:
    """GET, HEAD and POST of /petugas/pengaduan-baru, by link and after sign-in."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        address = "/petugas/pengaduan-baru"
        both = ["GET", "POST"]
        app.add_url_rule(f"{address}/<token>", "intake", self.answer, methods=both)
        app.add_url_rule(address, "staff_intake", self.staff_answer, methods=both)

    @by_link
    def answer(self, token: str) -> Response:
        """The empty form, or a complaint."""
        return self._answer(by_token(self.site, token))

    @staff(ACTORS, title="Catat pengaduan", hint="Langsung, WhatsApp, surat, atau kotak pengaduan.")
    def staff_answer(self) -> Response:
        """The same for whoever is signed in."""
        return self._answer(signed_in(self.site))

    def _answer(self, desk: Desk) -> Response:
        if request.method != "POST":
            return self._form(desk)
        try:
            refused = desk.refused("intake")
        except RequestEntityTooLarge:
            said = TOO_LARGE.format(limit=self.site.settings.max_upload_mb)
            return self._form(desk, warning=said)
        if refused is not None:
            return refused
        nonce = request.form["nonce"]
        entered = self._read()
        if entered.answer.wrong:
            return self._form(desk, entered, nonce)
        number, new = self._receive(entered, desk.official, f"desk:{nonce}")
        again = None if new else NOT_AGAIN
        if desk.signed_in:
            return moved(url_for("staff_entered", number=dashed(number), lagi=again))
        token = self.site.links.case_page(number, desk.official.email).rpartition("/")[2]
        return moved(url_for("entered", token=token, lagi=again))

    def _read(self) -> Entered:
        channel = request.form.get("channel", "")
        sent: MultiDict[str, str] = MultiDict(request.form)
        sent["outcome"] = OUTCOME
        lists = self.site.service.office.lists
        limit = self.site.max_upload
        answer = form.read(step_of(channel), sent, request.files, lists, limit, self.site.today())
        answer.typed |= {
            each.key: sent.get(each.key, "") for fields in PROOFS.values() for each in fields
        }
        if channel not in PROOFS:
            answer.wrong["channel"] = NO_CHANNEL
        if channel == box.CHANNEL:
            answer.wrong |= box.wrong_with(answer.values)
        for key in ("email", "from_address"):
            typed = str(answer.values.get(key, "")).strip()
            if typed and not usable_email(typed):
                answer.wrong[key] = BAD_EMAIL
        number = str(answer.values.get("whatsapp_no", "")).strip()
        if number and sum(sign.isdigit() for sign in number) < LEAST_DIGITS:
            answer.wrong["whatsapp_no"] = BAD_NUMBER
        received = self.site.now()
        if answer.values.get("received_at") and "received_at" not in answer.wrong:
            typed_at = datetime.fromisoformat(answer.values["received_at"])
            received = typed_at if typed_at.tzinfo else typed_at.replace(tzinfo=WITA)
            if received > self.site.now():
                answer.wrong["received_at"] = FUTURE
            elif received < EARLIEST:
                answer.wrong["received_at"] = WRONG_YEAR
        return Entered(channel=channel, answer=answer, received_at=received)

    def _receive(self, entered: Entered, official: Person, source: str) -> tuple[str, bool]:
        service = self.site.service
        step = step_of(entered.channel)
        said = checked(
            step, OUTCOME, entered.answer.values, service.office.lists, self.site.today()
        )
        files = tuple(
            service.keep_file(one.name, one.media_type, one.content) for one in said["evidence"]
        )
        proof = {
            each.key: tidy(str(said[each.key]))
            for each in PROOFS[entered.channel]
            if said[each.key]
        }
        email = usable_email(said["email"]) or usable_email(proof.get("from_address", ""))
        phone = tidy(said["phone"]) or proof.get("whatsapp_no", "")
        facts: dict[str, Any] = {key: tidy(said[key]) for key in AS_TYPED}
        intake = Intake(
            channel=entered.channel,
            email=email,
            phone=phone,
            contact=proof.get("handle", ""),
            confidentiality=said["confidentiality"] or OPEN,
            proof=proof,
            files=files,
            problems=() if email else (NO_EMAIL,),
            origin={"officer": official.label},
            **facts,
        )
        by = By(role=Role.SERVICE_DESK, door=Door.PAGE, person=official.email, name=official.name)
        return service.receive(intake, source, by, entered.received_at)

    def _form(
        self,
        desk: Desk,
        entered: Entered | None = None,
        nonce: str = "",
        warning: str = "",
    ) -> Response:
        typed: Mapping[str, Any] = entered.answer.typed if entered else {}
        wrong = entered.answer.wrong if entered else {}
        if entered:
            warning = INCOMPLETE + (f" {CHOOSE_AGAIN}" if entered.answer.brought_files else "")
        lists = self.site.service.office.lists
        return page(
            "intake.html",
            422 if warning else 200,
            title="Catat pengaduan",
            here=desk.to("intake"),
            book=desk.to("book"),
            csrf=desk.csrf,
            nonce=nonce or new_nonce(),
            official=desk.official,
            channels=CHANNELS,
            chosen=entered.channel if entered else "",
            controls=form.controls(step_of(""), typed, lists, wrong),
            proofs={
                channel: form.controls(
                    replace(STATIONS["submit"], fields=fields), typed, lists, wrong
                )
                for channel, fields in PROOFS.items()
            },
            wrong=wrong,
            warning=warning,
            limit=self.site.settings.max_upload_mb,
        )
