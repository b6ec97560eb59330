"""What is built arrives whole, and nobody smuggles a header or a recipient into it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmail.mime import message
from gmail.reading import incoming
from integration.ports import File, OutgoingMail

OWN = "pengaduan@balai.example"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def a_mail(**changes) -> OutgoingMail:
    given = {
        "key": "ADU/2026/0007:9:reply",
        "to": ("pelanggan@usaha.example",),
        "subject": "[ADU/2026/0007] Surat jawaban",
        "text": "Yth. Pelanggan,\n\nTerlampir jawaban kami.\n",
        "html": "<p>Yth. Pelanggan,</p><p>Terlampir jawaban kami.</p>",
    }
    return OutgoingMail(**{**given, **changes})


def built(**changes):
    raw = message(a_mail(**changes), OWN, "Layanan Pengaduan")
    return message_from_bytes(raw, policy=default)


def test_a_mail_carries_both_texts_its_key_and_says_that_a_machine_wrote_it():
    made = built()

    assert made["From"] == "Layanan Pengaduan <pengaduan@balai.example>"
    assert made["X-Tanggap-Key"] == "ADU/2026/0007:9:reply"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made.get_body(("plain",)).get_content().splitlines() == a_mail().text.splitlines()
    assert "Terlampir jawaban kami." in made.get_body(("html",)).get_content()


def test_a_mail_of_a_person_is_not_marked_automatic():
    assert built(automatic=False)["Auto-Submitted"] is None


def test_names_subject_and_file_names_in_any_script_arrive_unharmed():
    made = built(
        to=("Siti Nurhaliza Contoh 🧪 <siti@usaha.example>", "budi@usaha.example"),
        subject="Pengaduan 🙏 — hasil uji “µg/L” مرحبا",
        files=(File(name="hasil uji – №7 🧪.pdf", media_type="application/pdf", content=b"%PDF"),),
    )

    assert made["Subject"] == "Pengaduan 🙏 — hasil uji “µg/L” مرحبا"
    assert [a.addr_spec for a in made["To"].addresses] == [
        "siti@usaha.example",
        "budi@usaha.example",
    ]
    assert made["To"].addresses[0].display_name == "Siti Nurhaliza Contoh 🧪"
    (attached,) = made.iter_attachments()
    assert attached.get_filename() == "hasil uji – №7 🧪.pdf"
    assert attached.get_content() == b"%PDF"


def test_an_invitation_travels_as_a_request_beside_the_texts():
    made = built(calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")

    (part,) = [p for p in made.walk() if p.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert made.get_content_type() == "multipart/alternative"
    assert "BEGIN:VCALENDAR" in part.get_content()


def test_a_cancelled_meeting_is_not_sent_as_a_request():
    made = built(calendar=b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")

    (part,) = [p for p in made.walk() if p.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"


def test_long_message_ids_stay_whole_so_that_the_thread_holds():
    long_one = f"<{'x' * 180}@mail.usaha.example>"
    raw = message(a_mail(in_reply_to=long_one, references=("<a@b.example>", long_one)), OWN)

    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").decode()
    assert f"In-Reply-To: {long_one}" in head
    assert f"References: <a@b.example> {long_one}" in head


@pytest.mark.parametrize("id_", ["<a@b.example>\r\nBcc: mata@luar.example", "kosong", "<é@x>"])
def test_what_is_no_message_id_never_reaches_the_headers(id_):
    made = built(in_reply_to=id_, references=(id_,))

    assert made["In-Reply-To"] is None and made["References"] is None and made["Bcc"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Halo\r\nBcc: mata@luar.example"},
        {"subject": "Halo\nBcc: mata@luar.example"},
        {"key": "k\r\nBcc: mata@luar.example"},
        {"to": ("a@b.example\r\nBcc: mata@luar.example",)},
        {"to": ("a@b.example, mata@luar.example",)},
        {"to": ("bukan alamat",)},
        {"to": ("",)},
        {"to": ()},
        {"files": (File(name="a\r\nX: y", media_type="text/plain", content=b""),)},
    ],
)
def test_line_breaks_and_smuggled_recipients_are_refused(change):
    with pytest.raises(ValueError):
        built(**change)


def test_half_a_surrogate_pair_from_a_cut_text_does_not_stop_the_mail():
    assert built(subject="Keluhan \ud83d", text="isi \ud83d")["Subject"] == "Keluhan ?"


@given(st.text(), st.text(), st.text(), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_sent_and_comes_back(subject, text, html, name):
    one_line = subject.replace("\r", "").replace("\n", "")
    file_name = name.replace("\r", "").replace("\n", "")
    raw = message(
        a_mail(
            subject=one_line,
            text=text,
            html=html,
            files=(File(name=file_name, media_type="image/png", content=b"\x00\xff"),),
        ),
        OWN,
    )

    back = incoming(raw, message_id="m1", thread_id="t1", at=AT, own=OWN)

    def visible(value: str) -> str:
        return "".join(c for c in value if c.isprintable() and not c.isspace())

    assert visible(back.subject) == visible(one_line)
    assert [f.content for f in back.files] == [b"\x00\xff"]
    if visible(text):
        assert visible(back.text) == visible(text)
