"""The customer of an ended case answers from the status page."""

import pytest
from test_action_doors import refused
from test_status_page import ask
from web_house import House, seen

DESK = "petugas@balai.example"


def closed(house: House, **said: str):
    case = house.at("deliver", **said)
    house.act(case.register_no)
    return house.service.case(case.register_no)


def door(house: House, case) -> str:
    page = seen(ask(house, case.register_no, case.access_code))
    return next(each for each in page.links if "/status/tanggapan/" in each)


def send(house: House, path: str, reason: str = "Penyebabnya belum dijelaskan.", csrf: str = ""):
    csrf = csrf or house.links.csrf(path.rpartition("/")[2])
    return house.client.post(path, data={"csrf": csrf, "reason": reason})


def test_looking_changes_nothing(house: House):
    case = closed(house)
    path = door(house, case)
    page = seen(house.client.get(path))

    assert len(page.forms) == 1 and "required" in page.named("reason")[0]
    assert "satu kali" in page.text
    house.client.head(path)
    assert house.service.case(case.register_no) == case


def test_in_time_the_case_is_opened_again_and_goes_to_the_head(house: House):
    case = closed(house)
    path = door(house, case)

    response = send(house, path)

    after = house.service.case(case.register_no)
    assert response.status_code == 200 and "kami buka kembali" in seen(response).text
    assert (after.station, after.status, after.reopened) == ("dispose", "Dibuka Kembali", 1)
    assert after.value("deliver", "reason") == "Penyebabnya belum dijelaskan."
    refused(send(house, path), 409)


def test_later_it_is_a_new_complaint_whose_number_and_code_are_shown_once(house: House):
    case = closed(house, email="")
    house.clock.advance(days=20)
    path = door(house, case)
    assert "pengaduan baru" in seen(house.client.get(path)).text

    first, second = send(house, path), send(house, path)

    new = house.service.case("ADU/2026/0002")
    for response in (first, second):
        assert new.register_no in seen(response).text and new.access_code in seen(response).text
    assert new.intake.follows == case.register_no
    assert len(house.service.case(case.register_no).notes) == 1
    with pytest.raises(LookupError):
        house.service.case("ADU/2026/0003")


def test_staff_see_both_ends_of_the_link(house: House):
    case = closed(house)
    house.clock.advance(days=20)
    send(house, door(house, case))

    def shown(number: str):
        path = house.links.case_page(number, DESK).removeprefix("http://pages.example")
        return seen(house.client.get(path)).text

    assert "Dilanjutkan sebagai ADU/2026/0002" in shown(case.register_no)
    assert f"Lanjutan dari {case.register_no}" in shown("ADU/2026/0002")


def test_what_is_still_handled_has_no_such_door(house: House):
    case = house.at("review")
    page = seen(ask(house, case.register_no, case.access_code))
    assert not [each for each in page.links if "/status/tanggapan/" in each]


def test_an_empty_answer_is_422_a_false_csrf_403_a_forged_or_old_door_400_and_410(house: House):
    case = closed(house)
    path = door(house, case)

    assert send(house, path, reason=" \n").status_code == 422
    refused(send(house, path, csrf="x"), 403)
    refused(house.client.get(path[:-2]), 400)
    house.clock.advance(hours=1, minutes=1)
    refused(send(house, path), 410)
    assert house.service.case(case.register_no) == case


def test_the_used_link_of_the_reply_leads_there(house: House):
    case = house.at("deliver")
    token = house.token(case)
    house.post("deliver", token)

    page = refused(house.client.get(f"/aksi/{token}"), 409)

    assert "belum memadai" in page.text
    assert any("/status?nomor=" in link for link in page.links)
