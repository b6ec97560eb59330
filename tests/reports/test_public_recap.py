"""The recap for everybody: counts alone, and none from which a person can be guessed."""

import json

import pytest

from integration.reports import public
from integration.reports.public import cells
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
    ("counts", "told"),
    [
        ([5, 9, 4], [5, 9, 4]),
        ([5, 9, 1, 0], [5, 9, "<3", "<3"]),
        ([5, 9, 1], ["*", 9, "<3"]),  # the total would give the one away
        ([5, 9, 2, 2], ["*", 9, "<3", "<3"]),  # four among two can only be two and two
        ([5, 9, 0], [5, 9, "<3"]),  # nobody is behind a nought
        ([2], ["<3"]),
        ([], []),
    ],
)
def test_a_hidden_cell_does_not_follow_from_the_others(counts, told):
    assert cells(counts) == told


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


def test_a_month_without_anything_has_a_recap(diary):
    told = recap(diary)

    assert set(shown(told, "kind").values()) == {"<3"}
    assert "<3" not in page.html(told, OFFICE.name)  # escaped, as everything is
    assert "&lt;3" in page.html(told, OFFICE.name)
