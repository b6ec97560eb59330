"""The moments of a case: in working time, in order, of the right kind for the right person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.calendar_seed import shipped_calendar
from integration.reminders.plan import (
    Moment,
    Rhythm,
    asked,
    escalated,
    moments,
    superseded,
    waits,
)
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.notes import NoteLine
from integration.sop.rests import Rest
from tests.factories import STOPS, WORKER, story_at
from tests.reminders.conftest import wita

CALENDAR = shipped_calendar()
CASES = {step: story_at(step).case for step in STOPS}
ANY_MOMENT = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))


def since(step: str, text: str, **other: str) -> Case:
    """A case that has waited at `step` since a moment on the wall."""
    case = replace(CASES[step], since=wita(text))
    return replace(case, intake=replace(case.intake, **other))


def first(case: Case, count: int, rhythm: Rhythm | None = None) -> list[tuple[str, str, str]]:
    """(moment on the wall, kind, role) of the first moments."""
    found = islice(moments(case, CALENDAR, rhythm or Rhythm()), count)
    return [(f"{one.at:%Y-%m-%d %H:%M}", one.kind.value, one.to.value) for one in found]


@given(st.sampled_from(STOPS), ANY_MOMENT, st.floats(0.05, 0.95))
def test_moments_lie_in_working_time_after_the_step_began_and_in_order(
    step: str, began: datetime, share: float
) -> None:
    case = replace(CASES[step], since=began)
    found = list(islice(moments(case, CALENDAR, Rhythm(share=share)), 12))
    assert all(CALENDAR.is_open(one.at) for one in found)
    assert all(one.at > began for one in found)
    assert all(one.at <= other.at for one, other in pairwise(found))
    names = [(one.kind, one.n, one.to) for one in found]
    assert len(set(names)) == len(names), "a key names one moment"


@given(st.sampled_from(STOPS), ANY_MOMENT, st.timedeltas(timedelta(), timedelta(days=40)))
def test_asking_from_a_moment_on_gives_the_same_moments_without_the_earlier_ones(
    step: str, began: datetime, waited: timedelta
) -> None:
    case, now = replace(CASES[step], since=began), began + waited
    whole: list[Moment] = []
    for one in islice(moments(case, CALENDAR), 100):
        if one.at > now:
            whole.append(one)
    later = list(islice(moments(case, CALENDAR, after=now), 5))
    assert later == whole[: len(later)]


def test_half_of_the_working_time_left_and_at_the_limit_the_mornings_lists_do_the_rest() -> None:
    assert first(since("review", "2026-11-23 09:20"), 6) == [
        ("2026-11-23 14:05", "half", "group_head"),
        ("2026-11-24 09:20", "due", "group_head"),
    ]


def test_the_share_of_time_left_is_the_offices_to_choose() -> None:
    quarter = first(since("review", "2026-11-23 09:20"), 1, Rhythm(share=0.25))
    assert quarter == [("2026-11-23 15:58", "half", "group_head")]
    with pytest.raises(ValueError, match="between 0 and 1"):
        Rhythm(share=1.0)


def test_a_pause_moves_what_comes_after_it_and_counts_for_no_half() -> None:
    case = since("review", "2026-11-23 09:20")
    until = wita("2026-11-24 09:20")
    rest = Rest(why="signature", reason="x", by=WORKER, since=wita("2026-11-23 09:50"), until=until)
    assert first(replace(case, rests=(rest,)), 3) == [
        ("2026-11-24 13:35", "half", "group_head"),  # 30 minutes before the pause, 195 after it
        ("2026-11-25 08:50", "due", "group_head"),
    ]


def test_what_would_come_at_an_opening_is_left_to_that_mornings_list() -> None:
    assert first(since("dispose", "2026-11-27 16:00"), 2) == []


def test_a_moment_in_fridays_long_break_moves_to_its_end() -> None:
    assert first(since("dispose", "2026-11-27 11:00"), 1) == [("2026-11-27 13:00", "due", "head")]


def test_the_head_hears_of_a_late_step_from_the_morning_after_its_limit_never_of_his_own() -> None:
    (wait,) = waits(since("review", "2026-11-23 09:20"), CALENDAR)
    days = [date(2026, 11, day) for day in (23, 24, 25, 26)]
    assert [escalated(wait, day, CALENDAR) for day in days] == [False, False, True, True]
    (own,) = waits(since("sign", "2026-11-23 09:00"), CALENDAR)
    (customers,) = waits(since("deliver", "2026-11-23 09:00"), CALENDAR)
    assert not any(escalated(one, days[-1], CALENDAR) for one in (own, customers))


def test_the_customer_is_asked_for_data_twice_and_the_clock_ends_it_after_thirty_days() -> None:
    assert first(since("complete_info", "2026-11-23 09:00"), 9) == [
        ("2026-11-26 09:00", "rest", "customer"),
        ("2026-12-07 09:00", "rest", "customer"),
        ("2026-12-28 07:30", "close", "system"),
    ]


def test_the_reply_is_asked_about_once_and_counts_as_received_after_ten_working_days() -> None:
    assert first(since("deliver", "2026-11-23 09:00"), 9) == [
        ("2026-11-26 09:00", "rest", "customer"),
        ("2026-12-08 07:30", "close", "system"),
    ]


def test_a_customer_without_e_mail_is_the_desks_to_reach_so_nothing_counts_as_received() -> None:
    case = since("deliver", "2026-11-23 09:00", email="")
    assert asked(case) is Role.SERVICE_DESK
    assert first(case, 2) == [("2026-11-23 09:30", "due", "service_desk")]


def test_a_customer_who_wrote_about_the_reply_has_answered_and_the_desk_is_asked() -> None:
    case = since("deliver", "2026-11-23 09:00")
    note = NoteLine(text="Sudah.", kind="customer", by=WORKER, at=wita("2026-11-25 10:00"))
    case = replace(case, notes=(note,))
    assert first(case, 1) == [("2026-11-25 10:30", "due", "service_desk")]


def test_an_ended_case_has_no_moments() -> None:
    story = story_at("deliver")
    story.finish()
    assert story.case.final and list(moments(story.case, CALENDAR)) == []


def test_a_reminder_is_too_late_once_the_next_one_or_a_mornings_list_has_come() -> None:
    def ask(case: Case, at: str, now: str) -> bool:
        return superseded(
            case,
            CALENDAR,
            Rhythm(),
            visit=case.visit,
            to=asked(case),
            at=wita(at),
            now=wita(now),
        )

    review = since("review", "2026-11-23 09:20")
    assert not ask(review, "2026-11-23 14:05", "2026-11-23 16:00")
    assert ask(review, "2026-11-23 14:05", "2026-11-24 07:30")

    customers = since("complete_info", "2026-11-23 09:00")
    assert not ask(customers, "2026-11-26 09:00", "2026-11-27 07:30")
    assert ask(customers, "2026-11-26 09:00", "2026-12-07 09:00")
