"""Rows through anything staff do to them."""

import pytest
from register_house import Row

from integration.ports import TryLater
from integration.register import cycle
from integration.register.columns import HEADERS
from integration.sop.effects import MAIL


def values(house):
    """Number -> whole row, wherever it stands."""
    columns = {header: house.paper.column(header) for header in HEADERS}
    return {
        row.cells.get(columns["No. Register"], ""): [
            row.cells.get(at, "") for at in columns.values()
        ]
        for row in house.paper.rows[1:]
        if any(row.cells.values())
    }


def test_sorting_inserting_and_moving_columns_change_nothing(house):
    numbers = [house.complain(name=name) for name in ("Citra", "Adi", "Bela")]
    house.cycle()
    before = values(house)
    house.paper.writes.clear()

    house.sort("Nama")
    house.paper.rows.insert(2, Row())
    for row in house.paper.rows:
        row.cells = {(at + 3 if at >= 5 else at): text for at, text in row.cells.items()}
    house.paper.rows[0].cells[5] = "Kolom petugas sendiri"
    house.paper.title = "Buku pengaduan"
    house.cycle(2)

    assert values(house) == before
    assert house.paper.writes == []
    house.by_page(numbers[2], "triage")
    house.cycle()
    assert house.says(numbers[2], "Status") == "Menunggu Disposisi"


def test_a_deleted_row_comes_back_with_what_was_typed_in_it(house):
    first, second = house.at("cause", name="Satu Contoh"), house.at("cause", name="Dua Contoh")
    house.type(first, penyebab="Sudah diketik")
    house.cycle()
    house.paper.rows.remove(house.paper.row_of(first))
    house.cycle()

    assert house.numbers() == [second, first]
    house.cycle(2)
    assert house.says(first, "Penyebab") == "Sudah diketik"
    house.type(first, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(first).value("cause", "root_cause") == "Sudah diketik"


def test_many_deleted_rows_come_back_in_one_write(house):
    numbers = [house.complain(name=f"Pelapor {place}") for place in range(6)]
    house.cycle()
    del house.paper.rows[2:6]
    house.paper.writes.clear()
    house.cycle()

    assert sorted(house.numbers()) == numbers
    assert len(house.paper.writes) == 1


@pytest.mark.parametrize("typed", ["", "12", "ADU/2026/0999"])
def test_a_number_that_was_cleared_or_overwritten_is_restored(house, typed):
    numbers = [house.complain(name=name) for name in ("Satu", "Dua", "Tiga")]
    house.cycle()
    row = house.paper.row_of(numbers[1])
    house.type(row, no_register=typed)
    house.sort("Nama")
    house.cycle()

    assert house.says(row, "No. Register") == numbers[1]
    assert sorted(house.numbers()) == numbers
    assert typed in house.note(row, "No. Register")
    assert house.refused(numbers[1]) == [("No. Register", typed)]


def test_a_number_overwritten_with_that_of_another_row_is_restored(house):
    first, second = house.complain(name="Satu"), house.complain(name="Dua")
    house.cycle()
    row = house.paper.row_of(first)
    house.type(row, no_register=second)
    house.cycle()

    assert house.says(row, "No. Register") == first
    assert house.says(second, "Nama") == "Dua"
    assert house.numbers() == [first, second]


def test_a_copied_row_is_marked_and_not_read(house):
    number = house.at("cause")
    original = house.paper.row_of(number)
    copied = original.copy()
    house.paper.rows.insert(1, copied)
    house.type(copied, penyebab="Dari salinan", status="Dicabut")
    house.cycle()

    assert house.case(number).station == "cause"
    assert "salinan" in house.note(copied, "No. Register")
    assert house.note(original, "No. Register") == ""
    assert house.says(copied, "Penyebab") == "Dari salinan"
    house.paper.writes.clear()
    house.cycle(2)
    assert house.paper.writes == []

    house.type(original, penyebab="Dari aslinya", status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Dari aslinya"


def test_a_marked_copy_stays_the_copy_when_the_original_is_edited(house):
    number = house.at("cause")
    original = house.paper.row_of(number)
    house.paper.rows.append(original.copy())
    house.cycle()
    house.restart()
    house.type(original, penyebab="Diketik", status="Penetapan Tindakan")
    house.cycle()

    assert house.case(number).value("cause", "root_cause") == "Diketik"
    assert house.note(original, "No. Register") == ""


def test_a_copy_becomes_a_new_complaint_when_its_number_is_emptied(house):
    number = house.complain(name="Satu")
    house.cycle()
    copied = house.paper.row_of(number).copy()
    house.paper.rows.append(copied)
    house.cycle()
    house.type(copied, no_register="", nama="Orang Lain", uraian="Keluhan lain")
    house.cycle(2)

    new = house.says(copied, "No. Register")
    assert new not in ("", number)
    assert house.case(new).intake.name == "Orang Lain"
    assert house.note(copied, "No. Register") == ""
    assert house.says(copied, "Berkas Kasus") != house.says(number, "Berkas Kasus")


def test_a_second_header_row_and_unknown_numbers_are_marked_once(house):
    house.complain()
    header = house.paper.rows[0].copy()
    house.paper.rows.append(header)
    stranger = house.new_row(no_register="ADU/2019/0004", uraian="Dari buku lama")
    house.cycle(3)

    assert "judul" in house.note(header, "No. Register")
    assert "tidak ada di register" in house.note(stranger, "No. Register")
    assert house.says(stranger, "No. Register") == "ADU/2019/0004"
    house.paper.writes.clear()
    house.restart()
    house.cycle(2)
    assert house.paper.writes == []
    assert len(house.book.refresh()) == 1


def test_a_typed_row_becomes_a_complaint_after_resting_one_cycle(house):
    row = house.new_row(kanal="whatsapp", nama="Budi Contoh", kontak="0812-000-111, b@x.example")
    house.cycle(3)
    assert house.says(row, "No. Register") == ""
    house.type(row, uraian="Sertifikat salah nama", diterima="20/11/2026 14.30", jenis="saran")
    house.cycle()
    house.type(row, uraian="Sertifikat salah nama, tolong")
    house.cycle()
    assert house.says(row, "No. Register") == ""
    house.cycle()

    number = house.says(row, "No. Register")
    intake = house.case(number).intake
    assert number == "ADU/2026/0001"
    assert (intake.channel, intake.name, intake.email) == ("whatsapp", "Budi Contoh", "b@x.example")
    assert intake.description == "Sertifikat salah nama, tolong"
    assert house.says(row, "Diterima") == "2026-11-20 14:30"
    assert house.says(row, "Kanal") == "WhatsApp"
    assert house.says(row, "Kontak") == "0812-000-111, b@x.example"
    assert house.says(row, "Status") == "Diterima"
    assert house.says(row, "Jenis") == "saran"
    assert house.refused(number) == []
    house.type(row, status="Diarsipkan", catatan_petugas="Diteruskan")
    house.cycle()
    assert house.case(number).classification == "suggestion"


@pytest.mark.parametrize("when", ["kemarin", "2031-01-01", "31/02/2026", "01/01/0001"])
def test_an_unknown_channel_and_an_impossible_date_are_kept_as_typed(house, when):
    house.new_row(kanal="Radio", uraian="Keluhan", diterima=when)
    house.cycle(2)

    case = house.case("ADU/2026/0001")
    assert case.intake.channel == "walk_in"
    assert case.intake.extra == {"Kanal": "Radio", "Diterima": when}
    assert case.received_at == house.clock.now()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20/11/26", "2026-11-20 00:00"),
        ("20-11-2026 14.30", "2026-11-20 14:30"),
        ("Jumat, 20 November 2026 pukul 14.30 WITA", "2026-11-20 14:30"),
        ("20 Nop 26", "2026-11-20 00:00"),
        ("2026-11-20T14:30", "2026-11-20 14:30"),
        ("2026-11-20 06:30+00:00", "2026-11-20 14:30"),
    ],
)
def test_a_moment_is_understood_as_people_write_it(house, typed, meant):
    row = house.new_row(uraian="Keluhan", diterima=typed)
    house.cycle(3)

    assert house.says(row, "Diterima") == meant
    assert house.refused("ADU/2026/0001") == []


def test_a_typed_row_is_acknowledged_to_an_address_in_its_contact(house):
    house.new_row(kanal="WA", uraian="Keluhan", kontak="WA 0812-000-1111 / rina@usaha.example")
    house.new_row(kanal="kotak saran", uraian="Keluhan lain", kontak="tanpa alamat")
    house.cycle(2)
    first, second = house.book.refresh().values()

    assert (first.intake.channel, second.intake.channel) == ("whatsapp", "box")
    assert (first.intake.phone, first.intake.email) == ("08120001111", "rina@usaha.example")
    receipts = [
        one.data["to"]
        for one in house.service.effects(first.register_no)
        if one.kind == MAIL and one.data["template"] == "receipt"
    ]
    assert receipts == ["customer"]


def test_two_identical_typed_rows_are_two_complaints(house):
    rows = [house.new_row(nama="Budi", uraian="Sama persis") for _ in range(2)]
    house.cycle(3)

    assert sorted(house.says(row, "No. Register") for row in rows) == [
        "ADU/2026/0001",
        "ADU/2026/0002",
    ]


def test_a_second_row_of_the_same_words_rests_a_cycle_of_its_own(house):
    first = house.new_row(nama="Budi", uraian="Sama persis")
    house.cycle()
    second = house.new_row(nama="Budi", uraian="Sama persis")
    house.cycle()
    assert [bool(house.says(row, "No. Register")) for row in (first, second)] == [True, False]
    house.cycle()
    assert house.says(second, "No. Register") == "ADU/2026/0002"


@pytest.mark.parametrize("outcome", ["before", "after"])
def test_a_typed_row_is_registered_once_though_the_write_fails(house, outcome):
    rows = [house.new_row(nama="Budi", uraian="Sama persis") for _ in range(2)]
    house.cycle()
    house.paper.fail = outcome
    with pytest.raises(Exception, match=r"quota|answer"):
        house.cycle()
    house.restart()
    house.cycle(3)

    assert len(house.book.refresh()) == 2
    assert sorted(house.says(row, "No. Register") for row in rows) == list(house.book.refresh())
    assert len(house.paper.rows) == 3


def test_what_is_typed_besides_goes_with_the_new_complaint(house):
    row = house.new_row(uraian="Keluhan", pokja="Kalibrasi", status="Menunggu Disposisi")
    house.cycle(2)

    case = house.case(house.says(row, "No. Register"))
    assert (case.station, case.group) == ("dispose", "Kalibrasi")


def test_a_missing_header_stops_that_column_only_and_tells(house):
    number = house.complain()
    house.cycle()
    at = house.paper.column("Tenggat")
    house.paper.rows[0].cells[at] = "Batas"
    house.by_page(number, "triage")
    house.cycle()

    assert house.says(number, "Status") == "Menunggu Disposisi"
    assert house.problems() == [
        "Judul kolom “Tenggat” tidak ditemukan di baris 1; kolom itu tidak ditulis."
    ]
    row, before = house.paper.row_of(number), len(house.paper.writes)
    assert row.cells[at] != ""
    house.cycle()
    assert len(house.paper.writes) == before
    house.paper.rows[0].cells[at] = "Tenggat"
    house.cycle()
    assert house.problems() == []
    assert house.says(number, "Tenggat") == "2026-11-23 09:30"


def test_a_doubled_header_is_neither_read_nor_written(house):
    number = house.at("cause")
    house.paper.rows[0].cells[30] = "Penyebab"
    house.type(number, penyebab="Tidak dibaca", status="Penetapan Tindakan")
    house.cycle()

    assert house.case(number).station == "cause"
    assert house.says(number, "Penyebab") == "Tidak dibaca"
    del house.paper.rows[0].cells[30]
    house.type(number, status="Penetapan Tindakan")
    house.cycle()
    assert house.case(number).value("cause", "root_cause") == "Tidak dibaca"


def test_a_renamed_number_column_stops_everything(house):
    house.complain()
    house.cycle()
    at = house.paper.column("No. Register")
    house.paper.rows[0].cells[at] = "Nomor"
    house.complain(name="Baru Contoh")
    house.paper.writes.clear()
    house.cycle(2)

    assert house.paper.writes == []
    assert len(house.problems()) == 1


def test_without_the_number_column_nothing_at_all_is_written(house):
    number = house.complain()
    house.cycle()
    house.paper.rows.insert(0, Row())
    house.by_page(number, "triage")
    house.paper.writes.clear()
    house.cycle(2)

    assert house.paper.writes == []
    assert "No. Register" in house.problems()[0]
    del house.paper.rows[0]
    house.cycle()
    assert house.says(number, "Status") == "Menunggu Disposisi"


def torn(house, headers, rows):
    """Sort part of the columns: their values go one row down, those of the last to the top."""
    where = [house.paper.row_of(number) for number in rows]
    for header in headers:
        at = house.paper.column(header)
        texts = [row.cells.get(at, "") for row in where]
        for row, text in zip(where, [texts[-1], *texts[:-1]], strict=True):
            row.cells[at] = text


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS[6:],
        HEADERS[:5],
        ("Status", "Tenggat", "Jenis"),
        ("Status",),
        ("Penyebab", "Koreksi"),
    ],
    ids=lambda headers: headers[0] + "-" + headers[-1],
)
def test_a_torn_sort_is_put_right_without_a_command_and_reported(house, headers):
    steps = ("triage", "verify", "draft", "deliver")
    numbers = [house.at(step, name=f"Pelapor {step}") for step in steps]
    house.type(numbers[1], hasil_verifikasi="Sudah diketik")
    house.cycle()
    before = values(house)
    events = [house.case(number).seq for number in numbers]

    torn(house, [header for header in headers if header != "No. Register"], numbers)
    house.cycle()

    assert values(house) == before
    assert [house.case(number).seq for number in numbers] == events
    assert len(house.reports()) == 1
    assert "ADU/2026/0002" in house.reports()[0]


def test_moving_what_was_typed_into_a_wrong_row_is_no_torn_sort(house):
    wrong, right = house.at("cause", name="Satu"), house.at("cause", name="Dua")
    house.type(wrong, penyebab="Salah baris", hasil_verifikasi="Juga")
    house.cycle()
    house.type(wrong, penyebab="", hasil_verifikasi="")
    house.type(right, penyebab="Salah baris", hasil_verifikasi="Juga")
    house.cycle()

    assert house.says(right, "Penyebab") == "Salah baris"
    assert house.says(wrong, "Penyebab") == ""
    assert house.reports() == []


def test_a_write_that_hit_a_moved_row_is_put_right(house):
    numbers = [house.at("cause", name=name) for name in ("Citra", "Adi", "Bela")]
    house.type(numbers[1], penyebab="Punya Adi")
    house.cycle()
    house.by_page(numbers[0], "cause")
    before = [house.case(number).seq for number in numbers]
    house.paper.meanwhile = lambda: house.sort("Nama")
    house.cycle()
    assert house.says(numbers[1], "Status") == "Penetapan Tindakan"
    house.cycle()

    assert [house.says(number, "Status") for number in numbers] == [
        "Penetapan Tindakan",
        "Analisis Penyebab",
        "Analisis Penyebab",
    ]
    assert house.says(numbers[0], "Penyebab") == "Sebab dari halaman."
    assert house.says(numbers[1], "Penyebab") == "Punya Adi"
    assert [house.case(number).seq for number in numbers] == before
    house.cycle()
    assert [house.case(number).seq for number in numbers] == before


@pytest.fixture
def half_mended(house):
    """Four cases with something typed ahead, torn apart; a row comes between as that is mended.

    The rows that were put right in spite of it no longer show what the others went through.
    """

    def happen(at=2, columns=1):
        numbers = [house.at("dispose", name=name) for name in ("Adi", "Bela")]
        numbers += [house.complain(name=name) for name in ("Citra", "Dewi")]
        house.cycle()
        for number in numbers:
            house.type(number, penyebab=ahead(number))
        house.cycle(2)
        rows = [house.paper.row_of(number) for number in numbers]
        torn_apart = [[row.cells.get(column, "") for column in range(columns)] for row in rows]
        for row, cells in zip(rows, reversed(torn_apart), strict=True):
            row.cells |= dict(enumerate(cells))
        house.paper.meanwhile = lambda: house.paper.rows.insert(at, Row())
        house.cycle()
        return numbers

    return happen


def ahead(number):
    return f"Ketikan untuk {number}"


def all_mended(house, numbers):
    said = [(house.says(number, "Nama"), house.says(number, "Penyebab")) for number in numbers]
    names = ("Adi", "Bela", "Citra", "Dewi")
    return said == [(name, ahead(number)) for name, number in zip(names, numbers, strict=True)]


@pytest.mark.parametrize("columns", [1, 3])
@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_torn_sort_is_put_right_also_when_a_row_comes_between_while_it_is_written(
    house, half_mended, columns, at, restarted
):
    numbers = half_mended(at, columns)
    if restarted:
        house.restart()
    house.cycle(4)

    assert all_mended(house, numbers)
    assert [house.refused(number) for number in numbers] == [[]] * 4
    writes = len(house.paper.writes)
    house.cycle(2)
    assert len(house.paper.writes) == writes


def test_it_is_put_right_also_when_the_next_write_fails(house, half_mended):
    numbers = half_mended()
    house.paper.fail = "before"
    with pytest.raises(TryLater):
        house.cycle()
    house.restart()
    house.cycle(3)

    assert all_mended(house, numbers)


def test_it_is_put_right_also_when_the_process_ends_before_the_next_write(
    house, half_mended, monkeypatch
):
    numbers = half_mended()
    with monkeypatch.context() as ended:
        ended.setattr(cycle, "settle_rows", lambda *_: (_ for _ in ()).throw(OSError("ended")))
        with pytest.raises(OSError, match="ended"):
            house.cycle()
    house.restart()
    house.cycle(3)

    assert all_mended(house, numbers)


def test_what_staff_type_into_a_row_that_is_not_put_right_yet_stands(house, half_mended):
    numbers = half_mended()
    house.type(numbers[1], penyebab="Baru saja diketik")
    house.cycle(3)

    assert house.says(numbers[1], "Penyebab") == "Baru saja diketik"
    others = [number for number in numbers if number != numbers[1]]
    assert [house.says(number, "Penyebab") for number in others] == list(map(ahead, others))


def test_a_torn_sort_that_is_put_right_is_over(house, half_mended):
    numbers = half_mended()
    house.cycle(3)
    house.type(numbers[0], penyebab=ahead(numbers[3]))
    house.cycle(2)

    assert house.says(numbers[0], "Penyebab") == ahead(numbers[3])


def moved(house, header, to):
    """Move a column, as staff do by dragging its head."""
    at = house.paper.column(header)
    width = 1 + max(house.paper.rows[0].cells)
    order = [column for column in range(width) if column != at]
    order.insert(to, at)
    for row in house.paper.rows:
        row.cells = {new: row.cells.get(old, "") for new, old in enumerate(order)}
        row.notes = {new: row.notes.get(old, "") for new, old in enumerate(order)}


@pytest.mark.parametrize(
    ("header", "to"),
    [("Status", 15), ("Status", 0), ("No. Register", 9), ("Uraian", 1), ("Berkas Kasus", 0)],
)
def test_a_write_that_hit_moved_columns_is_put_right(house, header, to):
    numbers = [house.at("cause", name=name) for name in ("Citra", "Adi", "Bela")]
    house.type(numbers[1], penyebab="Punya Adi", langkah="99", status="Entah")
    house.by_page(numbers[0], "cause")
    numbers.append(house.complain(name="Dewi"))
    house.new_row(nama="Eko", uraian="Diketik tangan", penyebab="Sudah tahu")
    house.cycle()
    house.paper.meanwhile = lambda: moved(house, header, to)
    house.type(numbers[2], penyebab="Punya Bela")
    house.by_page(numbers[0], "actions")
    numbers.append(house.complain(name="Fitri"))
    house.cycle()
    house.cycle(5)

    book = house.book.refresh()
    assert len(book) == 6
    rows = [row for row in house.paper.rows[1:] if any(row.cells.values())]
    assert sorted(house.says(row, "No. Register") for row in rows) == sorted(book)
    for number, case in book.items():
        shown = house.sync._rows.shown(case)
        assert [
            (name, house.says(number, name)) for name in HEADERS if name not in ("Penyebab",)
        ] == [(name, text) for name, text in zip(HEADERS, shown, strict=True) if name != "Penyebab"]
    assert house.says(numbers[0], "Penyebab") == "Sebab dari halaman."
    assert house.says(numbers[1], "Penyebab") == "Punya Adi"
    assert house.says(numbers[2], "Penyebab") == "Punya Bela"
    assert house.refused(numbers[1]) == [("Status", "Entah"), ("Langkah", "99")]
    assert [house.refused(number) for number in numbers if number != numbers[1]] == [[]] * 4


def test_a_refusal_that_hit_a_moved_row_is_told_in_the_right_one(house):
    numbers = [house.at("cause", name=name) for name in ("Citra", "Adi", "Bela")]
    house.type(numbers[0], status="Selesai")
    house.paper.meanwhile = lambda: house.sort("Nama")
    house.cycle(2)

    assert "Selesai" in house.note(numbers[0], "Status")
    assert house.says(numbers[0], "Status") == "Analisis Penyebab"
    assert house.note(numbers[1], "Status") == house.note(numbers[2], "Status") == ""
    assert house.refused(numbers[0]) == [("Status", "Selesai")]


def test_a_number_written_into_a_moved_row_finds_home(house):
    first = house.at("cause", name="Citra", text="Keluhan Citra")
    row = house.new_row(nama="Adi", uraian="Keluhan Adi")
    house.cycle()
    house.paper.meanwhile = lambda: house.sort("Nama")
    house.cycle()
    house.cycle(2)

    second = house.says(row, "No. Register")
    assert sorted(house.numbers()) == [first, second]
    assert house.says(first, "Uraian") == "Keluhan Citra"
    assert house.says(second, "Uraian") == "Keluhan Adi"
    assert len(house.book.refresh()) == 2
    assert house.says(first, "Status") == "Analisis Penyebab"


def test_an_append_that_covered_a_row_brings_that_row_back(house):
    first = house.at("cause", name="Satu")
    house.type(first, penyebab="Sudah diketik")
    house.cycle()
    second = house.complain(name="Dua")
    house.paper.meanwhile = lambda: house.paper.rows.insert(1, Row())
    house.cycle()
    assert house.numbers() == ["", second]
    house.cycle()

    assert sorted(house.numbers()) == ["", first, second]
    assert house.says(first, "Penyebab") == "Sudah diketik"


@pytest.mark.parametrize("outcome", ["before", "after"])
def test_a_failed_write_loses_nothing_and_refuses_once(house, outcome):
    number = house.at("cause")
    house.type(number, status="Selesai", catatan_petugas="Penting", langkah="10")
    house.paper.fail = outcome
    with pytest.raises(Exception, match=r"quota|answer"):
        house.cycle()
    house.restart()
    house.cycle(2)

    assert house.says(number, "Status") == "Analisis Penyebab"
    assert "Selesai" in house.note(number, "Status")
    assert sorted(house.refused(number)) == [("Langkah", "10"), ("Status", "Selesai")]
    assert [line.text for line in house.case(number).notes] == ["Penting"]


def test_a_change_of_the_case_between_two_tries_is_no_staff_edit(house):
    number = house.at("cause")
    house.by_page(number, "cause")
    house.paper.fail = "after"
    with pytest.raises(Exception, match="answer"):
        house.cycle()
    house.by_page(number, "actions")
    house.restart()
    house.cycle()

    assert house.refused(number) == []
    assert house.says(number, "Status") == "Pelaksanaan dan Verifikasi"


def test_a_number_that_hit_another_typed_row_is_taken_back_and_both_are_complaints(house):
    gone = house.complain(name="Atas")
    house.cycle()
    first = house.new_row(nama="Satu", uraian="Keluhan satu.")
    house.cycle()
    second = house.new_row(nama="Dua", uraian="Keluhan dua.")
    house.paper.meanwhile = lambda: house.paper.rows.remove(house.paper.row_of(gone))
    house.cycle()
    assert house.says(second, "No. Register") == "ADU/2026/0002"
    house.cycle(4)

    assert house.says(first, "No. Register") == "ADU/2026/0002"
    assert house.says(second, "No. Register") == "ADU/2026/0003"
    assert house.note(second, "No. Register") == ""
    assert house.case("ADU/2026/0003").intake.description == "Keluhan dua."


def test_a_mark_that_went_astray_goes_and_the_note_of_the_row_it_hit_stays(house):
    cleared, other = house.at("cause", name="Adi"), house.at("cause", name="Bela")
    house.paper.rows.append(house.paper.row_of(other).copy())
    row = house.paper.row_of(cleared)
    house.type(row, no_register="")
    house.paper.meanwhile = lambda: house.sort("Nama", backwards=True)
    house.cycle()
    assert "salinan" in house.note(row, "No. Register")
    house.cycle(3)

    assert house.says(row, "No. Register") == cleared
    assert "dikembalikan" in house.note(row, "No. Register")
