"""What arrives is read, however broken it is, and never lost."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmail.mime import message
from gmail.reading import incoming
from integration.ports import File, IncomingMail, OutgoingMail

OWN = "pengaduan@balai.example"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def read(raw: bytes) -> IncomingMail:
    return incoming(raw, message_id="m1", thread_id="t1", at=AT, own=OWN)


def lines(*given: str) -> bytes:
    return "\r\n".join(given).encode()


def test_a_plain_mail_is_read():
    mail = read(
        lines(
            "From: =?utf-8?q?Siti_N=C3=BCr?= <siti@usaha.example>",
            "To: pengaduan@balai.example",
            "Subject: =?utf-8?b?UGVuZ2FkdWFu?= =?utf-8?b?IGxheWFuYW4=?=",
            "Message-ID: <abc@usaha.example>",
            "References: <r1@balai.example>",
            "\t<r2@balai.example>",
            "In-Reply-To: <r2@balai.example>",
            "",
            "Hasil uji terlambat.",
        )
    )

    assert (mail.sender, mail.sender_name) == ("siti@usaha.example", "Siti Nür")
    assert mail.subject == "Pengaduan layanan"
    assert mail.rfc_id == "<abc@usaha.example>"
    assert mail.in_reply_to == ("<r2@balai.example>", "<r1@balai.example>")
    assert mail.text == "Hasil uji terlambat."
    assert not mail.automatic and mail.at == AT


def test_a_character_split_over_two_encoded_words_is_joined_before_it_is_read():
    mail = read(b"Subject: =?utf-8?q?caf=C3?= =?utf-8?q?=A9?=\r\nFrom: a@b.example\r\n\r\nx")

    assert mail.subject == "café"


@pytest.mark.parametrize("claimed", ["us-ascii", "utf-8", "x-unknown", "hex", "", "utf-16\x00"])
def test_a_wrong_charset_costs_characters_never_the_mail(claimed):
    head = f'From: a@b.example\r\nContent-Type: text/plain; charset="{claimed}"\r\n\r\n'
    mail = read(head.encode() + "Pengujian gagal: r\xe9sultat".encode("cp1252"))

    assert "Pengujian gagal" in mail.text


def test_html_only_mail_becomes_readable_text():
    mail = read(
        lines(
            "From: a@b.example",
            "Content-Type: text/html; charset=utf-8",
            "",
            "<html><head><style>p{color:red}</style></head><body><p>Yth. <b>Balai</b>,</p>"
            "<p>Harga &lt; 5&nbsp;juta<br>tetapi lama</p><script>x()</script></body></html>",
        )
    )

    assert mail.text == "Yth. Balai,\n\nHarga < 5 juta\ntetapi lama"


def test_nested_multiparts_give_one_text_and_every_file():
    mail = read(
        lines(
            "From: a@b.example",
            'Content-Type: multipart/mixed; boundary="x"',
            "",
            "--x",
            'Content-Type: multipart/alternative; boundary="y"',
            "",
            "--y",
            "Content-Type: text/html",
            "",
            "<p>Uraian</p>",
            "--y",
            "Content-Type: text/plain",
            "",
            "Uraian",
            "--y",
            'Content-Type: multipart/related; boundary="z"',
            "",
            "--z",
            "Content-Type: image/png",
            "Content-Transfer-Encoding: base64",
            "",
            "iVBORw0KGgo=",
            "--z--",
            "--y--",
            "--x",
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*=utf-8''bukti%20%F0%9F%A7%AA.pdf",
            "Content-Transfer-Encoding: base64",
            "",
            "JVBERg==",
            "--x",
            'Content-Type: application/octet-stream; name="=?utf-8?b?Li4vLi4vZXRjL3Bhc3N3ZA==?="',
            "",
            "isi",
            "--x--",
        )
    )

    assert mail.text == "Uraian"
    assert [(f.name, f.content) for f in mail.files] == [
        ("lampiran-1.png", b"\x89PNG\r\n\x1a\n"),
        ("bukti 🧪.pdf", b"%PDF"),
        ("_.._etc_passwd", b"isi"),
    ]


def test_of_a_mail_of_thousands_of_files_fifty_are_taken_out_and_the_rest_is_kept_in_one():
    part = ["--x", "Content-Disposition: attachment; filename=a.txt", "", "isi"]
    head = ["From: a@usaha.example", "Content-Type: multipart/mixed; boundary=x", ""]

    many, fifty = (read(lines(*head, *part * count, "--x--")) for count in (3000, 50))

    assert [one.name for one in many.files] == ["a.txt"] * 50 + ["surat-lengkap.eml"]
    assert many.files[-1].content == many.raw
    assert [one.name for one in fifty.files] == ["a.txt"] * 50


def test_a_forwarded_complaint_is_read_and_kept_as_a_file():
    mail = read(
        lines(
            "From: petugas@balai.example",
            'Content-Type: multipart/mixed; boundary="x"',
            "",
            "--x",
            "Content-Type: message/rfc822",
            "",
            "From: pelanggan@usaha.example",
            "Subject: Sertifikat salah",
            "",
            "Nama pada sertifikat salah.",
            "--x--",
        )
    )

    assert mail.text == "Nama pada sertifikat salah."
    assert mail.files[0].name == "Sertifikat salah.eml"
    assert b"Nama pada sertifikat salah." in mail.files[0].content


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner=x",
        "Precedence: bulk",
        "List-Id: <warta.usaha.example>",
        "Return-Path: <>",
        "X-Autoreply: yes",
        "From: MAILER-DAEMON@usaha.example",
        "From: No-Reply <no-reply@usaha.example>",
        f"From: {OWN.upper()}",
    ],
)
def test_machines_lists_and_ourselves_get_no_automatic_answer(header):
    assert read(lines(header, "From: a@b.example", "", "x")).automatic


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "Precedence: first-class", "X-Mailer: x"])
def test_people_are_not_taken_for_machines(header):
    assert not read(
        lines(header, "From: a@b.example", "Return-Path: <a@b.example>", "", "x")
    ).automatic


def a_report(action: str) -> bytes:
    return lines(
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
        "",
        "--x",
        "Content-Type: text/plain",
        "",
        "Pesan tidak terkirim.",
        "--x",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; googlemail.com",
        "",
        "Final-Recipient: rfc822; salah@usaha.example",
        f"Action: {action}",
        "Status: 5.1.1",
        "",
        "--x",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <kami@mail.gmail.com>",
        "From: pengaduan@balai.example",
        "",
        "isi",
        "--x--",
    )


def test_a_bounce_names_whom_it_did_not_reach_and_which_mail():
    mail = read(a_report("failed"))

    assert mail.bounce_of == ("salah@usaha.example",)
    assert mail.automatic
    assert "<kami@mail.gmail.com>" in mail.in_reply_to


def test_a_delay_is_no_bounce():
    mail = read(a_report("delayed"))

    assert mail.bounce_of == () and mail.automatic


def test_a_bounce_without_a_report_is_known_by_its_header():
    mail = read(
        lines(
            "From: mailer-daemon@x.example", "X-Failed-Recipients: a@b.example, c@d.example", "", ""
        )
    )

    assert mail.bounce_of == ("a@b.example", "c@d.example")


def test_what_cannot_be_taken_apart_comes_back_as_text(monkeypatch):
    def broken(raw):
        raise RecursionError

    monkeypatch.setattr("gmail.reading.message_from_bytes", broken)

    mail = read(b"\xffPengaduan saya")

    assert mail.text.endswith("Pengaduan saya") and mail.raw == b"\xffPengaduan saya"


PIECES = [
    b"From: ", b"=?utf-8?b?", b"?=", b"\r\n", b"\n", b"\r\n\r\n", b"Content-Type: ",
    b"multipart/mixed", b"multipart/report; report-type=delivery-status", b"multipart/alternative",
    b"text/plain", b"text/html", b"message/rfc822", b"message/delivery-status", b"; boundary=x",
    b"--x\r\n",
    b"--x--", b"; charset=", b"utf-7", b"idna", b"punycode", b"Content-Transfer-Encoding: base64",
    b"Content-Disposition: attachment; filename*0*=x'", b"filename*1=", b"\xff\xfe", b"\x00", b"<",
    b"<![CDATA[", b"<!x", b">", b"@", b"a@b.example", b"Subject:", b"=?x?q?=ZZ?=",
    b"Action: failed", b"Final-Recipient: ;",
    b"X-Failed-Recipients: a@b.example", b"Message-ID: <", b":", b" ", b"\t",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=40))
@settings(max_examples=400, deadline=None)
def test_reading_never_fails_and_never_loses_the_bytes(pieces):
    raw = b"".join(pieces)

    mail = read(raw)

    assert mail.raw == raw
    for text in (mail.text, mail.subject, mail.sender, mail.sender_name, mail.rfc_id):
        assert "\x00" not in text
        text.encode("utf-8")
    for file in mail.files:
        file.name.encode("utf-8")
        assert file.name and "/" not in file.name


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_real_mail_still_shows_what_is_left(seed):
    mail_out = OutgoingMail(
        key="k",
        to=("pelanggan@usaha.example",),
        subject="Surat jawaban",
        text="Terlampir.",
        html="<p>Terlampir.</p>",
        files=(File(name="a.pdf", media_type="application/pdf", content=b"x" * 500),),
    )
    whole = message(mail_out, OWN)
    chance = random.Random(seed)
    damaged = bytearray(whole)
    for _ in range(20):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)

    mail = read(bytes(damaged))

    assert mail.raw == bytes(damaged) and (mail.text or mail.files)


def test_a_mail_nested_without_end_is_kept():
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )

    mail = read(b"From: a@b.example\r\n" + opened + b"\r\nPengaduan saya")

    assert "Pengaduan saya" in mail.text


def test_a_head_that_is_never_closed_does_not_silence_the_letter():
    mail = read(
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
        b"<html><head><title>x</title><body><p>Pengaduan saya</p></body></html>"
    )

    assert mail.text == "Pengaduan saya"
