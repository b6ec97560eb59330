"""The rules of working time, one paragraph each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.calendar_seed import shipped_calendar
from integration.sop.calendar import Calendar, DayOff, NaiveMoment, NeverOpen, OfficeHours
from integration.sop.standard import Standard, days, minutes

WITA = ZoneInfo("Asia/Makassar")
OFFICE = shipped_calendar()

anytime = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1), timezones=st.just(WITA))
a_span = st.timedeltas(timedelta(0), timedelta(days=20))


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def hours_of(week: dict[int, tuple[tuple[time, time], ...]]) -> OfficeHours:
    return OfficeHours(None, None, "uji", week)


def test_standards_print_as_the_sop_has_them_and_refuse_nonsense() -> None:
    assert (str(minutes(30)), str(days(1))) == ("30 menit", "1 hari")
    with pytest.raises(ValueError, match="negative"):
        minutes(-1)
    with pytest.raises(ValueError, match="not in both"):
        Standard(minutes=5, days=1)


def test_the_office_is_open_at_opening_and_closed_at_closing_sharp() -> None:
    assert not OFFICE.is_open(wita("2025-05-06 07:29:59"))
    assert OFFICE.is_open(wita("2025-05-06 07:30"))
    assert OFFICE.is_open(wita("2025-05-06 15:59:59"))
    assert not OFFICE.is_open(wita("2025-05-06 16:00"))


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2025-05-06 09:00", "2025-05-06 09:00"),  # Tuesday, open
        ("2025-05-06 12:00", "2025-05-06 13:00"),  # its break
        ("2025-05-09 11:30", "2025-05-09 13:00"),  # Friday, the longer break
        ("2025-05-06 16:00", "2025-05-07 07:30"),  # closing sharp
        ("2025-05-09 16:30", "2025-05-14 07:30"),  # weekend, Waisak, joint leave
        ("2026-02-18 20:00", "2026-02-19 08:00"),  # first day of Ramadan
    ],
)
def test_the_next_opening(asked: str, opens: str) -> None:
    assert OFFICE.next_opening(wita(asked)) == wita(opens)


def test_minutes_that_end_at_closing_are_due_at_closing_not_the_next_morning() -> None:
    assert OFFICE.due(wita("2025-05-06 15:30"), minutes(30)) == wita("2025-05-06 16:00")
    assert OFFICE.due(wita("2025-05-06 11:30"), minutes(30)) == wita("2025-05-06 12:00")
    assert OFFICE.due(wita("2025-05-06 15:30"), minutes(31)) == wita("2025-05-07 07:31")


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2025-05-06 09:55", 1, "2025-05-07 09:55"),
        ("2025-05-07 09:55", 3, "2025-05-14 09:55"),  # over weekend, Waisak, joint leave
        ("2025-05-08 11:45", 1, "2025-05-09 13:00"),  # Friday's break has begun
        ("2025-05-02 16:15", 1, "2025-05-06 07:30"),  # Monday closes before 16:15
        ("2025-05-02 16:00", 1, "2025-05-05 16:00"),  # exactly at Monday's closing
        ("2026-02-18 15:30", 1, "2026-02-20 08:00"),  # Ramadan's Thursday closes at 15:00
        ("2026-02-18 07:40", 1, "2026-02-19 08:00"),  # and opens at 08:00
        ("2025-05-10 10:00", 1, "2025-05-15 07:30"),  # handed in on a Saturday
    ],
)
def test_a_day_is_the_same_clock_time_one_working_day_later(start: str, n: int, due: str) -> None:
    assert OFFICE.due(wita(start), days(n)) == wita(due)


def test_ramadan_hours_override_the_normal_ones_because_they_come_later() -> None:
    assert OFFICE.intervals(date(2026, 3, 17)) == (
        (wita("2026-03-17 08:00"), wita("2026-03-17 12:00")),
        (wita("2026-03-17 12:30"), wita("2026-03-17 15:00")),
    )
    normal = Calendar(OFFICE.zone, OFFICE.hours[:1], OFFICE.days_off)
    assert normal.intervals(date(2026, 3, 17))[0][0] == wita("2026-03-17 07:30")


def test_a_day_off_has_no_intervals_and_every_name_it_carries() -> None:
    day = date(2026, 7, 1)
    calendar = Calendar(
        OFFICE.zone,
        OFFICE.hours,
        (DayOff(day, "local", "Pemadaman", "edaran"), DayOff(day, "public", "Pilkada", "Keppres")),
    )
    assert calendar.intervals(day) == ()
    assert [off.name for off in calendar.off_on(day)] == ["Pemadaman", "Pilkada"]
    assert calendar.is_working_day(date(2026, 7, 2))


def test_moments_come_in_any_zone_and_leave_in_the_offices() -> None:
    utc = datetime(2025, 5, 6, 1, 0, tzinfo=UTC)
    due = OFFICE.due(utc, minutes(15))
    assert due.isoformat() == "2025-05-06T09:15:00+08:00"
    assert OFFICE.day_of(datetime(2025, 5, 5, 22, 30, tzinfo=UTC)) == date(2025, 5, 6)


def test_a_moment_without_a_zone_is_refused_everywhere() -> None:
    naive, aware = datetime(2025, 5, 6, 9), wita("2025-05-06 09:00")
    asks: tuple[Callable[[], object], ...] = (
        lambda: OFFICE.is_open(naive),
        lambda: OFFICE.next_opening(naive),
        lambda: OFFICE.due(naive, minutes(15)),
        lambda: OFFICE.add_days(naive, 1),
        lambda: OFFICE.minutes_between(aware, naive),
        lambda: OFFICE.due(aware, minutes(15), [(naive, aware)]),
    )
    for ask in asks:
        with pytest.raises(NaiveMoment):
            ask()


def test_a_pause_gives_its_working_minutes_back_and_no_others() -> None:
    start = wita("2025-05-06 09:00")
    lunch = [(wita("2025-05-06 12:00"), wita("2025-05-06 13:00"))]
    assert OFFICE.due(start, minutes(240), lunch) == OFFICE.due(start, minutes(240))
    waiting = [(wita("2025-05-06 11:00"), wita("2025-05-07 09:00"))]
    assert OFFICE.due(start, minutes(180), waiting) == wita("2025-05-07 10:00")
    assert OFFICE.due(start, days(1), waiting) == wita("2025-05-07 15:30")


def test_overlapping_pauses_count_once_and_a_pause_after_the_limit_does_not_matter() -> None:
    start = wita("2025-05-06 09:00")
    twice = [
        (wita("2025-05-06 09:10"), wita("2025-05-06 09:40")),
        (wita("2025-05-06 09:30"), wita("2025-05-06 09:50")),
        (wita("2025-05-06 14:00"), wita("2025-05-06 15:00")),
    ]
    assert OFFICE.due(start, minutes(30), twice) == wita("2025-05-06 10:10")
    assert OFFICE.minutes_between(start, wita("2025-05-06 10:10"), twice) == 30


def test_working_days_are_found_forwards_and_backwards() -> None:
    assert OFFICE.working_day_after(date(2025, 5, 9), 1) == date(2025, 5, 14)
    assert OFFICE.last_working_day(date(2025, 5, 13)) == date(2025, 5, 9)
    assert OFFICE.last_working_day(date(2025, 5, 14)) == date(2025, 5, 14)


def test_far_years_and_long_spans_are_answered_too() -> None:
    assert OFFICE.due(wita("2061-01-03 09:00"), days(1)) == wita("2061-01-04 09:00")
    assert OFFICE.due(wita("1999-01-04 09:00"), minutes(60)) == wita("1999-01-04 10:00")
    long = OFFICE.add_minutes(wita("2025-05-06 09:00"), 450 * 5000)
    assert OFFICE.minutes_between(wita("2025-05-06 09:00"), long) == 450 * 5000


def test_an_office_shut_for_years_is_searched_backwards_and_forwards() -> None:
    week = OFFICE.hours[0].week
    before = OfficeHours(None, date(2017, 12, 29), "sebelum pindah", week)
    after = OfficeHours(date(2031, 1, 2), None, "sesudah pindah", week)
    moving = Calendar("Asia/Makassar", (before, after))
    assert moving.last_working_day(date(2026, 1, 1)) == date(2017, 12, 29)
    assert moving.next_opening(wita("2026-01-01 09:00")) == wita("2031-01-02 07:30")
    assert moving.working_day_after(date(2017, 12, 29), 1) == date(2031, 1, 2)


def test_an_office_that_never_opens_says_so() -> None:
    shut = Calendar("Asia/Makassar", (hours_of({}),))
    asks: tuple[Callable[[], object], ...] = (
        lambda: shut.next_opening(wita("2025-05-06 09:00")),
        lambda: shut.due(wita("2025-05-06 09:00"), minutes(1)),
        lambda: shut.due(wita("2025-05-06 09:00"), days(1)),
        lambda: shut.last_working_day(date(2025, 5, 6)),
    )
    for ask in asks:
        with pytest.raises(NeverOpen):
            ask()
    closed_for_good = OfficeHours(None, date(2025, 12, 31), "lama", OFFICE.hours[0].week)
    with pytest.raises(NeverOpen):
        Calendar("Asia/Makassar", (closed_for_good,)).due(wita("2025-12-31 15:50"), minutes(30))


def test_hours_that_overlap_or_run_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        hours_of({0: ((time(12), time(8)),)})
    with pytest.raises(ValueError, match="overlap"):
        hours_of({0: ((time(8), time(12)), (time(11), time(16)))})
    with pytest.raises(ValueError, match="no weekday"):
        hours_of({7: ((time(8), time(12)),)})


@settings(max_examples=150, deadline=None)
@given(start=anytime, n=st.integers(0, 5000))
def test_the_minutes_between_start_and_limit_are_the_standard(start: datetime, n: int) -> None:
    assert OFFICE.minutes_between(start, OFFICE.add_minutes(start, n)) == n


@settings(max_examples=150, deadline=None)
@given(moments=st.lists(anytime, min_size=2, max_size=6), n=st.integers(0, 4))
def test_who_starts_later_is_never_due_earlier(moments: list[datetime], n: int) -> None:
    for earlier, later in pairwise(sorted(moments)):
        assert OFFICE.add_minutes(earlier, n * 60) <= OFFICE.add_minutes(later, n * 60)
        assert OFFICE.add_days(earlier, n) <= OFFICE.add_days(later, n)


@settings(max_examples=150, deadline=None)
@given(start=anytime, n=st.integers(1, 5), before=a_span, length=a_span)
def test_a_pause_never_brings_a_limit_forward(
    start: datetime, n: int, before: timedelta, length: timedelta
) -> None:
    pause = [(start + before, start + before + length)]
    for standard in (minutes(90 * n), days(n)):
        assert OFFICE.due(start, standard, pause) >= OFFICE.due(start, standard)
    assert OFFICE.minutes_between(start, OFFICE.add_minutes(start, n, pause), pause) == n
