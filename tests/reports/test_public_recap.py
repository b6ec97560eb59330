"""The recap for everybody: counts alone, and none from which a person can be guessed."""

import functools
import itertools
import json
from collections import defaultdict

import pytest

from integration.reports import public
from integration.reports.public import tabled
from integration.reports.shown import page
from tests.factories import COMPLAINT, OFFICE
from tests.reports.diary import NOVEMBER, Diary, wita


def recap(diary: Diary) -> dict:
    now = "12-01 08:00"
    return public.recap(diary.facts(now), NOVEMBER, wita(now), OFFICE.lists)


def shown(told: dict, by: str) -> dict:
    return {row["name"]: row["received"] for row in told["by"][by]}


def test_a_count_below_three_is_not_told(diary):
    for minute in range(4):
        diary.receive(f"24 09:0{minute}", channel="whatsapp")
    diary.receive("24 10:00", channel="email")

    told = recap(diary)

    assert told["totals"]["received"] == 5
    assert shown(told, "channel") == {
        "Langsung": "<3",
        "Website": "<3",
        "WhatsApp": 4,
        "Email": "<3",
        "Kotak Pengaduan": "<3",
        "Media Sosial": "<3",
        "Surat": "<3",
        "LAPOR!": "<3",
        "Lainnya": "<3",
    }
    assert told["months"][-1] == {
        "month": "2026-11",
        "name": "November 2026",
        "received": 5,
        "ended": "<3",
    }


@pytest.mark.parametrize(
    ("counts", "told", "total"),
    [
        ([5, 9, 4], [5, 9, 4], 18),
        ([5, 9, 1, 0], [5, 9, "<3", "<3"], 15),
        ([5, 9, 1], ["*", 9, "*"], 15),  # the total would give the one away
        ([5, 9, 2, 2], ["*", 9, "*", "*"], 18),  # four among two can only be two and two
        ([3, 9, 1], ["*", 9, "*"], 13),
        ([5, 9, 0], [5, 9, "<3"], 14),  # nobody is behind a nought
        ([2, 2], ["<3", "<3"], "*"),  # nothing is left to hide it behind
        ([1, 1], ["<3", "<3"], "<3"),
        ([2], ["<3"], "<3"),
        ([], [], "<3"),
    ],
)
def test_a_hidden_cell_does_not_follow_from_the_others(counts, told, total):
    assert published(counts) == (total, told)


def published(counts: list[int]) -> tuple[int | str, list[int | str]]:
    """What everybody reads of one table."""
    total, tables = tabled({"way": dict(enumerate(counts))})
    return total, tables["way"]


@functools.cache
def readings(size: int) -> dict[str, list[tuple[int, ...]]]:
    """Every table of so many cells by what is published of it."""
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(9), repeat=size):
        found[str(published(list(counts)))].append(counts)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_whoever_knows_the_rule_still_cannot_tell_a_small_count(size):
    for said, possible in readings(size).items():
        for at in range(size):
            values = {counts[at] for counts in possible}
            assert values - {1, 2} or values == {1, 2}, f"{said} tells cell {at}: {possible}"


def test_no_personal_data_and_no_free_text_get_into_it(diary, whole_case):
    for minute in range(4):
        number = diary.receive(
            f"24 09:0{minute}",
            service="Uji untuk Bu Kenanga",
            channel="lewat Pak Cempaka",
            reference_no="LHU 777/2026",
        )
        diary.through(number, f"24 10:0{minute}", root_cause="Melati lupa mencatat.")

    told = recap(diary)
    everything = json.dumps(told) + page.html(told, OFFICE.name)

    assert shown(told, "service")["Lainnya"] == 4
    assert shown(told, "channel")["Lainnya"] == 4
    personal = [COMPLAINT.name, COMPLAINT.email, COMPLAINT.phone, COMPLAINT.company]
    typed = [COMPLAINT.description, COMPLAINT.reference_no, "777", "Kenanga", "Cempaka", "Melati"]
    for word in [*personal, *typed, "ADU/", "kaku", *OFFICE.group_heads]:
        if word not in (*OFFICE.services, *OFFICE.kinds):
            assert word not in everything
    for person in (OFFICE.head, OFFICE.service_desk, *OFFICE.group_heads.values()):
        assert person.email not in everything
        assert person.name not in everything


def test_whistleblowers_and_spam_are_not_part_of_it(diary):
    for minute, outcome in enumerate(("whistleblow", "spam") * 3):
        number = diary.receive(f"24 09:0{minute}")
        diary.finish(number, "24 10:00", outcome, reason="Diteruskan.")

    assert recap(diary)["totals"]["received"] == "<3"


def test_it_tells_how_complaints_stand_and_how_punctual_the_office_was(diary):
    for minute in range(8):
        number = diary.receive(f"23 09:0{minute}", channel="email")
        # three in time, three late, two not yet sorted
        if minute < 6:
            at = f"23 09:0{minute}" if minute < 3 else f"23 10:0{minute}"
            diary.finish(number, at, "praise", reason="Terima kasih.")

    told = recap(diary)

    assert shown(told, "status") == {
        "Selesai": "<3",
        "Diarsipkan": 6,
        "Dicabut": "<3",
        "Sedang ditangani": "<3",
    }
    assert told["totals"]["steps_on_time"] == told["totals"]["steps_late"] == 3
    assert told["totals"]["steps_on_time_share"] == 0.5
    assert "50%" in page.html(told, OFFICE.name)


def test_a_month_without_anything_has_a_recap(diary):
    told = recap(diary)

    assert set(shown(told, "kind").values()) == {"<3"}
    assert "<3" not in page.html(told, OFFICE.name)  # escaped, as everything is
    assert "&lt;3" in page.html(told, OFFICE.name)
