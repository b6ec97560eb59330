"""The shipped calendar against the decrees, as the domain reference lists them."""

from datetime import date, timedelta

import pytest

from integration.calendar_seed import days_off, shipped_calendar

PUBLIC = {
    2025: "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12",
    2026: "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12",
    2027: "1/1 5/1 6/2 8/3 10/3 11/3 26/3 28/3 1/5 6/5 17/5 20/5 1/6 6/6 15/8 17/8 25/12 26/12",
}
JOINT_LEAVE = {
    2025: "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12",
    2026: "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12",
    2027: "5/2 9/3 12/3 15/3 25/3 18/5 19/5 24/12",
}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_day_off_is_the_decrees_and_no_other(year: int) -> None:
    for kind, listed in (("public", PUBLIC[year]), ("joint_leave", JOINT_LEAVE[year])):
        found = [off.day for off in days_off(year, year) if off.kind == kind]
        assert " ".join(f"{day.day}/{day.month}" for day in found) == listed


@pytest.mark.parametrize(("year", "working_days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_the_number_of_working_days_in_a_year(year: int, working_days: int) -> None:
    every_day = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(map(shipped_calendar().is_working_day, every_day)) == working_days


def test_only_years_compared_with_a_decree_are_certain_and_each_day_names_its_source() -> None:
    calendar = shipped_calendar()
    assert [y for y in range(2024, 2030) if not calendar.is_provisional(y)] == [2025, 2026]
    for off in calendar.days_off:
        assert off.provisional == (off.day.year not in (2025, 2026))
        assert ("SKB 3 Menteri" in off.source) == (not off.provisional)
        assert "holidays" in off.source


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 3, 1), date(2025, 3, 30)),
        (date(2026, 2, 19), date(2026, 3, 20)),
        (date(2027, 2, 8), date(2027, 3, 9)),
    ],
)
def test_ramadan_hours_hold_from_the_first_to_the_last_day(first: date, last: date) -> None:
    (hours,) = (each for each in shipped_calendar().hours if each.valid_from == first)
    assert hours.valid_to == last
    assert "Ramadan" in hours.label
    assert not hours.cover(first - timedelta(days=1))
    assert hours.cover(last)


def test_a_week_has_the_hours_of_the_presidential_regulation() -> None:
    for hours, monday_to_thursday, friday in zip(
        shipped_calendar().hours[:2], (450, 390), (450, 390), strict=True
    ):
        lengths = [
            sum((b.hour - a.hour) * 60 + b.minute - a.minute for a, b in hours.week[weekday])
            for weekday in range(5)
        ]
        assert lengths == [monday_to_thursday] * 4 + [friday]
