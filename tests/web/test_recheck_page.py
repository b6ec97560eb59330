"""The page on which a remedy is looked at again, mostly after its case has ended."""

import pytest
from test_action_doors import refused
from web_house import ANSWERS, House, seen

from integration.sop.actors import Role

LAB, DESK = "pengujian@balai.example", "petugas@balai.example"
FAILED = {
    "outcome": "not_effective",
    "verification": "Antrean kembali panjang.",
    "root_cause": "Jadwal tidak dipakai.",
    "corrective_action": "Penyelia memeriksa setiap pagi.",
    "recheck_at": "2027-03-01",
}


@pytest.fixture
def ended(house: House):
    case = house.at("verify")
    house.act(case.register_no, values={**ANSWERS["verify"][1], "recheck_at": "2026-12-28"})
    while house.service.case(case.register_no).station:
        house.act(case.register_no)
    house.clock.advance(days=35)
    return house.service.case(case.register_no)


def token(house: House, case, **other) -> str:
    said = {"step": "recheck", "visit": case.recheck.visit, "role": Role.GROUP_HEAD, "person": LAB}
    return house.token(case, **{**said, "issued": house.clock.now(), **other})


def send(house: House, link: str, **said: str):
    said = {"outcome": "effective", "verification": "Dua pekan tanpa antrean.", **said}
    return house.client.post(f"/aksi/{link}", data={"csrf": house.links.csrf(link), **said})


def test_it_opens_after_the_end_asks_for_the_finding_and_changes_nothing(house: House, ended):
    page = seen(house.client.get(f"/aksi/{token(house, ended)}"))

    assert len(page.forms) == 1
    assert {each["value"] for each in page.named("outcome")} == {"effective", "not_effective"}
    assert "Batas waktu" in page.text and "Jadwal alat diatur ulang" in page.text
    assert house.service.case(ended.register_no) == ended


def test_effective_ends_it_and_the_link_is_used(house: House, ended):
    link = token(house, ended)

    assert send(house, link).status_code == 200

    after = house.service.case(ended.register_no)
    assert (after.final, after.recheck) == ("Selesai", None)
    assert after.rechecks[-1].by.name == "Damar Langit Contoh"
    assert "Sudah tercatat" in refused(house.client.get(f"/aksi/{link}"), 409).text


def test_not_effective_says_what_is_missing_then_opens_the_linked_action(house: House, ended):
    link = token(house, ended)

    page = seen(send(house, link, outcome="not_effective"))
    for name in ("root_cause", "corrective_action", "recheck_at"):
        assert f"{name}-wrong" in str(page.tags)
    assert "1 Maret 2027" in seen(send(house, link, **FAILED)).text

    shown = house.links.case_page(ended.register_no, DESK).removeprefix("http://pages.example")
    text = seen(house.client.get(shown)).text
    assert "Penyelia memeriksa setiap pagi." in text
    assert "diperiksa ulang pada Senin, 1 Maret 2027, sesudah tindakan lanjutan ke-1" in text


def test_a_day_in_the_past_is_told_beside_its_field(house: House, ended):
    response = send(house, token(house, ended), **{**FAILED, "recheck_at": "2026-12-01"})
    page = seen(response)
    assert response.status_code == 422
    assert "harus sesudah hari ini" in page.text
    assert page.areas["corrective_action"].strip() == FAILED["corrective_action"]


def test_it_is_the_pokja_heads_alone(house: House, ended):
    refused(send(house, token(house, ended, person=DESK)), 403)
    refused(send(house, token(house, ended, role=Role.HEAD, person="kepala@balai.example")), 403)
    assert house.service.case(ended.register_no) == ended


def test_it_stands_on_the_start_page_once_its_day_has_come(house: House, ended):
    listed = seen(house.signed_in(LAB).get("/petugas")).text
    assert "Memeriksa ulang keefektifan tindakan" in listed
    house.clock.advance(days=-20)
    assert "Memeriksa ulang" not in seen(house.signed_in(LAB).get("/petugas")).text
