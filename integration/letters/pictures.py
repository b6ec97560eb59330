"""Pages of foreign files as pictures that may stand inside a PDF/A.

In:    bytes from anywhere: PDFs, photographs, plain text, broken or locked too.
Out:   one picture a page, or why not.
Rule:  PDF/A cannot hold another PDF's pages, but it can hold their drawing (SVG).
Never: lets a hostile file hang or crash the caller: drawing is done by a child process with a time
       limit; what it cannot draw is named, not lost. Start at `draw()`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import pypdf
import typst

from integration.filetype import PDF, media_type
from integration.letters.flatten import flattened
from integration.letters.printable import tidy

SECONDS_A_PAGE = 20  # nothing new for twice as long at most: the child hangs
MOST_PAGES = 300
MOST_TEXT = 20_000
LARGE_DRAWING = 6_000_000  # bytes; beyond it (photographs) a picture of 150 dpi is smaller
PAPER_DPI = 150
MEMORY = 3 * 1024**3

LOCKED = "Berkas ini dikunci dengan kata sandi."
EMPTY = "Berkas ini kosong."
UNREADABLE = "Berkas ini rusak sehingga tidak dapat dicetak."
OTHER = "Berkas ini bukan PDF, gambar, atau teks, sehingga tidak dicetak."
TOO_LONG = f"Berkas ini lebih dari {MOST_PAGES} halaman."
NOT_DRAWN = "Berkas ini tidak dapat digambar."
PAGE_NOT_DRAWN = "Halaman ini tidak dapat digambar."

PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""What is drawn as a photograph, and the ending Typst knows it by."""

_VIEW = re.compile(rb'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True)
class Page:
    """One page: the picture's file name in the folder, or the reason there is none."""

    picture: str | None
    landscape: bool = False
    text: str = ""
    why_not: str | None = None


def draw(pdfs: Sequence[bytes], folder: Path) -> list[list[Page]]:
    """Draw each PDF's pages into the folder; each list has at least one entry. Raises nothing."""
    for number, pdf in enumerate(pdfs):
        (folder / f"part-{number}.pdf").write_bytes(pdf)
    drawn: list[list[Page]] = []
    while len(drawn) < len(pdfs):
        first = len(drawn)
        _run_child(folder, first, len(pdfs))
        drawn += _results(folder, first, len(pdfs))
        if len(drawn) < len(pdfs):  # the child died or hung on this one: go on behind it
            drawn.append([Page(None, why_not=NOT_DRAWN)])
    return drawn


def _run_child(folder: Path, first: int, end: int) -> None:
    """Let a child draw parts first..end; end it when it has made nothing new for a while."""
    home = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-m", "integration.letters.pictures", str(folder), str(first), str(end)],
        env={**os.environ, "PYTHONPATH": home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    made = -1
    while True:
        try:
            child.wait(timeout=SECONDS_A_PAGE)
            return
        except subprocess.TimeoutExpired:
            before, made = made, len(list(folder.iterdir()))
            if made == before:
                child.kill()
                child.wait()
                return


def _results(folder: Path, first: int, end: int) -> list[list[Page]]:
    found: list[list[Page]] = []
    for number in range(first, end):
        result = folder / f"part-{number}.json"
        if not result.exists():
            break
        found.append([Page(**page) for page in json.loads(result.read_text("utf-8"))])
    return found


def _draw_part(folder: Path, number: int) -> list[Page]:
    content = (folder / f"part-{number}.pdf").read_bytes()
    if not content.strip():
        return [Page(None, why_not=EMPTY)]
    kind = media_type(content)
    if kind == PDF or b"%PDF-" in content[:1024]:
        return _draw_pdf(folder, number, content)
    if kind in PICTURES:
        return _draw_photograph(folder, number, content, PICTURES[kind])
    text = _plain_text(content)
    return _draw_text(folder, number, text) if text else [Page(None, why_not=OTHER)]


def _draw_photograph(folder: Path, number: int, content: bytes, ending: str) -> list[Page]:
    """A photograph fitted into a page; smaller than as it came, and upright."""
    (folder / f"photograph-{number}.{ending}").write_bytes(content)
    source = (
        f"#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image("photograph-{number}.{ending}", width: 18cm)'
    )
    try:
        drawn = _typst(folder, source, "png")
    except BaseException as failed:  # a panic inside typst is no Exception
        if isinstance(failed, KeyboardInterrupt | SystemExit):
            raise
        return [Page(None, why_not=UNREADABLE)]
    (folder / f"page-{number}-1.png").write_bytes(drawn)
    wide, high = struct.unpack(">II", drawn[16:24])
    return [Page(f"page-{number}-1.png", wide > high)]


def _draw_text(folder: Path, number: int, text: str) -> list[Page]:
    """Plain text, set as it was typed; read as data, so nothing in it is markup."""
    (folder / f"text-{number}.txt").write_text(text, "utf-8")
    source = (
        '#set page(paper: "a4", margin: 2cm)\n'
        '#set text(font: ("DejaVu Sans Mono", "Libertinus Serif"), size: 9pt)\n'
        f'#for line in read("text-{number}.txt").split("\\n") [#line \\ ]'
    )
    (folder / "draw.typ").write_text(source, "utf-8")
    pdf = typst.compile(str(folder / "draw.typ"), root=str(folder), format="pdf")
    assert isinstance(pdf, bytes)
    (folder / f"part-{number}.pdf").write_bytes(pdf)
    return _draw_pdf(folder, number, pdf)


def _plain_text(content: bytes) -> str:
    """The text of a file that is nothing but text; empty for anything else."""
    if b"\0" in content:
        return ""
    whole = len(content) <= MOST_TEXT
    try:
        return tidy(content[:MOST_TEXT].decode("utf-8-sig", "strict" if whole else "ignore"))
    except UnicodeDecodeError:
        return ""


def _draw_pdf(folder: Path, number: int, pdf: bytes) -> list[Page]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return [Page(None, why_not=LOCKED)]
        count = len(reader.pages)
    except Exception:  # a broken file may break the reader in any way
        return [Page(None, why_not=UNREADABLE)]
    if count > MOST_PAGES:
        return [Page(None, why_not=TOO_LONG)]
    with contextlib.suppress(Exception):  # damaged annotations: the page is drawn without them
        flat = flattened(reader)
        if flat:
            (folder / f"part-{number}.pdf").write_bytes(flat)
    pages = [_draw_page(folder, number, no, reader) for no in range(1, count + 1)]
    if not any(page.picture for page in pages):
        return [Page(None, why_not=NOT_DRAWN if pages else UNREADABLE)]
    return pages


def _draw_page(folder: Path, number: int, no: int, reader: pypdf.PdfReader) -> Page:
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("part-{number}.pdf"'
    name = f"page-{number}-{no}"
    try:
        svg = _typst(folder, f"{source}, page: {no})", "svg")
        (folder / f"{name}.svg").write_bytes(svg)
        view = _VIEW.search(svg)
        wide = view is not None and float(view[1]) > float(view[2])
        name += ".svg"
        if len(svg) > LARGE_DRAWING:
            side = "height" if wide else "width"
            png = _typst(folder, f"{source}, page: {no}, {side}: 210mm)", "png")
            if len(png) < len(svg):
                name = name.replace(".svg", ".png")
                (folder / name).write_bytes(png)
    except BaseException as failed:  # a panic inside typst is no Exception
        if isinstance(failed, KeyboardInterrupt | SystemExit):
            raise
        return Page(None, why_not=PAGE_NOT_DRAWN)
    return Page(name, wide, _text(reader, no))


def _typst(folder: Path, source: str, kind: Literal["svg", "png"]) -> bytes:
    (folder / "draw.typ").write_text(source, "utf-8")
    drawn = typst.compile(str(folder / "draw.typ"), root=str(folder), format=kind, ppi=PAPER_DPI)
    assert isinstance(drawn, bytes)
    return drawn


def _text(reader: pypdf.PdfReader, no: int) -> str:
    """What the page says, for searching; a page whose text cannot be read is searched by eye."""
    try:
        return reader.pages[no - 1].extract_text()[:MOST_TEXT]
    except Exception:  # any shape of damage; the picture is what counts
        return ""


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main(folder: Path, first: int, end: int) -> None:
    _limit_memory()
    for number in range(first, end):
        pages = [asdict(page) for page in _draw_part(folder, number)]
        half = folder / f"part-{number}.half"
        half.write_text(json.dumps(pages), "utf-8")
        half.rename(folder / f"part-{number}.json")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
