"""Who may act by a link sent before somebody stood in: whoever is in charge on that day."""

import pytest
from test_action_doors import refused
from web_house import STEPS, House, seen

from integration.history import timeline
from integration.sop.actors import Role
from integration.sop.table import STATIONS

PLH = "plh@balai.example"
OFFICIALS = {
    Role.SERVICE_DESK: "petugas@balai.example",
    Role.HEAD: "kepala@balai.example",
    Role.GROUP_HEAD: "pengujian@balai.example",
    Role.RECORDS_OFFICE: "tu@balai.example",
}
STAFF = [step for step in STEPS if STATIONS[step].actor is not Role.CUSTOMER]


@pytest.mark.parametrize("step", STAFF)
def test_the_absent_officials_link_rests_and_wakes_when_the_stand_in_goes(house: House, step):
    case = house.at(step)
    token = house.token(case)
    house.stands_in(PLH, OFFICIALS[STATIONS[step].actor])

    for answer in (house.client.get(f"/aksi/{token}"), house.post(step, token)):
        page = refused(answer, 403)
        assert "Intan Surya Contoh" in page.text and "Plh. " in page.text
    assert house.service.case(case.register_no) == case

    house.clock.advance(days=1)
    assert house.post(step, token).status_code == 200


@pytest.mark.parametrize("step", STAFF)
def test_the_stand_ins_link_rests_from_the_day_after_the_last(house: House, step):
    case = house.at(step)
    house.stands_in(PLH, OFFICIALS[STATIONS[step].actor])
    token = house.token(case, person=PLH)

    assert house.client.get(f"/aksi/{token}").status_code == 200
    house.clock.moment = house.clock.moment.replace(hour=16)  # midnight in Samarinda
    page = refused(house.post(step, token), 403)

    assert "dijalankan oleh" in page.text
    assert house.service.case(case.register_no) == case


def test_what_a_stand_in_does_is_recorded_in_his_own_name_and_as_a_stand_in(house: House):
    case = house.at("dispose")
    house.stands_in(PLH, "kepala@balai.example")

    assert house.post("dispose", house.token(case, person=PLH)).status_code == 200

    done = house.service.case(case.register_no).completions[-1]
    assert (done.by.role, done.by.person, done.by.name) == (Role.HEAD, PLH, "Intan Surya Contoh")
    assert done.acting == "Plh. Kepala Balai"
    shown = house.links.case_page(case.register_no, "petugas@balai.example")
    page = seen(house.client.get(shown.removeprefix("http://pages.example")))
    assert "Intan Surya Contoh (Plh. Kepala Balai)" in page.text
    told = timeline(house.service.history(case.register_no))
    assert told[-1]["who"] == "Intan Surya Contoh, Plh. Kepala Balai"


def test_the_customers_link_asks_for_no_office(house: House):
    case = house.at("deliver")
    house.stands_in(PLH, "petugas@balai.example")

    assert house.post("deliver", house.token(case)).status_code == 200


def test_a_used_link_says_that_it_is_used_whoever_is_in_charge_now(house: House):
    case = house.at("review")
    token = house.token(case)
    house.post("review", token)
    house.stands_in(PLH, "pengujian@balai.example")

    refused(house.client.get(f"/aksi/{token}"), 409)


def test_a_new_official_in_the_settings_takes_the_links_over(house: House):
    case = house.at("records")
    token = house.token(case)
    other = house.service.office.from_json(
        {
            **{
                key: {"email": getattr(house.service.office, key).email}
                for key in ("service_mailbox", "service_desk", "head")
            },
            "name": "Balai Contoh",
            "letterhead": {},
            "records_office": {"email": "tu.baru@balai.example", "name": "Wulan Baru Contoh"},
            "group_heads": {"Pengujian": "pengujian@balai.example"},
        }
    )
    house.service.office = other

    page = refused(house.post("records", token), 403)
    assert "Wulan Baru Contoh" in page.text
    new = house.token(case, person="tu.baru@balai.example")
    assert house.post("records", new).status_code == 200
