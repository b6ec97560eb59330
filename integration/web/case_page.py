"""The staff's page of one case: everything that happened, and what still waits.

In:    a signed link for a person, or whoever is signed in.   Out: one page that also prints; files.
Rule:  events with their effects, documents with their SHA-256, each step beside its standard
       time; what is stuck stands at the top with its reason; the hash chain is checked anew.
Never: changes anything; never opens for the customer. Start at `CasePages.show`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, abort, url_for

from integration.access import ACTORS, READERS, by_link, staff
from integration.history import told
from integration.links import ForgedLink
from integration.naming import TITLES
from integration.sop.actors import DOOR_NAMES, ROLE_NAMES, By, Door, Role
from integration.sop.case import Case
from integration.sop.effects import (
    COPY_LINK,
    DOCUMENT,
    FOLDER,
    MAIL,
    REPLY_DOC,
    SEAL,
    UPLOAD,
    WHOLE_FILE,
)
from integration.sop.events import Event
from integration.sop.table import STATIONS
from integration.sop.timing import explained, legal, promised
from integration.store.cases import broken_links
from integration.store.outbox import DONE, SKIPPED, STUCK, WAITING, Entry
from integration.web import casefiles, view
from integration.web.desk.chats import chats_of
from integration.web.desk.likely import duplicates_of, original_of
from integration.web.sight import sees, still_of_the_office
from integration.web.sign_in.guard import me
from integration.web.site import Site, dashed, page
from integration.words import who

STATES = {
    DONE: "selesai",
    WAITING: "menunggu",
    STUCK: "perlu tindakan",
    SKIPPED: "tidak diperlukan lagi",
}
MAILS = {
    "receipt": "tanda terima",
    "amended": "pemberitahuan perubahan isi pengaduan",
    "customer_wrote": "pemberitahuan pesan pelanggan",
    "withdrawn": "pemberitahuan pencabutan",
    "withdrawn_report": "laporan pencabutan",
    "not_a_complaint": "tanggapan",
    "being_handled": "pemberitahuan penanganan",
    "invitation": "undangan rapat",
    "verification_report": "laporan verifikasi",
    "not_satisfied": "pemberitahuan tanggapan pelanggan",
    "closed": "pemberitahuan penutupan",
    "not_completed": "pemberitahuan pengarsipan",
    "evidence_unreadable": "pemberitahuan bukti yang belum tersalin",
    "sign_code": "kode persetujuan",
    "reminder": "pengingat",
    "recheck_report": "laporan pemeriksaan ulang",
}
KINDS = {
    FOLDER: "Folder arsip di Drive",
    REPLY_DOC: "Konsep surat balasan di Google Docs",
    COPY_LINK: "Salinan bukti dari tautan Drive",
    SEAL: "Penguncian konsep yang disetujui",
    WHOLE_FILE: TITLES["whole_file"],
}


@dataclass(frozen=True, kw_only=True)
class Work:
    """One effect, in words."""

    what: str
    state: str
    state_words: str
    at: datetime | None
    error: str
    attempts: int
    sha256: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event with what followed from it."""

    event: Event
    what: str
    who: str
    door: str
    works: list[Work]


@dataclass(frozen=True, kw_only=True)
class Here:
    """An opened case, and the addresses through the door it was opened by."""

    case: Case
    url: str
    receipt: str
    entered: str
    intake: str
    """Where to enter another complaint; empty for those who do not."""
    another: Callable[[str], str]
    """Where another case is, by its number."""

    @property
    def pause(self) -> str:
        """Where its step's clock is paused."""
        return f"{self.url}/jeda"

    def linked(self, numbers: Iterable[str]) -> list[tuple[str, str]]:
        """Register numbers with the addresses of their pages."""
        return [(one, self.another(one)) for one in numbers if one]

    def file(self, sha256: str) -> str:
        """Where one of its files is."""
        return f"{self.url}/berkas/{sha256}"


class CasePages:
    """GET of /kasus/<token>, of /petugas/kasus/<number> and of the case's files."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_to(self, app: Flask) -> None:
        """Register the routes."""
        app.add_url_rule("/kasus/<token>", "case", self.show)
        app.add_url_rule("/kasus/<token>/berkas/<sha256>", "case_file", self.file)
        app.add_url_rule("/petugas/kasus/<number>", "staff_case", self.staff_show)
        own = "/petugas/kasus/<number>/berkas/<sha256>"
        app.add_url_rule(own, "staff_case_file", self.staff_file)

    @by_link
    def show(self, token: str) -> Response:
        """The whole case on one page."""
        return self._page(self.by_link(token))

    @by_link
    def file(self, token: str, sha256: str) -> Response:
        """One of the case's files."""
        return self._file(self.by_link(token), sha256)

    @staff(READERS)
    def staff_show(self, number: str) -> Response:
        """The same for whoever is signed in."""
        return self._page(self.by_number(number))

    @staff(READERS)
    def staff_file(self, number: str, sha256: str) -> Response:
        """One of its files for whoever is signed in."""
        return self._file(self.by_number(number), sha256)

    def _page(self, here: Here) -> Response:
        case, service, calendar = here.case, self.site.service, self.site.calendar()
        entries = service.effects(case.register_no)
        works = [(entry, describe(entry, case)) for entry in entries]
        with service.database.read() as tx:
            broken = broken_links(tx, case.register_no)
        return page(
            "case.html",
            title=f"Pengaduan {case.register_no}",
            here=here,
            case=case,
            facts=view.facts(case, Role.SERVICE_DESK),
            told=view.told(case),
            promised=promised(case, calendar),
            rest=case.resting(self.site.now()),
            recheck=view.recheck_day(case),
            pausable=case.step is not None and case.step.actor is not Role.CUSTOMER,
            rows=view.timed(case, calendar, self.site.now()),
            legal=legal(case, calendar),
            explained=explained(case, calendar),
            timeline=_timeline(service.history(case.register_no), works),
            stuck=[work for _, work in works if work.state == STUCK],
            documents=[work for entry, work in works if entry.result.get("sha256")],
            files=casefiles.of_case(service, case, Role.SERVICE_DESK),
            kept=self._kept(case),
            broken=broken,
            chats=chats_of(self.site, case),
            original=here.linked([original_of(self.site, case)]),
            follows=here.linked([case.intake.follows]),
            followed=here.linked(
                number
                for number, other in self.site.book.refresh().items()
                if other.intake.follows == case.register_no
            ),
            duplicates=here.linked(duplicates_of(self.site, case.register_no)),
            reachable=bool(case.email),
        )

    def _file(self, here: Here, sha256: str) -> Response:
        service = self.site.service
        allowed = casefiles.of_case(service, here.case, Role.SERVICE_DESK)
        return casefiles.hand_over(service, sha256, allowed)

    def by_link(self, token: str) -> Here:
        """The case of a link, opened by whose link it is. Raises ForgedLink."""
        number, person = self.site.links.read_case_page(token)
        case = self.site.case(number)
        if not still_of_the_office(self.site, case, person):
            raise ForgedLink(number)
        office = self.site.service.office
        role, name = office.role_of(person), office.name_of(person)
        self.site.note_opening(case, By(role=role, door=Door.PAGE, person=person, name=name))
        return Here(
            case=case,
            url=url_for("case", token=token),
            receipt=url_for("receipt", token=token),
            entered=url_for("entered", token=token),
            intake=self.site.links.intake_page(person) if office.official(person) else "",
            another=lambda one: self.site.links.case_page(one, person),
        )

    def by_number(self, number: str) -> Here:
        """The case with this number, opened by whoever is signed in; 404, 403 otherwise."""
        who = me()
        try:
            case = self.site.case(number.replace("-", "/"))
        except ForgedLink:
            abort(404)
        if not sees(self.site, case, who):
            abort(403)
        role = min(who.roles, key=list(Role).index)
        self.site.note_opening(case, By(role=role, door=Door.PAGE, person=who.email, name=who.name))
        own = dashed(case.register_no)
        return Here(
            case=case,
            url=url_for("staff_case", number=own),
            receipt=url_for("staff_receipt", number=own),
            entered=url_for("staff_entered", number=own),
            intake=url_for("staff_intake") if who.roles & ACTORS else "",
            another=lambda one: url_for("staff_case", number=dashed(one)),
        )

    def _kept(self, case: Case) -> set[str]:
        """Hashes whose bytes lie in the database, so that a link to them opens."""
        service = self.site.service
        files = casefiles.of_case(service, case, Role.SERVICE_DESK)
        return {each.sha256 for each in files if service.file(each.sha256) is not None}


def describe(entry: Entry, case: Case) -> Work:
    """An effect as staff read it; no link leads past this page into the closed folder."""
    return Work(
        what=what_of(entry),
        state=entry.state,
        state_words=STATES[entry.state],
        at=entry.done_at,
        error=entry.last_error if entry.state in (STUCK, WAITING) else "",
        attempts=entry.attempts,
        sha256=str(entry.result.get("sha256", "")),
        url="" if case.secret else str(entry.result.get("url", "")),
    )


def what_of(entry: Entry) -> str:
    """What an effect does, in words."""
    data = entry.data
    if entry.kind == DOCUMENT:
        return TITLES.get(data["document"], "Dokumen")
    if entry.kind == UPLOAD:
        return f"Berkas “{data['file']['name']}” ke Drive"
    if entry.kind != MAIL:
        return KINDS.get(entry.kind, "Pekerjaan sistem")
    to = ROLE_NAMES[Role(data["to"])]
    if data["template"] == "task":
        return f"E-mail tugas kepada {to}: {STATIONS[data['step']].short}"
    others = " dan semua peserta" if data.get("participants") else ""
    return f"E-mail {MAILS.get(data['template'], 'pemberitahuan')} kepada {to}{others}"


def _timeline(history: list[Event], works: list[tuple[Entry, Work]]) -> list[Line]:
    return [
        Line(
            event=event,
            what=told(event),
            who=who(event.by, event.data.get("acting", "")),
            door=DOOR_NAMES[event.by.door],
            works=[work for entry, work in works if _event_of(entry) == event.seq],
        )
        for event in history
    ]


def _event_of(entry: Entry) -> int:
    """The event an effect followed from: the last part of its key (`sop.effects`)."""
    last = entry.key.rpartition(":")[2]
    return int(last) if last.isdigit() else 1
