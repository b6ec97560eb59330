"""Lembar kerja in a real browser: typing, choosing, undoing, others at work meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.pages_room import chromium, open_as

__all__ = ["chromium", "open_as"]
Open = Callable[..., Page]
TAB = 77


@pytest.fixture
def grid(workspace: Any, office: dict[str, Any], mailbox: str) -> Any:
    """A tab of 5,000 rows with a drop-down, a protected column and a frozen header."""
    api = workspace.service("sheets", "v4", mailbox).spreadsheets()
    book = office["register_id"]
    size = {"rowCount": 5000, "columnCount": 25, "frozenRowCount": 1}
    words = [{"userEnteredValue": word} for word in ("Baru", "Selesai")]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": words}, "strict": True}
    status = {"sheetId": TAB, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
    closed = {"sheetId": TAB, "startColumnIndex": 3, "endColumnIndex": 4, "endRowIndex": 3}
    heeded = {"sheetId": TAB, "startColumnIndex": 6, "endColumnIndex": 7}
    all_ = {"sheetId": TAB, "startRowIndex": 0, "endRowIndex": 5000}
    only = {"0": {"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "N7"}]}}}
    noted, note = {"sheetId": TAB, "rowIndex": 3, "columnIndex": 1}, {"note": "Telepon dahulu"}
    api.batchUpdate(
        spreadsheetId=book,
        body={
            "requests": [
                {
                    "addSheet": {
                        "properties": {"sheetId": TAB, "title": "Coba", "gridProperties": size}
                    }
                },
                {"setDataValidation": {"range": status, "rule": rule}},
                {"addProtectedRange": {"protectedRange": {"range": heeded, "warningOnly": True}}},
                {
                    "addFilterView": {
                        "filter": {"title": "Hanya N7", "range": all_, "criteria": only}
                    }
                },
                {"updateCells": {"start": noted, "rows": [{"values": [note]}], "fields": "note"}},
                {
                    "addProtectedRange": {
                        "protectedRange": {"range": closed, "editors": {"users": [mailbox]}}
                    }
                },
            ]
        },
    ).execute()
    rows = [["No", "Nama", "Status", "Tetap"]]
    rows += [[f"N{n}", f"nama {5000 - n:04d}", "Baru", "tetap"] for n in range(1, 5000)]
    api.values().update(
        spreadsheetId=book, range="Coba!A1", valueInputOption="RAW", body={"values": rows}
    ).execute()
    return api.values()


def cell(page: Page, where: str) -> Any:
    """A cell on the screen."""
    return page.locator(f'[data-cell="{where}"]')


@pytest.fixture
def desk(open_as: Open, office: dict[str, Any], grid: Any) -> Page:
    """The service desk at the grid."""
    path = f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}"
    page = open_as(office["people"]["service_desk"], path)
    expect(cell(page, "A2")).to_have_text("N1")
    return page


def test_staff_type_paste_choose_and_delete_in_the_grid(
    desk: Page, grid: Any, office: dict[str, Any]
) -> None:
    cell(desk, "B2").click()
    desk.keyboard.type("Tirta")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Rani")
    desk.keyboard.press("Tab")
    expect(desk.locator("#where")).to_have_text("C3")
    expect(cell(desk, "B2")).to_have_text("Tirta")

    cell(desk, "C2").locator(".more").click()
    desk.get_by_role("option", name="Selesai").click()
    expect(cell(desk, "C2")).to_have_text("Selesai")

    cell(desk, "E2").click()
    desk.evaluate(
        """() => {
          const held = new DataTransfer();
          held.setData("text/plain", "a\\tb\\n1\\t\\"c\\nd\\"");
          const options = { clipboardData: held, bubbles: true, cancelable: true };
          document.getElementById("grid").dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    expect(cell(desk, "F3")).to_have_text("c\nd")
    cell(desk, "E2").click()
    desk.keyboard.press("Delete")
    cell(desk, "E3").click()
    desk.keyboard.press("F2")
    desk.keyboard.press("Escape")
    expect(cell(desk, "E2")).to_have_text("")

    def stored() -> list[list[str]]:
        asked = grid.get(spreadsheetId=office["register_id"], range="Coba!B2:F3").execute()
        return list(asked["values"])

    expect(desk.locator("#say")).to_be_hidden()
    assert stored() == [
        ["Tirta", "Selesai", "tetap", "", "b"],
        ["Rani", "Baru", "tetap", "1", "c\nd"],
    ]


def test_the_grid_says_no_as_sheets_does_and_puts_the_cell_back(desk: Page) -> None:
    cell(desk, "D2").click()
    desk.keyboard.type("lain")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("sel atau objek yang dilindungi")
    expect(cell(desk, "D2")).to_have_text("tetap")

    cell(desk, "C2").click()
    desk.keyboard.type("Entah")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("Baru, Selesai")
    expect(cell(desk, "C2")).to_have_text("Baru")


def test_anothers_change_shows_without_reloading_and_the_selection_follows_its_row(
    desk: Page, open_as: Open, office: dict[str, Any], mailbox: str
) -> None:
    cell(desk, "B3").click()
    other = open_as(mailbox, f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}")
    cell(other, "B2").click()
    other.keyboard.type("dari kotak surat")
    other.keyboard.press("Enter")
    expect(cell(desk, "B2")).to_have_text("dari kotak surat")

    cell(other, "B2").click()
    other.get_by_role("button", name="+ Baris di atas").click()
    expect(cell(desk, "B3")).to_have_text("dari kotak surat")
    expect(desk.locator("#where")).to_have_text("B4")

    other.get_by_role("button", name="Urutkan A→Z").click()
    expect(cell(desk, "A3")).to_have_text("N4999")


def test_five_thousand_rows_are_scrolled_and_filtered(desk: Page) -> None:
    desk.locator("#grid").focus()
    desk.keyboard.press("Control+End")
    expect(cell(desk, "A5000")).to_have_text("N4999")
    expect(cell(desk, "A1")).to_have_text("No")
    desk.keyboard.press("Control+Home")
    expect(cell(desk, "A2")).to_have_text("N1")
    assert desk.locator(".cell").count() < 1500, "only what is on the screen is drawn"

    desk.get_by_label("Cari baris menurut kata").fill("N4321")
    expect(desk.get_by_text("1 baris cocok")).to_be_visible()
    expect(cell(desk, "A4322")).to_have_text("N4321")


def pasted(page: Page, text: str) -> None:
    """Paste into the active cell what another program copied."""
    page.evaluate(
        """(text) => {
          const held = new DataTransfer();
          held.setData("text/plain", text);
          const options = { clipboardData: held, bubbles: true, cancelable: true };
          document.getElementById("grid").dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def test_what_was_typed_or_pasted_is_taken_back_and_done_again(desk: Page) -> None:
    cell(desk, "E2").click()
    desk.keyboard.type("satu")
    desk.keyboard.press("Enter")
    expect(cell(desk, "E2")).to_have_text("satu")
    cell(desk, "E2").click()
    pasted(desk, "a\tb\nc\td")
    expect(cell(desk, "F3")).to_have_text("d")

    desk.keyboard.press("Control+z")
    expect(cell(desk, "F3")).to_have_text("")
    expect(cell(desk, "E2")).to_have_text("satu")
    desk.keyboard.press("Control+z")
    expect(cell(desk, "E2")).to_have_text("")
    desk.keyboard.press("Control+z")
    expect(desk.get_by_role("alert")).to_contain_text("Tidak ada lagi")
    desk.keyboard.press("Control+y")
    desk.get_by_role("button", name="Ulangi").click()
    expect(cell(desk, "F3")).to_have_text("d")


def test_a_number_written_as_text_stays_text_through_editing_and_undo(
    desk: Page, grid: Any, office: dict[str, Any]
) -> None:
    def stored() -> list[list[Any]]:
        asked = {"range": "Coba!E2", "valueRenderOption": "UNFORMATTED_VALUE"}
        return list(grid.get(spreadsheetId=office["register_id"], **asked).execute()["values"])

    grid.update(
        spreadsheetId=office["register_id"],
        range="Coba!E2",
        valueInputOption="RAW",
        body={"values": [["0812"]]},
    ).execute()
    cell(desk, "E2").click()
    expect(desk.get_by_label("Isi sel").first).to_have_value("'0812")
    desk.keyboard.press("Delete")
    expect(cell(desk, "E2")).to_have_text("")
    desk.keyboard.press("Control+z")
    expect(cell(desk, "E2")).to_have_text("0812")
    assert stored() == [["0812"]]


def test_arrows_end_quick_typing_and_enter_returns_to_where_tab_began(desk: Page) -> None:
    where = desk.locator("#where")
    cell(desk, "E2").click()
    desk.keyboard.type("kiri")
    desk.keyboard.press("ArrowRight")
    expect(where).to_have_text("F2")
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("F2")
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.type("-")
    desk.keyboard.press("Enter")
    expect(cell(desk, "E2")).to_have_text("kir-i")

    cell(desk, "E3").click()
    desk.keyboard.type("1")
    desk.keyboard.press("Tab")
    desk.keyboard.type("2")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Shift+Tab")
    expect(where).to_have_text("F3")
    desk.keyboard.type("3")
    desk.keyboard.press("Enter")
    expect(where).to_have_text("E4")
    expect(cell(desk, "F3")).to_have_text("3")


def test_cut_cells_move_when_they_are_pasted_and_one_cell_fills_a_selection(desk: Page) -> None:
    cell(desk, "A2").click()
    cell(desk, "B3").click(modifiers=["Shift"])
    desk.keyboard.press("Control+x")
    expect(cell(desk, "A2")).to_have_text("N1")
    cell(desk, "E2").click()
    desk.keyboard.press("Control+v")
    expect(cell(desk, "F3")).to_have_text("nama 4998")
    expect(cell(desk, "A2")).to_have_text("")

    cell(desk, "E2").click()
    desk.keyboard.press("Control+c")
    cell(desk, "E4").click()
    cell(desk, "F6").click(modifiers=["Shift"])
    desk.keyboard.press("Control+v")
    expect(cell(desk, "F6")).to_have_text("N1")
    expect(cell(desk, "E4")).to_have_text("N1")


def test_a_note_shows_under_the_mouse_and_under_a_finger(
    desk: Page, open_as: Open, office: dict[str, Any]
) -> None:
    cell(desk, "B4").hover()
    expect(desk.get_by_role("tooltip")).to_have_text("Telepon dahulu")
    cell(desk, "B2").hover()
    expect(desk.get_by_role("tooltip")).to_be_hidden()

    path = f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}"
    phone = open_as(office["people"]["service_desk"], path, width=390, touch=True)
    cell(phone, "B4").tap()
    expect(phone.get_by_role("tooltip")).to_have_text("Telepon dahulu")
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("menuitem", name="Catatan").tap()
    phone.get_by_label("Catatan untuk sel B4").fill("Sudah ditelepon")
    phone.get_by_role("button", name="Simpan").tap()
    expect(phone.get_by_role("tooltip")).to_have_text("Sudah ditelepon")


def test_a_protected_cell_takes_no_key_and_a_warned_one_asks_first(desk: Page) -> None:
    cell(desk, "D2").click()
    desk.keyboard.type("l")
    expect(desk.get_by_role("alert")).to_contain_text("sel atau objek yang dilindungi")
    expect(desk.locator(".editor")).to_be_hidden()

    cell(desk, "G2").click()
    desk.keyboard.type("hati-hati")
    desk.keyboard.press("Enter")
    desk.get_by_role("dialog").get_by_role("button", name="Batal").click()
    expect(cell(desk, "G2")).to_have_text("")
    cell(desk, "G2").click()
    desk.keyboard.type("sengaja")
    desk.keyboard.press("Enter")
    desk.get_by_label("Jangan tampilkan lagi").check()
    desk.get_by_role("button", name="Oke").click()
    expect(cell(desk, "G2")).to_have_text("sengaja")
    cell(desk, "G3").click()
    desk.keyboard.type("lagi")
    desk.keyboard.press("Enter")
    expect(cell(desk, "G3")).to_have_text("lagi")


def test_a_filter_keeps_chosen_values_for_oneself_only(
    desk: Page, open_as: Open, office: dict[str, Any], mailbox: str
) -> None:
    cell(desk, "C2").click()
    desk.keyboard.type("Selesai")
    desk.keyboard.press("Enter")
    expect(cell(desk, "C2")).to_have_text("Selesai")
    cell(desk, "C3").click(button="right")
    desk.get_by_role("menuitem", name="Filter").click()
    desk.get_by_role("dialog").get_by_label("Baru").uncheck()
    desk.get_by_role("button", name="Terapkan").click()
    expect(desk.get_by_text("1 baris cocok")).to_be_visible()
    expect(cell(desk, "A2")).to_have_text("N1")
    expect(cell(desk, "A3")).to_have_count(0)

    path = f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}"
    other = open_as(mailbox, path)
    expect(cell(other, "A3")).to_have_text("N2")

    desk.get_by_role("button", name="Tampilkan semua").click()
    expect(cell(desk, "A3")).to_have_text("N2")
    desk.get_by_role("button", name="Filter").click()
    desk.get_by_label("Tampilan filter").select_option("Hanya N7")
    desk.get_by_role("button", name="Terapkan").click()
    expect(cell(desk, "A8")).to_have_text("N7")
    expect(cell(desk, "A2")).to_have_count(0)


def test_anothers_rows_do_not_disturb_what_one_is_typing(
    desk: Page, open_as: Open, office: dict[str, Any], mailbox: str
) -> None:
    cell(desk, "B3").click()
    desk.keyboard.type("setengah ")
    other = open_as(mailbox, f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}")
    cell(other, "B2").click()
    other.get_by_role("button", name="+ Baris di atas").click()
    expect(cell(desk, "A4")).to_have_text("N2")
    desk.keyboard.type("kalimat")
    desk.keyboard.press("Enter")
    expect(cell(desk, "B4")).to_have_text("setengah kalimat")
    expect(cell(other, "B4")).to_have_text("setengah kalimat")


def test_who_may_only_look_is_told_so_and_the_keyboard_can_leave(
    open_as: Open, workspace: Any, office: dict[str, Any], grid: Any, mailbox: str
) -> None:
    viewer = office["people"]["head"]
    body = {"role": "reader", "type": "user", "emailAddress": viewer}
    drive = workspace.service("drive", "v3", mailbox)
    drive.permissions().create(
        fileId=office["register_id"], body=body, sendNotificationEmail=False
    ).execute()
    page = open_as(viewer, f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}")
    expect(page.get_by_text("Hanya lihat")).to_be_visible()
    cell(page, "B2").click()
    page.keyboard.type("x")
    expect(page.get_by_role("alert")).to_contain_text("hanya dapat melihat")
    expect(cell(page, "B2")).to_have_text("nama 4999")
    expect(page.locator("#grid")).to_have_attribute("aria-activedescendant", "cell-B2")
    expect(cell(page, "B2")).to_have_attribute("aria-label", "B2, Nama, nama 4999")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Semua lembar")).to_be_focused()


def test_a_hidden_tab_is_reached_through_all_sheets_and_shows_again_for_everybody(
    desk: Page, open_as: Open, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    path = f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}"
    answers = desk.get_by_role("tab", name="Form Responses 1")
    expect(answers).to_be_visible()
    api = workspace.service("sheets", "v4", mailbox).spreadsheets()
    tabs = api.get(spreadsheetId=office["register_id"]).execute()["sheets"]
    (tab,) = [one["properties"]["sheetId"] for one in tabs if "Form" in one["properties"]["title"]]
    properties = {"sheetId": tab, "hidden": True}
    hide = {"updateSheetProperties": {"properties": properties, "fields": "hidden"}}
    api.batchUpdate(spreadsheetId=office["register_id"], body={"requests": [hide]}).execute()
    expect(answers).to_have_count(0)

    customer = office["people"]["customer"]
    share = {"role": "reader", "type": "user", "emailAddress": customer}
    workspace.service("drive", "v3", mailbox).permissions().create(
        fileId=office["register_id"], body=share, sendNotificationEmail=False
    ).execute()
    viewer = open_as(customer, path)
    viewer.get_by_role("button", name="Semua lembar").click()
    expect(viewer.get_by_role("menuitemradio")).to_have_text(["Coba"])

    led = open_as(mailbox, f"/spreadsheets/d/{office['register_id']}/edit#gid={tab}")
    expect(cell(led, "A1")).to_have_text("Timestamp")
    expect(answers).to_have_count(0)

    desk.get_by_role("button", name="Semua lembar").click()
    desk.get_by_role("menuitemradio", name="Form Responses 1 (tersembunyi)").click()
    expect(answers).to_have_attribute("aria-selected", "true")
    expect(cell(desk, "A1")).to_have_text("Timestamp")
    expect(viewer.get_by_role("tab", name="Form Responses 1")).to_be_visible()


def test_a_column_is_added_at_the_right_end_and_its_header_typed_at_once(
    desk: Page, open_as: Open, grid: Any, office: dict[str, Any]
) -> None:
    cell(desk, "B2").click()
    desk.get_by_role("button", name="+ Kolom").click()
    expect(desk.locator("#where")).to_have_text("Z1")
    expect(cell(desk, "Z1")).to_be_visible()
    desk.keyboard.type("Catatan saya")
    desk.keyboard.press("Enter")
    expect(cell(desk, "Z1")).to_have_text("Catatan saya")

    def stored() -> list[list[str]]:
        asked = grid.get(spreadsheetId=office["register_id"], range="Coba!Z1:Z2").execute()
        return list(asked.get("values", []))

    expect(desk.locator("#say")).to_be_hidden()
    assert stored() == [["Catatan saya"]]
    path = f"/spreadsheets/d/{office['register_id']}/edit#gid={TAB}"
    phone = open_as(office["people"]["service_desk"], path, width=390, touch=True)
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("menuitem", name="+ Kolom").tap()
    expect(phone.locator("#where")).to_have_text("AA1")
