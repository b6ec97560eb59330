"""Every public method of gspread's Client, Spreadsheet and Worksheet, on the local workspace.

Each is called as its documentation shows, by gspread 6.2 unmodified, and something is read back.
A method that gspread adds later fails the first test until it is driven here or in NOT_GOOGLES.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import gspread
import pytest
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ExportFormat,
    InsertDataOption,
    MergeType,
    PasteOrientation,
    PasteType,
    TableDirection,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)
from sheets_room import COLLEAGUE, OWNER, Room, room

__all__ = ["room"]
FOLDER = "application/vnd.google-apps.folder"
NOT_GOOGLES = {"Client.expiry", "Client.set_timeout", "Worksheet.from_worksheet"}
"""What never leaves gspread."""


@dataclass
class Desk:
    """A spreadsheet with a few cells, and whoever works on it."""

    room: Room
    name: str

    @cached_property
    def client(self) -> gspread.Client:
        return self.room.gspread()

    @cached_property
    def book(self) -> gspread.Spreadsheet:
        made = self.client.create(self.name)
        made.sheet1.update([["No", "Nama"], [1, "Rani"], [2, "Bima"]], "A1")
        return made

    @cached_property
    def sheet(self) -> gspread.Worksheet:
        return self.book.sheet1

    @cached_property
    def folder(self) -> str:
        drive = self.room.service("drive", "v3").files()
        return str(drive.create(body={"name": "Map", "mimeType": FOLDER}).execute()["id"])

    def tab(self) -> dict[str, Any]:
        """The first tab as Google tells it."""
        found: dict[str, Any] = self.book.fetch_sheet_metadata()["sheets"][0]
        return found

    def roles(self) -> dict[str, str]:
        """Who has which role."""
        held = self.book.list_permissions()
        return {str(one.get("emailAddress", one["type"])): str(one["role"]) for one in held}

    def permission(self, email: str) -> str:
        """The id of somebody's permission."""
        held = self.book.list_permissions()
        return next(str(one["id"]) for one in held if one.get("emailAddress") == email)


CALLS: dict[str, Callable[[Desk], None]] = {}
Work = Callable[[Desk], None]


def drives(*names: str) -> Callable[[Work], Work]:
    """Register what a function drives."""

    def register(work: Work) -> Work:
        CALLS.update(dict.fromkeys(names, work))
        return work

    return register


def public() -> set[str]:
    """Every public method and property, by class and name."""
    classes = (gspread.Client, gspread.Spreadsheet, gspread.Worksheet)
    return {
        f"{one.__name__}.{name}"
        for one in classes
        for name, held in inspect.getmembers(one)
        if not name.startswith("_") and (callable(held) or isinstance(held, property))
    }


def test_no_method_is_left_out() -> None:
    assert public() - CALLS.keys() - NOT_GOOGLES == set()


# -- Client ---------------------------------------------------------------------------------------


@drives("Client.create", "Client.open", "Client.open_by_key", "Client.open_by_url")
def creating_and_opening(desk: Desk) -> None:
    made = desk.client.create(desk.name, folder_id=desk.folder)

    assert desk.client.open(desk.name, folder_id=desk.folder).id == made.id
    assert desk.client.open_by_key(made.id).title == desk.name
    assert desk.client.open_by_url(made.url).id == made.id
    with pytest.raises(gspread.SpreadsheetNotFound):
        desk.client.open("Tidak ada")


@drives("Client.openall", "Client.list_spreadsheet_files", "Client.get_file_drive_metadata")
def listing(desk: Desk) -> None:
    in_folder = desk.client.create(desk.name, folder_id=desk.folder)

    assert {one.id for one in desk.client.openall(desk.name)} >= {in_folder.id}
    listed = desk.client.list_spreadsheet_files(folder_id=desk.folder)
    assert [one["id"] for one in listed] == [in_folder.id]
    assert desk.client.get_file_drive_metadata(in_folder.id)["name"] == desk.name


@drives("Client.copy")
def copying(desk: Desk) -> None:
    desk.book.share(COLLEAGUE, "user", "writer", notify=False)
    drive = desk.room.service("drive", "v3").comments()
    drive.create(fileId=desk.book.id, body={"content": "Periksa lagi"}, fields="id").execute()

    copied = desk.client.copy(desk.book.id, "Salinan", copy_permissions=True)

    assert copied.sheet1.get_all_values() == [["No", "Nama"], ["1", "Rani"], ["2", "Bima"]]
    roles = {one.get("emailAddress"): one["role"] for one in copied.list_permissions()}
    assert roles == {OWNER: "owner", COLLEAGUE: "writer"}
    told = drive.list(fileId=copied.id, fields="comments(content,author)").execute()["comments"]
    assert [one["content"] for one in told] == ["Periksa lagi"]


@drives("Client.del_spreadsheet")
def deleting(desk: Desk) -> None:
    desk.client.del_spreadsheet(desk.book.id)

    with pytest.raises(gspread.SpreadsheetNotFound):
        desk.client.open_by_key(desk.book.id)


@drives("Client.export", "Spreadsheet.export")
def exporting(desk: Desk) -> None:
    assert desk.client.export(desk.book.id, ExportFormat.CSV) == b"No,Nama\r\n1,Rani\r\n2,Bima"
    assert desk.book.export(ExportFormat.TSV).startswith(b"No\tNama")


@drives("Client.import_csv")
def importing(desk: Desk) -> None:
    desk.book.add_worksheet("Lain", 1, 1)

    desk.client.import_csv(desk.book.id, "a,1\nb,2")

    assert desk.book.sheet1.get_all_values() == [["a", "1"], ["b", "2"]]
    assert len(desk.book.worksheets()) == 1


@drives(
    "Client.insert_permission",
    "Client.list_permissions",
    "Client.remove_permission",
    "Spreadsheet.share",
    "Spreadsheet.list_permissions",
    "Spreadsheet.remove_permissions",
)
def sharing(desk: Desk) -> None:
    desk.client.insert_permission(desk.book.id, COLLEAGUE, "user", "writer", notify=False)
    desk.client.insert_permission(desk.book.id, None, "anyone", "reader", with_link=True)
    desk.book.share("contoh.example", "domain", "reader")
    desk.book.share("orang@contoh.example", "user", "reader", email_message="Silakan dilihat")

    assert desk.roles() == {
        OWNER: "owner",
        COLLEAGUE: "writer",
        "anyone": "reader",
        "domain": "reader",
        "orang@contoh.example": "reader",
    }
    desk.client.remove_permission(desk.book.id, desk.permission(COLLEAGUE))
    desk.book.remove_permissions("orang@contoh.example")
    assert set(desk.roles()) == {OWNER, "anyone", "domain"}
    assert len(desk.client.list_permissions(desk.book.id)) == 3


@drives("Spreadsheet.transfer_ownership", "Spreadsheet.accept_ownership")
def handing_over(desk: Desk) -> None:
    desk.book.share(COLLEAGUE, "user", "writer", notify=False)
    offered = desk.permission(COLLEAGUE)
    theirs = desk.room.gspread(COLLEAGUE).open_by_key(desk.book.id)
    with pytest.raises(gspread.exceptions.APIError) as refused:
        theirs.accept_ownership(offered)
    assert refused.value.code == 403

    desk.book.transfer_ownership(offered)
    theirs.accept_ownership(offered)

    assert desk.roles() == {OWNER: "writer", COLLEAGUE: "owner"}


# -- Spreadsheet ----------------------------------------------------------------------------------


@drives(
    "Spreadsheet.id",
    "Spreadsheet.title",
    "Spreadsheet.url",
    "Spreadsheet.locale",
    "Spreadsheet.timezone",
    "Spreadsheet.creationTime",
    "Spreadsheet.lastUpdateTime",
    "Spreadsheet.get_lastUpdateTime",
    "Spreadsheet.update_drive_metadata",
    "Spreadsheet.update_title",
    "Spreadsheet.update_locale",
    "Spreadsheet.update_timezone",
)
def properties(desk: Desk) -> None:
    book = desk.book
    book.update_title("Buku")
    book.update_locale("en_GB")
    book.update_timezone("Asia/Jakarta")
    book.update_drive_metadata()

    again = desk.client.open_by_key(book.id)
    assert (again.title, again.locale, again.timezone) == ("Buku", "en_GB", "Asia/Jakarta")
    assert book.id in book.url
    assert book.creationTime <= book.get_lastUpdateTime()
    with pytest.warns(DeprecationWarning, match="get_lastUpdateTime"):
        assert again.lastUpdateTime


@drives(
    "Spreadsheet.add_worksheet",
    "Spreadsheet.worksheet",
    "Spreadsheet.worksheets",
    "Spreadsheet.get_worksheet",
    "Spreadsheet.get_worksheet_by_id",
    "Spreadsheet.sheet1",
    "Spreadsheet.duplicate_sheet",
    "Spreadsheet.reorder_worksheets",
    "Spreadsheet.del_worksheet",
    "Spreadsheet.del_worksheet_by_id",
    "Worksheet.id",
    "Worksheet.index",
    "Worksheet.title",
    "Worksheet.url",
    "Worksheet.spreadsheet",
    "Worksheet.update_title",
    "Worksheet.update_index",
    "Worksheet.duplicate",
)
def tabs(desk: Desk) -> None:
    book, first = desk.book, desk.sheet
    second = book.add_worksheet("It's", 5, 3, index=0)
    copied = book.duplicate_sheet(first.id, 1, new_sheet_id=777, new_sheet_name="Salinan")
    third = first.duplicate(3, new_sheet_name="Lagi")

    assert [one.title for one in book.worksheets()] == ["It's", "Salinan", "Sheet1", "Lagi"]
    assert book.get_worksheet(0).id == second.id == book.worksheet("It's").id
    assert book.get_worksheet_by_id("777").title == "Salinan"
    assert third.get_all_values() == first.get_all_values()
    book.reorder_worksheets([third, copied, first, second])
    assert [one.id for one in book.worksheets()] == [third.id, 777, first.id, second.id]
    second.update_title("Libur")
    second.update_index(0)
    assert book.sheet1.title == "Libur"
    assert (second.index, second.spreadsheet.id) == (0, book.id)
    assert second.url.endswith(f"#gid={second.id}")
    book.del_worksheet(third)
    book.del_worksheet_by_id(777)
    assert len(book.worksheets()) == 2


@drives("Worksheet.hide", "Worksheet.show", "Worksheet.isSheetHidden")
def hiding_tabs(desk: Desk) -> None:
    second = desk.book.add_worksheet("Dua", 1, 1)
    second.hide()

    assert desk.book.worksheet("Dua").isSheetHidden
    assert [one.title for one in desk.book.worksheets(exclude_hidden=True)] == ["Sheet1"]
    second.show()
    assert len(desk.book.worksheets(exclude_hidden=True)) == 2


@drives(
    "Spreadsheet.batch_update",
    "Spreadsheet.fetch_sheet_metadata",
    "Spreadsheet.values_append",
    "Spreadsheet.values_batch_clear",
    "Spreadsheet.values_batch_get",
    "Spreadsheet.values_batch_update",
    "Spreadsheet.values_clear",
    "Spreadsheet.values_get",
    "Spreadsheet.values_update",
)
def below_the_wrapping(desk: Desk) -> None:
    book = desk.book
    typed = {"valueInputOption": "USER_ENTERED"}
    book.values_append("Sheet1", {"valueInputOption": "RAW"}, {"values": [[3, "Sari"]]})
    book.values_update("Sheet1!C1", typed, {"values": [["=SUM(A2:A4)"]]})
    data = [{"range": "Sheet1!D1", "values": [["x"]]}, {"range": "E1", "values": [["y"]]}]
    book.values_batch_update({**typed, "data": data})

    assert book.values_get("Sheet1!A1:E1")["values"] == [["No", "Nama", "6", "x", "y"]]
    book.values_clear("Sheet1!C1")
    book.values_batch_clear(body={"ranges": ["D1:E1"]})
    found = book.values_batch_get(["A1:E1", "A4:B4"])["valueRanges"]
    assert [one["values"] for one in found] == [[["No", "Nama"]], [["3", "Sari"]]]
    title = {"properties": {"title": "Buku"}, "fields": "title"}
    book.batch_update({"requests": [{"updateSpreadsheetProperties": title}]})
    assert book.fetch_sheet_metadata({"fields": "properties.title"}) == {
        "properties": {"title": "Buku"}
    }


@drives(
    "Spreadsheet.list_named_ranges",
    "Spreadsheet.named_range",
    "Worksheet.define_named_range",
    "Worksheet.delete_named_range",
)
def names(desk: Desk) -> None:
    desk.sheet.define_named_range("A1:B2", "daftar")

    (named,) = desk.book.list_named_ranges()
    assert [cell.value for cell in desk.book.named_range("daftar")] == ["No", "Nama", "1", "Rani"]
    desk.sheet.delete_named_range(named["namedRangeId"])
    assert desk.book.list_named_ranges() == []


@drives(
    "Spreadsheet.list_protected_ranges",
    "Worksheet.add_protected_range",
    "Worksheet.delete_protected_range",
)
def protection(desk: Desk) -> None:
    desk.book.share(COLLEAGUE, "user", "writer", notify=False)
    theirs = desk.room.gspread(COLLEAGUE).open_by_key(desk.book.id).sheet1
    desk.sheet.add_protected_range("A1:B1", [], description="kepala tabel")
    desk.sheet.add_protected_range("A2:B2", warning_only=True)
    with pytest.raises(gspread.exceptions.APIError) as refused:
        theirs.update([["x"]], "A1")
    assert refused.value.code == 400
    theirs.update([["x"]], "A2")

    for one in desk.book.list_protected_ranges(desk.sheet.id):
        desk.sheet.delete_protected_range(one["protectedRangeId"])
    theirs.update([["x"]], "A1")
    assert desk.sheet.col_values(1) == ["x", "x", "2"]


# -- cells ----------------------------------------------------------------------------------------


@drives(
    "Worksheet.acell",
    "Worksheet.cell",
    "Worksheet.range",
    "Worksheet.get_all_cells",
    "Worksheet.row_values",
    "Worksheet.col_values",
    "Worksheet.get",
    "Worksheet.get_values",
    "Worksheet.get_all_values",
    "Worksheet.get_all_records",
    "Worksheet.batch_get",
    "Worksheet.expand",
)
def reading(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.resize(4, 2)
    unformatted = ValueRenderOption.unformatted

    assert sheet.acell("B2").value == "Rani"
    assert sheet.cell(2, 1, value_render_option=unformatted).value == 1
    assert [cell.value for cell in sheet.range("A1:B1")] == ["No", "Nama"]
    assert len(sheet.get_all_cells()) == 8
    assert (sheet.row_values(1), sheet.col_values(2)) == (["No", "Nama"], ["Nama", "Rani", "Bima"])
    assert sheet.get("A1:A3", major_dimension=Dimension.cols) == [["No", "1", "2"]]
    assert sheet.get("A2:B4", pad_values=True, maintain_size=True) == [
        ["1", "Rani"],
        ["2", "Bima"],
        ["", ""],
    ]
    assert sheet.get_values("B1:B2", date_time_render_option=DateTimeOption.serial_number) == [
        ["Nama"],
        ["Rani"],
    ]
    assert sheet.get_all_records()[1] == {"No": 2, "Nama": "Bima"}
    assert sheet.batch_get(["A1", "B3"], value_render_option=unformatted) == [[["No"]], [["Bima"]]]
    assert sheet.expand("A2", TableDirection.table) == [["1", "Rani"], ["2", "Bima"]]
    assert sheet.get_all_values() == [["No", "Nama"], ["1", "Rani"], ["2", "Bima"]]


@drives(
    "Worksheet.update",
    "Worksheet.update_acell",
    "Worksheet.update_cell",
    "Worksheet.update_cells",
    "Worksheet.batch_update",
    "Worksheet.batch_clear",
    "Worksheet.clear",
)
def writing(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.update_acell("C1", "=A2+A3")
    sheet.update_cell(1, 4, "05/01/2026")
    sheet.update_cells([gspread.Cell(2, 3, "=1"), gspread.Cell(3, 4, 7)])
    answer = sheet.update(
        [["1,5"]],
        "E1",
        value_input_option=ValueInputOption.user_entered,
        include_values_in_response=True,
        response_value_render_option=ValueRenderOption.unformatted,
    )
    sheet.batch_update([{"range": "F1:F2", "values": [["=2"], ["x"]]}], raw=False)

    assert answer["updatedData"]["values"] == [[1.5]]
    assert sheet.get("C1:F2") == [["3", "05/01/2026", "1,5", "2"], ["=1", "", "", "x"]]
    sheet.batch_clear(["C1:F1", "C2"])
    assert sheet.get("C1:F3") == [[], ["", "", "", "x"], ["", "7"]]
    sheet.clear()
    assert sheet.get_all_values() == [[]]


@drives("Worksheet.append_row", "Worksheet.append_rows")
def appending(desk: Desk) -> None:
    sheet = desk.sheet
    told = sheet.append_row([3, "=1+1"], table_range="A1", include_values_in_response=True)
    sheet.append_rows(
        [[4, "=1+1"], [5]],
        value_input_option=ValueInputOption.user_entered,
        insert_data_option=InsertDataOption.insert_rows,
        table_range="A1",
    )

    assert told["updates"]["updatedData"]["values"] == [["3", "=1+1"]]
    assert sheet.get("A4:B6") == [["3", "=1+1"], ["4", "2"], ["5"]]


@drives("Worksheet.find", "Worksheet.findall")
def finding(desk: Desk) -> None:
    found = desk.sheet.find("Bima")

    assert found is not None and found.address == "B3"
    assert [cell.row for cell in desk.sheet.findall(re.compile(r"^\d$"), in_column=1)] == [2, 3]
    assert desk.sheet.find("bima") is None
    assert desk.sheet.find("bima", case_sensitive=False) is not None


# -- rows and columns -----------------------------------------------------------------------------


@drives(
    "Worksheet.row_count",
    "Worksheet.col_count",
    "Worksheet.column_count",
    "Worksheet.resize",
    "Worksheet.add_rows",
    "Worksheet.add_cols",
)
def sizes(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.resize(10, 4)
    sheet.add_rows(2)
    sheet.add_cols(1)

    again = desk.client.open_by_key(desk.book.id).sheet1
    assert (again.row_count, again.col_count, again.column_count) == (12, 5, 5)


@drives(
    "Worksheet.insert_row",
    "Worksheet.insert_rows",
    "Worksheet.insert_cols",
    "Worksheet.delete_rows",
    "Worksheet.delete_columns",
    "Worksheet.delete_dimension",
)
def inserting_and_deleting(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.insert_row(["satu"], 2)
    sheet.insert_rows([["dua"], ["tiga"]], 3, inherit_from_before=True)
    sheet.insert_cols([["k", "l"]], 2)
    assert sheet.get("A1:C6") == [
        ["No", "k", "Nama"],
        ["satu", "l"],
        ["dua"],
        ["tiga"],
        ["1", "", "Rani"],
        ["2", "", "Bima"],
    ]

    sheet.delete_rows(2, 3)
    sheet.delete_columns(2)
    sheet.delete_dimension(Dimension.rows, 2)
    assert sheet.get_all_values() == [["No", "Nama"], ["1", "Rani"], ["2", "Bima"]]


@drives("Worksheet.sort")
def sorting(desk: Desk) -> None:
    desk.sheet.sort((1, "des"), range="A2:B3")

    assert desk.sheet.get("A2:B3") == [["2", "Bima"], ["1", "Rani"]]


@drives("Worksheet.copy_range", "Worksheet.cut_range")
def pasting(desk: Desk) -> None:
    sheet = desk.sheet
    box = {"top": {"style": "SOLID"}}
    sheet.format("A2:B2", {"textFormat": {"bold": True}, "borders": box})
    sheet.copy_range("A2:B2", "D1", PasteType.normal, PasteOrientation.transpose)
    sheet.copy_range("A2:B2", "F1", PasteType.no_borders)
    sheet.copy_range("A3", "H1", PasteType.values)
    sheet.cut_range("A3:B3", "A5")

    assert sheet.get("D1:H2") == [["1", "", "1", "Rani", "2"], ["Rani"]]
    assert sheet.get("A3:B5") == [[], [], ["2", "Bima"]]
    params = {"includeGridData": "true", "ranges": "Sheet1!D1:F1"}
    data = desk.book.fetch_sheet_metadata(params)["sheets"][0]["data"][0]
    framed, _, bare = data["rowData"][0]["values"]
    assert framed["userEnteredFormat"]["borders"]["top"]["style"] == "SOLID"
    assert bare["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert "borders" not in bare["userEnteredFormat"]


@drives(
    "Worksheet.hide_rows",
    "Worksheet.unhide_rows",
    "Worksheet.hide_columns",
    "Worksheet.unhide_columns",
    "Worksheet.hide_gridlines",
    "Worksheet.show_gridlines",
    "Worksheet.is_gridlines_hidden",
)
def hiding(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.hide_rows(1, 2)
    sheet.hide_columns(0, 1)
    sheet.hide_gridlines()
    data = desk.book.fetch_sheet_metadata({"includeGridData": "true"})["sheets"][0]["data"][0]

    assert data["rowMetadata"][1]["hiddenByUser"]
    assert data["columnMetadata"][0]["hiddenByUser"]
    assert desk.client.open_by_key(desk.book.id).sheet1.is_gridlines_hidden
    sheet.unhide_rows(1, 2)
    sheet.unhide_columns(0, 1)
    sheet.show_gridlines()
    assert sheet.get_all_values()[1] == ["1", "Rani"]


@drives(
    "Worksheet.add_dimension_group_rows",
    "Worksheet.add_dimension_group_columns",
    "Worksheet.list_dimension_group_rows",
    "Worksheet.list_dimension_group_columns",
    "Worksheet.delete_dimension_group_rows",
    "Worksheet.delete_dimension_group_columns",
)
def groups(desk: Desk) -> None:
    sheet = desk.sheet

    def held() -> list[tuple[int, int, int]]:
        return [
            (one["range"]["startIndex"], one["range"]["endIndex"], one["depth"])
            for one in sheet.list_dimension_group_columns()
        ]

    sheet.add_dimension_group_columns(1, 4)
    sheet.add_dimension_group_columns(2, 5)
    assert held() == [(1, 5, 1), (2, 4, 2)], "overlapping groups become nested ones"
    sheet.delete_dimension_group_columns(3, 5)
    assert held() == [(1, 4, 1), (2, 3, 2)]
    sheet.add_dimension_group_rows(1, 3)
    sheet.insert_row(["baru"], 2)
    (rows,) = sheet.list_dimension_group_rows()
    assert (rows["range"]["startIndex"], rows["range"]["endIndex"]) == (2, 4)
    sheet.delete_dimension_group_rows(2, 4)
    assert sheet.list_dimension_group_rows() == []


# -- looks ----------------------------------------------------------------------------------------


@drives("Worksheet.format", "Worksheet.batch_format")
def formats(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.format(["A2:A3"], {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    sheet.batch_format(
        [
            {"range": "A1:B1", "format": {"textFormat": {"bold": True}}},
            {"range": "B1", "format": {"horizontalAlignment": "CENTER", "wrapStrategy": "WRAP"}},
        ]
    )

    assert sheet.col_values(1) == ["No", "1,00", "2,00"]
    params = {"includeGridData": "true", "ranges": "Sheet1!B1"}
    data = desk.book.fetch_sheet_metadata(params)["sheets"][0]["data"][0]
    look = data["rowData"][0]["values"][0]["effectiveFormat"]
    assert (look["textFormat"]["bold"], look["horizontalAlignment"]) == (True, "CENTER")


@drives("Worksheet.merge_cells", "Worksheet.batch_merge", "Worksheet.unmerge_cells")
def merges(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.merge_cells("A1:B1")
    sheet.batch_merge([{"range": "D1:E2", "mergeType": MergeType.merge_rows}])

    assert len(desk.tab()["merges"]) == 3
    assert sheet.get_values("A1:B2", combine_merged_cells=True)[0] == ["No", "No"]
    sheet.unmerge_cells("A1:E2")
    assert "merges" not in desk.tab()


@drives("Worksheet.freeze", "Worksheet.frozen_row_count", "Worksheet.frozen_col_count")
def freezing(desk: Desk) -> None:
    desk.sheet.freeze(rows=1, cols=2)

    again = desk.client.open_by_key(desk.book.id).sheet1
    assert (again.frozen_row_count, again.frozen_col_count) == (1, 2)


@drives("Worksheet.set_basic_filter", "Worksheet.clear_basic_filter")
def filtering(desk: Desk) -> None:
    desk.sheet.set_basic_filter("A1:B3")

    assert desk.tab()["basicFilter"]["range"]["endRowIndex"] == 3
    desk.sheet.set_basic_filter()
    desk.sheet.clear_basic_filter()
    assert "basicFilter" not in desk.tab()


@drives(
    "Worksheet.insert_note",
    "Worksheet.insert_notes",
    "Worksheet.update_note",
    "Worksheet.update_notes",
    "Worksheet.get_note",
    "Worksheet.get_notes",
    "Worksheet.clear_note",
    "Worksheet.clear_notes",
)
def notes(desk: Desk) -> None:
    sheet = desk.sheet
    sheet.insert_note("A1", "satu")
    sheet.update_note("A1", "dua")
    sheet.insert_notes({"B1": "tiga"})
    sheet.update_notes({"B2": "empat"})

    assert sheet.get_note("A1") == "dua"
    assert sheet.get_notes(grid_range="A1:B2") == [["dua", "tiga"], ["", "empat"]]
    sheet.clear_note("A1")
    sheet.clear_notes(["B1"])
    assert [note for row in sheet.get_notes() for note in row if note] == ["empat"]


@drives("Worksheet.add_validation")
def validation(desk: Desk) -> None:
    kinds = ValidationConditionType
    sheet = desk.sheet
    words = [kinds.one_of_list, kinds.text_contains, kinds.text_eq]
    numbers = [kinds.number_greater, kinds.number_eq, kinds.number_less_than_eq]
    for kind in words:
        sheet.add_validation("C1:C3", kind, ["ya"], strict=True, showCustomUi=True)
    for kind in numbers:
        sheet.add_validation("D1:D3", kind, ["7"], inputMessage="Isi angka")
    sheet.add_validation("E1:E3", kinds.boolean, [])
    sheet.add_validation("F1:F3", kinds.one_of_range, ["=$A$1:$A$3"])
    sheet.add_validation("G1:G3", kinds.number_between, ["1", "5"])
    sheet.add_validation("H1:H3", kinds.date_is_valid, [])
    sheet.add_validation("I1:I3", kinds.custom_formula, ["=LEN($I$1)>2"])

    params = {"includeGridData": "true", "ranges": "Sheet1!C1:I1"}
    data = desk.book.fetch_sheet_metadata(params)["sheets"][0]["data"][0]
    rules = [cell["dataValidation"] for cell in data["rowData"][0]["values"]]
    assert [one["condition"]["type"] for one in rules] == [
        "TEXT_EQ",
        "NUMBER_LESS_THAN_EQ",
        "BOOLEAN",
        "ONE_OF_RANGE",
        "NUMBER_BETWEEN",
        "DATE_IS_VALID",
        "CUSTOM_FORMULA",
    ]
    assert (rules[0]["strict"], rules[1]["inputMessage"]) == (True, "Isi angka")


@drives(
    "Worksheet.tab_color",
    "Worksheet.get_tab_color",
    "Worksheet.update_tab_color",
    "Worksheet.clear_tab_color",
)
def colours(desk: Desk) -> None:
    desk.sheet.update_tab_color("#00ff00")

    assert desk.client.open_by_key(desk.book.id).sheet1.tab_color == "#00FF00"
    desk.sheet.clear_tab_color()
    assert desk.sheet.get_tab_color() is None


@drives("Worksheet.columns_auto_resize", "Worksheet.rows_auto_resize")
def fitting(desk: Desk) -> None:
    desk.sheet.update([["sebuah kalimat yang cukup panjang"]], "A1")
    desk.sheet.columns_auto_resize(0, 1)
    desk.sheet.rows_auto_resize(0, 1)

    data = desk.book.fetch_sheet_metadata({"includeGridData": "true"})["sheets"][0]["data"][0]
    widths = [one["pixelSize"] for one in data["columnMetadata"][:2]]
    assert widths[0] > widths[1]


@drives("Worksheet.copy_to")
def to_another_spreadsheet(desk: Desk) -> None:
    other = desk.client.create("Tujuan")

    told = desk.sheet.copy_to(other.id)

    assert told["title"] == "Copy of Sheet1"
    assert other.worksheet("Copy of Sheet1").acell("B2").value == "Rani"


# -- run ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("work", dict.fromkeys(CALLS.values()), ids=lambda work: work.__name__)
def test_gspread_works_unchanged(room: Room, work: Work) -> None:
    work(Desk(room, f"Register {work.__name__}"))
