"""Form answers: each a complaint once, whatever was typed; an edited one an amendment."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmail.mime import address
from integration.intake.mapping import confidentiality, from_answers, tidy
from integration.ports import TryLater
from integration.sop.addresses import usable_email
from integration.sop.events import What
from integration.sop.intake import Intake
from integration.store.cases import canonical
from tests.factories import COMPLAINT

ANSWERS = {
    "Nama": "Tirta Cahaya Contoh",
    "Email": "tirta@usaha.example",
    "Uraian Keluhan": "Laporan hasil uji terlambat.",
}
DESK = "petugas@balai.example"


def test_an_answer_becomes_a_complaint_with_every_question_in_its_place(form, workshop) -> None:
    form.answer()
    assert form.look() == 1
    intake = workshop.service.case("ADU/2026/0001").intake
    assert intake == Intake(**{**COMPLAINT.plain(), "description": "Laporan hasil uji terlambat."})


def test_an_answer_is_one_complaint_however_often_it_is_seen(form, numbers) -> None:
    form.answer()
    assert [form.look(), form.look(), form.intake.cycle(), form.intake.cycle()] == [1, 0, 0, 0]
    assert numbers() == ["ADU/2026/0001"]


def test_two_people_who_write_the_same_in_one_second_are_two(form, numbers) -> None:
    form.answer()
    form.answer()
    assert form.look() == 2
    assert numbers() == ["ADU/2026/0001", "ADU/2026/0002"]


def test_answers_are_numbered_in_the_order_they_were_given(form, workshop) -> None:
    late = workshop.clock.now()
    form.answer({"Nama": "Kedua"}, created_at=late, submitted_at=late)
    early = late - timedelta(minutes=3)
    form.answer({"Nama": "Pertama"}, created_at=early, submitted_at=early)
    form.look()
    assert workshop.service.case("ADU/2026/0001").intake.name == "Pertama"
    assert workshop.service.case("ADU/2026/0001").received_at == early


def test_an_answer_that_appears_late_is_still_taken(form, workshop, numbers) -> None:
    form.answer()
    form.look()
    before = workshop.clock.now() - timedelta(minutes=9)
    form.answer(created_at=before, submitted_at=before)
    assert form.look() == 1
    assert len(numbers()) == 2


def test_an_edited_answer_amends_its_complaint_and_opens_no_second(form, workshop, numbers) -> None:
    form.answer()
    form.look()
    edited = workshop.clock.now() + timedelta(minutes=5)
    form.change(0, edited, **{"Uraian Keluhan": "Terlambat dua puluh hari."})
    assert [form.look(), form.look(), form.intake.cycle()] == [1, 0, 0]
    assert numbers() == ["ADU/2026/0001"]
    case = workshop.service.case("ADU/2026/0001")
    assert case.intake.description == "Terlambat dua puluh hari."
    history = workshop.service.history("ADU/2026/0001")
    assert [event.what for event in history] == [What.RECEIVED, What.AMENDED]
    assert history[0].data["intake"]["description"] == "Laporan hasil uji terlambat."


def test_an_answer_sent_again_unchanged_amends_nothing(form, workshop) -> None:
    form.answer()
    form.look()
    form.change(0, workshop.clock.now() + timedelta(minutes=5))
    assert form.look() == 0
    assert len(workshop.service.history("ADU/2026/0001")) == 1


def test_missing_extra_and_shuffled_questions_lose_nothing(form, workshop) -> None:
    answers = {"Hobi": "Berkebun", "uraian keluhan ": "Terlambat.", "NAMA": "Tirta", "Umur": ""}
    form.answer(answers)
    form.look()
    intake = workshop.service.case("ADU/2026/0001").intake
    assert (intake.name, intake.description) == ("Tirta", "Terlambat.")
    assert intake.extra == {"Hobi": "Berkebun", "Umur": ""}
    assert intake.problems == ("no_email",)


def test_a_renamed_question_is_known_by_its_id(form, workshop) -> None:
    form.answer(ANSWERS, question_ids={title: f"q-{title}" for title in ANSWERS})
    form.look()
    renamed = {"Nama Anda": "Sari", "Surel": "sari@usaha.example", "Ceritakan": "Salah cetak."}
    ids = dict(zip(renamed, (f"q-{title}" for title in ANSWERS), strict=True))
    form.answer(renamed, question_ids=ids)
    form.look()
    intake = workshop.service.case("ADU/2026/0002").intake
    assert (intake.name, intake.email, intake.description) == (
        "Sari",
        "sari@usaha.example",
        "Salah cetak.",
    )
    assert intake.extra == {}


def test_two_questions_of_one_name_keep_both_answers() -> None:
    intake = from_answers({"Nama": "Tirta", "nama": "PT Contoh"}, "website")
    assert (intake.name, intake.extra) == ("Tirta", {"nama": "PT Contoh"})


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_a_complaint_without_text_is_still_a_complaint(form, workshop, text: str) -> None:
    form.answer({**ANSWERS, "Uraian Keluhan": text})
    form.look()
    workshop.work()
    case = workshop.service.case("ADU/2026/0001")
    assert case.intake.problems == ("no_description",)
    assert "(tidak diisi)" in workshop.google.mailbox.to(DESK)[0].text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "Alatnya rusak 😡👩‍🔬🇮🇩",
        "تأخر التقرير كثيرًا",
        '=IMPORTXML("https://jahat.example"; "//a")',
        "+62 800 0000 012",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "-2+3",
        "'; DROP TABLE cases; --",
        "<script>alert(1)</script>",
        "{{ access_code }}",
    ],
)
def test_any_text_is_kept_word_for_word_and_goes_its_way(form, workshop, text: str) -> None:
    form.answer({**ANSWERS, "Uraian Keluhan": text, "Nama": text})
    form.look()
    workshop.work()
    intake = workshop.service.case("ADU/2026/0001").intake
    assert (intake.description, intake.name) == (text, text)
    assert set(workshop.states("ADU/2026/0001").values()) == {"done"}
    assert text in workshop.google.mailbox.to(DESK)[0].text


@pytest.mark.parametrize("phone", ["081200000012", "0000123", "+6281200000012", "(0541) 000-12"])
def test_telephone_numbers_keep_their_zeros_and_signs(form, workshop, phone: str) -> None:
    form.answer({**ANSWERS, "Nomor WhatsApp": phone})
    form.look()
    assert workshop.service.case("ADU/2026/0001").intake.phone == phone


def test_without_an_address_staff_are_told_to_reach_the_customer(form, workshop) -> None:
    form.answer({"Nama": "Tirta", "Nomor WhatsApp": "0812000", "Uraian Keluhan": "Terlambat."})
    form.look()
    workshop.work()
    assert {one.mail.to for one in workshop.google.mailbox.posted} == {(DESK,)}
    assert "0812000" in workshop.google.mailbox.to(DESK)[0].text


@pytest.mark.parametrize(
    "typed",
    [
        "tirta",
        "tirta@",
        "@usaha.example",
        "tirta@usaha",
        "tirta@@usaha.example",
        "a b@usaha.example",
        "tirta@usaha.example, lain@usaha.example",
        "Tirta <tirta@usaha.example>",
        "tirta@usaha..example",
        "tirtä@usaha.example",
        "x" * 250 + "@usaha.example",
        "tirta@usaha.example\nBcc: semua@usaha.example",
    ],
)
def test_an_address_nobody_can_mail_is_kept_as_typed_and_not_used(
    form, workshop, typed: str
) -> None:
    form.answer({**ANSWERS, "Email": typed})
    form.look()
    workshop.work()
    intake = workshop.service.case("ADU/2026/0001").intake
    assert (intake.email, intake.contact, intake.problems) == ("", typed, ("invalid_email",))
    assert {one.mail.to for one in workshop.google.mailbox.posted} == {(DESK,)}


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        (" tirta@Usaha.EXAMPLE ", "tirta@usaha.example"),
        ("mailto:tirta@usaha.example", "tirta@usaha.example"),
        ("Tirta.C+lhu@sub.usaha.example", "Tirta.C+lhu@sub.usaha.example"),
    ],
)
def test_an_address_is_tidied_where_that_is_safe(typed: str, used: str) -> None:
    assert usable_email(typed) == used


@pytest.mark.parametrize(
    "typed",
    [
        "tirta@" + "u" * 64 + ".example",
        "t" * 65 + "@usaha.example",
        "tirta@usaha..example",
        "tirta@-usaha.example",
        "tirta@usaha!.example",
        "tir\x7fta@usaha.example",
    ],
)
def test_an_address_that_no_mail_can_be_written_to_is_none(typed: str) -> None:
    assert usable_email(typed) == ""


@given(st.from_regex(r"[^\n]{1,70}@[^\n]{1,70}\.[^\n]{1,10}", fullmatch=True))
def test_every_address_taken_for_usable_can_stand_in_a_mail(typed: str) -> None:
    used = usable_email(typed)
    assert not used or str(address(used)) == used


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rahasia", "confidential"),
        ("rahasia (identitas disembunyikan)", "confidential"),
        ("ANONIM", "anonymous"),
        ("Terbuka", "open"),
        ("", "open"),
    ],
)
def test_confidentiality_is_read_from_the_customers_words(typed: str, kept: str) -> None:
    assert confidentiality(typed) == kept


def test_one_answer_that_cannot_be_taken_does_not_hold_up_the_next(
    form, workshop, numbers, monkeypatch
) -> None:
    from integration.intake import form as room

    def choosy(answers, channel, known):
        if answers["Nama"] == "Rusak":
            raise ZeroDivisionError
        return from_answers(answers, channel, known)

    monkeypatch.setattr(room, "from_answers", choosy)
    form.answer({**ANSWERS, "Nama": "Rusak"})
    form.answer()
    with pytest.raises(ZeroDivisionError):
        form.look()
    assert numbers() == ["ADU/2026/0001"]

    monkeypatch.undo()
    assert form.look() == 1
    assert workshop.service.case("ADU/2026/0002").intake.name == "Rusak"


def test_while_google_is_away_nothing_is_forgotten(form, workshop, numbers) -> None:
    workshop.google.outside.fails("responses.since", TryLater("503"))
    form.answer()
    with pytest.raises(TryLater):
        form.look()
    assert form.look() == 1
    assert len(numbers()) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.text(max_size=30), st.text(max_size=60), max_size=5))
def test_whatever_is_answered_can_be_written_into_a_history(answers: dict[str, str]) -> None:
    intake = from_answers(answers, "website")
    assert canonical(intake.plain()).encode()
    assert "\x00" not in canonical(intake.plain())


def test_tidying_takes_away_only_what_nothing_can_hold() -> None:
    assert tidy("Satu\rDua\r\nTiga\u061c") == "Satu\nDua\nTiga"
    assert tidy(" a\x00b\x1b[31m\ud83d\n\tc\uffff 😀 ") == "ab[31m\n\tc 😀"
    assert (
        tidy("Tirta \u202eotohnoC\u202c \u2067\u200fx\u2069 👩\u200d🔧")
        == "Tirta otohnoC x 👩\u200d🔧"
    )


def test_answers_that_are_deleted_or_sorted_in_the_form_change_nothing(form, workshop, numbers):
    for name in ("Adi", "Bela", "Citra"):
        form.answer({**ANSWERS, "Nama": name})
        workshop.clock.advance(seconds=1)
    form.look()
    histories = [workshop.service.history(number) for number in numbers()]

    form.answers.reverse()
    assert form.look() == 0
    del form.answers[1]
    assert form.look() == 0
    form.answers.clear()
    assert form.look() == 0

    assert [workshop.service.history(number) for number in numbers()] == histories
    form.answer({**ANSWERS, "Nama": "Dewi"})
    assert form.look() == 1
    assert len(numbers()) == 4


@pytest.mark.parametrize("step", ["dispose", "sign", "deliver", "nowhere"])
def test_an_answer_edited_at_any_step_is_on_the_case_and_holds_up_no_other(
    form, workshop, numbers, step
):
    form.answer()
    form.look()
    (number,) = numbers()
    workshop.work()
    while (case := workshop.service.case(number)).station not in (step, ""):
        workshop.finish(number)
        workshop.work()
    for text in ("Pertama diubah.", "Kedua kali diubah."):
        workshop.clock.advance(minutes=5)
        form.change(0, workshop.clock.now(), **{"Uraian Keluhan": text})
        assert form.look() == 1
    assert numbers() == [number]
    assert workshop.service.case(number).intake.description == "Kedua kali diubah."
    assert workshop.service.case(number).station == case.station
    form.answer({**ANSWERS, "Nama": "Sesudahnya"})
    assert form.look() == 1
