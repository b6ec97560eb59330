"""The register in a real spreadsheet over real HTTP: the same cycle, Google's own paths."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
import requests
from register_house import CALENDAR, OFFICE, House

from integration.emulator.server import open_server
from integration.ports import DeskWrite, Failure
from integration.register import formatting, journal
from integration.register.columns import AT, HEADERS
from integration.register.cycle import RegisterSync
from integration.register.remarks import ROW_BACK
from integration.workspace import Workspace, from_info
from sheets.desk import GoogleDesk
from sheets.tabs import Tabs

WRITE = "POST /v4/spreadsheets/[^/]+:batchUpdate"


@pytest.fixture(scope="module")
def google(tmp_path_factory):
    server, world = open_server(tmp_path_factory.mktemp("google"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield world.origin
    world.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()
    world.close()


class MeddledDesk(GoogleDesk):
    """The real desk; staff may do something between a read and the next write."""

    meanwhile: Callable[[], None] | None = None

    def write(self, change: DeskWrite) -> None:
        then, self.meanwhile = self.meanwhile, None
        if then:
            then()
        super().write(change)


class Spreadsheet:
    """The register at Google, and a member of staff who works in it."""

    def __init__(self, origin: str) -> None:
        self.doors, self.origin = requests.Session(), origin
        self.door("reset")
        office = self.doors.get(f"{origin}/_emulator/office").json()
        key = self.doors.get(f"{origin}/_emulator/service_account").json()
        self.id = office["register_id"]
        self.ours = Workspace(from_info(key, office["service_mailbox"]), origin)
        self.staff = Workspace(from_info(key, office["people"]["service_desk"]), origin).sheets()
        dress = partial(formatting.requests, lists=OFFICE.lists)
        self.tab = Tabs(self.ours, self.id).ensure("register", "Register", HEADERS, dress)
        self.journal = Tabs(self.ours, self.id).ensure(
            "journal", journal.TITLE, journal.FIRST_ROW, journal.dress
        )
        self.desk = MeddledDesk(self.ours, self.id, [self.tab, self.journal], self.journal)

    def door(self, name: str, body: object = None) -> None:
        self.doors.post(f"{self.origin}/_emulator/{name}", json=body or {}).raise_for_status()

    def rows(self) -> list[tuple[str, ...]]:
        return [row for row in self.desk.read()[self.tab].rows[1:] if any(row)]

    def says(self, number: str, header: str) -> str:
        return next(row for row in self.rows() if row[0] == number)[AT[header]]

    def type(self, row: int, **cells: str) -> None:
        """Type as a person does: the spreadsheet understands what is typed."""
        for name, value in cells.items():
            header = next(h for h in HEADERS if h.casefold() == name.replace("_", " "))
            where = f"Register!{chr(65 + AT[header])}{row + 1}"
            self.staff.values_update(
                self.id, where, {"valueInputOption": "USER_ENTERED"}, {"values": [[value]]}
            )

    def do(self, **request: object) -> None:
        self.staff.batch_update(self.id, {"requests": [request]})

    def range(self, first: int, last: int, **more: int) -> dict[str, int]:
        return {"sheetId": self.tab, "startRowIndex": first, "endRowIndex": last, **more}

    def delete_rows(self, first: int, last: int) -> None:
        rows = {"sheetId": self.tab, "dimension": "ROWS", "startIndex": first, "endIndex": last}
        self.do(deleteDimension={"range": rows})

    def calls(self, since: int) -> list[str]:
        lines = self.doors.get(f"{self.origin}/_emulator/requests?since={since}").json()
        return [line["method"] for line in lines if line["path"].startswith("/v4/")]

    def mark(self) -> int:
        return self.doors.get(f"{self.origin}/_emulator/requests").json()[-1]["n"]

    def notes(self, header: str) -> list[str]:
        fields = {"ranges": ["Register"], "fields": "sheets.data.rowData.values.note"}
        answer = self.staff.fetch_sheet_metadata(self.id, fields)
        rows = answer["sheets"][0]["data"][0].get("rowData", [])
        cells = [row.get("values", [])[AT[header] :][:1] for row in rows]
        return [cell[0]["note"] for cell in cells if cell and cell[0].get("note")]

    def look_of_top(self) -> list[object]:
        """How the first cells of row 1 look, drop-downs included."""
        fields = "sheets.data.rowData.values(userEnteredFormat,dataValidation)"
        asked = {"ranges": ["Register!A1:J1"], "fields": fields}
        answer = self.staff.fetch_sheet_metadata(self.id, asked)
        cells = answer["sheets"][0]["data"][0]["rowData"][0]["values"]
        return [
            {
                name: cell.get("userEnteredFormat", {}).get(name)
                for name in ("textFormat", "backgroundColor")
            }
            | {"list": cell.get("dataValidation")}
            for cell in cells
        ]


@pytest.fixture
def sheet(google):
    spreadsheet = Spreadsheet(google)
    yield spreadsheet
    spreadsheet.doors.close()


@pytest.fixture
def house(house: House, sheet: Spreadsheet) -> House:
    """The same office, its register at Google."""
    house.sync = RegisterSync(
        house.service,
        house.book,
        sheet.desk,
        house.links,
        lambda: CALENDAR,
        lambda: sheet.tab,
        sheet.journal,
    )
    return house


def test_a_complaint_goes_from_the_sheet_into_its_steps(house, sheet):
    number = house.complain(name="=HYPERLINK(1)", text="+62 tidak dijawab")
    house.cycle()
    assert sheet.says(number, "Nama") == "=HYPERLINK(1)"
    assert sheet.says(number, "Uraian") == "+62 tidak dijawab"

    sheet.type(1, jenis="Sikap petugas", pokja="Kalibrasi", status="Menunggu Disposisi")
    house.cycle()
    assert (house.case(number).station, house.case(number).group) == ("dispose", "Kalibrasi")

    sheet.type(1, status="Dikaji")
    house.cycle()
    assert sheet.says(number, "Status") == "Menunggu Disposisi"
    (note,) = sheet.notes("Status")
    assert "Kepala Balai" in note and "Dikaji" in note


def test_a_cycle_is_one_read_and_one_write_and_an_idle_one_a_read(house, sheet):
    for place in range(5):
        house.complain(name=f"Pelapor {place}")
    house.cycle()
    sheet.type(2, status="Selesai", penyebab="Diketik", langkah="99")
    house.complain(name="Yang terakhir")
    mark = sheet.mark()
    house.cycle()
    assert sheet.calls(mark) == ["GET", "POST"]
    house.cycle()
    mark = sheet.mark()
    house.cycle()
    assert sheet.calls(mark) == ["GET"]


def test_rows_survive_sort_copy_delete_and_moved_columns(house, sheet):
    numbers = [house.complain(name=name) for name in ("Citra", "Adi", "Bela")]
    house.cycle()
    whole = sheet.range(1, 4, startColumnIndex=0, endColumnIndex=len(HEADERS))
    by_name = [{"dimensionIndex": AT["Nama"], "sortOrder": "ASCENDING"}]
    sheet.do(sortRange={"range": whole, "sortSpecs": by_name})
    house.cycle()
    assert [row[0] for row in sheet.rows()] == [numbers[1], numbers[2], numbers[0]]

    sheet.do(copyPaste={"source": sheet.range(1, 2), "destination": sheet.range(4, 5)})
    house.cycle()
    assert any("salinan" in note for note in sheet.notes("No. Register"))

    sheet.delete_rows(2, 3)
    house.cycle()
    assert sorted({row[0] for row in sheet.rows()}) == numbers

    columns = {"sheetId": sheet.tab, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    sheet.do(moveDimension={"source": columns, "destinationIndex": 2})
    house.by_page(numbers[0], "triage")
    house.cycle()
    assert next(row for row in sheet.rows() if row[0] == numbers[0])[2] == "Menunggu Disposisi"


def test_a_typed_row_keeps_its_zeros_and_is_registered_once(house, sheet):
    sheet.type(1, kanal="WhatsApp", nama="Budi Contoh", kontak="081200011122", uraian="Terlambat")
    house.cycle()
    sheet.door("faults", [{"match": WRITE, "do": "500_after_commit", "times": 1}])
    with pytest.raises(Failure):
        house.cycle()
    house.cycle(2)

    (row,) = sheet.rows()
    assert row[0] == "ADU/2026/0001"
    assert house.case(row[0]).intake.phone == "081200011122"
    assert row[AT["Kontak"]] == "081200011122"


@pytest.mark.parametrize("fault", ["429", "close", "500_after_commit", "close_after_commit"])
def test_a_failing_write_is_made_good_by_the_next_cycle(house, sheet, fault):
    number = house.complain()
    sheet.door("faults", [{"match": WRITE, "do": fault, "times": 1}])
    with pytest.raises(Failure):
        house.cycle()
    house.by_page(number, "triage")
    house.cycle(2)

    assert [row[0] for row in sheet.rows()] == [number]
    assert sheet.says(number, "Status") == "Menunggu Disposisi"
    assert house.refused(number) == []


def test_more_complaints_than_the_grid_has_rows(house, sheet):
    sheet.delete_rows(3, 1000)
    numbers = [house.complain(name=f"Pelapor {place}") for place in range(6)]
    house.cycle()

    assert [row[0] for row in sheet.rows()] == numbers


def test_the_tab_is_dressed(house, sheet):
    fields = "sheets(properties(sheetId,gridProperties),conditionalFormats,protectedRanges)"
    tabs = sheet.staff.fetch_sheet_metadata(sheet.id, {"fields": fields})["sheets"]
    tab = next(each for each in tabs if each["properties"]["sheetId"] == sheet.tab)

    assert tab["properties"]["gridProperties"]["frozenRowCount"] == 1
    assert len(tab["conditionalFormats"]) == 3
    assert all(each["warningOnly"] for each in tab["protectedRanges"])


# -- what staff type in the moment between our read and our write --------------------------------


@pytest.mark.parametrize("fault", ["", "500_after_commit"])
def test_a_cell_typed_while_it_is_written_is_kept_in_the_history(house, sheet, fault):
    number = house.at("cause")
    house.cycle()
    house.by_page(number, "cause")

    def staff() -> None:
        sheet.type(1, penyebab="Sebab dari petugas")
        if fault:
            sheet.door("faults", [{"match": WRITE, "do": fault, "times": 1}])

    sheet.desk.meanwhile = staff
    with suppress(Failure):
        house.cycle()
    assert sheet.says(number, "Penyebab") == "Sebab dari halaman."
    house.cycle(2)

    assert house.refused(number) == [("Penyebab", "Sebab dari petugas")]
    assert sheet.says(number, "Penyebab") == "Sebab dari halaman."
    (note,) = sheet.notes("Penyebab")
    assert "Sebab dari petugas" in note


def test_a_row_typed_where_a_new_case_is_put_becomes_a_complaint_all_the_same(house, sheet):
    house.complain(name="Pertama")
    house.cycle()
    house.complain(name="Kedua")
    sheet.desk.meanwhile = lambda: sheet.type(2, nama="Rina Contoh", uraian="Diketik petugas")
    house.cycle()
    assert [row[0] for row in sheet.rows()] == ["ADU/2026/0001", "ADU/2026/0002"]
    house.cycle(4)

    # Each stands where it was put or typed.
    numbers = [row[0] for row in sheet.rows()]
    assert numbers == ["ADU/2026/0001", "ADU/2026/0003", "ADU/2026/0002"]
    assert house.case("ADU/2026/0003").intake.description == "Diketik petugas"
    assert house.case("ADU/2026/0003").intake.name == "Rina Contoh"


def test_what_was_typed_into_a_row_that_moved_under_the_write_is_kept(house, sheet):
    numbers = [house.complain(name=name) for name in ("Citra", "Adi")]
    house.cycle()
    house.by_page(numbers[0], "triage")

    def staff() -> None:
        sheet.type(2, status="Selesai saja")
        by_name = [{"dimensionIndex": AT["Nama"], "sortOrder": "ASCENDING"}]
        whole = sheet.range(1, 3, startColumnIndex=0, endColumnIndex=len(HEADERS))
        sheet.do(sortRange={"range": whole, "sortSpecs": by_name})

    sheet.desk.meanwhile = staff
    house.cycle(4)

    assert sheet.says(numbers[0], "Status") == "Menunggu Disposisi"
    assert sheet.says(numbers[1], "Status") == "Diterima"
    assert ("Status", "Selesai saja") in house.refused(numbers[1])


@pytest.mark.parametrize("fault", ["", "500_after_commit"])
def test_a_deleted_heading_row_comes_back_as_it_was_and_no_row_is_written_over(house, sheet, fault):
    numbers = [house.at("cause", name=name) for name in ("Citra", "Adi")]
    house.cycle()
    look = sheet.look_of_top()
    sheet.delete_rows(0, 1)
    house.complain(name="Baru")
    if fault:
        sheet.door("faults", [{"match": WRITE, "do": fault, "times": 1}])
    with suppress(Failure):
        house.cycle()
    house.cycle()
    mark = sheet.mark()
    house.cycle(2)

    assert sheet.calls(mark) == ["GET", "GET"]
    rows = sheet.desk.read()[sheet.tab].rows
    assert rows[0] == HEADERS
    assert [row[0] for row in rows[1:]] == [*numbers, "ADU/2026/0003"]
    assert sheet.look_of_top() == look
    assert house.reports() == [ROW_BACK]
