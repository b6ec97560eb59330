"""The page on which staff enter a complaint from any channel in under a minute.

In:    an official's signed link; a posted form with the evidence.   Out: a case, and its receipt.
Rule:  it is step 1 of the SOP on the customer's behalf; the form carries a number drawn for it,
       so that a double click, a reload or a lost answer makes one complaint.
Never: acknowledges by itself: that follows from the decision. Start at `IntakePages.answer`.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from integration.clock import WITA
from integration.intake.mapping import NO_EMAIL, tidy, usable_email
from integration.links import ForgedLink
from integration.people import Person
from integration.sop.actors import By, Door, Role
from integration.sop.intake import OPEN, Intake
from integration.sop.proof import FACTS, PROOFS
from integration.sop.rules import checked
from integration.sop.table import CHANNELS, STATIONS, Step
from integration.web import form
from integration.web.action import CHOOSE_AGAIN, INCOMPLETE, TOO_LARGE
from integration.web.failures import BAD_CSRF, failure
from integration.web.site import Site, page

NONCE = re.compile(r"[\w-]{16,64}")
OUTCOME = "submitted"
AS_TYPED = (
    *("description", "name", "company", "address", "service"),
    *("reference_no", "expectation", "occurred_at"),
)
"""Fields of the page that are the complaint's own, word for word."""
NO_CHANNEL = "Mohon pilih kanalnya."
BAD_EMAIL = "Alamat e-mail ini belum benar. Contoh: nama@contoh.id"
FUTURE = "Waktu terima tidak boleh di masa depan."
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
    """GET, HEAD and POST of /petugas/pengaduan-baru/<token>."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the route."""
        address = "/petugas/pengaduan-baru/<token>"
        app.add_url_rule(address, "intake", self.answer, methods=["GET", "POST"])

    def answer(self, token: str) -> Response:
        """The empty form, or a complaint."""
        official = self._official(token)
        if request.method != "POST":
            return self._form(token, official)
        try:
            csrf = request.form.get("csrf", "")
        except RequestEntityTooLarge:
            said = TOO_LARGE.format(limit=self.site.settings.max_upload_mb)
            return self._form(token, official, warning=said)
        nonce = request.form.get("nonce", "")
        if not self.site.links.csrf_fits(token, csrf) or not NONCE.fullmatch(nonce):
            here = url_for("intake", token=token)
            return failure(403, *BAD_CSRF, more=here, more_label="Buka formulir")
        entered = self._read()
        if entered.answer.wrong:
            return self._form(token, official, entered, nonce)
        number, new = self._receive(entered, official, f"desk:{nonce}")
        case_page = self.site.links.case_page(number, official.email).rpartition("/")[2]
        again = None if new else NOT_AGAIN
        return self._moved(url_for("entered", token=case_page, lagi=again))

    @staticmethod
    def _moved(address: str) -> Response:
        response = redirect(address, 303)
        assert isinstance(response, Response)
        return response

    def _official(self, token: str) -> Person:
        found = self.site.service.office.official(self.site.links.read_intake_page(token))
        if found is None:
            raise ForgedLink("intake")
        return found

    def _read(self) -> Entered:
        channel = request.form.get("channel", "")
        sent: MultiDict[str, str] = MultiDict(request.form)
        sent["outcome"] = OUTCOME
        lists = self.site.service.office.lists
        limit = self.site.max_upload
        answer = form.read(step_of(channel), sent, request.files, lists, limit)
        answer.typed |= {
            each.key: sent.get(each.key, "") for fields in PROOFS.values() for each in fields
        }
        if channel not in PROOFS:
            answer.wrong["channel"] = NO_CHANNEL
        for key in ("email", "from_address"):
            typed = str(answer.values.get(key, "")).strip()
            if typed and not usable_email(typed):
                answer.wrong[key] = BAD_EMAIL
        received = self.site.now()
        if answer.values.get("received_at") and "received_at" not in answer.wrong:
            typed_at = datetime.fromisoformat(answer.values["received_at"])
            received = typed_at if typed_at.tzinfo else typed_at.replace(tzinfo=WITA)
            if received > self.site.now():
                answer.wrong["received_at"] = FUTURE
        return Entered(channel=channel, answer=answer, received_at=received)

    def _receive(self, entered: Entered, official: Person, source: str) -> tuple[str, bool]:
        service = self.site.service
        step = step_of(entered.channel)
        said = checked(step, OUTCOME, entered.answer.values, service.office.lists)
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
        token: str,
        official: Person,
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
            token=token,
            csrf=self.site.links.csrf(token),
            nonce=nonce or secrets.token_urlsafe(18),
            official=official,
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
