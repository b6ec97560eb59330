"""Registers as offices really keep them: a sheet a year, titles, totals, dates and numbers of all
sorts. Whatever is made of a line is said, and no complaint is passed over in silence."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from integration.clock import WITA
from integration.importing.cells import moment
from integration.importing.judging import OLD_NUMBER, judged
from integration.importing.table import NoTable, read
from tests.factories import MONDAY

HEADERS = [
    *("NO", "Tgl. Pengaduan", "Nama Pelanggan/Perusahaan", "No. HP/WA", "Media Pengaduan"),
    *("Uraian Keluhan / Pengaduan :", "Tindak Lanjut", "Tgl. Selesai", "Status", "Tindak Lanjut"),
]
LATE = [1, "Jum'at, 7 Maret 2025", "Siti Contoh", "'0812-3456-789", "WA", "LHU terlambat\n2 minggu"]
COUNTED = [str(n) for n in range(1, len(HEADERS) + 1)]
YEAR = [
    ["REGISTER PENGADUAN PELANGGAN"],
    ["BALAI CONTOH"],
    [],
    HEADERS,
    COUNTED,
    ["BULAN MARET"],
    [*LATE, "diuji ulang", "10-3-25", "Selesai (efektif)", "dikirim"],
    [
        2,
        "-",
        "-",
        6281200011122.0,
        "Kotak saran",
        "Sampel tertukar",
        "-",
        "?",
        "-",
        None,
        "catatan",
    ],
    HEADERS,
    [3, 45723, "Budi Contoh", "8,12E+10", "Radio", "Salah cetak", None, None, "proses", None],
    [None, None, None, None, None, "yang di halaman pertama"],
    [None, None, None, None, None, "Jumlah: 3"],
    [None, None, None, None, None, None, "Kota Contoh, 31 Desember 2025"],
]


def lines(path):
    return judged(read(path), MONDAY)


@pytest.fixture
def book(tmp_path):
    """A workbook with a sheet for each of two years, newest first, and one that sums up."""
    file = openpyxl.Workbook()
    file.active.title = "2025"
    for row in YEAR:
        file.active.append(row)
    older = file.create_sheet("2024")
    older.append(["Tanggal", "Pelanggan", None, "Keluhan"])
    older.append([None, "Nama", "No HP", None])
    older.append([datetime(2024, 5, 2, 9, 30), "Rahma Contoh", 81200011122, "LHU terlambat"])
    file.create_sheet("Rekap").append(["Bulan", "Jumlah"])
    file.create_sheet("Sheet4")
    file.save(tmp_path / "lama.xlsx")
    return tmp_path / "lama.xlsx"


def as_csv(path, separator, encoding):
    held = io.StringIO()
    csv.writer(held, delimiter=separator).writerows(YEAR)
    path.write_bytes(held.getvalue().encode(encoding))
    return path


def test_every_sheet_that_is_a_register_is_read_and_the_others_are_named(book):
    table = read(book)

    assert (table.sheets, table.unread) == (["2025", "2024"], ["Rekap"])
    *_, older = judged(table, MONDAY)
    assert older.place == "2024 baris 3"
    assert older.intake.name == "Rahma Contoh", "its header row is of two lines"
    assert older.intake.phone == "081200011122"
    assert older.received_at == datetime(2024, 5, 2, 9, 30, tzinfo=WITA)


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")],
)
def test_a_csv_says_the_same_as_the_workbook(book, tmp_path, separator, encoding):
    path = as_csv(tmp_path / "lama.csv", separator, encoding)

    taken = [one for one in lines(path) if not one.skipped]
    same = [one for one in lines(book) if not one.skipped and one.place.startswith("2025")]
    assert len(taken) == 4
    assert [one.intake.description for one in taken] == [one.intake.description for one in same]
    assert [one.received_at for one in taken] == [one.received_at for one in same]


def test_what_is_no_complaint_is_named_with_its_reason(book):
    skipped = {one.place: one.skipped for one in lines(book) if one.skipped}

    assert skipped == {
        "2025 baris 5": "nomor kolom, bukan pengaduan",
        "2025 baris 6": "tidak ada uraian, nama, maupun kontak",
        "2025 baris 9": "baris judul yang diulang",
        "2025 baris 12": "baris jumlah, bukan pengaduan",
        "2025 baris 13": "tidak ada uraian, nama, maupun kontak",
    }


def test_every_cell_of_a_complaint_is_taken_whatever_stands_above_it(book):
    late, swapped, wrong, more = [
        one for one in lines(book) if not one.skipped and one.place.startswith("2025")
    ]

    assert late.odd == ()
    assert (late.received_at, late.ended_at) == (
        datetime(2025, 3, 7, tzinfo=WITA),
        datetime(2025, 3, 10, tzinfo=WITA),
    )
    assert (late.final, late.intake.channel, late.intake.phone) == (
        "Selesai",
        "whatsapp",
        "08123456789",
    )
    assert late.intake.extra["Tindak Lanjut"] == "diuji ulang"
    assert late.intake.extra["Tindak Lanjut (kolom 10)"] == "dikirim"
    assert late.intake.extra["Kanal"] == "WA"
    assert late.intake.extra[OLD_NUMBER] == "1"

    assert (swapped.intake.name, swapped.final, swapped.intake.channel) == ("", "", "box")
    assert swapped.intake.phone == "6281200011122"
    assert swapped.intake.extra["Kolom 11"] == "catatan"
    assert swapped.odd == ("tanggal terima tidak ada; dipakai saat pengambilan ini",)

    assert any("terpotong" in each for each in wrong.odd)
    assert any("Radio" in each for each in wrong.odd)
    assert more.intake.description == "yang di halaman pertama"
    assert any("sambungan" in each for each in more.odd)


def test_a_running_number_that_begins_anew_is_no_double(book, tmp_path):
    file = openpyxl.load_workbook(book)
    file["2024"].append(["2 Mei 2024", "Adi Contoh", None, "Biaya"])
    file.save(book)
    assert not any("sudah dipakai" in each for one in lines(book) for each in one.odd)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7/3/25", "2025-03-07"),
        ("07-03-2025", "2025-03-07"),
        ("07.03.2025", "2025-03-07"),
        ("2025-03-07", "2025-03-07"),
        ("7 Mar. 2025", "2025-03-07"),
        ("7-Mar-25", "2025-03-07"),
        ("12-Aug-24", "2024-08-12"),
        ("jumat,7 maret 2025", "2025-03-07"),
        ("7 Maret 2025 pukul 09.30 WITA", "2025-03-07 09:30"),
        ("7/3/25 09:30", "2025-03-07 09:30"),
        ("45723", "2025-03-07"),
        (45723.5, "2025-03-07 12:00"),
        *[
            (word, None)
            for word in ("kemarin", "31/02/2025", "03/13/2025", "2025", "nan", "7 Foo 25")
        ],
    ],
)
def test_dates_are_read_as_offices_write_them(typed, meant):
    found = moment(typed)
    assert found == (datetime.fromisoformat(meant).replace(tzinfo=WITA) if meant else None)


@pytest.mark.parametrize("typed", ["7 Maret 1925", "7 Maret 2205"])
def test_a_year_that_cannot_be_is_told_and_kept_as_written(tmp_path, typed):
    path = tmp_path / "lama.csv"
    path.write_text(f"Tanggal,Keluhan\n{typed},Lambat\n", encoding="utf-8")

    (one,) = lines(path)
    assert typed in one.odd[0]
    assert one.received_at == MONDAY
    assert one.intake.extra["tanggal terima"] == typed


def test_two_numbers_in_one_cell_are_not_made_into_one(tmp_path):
    path = tmp_path / "lama.csv"
    path.write_text("HP;Keluhan\n0812-3456-789 / 0541-732274;Lambat\n", encoding="utf-8")

    (one,) = lines(path)
    assert one.intake.phone == "08123456789"
    assert one.intake.contact == "0812-3456-789 / 0541-732274"


def test_a_quote_that_never_closes_is_told_instead_of_swallowing_the_rest(tmp_path):
    path = tmp_path / "lama.csv"
    path.write_text('Nama;Keluhan\nSiti;"Lambat\nBudi;Mahal\n', encoding="utf-8")
    with pytest.raises(NoTable):
        read(path)
