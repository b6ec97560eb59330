"""Page, workbook and paper: they open, hold the same figures, and trust no typed text."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import openpyxl
import pypdf
import pytest

from integration.delegation import Delegation
from integration.people import Person
from integration.reports import public
from integration.reports.rounding import half_up
from integration.reports.shown import page, paper, printed, workbook
from integration.reports.shown.charts import against_standard, bars, months
from integration.reports.shown.wording import Is, duration, words
from integration.templating import TemplateFolder
from tests.factories import OFFICE
from tests.reports.diary import NOVEMBER, wita

NASTY = '=HYPERLINK("http://jahat.example")<script>alert(1)</script>\x07'


@pytest.fixture
def told(diary, whole_case):
    """The report of the one case whose times are reckoned by hand, and a returned draft."""
    again = diary.receive("24 09:00")
    diary.through(again, "24 09:05", until="sign", root_cause=NASTY)
    diary.preview(again, "24 09:06")
    diary.finish(again, "24 09:07", "tidak", reason=NASTY)
    diary.through(again, "24 09:08")
    return diary.report()


def sheets(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book: openpyxl.Workbook, name: str) -> list[tuple]:
    return [row for row in book[name].iter_rows(values_only=True)]


def read(content: bytes) -> str:
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def test_the_page_holds_the_figures_and_fetches_nothing(told, whole_case):
    html = page.html(told, OFFICE.name)

    assert "<h1>Laporan Penanganan Pengaduan November 2026</h1>" in html
    for figure in ("1 hari 3 jam", whole_case, "Nada surat terlalu kaku.", OFFICE.name):
        assert figure in html
    assert not re.search(r'(src|href|url)\s*[=(]\s*["\']?\w', html)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_every_chart_is_well_formed(told):
    drawn = re.findall(r"<svg.*?</svg>", page.html(told, OFFICE.name), re.DOTALL)

    assert len(drawn) >= 4
    for one in drawn:
        assert ET.fromstring(one).tag.endswith("svg")


def test_the_workbook_holds_figures_as_figures(told, whole_case):
    book = sheets(workbook.xlsx(told, OFFICE.name))

    heads, *steps = table(book, "Langkah")
    verify = dict(zip(heads, next(row for row in steps if row[0] == "7"), strict=True))
    assert verify["Waktu baku"] == "3 hari"
    assert verify["Jumlah"] == 2
    assert verify["Terlambat"] == 1
    assert verify["Tepat waktu"] == 0.5
    heads, *late = table(book, "Terlambat")
    assert {row[0] for row in late} == {whole_case}
    assert late[1][heads.index("Selesai (WITA)")].isoformat() == "2026-11-30T08:01:00"


def test_the_summary_holds_numbers_as_numbers(told):
    rows = dict(table(sheets(workbook.xlsx(told, OFFICE.name)), "Ringkasan"))

    assert rows["pengaduan diterima"] == 2
    assert rows["median sampai selesai (hari kalender)"] == 3.5
    share = next(value for label, value in rows.items() if "tepat waktu" in label)
    assert share == told["totals"]["steps_on_time_share"]


def test_page_workbook_and_paper_round_a_half_the_same_way(told):
    told["totals"]["steps_on_time_share"] = 0.8125  # Excel shows 81.3%

    assert "81,3%" in page.html(told, OFFICE.name)
    assert "81,3%" in read(paper.pdf(told, OFFICE, TemplateFolder()))
    assert half_up(0.5) == 1
    assert half_up(2.5) == 3
    assert half_up(1.005, 2) == 1.01


def test_the_long_detail_is_folded_on_the_page_and_left_to_page_and_workbook(told):
    html = page.html(told, OFFICE.name)

    assert "<details><summary>Tampilkan" in html
    _, *rows = table(sheets(workbook.xlsx(told, OFFICE.name)), "Rincian langkah")
    assert ("Pokja", "Pengujian") in {row[:2] for row in rows}
    assert "Rincian tiap langkah menurut" not in read(paper.pdf(told, OFFICE, TemplateFolder()))


def test_long_names_of_pokja_stay_whole_on_paper(diary):
    name = "Pengembangan Jasa Industri, Konsultansi, Pelatihan, dan Optimalisasi Teknologi"
    told = diary.report()
    told["by"]["group"] = [
        {
            "key": name, "name": name, "received": 1234, "ended": 0, "open_now": 0,
            "overdue_now": 0, "steps_done": 0, "steps_late": 0, "on_time_share": None,
            "median_lead_minutes": None, "median_lead_days": None,
        }
    ]  # fmt: skip

    text = read(paper.pdf(told, OFFICE, TemplateFolder()))

    assert name in text
    assert "1.234" in text


def test_whoever_stands_in_for_the_head_that_day_signs(told):
    stand_in = Delegation(
        absent=OFFICE.head.email,
        stand_in=Person(email="plh@balai.example", name="Wira Sena Contoh"),
        kind="Plh.",
        first=date(2026, 12, 1),
        last=date(2026, 12, 4),
    )

    text = read(paper.pdf(told, replace(OFFICE, delegations=(stand_in,)), TemplateFolder()))

    assert "Plh. Kepala Balai," in text
    assert "Wira Sena Contoh" in text
    assert OFFICE.head.name not in text


def test_what_somebody_typed_never_becomes_a_formula(told):
    book = sheets(workbook.xlsx(told, OFFICE.name))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    typed = [cell for cell in cells if str(cell.value).startswith("=")]
    assert typed
    assert all(cell.data_type == "s" for cell in typed)


def test_the_paper_is_ready_to_be_signed(told, whole_case):
    office = replace(OFFICE, head=replace(OFFICE.head, nip="000000000000000000"))
    text = read(paper.pdf(told, office, TemplateFolder()))

    assert "LAPORAN PENANGANAN PENGADUAN" in text
    assert "Periode November 2026" in text
    for said in (
        OFFICE.letterhead["ministry"].upper(),
        "1 hari 3 jam",
        whole_case,
        "Nada surat terlalu kaku.",
        "Kepala Balai,",
        OFFICE.head.name,
        "NIP 000000000000000000",
        OFFICE.service_desk.name,
    ):
        assert said in text


def test_the_same_report_gives_the_same_paper(told):
    assert paper.pdf(told, OFFICE, TemplateFolder()) == paper.pdf(told, OFFICE, TemplateFolder())


def test_the_public_recap_is_set_the_same_ways(diary, whole_case):
    now = "12-01 08:00"
    told = public.recap(diary.facts(now), NOVEMBER, wita(now), OFFICE.lists)

    assert "Rekapitulasi Pengaduan Pelanggan November 2026" in page.html(told, OFFICE.name)
    assert ("Website", "<3") in table(sheets(workbook.xlsx(told, OFFICE.name)), "Kanal")
    assert "REKAPITULASI PENGADUAN PELANGGAN" in read(paper.pdf(told, OFFICE, TemplateFolder()))


def test_a_month_without_anything_can_be_set(diary):
    told = diary.report()

    assert "Semua langkah selesai tepat waktu." in page.html(told, OFFICE.name)
    assert table(sheets(workbook.xlsx(told, OFFICE.name)), "Berulang")[1:] == []
    assert "Tidak ada pengulangan." in read(paper.pdf(told, OFFICE, TemplateFolder()))


def test_the_terminal_shows_the_top_of_it(told):
    lines = "\n".join(printed.lines(told))

    assert lines.startswith("Laporan Penanganan Pengaduan November 2026")
    assert "langkah 2–9 tepat waktu" in lines
    assert "Menandatangani surat jawaban" in lines


def test_charts_of_nothing_are_nothing():
    assert against_standard([]) == bars([]) == months([("Mei 2026", 0, 0)]) == ""


def test_a_label_is_not_markup_in_a_chart():
    assert ET.fromstring(bars([("A & B <i>", 3)])) is not None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 menit"),
        (0.4, "< 1 menit"),
        (59.6, "1 jam"),
        (65, "1 jam 5 menit"),
        (449, "7 jam 29 menit"),
        (450, "1 hari"),
        (1351, "3 hari 1 menit"),
        (5 * 450 + 4 * 60 + 29, "5 hari 4 jam"),
    ],
)
def test_working_time_in_words(minutes, said):
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("value", "what", "said"),
    [
        (None, Is.SHARE, "–"),
        (0.8182, Is.SHARE, "81,8%"),
        (1.0, Is.SHARE, "100%"),
        (12345, Is.COUNT, "12.345"),
        ("<3", Is.COUNT, "<3"),
        (7.0, Is.DAYS, "7 hari"),
        ("2026-11-30T00:30:00+00:00", Is.MOMENT, "30/11/2026 08.30"),
    ],
)
def test_figures_in_words(value, what, said):
    assert words(value, what) == said
