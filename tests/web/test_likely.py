"""While the desk sorts, earlier complaints that may be the same are shown with the reason."""

from urllib.parse import parse_qs, urlsplit

import pytest
from web_house import seen

from integration.sop.actors import Role
from integration.web.desk.likely import MARK

LATE = "LHU air limbah kami belum keluar padahal dijanjikan 10 hari kerja, kami ditegur dinas."
STRANGER = {
    "name": "Kirana Contoh", "email": "kirana@lain.example", "phone": "", "company": "",
    "reference_no": "",
}  # fmt: skip


def form(house, number: str, query: str = ""):
    """The desk's page of a complaint that waits to be sorted."""
    return house.client.get(f"/aksi/{house.token(house.service.case(number))}{query}")


def marked(page, number: str) -> str:
    """The query behind the button that fills the form in for `number`."""
    queries = [urlsplit(link).query for link in page.links]
    return next(f"?{query}" for query in queries if parse_qs(query).get(MARK) == [number])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"description": "Toilet kotor."}, "alamat e-mail pelapor sama"),
        ({**STRANGER, "reference_no": "lhu 123-2026"}, "Nomor order/LHU/sertifikat sama"),
        ({**STRANGER, "description": LATE.replace("dinas", "DLH")}, "Uraian mirip"),
    ],
)
def test_an_earlier_complaint_is_pointed_out_with_the_reason(house, said, why):
    first = house.receive(description=LATE)
    second = house.receive(**said)

    page = seen(form(house, second))

    assert "Mungkin pernah disampaikan" in page.text
    assert why.lower() in page.text.lower()
    assert house.links.case_page(first, "petugas@balai.example") in page.links


def test_nothing_is_pointed_out_where_nothing_is_alike(house):
    house.receive(description=LATE)

    page = seen(form(house, house.receive(**STRANGER, description="Parkir tamu penuh.")))

    assert "Mungkin pernah disampaikan" not in page.text


def test_the_button_fills_the_form_and_decides_nothing(house):
    first, second = house.receive(description=LATE), house.receive(description=LATE)
    query = marked(seen(form(house, second)), first)

    page = seen(form(house, second, query))

    assert house.service.case(second).station == "triage"
    (chosen,) = [each["value"] for each in page.named("outcome") if "checked" in each]
    assert chosen == "duplicate"
    assert page.named("duplicate_of")[0]["value"] == first
    assert f"nomor register {first}" in page.areas["reason"]


def test_sent_as_filled_in_it_is_archived_and_both_pages_know_of_each_other(house):
    first, second = house.receive(description=LATE), house.receive(description=LATE)
    page = seen(form(house, second, marked(seen(form(house, second)), first)))
    token = house.token(house.service.case(second))

    sent = {"outcome": "duplicate", "duplicate_of": first, "reason": page.areas["reason"]}
    response = house.post("triage", token, **sent)

    case = house.service.case(second)
    assert (response.status_code, case.status, case.classification) == (
        200, "Diarsipkan", "duplicate",
    )  # fmt: skip
    desk = "petugas@balai.example"
    pages = {number: house.links.case_page(number, desk) for number in (first, second)}
    for here, there in ((first, second), (second, first)):
        path = urlsplit(pages[here]).path
        assert pages[there] in seen(house.client.get(path)).links


def test_a_strangers_earlier_number_is_not_told_to_the_customer(house):
    first = house.receive(**STRANGER, description=LATE)
    second = house.receive(description=LATE)

    page = seen(form(house, second, f"?{MARK}={first}"))

    assert page.named("duplicate_of")[0]["value"] == first
    assert first not in page.areas["reason"]


@pytest.mark.parametrize("asked", ["ADU/2026/9999", "own", "<script>"])
def test_only_another_complaint_of_the_register_fills_the_form(house, asked):
    number = house.receive()

    page = seen(form(house, number, f"?{MARK}={number if asked == 'own' else asked}"))

    assert not [each for each in page.named("outcome") if "checked" in each]
    assert page.named("duplicate_of")[0]["value"] == ""


@pytest.mark.parametrize(
    ("typed", "said"), [("ADU/2026/0999", "tidak ada dalam register"), ("own", "sendiri")]
)
def test_a_number_that_leads_nowhere_is_refused_beside_its_field(house, typed, said):
    number = house.receive()
    token = house.token(house.service.case(number))

    typed = number.lower() if typed == "own" else typed
    response = house.post("triage", token, outcome="duplicate", duplicate_of=typed, reason="Sama.")

    assert response.status_code == 422
    assert said in seen(response).text
    assert house.service.case(number).station == "triage"


def test_a_confidential_complaint_is_never_pointed_at(house):
    secret = house.receive(confidentiality="confidential", description=LATE)
    number = house.receive(description=LATE)

    page = seen(form(house, number, f"?{MARK}={secret}"))

    assert "Mungkin pernah disampaikan" not in page.text
    assert page.named("duplicate_of")[0]["value"] == ""


def test_nothing_of_the_other_complaint_but_its_place_is_shown(house):
    house.receive(**{**STRANGER, "company": "PT Sunyi Contoh"}, description=f"{LATE} Bu Kenanga.")
    number = house.receive(description=LATE)

    html = form(house, number).get_data(as_text=True)

    for word in ("Kirana", "kirana@", "Sunyi", "Kenanga"):
        assert word not in html


def test_later_steps_and_customers_are_not_shown_any(house):
    house.receive(description=LATE)
    case = house.at("complete_info", description=LATE)

    page = seen(house.client.get(f"/aksi/{house.token(case, role=Role.CUSTOMER)}"))

    assert "Mungkin pernah disampaikan" not in page.text
