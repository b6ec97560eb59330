"""The main paths of the pages in a real browser, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.pages_room import chromium, open_as

__all__ = ["chromium", "open_as"]
Open = Callable[..., Page]
TAB = 77


def test_the_form_is_filled_on_a_phone_and_its_answer_edited(
    open_as: Open, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    page = open_as(office["people"]["customer"], office["form_url"], width=390)
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Pertanyaan ini wajib diisi").locator("visible=true")).to_have_count(1)
    expect(page.get_by_label("Uraian Keluhan")).to_be_focused()

    page.get_by_label("Nama").fill("Tirta")
    page.get_by_label("Layanan").select_option("Kalibrasi")
    page.get_by_label("Uraian Keluhan").fill("Timbangan salah")
    page.get_by_role("radio", name="Rahasia").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Jawaban Anda telah dicatat.")).to_be_visible()

    page.get_by_role("link", name="Edit jawaban Anda").click()
    expect(page.get_by_label("Layanan")).to_have_value("Kalibrasi")
    page.get_by_label("Uraian Keluhan").fill("Timbangan salah dua kali")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("link", name="Kirim jawaban lain")).to_be_visible()

    api = workspace.service("sheets", "v4", mailbox).spreadsheets().values()
    rows = api.get(spreadsheetId=office["register_id"], range="A2:K9").execute()["values"]
    assert [row[1:10] for row in rows] == [
        ["Tirta", "", "", "", "Kalibrasi", "", "Timbangan salah dua kali", "", "Rahasia"]
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_mail_arrives_by_itself_is_opened_and_answered(
    open_as: Open, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    customer = office["people"]["customer"]
    staff = open_as(mailbox, "/mail/")
    expect(staff.get_by_text("Belum ada surat di sini")).to_be_visible()

    writer = open_as(customer, "/mail/compose", width=390)
    writer.get_by_label("Kepada").fill(mailbox)
    writer.get_by_label("Perihal").fill("Sertifikat")
    writer.get_by_label("Isi surat").fill(f"Lihat {workspace.origin}/control/ ya")
    writer.get_by_role("button", name="Kirim").click()
    expect(writer.get_by_text("Surat terkirim.")).to_be_visible()

    line = staff.locator("#lines .unread")
    expect(line).to_contain_text("Sertifikat")
    line.click()
    with staff.context.expect_page() as opened:
        staff.frame_locator("iframe").get_by_role("link").click()
    expect(opened.value).to_have_title("Ruang kendali")

    staff.get_by_role("link", name="Balas").click()
    expect(staff.get_by_label("Perihal")).to_have_value("Re: Sertifikat")
    staff.get_by_label("Isi surat").fill("Baik, kami periksa.")
    staff.get_by_role("button", name="Kirim").click()
    expect(staff.locator("article.letter")).to_have_count(2)

    expect(writer.get_by_text("Ada surat baru dalam percakapan ini.")).to_be_visible()
    writer.get_by_role("link", name="Muat ulang").click()
    expect(writer.frame_locator("iframe >> nth=1").get_by_text("kami periksa")).to_be_visible()


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
    assert desk.locator(".cell").count() < 1500, "only what is on the screen is drawn"

    desk.get_by_label("Saring baris menurut kata").fill("N4321")
    expect(desk.get_by_text("1 baris cocok")).to_be_visible()
    expect(cell(desk, "A4322")).to_have_text("N4321")


def test_the_rooms_fit_a_phone_and_throw_nothing_at_the_console(
    open_as: Open, office: dict[str, Any]
) -> None:
    page = open_as(office["people"]["service_desk"], "/", width=390)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    grid_page = f"/spreadsheets/d/{office['register_id']}/edit"
    archive = f"/drive/folders/{office['archive_folder_id']}"
    for path in ("/", "/mail/", "/mail/compose", "/drive/", archive, "/control/", grid_page):
        page.goto(path)
        expect(page.get_by_text("bukan Google")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path} is {width} pixels wide"
    assert troubles == []
