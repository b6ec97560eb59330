"""Each opening of a confidential case is recorded, once a day; the anonymous read their answer."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from web_house import House, seen

from integration.sop.events import What

DESK, HEAD = "petugas@balai.example", "kepala@balai.example"


def openings(house: House, number: str) -> list[tuple[str, str]]:
    events = house.service.history(number)
    return [(one.by.person, one.data["day"]) for one in events if one.what is What.OPENED]


def case_page(house: House, number: str, person: str) -> str:
    return urlsplit(house.links.case_page(number, person)).path


def test_whoever_opens_a_confidential_case_is_recorded_once_a_day(house: House):
    number = house.receive(confidentiality="confidential")

    for person in (DESK, DESK, HEAD):
        assert house.client.get(case_page(house, number, person)).status_code == 200
    house.clock.advance(days=1)
    house.client.get(case_page(house, number, DESK))

    assert openings(house, number) == [
        (DESK, "2026-11-23"),
        (HEAD, "2026-11-23"),
        (DESK, "2026-11-24"),
    ]
    shown = house.client.get(case_page(house, number, DESK)).get_data(as_text=True)
    assert shown.count("Berkas rahasia dibuka") == 3


def test_the_page_of_a_step_counts_and_the_step_can_still_be_finished(house: House):
    case = house.at("triage", confidentiality="confidential")
    token = house.token(case)

    house.client.get(f"/aksi/{token}")

    assert openings(house, case.register_no) == [(DESK, "2026-11-23")]
    assert house.post("triage", token).status_code == 200


def test_asking_for_the_headers_or_being_the_customer_is_no_opening(house: House):
    case = house.at("deliver", confidentiality="confidential")

    house.client.head(case_page(house, case.register_no, DESK))
    house.client.get(f"/aksi/{house.token(case)}")

    assert openings(house, case.register_no) == []


def test_an_open_case_keeps_no_list_of_its_readers(house: House):
    number = house.receive()
    before = house.service.history(number)

    house.client.get(case_page(house, number, DESK))

    assert house.service.history(number) == before


@pytest.mark.parametrize("email", ["", "tirta@usaha.example"])
def test_an_anonymous_customer_reads_status_and_letter_by_number_and_code(house: House, email):
    case = house.at("deliver", confidentiality="anonymous", name="", email=email)
    data = {"register_no": case.register_no, "access_code": case.access_code}

    answer = house.client.post("/status", data=data)

    page = seen(answer)
    assert answer.status_code == 200
    assert "Laporan hasil uji" not in page.text
    letter = next(link for link in page.links if "/status/surat/" in link)
    got = house.client.get(letter)
    issued = case.value("records", "final_pdf")
    assert got.data == house.service.file(issued["sha256"])
    house.clock.advance(**{"seconds": timedelta(hours=2).total_seconds()})
    assert house.client.get(letter).status_code == 410
