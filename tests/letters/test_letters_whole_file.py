"""The paper file of a case: everything in order, numbered, and nothing can stop it."""

from __future__ import annotations

import hashlib
import io
import re
from functools import partial

import pypdf
import pytest
import typst
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
)

from integration import letters
from integration.letters import MissingValue, Part, pictures, sample
from integration.templating import TemplateFolder

SHIPPED = TemplateFolder()
render = partial(letters.render, templates=SHIPPED)
whole_file = partial(letters.whole_file, templates=SHIPPED)


def part(title, pdf):
    return Part(title, hashlib.sha256(pdf).hexdigest(), pdf)


def blank(width, height, pages=1):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, height)
    return written(writer)


def written(writer):
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def locked(pdf, password):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user_password=password, owner_password="pemilik", algorithm="RC4-128")
    return written(writer)


def stamped(ink):
    """A page that is white but for a stamp annotation of one colour."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    look = DecodedStreamObject()
    look.set_data(f"{ink} rg 0 0 100 50 re f".encode())
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/BBox")] = ArrayObject(FloatObject(side) for side in (0, 0, 100, 50))
    stamp = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Rect"): ArrayObject(FloatObject(side) for side in (300, 300, 500, 400)),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(stamp)])
    return written(writer)


@pytest.fixture(scope="module")
def bound(office, read):
    receipt = render("receipt", sample("receipt"), office)
    register = render("register_sheet", sample("register_sheet"), office)
    parts = [
        part("Tanda Terima", receipt),
        part("Lembar Register", register),
        part("Rusak *parah* #panic()", b"%PDF-1.7 bukan apa-apa"),
        part("Kosong", b""),
        part("Terkunci", locked(receipt, "rahasia")),
        part("Dibatasi tanpa sandi", locked(receipt, "")),
        part("Gambar lanskap", blank(1000, 500)),
        Part("Berubah", "0" * 64, blank(595, 842)),
    ]
    pdf = whole_file(sample("cover"), parts, office)
    return parts, pdf, read(pdf)


def test_the_file_is_tagged_pdf_a_whatever_its_parts_are(bound):
    _, _, file = bound
    assert file.promises_pdf_a()
    assert file.is_tagged()
    assert {tuple(sorted(size)) for size in file.sizes_mm()} == {(210, 297)}


def test_every_page_carries_the_register_number_and_its_own_number(bound):
    _, _, file = bound
    total = len(file.pages)
    for number, page in enumerate(file.pages, start=1):
        last_line = page.splitlines()[-1]
        assert "Berkas ADU/2025/0007" in last_line
        assert last_line.endswith(f"Halaman {number} dari {total}")


def test_cover_and_index_come_first_then_each_part_with_all_its_pages(bound):
    parts, _, file = bound
    strips = [re.search(r"Bagian (\d+) ·", page) for page in file.pages]
    order = [int(strip[1]) for strip in strips if strip]
    register_pages = len(pypdf.PdfReader(io.BytesIO(parts[1].pdf)).pages)

    assert "BERKAS PENGADUAN" in file.pages[0]
    assert "DAFTAR ISI" in file.pages[1]
    assert order == [1] + [2] * register_pages + [3, 4, 5, 6, 7, 8]


def test_the_index_names_each_part_with_its_page_and_fingerprint(bound):
    parts, _, file = bound
    index = "".join(file.pages[1].split())
    for number, one in enumerate(parts, start=1):
        begins = next(
            at for at, page in enumerate(file.pages, start=1) if f"Bagian {number} ·" in page
        )
        assert re.search(re.escape("".join(one.title.split())) + r".*?" + one.sha256, index)
        assert f"{one.sha256}" in index
        assert re.search(one.sha256 + rf"\d+{begins}", index)
    assert index.count("tidaksesuaidenganSHA-256") == 1


def test_the_check_list_has_a_box_for_every_part_and_for_papers_outside_the_system(bound):
    parts, _, file = bound
    assert "DAFTAR PERIKSA BERKAS FISIK" in file.words
    assert file.words.count("☐") == 1 + len(parts) + len(sample("cover")["paper_checklist"])


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (3, "Berkas ini rusak sehingga tidak dapat dicetak."),
        (4, "Berkas ini kosong."),
        (5, "Berkas ini dikunci dengan kata sandi."),
    ],
)
def test_a_part_that_cannot_be_shown_is_replaced_by_a_page_naming_it(bound, number, reason):
    parts, _, file = bound
    page = next(page for page in file.pages if f"Bagian {number} ·" in page)

    assert reason in page
    assert parts[number - 1].sha256 in "".join(page.split())
    assert parts[number - 1].title in page


def test_what_stands_in_a_part_can_still_be_searched(bound):
    _, _, file = bound
    page = next(page for page in file.pages if "Bagian 1 ·" in page)

    assert "TANDA TERIMA PENGADUAN" in page
    assert sample("receipt")["access_code"] in page


def test_a_part_locked_against_changes_only_is_shown(bound):
    _, _, file = bound
    assert "TANDA TERIMA" in next(page for page in file.pages if "Bagian 6 ·" in page)


def test_a_wide_page_lies_on_wide_paper(bound):
    _, _, file = bound
    at = next(at for at, page in enumerate(file.pages) if "Bagian 7 ·" in page)
    assert file.sizes_mm()[at] == (297, 210)


def test_a_visible_signature_is_printed_where_it_stands(office):
    red = whole_file(sample("cover"), [part("Surat", stamped("1 0 0"))], office)
    blue = whole_file(sample("cover"), [part("Surat", stamped("0 0 1"))], office)

    drawn = [
        pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].get_contents().get_data() for pdf in (red, blue)
    ]
    assert drawn[0] != drawn[1]


def test_the_same_file_bound_twice_has_the_same_bytes(bound, office):
    parts, pdf, _ = bound
    assert whole_file(sample("cover"), parts, office) == pdf


def test_a_file_without_parts_says_so(office, read):
    file = read(whole_file(sample("cover"), [], office))
    assert "belum memuat dokumen" in file.words
    assert len(file.pages) == 2


def test_a_confidential_file_says_so_on_every_page(office, read):
    cover = {**sample("cover"), "confidentiality": "confidential"}
    file = read(whole_file(cover, [part("Kosong", blank(595, 842))], office))
    assert all("RAHASIA" in page for page in file.pages)


def test_a_part_that_kills_the_drawing_program_costs_only_itself(tmp_path, monkeypatch):
    def dies_at_part_one(folder, first, end):
        pictures._main(folder, first, 1 if first == 0 else end)

    monkeypatch.setattr(pictures, "_run_child", dies_at_part_one)
    monkeypatch.setattr(pictures, "_limit_memory", lambda: None)

    before, deadly, behind = pictures.draw([blank(595, 842)] * 3, tmp_path)

    assert [page.why_not for page in (*before, *deadly, *behind)] == [
        None,
        pictures.NOT_DRAWN,
        None,
    ]


def test_a_cover_without_register_number_is_refused(office):
    with pytest.raises(MissingValue, match="register_no"):
        whole_file({**sample("cover"), "register_no": ""}, [], office)


def photograph() -> bytes:
    picture = typst.compile(b"#set page(width: 9cm, height: 4cm)\nFoto", format="png", ppi=30)
    return bytes(picture)


def test_photographs_and_plain_text_are_printed_as_they_are(office, read):
    told = b"Catatan petugas: #panic() *tebal*\nbaris kedua"
    pdf = whole_file(sample("cover"), [part("Foto", photograph()), part("Catatan", told)], office)

    file = read(pdf)
    page = next(page for page in file.pages if "Bagian 2 ·" in page)
    assert "#panic() *tebal*" in page and "baris kedua" in page
    at = next(at for at, page in enumerate(file.pages) if "Bagian 1 ·" in page)
    assert file.sizes_mm()[at] == (297, 210)
    assert "tidak dicetak" not in file.words and "rusak" not in file.words


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (photograph()[:60], pictures.UNREADABLE),
        (b"PK\x03\x04 [Content_Types].xml word/ \x00", pictures.OTHER),
        (b"\x00\x01\x02", pictures.OTHER),
    ],
    ids=["broken photograph", "word", "unknown"],
)
def test_what_is_neither_paper_nor_picture_nor_text_is_named(office, read, content, reason):
    file = read(whole_file(sample("cover"), [part("Lampiran", content)], office))

    assert reason in file.words
