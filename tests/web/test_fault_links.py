"""What is wrong with a form is one tap away from the notice above it, on a phone too."""

import threading

import pytest
from pages_room import PATIENCE_MS
from web_house import STEPS, House, seen
from werkzeug.serving import make_server

from integration.sop.table import STATIONS

NEEDY = [(key, f.key) for key in STEPS for f in STATIONS[key].fields if f.required]
BY_OUTCOME = [
    (key, outcome, f.key)
    for key in STEPS
    for f in STATIONS[key].fields
    for outcome in sorted(f.needed_by)
]


def leads_to(response, key: str) -> bool:
    """Whether the notice links to the field, which is there once and says what is wrong."""
    page = seen(response)
    assert response.status_code == 422
    ids = [said.get("id") for _, said in page.tags]
    return f"#{key}" in page.links and ids.count(key) == 1 and f"{key}-wrong" in ids


@pytest.mark.parametrize(("step", "key"), NEEDY)
def test_a_required_field_left_empty_is_linked(house: House, step, key):
    empty = None if key == "final_pdf" else "  "
    assert leads_to(house.post(step, house.token(house.at(step)), **{key: empty}), key)


@pytest.mark.parametrize(("step", "outcome", "key"), BY_OUTCOME)
def test_what_only_one_outcome_needs_is_linked(house: House, step, outcome, key):
    answer = house.post(step, house.token(house.at(step)), outcome=outcome, **{key: ""})
    assert leads_to(answer, key)


def test_a_choice_that_was_not_made_is_linked_and_nothing_else_is(house: House):
    token = house.token(house.at("dispose"))
    before = seen(house.client.get(f"/aksi/{token}"))
    answer = house.post("dispose", token, outcome=None)
    assert leads_to(answer, "outcome")
    assert set(seen(answer).links) - set(before.links) == {"#outcome"}


def test_an_intake_page_links_to_each_of_its_faults(house: House):
    path = house.links.intake_page("petugas@balai.example").split("pages.example", 1)[1]
    fields = seen(house.client.get(path))
    typed = {name: fields.named(name)[0]["value"] for name in ("csrf", "nonce")}
    answer = house.client.post(path, data={**typed, "channel": "email", "email": "bukan alamat"})
    assert leads_to(answer, "description") and leads_to(answer, "email")
    none = house.client.post(path, data={**typed, "description": "LHU salah cetak."})
    assert leads_to(none, "channel")


@pytest.fixture
def phone(house: House, chromium):
    """A phone at the pages of the house."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(
        viewport={"width": 390, "height": 800},
        has_touch=True,
        base_url=f"http://127.0.0.1:{server.server_port}",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_tap_in_the_notice_leads_into_the_field_with_its_label_in_sight(house: House, phone):
    token = house.token(house.at("actions"))
    phone.goto(f"/aksi/{token}")
    phone.evaluate("document.getElementById('isian').noValidate = true")
    phone.fill("[name=correction]", "LHU diterbitkan ulang.")
    phone.check("[name=outcome][value=planned]")
    with phone.expect_navigation():
        phone.click("text=Simpan dan kirim")
    field = phone.locator("#preventive_action")
    assert field.bounding_box()["y"] > 800, "it is out of sight at first"

    phone.locator(".faults a", has_text="Tindakan pencegahan").tap()

    assert phone.evaluate("document.activeElement.id") == "preventive_action"
    label = phone.locator("label[for=preventive_action]").bounding_box()
    assert 0 <= label["y"] < field.bounding_box()["y"] < 800
    assert phone.input_value("[name=correction]") == "LHU diterbitkan ulang."


def test_a_search_shows_every_fact_on_a_phone_without_a_sideways_move(house: House, phone):
    house.receive(
        name="Kirana Contoh",
        company="PT Perusahaan dengan Nama yang Panjang Sekali Contoh",
        service="Kalibrasi",
        reference_no="SERT-77/KAL/2026",
        description="Sertifikat salah ketik.",
    )
    session = house.sessions.begin("petugas@balai.example", house.clock.now())
    phone.goto("/")
    phone.context.add_cookies([{"name": "tanggap", "value": session, "url": phone.url}])
    phone.goto("/petugas/cari")

    across = phone.evaluate("document.documentElement.scrollWidth")
    assert across <= 390
    card = phone.locator(".stacked tr", has_text="Kirana Contoh")
    for said in ("Perusahaan dengan Nama", "Kalibrasi", "SERT-77/KAL/2026", "Diterima"):
        box = card.get_by_text(said).first.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, said
    assert (
        card.locator("td[data-label=Status]").evaluate(
            "each => getComputedStyle(each, '::before').content"
        )
        == '"Status"'
    )
