"""A confidential complaint in the open spreadsheet: worked on like any other, told by none."""

import pytest

from integration.register.columns import HEADERS
from integration.sop.actors import By, Door, Role
from integration.sop.commands import Amend

SAID = ("Sebab yang rahasia", "Koreksi yang rahasia", "Catatan yang rahasia", "Kepala seksi")


def open_words(house):
    """Everything the spreadsheet says in cells and notes, the hidden journal included."""
    cells = (text for row in house.paper.journal for text in row)
    return "\n".join(
        [
            *cells,
            *(
                text
                for row in house.paper.rows
                for text in (*row.cells.values(), *row.notes.values())
            ),
        ]
    )


def in_history(house, number, words):
    return any(words in repr(event.data) for event in house.service.history(number))


@pytest.mark.parametrize("confidentiality", ["confidential", "anonymous"])
def test_what_others_wrote_of_it_is_not_shown(house, confidentiality):
    number = house.at("draft", confidentiality=confidentiality, text="Kepala seksi minta imbalan")

    row = {header: house.says(number, header) for header in HEADERS}
    assert {header for header, text in row.items() if text == "(rahasia)"} == {
        *("Nama", "Kontak", "Uraian", "Hasil Kajian", "Penyebab", "Koreksi"),
        *("Tindakan Korektif", "Tindakan Pencegahan", "Hasil Verifikasi"),
    }
    assert row["Status"] == "Konsep Balasan" and row["Pokja"] == "Pengujian"
    assert "dari halaman" not in open_words(house)


def test_a_step_is_done_from_the_sheet_and_its_words_leave_the_cells(house):
    number = house.at("cause", confidentiality="confidential")
    house.type(number, penyebab="Sebab yang rahasia", status="Penetapan Tindakan")
    house.cycle()

    assert house.case(number).value("cause", "root_cause") == "Sebab yang rahasia"
    assert house.says(number, "Penyebab") == "(rahasia)"
    assert house.says(number, "Status") == "Penetapan Tindakan"
    house.cycle()
    assert "Sebab yang rahasia" not in open_words(house)


def test_what_is_typed_ahead_waits_out_of_sight_until_the_status_is_chosen(house):
    number = house.at("actions", confidentiality="confidential")
    house.type(number, koreksi="Koreksi yang rahasia", tindakan_korektif="Korektif rahasia")
    house.cycle()

    assert house.says(number, "Koreksi") == house.says(number, "Tindakan Korektif") == "(rahasia)"
    assert "tersimpan" in house.note(number, "Koreksi")
    assert in_history(house, number, "Koreksi yang rahasia")
    house.cycle()
    assert "Koreksi yang rahasia" not in open_words(house)
    house.paper.writes.clear()
    house.cycle(2)
    assert house.paper.writes == []

    house.restart()
    house.type(number, tindakan_korektif="Korektif yang benar")
    house.cycle()
    house.type(number, tindakan_pencegahan="Pencegahan", status="Pelaksanaan dan Verifikasi")
    house.cycle()

    case = house.case(number)
    assert case.station == "verify"
    assert case.value("actions", "correction") == "Koreksi yang rahasia"
    assert case.value("actions", "corrective_action") == "Korektif yang benar"
    assert house.note(number, "Koreksi") == ""


def test_a_step_done_anew_keeps_the_words_that_its_cells_do_not_show(house):
    number = house.at("verify", confidentiality="confidential")
    house.type(number, hasil_verifikasi="Belum efektif", status="Penetapan Tindakan")
    house.cycle()
    house.type(number, koreksi="Koreksi baru", status="Pelaksanaan dan Verifikasi")
    house.cycle()

    case = house.case(number)
    assert case.station == "verify"
    assert case.value("actions", "correction") == "Koreksi baru"
    assert case.value("actions", "corrective_action") == "Korektif dari halaman."


def test_clearing_the_cell_takes_back_what_waited(house):
    number = house.at("cause", confidentiality="confidential")
    house.type(number, penyebab="Sebab yang rahasia")
    house.cycle()
    house.type(number, penyebab="")
    house.cycle()
    house.type(number, status="Penetapan Tindakan")
    house.cycle()

    assert house.case(number).station == "cause"
    assert house.says(number, "Penyebab") == ""
    assert "Penyebab" in house.note(number, "Status")


def test_the_officers_remark_is_kept_and_not_shown(house):
    number = house.at("cause", confidentiality="anonymous")
    house.type(number, catatan_petugas="Catatan yang rahasia")
    house.cycle()

    assert house.case(number).staff_note == "Catatan yang rahasia"
    assert house.says(number, "Catatan Petugas") == "(rahasia)"
    house.cycle()
    assert "Catatan yang rahasia" not in open_words(house)
    house.paper.writes.clear()
    house.cycle(2)
    assert house.paper.writes == []


def test_a_hidden_remark_is_still_the_reason_of_a_status(house):
    number = house.at("deliver", confidentiality="confidential")
    house.type(number, catatan_petugas="Pelapor menolak hasilnya")
    house.cycle()
    house.type(number, status="Dibuka Kembali")
    house.cycle()

    assert house.case(number).value("deliver", "reason") == "Pelapor menolak hasilnya"


@pytest.mark.parametrize("header", ["nama", "kontak", "uraian", "penyebab", "langkah"])
def test_a_refused_edit_is_kept_in_the_history_and_not_repeated_in_a_note(house, header):
    number = house.at("draft", confidentiality="confidential")
    house.type(number, **{header: "Kepala seksi"})
    house.cycle(2)

    assert "Kepala seksi" in [typed for _, typed in house.refused(number)]
    assert "Kepala seksi" not in open_words(house)


def test_a_refused_status_is_named_in_its_note(house):
    number = house.at("cause", confidentiality="confidential")
    house.type(number, status="Selesai")
    house.cycle()

    assert "Selesai" in house.note(number, "Status")


def test_a_row_that_was_deleted_comes_back_as_it_was_and_still_waits(house):
    number = house.at("cause", confidentiality="confidential")
    house.type(number, penyebab="Sebab yang rahasia")
    house.cycle()
    house.paper.rows.remove(house.paper.row_of(number))
    house.cycle(2)

    assert house.says(number, "Penyebab") == "(rahasia)"
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Sebab yang rahasia"


def test_a_complaint_that_becomes_confidential_is_hidden_with_its_notes(house):
    number = house.at("cause", text="Kepala seksi minta imbalan")
    house.type(number, penyebab="Sebab yang rahasia", langkah="Kepala seksi")
    house.cycle()
    assert "Kepala seksi" in house.note(number, "Langkah")

    intake = house.case(number).intake
    by = By(role=Role.CUSTOMER, door=Door.FORM)
    house.service.act(number, Amend(intake=_confidential(intake)), by)
    house.cycle(2)

    assert [words for words in SAID if words in open_words(house)] == []
    assert in_history(house, number, "Sebab yang rahasia")
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Sebab yang rahasia"


def test_a_report_of_an_offence_leaves_a_neutral_trace_only(house):
    number = house.at("triage", name="Nama Pelapor", text="Kepala seksi minta imbalan")
    house.type(
        number,
        jenis="Pelaporan pelanggaran",
        catatan_petugas="Catatan yang rahasia",
        status="Diarsipkan",
    )
    house.cycle(2)

    case = house.case(number)
    assert (case.status, case.classification) == ("Diarsipkan", "whistleblow")
    assert house.says(number, "Status") == "Diarsipkan"
    assert house.says(number, "Jenis") == "(rahasia)"
    said = open_words(house)
    hidden = ("Nama Pelapor", "Kepala seksi", "Catatan yang", "Pelaporan pelanggaran")
    assert [words for words in hidden if words in said] == []


def _confidential(intake):
    return type(intake).from_plain({**intake.plain(), "confidentiality": "confidential"})
