"""What the customer is promised: from receipt, and anew where the customer had the word."""

from integration.calendar_seed import shipped_calendar
from integration.sop.explain import in_words
from integration.sop.timing import promised
from tests.factories import received, story_at
from tests.reminders.conftest import Office, wita

CALENDAR = shipped_calendar()


def test_the_receipt_promises_what_the_sops_times_add_up_to() -> None:
    at = wita("2025-05-06 09:00")
    assert promised(received(at=at).case, CALENDAR) == wita("2025-05-16 11:25")  # domain.md 1.4


def test_what_the_office_needs_longer_for_does_not_move_the_promise() -> None:
    story = received()
    first = promised(story.case, CALENDAR)
    while story.case.station != "sign":
        story.finish()
    story.finish("tidak", reason="Nada surat kurang tepat.")
    assert promised(story.case, CALENDAR) == first


def test_while_data_are_awaited_nothing_is_promised_and_with_them_the_time_begins_anew() -> None:
    story = story_at("complete_info")
    assert promised(story.case, CALENDAR) is None
    story.at = wita("2026-12-01 08:50")
    story.finish()
    # 09:00 + 10 and 30 minutes, six working days over Wednesday the 9th, 30 minutes three times
    assert promised(story.case, CALENDAR) == wita("2026-12-09 11:10")


def test_data_that_never_came_leave_no_promise(office: Office) -> None:
    number = office.workshop.at("complete_info")
    office.pass_until(wita("2027-01-14 08:00"))
    case = office.workshop.service.case(number)
    assert case.final and promised(case, CALENDAR) is None


def test_a_reopened_complaint_is_promised_an_answer_from_the_reopening_on(office: Office) -> None:
    number = office.workshop.at("deliver")
    office.set(wita("2026-12-18 09:50"))
    office.workshop.finish(number, "not_satisfied", reason="Penyebabnya belum dijelaskan.")
    office.workshop.finish(number)
    office.workshop.work()
    mail = office.workshop.google.mailbox.to("tirta@usaha.example")[-1]
    # Friday 10:00 + 30 minutes, six working days over 24 and 25 December, three half hours
    promise = wita("2026-12-30 12:00")
    assert promised(office.workshop.service.case(number), CALENDAR) == promise
    assert f"paling lambat {in_words(promise)}" in mail.text
