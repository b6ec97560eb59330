"""Letters for tests: set, signed with a certificate of nobody, scanned, spoiled."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import typst
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter

BODY = (
    "Menindaklanjuti pengaduan Saudara, LHU telah diterbitkan pada hari yang sama dan jadwal "
    "alat diatur ulang. Kami mohon maaf atas keterlambatan dua belas hari."
)
SIGNER = "Bima Arga Contoh"
POSITION = "Kepala Balai"
MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""When the certificates of tests begin, unless they say otherwise."""


def letter(
    body: str = BODY, number: str = "........", place: str = "", notice: str = "", room: str = "2cm"
) -> bytes:
    """A letter as PDF; `room` is left above the name."""
    source = f"""
Nomor: {number} #h(1fr) {place}

Sifat: Biasa

Yth. Tirta Cahaya Contoh

{body}

{POSITION},

#v({room}, weak: true)

{SIGNER}

{notice}
"""
    return bytes(typst.compile(source.encode()))


def key_file(passphrase: str, name: str = SIGNER, since: datetime = MADE) -> bytes:
    """A PKCS#12 file with a certificate of this name, good for thirty days."""
    key, certificate = _pair(name, since)
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"kantor", key, certificate, None, locked)


@cache
def _pair(name: str, since: datetime) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _signer() -> signers.SimpleSigner:
    key, certificate = _pair(SIGNER, MADE)
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def signed(pdf: bytes) -> bytes:
    """The same with an electronic signature."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    meta = signers.PdfSignatureMetadata(field_name="Signature1")
    made: BytesIO = signers.sign_pdf(writer, meta, signer=_signer())
    return made.getvalue()


def scanned() -> bytes:
    """Pages without a word."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()
