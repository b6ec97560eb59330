"""A signature with the office's own certificate: PAdES, by pyHanko (ETSI EN 319 142-1, B-B).

In:    a PKCS#12 file's bytes with its passphrase; a PDF.   Out: the certificate; the signed PDF.
Rule:  the passphrase lives for one call; a certificate outside its time signs nothing.
Never: stores, logs or repeats a passphrase, and fetches nothing. Start at `opened`.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle

from integration.signed.placing import Room
from integration.signed.signatures import name_of

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

FIELD = "TandaTanganBalai"
ENDS = "signing:ends"
"""Under this is remembered until when the certificate of which file is valid, for the doctor, who
has no passphrase and so cannot read it from the file."""


class CannotSign(Exception):
    """The letter was not signed."""


class WrongPassphrase(CannotSign):
    """The passphrase does not open the certificate."""


class NotInForce(CannotSign):
    """The certificate is not valid at this moment."""

    def __init__(self, since: datetime, until: datetime) -> None:
        super().__init__("not in force")
        self.since, self.until = since, until


class Unusable(CannotSign):
    """The certificate file or the letter cannot be used at all."""


@dataclass(frozen=True)
class Certificate:
    """An opened certificate: whose it is, how long it is valid."""

    holder: str
    until: datetime
    key: signers.SimpleSigner = field(repr=False)


def opened(keys: bytes, passphrase: str, at: datetime) -> Certificate:
    """The certificate and its key, in force at this moment. Raises a CannotSign."""
    signer = _signer(keys, passphrase)
    certificate = signer.signing_cert
    if certificate is None:
        raise Unusable("no certificate")
    since, until = certificate.not_valid_before, certificate.not_valid_after
    if not since <= at <= until:
        raise NotInForce(since, until)
    return Certificate(name_of(certificate.subject.native), until, signer)


def sign(
    pdf: bytes, by: Certificate, reason: str, place: str, room: Room | None, picture: bytes
) -> bytes:
    """The PDF with one signature over all of it; `picture`, a PDF, is seen in `room`.

    Raises Unusable.
    """
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        location=place,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    at = SigFieldSpec(FIELD, on_page=room.page, box=room.box) if room else SigFieldSpec(FIELD)
    style = _style(picture) if room else None
    made = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
        signers.PdfSigner(meta, by.key, stamp_style=style, new_field_spec=at).sign_pdf(
            writer, output=made
        )
    except Exception as failure:  # a letter that pyHanko cannot read breaks it in any way
        raise Unusable(type(failure).__name__) from None
    return made.getvalue()


def ends(keys: bytes, certificate: Certificate) -> dict[str, str]:
    """What to remember under ENDS."""
    return {"file": hashlib.sha256(keys).hexdigest(), "until": certificate.until.isoformat()}


def known_end(keys: bytes, remembered: Mapping[str, str] | None) -> datetime | None:
    """When this file's certificate ends; None while nobody has signed with it."""
    if not remembered or remembered["file"] != hashlib.sha256(keys).hexdigest():
        return None
    return datetime.fromisoformat(remembered["until"])


def is_pkcs12(keys: bytes) -> bool:
    """A DER sequence that begins with the version of a PFX (RFC 7292: v3)."""
    return keys[:1] == b"\x30" and b"\x02\x01\x03" in keys[:8]


def _signer(keys: bytes, passphrase: str) -> signers.SimpleSigner:
    if not is_pkcs12(keys):
        raise Unusable("no PKCS#12")
    try:
        signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
            keys, other_certs=[], passphrase=passphrase.encode()
        )
    except Exception as failure:
        # below pyHanko a wrong passphrase is a ValueError; a file without a key breaks elsewhere
        if isinstance(failure.__cause__, ValueError):
            raise WrongPassphrase from None
        raise Unusable(type(failure).__name__) from None
    return signer


def _style(picture: bytes) -> StaticStampStyle:
    """The picture as it is, filling the field."""
    mid = AxisAlignment.ALIGN_MID
    whole = SimpleBoxLayoutRule(x_align=mid, y_align=mid, margins=Margins())
    return StaticStampStyle(
        border_width=0,
        background=_Picture(picture),
        background_layout=whole,
        background_opacity=1.0,
    )


class _Picture(PdfContent):
    """The first page of a PDF, drawn inside another; its fonts come along (as PDF/A asks)."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        assert self.writer is not None  # pyHanko hands it in before it draws
        page = self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        left, bottom, right, top = (float(side) for side in page.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Picture"), page)
        return b"/Picture Do"
