"""What a link does that is forged, used, expired, or posted in a way it should not be."""

import pytest
from web_house import STEPS, House, pdf, seen, upload

from integration.sop.actors import By, Door, Role
from integration.sop.commands import Complete, FoundChanged, Withdraw


def refused(response, status: int):
    """A refusal is an Indonesian page without a form that says what to do next."""
    page = seen(response)
    assert response.status_code == status
    assert page.forms == []
    assert ("html", {"lang": "id"}) in page.tags
    assert "Selanjutnya" in page.text
    return page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", STEPS)
def test_a_tampered_link_is_400(house: House, step, method):
    token = house.token(house.at(step))
    tampered = ("A" if token[0] != "A" else "B") + token[1:]

    refused(getattr(house.client, method)(f"/aksi/{tampered}"), 400)


@pytest.mark.parametrize("step", ["triage", "sign"])
def test_a_link_that_differs_in_one_sign_is_400_even_where_base64_reads_the_same(
    house: House, step
):
    token = house.token(house.at(step))
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
    others = [token[:-1] + sign for sign in signs if sign != token[-1]]

    for other in [*others, token + "\u200b", token + "=", token.replace(".", ".\u00e9")]:
        refused(house.client.get(f"/aksi/{other}"), 400)
        refused(house.client.post(f"/aksi/{other}"), 400)


def test_a_link_made_for_another_purpose_is_400(house: House):
    case = house.at("dispose")
    token = house.links.case_page(case.register_no, "kepala@balai.example").rpartition("/")[2]

    refused(house.client.get(f"/aksi/{token}"), 400)


def test_a_link_for_a_case_this_database_does_not_know_is_400(house: House):
    case = house.at("dispose")
    token = house.token(case, register_no="ADU/2099/0001")

    refused(house.client.get(f"/aksi/{token}"), 400)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", STEPS)
def test_a_used_link_is_409_and_says_so_kindly(house: House, step, method):
    token = house.token(house.at(step))
    house.post(step, token)

    again = house.client.get(f"/aksi/{token}") if method == "get" else house.post(step, token)

    page = refused(again, 409)
    assert "Sudah tercatat" in page.text
    assert "WITA" in page.text


@pytest.mark.parametrize("step", STEPS)
def test_posting_twice_is_recorded_once(house: House, step):
    case = house.at(step)
    token = house.token(case)

    first, second = house.post(step, token), house.post(step, token)

    assert (first.status_code, second.status_code) == (200, 409)
    assert len(house.service.case(case.register_no).completions) == len(case.completions) + 1


@pytest.mark.parametrize("step", STEPS)
def test_whoever_comes_second_is_told_who_was_first_and_when(house: House, step):
    case = house.at(step)
    token = house.token(case, person="wakil@balai.example")
    house.act(case.register_no)

    page = refused(house.post(step, token), 409)

    assert house.actor(case).name in page.text
    assert "pukul" in page.text


def test_the_loser_of_a_race_gets_the_409_page(house: House, monkeypatch):
    case = house.at("dispose")
    house.stands_in("plh@balai.example", "kepala@balai.example")
    token = house.token(case, person="plh@balai.example")
    keep, raced = house.service.act, []

    def somebody_was_quicker(number, command, by):
        if not raced:
            raced.append(house.act(number))
        return keep(number, command, by)

    act = house.act
    monkeypatch.setattr(house, "act", lambda number: (monkeypatch.undo(), act(number))[1])
    monkeypatch.setattr(house.service, "act", somebody_was_quicker)

    page = refused(house.post("dispose", token), 409)

    assert "Bima Arga Contoh (Kepala Balai)" in page.text
    assert len(house.service.case(case.register_no).completions) == len(case.completions) + 1


def test_a_link_of_a_step_that_the_spreadsheet_finished_is_409(house: House):
    case = house.at("review")
    token = house.token(case)
    desk = By(role=Role.SERVICE_DESK, door=Door.SHEET, person="spreadsheet")
    command = Complete(step="review", outcome="reviewed", values={"review": "Berdasar."})
    house.service.act(case.register_no, command, desk)

    page = refused(house.client.get(f"/aksi/{token}"), 409)

    assert "Petugas Pelayanan" in page.text


def test_a_link_of_a_withdrawn_case_is_409(house: House):
    case = house.at("review")
    token = house.token(case)
    house.service.act(case.register_no, Withdraw(reason="Atas permintaan."), house.actor(case))

    page = refused(house.post("review", token), 409)

    assert "Dicabut" in page.text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", STEPS)
def test_an_expired_link_is_410(house: House, step, method):
    case = house.at(step)
    token = house.token(case)
    house.clock.advance(days=30)

    late = house.client.get(f"/aksi/{token}") if method == "get" else house.post(step, token)

    refused(late, 410)
    assert house.service.case(case.register_no) == case


def test_a_link_that_is_used_and_expired_says_that_it_was_used(house: House):
    token = house.token(house.at("review"))
    house.post("review", token)
    house.clock.advance(days=40)

    refused(house.client.get(f"/aksi/{token}"), 409)


@pytest.mark.parametrize("csrf", [None, "", "guessed"])
@pytest.mark.parametrize("step", STEPS)
def test_a_missing_or_false_csrf_field_is_403(house: House, step, csrf):
    case = house.at(step)

    refused(house.post(step, house.token(case), csrf=csrf), 403)

    assert house.service.case(case.register_no) == case


def test_the_csrf_field_of_another_link_is_403(house: House):
    mine, other = house.token(house.at("review")), house.token(house.at("review"))

    refused(house.post("review", mine, csrf=house.links.csrf(other)), 403)


def test_a_letter_changed_after_the_mail_asks_to_wait_for_the_new_mail(house: House):
    case = house.at("sign")
    token = house.token(case)
    system = By(role=Role.SYSTEM, door=Door.WORKER)
    house.service.act(case.register_no, FoundChanged(version=1, revision="r9"), system)

    before_the_new_preview = refused(house.client.get(f"/aksi/{token}"), 409)
    changed = house.preview(house.service.case(case.register_no), pages=2)
    after_it = refused(house.post("sign", token), 409)

    assert "berubah" in before_the_new_preview.text
    assert "e-mail baru" in after_it.text.lower()
    assert house.client.get(f"/aksi/{house.token(changed)}").status_code == 200


def test_a_sign_link_bound_to_another_pdf_is_409(house: House):
    case = house.at("sign")

    refused(house.client.get(f"/aksi/{house.token(case, pdf_sha256='0' * 64)}"), 409)


def test_who_initialled_the_draft_may_not_approve_it(house: House):
    case = house.at("sign")
    house.stands_in("pengujian@balai.example", "kepala@balai.example")
    token = house.token(case, person="pengujian@balai.example")

    page = refused(house.post("sign", token), 403)

    assert "orang yang berbeda" in page.text
    assert house.service.case(case.register_no) == case


def test_a_link_in_the_name_of_the_wrong_role_cannot_decide(house: House):
    case = house.at("dispose")
    token = house.token(case, role=Role.GROUP_HEAD, person="pengujian@balai.example")

    page = refused(house.post("dispose", token), 403)

    assert "hanya dapat diselesaikan oleh Kepala Balai" in page.text


def test_files_of_the_case_open_and_no_other(house: House):
    case = house.at("sign")
    token = house.token(case)
    stranger = house.service.keep_file("lain.pdf", "application/pdf", pdf(7))["sha256"]

    own = house.client.get(f"/aksi/{token}/berkas/{case.preview.pdf_sha256}")
    other = house.client.get(f"/aksi/{token}/berkas/{stranger}")

    assert own.data == house.service.file(case.preview.pdf_sha256)
    assert own.mimetype == "application/pdf"
    assert own.headers["Content-Disposition"].startswith("inline")
    refused(other, 404)


def test_a_file_that_is_no_pdf_or_picture_is_handed_over_as_a_download(house: House):
    case = house.at("verify")
    token = house.token(case)
    page = b"<html><script>alert(1)</script></html>"
    house.post("verify", token, evidence=upload("laporan.pdf", page))
    kept = house.service.case(case.register_no).completions[-1].values["evidence"][0]

    response = house.client.get(f"/aksi/{token}/berkas/{kept['sha256']}")

    assert response.data == page
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_customers_link_does_not_open_the_offices_files(house: House):
    case = house.at("deliver")
    token = house.token(case)

    letter = case.value("records", "final_pdf")["sha256"]
    assert house.client.get(f"/aksi/{token}/berkas/{letter}").status_code == 200
    refused(house.client.get(f"/aksi/{token}/berkas/{case.preview.pdf_sha256}"), 404)
