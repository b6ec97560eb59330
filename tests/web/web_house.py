"""A small office on a real SQLite database, with a case at any step and a browser without scripts.

In:    the name of a step.   Out: `House.at(step)`, a case waiting there; its link; parsed pages.
Rule:  cases get where they are by the same commands as in life.
Never: names a real person; addresses end in .example.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfWriter
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from integration.calendar_seed import shipped_calendar
from integration.casebook import CaseBook
from integration.clock import WITA, FixedClock
from integration.delegation import read_delegations
from integration.links import Links
from integration.office import Office
from integration.service import Service
from integration.settings import Settings
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Complete, LetterPrepared, Previewed
from integration.sop.intake import Intake
from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.sop.table import STATIONS
from integration.web.app import create_app
from integration.web.sign_in.sessions import Sessions
from tests import factories
from tests.databases import sqlite_database

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 09:00 in Samarinda."""

OFFICE = Office.from_json(
    {
        "name": "Balai Standardisasi dan Pelayanan Jasa Industri Nusa Contoh",
        "short_name": "BSPJI Nusa Contoh",
        "letterhead": {"address": "Jalan Contoh 1, Nusa Contoh", "phone": "(000) 000-1234"},
        "service_mailbox": {"email": "pengaduan@balai.example", "name": "Layanan Pengaduan"},
        "service_desk": {"email": "petugas@balai.example", "name": "Rani Melati Contoh"},
        "head": {"email": "kepala@balai.example", "name": "Bima Arga Contoh"},
        "records_office": {"email": "tu@balai.example", "name": "Sekar Wening Contoh"},
        "group_heads": {
            "Pengujian": {"email": "pengujian@balai.example", "name": "Damar Langit Contoh"},
            "Kalibrasi": {"email": "kalibrasi@balai.example", "name": "Laras Ayu Contoh"},
        },
        "auditors": [{"email": "mutu@balai.example", "name": "Gilang Teratai Contoh"}],
    }
)

COMPLAINT = Intake(
    channel="website",
    name="Tirta Cahaya Contoh",
    email="tirta@usaha.example",
    phone="0800000012",
    company="PT Contoh Usaha",
    service="Pengujian",
    reference_no="LHU 0123/2026",
    expectation="Penjelasan tertulis.",
    description="Laporan hasil uji terlambat.\n<script>alert('x')</script> Mohon dijelaskan.",
)


PASSPHRASE = "kuda-laut merah 27"


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A real PDF with blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def upload(name: str, content: bytes) -> FileStorage:
    """A chosen file."""
    return FileStorage(BytesIO(content), filename=name)


ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    **factories.ANSWERS,
    "triage": (
        "complaint",
        {"assign_to": "Pengujian", "kind": "Keterlambatan LHU/sertifikat", "severity": "medium"},
    ),
    "records": ("issued", {**factories.ANSWERS["records"][1], "final_pdf": pdf(2)}),
    "e_sign": ("signed", {"passphrase": PASSPHRASE}),
}
"""What finishes each step; a PDF stands as bytes."""

STEPS = tuple(key for key in factories.STOPS if key != "e_sign")
"""Where somebody is asked at every office; `e_sign` needs a certificate: test_certificate.py."""


@dataclass
class House:
    """The application and what it stands on."""

    app: Flask
    service: Service
    links: Links
    clock: FixedClock
    opened: int = field(default=0)
    code: str = "MWDUYXGCY4"
    """Printed on the letters whose preview is made."""
    drafted: bytes = b""
    """The PDF to be approved; blank pages where there is none."""
    numbered: bytes = b""
    """The same with number and date, to be signed by certificate."""

    @property
    def client(self) -> FlaskClient:
        """A browser of its own."""
        return self.app.test_client()

    def signed_in(self, email: str) -> FlaskClient:
        """A browser of its own in which this person has signed in just now."""
        browser = self.client
        browser.set_cookie("tanggap", self.sessions.begin(email, self.clock.now()))
        return browser

    @property
    def sessions(self) -> Sessions:
        """The application's sessions, beside it."""
        settings = Settings(_env_file=None)
        idle = timedelta(minutes=settings.session_idle_minutes)
        longest = timedelta(hours=settings.session_hours)
        return Sessions(database=self.service.database, idle=idle, longest=longest)

    def receive(self, **said: Any) -> str:
        """A new complaint; its number."""
        self.opened += 1
        intake = Intake(**{**COMPLAINT.plain(), **said})
        by = By(role=Role.CUSTOMER, door=Door.FORM)
        return self.service.receive(intake, f"test:{self.opened}", by, self.clock.now())[0]

    def at(self, step: str, **said: Any) -> Case:
        """A case that waits at `step`."""
        number = self.receive(**said)
        if step == "complete_info":
            reason = {"reason": "Nomor order belum ada."}
            return self.act(number, outcome="awaiting_info", values=reason)
        while (case := self.service.case(number)).station != step:
            self.act(number, factories.towards(step, case.station))
        return case if case.asked else self.decided(case)

    def decided(self, case: Case) -> Case:
        """The PDF is made that the step decides on, as the worker would."""
        return self.preview(case) if case.station == "sign" else self.prepare(case)

    def prepare(self, case: Case) -> Case:
        """The numbered letter is made."""
        kept = self.service.keep_file("surat.pdf", "application/pdf", self.numbered or pdf())
        command = LetterPrepared(visit=case.visit, pdf_sha256=kept["sha256"])
        self.service.act(case.register_no, command, By(role=Role.SYSTEM, door=Door.WORKER))
        return self.service.case(case.register_no)

    def act(self, number: str, outcome: str = "", values: dict[str, Any] | None = None) -> Case:
        """Finish the step the case waits at, as its actor would."""
        case = self.service.case(number)
        if not case.asked:
            case = self.decided(case)
        usual, given = ANSWERS[case.station]
        values = dict(given if values is None else values)
        if isinstance(values.get("final_pdf"), bytes):
            values["final_pdf"] = self.service.keep_file(
                "surat.pdf", "application/pdf", values["final_pdf"]
            )
            values["letter_no"] = f"B/{self.opened}/BSPJI/MS.08.01/XI/2026"
        signed: dict[str, Any] = {}
        if case.station == "e_sign":
            signed = self.service.keep_file("surat.pdf", "application/pdf", pdf(4))
        command = Complete(
            step=case.station, outcome=outcome or usual, values=values, signed_pdf=signed
        )
        self.clock.advance(minutes=10)
        self.service.act(number, command, self.actor(case))
        return self.service.case(number)

    def preview(self, case: Case, pages: int = 1) -> Case:
        """The PDF of the present draft is made, as the worker would."""
        content = self.drafted or pdf(pages)
        kept = self.service.keep_file("konsep.pdf", "application/pdf", content)
        command = Previewed(
            version=case.versions,
            doc_id="doc-1",
            revision=f"r{pages}",
            pdf_sha256=kept["sha256"],
            text=f"{BLANK_NUMBER} {BLANK_DATE} Dengan hormat, isi surat.",
            code=self.code,
        )
        by = By(role=Role.SYSTEM, door=Door.WORKER)
        self.service.act(case.register_no, command, by)
        return self.service.case(case.register_no)

    def stands_in(self, stand_in: str, absent: str, first: str = "", last: str = "") -> None:
        """The office's settings name somebody who stands in, today unless other days are said."""
        today = self.clock.now().astimezone(WITA).date().isoformat()
        said = {
            "for": absent,
            "by": stand_in,
            "name": "" if OFFICE.official(stand_in) else "Intan Surya Contoh",
            "kind": "Plh.",
            "from": first or today,
            "to": last or first or today,
        }
        given = read_delegations([said], OFFICE.officials)
        self.service.office = replace(OFFICE, delegations=given)

    def actor(self, case: Case) -> By:
        """Whoever the step belongs to."""
        role = STATIONS[case.station].actor
        if role is Role.CUSTOMER:
            return By(role=role, door=Door.LINK, person=case.intake.email, name=case.intake.name)
        person = self.service.office.in_charge(role, case)
        return By(role=role, door=Door.LINK, person=person.email, name=person.name)

    def token(self, case: Case, **other: Any) -> str:
        """The token in the task mail of the step the case waits at."""
        by = self.actor(case) if case.station else By(role=Role.CUSTOMER, door=Door.LINK)
        said: dict[str, Any] = {
            "register_no": case.register_no,
            "step": case.station,
            "visit": case.visit,
            "role": by.role,
            "person": by.person,
            "issued": case.since,
            "pdf_sha256": case.to_decide,
        }
        return self.links.action(**{**said, **other}).rpartition("/")[2]

    def form(self, step: str, token: str, **other: Any) -> dict[str, Any]:
        """A complete form for `step`; None takes a field out, bytes are an uploaded file."""
        outcome, values = ANSWERS[step]
        data = {"csrf": self.links.csrf(token), "outcome": outcome, **values, **other}
        if isinstance(data.get("final_pdf"), bytes):
            data["final_pdf"] = upload("Surat Jawaban.pdf", data["final_pdf"])
        return {key: value for key, value in data.items() if value is not None}

    def post(self, step: str, token: str, **other: Any) -> TestResponse:
        """Send that form, as a browser would."""
        boundary, body = encode_multipart(self.form(step, token, **other))
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(f"/aksi/{token}", data=body, content_type=kind)


class Page(HTMLParser):
    """What a script would see of a page: forms, fields, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.areas: dict[str, str] = {}
        self.text = ""
        self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        if tag == "form":
            self.forms.append(said)
        if tag in ("input", "select", "textarea"):
            self.fields.append((tag, said))
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        self._area = (said.get("name") or "") if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        self._area = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area:
            self.areas[self._area] = self.areas.get(self._area, "") + data

    def named(self, name: str) -> list[dict[str, str | None]]:
        """The controls with this name."""
        return [said for _, said in self.fields if said.get("name") == name]


def seen(response: TestResponse) -> Page:
    """The parsed page of a response."""
    return Page(response.get_data(as_text=True))


@contextmanager
def opened(folder: Path, settings: Settings) -> Iterator[House]:
    """The application on a database of its own in that folder."""
    with sqlite_database(folder / "tanggap.db") as database:
        database.migrate()
        clock = FixedClock(MONDAY)
        service = Service(database, clock, OFFICE)
        links = Links("a-secret-for-tests", "http://pages.example", clock)
        app = create_app(
            service=service,
            book=CaseBook(database),
            links=links,
            calendar=shipped_calendar,
            settings=settings,
            form_url="http://form.example/f",
        )
        yield House(app, service, links, clock)
