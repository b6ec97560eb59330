"""Complaints, people and cases for tests: build "a case at step N", act once, assert.

In:    the name of a step, what should be different from the usual.   Out: `Story`, a case and
       everything that happened to it; the usual answer of each step.
Rule:  cases get where they are by the same commands as in life; people and addresses are invented.
Never: touches a database or a clock; the moment is handed on from act to act.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from integration.office import Office
from integration.sop.actors import By, Door, Role
from integration.sop.case import Case
from integration.sop.commands import Command, Complete, LetterPrepared, Previewed, Receive
from integration.sop.effects import Effect
from integration.sop.events import Event
from integration.sop.intake import Intake
from integration.sop.letter import BLANK_DATE, BLANK_NUMBER
from integration.sop.rules import decide
from integration.sop.table import STATIONS

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 09:00 in Samarinda: a working day without a holiday near."""

OFFICE = Office.from_json(
    {
        "name": "Balai Standardisasi dan Pelayanan Jasa Industri Nusa Contoh",
        "short_name": "BSPJI Nusa Contoh",
        "letterhead": {
            "ministry": "Kementerian Contoh",
            "agency": "Badan Contoh",
            "office": "Balai Nusa Contoh",
            "address": "Jalan Contoh 1, Nusa Contoh",
            "phone": "(000) 000-1234",
            "email": "pengaduan@balai.example",
            "website": "balai.example",
            "city": "Nusa Contoh",
        },
        "service_mailbox": {"email": "pengaduan@balai.example", "name": "Layanan Pengaduan"},
        "service_desk": {"email": "petugas@balai.example", "name": "Rani Melati Contoh"},
        "head": {"email": "kepala@balai.example", "name": "Bima Arga Contoh"},
        "records_office": {"email": "tu@balai.example", "name": "Sekar Wening Contoh"},
        "group_heads": {
            "Pengujian": {"email": "pengujian@balai.example", "name": "Damar Langit Contoh"},
            "Kalibrasi": {"email": "kalibrasi@balai.example", "name": "Laras Ayu Contoh"},
        },
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
    description="Laporan hasil uji terlambat dua belas hari.",
    expectation="Penjelasan tertulis.",
)

FINAL_PDF = {"name": "surat.pdf", "sha256": "f" * 64, "size": 3, "media_type": "application/pdf"}

ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "triage": ("complaint", {"assign_to": "Pengujian", "severity": "medium"}),
    "complete_info": ("completed", {"supplement": "Nomor order 77/2026."}),
    "dispose": ("assigned", {"assign_to": "Pengujian", "instruction": "Telusuri penyebabnya."}),
    "review": ("reviewed", {"review": "Keluhan berdasar."}),
    "cause": ("found", {"root_cause": "Antrean alat melebihi kapasitas."}),
    "actions": (
        "planned",
        {
            "correction": "LHU diterbitkan hari itu juga.",
            "corrective_action": "Jadwal alat diatur ulang.",
            "preventive_action": "Kapasitas dipantau setiap pekan.",
        },
    ),
    "verify": ("effective", {"verification": "Tiga pekan tanpa keterlambatan."}),
    "draft": ("initialled", {"reply_draft": "Dengan hormat, isi surat.", "initial": "DLC"}),
    "sign": ("ya", {}),
    "records": (
        "issued",
        {
            "letter_no": "B/1/BSPJI/MS.08.01/XI/2026",
            "letter_date": "2026-11-23",
            "final_pdf": FINAL_PDF,
        },
    ),
    "e_sign": ("signed", {}),
    "deliver": ("received", {}),
}
"""What usually finishes each step."""

STOPS = tuple(key for key in STATIONS if key != "submit")
"""Where a case can wait."""


def towards(step: str, station: str) -> str:
    """The outcome at `station` that leads to `step`; empty where it is the usual one."""
    return "numbered" if (step, station) == ("e_sign", "records") else ""


WORKER = By(role=Role.SYSTEM, door=Door.WORKER)


def by(role: Role, door: Door = Door.LINK, person: str = "") -> By:
    """Whoever acts in a role, with the address the office knows."""
    if not person and role is Role.CUSTOMER:
        person = COMPLAINT.email
    if not person and role is not Role.SYSTEM:
        person = OFFICE.group_heads["Pengujian"].email
        if role is not Role.GROUP_HEAD:
            person = OFFICE.in_charge(role).email
    return By(role=role, door=door, person=person)


def actor(case: Case) -> By:
    """Whoever the step belongs to that the case waits at."""
    return by(STATIONS[case.station].actor)


def values(step: str, **other: Any) -> dict[str, Any]:
    """The usual values of a step, some of them different."""
    return {**ANSWERS[step][1], **other}


def prepared(case: Case, **other: Any) -> LetterPrepared:
    """The numbered letter that waits for the certificate, as the worker would announce it."""
    return LetterPrepared(**{"visit": case.visit, "pdf_sha256": "e" * 64, **other})


def preview(case: Case, **other: Any) -> Previewed:
    """The PDF of the present draft, as the worker would announce it."""
    said: dict[str, Any] = {
        "version": case.versions,
        "doc_id": f"doc-{case.versions}",
        "revision": "r1",
        "pdf_sha256": f"{case.versions:064d}",
        "text": f"Nomor {BLANK_NUMBER}, {BLANK_DATE}. Dengan hormat, isi surat.",
    }
    return Previewed(**{**said, **other})


@dataclass
class Story:
    """A case and what happened to it, without any house around it."""

    case: Case
    at: datetime
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    """Of the last act."""

    def do(self, command: Command, who: By) -> Case:
        """One act, ten minutes after the one before."""
        self.at += timedelta(minutes=10)
        decision = decide(self.case, command, who, self.at, OFFICE.lists)
        self.case = decision.case
        self.events += decision.events
        self.effects = list(decision.effects)
        return self.case

    def finish(self, outcome: str = "", who: By | None = None, **said: Any) -> Case:
        """Finish the step the case waits at, as its actor would."""
        step = self.case.station
        usual, given = ANSWERS[step]
        if not self.case.asked:
            self.do(preview(self.case) if step == "sign" else prepared(self.case), WORKER)
        command = Complete(
            step=step,
            outcome=outcome or usual,
            values={**given, **said},
            signed_pdf=FINAL_PDF if step == "e_sign" else {},
        )
        return self.do(command, who or actor(self.case))

    def asked_for(self) -> list[str]:
        """What the last act asked for: the effects' names without number and place."""
        return [effect.key.split(":")[2] for effect in self.effects]


def received(number: str = "ADU/2026/0001", at: datetime = MONDAY, **said: Any) -> Story:
    """A complaint that has just come in."""
    command = Receive(
        register_no=number,
        access_code="ABCDEFGHJK",
        source_key=f"test:{number}",
        intake=Intake(**{**COMPLAINT.plain(), **said}),
        received_at=at,
    )
    decision = decide(None, command, by(Role.CUSTOMER, Door.FORM), at)
    return Story(decision.case, at, list(decision.events), list(decision.effects))


def story_at(step: str, **said: Any) -> Story:
    """A case that waits at `step`; at `sign` its preview is ready."""
    story = received(**said)
    if step == "complete_info":
        story.finish("awaiting_info", reason="Nomor order belum ada.")
        return story
    while story.case.station != step:
        story.finish(towards(step, story.case.station))
    if not story.case.asked:
        story.do(preview(story.case) if step == "sign" else prepared(story.case), WORKER)
    return story
