"""The files of a case: which belong to it, who may open which, and how they are handed over.

In:    a case, a SHA-256 from an address.   Out: `CaseFile`s; a response with the bytes.
Rule:  only hashes found in the case's own history or outbox are served; a customer's link opens
       what the customer sent and the answer letter, nothing from inside the office.
Never: lets a file act on our origin: no sniffing, no scripts. Start at `of_case` and `hand_over`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Response, abort, request, send_file

from integration.filetype import PDF, media_type
from integration.naming import TITLES
from integration.service import Service
from integration.sop.actors import Role
from integration.sop.case import Case
from integration.sop.events import Event, What
from integration.store.outbox import Entry
from integration.web.site import headed
from integration.web.uploads import INLINE, safe_name

# Browsers refuse to show a PDF in a sandbox; its reader runs apart from the page anyway.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One file of a case."""

    sha256: str
    name: str
    title: str
    size: int = 0
    for_customer: bool = False


def of_case(service: Service, case: Case, role: Role) -> list[CaseFile]:
    """The files that a person in `role` may open, each once, oldest first."""
    found = [*_told(service.history(case.register_no)), *_filed(service.effects(case.register_no))]
    once: dict[str, CaseFile] = {}
    for each in found:
        known = once.get(each.sha256)
        # the very file of a draft may have gone out as the letter: then it is the letter
        went_out = known is not None and each.for_customer and not known.for_customer
        if (known is None or went_out) and (role is not Role.CUSTOMER or each.for_customer):
            once[each.sha256] = each
    return list(once.values())


def letter(case: Case) -> CaseFile | None:
    """The signed answer letter, once it was issued."""
    return _reference(case.letter.pdf, "Surat jawaban", True) if case.letter else None


def preview(case: Case) -> CaseFile | None:
    """The PDF that the Kepala Balai decides on."""
    if case.preview is None:
        return None
    return _draft(case.preview.version, case.preview.pdf_sha256)


def prepared(case: Case) -> CaseFile | None:
    """The numbered letter that is to be signed by certificate."""
    return _numbered(case.prepared.pdf_sha256) if case.prepared else None


def about(case: Case, step: str) -> CaseFile | None:
    """The PDF that a step is about: the draft to decide on or issue, or the letter."""
    match step:
        case "sign" | "records":
            return preview(case)
        case "e_sign":
            return prepared(case)
        case "deliver":
            return letter(case)
        case _:
            return None


def references(values: Any, title: str, for_customer: bool = False) -> list[CaseFile]:
    """Files among a field's value: one reference, several, or none."""
    listed = values if isinstance(values, (list, tuple)) else [values]
    return [
        _reference(each, title, for_customer)
        for each in listed
        if isinstance(each, dict) and each.get("sha256")
    ]


def hand_over(service: Service, sha256: str, allowed: Iterable[CaseFile]) -> Response:
    """The bytes of one of the allowed files; 404 for any other hash, and for lost bytes."""
    known = next((each for each in allowed if each.sha256 == sha256), None)
    content = service.file(sha256) if known else None
    if known is None or content is None:
        abort(404)
    kind = media_type(content)
    response = send_file(
        BytesIO(content),
        mimetype=kind,
        as_attachment=kind not in INLINE or "unduh" in request.args,
        download_name=safe_name(known.name, kind),
        conditional=False,
        etag=False,
    )
    policy = PDF_POLICY if kind == PDF else FILE_POLICY
    return headed(response, {"Content-Security-Policy": policy})


def _told(history: Iterable[Event]) -> Iterable[CaseFile]:
    for event in history:
        data = event.data
        match event.what:
            case What.RECEIVED | What.AMENDED:
                yield from references(data["intake"].get("files"), "Lampiran pelapor", True)
            case What.NOTED | What.REOPENED:
                own = data.get("kind", "customer") == "customer"
                yield from references(data.get("files"), "Lampiran surat-menyurat", own)
            case What.PREPARED:
                yield _numbered(data["pdf_sha256"])
            case What.PREVIEWED:
                yield _draft(data["version"], data["pdf_sha256"])
            case What.COMPLETED | What.RECHECKED:
                letter = data["step"] in ("records", "e_sign")
                own = letter or data["step"] == "complete_info"
                title = "Surat jawaban" if letter else "Bukti"
                for value in data["values"].values():
                    yield from references(value, title, own)


def _filed(effects: Iterable[Entry]) -> Iterable[CaseFile]:
    for entry in effects:
        if entry.result.get("sha256"):
            title = entry.result.get("title") or TITLES.get(entry.data.get("document", entry.kind))
            yield _reference(entry.result, str(title or "Dokumen"), False)


def _reference(file: Any, title: str, for_customer: bool) -> CaseFile:
    return CaseFile(
        sha256=str(file["sha256"]),
        name=safe_name(str(file.get("name") or title)),
        title=title,
        size=int(file.get("size") or 0),
        for_customer=for_customer,
    )


def _numbered(sha256: str) -> CaseFile:
    return CaseFile(
        sha256=sha256,
        name="Surat bernomor, belum ditandatangani.pdf",
        title="Surat bernomor, belum ditandatangani",
    )


def _draft(version: int, sha256: str) -> CaseFile:
    return CaseFile(
        sha256=sha256,
        name=f"Konsep Surat Balasan versi {version}.pdf",
        title=f"{TITLES['reply_draft']} versi {version}",
    )
