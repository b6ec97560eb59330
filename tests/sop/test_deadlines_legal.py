"""The clocks of the law: the day of receipt is day zero, the limit is the close of business."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integration.calendar_seed import shipped_calendar
from integration.sop.clocks import (
    ALWAYS,
    CLOCKS,
    DECISION,
    FIRST_RESPONSE,
    LAPOR_VERIFICATION,
    NOT_SUPERVISORY,
    SUPERVISORY,
    LegalClock,
)
from integration.sop.legal import legal_due, legal_dues

WITA = ZoneInfo("Asia/Makassar")
OFFICE = shipped_calendar()


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize("hour", ["00:01", "09:00", "23:59"])
def test_whatever_the_hour_of_receipt_fourteen_calendar_days_follow(hour: str) -> None:
    limit = legal_due(FIRST_RESPONSE, wita(f"2025-05-06 {hour}"), OFFICE)
    assert limit.due == limit.act_by == wita("2025-05-20 16:00")
    assert limit.warning is None


def test_the_day_of_receipt_is_the_offices_day_not_that_of_utc() -> None:
    received = datetime.fromisoformat("2025-05-05T22:30:00+00:00")  # 06:30 on the 6th in Samarinda
    assert legal_due(FIRST_RESPONSE, received, OFFICE).due == wita("2025-05-20 16:00")


def test_a_limit_on_a_holiday_is_shown_with_the_last_working_day_before_it() -> None:
    limit = legal_due(FIRST_RESPONSE, wita("2025-04-28 10:00"), OFFICE)  # Monday; 12 May is Waisak
    assert limit.due == wita("2025-05-12 16:30")
    assert limit.act_by == wita("2025-05-09 16:30")
    assert limit.warning == (
        "Batas Tanggapan pertama kepada pengadu (UU 25/2009) jatuh pada Senin, 12 Mei 2025 pukul "
        "16.30 WITA, saat kantor tutup karena libur nasional Hari Raya Waisak. Selesaikan paling "
        "lambat Jumat, 9 Mei 2025 pukul 16.30 WITA."
    )


def test_working_days_skip_weekend_holiday_and_joint_leave() -> None:
    limit = legal_due(LAPOR_VERIFICATION, wita("2025-05-08 09:00"), OFFICE)
    assert limit.due == wita("2025-05-15 16:00")  # 9, 14 and 15 May
    assert legal_due(LAPOR_VERIFICATION, wita("2025-05-10 09:00"), OFFICE).due == wita(
        "2025-05-16 16:30"
    )
    assert legal_due(SUPERVISORY, wita("2025-05-06 09:00"), OFFICE).due == wita("2025-08-07 16:00")


def test_closing_is_that_of_the_day_in_ramadan_too() -> None:
    limit = legal_due(LAPOR_VERIFICATION, wita("2026-02-20 09:00"), OFFICE)
    assert limit.due == wita("2026-02-25 15:00")


def test_only_the_decision_waits_for_the_complete_file() -> None:
    received, complete = wita("2025-05-06 09:00"), wita("2025-05-20 10:00")
    response, decision = legal_dues(received, OFFICE, complete_at=complete)
    assert response.due == wita("2025-05-20 16:00")
    assert decision.due == wita("2025-07-19 16:30")  # a Saturday
    assert decision.act_by == wita("2025-07-18 16:30")
    assert "akhir pekan" in (decision.warning or "")
    assert legal_dues(received, OFFICE)[1].due.date() == wita("2025-07-05 00:00").date()


def test_the_limits_of_the_law_are_there_each_with_its_source() -> None:
    assert [(c.days, c.unit) for c in ALWAYS] == [(14, "calendar"), (60, "calendar")]
    assert {c.days for c in CLOCKS if c.unit == "working"} == {3, 5, 14, 60}
    assert all(clock.source and clock.label for clock in CLOCKS)
    assert len({clock.key for clock in CLOCKS}) == len(CLOCKS)
    assert DECISION.from_complete_file


def test_the_office_may_configure_clocks_of_its_own_but_none_without_a_day() -> None:
    promise = LegalClock("promise", "Janji layanan", 2, "working", "Maklumat pelayanan")
    (limit,) = legal_dues(wita("2025-05-09 09:00"), OFFICE, clocks=[promise])
    assert limit.due == wita("2025-05-15 16:00")
    with pytest.raises(ValueError, match="at least one day"):
        LegalClock("none", "-", 0, "working", "-")


def test_a_clock_that_rests_does_not_count_the_days_on_which_papers_are_waited_for() -> None:
    received = wita("2025-05-05 09:00")  # Monday
    asked, came = wita("2025-05-07 10:00").date(), wita("2025-05-20 10:00").date()
    plain = legal_due(NOT_SUPERVISORY, received, OFFICE)
    # The 6th and 7th count; counting goes on with the day after the papers came.
    limit = legal_due(NOT_SUPERVISORY, received, OFFICE, [(asked, came)])
    days = [d for d in _days(received, limit.due) if OFFICE.is_working_day(d)]
    assert len(days) - len([d for d in days if asked < d <= came]) == NOT_SUPERVISORY.days
    assert limit.due > plain.due
    same_day = [(asked, asked)]
    assert legal_due(NOT_SUPERVISORY, received, OFFICE, same_day).due == plain.due
    first = legal_due(FIRST_RESPONSE, received, OFFICE, [(asked, came)])
    assert first.due == legal_due(FIRST_RESPONSE, received, OFFICE).due


def _days(since: datetime, until: datetime) -> list[date]:
    count = (until.date() - since.date()).days
    return [since.date() + timedelta(days=n) for n in range(1, count + 1)]
