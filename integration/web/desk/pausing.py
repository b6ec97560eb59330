"""The page on which the clock of a step is paused, or goes on again.

In:    the case page's signed link, or a number after sign-in; a posted form.   Out: a page;
       `Pause` or `GoOn`.
Rule:  reason and end are asked for; whether this person may is the procedure's to say.
Never: changes anything on GET or HEAD. Start at `PausePages`.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from flask import Flask, Response, redirect, request, url_for

from integration.access import ACTORS, by_link, staff
from integration.clock import WITA
from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import GoOn, Pause
from integration.sop.field import Field, Kind
from integration.sop.pausing import MOST_DAYS
from integration.sop.rests import WHY
from integration.sop.timing import due_at
from integration.web.case_page import CasePages, Here
from integration.web.failures import BAD_CSRF, failure, refused
from integration.web.form import Control
from integration.web.sign_in.guard import me
from integration.web.site import Site, page
from integration.words import say

PAUSE, GO_ON = "pause", "go_on"
FIELDS = (
    Field(key="why", label="Yang ditunggu", kind=Kind.CHOICE, choices=WHY, required=True),
    Field(
        key="reason",
        label="Alasan",
        required=True,
        hint="Tercatat dalam riwayat beserta nama Anda dan tampil pada penjelasan batas waktu.",
    ),
    Field(
        key="until",
        label="Dilanjutkan paling lambat",
        kind=Kind.DATE,
        required=True,
        hint="Pada tanggal ini waktu langkah berjalan kembali dengan sendirinya.",
    ),
)
EMPTY = "Mohon diisi."
INCOMPLETE = "Belum dapat disimpan. Mohon periksa bagian yang ditandai."
CORRECTABLE = (errors.Missing, errors.NotAChoice, errors.BadPause)


class PausePages:
    """GET, HEAD and POST of the page, by link and after sign-in."""

    def __init__(self, site: Site, cases: CasePages) -> None:
        self.site = site
        self.cases = cases

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        both = ["GET", "POST"]
        app.add_url_rule("/kasus/<token>/jeda", "pause", self.answer, methods=both)
        own = "/petugas/kasus/<number>/jeda"
        app.add_url_rule(own, "staff_pause", self.staff_answer, methods=both)

    @by_link
    def answer(self, token: str) -> Response:
        """The form, or what became of it."""
        here, csrf = self.cases.by_link(token), self.site.links.csrf(token)
        sent = request.form.get("csrf", "")
        if request.method == "POST" and not self.site.links.csrf_fits(token, sent):
            again = url_for("pause", token=token)
            return failure(403, *BAD_CSRF, more=again, more_label="Buka formulir")
        return self._answer(here, csrf, self.site.links.read_case_page(token)[1])

    @staff(ACTORS)
    def staff_answer(self, number: str) -> Response:
        """The same for whoever is signed in."""
        return self._answer(self.cases.by_number(number), me().session.csrf, me().email)

    def _answer(self, here: Here, csrf: str, person: str) -> Response:
        case = here.case
        if request.method != "POST":
            return self._form(here, csrf, {}, {})
        typed = {field.key: request.form.get(field.key, "").strip() for field in FIELDS}
        going_on = request.form.get("outcome") == GO_ON
        wrong = {} if going_on else {key: EMPTY for key, text in typed.items() if not text}
        if wrong:
            return self._form(here, csrf, typed, wrong)
        try:
            command = GoOn() if going_on else _pause(typed)
            self.site.service.act(case.register_no, command, self._by(case, person))
        except CORRECTABLE as error:
            place = "why" if isinstance(error, errors.NotAChoice) else "until"
            return self._form(here, csrf, typed, {place: say(error)})
        except errors.SopError as error:
            return refused(error)
        moved = redirect(here.url, 303)
        assert isinstance(moved, Response)
        return moved

    def _form(
        self, here: Here, csrf: str, typed: Mapping[str, str], wrong: Mapping[str, str]
    ) -> Response:
        case = here.case
        step = case.step
        if step is None:
            return refused(errors.Closed(register_no=case.register_no, status=case.final))
        if step.actor is Role.CUSTOMER:
            return refused(errors.NoClock(step=step.short))
        return page(
            "pause.html",
            422 if wrong else 200,
            title="Jeda waktu langkah",
            here=here,
            csrf=csrf,
            case=case,
            step=step,
            due=due_at(case, self.site.calendar()),
            rest=case.resting(self.site.now()),
            outcome=request.form.get("outcome", ""),
            controls=[
                Control(
                    field=field,
                    choices=list(field.choices),
                    value=typed.get(field.key, ""),
                    required=field.required,
                    wrong=wrong.get(field.key, ""),
                )
                for field in FIELDS
            ],
            warning=INCOMPLETE if wrong else "",
        )

    def _by(self, case: Case, person: str) -> By:
        """In the role in which they are in charge today; in none that may, where they are not."""
        office, today = self.site.service.office, self.site.today()
        role = Role.SYSTEM
        for asked in (Role.HEAD, case.step.actor if case.step else Role.HEAD):
            if office.in_charge(asked, case, today).email.casefold() == person.casefold():
                role = asked
        return By(role=role, door=Door.PAGE, person=person, name=office.name_of(person))


def _pause(typed: Mapping[str, str]) -> Pause:
    """What was typed. Raises BadPause for a date that cannot be read."""
    try:
        until = datetime.combine(date.fromisoformat(typed["until"]), time(), WITA)
    except ValueError:
        raise errors.BadPause(days=MOST_DAYS) from None
    return Pause(why=typed["why"], reason=typed["reason"], until=until)
