"""The staff's start page: what waits for me, what is under way, what is stuck, where to go."""

import re
from dataclasses import replace
from datetime import date

import pytest
from web_house import STEPS, House, seen

from integration.delegation import Delegation
from integration.people import Person
from integration.register import reporting
from integration.sop.actors import Role
from integration.sop.table import STATIONS
from integration.store import outbox

DESK, HEAD = "petugas@balai.example", "kepala@balai.example"


@pytest.mark.parametrize("step", [key for key in STEPS if STATIONS[key].actor is not Role.CUSTOMER])
def test_whoever_a_step_waits_for_finds_it_and_can_do_it_from_there(house: House, step: str):
    case = house.at(step)
    person = house.actor(case).person

    page = seen(house.signed_in(person).get("/petugas"))

    (task,) = [link for link in page.links if "/aksi/" in link]
    token = task.rpartition("/")[2]
    assert house.post(step, token).status_code == 200
    assert house.service.case(case.register_no).completions[-1].by.person == person


@pytest.mark.parametrize("step", ["review", "sign"])
def test_nobody_finds_the_steps_of_others_to_do(house: House, step: str):
    case = house.at(step)

    page = seen(house.signed_in(DESK).get("/petugas"))

    assert not [link for link in page.links if "/aksi/" in link]
    assert case.register_no in page.text
    assert "Tidak ada tugas yang menunggu Anda" in page.text


def test_what_is_late_is_said_and_comes_first(house: House):
    house.at("triage")
    house.clock.advance(days=2)
    house.receive()

    text = seen(house.signed_in(DESK).get("/petugas")).text

    assert text.index("ADU/2026/0001") < text.index("ADU/2026/0002")
    assert len(re.findall(r"\bterlambat\b", text)) == 1


def test_a_stand_in_has_the_role_for_those_days_only(house: House):
    stand_in = Person(email="plh@balai.example", name="Wulan Contoh")
    given = Delegation(
        absent=HEAD,
        stand_in=stand_in,
        kind="Plh.",
        first=date(2026, 11, 23),
        last=date(2026, 11, 24),
    )
    house.service.office = replace(house.service.office, delegations=(given,))
    house.at("dispose")

    browser = house.signed_in("plh@balai.example")
    during = browser.get("/petugas")
    house.clock.advance(days=2)
    after = house.signed_in("plh@balai.example").get("/petugas")

    assert [link for link in seen(during).links if "/aksi/" in link]
    assert after.status_code == 403


def test_what_is_wrong_with_the_spreadsheet_stands_there(house: House):
    reporting.problems(house.service, ["Judul kolom “Tenggat” tidak ditemukan di baris 1."])
    reporting.torn(house.service, {"ADU/2026/0001": {}, "ADU/2026/0002": {}})

    text = seen(house.signed_in(DESK).get("/petugas")).text

    assert "“Tenggat” tidak ditemukan" in text
    assert "Isi 2 baris tertukar" in text


def test_what_the_system_could_not_do_stands_there_with_its_reason(house: House):
    case = house.at("review")
    entry = next(one for one in house.service.effects(case.register_no) if one.state == "waiting")
    with house.service.database.write() as tx:
        outbox.finish(tx, entry.key, outbox.STUCK, house.clock.now(), {}, "folder is gone")

    page = seen(house.signed_in(DESK).get("/petugas"))

    assert "folder is gone" in page.text
    assert "/petugas/kasus/ADU-2026-0001" in page.links


def test_an_office_without_sign_in_is_told_that_mails_do_everything(house: House):
    answer = house.client.get("/petugas")

    page = seen(answer)
    assert answer.status_code == 401
    assert "belum diatur" in page.text and "SIGN_IN_CLIENT" in page.text
    assert "Semua tugas tetap dapat dikerjakan" in page.text
    assert not [link for link in page.links if "/masuk/google" in link]
    assert house.client.get("/masuk/google").status_code == 404
