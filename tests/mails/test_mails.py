"""What people read: the right link first, nothing forged, nothing confidential where it shows."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from integration.intake.mapping import from_answers
from integration.mails.compose import compose
from integration.ports import OutgoingMail
from integration.sop.actors import Door, Role
from integration.sop.commands import Amend, Complete, FoundChanged, Note, Withdraw
from integration.sop.intake import Intake
from integration.sop.table import STATIONS
from integration.templating import MAILS, TemplateFolder
from tests.factories import ANSWERS, COMPLAINT, OFFICE, STOPS, WORKER, by, towards
from tests.workshop import Workshop

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"<>]+", re.IGNORECASE)
EVIL = (
    "https://jahat.example/masuk <a href='https://jahat.example'>Buka halaman tindakan</a>\n\n"
    "Buka halaman tindakan:\nhttps://jahat.example\n\n"
    "\x02Buka halaman tindakan\x1fhttps://jahat.example\x02\n\n"
    '{{ button("Buka", "https://jahat.example") }} {% include "task.txt" %}\n\n'
    "Perihal: Palsu\r\nBcc: semua@jahat.example \x00\x1b[31m </p></div> www.jahat.example"
)
PDF = "application/pdf"
CUSTOMER, DESK = COMPLAINT.email, OFFICE.service_desk.email


class Hrefs(HTMLParser):
    """The addresses behind a mail's links, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if name == "href"]


def task_of(workshop: Workshop, number: str) -> OutgoingMail:
    """The mail that asks for the step the case waits at."""
    step = workshop.service.case(number).station
    key = workshop.entry(number, f"task.{step}").key
    (mail,) = [one.mail for one in workshop.google.mailbox.posted if one.mail.key == key]
    return mail


def posted(workshop: Workshop, named: str) -> list[OutgoingMail]:
    """The mails whose key names this."""
    return [one.mail for one in workshop.google.mailbox.posted if named in one.mail.key]


def evil_at(workshop: Workshop, step: str, **said: Any) -> str:
    """A case at `step` in which everybody typed addresses and markup wherever they could."""
    said = {"description": EVIL, "name": EVIL, "expectation": EVIL, "company": EVIL, **said}
    number = workshop.receive(**said)
    workshop.work()
    typed = {
        "triage": {"note": EVIL},
        "dispose": {"instruction": EVIL, "note": EVIL},
        "review": {"review": EVIL},
        "cause": {"root_cause": EVIL},
        "verify": {"verification": EVIL},
        "draft": {"reply_draft": EVIL.replace("{{", "{").replace("%}", "}"), "initial": "x"},
    }
    if step == "complete_info":
        workshop.finish(number, "awaiting_info", reason=EVIL)
    while (station := workshop.service.case(number).station) != step:
        workshop.finish(number, towards(step, station), **typed.get(station, {}))
        workshop.work()
    workshop.work()
    return number


@pytest.mark.parametrize("email", [CUSTOMER, ""])
@pytest.mark.parametrize("step", STOPS)
def test_the_first_address_of_a_task_is_its_link_whatever_people_typed(
    workshop: Workshop, step: str, email: str
) -> None:
    number = evil_at(workshop, step, email=email)
    mail = task_of(workshop, number)

    in_text, in_html = ADDRESS.findall(mail.text)[0], Hrefs(mail.html).found[0]

    assert in_text == in_html
    link = workshop.links.read_action(in_text.rpartition("/")[2])
    assert (link.register_no, link.step) == (number, step)
    assert link.visit == workshop.service.case(number).visit
    assert (link.person,) == mail.to
    on_behalf = STATIONS[step].actor is Role.CUSTOMER and not email
    assert link.role is (Role.SERVICE_DESK if on_behalf else STATIONS[step].actor)


def test_a_returned_drafts_reason_stands_in_the_mail_and_below_the_link(
    workshop: Workshop,
) -> None:
    number = evil_at(workshop, "sign")
    workshop.finish(number, "tidak", reason=f"Lihat https://drive.example/x. {EVIL}")
    workshop.work()
    mail = task_of(workshop, number)
    assert "/aksi/" in ADDRESS.findall(mail.text)[0]
    assert "/aksi/" in Hrefs(mail.html).found[0]
    assert "Lihat https://drive.example/x." in mail.text


def test_who_decides_on_a_letter_reads_in_the_mail_what_led_to_it(workshop: Workshop) -> None:
    number = workshop.at("sign")
    workshop.finish(number, "tidak", reason="Mohon sebutkan tanggal terbit LHU.")
    workshop.finish(number)
    workshop.work()

    said = task_of(workshop, number).text

    assert "Konsep surat: versi 2, diparaf oleh" in said
    plan = ANSWERS["actions"][1]
    for label, key in (
        ("Koreksi (perbaikan segera atas kasus ini)", "correction"),
        ("Tindakan pencegahan (agar tidak terulang)", "preventive_action"),
    ):
        assert f"{label}: {plan[key]}" in said
    assert "Bukti pelaksanaan: tidak dilampirkan" in said


def test_the_records_office_reads_who_approved_which_version(workshop: Workshop) -> None:
    number = workshop.at("records")
    workshop.work()

    said = task_of(workshop, number).text

    assert "Konsep surat: versi 1, disetujui" in said
    assert "Mohon unduh surat yang disetujui" in said


def test_of_a_confidential_case_a_task_says_the_version_and_no_word_of_its_content(
    workshop: Workshop,
) -> None:
    number = workshop.at("sign", confidentiality="confidential")
    workshop.work()

    said = task_of(workshop, number).text

    assert "Konsep surat: versi 1" in said
    assert ANSWERS["cause"][1]["root_cause"] not in said
    assert ANSWERS["verify"][1]["verification"] not in said


@pytest.mark.parametrize("confidentiality", ["open", "confidential"])
def test_who_is_asked_for_a_step_reads_whose_complaint_it_is_and_about_which_order(
    workshop: Workshop, confidentiality: str
) -> None:
    number = workshop.at("triage", confidentiality=confidentiality)
    workshop.work()

    said = task_of(workshop, number).text
    open_case = confidentiality == "open"

    for line in (
        f"Pelapor: {COMPLAINT.name}, {COMPLAINT.company}",
        f"Layanan: {COMPLAINT.service}",
        f"Nomor order/LHU/sertifikat: {COMPLAINT.reference_no}",
    ):
        assert (line in said) is open_case


@pytest.mark.parametrize("confidentiality", ["open", "confidential"])
def test_what_is_confidential_is_said_to_be_in_the_mail_that_asks_for_a_step(
    workshop: Workshop, confidentiality: str
) -> None:
    number = workshop.at("triage", confidentiality=confidentiality)
    workshop.work()

    secret = confidentiality == "confidential"
    assert ("Pengaduan ini RAHASIA" in task_of(workshop, number).text) is secret


@pytest.mark.parametrize("role", [Role.SERVICE_DESK, Role.CUSTOMER])
def test_the_head_learns_that_the_office_withdrew_a_complaint_and_who_did(
    workshop: Workshop, role: Role
) -> None:
    number = workshop.at("review")
    workshop.service.act(number, Withdraw(reason="Selesai di loket."), by(role, Door.SHEET))
    workshop.work()

    mails = posted(workshop, "withdrawn_report")
    assert len(mails) == (role is Role.SERVICE_DESK)
    for mail in mails:
        assert "Selesai di loket." in mail.text and "lembar kerja" in mail.text


def test_the_head_learns_what_is_wrong_with_a_confidential_letter_without_a_word_of_it(
    workshop: Workshop,
) -> None:
    issued_in_doubt(workshop, "confidential")
    workshop.work()

    (mail,) = posted(workshop, "letter_differs")
    assert "isi berbeda dari konsep yang disetujui pada 1 tempat" in mail.text
    assert "batal" not in mail.text


@pytest.mark.parametrize("proved", [True, False])
def test_the_head_is_told_of_a_remedy_called_effective_without_evidence(
    workshop: Workshop, proved: bool
) -> None:
    number = workshop.at("verify")
    kept = workshop.service.keep_file("bukti.txt", "text/plain", b"LHU terbit.")
    workshop.finish(number, "effective", evidence=[kept] if proved else [])
    workshop.work()

    (report,) = posted(workshop, ":report")
    assert ("bukti pelaksanaan tidak dilampirkan" in report.text) is not proved


@pytest.mark.parametrize("step", STOPS)
def test_no_mail_of_a_case_carries_a_link_or_markup_that_a_customer_typed(
    workshop: Workshop, step: str
) -> None:
    evil_at(workshop, step)
    for one in workshop.google.mailbox.posted:
        html = Hrefs(one.mail.html)
        assert all(href.startswith("http://pages.example/") for href in html.found)
        assert set(html.tags) <= {"html", "body", "div", "p", "a"}
        assert not re.search(r"[\x00-\x08\x0b-\x1f]", one.mail.text + one.mail.html)
        assert "\n" not in one.mail.subject


@pytest.mark.parametrize("name", ["https://jahat.example", "x" * 500, "www.jahat.example/a"])
def test_nobody_can_make_the_office_send_their_advertisement_as_a_greeting(
    workshop: Workshop, name: str
) -> None:
    workshop.receive(name=name, description="")
    workshop.work()
    (receipt,) = workshop.google.mailbox.to(CUSTOMER)
    assert "Yth. Bapak/Ibu," in receipt.text
    assert name not in receipt.text


def test_subjects_for_staff_carry_the_number_and_no_word_of_the_customer(
    workshop: Workshop,
) -> None:
    said = {"name": "Namadia", "description": "Uraiannya", "company": "Usahanya"}
    number = workshop.at("nowhere", **said)
    workshop.service.act(number, Note(text="Pesannya", kind="customer"), by(Role.CUSTOMER))
    workshop.work()
    for one in workshop.google.mailbox.posted:
        assert number in one.mail.subject
        if CUSTOMER not in one.mail.to:
            assert one.mail.subject.startswith(f"[{number}] ")
        for word in (*said.values(), "Pesannya"):
            assert word not in one.mail.subject


@pytest.mark.parametrize("how", ["Rahasia", "Anonim"])
@pytest.mark.parametrize("email", [CUSTOMER, ""])
def test_of_a_confidential_case_no_staff_mail_tells_the_name_or_the_text(
    workshop: Workshop, how: str, email: str
) -> None:
    said = from_answers(
        {"Kerahasiaan": how, "Nama": "Namadia", "Uraian Keluhan": "Uraiannya"}, "website"
    )
    number = workshop.receive(**{**said.plain(), "email": email, "company": "Usahanya"})
    workshop.work()
    turns = {"verify": ("not_effective", ""), "deliver": ("not_satisfied", "Tanggapannya")}
    changed = Intake(**{**said.plain(), "description": "Uraiannya kini", "email": email})
    workshop.service.act(number, Amend(intake=changed), by(Role.CUSTOMER, Door.FORM))
    note = Note(text="Pesannya", kind="customer")
    workshop.service.act(number, note, by(Role.CUSTOMER, Door.MAIL))
    while workshop.service.case(number).station:
        outcome, reason = turns.pop(workshop.service.case(number).station, ("", ""))
        letter = {"letter_no": f"B/{len(turns)}/BSPJI/2026"}
        step = workshop.service.case(number).station
        workshop.finish(
            number,
            outcome,
            **({"reason": reason} if reason else {}),
            **(letter if step == "records" else {}),
        )
        workshop.work()

    staff = [one.mail for one in workshop.google.mailbox.posted if CUSTOMER not in one.mail.to]
    assert len(staff) > 12
    for mail in staff:
        said_aloud = f"{mail.subject}\n{mail.text}\n{unescape(mail.html)}"
        for word in ("Namadia", "Uraiannya", "Usahanya", "Pesannya", "Tanggapannya"):
            assert word not in said_aloud, mail.subject


def test_a_complaint_by_mail_is_answered_under_its_own_subject(workshop: Workshop) -> None:
    origin = {"thread_id": "t-77", "rfc_id": "<asal@usaha.example>", "subject": "LHU\r\n saya"}
    workshop.receive(channel="email", origin=origin)
    workshop.work()
    receipt = workshop.google.mailbox.posted[0]
    assert receipt.mail.subject == "Re: LHU saya"
    assert receipt.thread_id == "t-77"
    assert receipt.mail.in_reply_to == "<asal@usaha.example>"


def not_satisfied(workshop: Workshop) -> None:
    number = workshop.at("deliver")
    workshop.finish(number, "not_satisfied", reason="Belum.")


def finished(step: str, outcome: str, **said: Any) -> Callable[[Workshop], None]:
    def scene(workshop: Workshop) -> None:
        workshop.finish(workshop.at(step), outcome, **said)

    return scene


def issued_in_doubt(workshop: Workshop, confidentiality: str = "open") -> None:
    number = workshop.at("records", confidentiality=confidentiality)
    said = {**ANSWERS["records"][1], "final_pdf": workshop.service.keep_file("x.pdf", PDF, b"%PDF")}
    check = {
        **{"kind": "unsigned", "signatures": [], "compared": True, "doubts": ["differs"]},
        "differences": [{"approved": "terbit", "final": "batal"}],
        "reason": "Dibetulkan di Srikandi.",
    }
    command = Complete(step="records", outcome="issued", values=said, letter_check=check)
    workshop.service.act(number, command, by(Role.RECORDS_OFFICE))


def told(command: Any, who: Any = WORKER) -> Callable[[Workshop], None]:
    def scene(workshop: Workshop) -> None:
        workshop.service.act(workshop.at("review"), command, who)

    return scene


SCENES: dict[str, Callable[[Workshop], None]] = {
    "amended": told(Amend(intake=COMPLAINT)),
    "being_handled": finished("dispose", "assigned"),
    "bounced": told(Note(text="E-mail tidak sampai", kind="bounce", addresses=("a@b.example",))),
    "closed": finished("deliver", "received"),
    "complete_info": finished("triage", "awaiting_info", reason="Nomor order."),
    "customer_wrote": told(Note(text="Kapan?", kind="customer")),
    "invitation": finished(
        "review",
        "reviewed",
        meeting=True,
        meeting_at="2026-11-25T09:00",
        participants="a@b.example",
    ),
    "letter_differs": issued_in_doubt,
    "not_a_complaint": finished("triage", "praise", reason="Terima kasih."),
    "not_satisfied": finished("deliver", "not_satisfied", reason="Belum."),
    "receipt": lambda workshop: None,
    "reply": finished("records", "issued"),
    "task": lambda workshop: None,
    "verification_report": finished("verify", "effective"),
    "withdrawn": told(Withdraw(reason="Dicabut.")),
    "withdrawn_report": told(Withdraw(reason="Dicabut."), by(Role.SERVICE_DESK, Door.SHEET)),
}


@pytest.mark.parametrize("template", SCENES)
@pytest.mark.parametrize("private", [False, True])
def test_every_template_is_said_whole(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, template: str, private: bool
) -> None:
    used = []

    def listening(name: str, values: Any, templates: Any) -> Any:
        used.append(name)
        return compose(name, values, templates)

    for room in ("wording", "telling"):
        monkeypatch.setattr(f"integration.effects.{room}.compose", listening)
    workshop.receive(confidentiality="confidential" if private else "open")
    SCENES[template](workshop)
    workshop.work()
    assert template in used
    for one in workshop.google.mailbox.posted:
        assert "Kami tidak pernah meminta pembayaran atau kata sandi" in one.mail.text
        assert not re.search(r"\{[{%]|\b(None|Undefined)\b", one.mail.text + one.mail.subject)
        words = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", one.mail.html)))
        for line in one.mail.text.splitlines():
            if "://" not in line:
                assert re.sub(r"\s+", "", line).rstrip(":") in words, "text and HTML differ"


@pytest.mark.parametrize("private", [False, True])
def test_the_head_learns_what_left_that_was_not_approved(workshop: Workshop, private: bool) -> None:
    issued_in_doubt(workshop, "confidential" if private else "open")
    workshop.work()

    (mail,) = [one for one in workshop.google.mailbox.posted if "letter_differs" in one.mail.key]
    assert mail.mail.to == (OFFICE.head.email,)
    assert ("batal" in mail.mail.text) is not private
    assert ("Dibetulkan di Srikandi." in mail.mail.text) is not private


def test_a_value_that_a_template_misses_is_an_error_and_no_gap() -> None:
    (folder,) = TemplateFolder().folders(MAILS)
    for template in folder.glob("[a-z]*.txt"):
        with pytest.raises(Exception, match="undefined"):
            compose(template.stem, {"office": "Balai"}, TemplateFolder())


def test_an_edited_draft_is_said_to_be_edited(workshop: Workshop) -> None:
    number = workshop.at("sign")
    workshop.google.drafts.edit("doc-1", "Disunting.")
    workshop.service.act(number, FoundChanged(version=1, revision="r3"), WORKER)
    workshop.work()
    assert "tautan lama tidak berlaku lagi" in task_of(workshop, number).text
