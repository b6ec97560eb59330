"""Staff enter a complaint from any channel on one page, with its evidence, once."""

from urllib.parse import unquote, urlsplit

import pytest
from web_house import House, pdf, seen, upload
from werkzeug.test import encode_multipart

from integration.sop.actors import Door, Role
from integration.sop.choices import CHANNELS
from integration.sop.proof import PROOFS

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PROOF = {
    "whatsapp": {"whatsapp_no": "0812-0000-0011"},
    "email": {"from_address": "tirta@usaha.example"},
    "box": {"opened_on": "2026-11-20", "opened_by": "Rani Contoh", "witness": "Sekar Contoh"},
    "social_media": {"handle": "@tirta.contoh di Instagram"},
    "letter": {"letter_no": "12/TC/XI/2026", "letter_date": "2026-11-18", "agenda_no": "345"},
    "lapor": {"tracking_id": "9876543"},
}


def address(house: House, person: str = "petugas@balai.example") -> str:
    return urlsplit(house.links.intake_page(person)).path


def form(house: House, channel: str, **other):
    path = address(house)
    page = seen(house.client.get(path))
    hidden = {
        said["name"]: said["value"] for name in ("csrf", "nonce") for said in page.named(name)
    }
    said = {"channel": channel, "description": "LHU salah cetak.", "name": "Tirta Contoh"}
    return path, {**hidden, **said, **PROOF.get(channel, {}), **other}


def enter(house: House, channel: str, **other):
    path, data = form(house, channel, **other)
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return house.client.post(path, data=body, content_type=kind)


@pytest.mark.parametrize("channel", [key for key, _ in CHANNELS])
def test_a_complaint_through_any_channel_becomes_a_case_with_its_proof_and_files(house, channel):
    files = [upload("tangkapan.png", PNG), upload("surat.pdf", pdf())]

    response = enter(house, channel, evidence=files, occurred_at="awal pekan lalu")

    assert response.status_code == 303
    case = house.service.case("ADU/2026/0001")
    event = house.service.history("ADU/2026/0001")[0]
    assert (case.intake.channel, case.intake.description) == (channel, "LHU salah cetak.")
    assert case.intake.proof == PROOF.get(channel, {})
    assert case.intake.occurred_at == "awal pekan lalu"
    assert [one["media_type"] for one in case.intake.files] == ["image/png", "application/pdf"]
    assert house.service.file(case.intake.files[0]["sha256"]) == PNG
    assert (event.by.role, event.by.door) == (Role.SERVICE_DESK, Door.PAGE)
    assert event.by.person == "petugas@balai.example"


@pytest.mark.parametrize("channel", [key for key in PROOFS if key in PROOF])
def test_what_the_channel_itself_proves_is_asked_for_and_what_was_typed_stays(house, channel):
    missing = dict.fromkeys(PROOF[channel], "")

    response = enter(house, channel, **missing)

    page = seen(response)
    assert response.status_code == 422
    assert page.areas["description"].strip() == "LHU salah cetak."
    assert "Mohon diisi." in page.text
    assert [said.get("value") for said in page.named("channel") if "checked" in said] == [channel]
    assert house.service.effects("ADU/2026/0001") == []


def test_the_same_form_sent_twice_makes_one_complaint_and_says_so(house):
    path, data = form(house, "walk_in")

    first, second = (house.client.post(path, data=data) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    again = house.client.get(second.headers["Location"]).get_data(as_text=True)
    assert "Kiriman kedua tidak membuat pengaduan baru" in again
    assert house.receive() == "ADU/2026/0002"


def test_the_next_page_hands_out_number_code_receipt_and_words_for_whatsapp(house, monkeypatch):
    monkeypatch.setattr(
        "integration.letters.render", lambda kind, said, head, templates: f"%PDF {kind}".encode()
    )
    monkeypatch.setattr("integration.letters.Letterhead", dict)
    response = enter(house, "whatsapp")

    shown = house.client.get(response.headers["Location"])
    page = seen(shown)
    case = house.service.case("ADU/2026/0001")
    receipt = house.client.get(next(one for one in page.links if one.endswith("/tanda-terima")))

    assert case.access_code in page.text and case.register_no in page.text
    (chat,) = [one for one in page.links if one.startswith("https://wa.me/")]
    assert chat.startswith("https://wa.me/6281200000011?text=")
    assert case.access_code in unquote(chat)
    assert (receipt.status_code, receipt.data) == (200, b"%PDF receipt")
    assert "LHU salah cetak" not in page.text


def test_the_case_page_has_a_message_for_every_milestone_so_far(house):
    case = house.at("deliver", email="")
    path = urlsplit(house.links.case_page(case.register_no, "petugas@balai.example")).path

    text = seen(house.client.get(path)).text

    for title in ("Tanda terima", "Sedang ditangani", "Surat jawaban"):
        assert f"Pesan {title.lower()}" in text
    assert "Pesan selesai" not in text
    assert case.value("records", "letter_no") in text


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"csrf": "x"}, 403),
        ({"nonce": ""}, 403),
        ({"channel": "pigeon"}, 422),
        ({"description": " "}, 422),
        ({"email": "tirta"}, 422),
        ({"received_at": "2027-01-01T08:00"}, 422),
        ({"received_at": "0026-11-25T09:00"}, 422),
        ({"received_at": "0001-01-01T00:00"}, 422),
        ({"evidence": upload("besar.png", b"x" * (1024 * 1024 + 1))}, 422),
    ],
    ids=lambda value: str(next(iter(value))) if isinstance(value, dict) else str(value),
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(house, wrong, status):
    assert enter(house, **{"channel": "walk_in", **wrong}).status_code == status
    assert house.receive() == "ADU/2026/0001"


def test_the_moment_of_receipt_is_the_offices_clock_and_may_lie_in_the_past(house):
    enter(house, "letter", received_at="2026-11-20T14:30")

    case = house.service.case("ADU/2026/0001")
    assert case.received_at.isoformat() == "2026-11-20T14:30:00+08:00"


@pytest.mark.parametrize("person", ["orang@luar.example", "tirta@usaha.example"])
def test_the_page_opens_for_officials_only(house, person):
    assert house.client.get(address(house, person)).status_code == 400


def test_a_link_of_another_purpose_does_not_open_it(house):
    case = house.at("triage")
    token = house.links.case_page(case.register_no, "petugas@balai.example").rpartition("/")[2]

    assert house.client.get(f"/petugas/pengaduan-baru/{token}").status_code == 400


def test_looking_at_the_empty_form_registers_nothing(house):
    path = address(house)

    assert [house.client.get(path).status_code, house.client.head(path).status_code] == [200, 200]
    assert house.receive() == "ADU/2026/0001"


@pytest.mark.parametrize(
    ("channel", "key", "typed"),
    [
        ("whatsapp", "whatsapp_no", "abc"),
        ("whatsapp", "whatsapp_no", "0812"),
        ("letter", "letter_date", "2026-11-24"),
        ("box", "opened_on", "2026-11-24"),
    ],
)
def test_what_cannot_be_so_is_said_beside_its_field_and_nothing_is_recorded(
    house, channel, key, typed
):
    response = enter(house, channel, **{key: typed})

    page = seen(response)
    assert response.status_code == 422
    assert any(said.get("id") == f"{key}-wrong" for _, said in page.tags)
    assert not house.service.history("ADU/2026/0001")
