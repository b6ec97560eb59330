"""Pauses of a step's clock: who may order one, what it moves, when it is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.calendar_seed import shipped_calendar
from integration.history import told
from integration.sop import errors
from integration.sop.actors import Door, Role
from integration.sop.clocks import FIRST_RESPONSE
from integration.sop.commands import GoOn, Note, Pause, Withdraw
from integration.sop.explain import in_words
from integration.sop.timing import due_at, explained, is_late, legal, promised
from tests.factories import STOPS, Story, by, story_at
from tests.reminders.conftest import wita

CALENDAR = shipped_calendar()
STAFF = [step for step in STOPS if step not in ("complete_info", "deliver")]


def waits(story: Story, why: str = "signature", until: str = "2026-11-26 00:00") -> Pause:
    return Pause(why=why, reason="TTE terkendala.", until=wita(until))


def paused(step: str, at: str = "2026-11-23 10:50", **said: str) -> Story:
    """A case at `step`, whose actor pauses its clock ten minutes after `at`."""
    story = story_at(step)
    story.case = replace(story.case, since=wita("2026-11-23 09:00"))
    story.at = wita(at)
    assert story.case.step is not None
    story.do(waits(story, **said), by(story.case.step.actor))
    return story


@pytest.mark.parametrize("step", STAFF)
@pytest.mark.parametrize("role", Role)
def test_whoever_the_step_belongs_to_or_the_head_may_pause_it(step: str, role: Role) -> None:
    story = story_at(step)
    assert story.case.step is not None
    story.at = wita("2026-11-23 11:00")
    if role in (story.case.step.actor, Role.HEAD):
        assert story.do(waits(story), by(role)).resting(story.at) is not None
    else:
        with pytest.raises(errors.NotYourStep):
            story.do(waits(story), by(role, person="siapa@balai.example"))


@pytest.mark.parametrize("step", ["complete_info", "deliver"])
def test_where_the_customer_is_waited_for_anyway_there_is_nothing_to_pause(step: str) -> None:
    story = story_at(step)
    with pytest.raises(errors.NoClock):
        story.do(waits(story), by(Role.HEAD))


def test_an_ended_case_has_no_clock_to_pause() -> None:
    story = story_at("deliver")
    story.finish()
    with pytest.raises(errors.Closed):
        story.do(waits(story), by(Role.HEAD))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"reason": "  "}, errors.Missing),
        ({"why": "holiday"}, errors.NotAChoice),
        ({"until": wita("2026-11-23 09:00")}, errors.BadPause),
        ({"until": wita("2026-12-24 00:00")}, errors.BadPause),
    ],
)
def test_a_pause_has_a_reason_something_awaited_and_an_end_within_thirty_days(
    wrong: dict[str, object], refusal: type[errors.SopError]
) -> None:
    story = story_at("review")
    with pytest.raises(refusal):
        story.do(replace(waits(story), **wrong), by(Role.GROUP_HEAD))  # type: ignore[arg-type]


def test_the_limit_moves_by_the_working_time_that_the_pause_took() -> None:
    story = paused("review")
    # One day of 450 minutes: 120 on Monday from 09:00 to 11:00, the other 330 on Thursday.
    assert due_at(story.case, CALENDAR) == wita("2026-11-26 14:00")
    assert due_at(replace(story.case, rests=()), CALENDAR) == wita("2026-11-24 09:00")


def test_going_on_earlier_gives_back_only_what_was_waited() -> None:
    story = paused("review")
    story.at = wita("2026-11-23 13:50")
    story.do(GoOn(), by(Role.GROUP_HEAD))
    assert due_at(story.case, CALENDAR) == wita("2026-11-24 11:00")
    with pytest.raises(errors.NotResting):
        story.do(GoOn(), by(Role.GROUP_HEAD))


def test_a_pause_that_comes_after_the_limit_does_not_undo_being_late() -> None:
    story = paused("dispose", at="2026-11-23 10:50")
    assert is_late(story.case, CALENDAR, wita("2026-11-23 12:00"))
    assert due_at(story.case, CALENDAR) == wita("2026-11-23 09:30")


def test_the_laws_clocks_run_on() -> None:
    story = paused("review", until="2026-12-20 00:00")
    before = [one.due for one in legal(replace(story.case, rests=()), CALENDAR)]
    assert [one.due for one in legal(story.case, CALENDAR)] == before
    assert legal(story.case, CALENDAR, [FIRST_RESPONSE])[0].due == wita("2026-12-07 16:00")


def test_the_steps_end_ends_the_pause_and_the_next_step_is_not_paused() -> None:
    story = paused("review")
    story.at = wita("2026-11-24 08:50")
    story.finish()
    assert story.case.rests[-1].until == wita("2026-11-24 09:00")
    assert due_at(story.case, CALENDAR) == wita("2026-11-25 09:00")
    done = story.case.completions[-1]
    assert story.case.rested(done.began, done.at) == [
        (wita("2026-11-23 11:00"), wita("2026-11-24 09:00"))
    ]


def test_a_second_pause_takes_the_place_of_the_first() -> None:
    story = paused("review")
    story.at = wita("2026-11-23 12:50")
    story.do(waits(story, until="2026-11-24 00:00"), by(Role.HEAD))
    assert [one.until for one in story.case.rests] == [
        wita("2026-11-23 13:00"),
        wita("2026-11-24 00:00"),
    ]
    assert due_at(story.case, CALENDAR) == wita("2026-11-24 14:00")


def test_withdrawing_ends_it() -> None:
    story = paused("review")
    story.do(Withdraw(reason="Dicabut."), by(Role.SERVICE_DESK))
    assert story.case.resting(story.at + timedelta(minutes=1)) is None


def test_the_customer_who_was_waited_for_ends_the_wait_by_writing_and_both_are_told() -> None:
    story = paused("review", why="customer")
    mail = by(Role.CUSTOMER, Door.MAIL)
    story.at = wita("2026-11-24 08:50")
    story.do(Note(text="Contohnya saya kirim besok.", kind="customer"), mail)
    assert story.case.resting(story.at) is None
    assert story.asked_for() == ["mail.customer_wrote", "mail.awaited_came"]
    assert [effect.data["to"] for effect in story.effects] == ["service_desk", "group_head"]
    story.do(Note(text="Sudah.", kind="customer"), mail)
    assert story.asked_for() == ["mail.customer_wrote"]


def test_a_customers_mail_does_not_end_the_wait_for_a_signature() -> None:
    story = paused("review")
    story.do(Note(text="Bagaimana?", kind="customer"), by(Role.CUSTOMER, Door.MAIL))
    assert story.case.resting(story.at) is not None
    assert story.asked_for() == ["mail.customer_wrote"]


def test_waiting_for_the_customer_moves_the_promise_waiting_for_others_does_not() -> None:
    without = promised(story_at("review").case, CALENDAR)
    assert promised(paused("review").case, CALENDAR) == without
    moved = promised(paused("review", why="customer").case, CALENDAR)
    assert without is not None and moved is not None
    assert CALENDAR.minutes_between(without, moved) == 4 * 60 + 2 * 450


def test_the_account_names_reason_and_person_and_adds_up() -> None:
    story = paused("review")
    step = explained(story.case, CALENDAR)[-1]
    skipped = [one.sentence for one in step.counted if "jeda" in one.reason]
    assert len(skipped) == 1
    assert "1140 menit kerja tidak dihitung karena jeda: Menunggu tanda tangan: TTE" in skipped[0]
    assert "oleh pengujian@balai.example" in skipped[0]
    assert step.due == due_at(story.case, CALENDAR)
    assert step.counted[-1].until == step.due


def test_the_history_says_until_when_and_why() -> None:
    story = paused("review")
    said = told(story.events[-1])
    assert in_words(wita("2026-11-26 00:00")) in said and "TTE terkendala." in said
    story.do(GoOn(), by(Role.GROUP_HEAD))
    assert told(story.events[-1]) == "Waktu langkah berjalan kembali"
