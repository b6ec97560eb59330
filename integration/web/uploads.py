"""Files that people send: what they really are, and whether they are what was asked for.

In:    an uploaded file.   Out: `Upload` with a safe name and a type told by its content.
Rule:  the client's word for name and type is not believed; the bytes are kept as received.
Never: stores anything. Start at `taken` and `why_no_letter`.
"""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from pypdf import PasswordType, PdfReader
from werkzeug.datastructures import FileStorage

from integration.filetype import PDF, media_type

INLINE = frozenset({PDF, "image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show inside the page; all else is handed over as a download."""

LONGEST_NAME = 120


@dataclass(frozen=True)
class Upload:
    """A file as it came in, not yet stored."""

    name: str
    media_type: str
    content: bytes


def taken(sent: FileStorage) -> Upload | None:
    """What was chosen in a file field; None where nothing was."""
    if not sent.filename:
        return None
    content = sent.stream.read()
    kind = media_type(content)
    return Upload(safe_name(sent.filename, kind), kind, content)


def safe_name(name: str, kind: str = "") -> str:
    """A name to show and to save under: no path, no control or direction signs, not too long."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '"<>:|?*;%'
    )
    clean = re.sub(r"\s+", " ", clean).strip(" .") or "berkas"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = clean, ""
    if kind == PDF and ending.lower() != "pdf":
        stem, ending = clean, "pdf"
    return f"{stem[:LONGEST_NAME]}.{ending}" if ending else stem[:LONGEST_NAME]


def why_not(upload: Upload, limit: int) -> str:
    """Why any file cannot be taken in, as a sentence; empty when it can. `limit` in bytes."""
    if not upload.content:
        return f"Berkas “{upload.name}” kosong (0 byte). Silakan pilih berkas yang benar."
    if len(upload.content) > limit:
        return (
            f"Berkas “{upload.name}” terlalu besar; batasnya {limit // (1024 * 1024)} MB. "
            "Silakan perkecil lalu pilih kembali."
        )
    return ""


def why_no_letter(upload: Upload, limit: int) -> str:
    """Why a file cannot be the signed letter, as a sentence; empty when it is a readable PDF."""
    said = why_not(upload, limit)
    if said:
        return said
    if upload.media_type != PDF:
        return f"Berkas “{upload.name}” bukan PDF. Silakan unggah surat bertanda tangan dalam PDF."
    try:
        reader = PdfReader(BytesIO(upload.content))
        locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
        pages = 0 if locked else len(reader.pages)
    except Exception:  # a broken PDF makes the parser fail in any way it likes
        return (
            f"PDF “{upload.name}” rusak atau tidak utuh. Silakan unduh ulang lalu unggah kembali."
        )
    if locked:
        return (
            f"PDF “{upload.name}” terkunci kata sandi sehingga pelanggan tidak dapat membacanya. "
            "Silakan unggah PDF tanpa kata sandi."
        )
    if not pages:
        return (
            f"PDF “{upload.name}” tidak memuat satu halaman pun. Silakan pilih berkas yang benar."
        )
    return ""
