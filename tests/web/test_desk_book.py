"""The service desk's book: each opening of the box with two people, and mail nobody could take."""

from urllib.parse import urlsplit

import pytest
from web_house import House, seen

from integration.intake.aside import AUTOMATIC, BROKEN, set_aside
from integration.store import office_log

DESK = "petugas@balai.example"
OPENING = {
    "opened_on": "2026-11-23",
    "opened_by": "Rani Melati Contoh",
    "witness": "Sekar Wening Contoh",
    "found": "0",
}


def address(house: House, person: str = DESK) -> str:
    return urlsplit(house.links.desk_book(person)).path


def note(house: House, **other: str):
    path = address(house)
    page = seen(house.client.get(path))
    hidden = {key: page.named(key)[0]["value"] for key in ("csrf", "nonce")}
    return house.client.post(path, data={**hidden, **OPENING, **other})


def complain(house: House, **proof: str) -> str:
    return house.receive(channel="box", proof=proof)


def test_an_opening_that_found_the_box_empty_is_recorded_with_its_date_and_two_people(house):
    response = note(house)

    assert response.status_code == 303
    shown = seen(house.client.get(response.headers["Location"])).text
    assert "Pembukaan kotak sudah dicatat" in shown
    for words in ("23/11/2026", "Rani Melati Contoh", "Sekar Wening Contoh", "kosong"):
        assert words in shown
    with house.service.database.read() as tx:
        (line,) = office_log.lines(tx, office_log.BOX)
    assert line.data["found"] == "0" and "Rani Melati" in line.person


def test_sent_twice_it_is_one_opening_and_looking_records_none(house):
    path = address(house)
    page = seen(house.client.get(path))
    house.client.head(path)
    data = {**OPENING, **{key: page.named(key)[0]["value"] for key in ("csrf", "nonce")}}
    for _ in range(2):
        assert house.client.post(path, data=data).status_code == 303

    with house.service.database.read() as tx:
        assert len(office_log.lines(tx, office_log.BOX)) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"witness": "rani  melati contoh"}, 422),
        ({"witness": ""}, 422),
        ({"opened_by": ""}, 422),
        ({"opened_on": ""}, 422),
        ({"opened_on": "2026-11-24"}, 422),
        ({"found": ""}, 422),
        ({"found": "banyak"}, 422),
        ({"found": "-1"}, 422),
        ({"csrf": "x"}, 403),
        ({"nonce": ""}, 403),
    ],
    ids=lambda value: "-".join(map(str, value.items())) if isinstance(value, dict) else str(value),
)
def test_one_person_no_date_no_count_or_a_foreign_form_record_nothing(house, wrong, status):
    assert note(house, **wrong).status_code == status
    with house.service.database.read() as tx:
        assert office_log.lines(tx, office_log.BOX) == []


def test_the_complaints_of_an_opening_stand_beside_it_and_a_missing_one_is_seen(house):
    note(house, found="2")
    mine = {key: OPENING[key] for key in ("opened_on", "opened_by", "witness")}
    number = complain(house, **mine)
    other = complain(house, opened_on="2026-11-20", opened_by="Orang Lain", witness="Saksi Lain")
    bare = complain(house)

    shown = seen(house.client.get(address(house))).text
    assert number in shown and "tidak sama" in shown
    assert "20/11/2026" in shown and other in shown, "an opening that only a complaint tells of"
    assert f"tanpa catatan pembukaan: {bare}" in shown
    complain(house, **mine)
    assert "tidak sama" not in seen(house.client.get(address(house))).text


def test_mail_that_became_no_complaint_is_shown_and_what_was_kept_is_a_download(house):
    kept = house.service.keep_file("m.eml", "message/rfc822", b"<script>alert(1)</script>")
    other = house.service.keep_file("o.pdf", "application/pdf", b"%PDF")
    set_aside(house.service, "one", AUTOMATIC, house.clock.now())
    set_aside(house.service, "two", BROKEN, house.clock.now(), None, kept)

    page = seen(house.client.get(address(house)))
    (link,) = [one for one in page.links if "/surat/" in one]
    letter = house.client.get(link)
    assert "mesin atau milis" in page.text
    assert letter.data == b"<script>alert(1)</script>"
    assert letter.mimetype == "application/octet-stream"
    assert letter.headers["Content-Disposition"].startswith("attachment")
    assert house.client.get(link.replace(kept["sha256"], other["sha256"])).status_code == 404


@pytest.mark.parametrize("person", ["orang@luar.example", "tirta@usaha.example"])
def test_the_book_opens_for_officials_only(house, person):
    assert house.client.get(address(house, person)).status_code == 400
