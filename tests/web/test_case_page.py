"""The staff's page of a case tells all of it: what happened, what waits, what is stuck."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text
from web_house import STEPS, House, seen

from integration.sop.commands import Note
from integration.store import outbox

STAFF = "petugas@balai.example"


def address(house: House, number: str, person: str = STAFF) -> str:
    return house.links.case_page(number, person).removeprefix("http://pages.example")


def finish(house: House, kind: str, number: str, state: str, result=None, error: str = "") -> str:
    """The first waiting effect of a kind has ended."""
    entry = next(e for e in house.service.effects(number) if e.kind == kind and e.state != "done")
    with house.service.database.write() as tx:
        outbox.finish(tx, entry.key, state, house.clock.now(), result or {}, error)
    return entry.key


@pytest.mark.parametrize("step", STEPS)
def test_every_case_has_a_page_at_every_step_and_looking_changes_nothing(house: House, step):
    case = house.at(step)
    before = house.service.history(case.register_no)

    response = house.client.get(address(house, case.register_no))
    headed = house.client.head(address(house, case.register_no))

    page = seen(response)
    assert (response.status_code, headed.status_code) == (200, 200)
    assert page.forms == []
    assert case.status in page.text
    assert house.service.history(case.register_no) == before


def test_it_tells_what_each_step_said_and_who_did_it(house: House):
    page = seen(house.client.get(address(house, house.at("sign").register_no)))

    for said in (
        "Telusuri penyebabnya.",
        "Antrean alat",
        "Bima Arga Contoh",
        "Rantai riwayat utuh",
    ):
        assert said in page.text


def test_a_verification_without_evidence_says_so(house: House):
    bare = seen(house.client.get(address(house, house.at("draft").register_no)))
    number = house.at("verify").register_no
    kept = house.service.keep_file("bukti.txt", "text/plain", b"LHU terbit.")
    house.act(number, values={"verification": "LHU terbit.", "evidence": [kept]})
    proved = seen(house.client.get(address(house, number)))

    assert "tidak dilampirkan" in bare.text and "tidak dilampirkan" not in proved.text


def test_deadlines_stand_beside_what_was_really_used(house: House):
    case = house.at("review")
    house.clock.advance(days=3)

    page = seen(house.client.get(address(house, case.register_no)))

    assert "30 menit" in page.text
    assert "tepat waktu" in page.text
    assert "terlambat" in page.text


def test_a_stuck_effect_stands_at_the_top_with_its_reason(house: House):
    case = house.at("review")
    finish(house, "document", case.register_no, outbox.STUCK, error="folder is gone")

    page = seen(house.client.get(address(house, case.register_no)))

    assert "Perlu tindakan petugas" in page.text
    assert page.text.index("folder is gone") < page.text.index("Waktu penanganan")


def test_documents_carry_their_hash_and_their_place_in_drive(house: House):
    case = house.at("review")
    kept = house.service.keep_file("form.pdf", "application/pdf", b"%PDF-1.7 form")
    result = {
        "file_id": "f1",
        "url": "http://drive.example/f1",
        "sha256": kept["sha256"],
        "name": "01 Form Pengaduan.pdf",
        "title": "Form Pengaduan",
    }
    finish(house, "document", case.register_no, outbox.DONE, result)
    at = address(house, case.register_no)

    page = seen(house.client.get(at))

    assert kept["sha256"] in page.text
    assert "http://drive.example/f1" in page.links
    opened = house.client.get(f"{at}/berkas/{kept['sha256']}")
    assert opened.data == b"%PDF-1.7 form"
    assert f"{at}/berkas/{kept['sha256']}" in page.links


def test_a_file_of_another_case_is_404(house: House):
    case = house.at("review")
    other = house.service.keep_file("x.pdf", "application/pdf", b"%PDF-1.7 other")

    at = address(house, case.register_no)

    assert house.client.get(f"{at}/berkas/{other['sha256']}").status_code == 404


def test_notes_are_shown(house: House):
    case = house.at("review")
    house.service.act(case.register_no, Note(text="Sudah ditelepon."), house.actor(case))

    assert "Sudah ditelepon." in seen(house.client.get(address(house, case.register_no))).text


def test_a_changed_history_is_reported(house: House):
    case = house.at("review")
    with house.service.database.write() as tx:
        tx.execute(text("UPDATE events SET person = 'x@balai.example' WHERE seq = 2"))

    page = seen(house.client.get(address(house, case.register_no)))

    assert "Rantai riwayat tidak utuh" in page.text


@pytest.mark.parametrize("token", ["x", "WyJBRFUvMjAyNi8wMDAxIiwiIl0.AAAA"])
def test_a_forged_link_is_400(house: House, token):
    assert house.client.get(f"/kasus/{token}").status_code == 400
    assert house.client.get(f"/kasus/{token}/berkas/{'0' * 64}").status_code == 400


def test_an_action_link_does_not_open_the_case_page(house: House):
    assert house.client.get(f"/kasus/{house.token(house.at('review'))}").status_code == 400


def test_the_customer_has_no_case_page(house: House):
    case = house.at("review")

    response = house.client.get(address(house, case.register_no, case.intake.email))

    assert response.status_code == 400
    assert "Telusuri" not in response.get_data(as_text=True)


def test_whoever_has_left_the_office_opens_nothing_by_an_old_link(house: House):
    case = house.at("records")
    old, now = "tu@balai.example", "tu.baru@balai.example"
    page, task = address(house, case.register_no, old), f"/aksi/{house.token(case)}"
    files = [f"{task}/berkas/{each}" for each in re.findall(r"[0-9a-f]{64}", told(house, task))]
    assert files and house.client.get(page).status_code == 200
    assert house.client.get(files[0]).status_code == 200

    here = house.service.office
    successor = replace(here.records_office, email=now, name="Wulan Baru Contoh")
    house.service.office = replace(here, records_office=successor)

    for path in (page, f"{page}/tanda-terima", f"{page}/jeda", files[0]):
        assert house.client.get(path).status_code == 400
    assert house.client.get(address(house, case.register_no, now)).status_code == 200


def told(house: House, path: str) -> str:
    return house.client.get(path).get_data(as_text=True)


def test_what_is_typed_anywhere_stays_text(house: House):
    case = house.at("review")
    note = Note(text="<img src=x onerror=alert(1)>")
    house.service.act(case.register_no, note, house.actor(case))

    html = house.client.get(address(house, case.register_no)).get_data(as_text=True)

    assert "<img" not in html
    assert "<script" not in html


def test_it_says_how_each_limit_came_about_and_names_the_laws_limits(house: House):
    case = house.at("review")

    page = seen(house.client.get(address(house, case.register_no)))

    assert "Bagaimana batas waktu dihitung" in page.text
    assert "jam yang sama 1 hari kerja berikutnya" in page.text
    assert "tidak dihitung karena istirahat" in page.text
    assert "Tanggapan pertama kepada pengadu" in page.text
    assert "UU 25/2009" in page.text
