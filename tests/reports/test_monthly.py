"""The month's figures against histories small enough to reckon by hand."""

import pytest

from integration.calendar_seed import shipped_calendar
from integration.reports import facts, monthly
from integration.reports.period import Month
from tests.reports.diary import NOVEMBER, Diary, wita


def step(told: dict, key: str) -> dict:
    return next(row for row in told["steps"] if row["key"] == key)


def row(told: dict, by: str, key: str) -> dict:
    return next(row for row in told["by"][by] if row["key"] == key)


def repeats(told: dict) -> list[tuple[str, str, list[str]]]:
    return [(one["by"], one["label"], one["register_nos"]) for one in told["recurrence"]]


def test_each_step_stands_beside_its_standard(diary, whole_case):
    # A second complaint, sorted after 30 minutes instead of ten, then praise after all.
    other = diary.receive("24 10:00")
    diary.finish(other, "24 10:30", "praise", reason="Terima kasih.")

    told = diary.report()

    assert step(told, "triage") == {
        "no": 2,
        "key": "triage",
        "name": "Menerima dan memilah keluhan",
        "extension": False,
        "standard": "10 menit",
        "standard_minutes": 10,
        "count": 2,
        "median_minutes": 20.0,
        "p90_minutes": 28.0,
        "late": 1,
        "on_time_share": 0.5,
    }
    assert step(told, "verify")["standard"] == "3 hari"
    assert step(told, "verify")["late"] == 1
    assert step(told, "draft")["count"] == 2
    assert step(told, "complete_info") | {"count": 0, "late": 0, "standard": ""} == step(
        told, "complete_info"
    )


def test_the_totals_of_a_month(diary, whole_case):
    waiting = diary.receive("30 15:00")

    told = diary.report(now="12-01 08:00")

    assert told["totals"] == {
        "received": 2,
        "ended": 1,
        "answered": 1,
        "answered_late": 0,
        "answered_on_time_share": 1.0,
        "open_now": 1,
        "overdue_now": 1,
        # Steps 2 to 9, the number and signed letter among them, two drafts and two decisions.
        "steps_done": 11,
        "steps_late": 2,
        "steps_on_time_share": 0.8182,
        "returns": 1,
        "reopened": 0,
        "median_lead_minutes": 2280.0,
        "median_lead_days": 7.0,
        "median_response_minutes": 10.0,
    }
    (open_case,) = told["open"]
    assert (open_case["register_no"], open_case["step"]) == (waiting, 2)
    assert open_case["due"] == "2026-11-30T15:10:00+08:00"
    # 50 minutes until the office closed, 30 since it opened this morning
    assert (open_case["overdue"], open_case["minutes_over"]) == (True, 80)


def test_late_steps_are_listed_with_what_was_noted(diary, whole_case):
    dispose, verify = sorted(diary.report()["late"], key=lambda one: one["step"])

    assert (dispose["step"], dispose["minutes_over"], dispose["remark"]) == (3, 1, "")
    assert (verify["step"], verify["remark"]) == (7, "Suku cadang baru tiba hari Jumat.")
    assert verify["due"] == "2026-11-30T08:00:00+08:00"
    assert verify["ended"] == "2026-11-30T08:01:00+08:00"


def test_a_returned_draft_is_told_with_its_reason(diary, whole_case):
    (returned,) = diary.report()["returns"]

    assert returned == {
        "register_no": whole_case,
        "at": "2026-11-30T08:30:00+08:00",
        "group": "Pengujian",
        "reason": "Nada surat terlalu kaku.",
    }


def test_a_month_begins_at_midnight_in_samarinda(diary):
    diary.receive("10-31 23:59")
    diary.receive("11-01 00:00")

    october, november = diary.report(Month(2026, 10)), diary.report(NOVEMBER)

    assert october["totals"]["received"] == november["totals"]["received"] == 1


def test_channels_services_kinds_and_pokja_are_told_apart(diary, whole_case):
    walked_in = diary.receive("24 09:00", channel="walk_in", service="Kalibrasi")
    diary.through(walked_in, "24 09:05", assign_to="Kalibrasi")

    told = diary.report()

    assert row(told, "channel", "website")["received"] == 1
    assert row(told, "channel", "walk_in")["name"] == "Langsung"
    assert row(told, "channel", "walk_in")["steps_late"] == 0
    assert row(told, "channel", "website")["steps_late"] == 2
    assert row(told, "service", "Kalibrasi")["ended"] == 1
    assert row(told, "kind", "Keterlambatan LHU/sertifikat")["received"] == 1
    assert row(told, "group", "Pengujian")["median_lead_minutes"] == 2280
    assert row(told, "group", "Kalibrasi")["median_lead_minutes"] == 5
    assert [one["received"] for one in told["months"]] == [0] * 11 + [2]


def test_open_and_overdue_now_are_told_by_channel_service_and_pokja(diary):
    waiting, late = diary.receive("30 15:00"), diary.receive("24 09:00", channel="walk_in")
    diary.finish(waiting, "30 15:05")
    diary.finish(late, "24 09:05", assign_to="Kalibrasi", service="Kalibrasi")

    told = diary.report(now="30 15:20")

    for by, key, overdue in (
        ("channel", "website", 0),
        ("channel", "walk_in", 1),
        ("group", "Pengujian", 0),
        ("group", "Kalibrasi", 1),
        ("service", "Kalibrasi", 1),
    ):
        found = row(told, by, key)
        assert (found["open_now"], found["overdue_now"]) == (1, overdue), key


def test_every_step_is_measured_apart_by_channel_service_pokja_and_month(diary, whole_case):
    walked_in = diary.receive("24 09:00", channel="walk_in", service="Kalibrasi")
    diary.through(walked_in, "24 09:20", assign_to="Kalibrasi", service="Kalibrasi")
    october = diary.receive("10-12 09:00")
    diary.finish(october, "10-12 09:40")

    told = diary.report()["detail"]

    def of(by: str, part: str, key: str) -> dict:
        (found,) = [
            one for one in told if (one["by"], one["part_name"], one["key"]) == (by, part, key)
        ]
        return found

    late = of("channel", "Langsung", "triage")
    assert (late["count"], late["median_minutes"], late["late"]) == (1, 20.0, 1)
    assert late["on_time_share"] == 0.0
    assert of("channel", "Website", "triage")["median_minutes"] == 10.0
    assert of("service", "Kalibrasi", "triage")["late"] == 1
    assert of("group", "Pengujian", "verify")["late"] == 1
    assert of("month", "Oktober 2026", "triage")["median_minutes"] == 40.0
    november = of("month", "November 2026", "triage")
    assert (november["count"], november["late"], november["p90_minutes"]) == (2, 1, 19.0)


def test_parts_add_up_to_the_whole(diary, whole_case):
    for minute, channel in enumerate(("email", "walk_in", "website")):
        diary.through(diary.receive(f"24 09:0{minute}", channel=channel), "24 10:00")

    told = diary.report()

    for one in told["steps"]:
        for by in ("channel", "service", "group"):
            parts = [d for d in told["detail"] if d["by"] == by and d["key"] == one["key"]]
            assert sum(part["count"] for part in parts) == one["count"], (by, one["key"])
            assert sum(part["late"] for part in parts) == one["late"], (by, one["key"])


def test_december_and_january_are_told_apart_and_the_trend_crosses_the_year(diary):
    diary.receive("12-31 23:59")
    number = diary.receive("12-31 10:00")
    diary.clock.moment = wita("12-31 10:30")
    diary.finish(number, "12-31 10:30", "praise", reason="Terima kasih.")
    january = Month(2027, 1)

    december = diary.report(Month(2026, 12), now="12-31 23:59")
    told = diary.report(january, now="12-31 23:59")

    assert december["totals"]["received"] == 2
    assert (told["totals"]["received"], told["totals"]["open_now"]) == (0, 1)
    assert [one["name"] for one in told["months"]][-2:] == ["Desember 2026", "Januari 2027"]
    assert [one["received"] for one in told["months"]][-2:] == [2, 0]


def test_a_whistleblowers_case_is_counted_by_class_and_nowhere_else(diary):
    number = diary.receive("24 09:00")
    diary.finish(number, "24 10:00", "whistleblow", reason="Diteruskan.")

    told = diary.report()

    assert row(told, "classification", "whistleblow")["received"] == 1
    assert told["totals"]["received"] == 0
    assert told["late"] == []
    assert number not in str(told)


def test_the_same_cause_in_other_words_order_and_forms_is_a_repeat(diary):
    first = diary.receive("09-01 09:00", reference_no="")
    second = diary.receive("24 09:00", reference_no="")
    diary.through(first, "09-01 09:01", root_cause="Antrean alat melebihi kapasitas.")
    diary.through(
        second, "24 09:01", root_cause="Kapasitas antrian alatnya lebih!", assign_to="Kalibrasi"
    )

    assert repeats(diary.report()) == [
        ("cause", "Kapasitas antrian alatnya lebih!", [first, second])
    ]


def test_the_same_number_and_the_same_pokja_are_repeats(diary):
    first = diary.receive("10-05 09:00", reference_no="LHU 0123/2026")
    second = diary.receive("24 09:00", reference_no="lhu no. 123-2026")
    diary.through(first, "10-05 09:01", until="review", assign_to="Kalibrasi")
    diary.through(second, "24 09:01", until="review", assign_to="Kalibrasi")

    assert repeats(diary.report()) == [
        ("group", "Kalibrasi", [first, second]),
        ("reference", "lhu no. 123-2026", [first, second]),
    ]


def test_what_lies_further_back_than_the_months_asked_for_is_no_repeat(diary):
    for at in ("06-30 15:00", "11-24 09:00"):
        diary.through(diary.receive(at, reference_no=""), at, until="review")

    assert repeats(diary.report(months=5)) == []
    assert [one[0] for one in repeats(diary.report(months=6))] == ["group"]


def test_old_repeats_without_a_new_case_are_not_told_again(diary):
    for at in ("09-01 09:00", "10-01 09:00"):
        diary.through(diary.receive(at), at, until="review")

    assert repeats(diary.report()) == []


def test_duplicates_are_no_repeats(diary):
    for at in ("24 09:00", "25 09:00"):
        number = diary.receive(at)
        diary.finish(number, at, "duplicate", reason="Sudah tercatat.")

    assert repeats(diary.report()) == []


def test_the_laws_clocks_name_what_went_beyond_them(diary):
    diary.receive("11-02 09:00")
    diary.receive("11-20 09:00")

    first_response, decision = diary.report(now="11-30 09:00")["legal"]

    assert (first_response["limit_days"], first_response["count"]) == (14, 2)
    assert first_response["beyond"] == 1
    assert decision["beyond"] == 0
    assert diary.report(now="12-31 16:00", month=NOVEMBER)["legal"][0]["beyond"] == 2


def test_a_reopened_case_counts_from_its_first_answer(diary):
    number = diary.receive("23 09:00")
    diary.through(number, "23 09:05", until="deliver")
    diary.finish(number, "24 09:00", "not_satisfied", reason="Belum jelas.")

    told = diary.report()

    assert told["totals"]["reopened"] == 1
    assert told["totals"]["answered"] == 1
    assert told["open"][0]["status"] == "Dibuka Kembali"


def test_a_month_without_anything_has_a_report(diary):
    told = diary.report()

    assert told["totals"]["received"] == 0
    assert told["totals"]["steps_on_time_share"] is None
    assert all(one["count"] == 0 and one["median_minutes"] is None for one in told["steps"])
    assert told["open"] == told["late"] == told["returns"] == told["recurrence"] == []


def test_reading_only_the_period_gives_the_same_report(diary: Diary, whole_case):
    for month in ("01", "06"):
        diary.through(diary.receive(f"{month}-12 09:00"), f"{month}-12 09:01")
    now = wita("12-01 08:00")
    calendar = shipped_calendar()
    november = Month(2026, 11)

    part = facts.read(diary.service.database, calendar, now, monthly.since(november))

    assert monthly.report(part, calendar, november, now) == diary.report()


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "november", "", "11-2026"])
def test_what_is_not_a_month_is_refused_in_indonesian(text):
    with pytest.raises(ValueError, match="bukan bulan"):
        Month.read(text)


@pytest.mark.parametrize(
    ("text", "back", "then"), [("2026-11", 11, "2025-12"), ("2026-01", 1, "2025-12")]
)
def test_months_are_counted_back_over_the_year(text, back, then):
    assert str(Month.read(text).back(back)) == then


@pytest.mark.parametrize(
    ("confidentiality", "reason"),
    [("open", "Nomor pasal dibetulkan."), ("confidential", "(dirahasiakan)")],
)
def test_a_letter_that_was_not_what_had_been_approved_is_listed_with_its_reason(
    diary, confidentiality, reason
):
    number = diary.receive("23 09:00", confidentiality=confidentiality)
    diary.through(number, "23 10:00", "records")
    check = {
        "doubts": ["differs"],
        "differences": [{"approved": "terbit", "final": "batal"}],
        "reason": "Nomor pasal dibetulkan.",
    }
    diary.finish(number, "23 11:00", letter_check=check)

    (listed,) = diary.report()["letters"]

    assert (listed["register_no"], listed["reason"]) == (number, reason)
    assert listed["doubts"] == "isi berbeda dari konsep yang disetujui pada 1 tempat"
