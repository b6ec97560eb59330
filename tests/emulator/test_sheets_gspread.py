"""The spreadsheets as gspread's users know them; gspread 6.2 unmodified."""

import gspread
import pytest
from gspread.utils import ValidationConditionType, ValueInputOption, ValueRenderOption
from sheets_room import OWNER, STRANGER, Room, room

__all__ = ["room"]


@pytest.fixture
def book(room: Room) -> gspread.Spreadsheet:
    return room.gspread().create("Register")


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1


def test_what_was_created_is_found_by_name_and_key(room: Room, book: gspread.Spreadsheet) -> None:
    client = room.gspread()

    assert client.open_by_key(book.id).title == "Register"
    assert book.id in [found["id"] for found in client.list_spreadsheet_files("Register")]
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("x" * 44)
    with pytest.raises(PermissionError):
        room.gspread(STRANGER).open_by_key(book.id)


def test_worksheets_are_added_found_renamed_and_deleted(book: gspread.Spreadsheet) -> None:
    second = book.add_worksheet("Kalender", rows=10, cols=4)
    book.reorder_worksheets([second, book.sheet1])
    second.update_title("Libur")
    second.update_index(2)

    assert [tab.title for tab in book.worksheets()] == ["Sheet1", "Libur"]
    assert (second.row_count, second.col_count) == (10, 4)
    assert book.worksheet("Libur").id == second.id
    copied = second.duplicate(new_sheet_name="Salinan")
    book.del_worksheet(second)
    assert {tab.title for tab in book.worksheets()} == {"Sheet1", "Salinan"}
    copied.hide()
    assert book.worksheet("Salinan").isSheetHidden
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("Libur")


def test_records_come_back_as_written(sheet: gspread.Worksheet) -> None:
    sheet.update([["No", "Telepon"], ["1", "0812"]], "A1")
    sheet.append_row(["2", "+62813"], table_range="A1")

    assert sheet.get_all_records(numericise_ignore=["all"]) == [
        {"No": "1", "Telepon": "0812"},
        {"No": "2", "Telepon": "+62813"},
    ]
    assert sheet.row_values(1) == ["No", "Telepon"]
    assert sheet.col_values(2) == ["Telepon", "0812", "+62813"]


def test_cells_are_typed_and_ranges_are_not(sheet: gspread.Worksheet) -> None:
    sheet.update_acell("A1", "=1+1")
    sheet.update([["=1+1"]], "B1")
    sheet.update([["=1+1"]], "C1", value_input_option=ValueInputOption.user_entered)

    assert sheet.row_values(1) == ["2", "=1+1", "2"]
    assert sheet.acell("A1", value_render_option=ValueRenderOption.formula).value == "=1+1"


def test_batches_read_and_write_several_ranges(sheet: gspread.Worksheet) -> None:
    sheet.batch_update(
        [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["c"]]}]
    )

    assert sheet.batch_get(["A1:B1", "A3"]) == [[["a", "b"]], [["c"]]]
    sheet.batch_clear(["A1", "A3"])
    assert sheet.get("A1:B3") == [["", "b"]]


def test_rows_and_columns_are_inserted_deleted_and_resized(sheet: gspread.Worksheet) -> None:
    sheet.update([["a"], ["b"]], "A1")
    sheet.insert_row(["baru"], 2)
    sheet.insert_cols([["kiri"]], 1)
    assert sheet.get("A1:B3") == [["kiri", "a"], ["", "baru"], ["", "b"]]

    sheet.delete_rows(2)
    sheet.delete_columns(1)
    sheet.resize(rows=5, cols=3)
    sheet.add_rows(2)
    assert sheet.get_all_values() == [["a"], ["b"]]
    assert (sheet.row_count, sheet.col_count) == (7, 3)


def test_sorting_finding_and_clearing(sheet: gspread.Worksheet) -> None:
    sheet.update([["b", 2], ["a", 1], ["c", 3]], "A1")
    sheet.sort((1, "asc"))

    assert sheet.col_values(1) == ["a", "b", "c"]
    assert [cell.address for cell in sheet.findall("b")] == ["A2"]
    assert sheet.find("tidak ada") is None
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_notes_formats_merges_and_freezes(book: gspread.Spreadsheet) -> None:
    sheet = book.sheet1
    sheet.update_notes({"A1": "satu", "B2": "dua"})
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.merge_cells("C1:D1")
    sheet.freeze(rows=1, cols=1)
    sheet.update_tab_color("#ff0000")
    sheet.columns_auto_resize(0, 2)

    assert (sheet.get_note("A1"), sheet.get_note("B2")) == ("satu", "dua")
    tab = book.fetch_sheet_metadata()["sheets"][0]
    assert tab["merges"][0]["startColumnIndex"] == 2
    assert (book.sheet1.frozen_row_count, book.sheet1.frozen_col_count) == (1, 1)
    assert book.sheet1.get_tab_color() == "#FF0000"
    sheet.clear_note("A1")
    sheet.unmerge_cells("C1:D1")
    assert sheet.get_note("A1") == ""


def test_named_and_protected_ranges_filters_and_validation(book: gspread.Spreadsheet) -> None:
    sheet = book.sheet1
    sheet.define_named_range("A1:A3", "daftar")
    sheet.add_protected_range("B1:B3", editor_users_emails=["kepala@contoh.example"])
    sheet.set_basic_filter("A1:B3")
    sheet.add_validation("A1:A3", ValidationConditionType.one_of_list, ["ya", "tidak"], strict=True)
    sheet.update([["ya"], ["tidak"]], "A1")

    assert book.named_range("daftar")
    assert [found["name"] for found in book.list_named_ranges()] == ["daftar"]
    (protected,) = book.list_protected_ranges(sheet.id)
    assert set(protected["editors"]["users"]) == {"kepala@contoh.example", OWNER}
    sheet.delete_protected_range(protected["protectedRangeId"])
    sheet.delete_named_range(book.list_named_ranges()[0]["namedRangeId"])
    sheet.clear_basic_filter()
    assert book.list_protected_ranges(sheet.id) == []


def test_title_locale_and_a_copy(room: Room, book: gspread.Spreadsheet) -> None:
    book.update_title("Register 2026")
    book.update_locale("en_GB")
    book.update_timezone("Asia/Makassar")
    book.sheet1.update([["isi"]], "A1")

    copied = room.gspread().copy(book.id, title="Salinan", copy_comments=False)

    assert room.gspread().open("Register 2026").id == book.id
    assert copied.sheet1.acell("A1").value == "isi"
    assert (copied.title, copied.locale) == ("Salinan", "en_GB")


def test_refusals_arrive_as_api_errors(sheet: gspread.Worksheet) -> None:
    with pytest.raises(gspread.exceptions.APIError) as caught:
        sheet.update([["x"]], "A2000")

    assert caught.value.code == 400
    assert "exceeds grid limits" in str(caught.value)
