"""The staff's search: running and ended complaints, by what a clerk remembers of them."""

import re
from datetime import timedelta

import pytest
from web_house import House, seen

from integration.sop.case import WHISTLEBLOW
from integration.web.desk.finding import ON_A_PAGE

DESK, HEAD, MUTU = (f"{name}@balai.example" for name in ("petugas", "kepala", "mutu"))
CALIBRATION = "kalibrasi@balai.example"


def found(house: House, person: str = DESK, **asked: str) -> list[str]:
    page = seen(house.signed_in(person).get("/petugas/cari", query_string=asked))
    numbers = [re.search(r"/petugas/kasus/(ADU-\d+-\d+)$", link) for link in page.links]
    return [one[1] for one in numbers if one]


@pytest.fixture
def two(house: House) -> tuple[str, str]:
    """One that has ended, and one under way of somebody else's; their dashed numbers."""
    ended = house.at("deliver").register_no
    house.act(ended)
    running = house.receive(
        name="Kirana Ümit Contoh",
        company="CV Lain Contoh",
        reference_no="SERT-77/KAL/2026",
        description="Sertifikat kalibrasi salah ketik.",
        channel="letter",
        proof={"letter_no": "12/CV-L/XI/2026"},
    )
    return ended.replace("/", "-"), running.replace("/", "-")


@pytest.mark.parametrize("person", [DESK, HEAD, MUTU])
def test_every_reader_comes_to_it_from_the_start_page_and_finds_ended_cases_too(
    house: House, two: tuple[str, str], person: str
):
    assert "/petugas/cari" in seen(house.signed_in(person).get("/petugas")).links
    ended, running = two
    assert found(house, person) == [running, ended], "the newest first"


def test_nobody_else_sees_it(house: House, two: tuple[str, str]):
    assert house.client.get("/petugas/cari?q=contoh").status_code == 401
    assert house.signed_in("siapa@balai.example").get("/petugas/cari").status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        "adu/2026/0002",
        "ADU-2026-0002",
        "kirana",
        "  CONTOH   kirana ",
        "kirana u\u0308mit",
        "cv lain",
        "12/cv-l/xi",
        "sert-77/kal",
        "salah KETIK",
        "kirana sertifikat",
    ],
)
def test_found_by_number_name_company_letter_certificate_and_words_however_written(
    house: House, two: tuple[str, str], words: str
):
    assert found(house, q=words) == [two[1]]


def test_found_by_the_number_of_the_offices_own_letter(house: House, two: tuple[str, str]):
    letter = house.service.case("ADU/2026/0001").letter
    assert letter is not None and letter.number
    assert found(house, q=letter.number) == [two[0]]


def test_all_words_must_occur_and_nothing_found_is_said(house: House, two: tuple[str, str]):
    page = seen(house.signed_in(DESK).get("/petugas/cari?q=kirana+terlambat"))
    assert "0 pengaduan" in page.text and "Tidak ada pengaduan yang sesuai" in page.text


def test_by_state_and_year(house: House, two: tuple[str, str]):
    ended, running = two
    assert found(house, status="selesai") == [ended]
    assert found(house, status="berjalan") == [running]
    house.clock.advance(days=60)
    later = house.receive().replace("/", "-")
    assert found(house, tahun="2027") == [later]
    assert found(house, tahun="2026") == [running, ended]
    assert found(house, tahun="2026", status="selesai", q="kirana") == []


def test_what_one_may_not_open_is_not_found_and_its_year_not_offered(house: House):
    house.clock.advance(days=400)
    house.receive(confidentiality="confidential", name="Wulan Rahasia Contoh", company="PT Senyap")
    for words in ("wulan", "senyap", "adu", ""):
        assert found(house, CALIBRATION, q=words) == []
    page = house.signed_in(CALIBRATION).get("/petugas/cari").get_data(as_text=True)
    assert "2027" not in page and "0 pengaduan" in page


def test_whoever_may_open_a_confidential_one_finds_it_by_name_and_the_list_names_nobody(
    house: House,
):
    number = house.receive(
        confidentiality="confidential",
        name="Wulan Rahasia Contoh",
        company="PT Senyap",
        reference_no="LHU 9/2026",
    )
    assert found(house, DESK, q="wulan senyap") == [number.replace("/", "-")]
    text = seen(house.signed_in(DESK).get("/petugas/cari")).text
    assert "(rahasia)" in text
    assert not [word for word in ("Wulan", "Senyap", "LHU 9") if word in text]


def test_of_a_report_of_wrongdoing_the_list_tells_the_number_alone(house: House):
    number = house.receive(name="Wulan Contoh", company="PT Senyap", reference_no="LHU 9/2026")
    house.act(number, outcome=WHISTLEBLOW, values={"reason": "Diteruskan."})
    text = seen(house.signed_in(DESK).get("/petugas/cari")).text
    assert number in text and "(rahasia)" in text
    assert not [word for word in ("Wulan", "Senyap", "LHU 9") if word in text]


def test_what_was_typed_and_what_was_asked_are_escaped(house: House):
    house.receive(name="<b id=satu>Tirta</b>", company='"><i id=dua>')
    page = seen(house.signed_in(DESK).get("/petugas/cari", query_string={"q": "<b id=satu>"}))
    assert "<b id=satu>Tirta</b>" in page.text
    assert not [tag for tag, _ in page.tags if tag in ("b", "i")]
    (field,) = page.named("q")
    assert field["value"] == "<b id=satu>"


def test_more_than_a_page_is_paged_and_the_question_goes_along(house: House):
    for _ in range(ON_A_PAGE + 2):
        house.clock.advance(minutes=1)
        house.receive()
    house.receive(name="Lain Contoh", company="CV Lain", description="Lain.")
    browser = house.signed_in(DESK)
    first = seen(browser.get("/petugas/cari?q=tirta&status=berjalan"))
    assert f"{ON_A_PAGE + 2} pengaduan" in first.text and "Halaman 1 dari 2" in first.text
    (onward,) = [link for link in first.links if "hal=2" in link]
    second = seen(browser.get(onward))
    assert "ADU/2026/0001" in second.text and "ADU/2026/0003" not in second.text
    for wrong in ("0", "-1", "x", "²", "99", "9" * 400):
        answer = browser.get("/petugas/cari", query_string={"q": "tirta", "hal": wrong})
        assert answer.status_code == 200


def test_it_changes_nothing(house: House, two: tuple[str, str]):
    before = len(house.service.history("ADU/2026/0002"))
    house.clock.moment += timedelta(minutes=1)
    found(house, q="kirana")
    assert len(house.service.history("ADU/2026/0002")) == before
