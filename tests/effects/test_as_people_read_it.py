"""What documents and mails say, a clerk can sign and a customer can keep."""

from integration.documents import values
from integration.history import timeline
from integration.naming import subject_line
from integration.register.editors import STAFF
from integration.register.typed import SOURCE
from integration.sop.actors import Role
from integration.sop.commands import Note
from tests.factories import COMPLAINT, by
from tests.workshop import Workshop


def facts(workshop: Workshop, number: str, kind: str) -> dict[str, object]:
    service = workshop.service
    calendar = workshop.tools.calendar()
    made_at = workshop.clock.now()
    case = service.case(number)
    return values(kind, case, service.office, calendar, workshop.links, made_at)


def test_what_the_register_finished_is_signed_by_whoever_has_the_seat(workshop: Workshop) -> None:
    """Sheets does not tell who typed; no document is signed by a spreadsheet."""
    number = workshop.at("triage")
    workshop.finish(number, who=STAFF)

    desk = workshop.service.office.service_desk
    assert facts(workshop, number, "minutes")["officer"] == desk.name
    told = timeline(workshop.service.history(number))
    assert told[-1]["who"] == "Petugas Pelayanan"
    assert "spreadsheet" not in str(told)


def test_the_subject_is_a_sentence_of_indonesian(workshop: Workshop) -> None:
    number = workshop.at("triage", service="Pengujian")
    assert subject_line(workshop.service.case(number)) == "Pengaduan layanan Pengujian"

    workshop.finish(number, kind="Sikap petugas")
    assert subject_line(workshop.service.case(number)) == "Pengaduan mengenai sikap petugas"


def test_the_desk_reads_which_files_came_with_a_message(workshop: Workshop) -> None:
    photo = workshop.service.keep_file("foto sampel.png", "image/png", b"\x89PNG\r\n\x1a\n")
    number = workshop.at("triage")
    customer = by(Role.CUSTOMER)
    workshop.service.act(number, Note(text="Terlampir.", kind="customer", files=(photo,)), customer)
    workshop.work()

    mail = workshop.google.mailbox.to("petugas@balai.example")[-1]
    assert "Berkas yang dilampirkan: foto sampel.png" in mail.text


def test_who_sent_the_reply_back_is_told_the_new_date(workshop: Workshop) -> None:
    number = workshop.at("deliver")
    workshop.finish(number, "not_satisfied", reason="Belum dijawab.")
    workshop.work()

    mail = workshop.google.mailbox.to("tirta@usaha.example")[-1]
    assert "dibuka kembali. Jawaban berikutnya kami janjikan paling lambat" in mail.text
    assert "\n\nLihat status:\nhttp://" in mail.text


def test_an_invitation_names_officials_by_name_and_position(workshop: Workshop) -> None:
    number = workshop.at("review")
    people = "kalibrasi@balai.example\nDr. Tamu <tamu@usaha.example>\nlain@usaha.example"
    meeting = {"meeting": True, "meeting_at": "2026-11-25T09:00", "participants": people}
    workshop.finish(number, **meeting)

    assert facts(workshop, number, "invitation")["participants"] == [
        {"name": "Laras Ayu Contoh", "role": "Ketua Pokja Kalibrasi"},
        {"name": "Dr. Tamu", "role": ""},
        {"name": "lain@usaha.example", "role": ""},
    ]


def test_minutes_of_a_meeting_after_step_4_are_taken_with_step_5(workshop: Workshop) -> None:
    number = workshop.at("review")
    people = "kalibrasi@balai.example"
    workshop.finish(number, meeting=True, meeting_at="2026-11-25T09:00", participants=people)
    workshop.finish(number, minutes="Disepakati: jadwal kalibrasi disusun ulang.")
    workshop.work()

    said = facts(workshop, number, "meeting_minutes")
    assert said["discussion"] == "Disepakati: jadwal kalibrasi disusun ulang."
    assert str(said["meeting_at"]).startswith("2026-11-25T")
    papers = [one.key for one in workshop.service.effects(number) if "meeting_minutes" in one.key]
    assert len(papers) == 1


def test_the_verification_tells_of_the_check_that_the_plan_has_set(workshop: Workshop) -> None:
    number = workshop.at("actions")
    workshop.finish(number, recheck_at="2027-01-15")
    workshop.finish(number)

    assert facts(workshop, number, "verification")["recheck_at"] == "2027-01-15"


def test_a_complaint_typed_into_the_register_was_taken_in_by_the_desk(workshop: Workshop) -> None:
    service = workshop.service
    by_hand, _ = service.receive(COMPLAINT, f"{SOURCE}1", STAFF, workshop.clock.now())
    by_form = workshop.receive()

    assert facts(workshop, by_hand, "receipt")["officer"] == service.office.service_desk.name
    assert facts(workshop, by_form, "receipt")["officer"] == ""
