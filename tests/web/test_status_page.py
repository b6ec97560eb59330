"""The customer asks by number and code; nobody learns more than they may."""

import pytest
from web_house import COMPLAINT, STEPS, House, pdf, seen


def ask(house: House, number: str, code: str, address: str = "192.0.2.1"):
    return house.client.post(
        "/status",
        data={"register_no": number, "access_code": code},
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_the_question_has_one_form_and_takes_the_number_from_the_address(house: House):
    page = seen(house.client.get("/status?nomor=ADU/2026/0007"))

    assert len(page.forms) == 1
    assert page.named("register_no")[0]["value"] == "ADU/2026/0007"
    assert "required" in page.named("access_code")[0]


@pytest.mark.parametrize("step", STEPS)
def test_number_and_code_show_the_status_at_every_step(house: House, step):
    case = house.at(step)

    response = ask(house, case.register_no, case.access_code)

    page = seen(response)
    assert response.status_code == 200
    assert case.status in page.text
    assert "WITA" in page.text


def test_a_code_typed_small_and_in_groups_is_the_same_code(house: House):
    case = house.at("review")
    typed = f" {case.access_code[:5]}-{case.access_code[5:]} ".lower()

    assert ask(house, case.register_no.lower(), typed).status_code == 200


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(house: House):
    house.receive()
    case = house.at("review")

    wrong = ask(house, case.register_no, "AAAAAAAAAA")
    unknown = ask(house, "ADU/2026/9999", "AAAAAAAAAA")

    def plain(response, number):
        return response.status_code, response.get_data(as_text=True).replace(number, "")

    assert plain(wrong, case.register_no) == plain(unknown, "ADU/2026/9999")
    assert len(seen(wrong).forms) == 1


def test_the_inside_of_the_office_is_not_shown(house: House):
    case = house.at("sign")

    text = seen(ask(house, case.register_no, case.access_code)).text

    assert COMPLAINT.description.splitlines()[0] in text
    for inside in ("Antrean alat", "Telusuri", "Damar", case.intake.email):
        assert inside not in text


@pytest.mark.parametrize("kind", ["confidential", "anonymous"])
def test_of_a_private_case_only_status_and_dates_are_shown(house: House, kind):
    case = house.at("review", confidentiality=kind)

    text = seen(ask(house, case.register_no, case.access_code)).text

    assert case.status in text
    assert COMPLAINT.description.splitlines()[0] not in text
    assert COMPLAINT.reference_no not in text


def test_the_answer_letter_opens_after_the_code_and_for_an_hour(house: House):
    case = house.at("deliver")
    page = seen(ask(house, case.register_no, case.access_code))
    link = next(each for each in page.links if "/status/surat/" in each)

    opened = house.client.get(link)
    house.clock.advance(hours=1, minutes=1)
    later = house.client.get(link)

    assert opened.data == pdf(2)
    assert opened.mimetype == "application/pdf"
    assert later.status_code == 410
    assert house.client.get(link[:-2]).status_code == 400


def test_before_the_letter_is_issued_there_is_no_link_to_one(house: House):
    case = house.at("records")

    page = seen(ask(house, case.register_no, case.access_code))

    assert not [each for each in page.links if "/status/surat/" in each]


def test_who_gave_no_address_can_answer_the_letter_from_here(house: House):
    case = house.at("deliver", email="", confidentiality="anonymous")
    page = seen(ask(house, case.register_no, case.access_code))
    token = next(each for each in page.links if "/aksi/" in each).rpartition("/")[2]

    assert house.post("deliver", token).status_code == 200
    assert house.service.case(case.register_no).final == "Selesai"


def test_ten_wrong_tries_close_the_number_for_an_hour_whoever_asks(house: House):
    case = house.at("review")
    for place in range(10):
        tried = ask(house, case.register_no, "WRONG", f"192.0.2.{place}")
        assert tried.status_code == 403

    closed = ask(house, case.register_no, case.access_code, "198.51.100.7")
    house.clock.advance(hours=1)
    open_again = ask(house, case.register_no, case.access_code, "198.51.100.7")

    assert closed.status_code == 429
    assert seen(closed).forms == []
    assert open_again.status_code == 200


def test_ten_wrong_tries_close_the_address_whatever_number_it_asks(house: House):
    case = house.at("review")
    for place in range(10):
        ask(house, f"ADU/2026/9{place:03d}", "WRONG")

    assert ask(house, case.register_no, case.access_code).status_code == 429
    assert ask(house, case.register_no, case.access_code, "198.51.100.7").status_code == 200


def test_right_answers_are_not_counted(house: House):
    case = house.at("review")

    answers = {ask(house, case.register_no, case.access_code).status_code for _ in range(12)}

    assert answers == {200}


def test_a_case_opened_again_names_the_new_date(house: House):
    case = house.at("deliver")
    promise = "upayakan paling lambat"
    assert promise not in ask(house, case.register_no, case.access_code).text

    house.act(case.register_no, outcome="not_satisfied", values={"reason": "Belum."})

    assert promise in ask(house, case.register_no, case.access_code).text
