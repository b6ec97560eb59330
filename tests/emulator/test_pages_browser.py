"""The main paths of the pages in a real browser, wide and on a phone."""

from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from googleapiclient.http import MediaInMemoryUpload
from playwright.sync_api import Page, expect

from tests.emulator.pages_room import chromium, open_as

__all__ = ["chromium", "open_as"]
Open = Callable[..., Page]


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


def test_a_letter_is_as_high_as_its_text_and_nothing_in_it_runs(
    open_as: Open, workspace: Any, office: dict[str, Any], mailbox: str
) -> None:
    made = EmailMessage()
    made["To"], made["Subject"] = mailbox, "Panjang"
    made.set_content("teks")
    made.add_alternative(
        "<script>parent.document.title = 'jahat'</script>"
        "<img src=x onerror='parent.document.title = 1'>"
        "<form action='/control/reset' method='post'><button name='sure' value='1'>Tekan</button>"
        "</form>" + "<p>Satu alinea yang cukup panjang untuk satu baris.</p>" * 80 + "<p>akhir</p>",
        subtype="html",
    )
    raw = base64.urlsafe_b64encode(made.as_bytes()).decode()
    gmail = workspace.service("gmail", "v1", office["people"]["customer"])
    gmail.users().messages().send(userId="me", body={"raw": raw}).execute()
    page = open_as(mailbox, "/mail/", width=390)
    page.get_by_text("Panjang").click()

    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("akhir")).to_be_attached()
    fits = "f => Math.abs(f.contentDocument.documentElement.scrollHeight - f.clientHeight) < 10"
    page.wait_for_function(f"({fits})(document.querySelector('iframe'))")
    inside.get_by_role("button", name="Tekan").click()
    expect(inside.get_by_text("akhir")).to_be_attached()
    expect(page).to_have_title("Panjang")


def test_a_draft_is_edited_with_the_keys_of_a_word_processor(
    open_as: Open, workspace: Any, office: dict[str, Any]
) -> None:
    head = office["people"]["head"]
    body = {"name": "Konsep", "mimeType": "application/vnd.google-apps.document"}
    media = MediaInMemoryUpload(b"<p>Satu</p><p>Dua</p><p>Tiga</p>", "text/html")
    drive = workspace.service("drive", "v3", head)
    made = drive.files().create(body=body, media_body=media).execute()
    page = open_as(head, f"/document/d/{made['id']}/edit", width=390)
    page.get_by_label("Alinea 1").press("End")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Backspace")
    page.keyboard.type(" dan ")
    expect(page.get_by_text("Belum disimpan")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    expect(page.get_by_label("Alinea 1")).to_have_value("Satu dan Dua")
    expect(page.get_by_label("Alinea 2")).to_have_value("Tiga")


def test_the_line_below_the_bar_leads_to_whoever_has_new_mail(
    open_as: Open, office: dict[str, Any]
) -> None:
    customer, head = office["people"]["customer"], office["people"]["head"]
    page = open_as(customer, "/control/")
    expect(page.get_by_text("Tidak ada surat yang belum dibaca")).to_be_visible()
    writer = open_as(customer, "/mail/compose")
    writer.get_by_label("Kepada").fill(head)
    writer.get_by_label("Perihal").fill("Halo")
    writer.get_by_role("button", name="Kirim").click()

    page.get_by_role("button", name="(Kepala Balai) 1").click()
    expect(page.get_by_text("Halo")).to_be_visible()
    page.locator("#lines a").click()
    expect(page.get_by_text("Tidak ada surat yang belum dibaca")).to_be_visible()


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


def test_on_a_phone_the_bar_and_every_name_stay_readable(
    open_as: Open, office: dict[str, Any]
) -> None:
    desk = office["people"]["service_desk"]
    writer = open_as(office["people"]["customer"], "/mail/compose")
    writer.get_by_label("Kepada").fill(desk)
    writer.get_by_role("button", name="Kirim").click()
    expect(writer.get_by_text("Surat terkirim.")).to_be_visible()

    page = open_as(desk, "/", width=390)
    expect(page.locator(".bar nav .badge")).to_have_text("1")
    last = page.get_by_role("link", name="Ruang kendali").first.bounding_box()
    assert last and last["x"] + last["width"] <= 390, "the last room is beside the screen"
    for line in page.locator(".people p").all():
        box = line.bounding_box()
        assert box and box["width"] > 200, f"{line.inner_text()} is squeezed beside its buttons"
