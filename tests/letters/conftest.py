"""An invented office whose letters the tests read."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from integration.letters import Letterhead


@pytest.fixture(scope="session")
def office() -> Letterhead:
    return Letterhead(
        ministry="Kementerian Perindustrian Republik Indonesia",
        agency="Badan Standardisasi dan Kebijakan Jasa Industri",
        office="Balai Standardisasi dan Pelayanan Jasa Industri Samarinda",
        address="Jalan Contoh Nomor 1, Samarinda",
        phone="(0541) 000000",
        email="layanan@bspji.example",
        website="bspji.example",
        city="Samarinda",
    )


class Reading:
    """A PDF as a reader meets it: pages, words, promises in its metadata."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.words = one_line(" ".join(self.pages))
        xmp = self.reader.xmp_metadata
        assert xmp is not None
        self.xmp = xmp.stream.get_data().decode("utf-8")

    def sizes_mm(self) -> list[tuple[int, int]]:
        return [
            (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72))
            for box in (page.mediabox for page in self.reader.pages)
        ]

    def promises_pdf_a(self) -> bool:
        part = re.search(r"pdfaid:part>?\W*(\d)", self.xmp)
        level = re.search(r"pdfaid:conformance>?\W*([A-Z])", self.xmp)
        intents = self.reader.trailer["/Root"].get("/OutputIntents")
        return bool(part and level and intents and (part[1], level[1]) == ("2", "A"))

    def is_tagged(self) -> bool:
        root = self.reader.trailer["/Root"]
        return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="session")
def read() -> type[Reading]:
    return Reading
