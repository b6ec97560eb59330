"""The page on which a step's clock is paused: asks for reason and end, changes nothing on GET."""

import pytest
from test_action_doors import refused
from web_house import House, seen

from integration.clock import WITA
from integration.sop.case import Case

LAB, HEAD, DESK = "pengujian@balai.example", "kepala@balai.example", "petugas@balai.example"
SAID = {"why": "customer", "reason": "Contoh ulang belum dikirim.", "until": "2026-12-01"}


def address(house: House, case: Case, person: str = LAB) -> str:
    page = house.links.case_page(case.register_no, person)
    return f"{page.removeprefix('http://pages.example')}/jeda"


def send(house: House, case: Case, person: str = LAB, **other: str):
    path = address(house, case, person)
    csrf = house.links.csrf(path.split("/")[2])
    said = {"csrf": csrf, "outcome": "pause", **SAID, **other}
    return house.client.post(path, data=said)


def test_looking_changes_nothing_and_the_page_asks_for_what_reason_and_end(house: House):
    case = house.at("verify")
    page = seen(house.client.get(address(house, case)))

    assert len(page.forms) == 1
    assert all("required" in page.named(name)[0] for name in ("why", "reason", "until"))
    assert house.service.case(case.register_no) == case
    house.client.head(address(house, case))
    assert house.service.case(case.register_no) == case


def test_a_pause_is_recorded_with_its_person_and_shown_wherever_the_case_is(house: House):
    case = house.at("verify")

    response = send(house, case)

    assert response.status_code == 303
    rest = house.service.case(case.register_no).rests[-1]
    assert (rest.by.person, rest.by.name) == (LAB, "Damar Langit Contoh")
    assert rest.until.astimezone(WITA).isoformat() == "2026-12-01T00:00:00+08:00"
    shown = [
        seen(house.client.get(response.headers["Location"])).text,
        seen(house.client.get(f"/aksi/{house.token(case)}")).text,
        seen(house.client.get(address(house, case))).text,
    ]
    for text in shown:
        assert "Menunggu pelapor: Contoh ulang belum dikirim." in text
    assert "jeda: Menunggu pelapor" in shown[0], "in the account of the deadline, too"


def test_the_customer_reads_on_the_status_page_that_the_word_is_theirs(house: House):
    case = house.at("verify")
    send(house, case)
    said = {"register_no": case.register_no, "access_code": case.access_code}

    text = seen(house.client.post("/status", data=said)).text

    assert "menunggu tanggapan dari Anda" in text
    assert SAID["reason"] not in text


def test_it_goes_on_by_the_same_page(house: House):
    case = house.at("verify")
    send(house, case)
    page = seen(house.client.get(address(house, case)))
    assert {each["value"] for each in page.named("outcome")} == {"go_on", "pause"}
    house.clock.advance(hours=2)

    assert send(house, case, outcome="go_on", why="", reason="", until="").status_code == 303

    now = house.service.case(case.register_no)
    assert now.resting(house.clock.now()) is None
    assert house.post("verify", house.token(now)).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        *({"why": typed} for typed in ("", "x")),
        *({"until": typed} for typed in ("", "besok", "2026-11-23", "2027-03-01")),
    ],
)
def test_what_is_missing_or_impossible_is_422_and_keeps_what_was_typed(house: House, wrong):
    case = house.at("verify")

    response = send(house, case, **wrong)

    page = seen(response)
    assert response.status_code == 422
    assert len(page.forms) == 1
    if "reason" not in wrong:
        assert page.areas["reason"].strip() == SAID["reason"]
    assert house.service.case(case.register_no).rests == ()


def test_who_has_no_part_in_the_step_is_refused(house: House):
    case = house.at("verify")
    page = refused(send(house, case, DESK), 403)
    assert "Ketua Pokja" in page.text
    assert send(house, case, HEAD).status_code == 303


def test_a_stand_in_may_and_the_absent_one_may_not(house: House):
    case = house.at("records")
    house.stands_in("plh@balai.example", "tu@balai.example")

    for nobody in ("kalibrasi@balai.example", "tu@balai.example"):
        refused(send(house, case, nobody), 403)
    assert send(house, case, "plh@balai.example").status_code == 303
    assert house.service.case(case.register_no).rests[-1].by.name == "Intan Surya Contoh"


def test_a_false_csrf_field_is_403(house: House):
    case = house.at("verify")
    refused(send(house, case, csrf="x"), 403)
    assert house.service.case(case.register_no) == case


@pytest.mark.parametrize("step", ["complete_info", "deliver"])
def test_a_step_of_the_customers_has_no_such_page(house: House, step):
    case = house.at(step)
    refused(house.client.get(address(house, case)), 403)
    shown = address(house, case).removesuffix("/jeda")
    assert not [link for link in seen(house.client.get(shown)).links if link.endswith("/jeda")]


def test_the_same_after_sign_in(house: House):
    case = house.at("verify")
    number = case.register_no.replace("/", "-")
    browser = house.signed_in(LAB)
    page = seen(browser.get(f"/petugas/kasus/{number}/jeda"))
    csrf = page.named("csrf")[0]["value"]
    path = f"/petugas/kasus/{number}/jeda"

    assert browser.post(path, data={**SAID, "csrf": "x"}).status_code == 403
    assert browser.post(path, data={**SAID, "csrf": csrf}).status_code == 303
    assert house.service.case(case.register_no).rests[-1].by.person == LAB
    assert path in seen(browser.get(path.removesuffix("/jeda"))).links
