"""Incomplete and impossible input: 422, the form again, what was typed, and what is missing."""

from hashlib import sha256

import pytest
from web_house import STEPS, House, pdf, seen, upload

from integration.sop.field import Kind
from integration.sop.table import STATIONS

NEEDY = [(key, f.key) for key in STEPS for f in STATIONS[key].fields if f.required]
BY_OUTCOME = [
    (key, outcome, f.key)
    for key in STEPS
    for f in STATIONS[key].fields
    for outcome in sorted(f.needed_by)
]


def again(response):
    """The same form once more."""
    page = seen(response)
    assert response.status_code == 422
    assert len(page.forms) == 1
    return page


def wrong(page, key: str) -> bool:
    """Whether something is said beside the field."""
    return any(said.get("id") == f"{key}-wrong" for _, said in page.tags)


@pytest.mark.parametrize(("step", "key"), NEEDY)
def test_a_required_field_left_empty_is_named(house: House, step, key):
    case = house.at(step)
    empty = None if key == "final_pdf" else "  "

    page = again(house.post(step, house.token(case), **{key: empty}))

    assert wrong(page, key)
    assert house.service.case(case.register_no) == case


@pytest.mark.parametrize(("step", "outcome", "key"), BY_OUTCOME)
def test_what_only_one_outcome_needs_is_asked_for(house: House, step, outcome, key):
    case = house.at(step)

    page = again(house.post(step, house.token(case), outcome=outcome, **{key: ""}))

    assert wrong(page, key)
    chosen = [each["value"] for each in page.named("outcome") if "checked" in each]
    assert chosen == [outcome]


@pytest.mark.parametrize("outcome", [None, "", "nonsense"])
@pytest.mark.parametrize("step", STEPS)
def test_the_choice_must_be_made_and_must_exist(house: House, step, outcome):
    case = house.at(step)

    page = again(house.post(step, house.token(case), outcome=outcome))

    assert wrong(page, "outcome")
    assert house.service.case(case.register_no) == case


@pytest.mark.parametrize("step", STEPS)
def test_what_was_typed_stays(house: House, step):
    lines = [f.key for f in STATIONS[step].fields if f.kind in (Kind.LINE, Kind.TEXT)]
    typed = {key: f"Diketik di {key} & <b>tetap</b>" for key in lines}

    page = again(house.post(step, house.token(house.at(step)), outcome=None, **typed))

    shown = page.areas | {
        str(said["name"]): said.get("value") or "" for tag, said in page.fields if tag == "input"
    }
    assert {key: shown[key].strip() for key in lines} == typed


def test_everything_missing_is_named_at_once(house: House):
    page = again(
        house.post(
            "actions",
            house.token(house.at("actions")),
            outcome=None,
            correction="",
            preventive_action="",
        )
    )

    assert all(wrong(page, key) for key in ("outcome", "correction", "preventive_action"))
    assert not wrong(page, "corrective_action")


def test_an_impossible_value_does_not_hide_what_is_missing(house: House):
    case = house.at("dispose")

    page = again(
        house.post("dispose", house.token(case), due_at="32/13/2026", urgency="?", instruction="")
    )

    assert all(wrong(page, key) for key in ("due_at", "urgency", "instruction"))
    assert "tidak dapat dibaca" in page.text


@pytest.mark.parametrize(
    ("step", "key", "typed", "said"),
    [
        ("dispose", "assign_to", "Pokja Khayalan", "tidak ada dalam pilihan"),
        ("dispose", "due_at", "32/13/2026", "tidak dapat dibaca"),
        ("records", "letter_date", "kemarin", "tidak dapat dibaca"),
        ("records", "letter_no", "tanpa garis", "belum sesuai bentuk"),
        ("draft", "reply_draft", "Yth. {{penerima}}", "{{penerima}}"),
        ("review", "meeting_at", "besok pagi", "tidak dapat dibaca"),
        ("review", "meeting_at", "0001-01-01T00:00", "tidak dapat dibaca"),
        ("actions", "correction_due", "0026-11-25", "tidak dapat dibaca"),
        ("verify", "recheck_at", "9999-12-31", "tidak dapat dibaca"),
        ("records", "letter_date", "31/12/9999", "tidak dapat dibaca"),
    ],
)
def test_an_impossible_value_is_explained_beside_its_field(house: House, step, key, typed, said):
    case = house.at(step)

    page = again(house.post(step, house.token(case), **{key: typed}))

    assert wrong(page, key)
    assert said in page.text
    assert house.service.case(case.register_no) == case


def test_a_letter_number_of_another_case_is_explained(house: House):
    taken = house.at("deliver").value("records", "letter_no")
    case = house.at("records")

    page = again(house.post("records", house.token(case), letter_no=taken))

    assert wrong(page, "letter_no")
    assert "sudah dipakai" in page.text
    assert "pilih kembali berkasnya" in page.text
    assert house.service.case(case.register_no) == case


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04 not a pdf", "bukan PDF"),
        (b"%PDF-1.7\nbroken", "rusak"),
        (pdf(pages=0), "tidak memuat satu halaman pun"),
        (pdf(password="rahasia"), "kata sandi"),
        (pdf() + b"\n" * 1_100_000, "terlalu besar"),
    ],
    ids=["empty", "no-pdf", "broken", "no-pages", "locked", "too-large"],
)
def test_a_letter_that_is_no_readable_pdf_is_refused(house: House, content, said):
    case = house.at("records")

    page = again(house.post("records", house.token(case), final_pdf=content))

    assert wrong(page, "final_pdf")
    assert said in page.text
    assert "B/1/BSPJI/MS.08.01/XI/2026" in [each.get("value") for each in page.named("letter_no")]
    assert house.service.case(case.register_no) == case


def test_an_upload_of_30_mb_is_answered_with_the_form(house: House):
    case = house.at("records")

    response = house.post("records", house.token(case), final_pdf=pdf() + b"\n" * 30_000_000)

    page = again(response)
    assert "terlalu besar" in page.text
    assert house.service.case(case.register_no) == case


def test_a_refused_form_stores_no_file(house: House):
    letter = pdf(3)
    digest = sha256(letter).hexdigest()

    again(house.post("records", house.token(house.at("records")), letter_no="", final_pdf=letter))

    assert house.service.file(digest) is None


def test_the_signed_letter_is_kept_byte_for_byte(house: House):
    case, letter = house.at("records"), pdf(2)

    house.post("records", house.token(case), final_pdf=letter)

    kept = house.service.case(case.register_no).value("records", "final_pdf")
    assert house.service.file(kept["sha256"]) == letter
    assert kept["name"] == "Surat Jawaban.pdf"
    assert kept["media_type"] == "application/pdf"


def test_evidence_is_named_safely_and_typed_by_its_content(house: House):
    case = house.at("verify")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 20

    house.post(
        "verify",
        house.token(case),
        evidence=[
            upload("../../etc/\u202egnp.exe", picture),
            upload("catatan.txt", b"free text"),
        ],
    )

    first, second = house.service.case(case.register_no).value("verify", "evidence")
    assert (first["name"], first["media_type"]) == ("gnp.exe", "image/png")
    assert (second["name"], second["media_type"]) == ("catatan.txt", "application/octet-stream")


def test_ten_thousand_characters_emoji_and_arabic_arrive_unchanged(house: House):
    case = house.at("review")
    text = "🙏 شكرا " + "a" * 10_000

    house.post("review", house.token(case), review=text)

    assert house.service.case(case.register_no).value("review", "review") == text


def test_days_on_the_wrong_side_of_today_are_all_named_at_once(house):
    gone = {"correction_due": "2026-11-22", "corrective_action_due": "2020-01-01"}

    page = again(house.post("actions", house.token(house.at("actions")), **gone))

    assert all(wrong(page, key) for key in gone)
    assert page.text.count("tidak boleh sebelum hari ini") == len(gone)


def test_a_letter_of_a_day_to_come_is_said_to_be_before_its_file_is_looked_at(house):
    page = again(house.post("records", house.token(house.at("records")), letter_date="2026-11-24"))

    assert wrong(page, "letter_date") and "tidak boleh sesudah hari ini" in page.text
    assert not page.named("difference_reason")
