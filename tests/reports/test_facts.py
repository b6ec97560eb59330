"""The fact tables against one small history reckoned by hand."""

import pandas as pd
import pytest

from integration.calendar_seed import shipped_calendar
from integration.reports import facts
from tests.factories import ANSWERS
from tests.reports.diary import Diary, wita


def rows(table: pd.DataFrame) -> list[tuple[str, float, bool]]:
    return [
        (row["step"], row["minutes"], row["late"])
        for row in table.sort_values(["ended", "began"]).to_dict("records")
    ]


def test_each_finished_step_has_its_working_minutes_and_is_late_or_not(diary, whole_case):
    assert rows(diary.facts().steps) == [
        ("submit", 0, False),
        ("triage", 10, False),  # 10 minutes are the standard: on the minute is on time
        ("dispose", 31, True),
        ("review", 450, False),  # the same clock time on the next working day
        ("cause", 120, False),
        ("actions", 229, False),  # 19 before noon, 180 after, 30 the next morning
        ("verify", 1351, True),  # three working days and a minute, a weekend between
        ("draft", 20, False),
        ("sign", 8, False),  # from the moment the letter could be read
        ("draft", 20, False),
        ("sign", 9, False),
        ("records", 20, False),
        ("deliver", 10, False),
    ]


def test_a_case_knows_its_lead_time_and_what_it_was_about(diary, whole_case):
    (case,) = diary.facts().cases.to_dict("records")

    assert case["register_no"] == whole_case
    # 360 on Monday, four days of 450, 120 on the last morning
    assert case["lead_minutes"] == 360 + 4 * 450 + 120
    assert case["lead_days"] == 7
    assert case["response_minutes"] == 10
    assert case["first_response"] == wita("23 09:10")
    assert case["answered"] == wita("30 09:20")
    assert case["ended"] == wita("30 09:30")
    assert (case["returns"], case["reopened"]) == (1, 0)
    assert (case["channel"], case["service"]) == ("website", "Pengujian")
    assert (case["group"], case["classification"]) == ("Pengujian", "complaint")
    assert case["root_cause"] == ANSWERS["cause"][1]["root_cause"]
    assert case["reference_no"] == "LHU 0123/2026"
    assert case["status"] == "Selesai"


def test_a_late_step_carries_what_staff_noted_while_it_was_open(diary, whole_case):
    steps = diary.facts().steps.set_index("step")

    assert steps.loc["verify", "remark"] == "Suku cadang baru tiba hari Jumat."
    assert steps.loc["verify", "minutes_over"] == 1
    assert steps.loc["dispose", "remark"] == ""


def test_what_is_due_at_closing_is_late_the_next_morning(diary):
    on_time, late = diary.receive("23 15:50"), diary.receive("23 15:50")
    diary.finish(on_time, "23 16:00")
    diary.finish(late, "24 07:30")

    steps = diary.facts().steps
    triage = steps[steps["step"] == "triage"].set_index("register_no")

    assert not triage.loc[on_time, "late"]
    assert triage.loc[late, "late"]
    # Between closing and opening no working minute passes.
    assert triage.loc[late, "minutes"] == triage.loc[on_time, "minutes"] == 10


def test_while_data_are_awaited_the_clock_rests(diary):
    number = diary.receive("23 09:00")
    diary.finish(number, "23 09:05", "awaiting_info", reason="Nomor order belum ada.")
    diary.finish(number, "26 09:05")
    diary.finish(number, "26 09:15", "praise", reason="Terima kasih.")

    told = diary.facts()

    assert rows(told.steps)[1:] == [
        ("triage", 5, False),
        ("complete_info", 3 * 450, False),
        ("triage", 10, False),
    ]
    (case,) = told.cases.to_dict("records")
    assert case["lead_minutes"] == 15
    assert case["response_minutes"] == 5


def test_an_open_case_is_overdue_once_its_due_moment_has_passed(diary):
    diary.receive("23 09:00")

    def overdue(now: str) -> bool:
        return bool(diary.facts(now).cases["overdue"].iloc[0])

    assert not overdue("23 09:10")
    assert overdue("23 09:11")


def test_words_of_a_confidential_case_stay_out_of_the_tables(diary):
    number = diary.receive("23 09:00", confidentiality="confidential")
    diary.through(number, "23 09:05", until="verify", root_cause="Pak Contoh lupa.")

    (case,) = diary.facts().cases.to_dict("records")

    assert case["root_cause"] == facts.PRIVATE


@pytest.mark.parametrize("size", [1, 2, 500])
def test_the_size_of_a_batch_changes_nothing(diary: Diary, monkeypatch, size):
    numbers = [diary.receive(f"23 09:0{n}") for n in range(5)]
    monkeypatch.setattr(facts, "BATCH", size)
    told: list[tuple[int, int]] = []

    read = facts.read(
        diary.service.database,
        shipped_calendar(),
        wita("23 10:00"),
        progress=lambda done, total: told.append((done, total)),
    )

    assert list(read.cases["register_no"]) == numbers
    assert told[-1] == (5, 5)


def test_what_ended_before_the_period_is_left_out(diary, whole_case):
    waiting = diary.receive("23 10:00")
    read = facts.read(
        diary.service.database, shipped_calendar(), wita("12-20 09:00"), since=wita("12-01 00:00")
    )

    assert list(read.cases["register_no"]) == [waiting]
    assert read.steps.empty
