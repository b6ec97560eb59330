"""What staff type into the rows of cases."""

from dataclasses import replace

import pytest
from register_house import CALENDAR, WITHOUT

from integration.register.columns import HEADERS, moment
from integration.sop.timing import due_at


def test_a_new_complaint_appears_below_the_others(house):
    first = house.complain(name="Tirta Contoh")
    house.cycle()
    second = house.complain(name="Bayu Contoh")
    house.cycle()

    assert house.numbers() == [first, second]
    assert house.says(second, "Kanal") == "Website"
    assert house.says(second, "Diterima") == "2026-11-23 09:00"
    assert house.says(second, "Status") == "Diterima"
    assert house.says(second, "Tenggat") == moment(due_at(house.case(second), CALENDAR))
    assert house.says(second, "Langkah").startswith("2. ")
    assert house.says(second, "Berkas Kasus").startswith("http://pages.example/kasus/")


def test_an_idle_cycle_writes_nothing_not_even_after_a_restart(house):
    number = house.at("cause")
    house.type(number, penyebab="Sedang dipikirkan", catatan_petugas="Telepon besok")
    house.cycle(2)
    house.paper.writes.clear()
    house.cycle()
    house.restart()
    house.cycle(2)

    assert house.paper.writes == []


def test_only_changed_cells_are_written(house):
    numbers = [house.complain(name=f"Pelapor {place}") for place in range(5)]
    house.cycle()
    house.paper.writes.clear()
    house.by_page(numbers[3], "triage")
    house.cycle()

    (write,) = house.paper.writes
    written = {(cell.row, HEADERS[cell.column]) for cell in write.cells}
    assert written == {(4, header) for header in ("Status", "Tenggat", "Jenis", "Pokja", "Langkah")}


def test_what_is_secret_stays_out_of_the_register(house):
    number = house.complain(name="Bayu Contoh", text="Rahasia sekali", confidentiality="anonymous")
    house.cycle()

    assert {house.says(number, each) for each in ("Nama", "Kontak", "Uraian")} == {"(rahasia)"}


def test_where_staff_sign_in_the_register_that_many_read_holds_nobodys_key(house):
    house.links = replace(house.links, sign_in=True)
    house.restart()
    number = house.complain(confidentiality="confidential")
    house.cycle()

    own = f"http://pages.example/petugas/kasus/{number.replace('/', '-')}"
    assert house.says(number, "Berkas Kasus") == own


def test_a_very_long_text_is_cut_with_a_pointer_to_the_case_file(house):
    number = house.complain(text="panjang " * 1250)
    house.cycle()

    assert len(house.says(number, "Uraian")) < 5100
    assert house.says(number, "Uraian").endswith("(selengkapnya di Berkas Kasus)")


def test_columns_filled_ahead_wait_until_the_status_is_chosen(house):
    number = house.at("review")
    house.type(number, hasil_kajian="Kajian kami", penyebab="Alat belum dikalibrasi")
    house.cycle(2)
    assert house.case(number).station == "review"
    assert house.says(number, "Hasil Kajian") == "Kajian kami"

    house.type(number, status="Analisis Penyebab")
    house.cycle()

    assert house.case(number).value("review", "review") == "Kajian kami"
    assert house.case(number).station == "cause"
    assert house.says(number, "Penyebab") == "Alat belum dikalibrasi"
    house.type(number, status="penetapan  tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Alat belum dikalibrasi"
    assert house.says(number, "Status") == "Penetapan Tindakan"


def test_a_status_without_its_columns_goes_back_and_says_what_is_missing(house):
    number = house.at("actions")
    house.type(number, koreksi="LHU diterbitkan ulang", status="Pelaksanaan dan Verifikasi")
    house.cycle()

    assert house.case(number).station == "actions"
    assert house.says(number, "Status") == "Penetapan Tindakan"
    assert house.says(number, "Koreksi") == "LHU diterbitkan ulang"
    note = house.note(number, "Status")
    assert "Tindakan Korektif" in note and "Tindakan Pencegahan" in note
    assert "Anda mengetik: Pelaksanaan dan Verifikasi" in note
    assert house.refused(number) == [("Status", "Pelaksanaan dan Verifikasi")]

    house.type(number, tindakan_korektif="Alur baru", tindakan_pencegahan="Pelatihan")
    house.type(number, status="Pelaksanaan dan Verifikasi")
    house.cycle()
    assert house.case(number).station == "verify"
    assert house.note(number, "Status") == ""


def test_verification_goes_forward_or_back(house):
    good, bad = house.at("verify", name="Baik Contoh"), house.at("verify", name="Belum Contoh")
    house.type(good, hasil_verifikasi="Efektif", status="Konsep Balasan")
    house.type(bad, hasil_verifikasi="Terulang", status="Penetapan Tindakan")
    house.cycle()

    assert house.case(good).station == "draft"
    assert house.case(bad).station == "actions"
    assert house.says(bad, "Koreksi") == "Koreksi dari halaman."


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("", ("complaint", "", "Keluhan/pengaduan")),
        ("keluhan", ("complaint", "", "Keluhan/pengaduan")),
        ("PENGADUAN", ("complaint", "", "Keluhan/pengaduan")),
        ("sikap petugas", ("complaint", "Sikap petugas", "Sikap petugas")),
        ("Parkir penuh", ("complaint", "", "Keluhan/pengaduan")),
    ],
)
def test_a_complaint_is_sorted_with_whatever_kind_was_written(house, kind, meant):
    number = house.at("triage")
    house.type(number, jenis=kind, pokja="kalibrasi", status="menunggu disposisi")
    house.cycle()

    case = house.case(number)
    outcome, key, shown = meant
    assert (case.classification, case.value("triage", "kind")) == (outcome, key)
    assert case.group == "Kalibrasi"
    assert (house.says(number, "Jenis"), house.says(number, "Pokja")) == (shown, "Kalibrasi")
    assert house.says(number, "Status") == "Menunggu Disposisi"
    assert house.refused(number) == []
    assert case.value("triage", "note") == (kind if kind == "Parkir penuh" else "")


def test_what_is_no_complaint_is_archived_with_its_class_and_reason(house):
    number = house.at("triage")
    house.type(number, jenis="saran", status="Diarsipkan")
    house.cycle()
    assert not house.case(number).final
    assert "Catatan Petugas" in house.note(number, "Status")

    house.type(number, catatan_petugas="Terima kasih atas usulnya", status="Diarsipkan")
    house.cycle()
    case = house.case(number)
    assert (case.final, case.classification) == ("Diarsipkan", "suggestion")
    assert case.value("triage", "reason") == "Terima kasih atas usulnya"
    assert house.says(number, "Jenis") == "Saran/aspirasi"


def test_archiving_needs_a_class_and_a_class_that_is_no_complaint_needs_archiving(house):
    number = house.at("triage")
    house.type(number, status="Diarsipkan")
    house.cycle()
    assert "Permintaan informasi" in house.note(number, "Status")

    house.type(number, jenis="Apresiasi", status="Menunggu Disposisi")
    house.cycle()
    assert "Diarsipkan" in house.note(number, "Status")
    assert house.case(number).station == "triage"
    assert house.says(number, "Jenis") == "Apresiasi"


def test_a_duplicate_names_the_other_complaint(house):
    first, second = house.at("triage", name="Satu Contoh"), house.at("triage", name="Dua Contoh")
    house.type(second, status="Duplikat dari ADU/2026/0099")
    house.cycle()
    assert "ADU/2026/0099" in house.note(second, "Status")

    house.type(second, status=f"duplikat dari {first.lower()}")
    house.cycle()
    case = house.case(second)
    assert (case.final, case.value("triage", "duplicate_of")) == ("Diarsipkan", first)
    assert house.says(second, "Status") == "Diarsipkan"
    house.paper.writes.clear()
    house.cycle()
    assert house.paper.writes == []


def test_missing_data_are_asked_for_and_completed_from_the_sheet(house):
    number = house.at("triage")
    house.type(number, catatan_petugas="Mohon nomor LHU", status="Menunggu Kelengkapan")
    house.cycle()
    assert house.case(number).station == "complete_info"
    assert house.says(number, "Tenggat") == ""

    house.type(number, catatan_petugas="LHU 0123", status="Diterima")
    house.cycle()
    case = house.case(number)
    assert (case.station, case.value("complete_info", "supplement")) == ("triage", "LHU 0123")


def test_delivery_is_recorded_from_the_sheet(house):
    number = house.at("deliver")
    assert house.says(number, "Nomor Surat") == "B/1/BSPJI/XI/2026"
    house.type(number, status="Selesai")
    house.cycle()
    assert house.case(number).final == "Selesai"


def test_a_dissatisfied_customer_reopens_the_case(house):
    number = house.at("deliver")
    house.type(number, status="Dibuka Kembali", catatan_petugas="Jawaban belum jelas")
    house.cycle()
    assert house.case(number).station == "dispose"
    assert house.says(number, "Status") == "Dibuka Kembali"


@pytest.mark.parametrize("step", ["triage", "dispose", "cause", "sign", "deliver"])
def test_a_complaint_can_be_withdrawn_at_any_open_step(house, step):
    number = house.at(step)
    house.type(number, status="dicabut")
    house.cycle()
    assert house.case(number).final == "Dicabut"
    assert house.service.history(number)[-1].data["reason"] == "dicabut melalui lembar kerja"


@pytest.mark.parametrize(
    ("step", "status", "door"),
    [
        ("dispose", "Dikaji", "Kepala Balai"),
        ("sign", "Menunggu TTE/Nomor", "Kepala Balai"),
        ("sign", "Konsep Balasan", "Kepala Balai"),
        ("draft", "Menunggu Persetujuan", "Ketua Pokja"),
        ("records", "Dikirim", "Tata Usaha"),
    ],
)
def test_what_has_its_own_door_cannot_be_done_by_a_status(house, step, status, door):
    number = house.at(step)
    before = house.says(number, "Status")
    house.type(number, status=status)
    house.cycle()

    assert house.case(number).station == step
    assert house.says(number, "Status") == before
    assert door in house.note(number, "Status") and "tautan" in house.note(number, "Status")
    assert status in house.note(number, "Status")
    assert house.refused(number) == [("Status", status)]


@pytest.mark.parametrize("typed", ["Selesai", "beres", "", "Dikirim"])
def test_an_impossible_status_goes_back_with_the_possible_ones(house, typed):
    number = house.at("cause")
    house.type(number, penyebab="Terisi", status=typed)
    house.cycle()

    assert house.says(number, "Status") == "Analisis Penyebab"
    assert typed in house.note(number, "Status")
    assert house.refused(number) == [("Status", typed)]
    assert house.says(number, "Penyebab") == "Terisi"


def test_a_remark_is_accepted_at_any_time_also_of_an_ended_case(house):
    number = house.at("deliver")
    house.by_page(number, "deliver")
    house.cycle()
    house.type(number, catatan_petugas="  Pelanggan menelepon\nlagi ")
    house.cycle()

    assert house.case(number).staff_note == "  Pelanggan menelepon\nlagi "
    assert house.says(number, "Catatan Petugas") == "  Pelanggan menelepon\nlagi "
    assert house.refused(number) == []


def test_a_column_of_a_finished_step_goes_back(house):
    number = house.at("actions")
    house.type(number, penyebab="Ternyata lain")
    house.cycle()

    assert house.says(number, "Penyebab") == "Sebab dari halaman."
    assert "Anda mengetik: Ternyata lain" in house.note(number, "Penyebab")
    assert house.refused(number) == [("Penyebab", "Ternyata lain")]
    assert house.case(number).value("cause", "root_cause") == "Sebab dari halaman."


def test_what_was_typed_ahead_is_told_when_the_page_was_quicker(house):
    number = house.at("cause")
    house.type(number, penyebab="Menurut lembar kerja")
    house.cycle()
    house.by_page(number, "cause")
    house.cycle()

    assert house.says(number, "Penyebab") == "Sebab dari halaman."
    assert "Menurut lembar kerja" in house.note(number, "Penyebab")
    assert house.refused(number) == [("Penyebab", "Menurut lembar kerja")]


def test_the_same_words_from_page_and_sheet_are_no_conflict(house):
    number = house.at("cause")
    house.type(number, penyebab=" Sebab dari  halaman. ", status="Penetapan Tindakan")
    house.by_page(number, "cause")
    house.cycle()

    assert house.refused(number) == []
    assert house.says(number, "Penyebab") == "Sebab dari halaman."


@pytest.mark.parametrize("header", sorted(WITHOUT))
def test_a_service_column_is_put_back_and_what_was_typed_is_kept(house, header):
    number = house.at("cause")
    before = house.says(number, header)
    house.paper.row_of(number).cells[house.paper.column(header)] = "ketikan petugas"
    house.cycle()

    assert house.says(number, header) == before
    assert "Anda mengetik: ketikan petugas" in house.note(number, header)
    assert house.refused(number) == [(header, "ketikan petugas")]
    house.paper.writes.clear()
    house.cycle()
    assert house.paper.writes == []


def test_a_choice_that_is_not_in_the_list_is_refused_with_the_list(house):
    number = house.at("triage")
    house.type(number, pokja="Kebersihan", status="Menunggu Disposisi")
    house.cycle()

    assert house.case(number).station == "triage"
    assert "Kalibrasi" in house.note(number, "Status")
    assert house.says(number, "Pokja") == "Kebersihan"


def test_another_calendar_changes_every_limit(house):
    number = house.at("cause")
    empty = type(CALENDAR)(zone=CALENDAR.zone, hours=CALENDAR.hours[:1])
    before = house.says(number, "Tenggat")
    house.clock.advance(days=30)
    house.by_page(number, "cause")
    house.sync.calendar = lambda: empty
    house.cycle()

    assert house.says(number, "Tenggat") == moment(due_at(house.case(number), empty)) != before


def test_a_conflict_with_the_page_goes_back_and_keeps_what_was_typed(house):
    number = house.at("triage")
    house.type(number, pokja="Kalibrasi")
    house.cycle()
    house.by_page(number, "triage", "awaiting_info", reason="Nomor?", assign_to="Pengujian")
    house.cycle()

    assert house.says(number, "Pokja") == "Pengujian"
    assert "Anda mengetik: Kalibrasi" in house.note(number, "Pokja")
    assert house.refused(number) == [("Pokja", "Kalibrasi")]


def test_a_complaint_is_no_duplicate_of_itself(house):
    number = house.at("triage")
    house.type(number, status=f"Duplikat dari {number}")
    house.cycle()

    assert not house.case(number).final
    assert "dirinya sendiri" in house.note(number, "Status")


def test_words_in_the_kind_column_outlast_a_question_to_the_customer(house):
    number = house.at("triage")
    house.type(number, jenis="Parkir penuh", catatan_petugas="Kapan?")
    house.type(number, status="Menunggu Kelengkapan")
    house.cycle(2)

    assert house.case(number).station == "complete_info"
    assert house.says(number, "Jenis") == "Parkir penuh"
    assert house.refused(number) == []


def test_the_history_names_the_editor_while_the_triggers_hint_is_fresh(house):
    number = house.at("cause")
    moment = house.clock.now().isoformat()
    for header in ("Status", "Catatan Petugas"):
        key = f"edit-hint:{number}:{header}"
        house.service.remember(key, {"editor": "rina@balai.example", "at": moment})
    house.type(number, catatan_petugas="Sudah ditelepon", status="Selesai", langkah="99")
    house.cycle()
    house.clock.advance(minutes=6)
    house.type(number, catatan_petugas="Ditelepon lagi")
    house.cycle()

    persons = [event.by.person for event in house.service.history(number)[-4:]]
    assert persons == ["rina@balai.example", "rina@balai.example", "spreadsheet", "spreadsheet"]
