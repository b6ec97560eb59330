"""What the clock ends: data that never came, a reply that nobody answered."""

from datetime import timedelta

import pytest

from integration.clock import WITA
from integration.documents import values as document_values
from integration.sop import errors
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Complete, Lapse, Note
from integration.sop.rules import decide
from integration.sop.table import ARCHIVED, CLOSED
from tests.factories import STOPS, by, story_at
from tests.reminders.conftest import Office, wita

CUSTOMER = "tirta@usaha.example"
CLOCK = By(role=Role.SYSTEM, door=Door.CLOCK)


def to_customer(office: Office) -> list[tuple[str, str]]:
    """(moment, what) of the mails to the customer."""
    return [(at, key.split(":")[2]) for at, to, key in office.sent if to == CUSTOMER]


def test_data_that_never_come_are_asked_for_twice_and_the_case_is_archived(office: Office) -> None:
    number = office.workshop.at("complete_info")
    office.tick()
    office.sent.clear()
    office.pass_until(wita("2027-01-13 23:00"))
    case = office.workshop.service.case(number)
    assert case.step is not None, "the thirtieth day belongs to the customer whole"
    office.pass_until(wita("2027-01-14 08:00"))
    case = office.workshop.service.case(number)
    assert case.status == ARCHIVED
    assert case.ended_at is not None
    assert case.ended_at.astimezone(WITA) == wita("2027-01-14 07:30")
    assert case.paused[-1][1] == case.ended_at
    history = office.workshop.service.history(number)
    assert history[-1].by == CLOCK
    assert "30 hari kalender" in history[-1].data["values"]["reason"]
    assert to_customer(office) == [
        ("Thu 17 09:30", "remind.rest.20261217"),
        ("Wed 30 09:30", "remind.rest.20261230"),
        ("Thu 14 07:30", "mail.not_completed"),
    ]
    first = next(
        one.mail for one in office.workshop.google.mailbox.posted if ".rest." in one.mail.key
    )
    assert "Rabu, 13 Januari 2027 pukul 16.00 WITA" in first.text
    assert "Nomor order belum ada." in first.text


def test_a_reply_without_an_answer_counts_as_received_and_the_minutes_say_so(
    office: Office,
) -> None:
    number = office.workshop.at("deliver")
    office.tick()
    office.sent.clear()
    office.pass_until(wita("2026-12-31 08:00"))
    case = office.workshop.service.case(number)
    assert case.status == CLOSED
    assert [what for _, what in to_customer(office)] == ["remind.rest.20261217", "mail.closed"]
    assert case.ended_at is not None
    assert case.ended_at.astimezone(WITA) == wita("2026-12-31 07:30")
    tools = office.workshop.tools
    said = document_values(
        "minutes", case, tools.office, office.calendar, tools.links, at=case.ended_at
    )
    assert said["outcome"] == "Tidak ada tanggapan, surat dianggap diterima"
    assert "10 hari kerja" in said["customer_answer"]
    assert "dianggap diterima" in said["receiver"]
    assert any(":minutes:" in key for key in office.workshop.states(number))


def test_a_customer_who_wrote_is_not_closed_by_the_clock(office: Office) -> None:
    number = office.workshop.at("deliver")
    office.pass_until(wita("2026-12-16 10:00"))
    note = Note(text="Mohon penjelasan.", kind="customer")
    office.workshop.service.act(number, note, by(Role.CUSTOMER, Door.MAIL))
    office.pass_until(wita("2027-01-08 16:00"))
    assert office.workshop.service.case(number).station == "deliver"
    assert not [what for _, what in to_customer(office) if what.startswith("remind")]


def test_everything_to_the_customer_is_one_thread_and_each_milestone_goes_out_once(
    office: Office,
) -> None:
    office.workshop.at("deliver")
    office.tick()
    office.pass_until(wita("2026-12-31 08:00"))
    posted = [one for one in office.workshop.google.mailbox.posted if CUSTOMER in one.mail.to]
    kinds = [one.mail.key.split(":")[2] for one in posted]
    assert kinds == [
        "receipt_mail",
        "mail.being_handled",
        "task.deliver",
        "remind.rest.20261217",
        "mail.closed",
    ]
    assert len({one.thread_id for one in posted}) == 1
    assert len({one.mail.subject for one in posted}) == 1
    assert all(one.mail.references for one in posted[1:])


@pytest.mark.parametrize("door", [door for door in Door if door is not Door.CLOCK])
@pytest.mark.parametrize("step", ["complete_info", "deliver"])
def test_only_the_clock_may_let_a_step_lapse(step: str, door: Door) -> None:
    case = story_at(step).case
    lapse = Lapse(step=step, visit=case.visit, reason="Lama.")
    who = By(role=Role.CUSTOMER, door=door)
    with pytest.raises(errors.NotYourStep):
        decide(case, lapse, who, case.since + timedelta(days=40))


@pytest.mark.parametrize("step", STOPS)
def test_the_clocks_way_out_is_no_choice_for_a_person(step: str) -> None:
    case = story_at(step).case
    assert case.step is not None
    lapse = case.step.lapse
    assert (lapse is not None) == (step in ("complete_info", "deliver"))
    if lapse is None:
        with pytest.raises(errors.UnknownOutcome):
            decide(case, Lapse(step=step, visit=case.visit, reason="x"), CLOCK, case.since)
        return
    command = Complete(step=step, outcome=lapse.key)
    with pytest.raises(errors.UnknownOutcome):
        decide(case, command, by(Role.CUSTOMER), case.since)
    assert lapse not in case.step.outcomes


def test_a_lapse_that_comes_after_the_answer_is_refused() -> None:
    story = story_at("complete_info")
    asked = story.case.visit
    story.finish()
    late = Lapse(step="complete_info", visit=asked, reason="Lama.")
    with pytest.raises(errors.AlreadyDone):
        decide(story.case, late, CLOCK, story.at)
