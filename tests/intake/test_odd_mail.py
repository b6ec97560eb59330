"""Every mail that arrives is found again, whatever it looks like: as a complaint or set aside.

Figures are printed: how many mails, what became of them, how many were lost.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.ports import IncomingMail
from integration.store import cases, office_log
from tests.workshop import Workshop

WORDS = "Keluhan pelanggan 77"
PNG = b"\x89PNG\r\n\x1a\n bukti"
FILE = base64.b64encode(PNG)


def lines(*given: bytes | str) -> bytes:
    return b"\r\n".join(one.encode() if isinstance(one, str) else one for one in given) + b"\r\n"


def nested(depth: int) -> bytes:
    opened = [b"Content-Type: multipart/mixed; boundary=b0", b"", b"--b0"]
    for level in range(1, depth):
        opened += [b"Content-Type: multipart/mixed; boundary=b%d" % level, b"", b"--b%d" % level]
    closed = [b"--b%d--" % level for level in reversed(range(depth))]
    return lines("From: a@usaha.example", *opened, b"", WORDS, *closed)


def attached(kind: str, content: bytes = FILE, head: str = "Keluhan", text: str = WORDS) -> bytes:
    return lines(
        "From: a@usaha.example",
        f"Subject: {head}",
        'Content-Type: multipart/mixed; boundary="x"',
        "",
        "--x",
        "Content-Type: text/plain",
        "",
        text,
        "--x",
        kind,
        "Content-Transfer-Encoding: base64",
        "",
        content,
        "--x--",
    )


def plain(*head: bytes | str, body: bytes | str = WORDS) -> bytes:
    return lines(*head, "", body)


TNEF = "Content-Type: application/ms-tnef; name=winmail.dat"
SHAPES: dict[str, bytes] = {
    "nested multipart": nested(60),
    "winmail.dat beside a text": attached(TNEF),
    "winmail.dat and nothing else": lines(
        "From: a@usaha.example", f"Subject: {WORDS}", TNEF, "Content-Transfer-Encoding: base64",
        "", FILE,
    ),
    "charset that is another": plain(
        "From: a@usaha.example", "Content-Type: text/plain; charset=utf-8",
        body=f"{WORDS} \u00e9\u00e9".encode("cp1252"),
    ),
    "charset nobody knows": plain(
        "From: a@usaha.example", "Content-Type: text/plain; charset=x-klingon"
    ),
    "charset that is a codec of no text": plain(
        "From: a@usaha.example", "Content-Type: text/plain; charset=hex"
    ),
    "UTF-16 said to be UTF-8": plain(
        "From: a@usaha.example", "Content-Type: text/plain; charset=utf-16",
        body=WORDS.encode("utf-16"),
    ),
    "no Date": plain("From: a@usaha.example", "Subject: Keluhan"),
    "a Date of no calendar": plain("From: a@usaha.example", "Date: Kemis 99 Foo 20xx 99:99"),
    "5 MB of header": plain("From: a@usaha.example", "X-Panjang: " + "a" * 5_000_000),
    "5 MB of header, folded": plain(
        "From: a@usaha.example", "References: " + "<a@b.example>\r\n " * 330_000
    ),
    "5 MB of headers, one for each hop": plain(
        *["Received: from a by b; " + "x" * 70] * 50_000, "From: a@usaha.example"
    ),
    "5 MB of encoded words": plain(
        "From: a@usaha.example", "Subject: " + "=?utf-8?q?K=C3=A9?= " * 250_000
    ),
    "RFC 2047 names": plain(
        "From: =?utf-8?B?U2l0aQ==?= =?iso-8859-1?Q?_N=FCr?= <a@usaha.example>",
        "Subject: =?utf-8?Q?Keluhan_=E2=9C=93?=",
    ),
    "RFC 2047 over the whole From": plain("From: =?utf-8?Q?Siti_=3Ca=40usaha=2Eexample=3E?="),
    "RFC 2047 cut in the middle": plain("From: =?utf-8?B?U2l0a <a@usaha.example>", "Subject: =?"),
    "RFC 2047 in a file's name": attached(
        'Content-Disposition: attachment; filename="=?utf-8?B?YnVrdGkucG5n?="'
    ),
    "RFC 2231 in pieces": attached(
        "Content-Disposition: attachment;\r\n filename*0*=utf-8''bukti%20;\r\n filename*1=a.png"
    ),
    "a path for a name": attached('Content-Disposition: attachment; filename="../../etc/passwd"'),
    "a name without end": attached(f'Content-Disposition: attachment; filename="{"n" * 9000}.png"'),
    "a null byte in a name": attached('Content-Disposition: attachment; filename="a\x00b.png"'),
    "raw bytes in the headers": plain(b"From: Siti N\xfcr <a@usaha.example>", b"Subject: \xff\xfe"),
    "a null byte in the text": plain("From: a@usaha.example", body=f"{WORDS}\x00\x01"),
    "no header at all": WORDS.encode(),
    "an empty line first": b"\r\n" + WORDS.encode(),
    "bare line feeds": b"From: a@usaha.example\nSubject: Keluhan\n\n" + WORDS.encode(),
    "bare carriage returns": b"From: a@usaha.example\rSubject: Keluhan\r\r" + WORDS.encode(),
    "a boundary that never comes": plain(
        "From: a@usaha.example", "Content-Type: multipart/mixed; boundary=nirgends"
    ),
    "a multipart without a boundary": plain(
        "From: a@usaha.example", "Content-Type: multipart/mixed"
    ),
    "a part that is never closed": attached("Content-Type: image/png")[:-9],
    "broken base64": attached("Content-Type: image/png", FILE[:-3] + b"*"),
    "two Froms": plain("From: a@usaha.example", "From: b@usaha.example"),
    "several in one From": plain("From: a@usaha.example, b@usaha.example"),
    "a group in From": plain("From: Pelanggan: a@usaha.example;"),
    "nobody in From": plain("From: <>", "Subject: Keluhan"),
    "a comment in From": plain("From: a@usaha.example (Siti (dari) Usaha)"),
    "HTML that is never closed": plain(
        "From: a@usaha.example", "Content-Type: text/html", body=f"<html><p>{WORDS}<table><tr>"
    ),
    "HTML with a broken declaration": plain(
        "From: a@usaha.example", "Content-Type: text/html", body=f"<![if x]><!x<p>{WORDS}</p>"
    ),
    "format=flowed": plain(
        "From: a@usaha.example", "Content-Type: text/plain; format=flowed; delsp=yes"
    ),
    "quoted-printable cut short": plain(
        "From: a@usaha.example", "Content-Transfer-Encoding: quoted-printable", body=f"{WORDS}=E"
    ),
    "an encoding nobody knows": plain(
        "From: a@usaha.example", "Content-Transfer-Encoding: x-rot13"
    ),
    "message/partial": plain(
        "From: a@usaha.example", "Content-Type: message/partial; number=1; total=2; id=x",
        body=f"From: b@usaha.example\r\n\r\n{WORDS}",
    ),
    "a signature (S/MIME)": attached('Content-Type: application/pkcs7-signature; name="smime.p7s"'),
    "an invitation": attached("Content-Type: text/calendar; method=REQUEST"),
    "2000 parts": lines(
        "From: a@usaha.example", "Content-Type: multipart/mixed; boundary=x", "",
        *["--x\r\nContent-Type: text/plain\r\n\r\n" + WORDS] * 2000, "--x--",
    ),
    "one line of 5 MB": plain("From: a@usaha.example", body=WORDS + "a" * 5_000_000),
    "nothing but a subject": plain("From: a@usaha.example", f"Subject: {WORDS}", body=""),
    "nothing at all": b"",
}  # fmt: skip
"""Shapes that mail has been seen in; each holds `WORDS` or a file of the bytes `PNG`."""

WORDLESS = {"nothing at all", "broken base64", "UTF-16 said to be UTF-8"}
"""Shapes of which less is asked: that they are found again at all."""


def whole(workshop: Workshop) -> dict[str, Any]:
    """Everything by number that a mail can have become."""
    with workshop.service.database.read() as tx:
        return {number: cases.load(tx, number) for number in cases.register_numbers(tx)}


def aside(workshop: Workshop) -> list[Any]:
    with workshop.service.database.read() as tx:
        return office_log.lines(tx, office_log.LETTER, 100_000)


def test_every_odd_shape_becomes_a_complaint_with_its_words_and_files(
    post, workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = {name: post.brings(raw) for name, raw in SHAPES.items()}

    assert post.look() == len(mails)

    found = {case.intake.origin["thread_id"]: case for case in whole(workshop).values()}
    lost = [name for name, mail in mails.items() if mail.thread_id not in found]
    bare = [
        name
        for name, mail in mails.items()
        if name not in lost and name not in WORDLESS and not _kept(workshop, found, mail)
    ]
    with capsys.disabled():
        print(f"\nodd mail: {len(mails)} shapes, {len(found)} complaints, {len(lost)} lost")
    assert lost == []
    assert bare == []
    assert aside(workshop) == []


def _kept(workshop: Workshop, found: dict[str, Any], mail: IncomingMail) -> bool:
    intake = found[mail.thread_id].intake
    digest = hashlib.sha256(PNG).hexdigest()
    filed = [one["sha256"] for one in intake.files]
    whole_file = digest not in filed or workshop.service.file(digest) == PNG
    return whole_file and (WORDS in intake.description or digest in filed)


def test_the_worker_makes_the_papers_of_every_odd_mail(post, workshop: Workshop) -> None:
    for raw in SHAPES.values():
        if len(raw) < 1_000_000:
            post.brings(raw)
    post.look()
    workshop.work()

    states = {
        key: state
        for number in whole(workshop)
        for key, state in workshop.states(number).items()
        if state not in ("done", "skipped")
    }
    assert states == {}
    for file, _, _ in workshop.google.archive.files.values():
        assert "/" not in file.name and file.name.isprintable() and len(file.name) < 200


# -- the fuzz ----------------------------------------------------------------------------------

NAMES = (
    *("Subject", "From", "Sender", "Reply-To", "To", "Date", "MIME-Version", "Message-ID"),
    *("In-Reply-To", "References", "Auto-Submitted", "Precedence", "List-Id", "Return-Path"),
    *("X-Failed-Recipients", "Authentication-Results"),
)
HEADERS = st.sampled_from(NAMES)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["a@usaha.example", "<a@usaha.example>", "=?utf-8?b?U2l0aQ==?=", "auto-replied", "bulk", ""]
    ),
    st.binary(max_size=20).map(lambda raw: raw.decode("latin-1")),
)
TYPES = (
    *("text/plain", "text/html", "image/png", "application/pdf", "application/ms-tnef", "x/y"),
    *("text/calendar", "message/rfc822", "message/delivery-status", "application/x-zip"),
)
KINDS = st.sampled_from(TYPES)
CHARSETS = st.sampled_from(["utf-8", "us-ascii", "iso-8859-1", "utf-16", "x-none", "hex", "idna"])


@st.composite
def leaves(draw: Callable[..., Any]) -> bytes:
    """One part: any kind, any charset, any bytes, encoded as it says or not."""
    kind, charset, content = draw(KINDS), draw(CHARSETS), draw(st.binary(max_size=60))
    encoding = draw(st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "x-uuencode"]))
    honest = draw(st.booleans())
    body = base64.b64encode(content) if honest and encoding == "base64" else content
    name = draw(st.one_of(st.just(""), st.text(max_size=20)))
    shown = f'; name="{name}"' if name else ""
    head = (
        f"Content-Type: {kind}; charset={charset}{shown}\r\nContent-Transfer-Encoding: {encoding}"
    )
    return head.encode("utf-8", "replace") + b"\r\n\r\n" + body


def boxes(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """A multipart around parts, closed or not."""
    return st.builds(
        lambda kind, parts, mark, closed: (
            b"Content-Type: multipart/%s; boundary=%s\r\n\r\n" % (kind, mark)
            + b"".join(b"--%s\r\n%s\r\n" % (mark, part) for part in parts)
            + (b"--%s--\r\n" % mark if closed else b"")
        ),
        st.sampled_from([b"mixed", b"alternative", b"related", b"report", b"signed"]),
        st.lists(inner, max_size=4),
        st.sampled_from([b"a", b"bb", b"==x=="]),
        st.booleans(),
    )


@st.composite
def mails(draw: Callable[..., Any]) -> bytes:
    """A whole message: headers of every kind, a tree of parts, and some damage."""
    head = draw(st.lists(st.tuples(HEADERS, VALUES), max_size=6))
    body = draw(st.recursive(leaves(), boxes, max_leaves=6))
    shown = "".join(f"{name}: {value}\r\n" for name, value in head).encode("utf-8", "replace")
    raw = bytearray(shown + body)
    for place, byte in draw(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)))):
        if raw:
            raw[place % len(raw)] = byte
    return bytes(raw)


def test_of_any_mail_there_is_something_to_find_again(
    post, workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    became: Counter[str] = Counter()

    @given(mails())
    @settings(
        max_examples=250,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def arrives(raw: bytes) -> None:
        mail = post.brings(raw)
        assert post.look() == 1
        seen = workshop.service.recall(f"mail:{mail.id}:{mail.at.isoformat()}")
        became[_kind(seen)] += 1

    arrives()

    counted = whole(workshop)
    told = sum(len(case.notes) for case in counted.values())
    listed = len(aside(workshop))
    lost = became.total() - len(counted) - told - listed - became["copy"] - became["own"]
    with capsys.disabled():
        print(
            f"\nfuzzed mail: {became.total()} mails, {len(counted)} complaints, {told} notes, "
            f"{listed} set aside, {became['copy']} copies, {lost} lost"
        )
    assert lost == 0
    assert became["broken"] == 0


def _kind(seen: str) -> str:
    if seen.startswith("a copy"):
        return "copy"
    return "broken" if seen.startswith("broken") else "own" if seen == "own" else "taken"


def test_a_mail_made_by_a_real_program_is_taken_whole(post, workshop: Workshop) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = '"Siti, Nür" <a@usaha.example>', "Keluhan — LHU"
    mail.set_content(WORDS)
    mail.add_attachment(PNG, maintype="image", subtype="png", filename="bukti ✓.png")
    post.brings(mail.as_bytes())
    post.look()

    (case,) = whole(workshop).values()
    assert (case.intake.name, case.intake.description) == ("Siti, Nür", WORDS)
    assert [one["name"] for one in case.intake.files] == ["bukti ✓.png"]
