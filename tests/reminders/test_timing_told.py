"""The law's clocks of a case, and the account of every step's time."""

from dataclasses import replace

from integration.calendar_seed import shipped_calendar
from integration.clock import WITA
from integration.sop.clocks import FIRST_RESPONSE
from integration.sop.timing import due_at, explained, legal
from tests.factories import received, story_at
from tests.reminders.conftest import wita

CALENDAR = shipped_calendar()


def test_every_case_has_the_two_clocks_of_the_law_counted_from_receipt() -> None:
    dues = {one.clock.key: f"{one.due:%Y-%m-%d %H:%M}" for one in legal(received().case, CALENDAR)}
    assert dues == {"first_response": "2026-12-07 16:00", "decision": "2027-01-22 16:30"}


def test_class_and_channel_add_the_clocks_that_are_theirs() -> None:
    case = story_at("dispose", channel="lapor").case
    assert [one.clock.key for one in legal(case, CALENDAR)] == [
        "first_response",
        "decision",
        "lapor_verification",
        "lapor_follow_up",
        "not_supervisory",
    ]
    assert [one.clock.key for one in legal(case, CALENDAR, [FIRST_RESPONSE])] == ["first_response"]


def test_the_decision_has_no_limit_while_the_file_is_incomplete_and_then_starts_anew() -> None:
    story = story_at("complete_info")
    assert [one.clock.key for one in legal(story.case, CALENDAR)] == ["first_response"]
    story.at = wita("2026-11-30 08:50")
    story.finish()
    decision = next(one for one in legal(story.case, CALENDAR) if one.clock.key == "decision")
    assert decision.counted_from == wita("2026-11-30 09:00").date()
    first = next(one for one in legal(story.case, CALENDAR) if one.clock.key == "first_response")
    assert first.counted_from == story.case.received_at.astimezone(WITA).date()


def test_each_finished_step_and_the_open_one_says_what_was_counted_and_what_skipped() -> None:
    case = replace(story_at("review").case, since=wita("2026-11-27 15:30"))
    told = explained(case, CALENDAR)
    assert [one.no for one in told] == [2, 3, 4]
    triage, _, review = told
    assert (triage.used, triage.ended is not None) == (10, True)
    assert review.ended is None and review.used is None
    assert review.due == due_at(case, CALENDAR) == wita("2026-11-30 15:30")
    assert [(one.what, one.reason) for one in review.counted] == [
        ("counted", "jam kerja"),
        ("skipped", "akhir pekan"),
        ("counted", "jam kerja"),
        ("skipped", "istirahat"),
        ("counted", "jam kerja"),
    ]
    assert review.counted[0].since == wita("2026-11-27 15:30")
    assert review.counted[-1].until == review.due


def test_a_stop_whose_clock_rests_says_so_instead_of_counting() -> None:
    waiting = explained(story_at("complete_info").case, CALENDAR)[-1]
    assert waiting.due is None and waiting.counted == ()
    assert "berhenti" in waiting.how
