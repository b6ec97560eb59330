"""An answer of the customer's after the end: once more within ten working days, else a new case."""

from datetime import datetime

import pytest

from integration.calendar_seed import shipped_calendar
from integration.clock import WITA
from integration.sop import errors
from integration.sop.actors import Door, Role
from integration.sop.commands import Reopen, Withdraw
from integration.sop.timing import answer_until
from tests.factories import COMPLAINT, by, received, story_at
from tests.intake.conftest import Form, Post
from tests.workshop import Workshop

CALENDAR = shipped_calendar()
FIRST, SECOND = "ADU/2026/0001", "ADU/2026/0002"
DESK = "petugas@balai.example"


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.fixture
def post(workshop: Workshop) -> Post:
    return Post(workshop)


def ended(workshop: Workshop, **said: str) -> str:
    """A case that the customer has confirmed on Monday 23 November."""
    number = workshop.at("deliver", **said)
    workshop.finish(number)
    workshop.work()
    assert workshop.service.case(number).final == "Selesai"
    return number


def answers(post: Post, workshop: Workshop, text: str = "Penyebabnya belum dijelaskan.") -> None:
    """The customer replies to the mail that brought the letter."""
    letter = next(
        one
        for one in workshop.google.mailbox.posted
        if one.mail.key.split(":")[2] == "task.deliver"
    )
    post.arrives(thread_id=letter.thread_id, text=text)
    post.look()
    workshop.work()


def test_the_time_for_an_answer_is_ten_working_days_the_last_one_whole() -> None:
    story = story_at("deliver")  # issued on Monday 23 November 2026
    assert answer_until(story.case, CALENDAR) == wita("2026-12-08 00:00")
    assert answer_until(received().case, CALENDAR) is None


def test_in_time_it_opens_once_more_at_step_ten_and_not_a_second_time() -> None:
    story = story_at("deliver")
    story.finish()
    again = Reopen(until=wita("2026-12-08 00:00"), text="Belum jelas.")
    case = story.do(again, by(Role.CUSTOMER, Door.MAIL))
    assert (case.station, case.status, case.ended_at) == ("deliver", "Dibuka Kembali", None)
    story.finish("received", who=by(Role.SERVICE_DESK))
    assert story.case.status == "Selesai"
    assert "mail.closed" not in story.asked_for(), "the customer was told so before"
    with pytest.raises(errors.CannotReopen):
        story.do(again, by(Role.CUSTOMER, Door.MAIL))


def test_an_answer_that_says_no_goes_to_the_head_and_then_there_is_no_third_time() -> None:
    story = story_at("deliver")
    story.finish()
    again = Reopen(until=wita("2026-12-08 00:00"), text="Belum jelas.")
    story.do(again, by(Role.CUSTOMER, Door.MAIL))
    case = story.finish("not_satisfied", reason="Belum jelas.", who=by(Role.SERVICE_DESK))
    assert (case.station, case.status, case.reopened) == ("dispose", "Dibuka Kembali", 1)
    while story.case.station:
        story.finish()
    with pytest.raises(errors.CannotReopen):
        story.do(again, by(Role.CUSTOMER, Door.MAIL))


@pytest.mark.parametrize("step", ["triage", "review", "deliver"])
def test_what_has_not_ended_is_not_opened_again(step: str) -> None:
    with pytest.raises(errors.CannotReopen):
        story_at(step).do(Reopen(until=wita("2027-01-01 00:00")), by(Role.CUSTOMER))


def test_too_late_and_by_others_it_is_refused() -> None:
    story = story_at("deliver")
    story.finish()
    story.at = wita("2026-12-07 23:50")
    with pytest.raises(errors.CannotReopen):
        story.do(Reopen(until=wita("2026-12-08 00:00")), by(Role.CUSTOMER))
    with pytest.raises(errors.NotYourStep):
        story.do(Reopen(until=wita("2026-12-09 00:00")), by(Role.HEAD))


def test_a_mail_in_time_is_put_before_the_desk_with_the_link_to_judge_it(
    workshop: Workshop, post: Post
) -> None:
    ended(workshop)
    answers(post, workshop)
    case = workshop.service.case(FIRST)
    assert (case.status, case.notes[-1].text) == (
        "Dibuka Kembali",
        "Penyebabnya belum dijelaskan.",
    )
    mail = workshop.google.mailbox.to(DESK)[-1]
    assert "Pesan dari pelapor" in mail.subject
    address = next(line for line in mail.text.splitlines() if line.startswith("http"))
    link = workshop.links.read_action(address.rpartition("/")[2])
    assert (link.step, link.visit, link.role) == ("deliver", case.visit, Role.SERVICE_DESK)
    numbers = {one.mail.key.split(":")[0] for one in workshop.google.mailbox.posted}
    assert numbers == {FIRST}


def test_a_mail_that_comes_later_is_a_new_linked_complaint_with_its_own_receipt(
    workshop: Workshop, post: Post
) -> None:
    ended(workshop, confidentiality="confidential")
    workshop.clock.moment = wita("2026-12-08 09:00")
    answers(post, workshop)
    old, new = workshop.service.case(FIRST), workshop.service.case(SECOND)
    assert old.final == "Selesai" and SECOND in old.notes[-1].text
    assert (new.intake.follows, new.station) == (FIRST, "triage")
    assert new.intake.confidentiality == "confidential", "as openly as it was"
    assert new.intake.description == "Penyebabnya belum dijelaskan."
    keys = [one.mail.key for one in workshop.google.mailbox.posted]
    assert sum(key.startswith(f"{SECOND}:1:receipt_mail") for key in keys) == 1
    task = workshop.google.mailbox.to(DESK)[-1]
    assert f"Lanjutan dari pengaduan: {FIRST}" in task.text


def test_the_thread_then_goes_on_in_the_new_complaint(workshop: Workshop, post: Post) -> None:
    ended(workshop)
    workshop.clock.moment = wita("2026-12-08 09:00")
    answers(post, workshop)
    answers(post, workshop, "Satu hal lagi.")
    assert workshop.service.case(SECOND).notes[-1].text == "Satu hal lagi."
    assert [note.kind for note in workshop.service.case(FIRST).notes] == ["system"]


@pytest.mark.parametrize("way", ["archived", "withdrawn"])
def test_an_answer_to_what_left_the_flow_is_looked_at_again_as_a_new_complaint(
    workshop: Workshop, post: Post, way: str
) -> None:
    number = workshop.at("triage")
    if way == "archived":
        workshop.finish(number, "praise", reason="Terima kasih.")
    else:
        workshop.service.act(number, Withdraw(reason="x"), by(Role.SERVICE_DESK))
    workshop.work()
    post.arrives(subject=f"Re: Tanda terima pengaduan {number}", text="Ini keluhan.")
    post.look()
    assert workshop.service.case(SECOND).intake.follows == FIRST


def test_a_mail_seen_again_after_a_crash_makes_one_complaint_and_one_note(
    workshop: Workshop, post: Post
) -> None:
    ended(workshop)
    workshop.clock.moment = wita("2026-12-08 09:00")
    answers(post, workshop)
    workshop.service.remember("mail:history", "0")
    post.look()
    assert len(workshop.service.case(FIRST).notes) == 1
    with pytest.raises(LookupError):
        workshop.service.case("ADU/2026/0003")


def test_an_official_who_answers_after_the_end_opens_nothing(
    workshop: Workshop, post: Post
) -> None:
    number = ended(workshop)
    post.arrives(
        subject=f"[{number}] ...",
        sender=DESK,
        thread_id=workshop.google.mailbox.posted[1].thread_id,
    )
    post.look()
    assert workshop.service.case(number).final == "Selesai"


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        ({"Uraian Keluhan": f"Lanjutan {FIRST}: masih terlambat."}, FIRST),
        ({"Nomor Order/LHU/Sertifikat": "adu-2026-0001"}, FIRST),
        ({"Uraian Keluhan": "Masih terlambat."}, ""),
        ({"Uraian Keluhan": f"Lanjutan {FIRST}.", "Email": "lain@usaha.example"}, ""),
        ({"Uraian Keluhan": "Lanjutan ADU/2026/0099."}, ""),
    ],
)
def test_by_the_form_it_is_a_new_complaint_linked_where_number_and_contact_are_the_customers(
    workshop: Workshop, said: dict[str, str], follows: str
) -> None:
    ended(workshop)
    form = Form(workshop)
    form.answer({"Nama": "Tirta", "Email": COMPLAINT.email, "Uraian Keluhan": "x", **said})
    form.look()
    assert workshop.service.case(SECOND).intake.follows == follows
    assert workshop.service.case(FIRST).final == "Selesai"
