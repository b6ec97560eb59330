"""The monthly report as staff meet it: a page for readers, its files, the recap for everybody."""

import io
from dataclasses import replace
from urllib.parse import unquote

import openpyxl
import pypdf
import pytest
from web_house import seen

from tests import factories

HEAD, DESK, AUDITOR = (f"{name}@balai.example" for name in ("kepala", "petugas", "mutu"))


@pytest.fixture
def november(house):
    """One complaint from beginning to end, one that waits, one confidential."""
    house.service.office = replace(house.service.office, letterhead=factories.OFFICE.letterhead)
    number = house.at("deliver").register_no
    house.act(number)
    house.receive()
    house.at("cause", confidentiality="confidential", name="Kirana Rahasia Contoh")
    return number


def text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(one.extract_text().split()) for one in pages)


@pytest.mark.parametrize("email", [HEAD, DESK, AUDITOR])
def test_every_reader_finds_it_on_the_start_page_and_opens_it(house, november, email):
    browser = house.signed_in(email)
    assert "/petugas/laporan" in seen(browser.get("/petugas")).links

    answer = browser.get("/petugas/laporan")

    page = seen(answer)
    assert answer.status_code == 200
    assert "Laporan Penanganan Pengaduan November 2026" in page.text
    assert "Waktu baku dan waktu nyata tiap langkah SOP" in page.text
    assert november in page.text
    assert [tag for tag, _ in page.tags].count("svg") >= 4
    assert not [tag for tag, _ in page.tags if tag == "script"]


def test_nobody_else_sees_anything(house, november):
    for path in ("", "/laporan-2026-11.xlsx", "/gaya.css"):
        assert house.client.get(f"/petugas/laporan{path}").status_code == 401


def test_its_style_is_a_sheet_of_its_own_as_the_policy_asks(house, november):
    browser = house.signed_in(HEAD)
    page = browser.get("/petugas/laporan")

    assert "style-src" not in page.headers["Content-Security-Policy"]
    assert "<style" not in page.get_data(as_text=True)
    assert ' style="' not in page.get_data(as_text=True)
    style = browser.get("/petugas/laporan/gaya.css")
    assert style.mimetype == "text/css"


def test_page_workbook_and_paper_say_the_same(house, november):
    browser = house.signed_in(HEAD)
    page = seen(browser.get("/petugas/laporan?bulan=2026-11"))
    files = {
        unquote(link).rpartition(".")[2].partition("?")[0]: link
        for link in page.links
        if "/laporan-" in link
    }

    pdf, xlsx = browser.get(files["pdf"]), browser.get(files["xlsx"])

    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="Laporan Pengaduan 2026-11.pdf"'
    )
    book = openpyxl.load_workbook(io.BytesIO(xlsx.data))
    summary = dict(book["Ringkasan"].iter_rows(values_only=True, max_col=2))
    assert summary["pengaduan diterima"] == 3
    assert "3 pengaduan diterima" in text(pdf.data)
    state = next(line for line in page.text.splitlines() if line.startswith("Keadaan pada"))
    assert state in text(pdf.data)
    assert state in summary


def test_the_same_values_are_set_again_until_a_case_changes(house, november):
    browser = house.signed_in(HEAD)
    browser.get("/petugas/laporan")
    house.clock.advance(minutes=2)
    again = seen(browser.get("/petugas/laporan")).text
    house.receive()
    house.clock.advance(seconds=1)

    after = seen(browser.get("/petugas/laporan")).text

    def state(page: str) -> str:
        return page.partition("Keadaan pada ")[2][:16]

    assert state(again) != state(after)


def test_words_of_a_confidential_case_are_not_in_it(house, november):
    browser = house.signed_in(AUDITOR)

    everything = browser.get("/petugas/laporan").get_data(as_text=True)

    assert "Kirana" not in everything


def test_another_month_and_the_ones_around_it(house, november):
    browser = house.signed_in(HEAD)

    page = seen(browser.get("/petugas/laporan?bulan=2026-01&dalam=12"))

    assert "Laporan Penanganan Pengaduan Januari 2026" in page.text
    assert any("bulan=2025-12" in link for link in page.links)
    assert any("bulan=2026-02" in link and "dalam=12" in link for link in page.links)
    chosen = [said["value"] for tag, said in page.tags if tag == "option" and "selected" in said]
    assert chosen == ["2026-01", "12"]


@pytest.mark.parametrize(
    "path", ["?bulan=november", "?bulan=2026-13", "/laporan-2026-13.pdf", "/laporan-2026-11.exe"]
)
def test_what_is_no_month_says_so(house, path):
    answer = house.signed_in(HEAD).get(f"/petugas/laporan{path}")

    assert answer.status_code == 404
    assert "bulan" in seen(answer).text


def test_the_recap_for_publication_names_no_case_and_no_small_number(house, november):
    browser = house.signed_in(HEAD)

    page = seen(browser.get("/petugas/laporan?rekap=1"))

    assert "Rekapitulasi Pengaduan Pelanggan November 2026" in page.text
    assert "ADU/" not in page.text
    kinds = {link.rpartition(".")[2].partition("?")[0] for link in page.links if "/rekap-" in link}
    assert kinds == {"pdf", "xlsx", "html"}
    for link in (link for link in page.links if "/rekap-" in link):
        answer = browser.get(link)
        assert answer.status_code == 200
        assert b"ADU/2026" not in answer.data


def test_a_month_without_anything_is_a_page_too(house):
    answer = house.signed_in(HEAD).get("/petugas/laporan")

    assert answer.status_code == 200
    assert "Tidak ada pengaduan yang terbuka." in seen(answer).text
