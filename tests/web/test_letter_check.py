"""The uploaded letter is looked at, the finding kept; anybody may ask whose a letter is."""

import hashlib
from urllib.parse import urlsplit

import pytest
from web_house import House, pdf, seen, upload

from integration.signed.signatures import Signature
from integration.sop.actors import Role
from integration.web import casefiles

CODE = "MWDUYXGCY4"


def text_check(house: House) -> dict:
    case = house.service.case("ADU/2026/0001")
    return case.value("records", "letter_check")


@pytest.fixture
def told(house: House, monkeypatch):
    """Texts of the PDFs of this test, by their length of pages."""
    texts = {1: "Yth Tirta LHU terbit Kepala Balai", 2: "Yth Tirta LHU batal Kepala Balai"}

    def text_of(content: bytes) -> str:
        return texts.get(content.count(b"/Type /Page\n"), "")

    monkeypatch.setattr("integration.signed.looking.text_of", text_of)
    return texts


def confirmed(house: House, letter: bytes, reason: str = "Salah ketik diperbaiki di Srikandi."):
    """What the second try carries: the reason, and which file it is given for."""
    return {"difference_reason": reason, "confirmed": hashlib.sha256(letter).hexdigest()}


def test_a_letter_that_reads_differently_asks_why_and_stays(house, told):
    case = house.at("records")

    response = house.post("records", house.token(case))

    page = seen(response)
    assert response.status_code == 422
    assert house.service.case(case.register_no).station == "records"
    assert "ISI BERBEDA" in page.text
    assert "Disetujui: “terbit”; pada surat: “batal”" in page.text
    assert len(page.forms) == 1 and page.named("difference_reason")
    (button,) = [said for tag, said in page.tags if tag == "button"]
    assert (button["type"], button["name"], button["value"]) == ("submit", "by_page", "1")
    assert page.named("confirmed")[0]["value"] == hashlib.sha256(pdf(2)).hexdigest()


def test_with_a_reason_it_is_issued_and_everybody_reads_the_reason(house, told):
    case = house.at("records")

    page = seen(house.post("records", house.token(case), **confirmed(house, pdf(2))))

    assert house.service.case(case.register_no).station == "deliver"
    assert "Salah ketik diperbaiki di Srikandi." in page.text
    check = text_check(house)
    assert check["differences"] == [{"approved": "terbit", "final": "batal"}]
    assert check["reason"] == "Salah ketik diperbaiki di Srikandi."
    link = house.links.case_page(case.register_no, "petugas@balai.example")
    shown = house.client.get(urlsplit(link).path).get_data(as_text=True)
    assert "pada surat: “batal”" in shown and "Salah ketik diperbaiki" in shown
    (mail,) = [
        one for one in house.service.effects(case.register_no) if "letter_differs" in one.key
    ]
    assert mail.data["to"] == Role.HEAD.value


@pytest.mark.parametrize("other", [pdf(3), pdf(1)], ids=["another file", "yet another"])
def test_a_reason_counts_only_for_the_file_it_was_given_for(house, told, other):
    told[3] = told[2]
    case = house.at("records")

    response = house.post("records", house.token(case), **confirmed(house, other))

    assert response.status_code == 422
    assert house.service.case(case.register_no).station == "records"


def test_a_blank_reason_is_no_reason(house, told):
    case = house.at("records")

    response = house.post("records", house.token(case), **confirmed(house, pdf(2), "  "))

    assert response.status_code == 422


def test_a_letter_whose_signature_is_broken_is_refused_whatever_is_said(house, monkeypatch):
    broken = [Signature(name="Bima Arga Contoh", intact=False, whole=True)]
    monkeypatch.setattr("integration.signed.looking.signatures", lambda pdf: broken)
    case = house.at("records")

    response = house.post("records", house.token(case), **confirmed(house, pdf(2)))

    assert response.status_code == 422
    assert "tidak sah lagi" in seen(response).text
    assert house.service.case(case.register_no).station == "records"
    assert house.service.file(hashlib.sha256(pdf(2)).hexdigest()) is None


def test_a_letter_that_reads_the_same_is_said_to(house, told):
    told[2] = told[1]
    case = house.at("records")

    page = seen(house.post("records", house.token(case)))

    assert house.service.case(case.register_no).station == "deliver"
    assert "Isinya sama dengan konsep yang disetujui." in page.text


def test_the_downloaded_draft_asks_whether_it_is_the_signed_letter_at_all(house, told):
    case = house.at("records")

    response = house.post("records", house.token(case), final_pdf=pdf(1), by_page="1")

    assert response.status_code == 422
    assert "belum bernomor, belum bertanggal, dan belum ditandatangani" in seen(response).text
    assert house.service.case(case.register_no).station == "records"
    assert house.client.get(f"/verifikasi/{CODE}").status_code == 404


def test_the_draft_that_went_out_for_a_reason_is_listed_as_the_letter(house, told):
    case = house.at("records")

    reason = confirmed(house, pdf(1), "Dicetak dan ditandatangani basah; pindaian menyusul.")
    reason["by_page"] = "1"
    house.post("records", house.token(case), final_pdf=pdf(1), **reason)

    issued = house.service.case(case.register_no).value("records", "final_pdf")
    files = casefiles.of_case(house.service, case, Role.SERVICE_DESK)
    (listed,) = [one for one in files if one.sha256 == issued["sha256"]]
    assert (listed.title, listed.for_customer) == ("Surat jawaban", True)


def test_a_person_is_asked_about_an_unsigned_letter_on_which_no_number_is_read(house, told):
    told[2] = told[1]
    case = house.at("records")

    asked = house.post("records", house.token(case), by_page="1")
    told[2] += " B 1 BSPJI MS 08 01 XI 2026"
    numbered = house.post("records", house.token(case), by_page="1")

    assert (asked.status_code, numbered.status_code) == (422, 200)
    assert "NOMOR SURATNYA TIDAK TERBACA" in seen(asked).text


def test_the_head_is_told_of_an_unsigned_letter_that_nobody_could_be_asked_about(house, told):
    told[2] = told[1]
    case = house.at("records")

    house.post("records", house.token(case))

    told_to = [
        one.data["to"]
        for one in house.service.effects(case.register_no)
        if "letter_differs" in one.key
    ]
    assert told_to == [Role.HEAD.value]


def test_a_scan_is_taken_as_wet_ink(house):
    case = house.at("records")

    page = seen(house.post("records", house.token(case)))

    assert "tanda tangan basah" in page.text
    assert text_check(house)["kind"] == "wet_ink"


def test_anybody_learns_by_file_or_hash_that_a_letter_is_ours_and_nothing_else(house):
    case = house.at("deliver")
    issued = case.value("records", "final_pdf")
    content = house.service.file(issued["sha256"])

    answers = [
        house.client.post("/verifikasi", data={"letter": upload("x.pdf", content)}),
        house.client.post("/verifikasi", data={"code": issued["sha256"].upper()}),
        house.client.get(f"/verifikasi/{issued['sha256']}"),
        house.client.get(f"/verifikasi/{CODE}"),
        house.client.post("/verifikasi", data={"code": f"{CODE[:5]}-{CODE[5:].lower()} "}),
    ]

    for answer in answers:
        text = seen(answer).text
        assert answer.status_code == 200
        assert case.value("records", "letter_no") in text and "23 November 2026" in text
        for personal in (case.intake.name, case.intake.company, case.register_no):
            assert personal not in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"letter": upload("x.pdf", pdf(3))}, 404),
        ({"code": hashlib.sha256(b"").hexdigest()}, 404),
        ({"code": "MWDUYXGCY5"}, 404),
        ({"code": "ADU/2026/0001"}, 422),
        ({}, 422),
    ],
    ids=["file", "hash", "code", "neither", "nothing"],
)
def test_what_is_not_ours_is_said_not_to_be(house, data, status):
    house.at("deliver")

    response = house.client.post("/verifikasi", data=data)

    assert response.status_code == status
    assert len(seen(response).forms) == 1
    assert "kami terbitkan" in seen(response).text or status == 422


@pytest.mark.parametrize("step", ["sign", "records"])
def test_a_letter_that_is_not_issued_yet_is_no_letter_of_ours(house, step):
    house.at(step)

    response = house.client.get(f"/verifikasi/{CODE}")

    assert response.status_code == 404
    assert "bukan surat resmi kami" in seen(response).text


def test_a_code_is_that_of_the_letter_that_was_approved_and_of_no_returned_draft(house):
    case = house.at("sign")
    house.act(case.register_no, "tidak", {"reason": "Nada surat terlalu kaku."})
    house.code = "ABCDEFGHJK"
    while house.service.case(case.register_no).station != "deliver":
        house.act(case.register_no)

    old, new = (house.client.get(f"/verifikasi/{one}") for one in (CODE, "ABCDEFGHJK"))

    assert (old.status_code, new.status_code) == (404, 200)


def test_the_question_stands_on_one_page_with_one_form(house):
    page = seen(house.client.get("/verifikasi"))

    assert len(page.forms) == 1 and page.named("letter") and page.named("code")
