"""Electronic signatures in a PDF, by pyHanko (ISO 32000-2, 12.8; PAdES).

In:    PDF bytes.   Out: `Signature`s: by whom, unchanged or not, covering the whole file or not.
Rule:  only what the file itself proves is said; whether a certificate may be trusted is not.
Never: fetches anything. Start at `signatures`.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# They log every certificate they cannot trust, with its holder's name.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

NOBODY = "(tidak disebutkan)"


class NotReadable(Exception):
    """The bytes are no PDF that can be looked into."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature of a PDF."""

    name: str
    intact: bool
    """What it covers is unchanged, and it was made with the key of its certificate."""
    whole: bool
    """Nothing came after it but what keeps it checkable for long (LTV data)."""
    checked: bool = True
    """False where the signature could not even be taken apart: neither proved nor disproved."""


def signatures(pdf: bytes) -> list[Signature]:
    """Every signature in the file, oldest first; document time stamps left out.

    Raises NotReadable.
    """
    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
        return [_looked_at(one) for one in found]
    except Exception as failure:
        # A broken or hostile PDF makes the parser fail in any way it likes.
        raise NotReadable(type(failure).__name__) from None


def name_of(names: Mapping[str, Any]) -> str:
    """Whose a certificate says it is, by the names of its subject."""
    return str(names.get("common_name") or names.get("organization_name") or NOBODY)


def _looked_at(one: EmbeddedPdfSignature) -> Signature:
    name = name_of(one.signer_cert.subject.native if one.signer_cert is not None else {})
    try:
        status = validate_pdf_signature(
            one, ValidationContext(trust_roots=[], allow_fetching=False)
        )
    except Exception:
        # A signature that cannot even be taken apart proves nothing.
        return Signature(name=name, intact=False, whole=False, checked=False)
    kept = status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    return Signature(
        name=name,
        intact=bool(status.intact and status.valid),
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        or (status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and kept),
    )
