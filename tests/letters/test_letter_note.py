"""The note in a letter's foot: where anybody may check it, and which page of how many this is."""

from __future__ import annotations

import io

import pypdf
import pytest
import typst

from integration.letters import stamped
from integration.templating import TemplateFolder

ADDRESS = "https://tanggap.example/verifikasi/MWDUYXGCY4"


def letter(pages: int, paper: str = "a4") -> bytes:
    text = "#pagebreak()\n".join(f"Alinea {number}\n" for number in range(1, pages + 1))
    return bytes(typst.compile(f'#set page(paper: "{paper}")\n{text}'.encode()))


def words(pdf: bytes) -> list[str]:
    return [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]


def test_the_note_stands_on_the_last_page_and_changes_no_word_of_the_letter() -> None:
    (only,) = words(stamped(letter(1), ADDRESS, TemplateFolder()))

    assert only.startswith("Alinea 1")
    assert ADDRESS in only
    assert "Halaman" not in only


def test_a_letter_of_several_pages_numbers_them_and_ties_them_together_by_the_code() -> None:
    pages = words(stamped(letter(3), ADDRESS, TemplateFolder()))

    for number, said in enumerate(pages, start=1):
        assert said.startswith(f"Alinea {number}")
        assert f"Halaman {number} dari 3 · MWDUYXGCY4" in said
    assert [ADDRESS in said for said in pages] == [False, False, True]


@pytest.mark.parametrize("paper", ["a4", "us-legal"])
def test_the_pages_keep_their_size(paper: str) -> None:
    before, after = (
        pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        for pdf in (letter(1, paper), stamped(letter(1, paper), ADDRESS, TemplateFolder()))
    )

    assert before == after


def test_another_address_is_another_picture() -> None:
    drawn = [
        pypdf.PdfReader(io.BytesIO(stamped(letter(1), f"{ADDRESS}{n}", TemplateFolder())))
        .pages[0]
        .get_contents()
        .get_data()
        for n in "12"
    ]

    assert drawn[0] != drawn[1]
