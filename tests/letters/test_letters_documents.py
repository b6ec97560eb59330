"""Every document of a case is a complete, tagged PDF/A letter on A4."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path

import pytest

from integration import letters
from integration.letters import (
    KINDS,
    BadTemplate,
    MissingValue,
    UnreadableValue,
    required_values,
    sample,
)
from integration.letters.fields import FIELDS, Shape
from integration.letters.spec import KIND_SPECS
from integration.templating import TemplateFolder

# Values that are not printed where a more telling one is there.
STEPS_ASIDE: dict[str, set[str]] = defaultdict(
    set,
    complaint_form={"occurred_at", "letter_from"},
    receipt={"description"},
    disposition={"description", "name", "company"},
    meeting_minutes={"group_head"},
    action_plan={"description"},
    verification={"group_head"},
    polite_answer={"officer"},
    cover={"paper_checklist"},  # belongs to the check-list of the whole file
    register_sheet={"occurred_at"},
)

SHIPPED = TemplateFolder()
render = partial(letters.render, templates=SHIPPED)


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_tagged_pdf_a_on_a4(kind, office, read):
    letter = read(render(kind, sample(kind), office))

    assert set(letter.sizes_mm()) == {(210, 297)}
    assert letter.promises_pdf_a()
    assert letter.is_tagged()
    assert office.office.upper() in letter.words
    assert f"Halaman 1 dari {len(letter.pages)}" in letter.words


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_that_was_given_can_be_read_in_the_document(kind, office, read):
    values = sample(kind)
    printed = "".join(read(render(kind, values, office)).words.split())

    told = [
        text
        for name, value in values.items()
        if FIELDS[name].shape in (Shape.TEXT, Shape.TEXTS) and name not in STEPS_ASIDE[kind]
        for text in (value if isinstance(value, list) else [value])
    ]
    assert [text for text in told if "".join(text.split()) not in printed] == []


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KINDS for name in sorted(required_values(kind))]
)
def test_nothing_is_made_while_a_required_value_is_missing(kind, name, office):
    for nothing in (None, "", "  \n", [], [{}]):
        with pytest.raises(MissingValue) as refused:
            render(kind, {**sample(kind), name: nothing}, office)
        assert (refused.value.kind, refused.value.missing) == (kind, (name,))

    without = sample(kind)
    del without[name]
    with pytest.raises(MissingValue, match=name):
        render(kind, without, office)


def test_all_missing_values_are_named_at_once(office):
    with pytest.raises(MissingValue) as refused:
        render("receipt", {"register_no": "ADU/2025/0007"}, office)

    assert set(refused.value.missing) == required_values("receipt") - {"register_no"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_complete_with_only_its_required_values(kind, office, read):
    values = {name: sample(kind)[name] for name in required_values(kind)}

    letter = read(render(kind, values, office))

    assert letter.promises_pdf_a()
    assert "none" not in letter.words


def test_an_empty_optional_value_prints_as_a_dash(office, read):
    values = {**sample("complaint_form"), "company": ""}

    assert "Instansi/Perusahaan : -" in read(render("complaint_form", values, office)).words


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_bytes(kind, office):
    assert render(kind, sample(kind), office) == render(kind, sample(kind), office)


def test_times_are_told_in_the_offices_zone_and_language(office, read):
    values = {**sample("receipt"), "received_at": "2025-05-06T01:00:00Z"}

    assert "Selasa, 6 Mei 2025 pukul 09.00 WITA" in read(render("receipt", values, office)).words


@pytest.mark.parametrize("wrong", ["2025-05-06T09:00:00", "kemarin", "2025-13-01T00:00:00Z"])
def test_a_time_without_zone_or_sense_is_refused_by_name(wrong, office):
    with pytest.raises(UnreadableValue, match="received_at"):
        render("receipt", {**sample("receipt"), "received_at": wrong}, office)


def test_a_customer_may_tell_the_time_of_the_event_in_own_words(office, read):
    values = {**sample("complaint_form"), "occurred_at": "sekitar akhir April"}

    assert "sekitar akhir April" in read(render("complaint_form", values, office)).words


def test_keys_of_the_glossary_are_printed_as_words_and_unknown_ones_as_they_are(office, read):
    values = {**sample("complaint_form"), "channel": "walk_in", "confidentiality": "lainnya"}
    form = read(render("complaint_form", values, office))

    assert "Datang langsung" in form.words
    assert "walk_in" not in form.words
    assert "lainnya" in form.words


def test_the_disposition_ticks_what_was_ordered_and_nothing_else(office, read):
    values = {**sample("disposition"), "urgency": "urgent"}
    values["instruction_ticks"] = ["prepare_reply", "Hubungi pelanggan hari ini"]

    sheet = read(render("disposition", values, office)).words

    assert "☑ Segera" in sheet
    assert "☐ Biasa" in sheet
    assert "☑ Siapkan jawaban" in sheet
    assert "☐ Arsipkan" in sheet
    assert "☑ Hubungi pelanggan hari ini" in sheet


@pytest.mark.parametrize(("effective", "ticked"), [(True, "☑ Efektif"), (False, "☑ Belum efektif")])
def test_the_verification_says_whether_the_action_worked(effective, ticked, office, read):
    sheet = read(render("verification", {**sample("verification"), "effective": effective}, office))

    assert sheet.words.count("☑") == 1
    assert ticked in sheet.words


def test_a_receipt_nobody_signed_says_that_the_system_issued_it(office, read):
    receipt = read(render("receipt", {**sample("receipt"), "officer": None}, office))

    assert "sistem (dicatat secara otomatis)" in receipt.words
    assert "diterbitkan secara elektronik oleh sistem" in receipt.words


def test_a_long_history_runs_over_pages_with_its_head_row_on_each(office, read):
    event = sample("timeline")["events"][0]
    values = {**sample("timeline"), "events": [event] * 200}

    history = read(render("timeline", values, office))

    assert len(history.pages) > 3
    assert all("Kejadian" in page for page in history.pages[:-1])


def test_a_kind_nobody_knows_is_a_key_error(office):
    with pytest.raises(KeyError, match="postcard"):
        render("postcard", {}, office)


def own(folder: Path, text: str) -> TemplateFolder:
    """An office that has written its own history sheet and nothing else."""
    (folder / "documents").mkdir()
    (folder / "documents" / "timeline.typ").write_text(text)
    return TemplateFolder(folder)


def test_one_file_of_an_offices_own_stands_for_the_shipped_one(tmp_path, office, read):
    shipped = SHIPPED.file("documents", "timeline.typ").read_text()
    ours = own(tmp_path, shipped + "\nDicetak untuk audit internal.\n")

    history = read(render("timeline", sample("timeline"), office, templates=ours))
    receipt = read(render("receipt", sample("receipt"), office, templates=ours))

    assert "Dicetak untuk audit internal." in history.words
    assert "TANDA TERIMA PENGADUAN" in receipt.words


def test_an_edit_counts_from_the_next_letter_on(tmp_path, office, read):
    ours = own(tmp_path, '#import "lib.typ": *\n#show: sheet\nSebelum.')
    before = read(render("timeline", sample("timeline"), office, templates=ours))
    (tmp_path / "documents" / "timeline.typ").write_text(
        '#import "lib.typ": *\n#show: sheet\nSesudahnya.'
    )
    after = read(render("timeline", sample("timeline"), office, templates=ours))

    assert "Sebelum." in before.words and "Sesudahnya." in after.words


def test_a_template_edited_wrongly_names_itself(tmp_path, office):
    ours = own(tmp_path, '#import "lib.typ": *\n#show: sheet\n#ngawur()\n')

    with pytest.raises(BadTemplate, match=r"(?s)timeline\.typ.*ngawur"):
        render("timeline", sample("timeline"), office, templates=ours)


def test_every_kind_has_a_template_and_every_listed_name_a_meaning():
    for kind, spec in KIND_SPECS.items():
        assert SHIPPED.file("documents", f"{kind}.typ").is_file()
        assert len(set(spec.names())) == len(spec.names())
        assert set(spec.names()) <= set(FIELDS)
        assert "made_at" in spec.required


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["confidential", "Rahasia", "Anonim"])
def test_every_sheet_of_a_confidential_case_says_so(kind, how, office, read):
    private = read(render(kind, {**sample(kind), "confidentiality": how}, office))
    public = read(render(kind, {**sample(kind), "confidentiality": "open"}, office))

    assert all("RAHASIA" in page for page in private.pages)
    assert "RAHASIA" not in public.words


def test_a_signature_never_stands_alone_on_a_sheet(office, read):
    for length in range(400, 2600, 200):
        plan = {**sample("action_plan"), "preventive_action": "Alat dirawat. " * (length // 14)}
        last = read(render("action_plan", plan, office)).pages[-1]
        assert "Demikian" in last or "D. Tindakan" in last
