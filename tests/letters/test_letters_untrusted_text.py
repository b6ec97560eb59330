"""Whatever a customer types is printed as text, or visibly marked, and never breaks a letter."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration import letters
from integration.letters import sample
from integration.letters.printable import BOX, tidy
from integration.templating import TemplateFolder

NOTE = "menggantikan karakter yang tidak dapat dicetak"

SHIPPED = TemplateFolder()
render = partial(letters.render, templates=SHIPPED)


def form_saying(text, office):
    values = {**sample("complaint_form"), "description": f"<{text}>", "name": text, "subject": text}
    return render("complaint_form", values, office)


@pytest.mark.parametrize(
    "text",
    [
        '#import "rahasia.typ": *',
        "$x^2$ *tebal* _miring_ `kode`",
        "= Judul\n== Anak judul\n- butir\n+ nomor",
        "@acuan <label> ~ \\n \\u{1F600} \\",
        "#sys.inputs #panic() ]]] }}} )",
        "// komentar /* lagi */",
        '=IMPORTXML("http://contoh.example","//a") +62 812',
    ],
)
def test_markup_is_printed_as_it_was_typed(text, office, read):
    printed = "".join(read(form_saying(text, office)).words.split())

    assert "<" + "".join(text.split()) + ">" in printed
    assert NOTE not in read(form_saying(text, office)).words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("baik 😀 sekali", f"baik {BOX} sekali"),
        ("nama 中文 saya", f"nama {BOX * 2} saya"),
        ("privat \ue000 x", f"privat {BOX} x"),
    ],
)
def test_what_no_font_can_show_becomes_a_box_and_the_foot_says_so(text, shown, office, read):
    form = read(form_saying(text, office))

    assert shown in form.words
    assert NOTE in form.words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nol\u200blebar\u2060di\ufeffsini", "nollebardisini"),
        ("kiri\u202ekanan\u2066x\u2069", "kirikananx"),
        ("bel\x07 nol\x00 akhir\x1b", "bel nol akhir"),
        ("tab\tdan\r\nbaris\u2028baru", "tab dan baris baru"),
    ],
)
def test_characters_that_print_nothing_leave_no_trace(text, shown, office, read):
    form = read(form_saying(text, office))

    assert shown in form.words
    assert NOTE not in form.words


@pytest.mark.parametrize("text", ["São ž ł ß œ ħ", "Привет", "Ελληνικά", "µg/L ≤ 5 °C ± ½ → ✓ € №"])
def test_other_alphabets_and_signs_of_the_trade_are_shown(text, office, read):
    assert text in read(form_saying(text, office)).words


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "kata panjang " * 770,
        "مرحبا بالعالم " * 300,
        "a" + "\u0301" * 5_000,
        "\n" * 9_999,
    ],
    ids=["one word", "10,000 characters", "Arabic", "piled accents", "empty lines"],
)
def test_long_and_odd_texts_stay_on_the_paper(text, office, read):
    form = read(render("complaint_form", {**sample("complaint_form"), "expectation": text}, office))

    assert form.promises_pdf_a()
    assert len(form.pages) < 12
    if text.startswith("x"):
        assert "".join(form.words.split()).count("x" * 60) > 100
        assert max(len(line) for page in form.pages for line in page.splitlines()) < 130


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=400))
def test_no_text_at_all_makes_a_letter_fail(office, read, text):
    assert read(form_saying("x" + text, office)).promises_pdf_a()


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
