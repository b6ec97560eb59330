"""What the records office does in Srikandi, played: number and date on the letter, and a TTE.

In:    the approved letter as PDF, its number and date, who signs.   Out: the signed letter.
Rule:  the certificate is made for this one letter and thrown away: it proves nothing about anybody.
Never: part of the service; a real letter is signed in Srikandi. Start at `issued`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PageObject, PdfReader, PdfWriter

from integration.letters.stamp import signature
from integration.reply import blanks
from integration.signed import signing
from integration.signed.placing import room
from integration.templating import TemplateFolder
from integration.words import when

VALID = timedelta(days=1)


@dataclass(frozen=True)
class _Text:
    left: float
    base: float
    size: float
    said: str


def issued(letter: bytes, number: str, day: str, signer: str, city: str, at: datetime) -> bytes:
    """The letter as it comes back from Srikandi; `day` is ISO. Raises `signing.CannotSign`."""
    numbered = _filled(letter, blanks(number, day))
    passphrase = secrets.token_urlsafe()
    certificate = signing.opened(_throwaway(signer, passphrase, at), passphrase, at)
    place = room(numbered, [signer])
    seen = signature(place.size, signer, when(at), TemplateFolder()) if place else b""
    return signing.sign(numbered, certificate, "Surat Keluar", city, place, seen)


def _filled(letter: bytes, said: Mapping[str, str]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(letter))
    page = writer.pages[0]
    texts = [one for one in _texts(page) if any(blank in one.said for blank in said)]
    page.merge_page(PdfReader(BytesIO(_overlay(page, texts, said))).pages[0])
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _texts(page: PageObject) -> list[_Text]:
    found: list[_Text] = []

    def see(text: str, at: list[float], inner: list[float], _font: Any, size: float) -> None:
        left = inner[4] * at[0] + inner[5] * at[2] + at[4]
        base = inner[4] * at[1] + inner[5] * at[3] + at[5]
        found.append(_Text(left, base, size, text))

    page.extract_text(visitor_text=see)
    return found


def _overlay(page: PageObject, texts: list[_Text], said: Mapping[str, str]) -> bytes:
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    drawn = ""
    for one in texts:
        line = one.said
        for blank, words in said.items():
            line = line.replace(blank, words)
        left, base = one.left, height - one.base
        cover = f"width: {width / 3}pt, height: {one.size * 1.3}pt, fill: white"
        drawn += f"#place(dx: {left}pt, dy: {base - one.size}pt, rect({cover}))\n"
        drawn += f"#place(dx: {left}pt, dy: {base}pt, text(size: {one.size}pt, {_quoted(line)}))\n"
    source = f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
    source += f'#set text(top-edge: "baseline")\n{drawn}'
    return bytes(typst.compile(source.encode()))


def _quoted(line: str) -> str:
    return '"' + line.strip("\n").replace("\\", "\\\\").replace('"', '\\"') + '"'


def _throwaway(name: str, passphrase: str, at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - VALID)
        .not_valid_after(at + VALID)
        .sign(key, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"demo", key, certificate, None, locked)
