"""What is found about an uploaded letter: signature, wholeness, and the approved text."""

from io import BytesIO

import pytest
import typst
from letters import BODY, POSITION, SIGNER, letter, scanned, signed
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter

from integration.signed.comparing import differing
from integration.signed.looking import look
from integration.signed.telling import report, summary

NUMBER, DAY = "B/1/BSPJI/MS.08.01/XI/2026", "2026-11-23"
TTE = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang "
    "diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), BSSN"
)


def found(final: bytes, approved: bytes | None = None) -> dict:
    approved = letter() if approved is None else approved
    return look(final, approved, NUMBER, DAY, [POSITION, SIGNER])


def test_a_signed_letter_tells_by_whom_and_that_it_is_whole():
    check = found(signed(letter(number=NUMBER)))

    assert check["kind"] == "signed"
    (signature,) = check["signatures"]
    assert (signature["name"], signature["intact"], signature["whole"]) == (SIGNER, True, True)
    assert (check["broken"], check["doubts"]) == (False, [])
    assert (check["compared"], check["differences"]) == (True, [])
    assert summary(check) == (
        f"Bertanda tangan elektronik oleh {SIGNER}, isinya utuh. "
        "Isinya sama dengan konsep yang disetujui."
    )


def test_a_letter_changed_after_it_was_signed_is_said_to_be_so():
    content = bytearray(signed(letter(number=NUMBER)))
    place = content.index(b"stream") + 30
    content[place] ^= 1

    check = found(bytes(content))

    assert check["kind"] == "signed" and check["broken"]
    assert "ISINYA BERUBAH SETELAH DITANDATANGANI" in summary(check)


def grown(pdf: bytes, drawn_on: bool) -> bytes:
    """The signed letter after somebody saved it with an addition of theirs."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    if drawn_on:
        stroke = StreamObject(stream_data=b"0 0 m 200 200 l S")
        writer.add_stream_to_page(0, writer.add_object(stroke))
    else:
        writer.set_info(writer.add_object(DictionaryObject({})))
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_something_added_behind_the_signature_is_doubted():
    check = found(grown(signed(letter(number=NUMBER)), drawn_on=True))

    assert [one["whole"] for one in check["signatures"]] == [False]
    assert "grown" in check["doubts"] and not check["broken"]
    assert "DITAMBAHI SESUDAH DITANDATANGANI" in summary(check)


def test_what_only_keeps_a_signature_checkable_for_long_is_no_addition():
    check = found(grown(signed(letter(number=NUMBER)), drawn_on=False))

    assert check["doubts"] == []


def test_a_signature_that_cannot_be_taken_apart_is_doubted_and_not_called_broken(monkeypatch):
    def fails(*_given: object) -> None:
        raise ValueError("a kind of signature nobody knows")

    monkeypatch.setattr("integration.signed.signatures.validate_pdf_signature", fails)

    check = found(signed(letter(number=NUMBER)))

    assert (check["broken"], check["doubts"]) == (False, ["unchecked"])
    assert "TIDAK DAPAT DIPERIKSA" in summary(check)


def test_a_scan_is_marked_as_signed_in_ink_and_not_compared():
    check = found(scanned())

    assert (check["kind"], check["compared"]) == ("wet_ink", False)
    assert "tanda tangan basah" in summary(check)


def test_a_scan_with_a_line_of_the_scanners_own_stays_a_scan():
    check = found(bytes(typst.compile(b"Dipindai dengan pemindai dokumen kantor")))

    assert (check["kind"], check["compared"], check["doubts"]) == ("wet_ink", False, [])


@pytest.mark.parametrize("sign", [signed, bytes], ids=["signed", "unsigned"])
def test_a_much_shorter_letter_is_no_scan_and_is_doubted(sign):
    short = "Nomor B/9/X. Yth. Tirta. Permohonan Saudara kami tolak karena tidak beralasan. Kepala."

    check = found(sign(bytes(typst.compile(short.encode()))), letter(BODY * 4))

    assert check["compared"] and "differs" in check["doubts"]


def test_the_approved_draft_itself_is_no_signed_letter_and_is_doubted():
    check = found(letter())

    assert check["bare"] == "draft"
    assert "INI BERKAS KONSEPNYA SENDIRI" in summary(check)


def test_pages_that_nobody_looks_at_are_doubted():
    writer = PdfWriter(clone_from=BytesIO(letter(number=NUMBER)))
    for _ in range(60):
        writer.add_blank_page(width=595, height=842)
    long = BytesIO()
    writer.write(long)

    assert found(long.getvalue())["doubts"] == ["unread"]


def test_an_unsigned_letter_on_which_no_number_can_be_read_is_said_to_be_one():
    bare = found(letter(room="3cm"))
    numbered = found(letter(room="3cm", number=NUMBER))
    signed_by_service = found(signed(letter()))

    assert bare["bare"] == "unnumbered" and "NOMOR SURATNYA TIDAK TERBACA" in summary(bare)
    assert (numbered["bare"], signed_by_service["bare"]) == ("", "")
    assert [one["doubts"] for one in (bare, numbered, signed_by_service)] == [[], [], []]


def test_an_electronic_signature_on_a_picture_of_a_letter_is_doubted():
    check = found(signed(scanned()))

    assert (check["kind"], check["doubts"]) == ("signed", ["unread"])
    assert "tidak dapat dibandingkan" in summary(check)


def test_another_letter_altogether_is_doubted():
    check = found(letter("Permohonan Saudara kami tolak. " * 9, number=NUMBER))

    assert check["doubts"] == ["differs"]


def test_a_text_without_a_signature_is_said_to_have_none():
    assert found(letter(number=NUMBER))["kind"] == "unsigned"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"\x89PNG", scanned()[:200]])
def test_what_cannot_be_read_is_said_and_never_raises(content):
    assert found(content)["kind"] in ("unreadable", "wet_ink")


def test_number_date_and_the_notice_of_the_signing_service_are_expected():
    final = letter(number=NUMBER, place="Nusa Contoh, 23 November 2026", notice=TTE)

    assert found(final)["differences"] == []


@pytest.mark.parametrize(
    ("body", "approved", "shown"),
    [
        (BODY.replace("dua belas", "dua"), "belas", ""),
        (BODY.replace("telah", "tidak akan"), "telah", "tidak akan"),
        (BODY + " Biaya pengganti Rp5.000.000.", "", "biaya pengganti rp5 000 000"),
        (BODY.replace("Kami mohon maaf atas keterlambatan ", ""), "kami mohon maaf atas ", ""),
    ],
)
def test_a_changed_body_is_shown_where_it_differs(body, approved, shown):
    check = found(letter(body, number=NUMBER))

    assert len(check["differences"]) == 1
    assert check["differences"][0]["approved"].startswith(approved.strip())
    assert check["differences"][0]["final"] == shown
    assert "ISI BERBEDA" in summary(check)
    assert len(report(check)) == 2


def test_a_number_slipped_into_the_body_is_no_letter_number():
    approved = "Nomor Yth Tirta Contoh ganti rugi rupiah Kepala Balai"
    final = "Nomor B 1 2026 Yth Tirta Contoh ganti rugi 1 2026 rupiah Kepala Balai"

    (one,) = differing(approved, final, "B/1/2026", DAY, ["Kepala Balai"])

    assert one.final == "1 2026"


@pytest.mark.parametrize(
    "number",
    [
        "B/2/BSPJI/MS.08.01/XI/2026",
        "B/71/BSPJI/MS.08.01/XI/2026",
        "B/1/BSPJI/MS.08.01/XII/2026",
        "S/1/BSPJI/MS.08.01/XI/2026",
        "B/1/BSPJI/MS.08.02/XI/2026",
        "B/1/BSPJI/MS.08.01/XI/2025",
    ],
)
@pytest.mark.parametrize("sign", [signed, bytes], ids=["signed", "unsigned"])
def test_a_letter_that_bears_another_number_than_was_typed_is_doubted(number, sign):
    check = found(sign(letter(number=number)))

    assert check["differences"] and check["doubts"] == ["differs"]


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("Nusa Contoh, 23 November 2026", True),
        ("Senin, 23 November 2026", True),
        ("Nusa Contoh, 24 November 2026", False),
        ("Nusa Contoh, 23 Oktober 2026", False),
        ("Nusa Contoh, 23 November 2025", False),
    ],
)
def test_a_letter_that_bears_another_date_than_was_typed_is_doubted(written, fits):
    approved = f"Nomor: ...\n...\nYth. Ibu Tirta\n{BODY}\n{POSITION}"
    final = f"Nomor: {NUMBER}\n{written}\nYth. Ibu Tirta\n{BODY}\n{POSITION}"

    assert (differing(approved, final, NUMBER, DAY, [POSITION, SIGNER]) == []) is fits
