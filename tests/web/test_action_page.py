"""The page behind a task mail's link shows one step as the SOP table describes it."""

import pytest
from web_house import ANSWERS, STEPS, seen

from integration.sop.actors import Role
from integration.sop.field import Kind
from integration.sop.table import STATIONS


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_one_form_with_the_tables_fields(house, step):
    case = house.at(step)

    response = house.client.get(f"/aksi/{house.token(case)}")

    page = seen(response)
    assert response.status_code == 200
    assert len(page.forms) == 1
    assert page.forms[0]["method"] == "post"
    outcomes = page.named("outcome")
    # without a certificate of the office's own nobody is asked to sign with one
    offered = [way.key for way in STATIONS[step].outcomes if way.next != "e_sign"]
    assert [each["value"] for each in outcomes] == offered
    assert all("required" in each for each in outcomes)
    assert len(page.named("csrf")) == 1
    for field in STATIONS[step].fields:
        controls = page.named(field.key)
        assert controls, field.key
        must = field.required or (field.needed_by.issuperset(offered) and bool(field.needed_by))
        assert all(("required" in each) == must for each in controls), field.key


@pytest.mark.parametrize("step", STEPS)
def test_a_form_takes_files_exactly_where_the_step_asks_for_one(house, step):
    case = house.at(step)

    page = seen(house.client.get(f"/aksi/{house.token(case)}"))

    asks = any(field.kind in (Kind.FILE, Kind.FILES) for field in STATIONS[step].fields)
    assert (page.forms[0].get("enctype") == "multipart/form-data") == asks


@pytest.mark.parametrize("step", STEPS)
def test_looking_changes_nothing_and_head_answers_like_get(house, step):
    case = house.at(step)
    address = f"/aksi/{house.token(case)}"
    before = house.service.history(case.register_no)

    got, headed = house.client.get(address), house.client.head(address)

    assert (got.status_code, headed.status_code) == (200, 200)
    assert headed.data == b""
    assert house.service.history(case.register_no) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_complete_form_finishes_the_step_in_the_name_of_the_links_person(house, step):
    case = house.at(step)
    token = house.token(case)

    response = house.post(step, token)

    page = seen(response)
    after = house.service.case(case.register_no)
    done = after.completions[-1]
    assert response.status_code == 200
    assert page.forms == []
    assert case.register_no in page.text
    assert (done.step, done.outcome) == (step, ANSWERS[step][0])
    assert done.by == house.actor(case)


@pytest.mark.parametrize("step", STEPS)
def test_labels_belong_to_their_controls_and_the_page_says_it_is_indonesian(house, step):
    page = seen(house.client.get(f"/aksi/{house.token(house.at(step))}"))

    labelled = {said.get("for") for tag, said in page.tags if tag == "label"}
    plain = [s for _, s in page.fields if s.get("type") not in ("hidden", "radio", "checkbox")]
    assert ("html", {"lang": "id"}) in page.tags
    assert {said["id"] for said in plain} <= labelled
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_what_a_complainant_typed_stays_text(house):
    html = house.client.get(f"/aksi/{house.token(house.at('triage'))}").get_data(as_text=True)

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_head_of_the_office_begins_with_the_proposed_group(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('dispose'))}"))

    chosen = [said["value"] for tag, said in page.tags if tag == "option" and "selected" in said]
    assert "Pengujian" in chosen


def test_the_groups_to_choose_from_are_the_offices(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('dispose'))}"))

    offered = {said["value"] for tag, said in page.tags if tag == "option"}
    assert {"Pengujian", "Kalibrasi"} <= offered


def test_actions_are_proposed_to_the_group_head_within_step_7(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('actions'))}"))

    assert page.named("correction_pic")[0]["value"] == "Damar Langit Contoh"
    # Step 6 takes one working day from Monday 23 November, step 7 three more.
    assert page.named("correction_due")[0]["value"] == "2026-11-27"


def test_the_reply_is_proposed_from_what_was_found_and_done(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('draft'))}"))

    text = page.areas["reply_draft"]
    for said in (
        "23 November 2026",
        "mengenai keterlambatan LHU/sertifikat",
        "Antrean alat melebihi kapasitas.",
        "LHU diterbitkan hari itu juga.",
        "Jadwal alat diatur ulang.",
        "Kapasitas dipantau setiap pekan.",
        "mohon maaf",
        "10 (sepuluh) hari kerja",
        "SP4N-LAPOR!",
        "Ombudsman RI",
    ):
        assert said in text
    assert "Damar" not in text


def test_a_returned_draft_comes_back_with_its_text_and_the_reason(house):
    case = house.at("sign")
    house.act(case.register_no, outcome="tidak", values={"reason": "Sebutkan tanggal terbitnya."})

    page = seen(house.client.get(f"/aksi/{house.token(house.service.case(case.register_no))}"))

    assert "Sebutkan tanggal terbitnya." in page.text
    assert page.areas["reply_draft"].strip() == "Dengan hormat, isi surat."


def test_a_reply_after_an_unsatisfied_customer_is_composed_anew(house):
    number = house.at("deliver").register_no
    house.act(number, outcome="not_satisfied", values={"reason": "Belum menjawab."})
    while house.service.case(number).station != "draft":
        house.act(number)

    page = seen(house.client.get(f"/aksi/{house.token(house.service.case(number))}"))

    assert page.areas["reply_draft"].strip().startswith("Menindaklanjuti tanggapan Saudara")


def test_the_signers_page_shows_the_pdf_its_version_and_its_text(house):
    case = house.at("sign")
    token = house.token(case)

    page = seen(house.client.get(f"/aksi/{token}"))

    address = f"/aksi/{token}/berkas/{case.preview.pdf_sha256}"
    assert address in page.links
    framed = [str(said["src"]).partition("#")[0] for tag, said in page.tags if tag == "iframe"]
    assert framed == [address]
    assert "versi 1" in page.text
    assert "Dengan hormat, isi surat." in page.text


def test_the_records_office_can_fetch_the_approved_pdf(house):
    case = house.at("records")
    token = house.token(case)

    page = seen(house.client.get(f"/aksi/{token}"))

    assert f"/aksi/{token}/berkas/{case.preview.pdf_sha256}" in page.links


def test_a_page_names_the_moment_the_step_is_due(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('dispose'))}"))

    assert "Senin, 23 November 2026 pukul 09.40 WITA" in page.text


def test_the_customer_sees_the_letter_and_nothing_from_inside_the_office(house):
    case = house.at("deliver")
    token = house.token(case)

    page = seen(house.client.get(f"/aksi/{token}"))

    letter = case.value("records", "final_pdf")["sha256"]
    assert f"/aksi/{token}/berkas/{letter}" in page.links
    assert "Terima kasih" in page.text
    assert "Antrean alat" not in page.text
    assert not [link for link in page.links if "/kasus/" in link]


def test_earlier_steps_are_told_to_those_who_follow(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('cause'))}"))

    assert "Telusuri penyebabnya." in page.text
    assert "Bima Arga Contoh (Kepala Balai)" in page.text


def test_a_staff_page_for_a_customer_without_mail_is_the_service_desks(house):
    case = house.at("deliver", email="")
    token = house.token(case, role=Role.SERVICE_DESK, person="petugas@balai.example")

    response = house.post("deliver", token, outcome="received", receiver="Satpam lobi")

    done = house.service.case(case.register_no).completions[-1]
    assert response.status_code == 200
    assert done.by.name == "Rani Melati Contoh"
    assert done.values["receiver"] == "Satpam lobi"


def test_the_page_of_the_decision_begins_with_what_led_to_it(house):
    case = house.at("sign")

    page = seen(house.client.get(f"/aksi/{house.token(case)}"))

    assert page.text.index("Bukti pelaksanaan") < page.text.index("Buka PDF")


@pytest.mark.parametrize("confidentiality", ["open", "confidential"])
def test_what_is_confidential_is_said_to_be_on_top_of_the_page(house, confidentiality):
    case = house.at("triage", confidentiality=confidentiality)

    page = seen(house.client.get(f"/aksi/{house.token(case)}"))

    assert ("RAHASIA." in page.text) is (confidentiality == "confidential")


def test_the_customer_is_asked_in_words_for_customers(house):
    page = seen(house.client.get(f"/aksi/{house.token(house.at('deliver'))}"))

    assert "Tanggapan Anda atas jawaban kami" in page.text
    assert "Foto atau dokumen pendukung" in page.text
    assert "Bukti penyampaian" not in page.text
    assert "Keputusan" not in page.text
