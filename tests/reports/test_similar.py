"""Repeats among earlier complaints: found, explained, and never with anybody's data."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from integration.reports.indonesian import same_cause, same_reference, stem, stems
from integration.reports.similar import LIKE, alike, suggest
from integration.sop.case import Case
from tests.factories import received, story_at

COMPLAINTS = json.loads((Path(__file__).parent / "complaints.json").read_text(encoding="utf-8"))
STRANGER = {
    "name": "", "email": "", "phone": "", "company": "", "contact": "", "reference_no": "",
}  # fmt: skip


def case(number: int, text: str = "", **said: str) -> Case:
    """A complaint of somebody unknown, but for what is said."""
    told = {**STRANGER, "description": text, **said}
    return received(f"ADU/2026/{number:04d}", **told).case


def test_of_two_tellings_of_one_matter_each_finds_the_other_among_five():
    cases = {one["id"]: case(n, one["text"]) for n, one in enumerate(COMPLAINTS, start=1)}
    twice_told = [one for one in COMPLAINTS if one["same"]]
    found = 0
    for one in twice_told:
        (partner,) = (o for o in twice_told if o["same"] == one["same"] and o is not one)
        told = [each.register_no for each in suggest(cases[one["id"]], cases.values(), limit=5)]
        found += cases[partner["id"]].register_no in told

    assert found >= 0.95 * len(twice_told)


def test_nearly_all_known_pairs_are_alike_and_nearly_all_others_are_not():
    pairs = list(combinations(COMPLAINTS, 2))
    known = [(a, b) for a, b in pairs if a["same"] and a["same"] == b["same"]]
    found = [(a, b) for a, b in pairs if alike(a["text"], b["text"]) >= LIKE]

    assert len([pair for pair in known if pair in found]) >= 0.95 * len(known)
    assert len(found) <= 0.015 * len(pairs)


def test_a_short_text_does_not_match_everything_that_contains_its_words():
    long_one = next(one["text"] for one in COMPLAINTS if one["id"] == "a1")

    assert alike("LHU kami belum selesai.", long_one) < LIKE


@pytest.mark.parametrize(
    ("mine", "theirs", "why"),
    [
        ({"email": "Tirta@Usaha.example"}, {"email": "tirta@usaha.example"}, "e-mail"),
        ({"phone": "0800-0000-0012"}, {"phone": "+62 800 0000 0012"}, "telepon"),
        ({"phone": "080000000012"}, {"contact": "Tirta, WA 0800 0000 0012"}, "telepon"),
        ({"email": "a@b.example"}, {"contact": "Tirta <a@b.example>"}, "e-mail"),
        ({"company": "PT. Contoh Usaha"}, {"company": "contoh usaha, PT"}, "perusahaan"),
        ({"reference_no": "LHU No. 0123/2026"}, {"reference_no": "lhu 123-2026"}, "sertifikat"),
    ],
)
def test_the_same_customer_or_number_is_recognised_however_it_was_typed(mine, theirs, why):
    (found,) = suggest(case(2, **mine), [case(1, **theirs)])

    assert found.register_no == "ADU/2026/0001"
    assert why in found.why.lower()


def test_what_agrees_in_more_ways_comes_first():
    new = case(9, "Laporan uji terlambat.", email="a@b.example", reference_no="LHU 7/2026")
    same_person = case(1, "Parkir penuh.", email="a@b.example")
    same_matter = case(2, "Laporan uji telat.", email="a@b.example", reference_no="LHU 7/2026")
    stranger = case(3, "Toilet kotor.")

    found = suggest(new, [same_person, same_matter, stranger])

    assert [one.register_no for one in found] == ["ADU/2026/0002", "ADU/2026/0001"]
    assert found[0].why.startswith("Nomor order/LHU/sertifikat sama; alamat e-mail pelapor sama")


def test_no_more_than_the_limit_and_never_itself():
    cases = [case(n, email="a@b.example") for n in range(1, 9)]

    found = suggest(cases[0], cases, limit=3)

    assert [one.register_no for one in found] == [f"ADU/2026/000{n}" for n in (2, 3, 4)]


def test_reasons_hold_nothing_personal():
    said = {"email": "rahasia@usaha.example", "phone": "0800111222", "company": "PT Sunyi"}
    (found,) = suggest(
        case(2, "Petugas Melati marah.", **said), [case(1, "Petugas Melati marah.", **said)]
    )

    for word in ("rahasia", "0800111222", "Sunyi", "Melati"):
        assert word not in found.why


def test_a_whistleblowers_case_is_never_pointed_at():
    story = received("ADU/2026/0001", **{**STRANGER, "email": "a@b.example"})
    story.finish("whistleblow", reason="Diteruskan.")

    assert suggest(case(2, email="a@b.example"), [story.case]) == []


def test_two_complaints_without_any_data_are_not_alike():
    assert suggest(case(2), [case(1)]) == []


def test_a_case_further_on_is_compared_too():
    earlier = story_at("deliver").case
    new = received("ADU/2026/0002").case

    assert [one.register_no for one in suggest(new, [earlier])] == [earlier.register_no]


@pytest.mark.parametrize(
    "forms",
    [
        "terlambat keterlambatan melambat",
        "menerbitkan diterbitkan penerbitan terbit",
        "rusak kerusakan dirusak merusakkan",
        "tukar tertukar menukar ditukarkan",
        "pelayanan dilayani melayani layanan",
        "uji pengujian diuji menguji",
        "tulis penulisan tertulis menulis",
    ],
)
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_chat_spellings_are_read_as_words():
    assert stems("LHU blm keluar krn alat rusak") == stems(
        "laporan uji belum keluar karena alat rusak"
    )


def test_causes_meet_under_one_key_and_others_do_not():
    assert same_cause("Alat rusak.") == same_cause("kerusakan ALAT")
    assert same_cause("Alat rusak.") != same_cause("Alat tidak rusak.")


@pytest.mark.parametrize("nobodys", ["", "-", "tidak ada", "belum punya nomor"])
def test_what_holds_no_figure_is_nobodys_number(nobodys):
    assert same_reference(nobodys) == ""
