"""The whole procedure on the calendar: the worked examples, and what `tanggap due` says."""

from datetime import datetime

import pytest

from integration.calendar_seed import shipped_calendar
from integration.due import due_lines, due_report
from integration.sop.calendar import Calendar, NaiveMoment
from integration.sop.deadlines import schedule
from integration.sop.standard import days, minutes
from integration.sop.table import STEPS

OFFICE = shipped_calendar()
NORMAL_HOURS = Calendar(OFFICE.zone, OFFICE.hours[:1], OFFICE.days_off)


@pytest.mark.parametrize("calendar", [OFFICE, NORMAL_HOURS], ids=["shipped", "normal hours"])
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-05-06T09:00", "2025-05-16T11:25"),  # Waisak and joint leave in between
        ("2025-05-09T16:20", "2025-05-22T09:45"),  # Friday, ten minutes before closing
        ("2026-03-13T10:00", "2026-03-30T13:25"),  # over Nyepi and Idul Fitri
        ("2025-12-23T15:50", "2026-01-06T09:45"),  # over Christmas and New Year
    ],
)
def test_the_worked_examples_of_the_domain_reference(
    received: str, due: str, calendar: Calendar
) -> None:
    report = due_report(f"{received}:00+08:00", calendar)
    assert report["total_due"] == f"{due}:00+08:00"


def test_ramadan_hours_move_a_case_that_normal_hours_would_not() -> None:
    received = "2026-02-25T14:50:00+08:00"  # Ramadan's Wednesday closes ten minutes later
    assert due_report(received)["steps"][0]["due"] == "2026-02-26T08:05:00+08:00"
    normal = due_report(received, NORMAL_HOURS)
    assert normal["steps"][0]["due"] == "2026-02-25T15:05:00+08:00"
    assert due_report(received)["total_due"] > normal["total_due"]


def test_each_step_starts_when_the_one_before_is_due_or_at_the_opening_after_it() -> None:
    start, end = (datetime.fromisoformat(f"2025-05-06T{t}:00+08:00") for t in ("15:45", "16:00"))
    first, second = schedule(start, [(1, minutes(15)), (2, minutes(10))], OFFICE)
    assert first.due == end
    assert second.starts == datetime.fromisoformat("2025-05-07T07:30:00+08:00")
    assert second.due == datetime.fromisoformat("2025-05-07T07:40:00+08:00")


def test_a_schedule_refuses_a_receipt_without_a_zone() -> None:
    with pytest.raises(NaiveMoment):
        schedule(datetime(2025, 5, 6, 9), [(1, days(1))], OFFICE)


def test_the_report_has_every_step_in_order_and_the_same_answer_from_any_zone() -> None:
    report = due_report("2025-05-06T01:00:00Z")
    assert report == due_report("2025-05-06T09:00:00+08:00") == due_report("2025-05-06 09:00+0800")
    assert [step["no"] for step in report["steps"]] == [step.no for step in STEPS]
    assert report["steps"][0] == {
        "no": 1,
        "starts": "2025-05-06T09:00:00+08:00",
        "due": "2025-05-06T09:15:00+08:00",
    }
    assert report["steps"][9]["due"] == report["total_due"]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("kemarin", "bukan waktu ISO"),
        ("", "bukan waktu ISO"),
        ("2025-02-30T09:00:00+08:00", "bukan waktu ISO"),
        ("2025-05-06T09:00:00", "zona waktu"),
        ("2025-05-06", "zona waktu"),
        ("9999-12-31T23:59:00+00:00", "di luar jangkauan"),
    ],
)
def test_what_is_not_an_iso_time_with_zone_is_refused_in_indonesian(typed: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        due_report(typed)


def test_the_lines_tell_every_step_every_gap_and_what_is_uncertain() -> None:
    text = "\n".join(due_lines("2025-05-09T20:20:00+08:00"))
    assert all(f"Langkah {step.no}. {step.short}" in text for step in STEPS)
    assert "Jumat, 9 Mei 2025 pukul 20.20 WITA sampai Senin, 12 Mei" in text  # before the opening
    assert "libur nasional Hari Raya Waisak" in text
    assert "cuti bersama Hari Raya Waisak" in text
    assert "belum dicocokkan dengan SKB" not in text
    assert "tahun 2027 belum dicocokkan dengan SKB" in "\n".join(
        due_lines("2026-12-29T09:00+08:00")
    )
