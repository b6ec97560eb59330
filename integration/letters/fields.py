"""Every value that a document may take: its name, its shape, its meaning.

In:    nothing; this is data.   Out: FIELDS (name -> shape and meaning).
Rule:  a name means the same in every kind (glossary: domain.md 8; documents: domain.md 2).
Never: says which document takes it. That is spec.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a value looks like when it arrives, and so how it is printed."""

    TEXT = "text"  # str or number; line breaks are kept
    MOMENT = "moment"  # ISO 8601 with zone -> "Selasa, 6 Mei 2025 pukul 09.00 WITA"
    DATE = "date"  # ISO date (or moment, then the day in the office's zone) -> "6 Mei 2025"
    FLAG = "flag"  # bool -> "Ya" / "Tidak"; False counts as given
    CODE = "code"  # glossary key -> its Indonesian words; an unknown key prints as it stands
    TEXTS = "texts"  # list of str (one str counts as a list of one)
    CODES = "codes"  # list of glossary keys
    ROWS = "rows"  # list of dicts with the columns below; a plain str fills the first column


@dataclass(frozen=True)
class Field:
    """One named value: its shape, its meaning, and the columns when it is a table."""

    shape: Shape
    meaning: str
    columns: tuple[tuple[str, Shape], ...] = ()


_T, _M, _D, _F, _C = Shape.TEXT, Shape.MOMENT, Shape.DATE, Shape.FLAG, Shape.CODE

FIELDS: dict[str, Field] = {
    # the case
    "register_no": Field(_T, "our number, ADU/2025/0007"),
    "made_at": Field(_M, "when this document is made; also the PDF's creation date"),
    "sop_no": Field(_T, "number of the SOP in force, printed in the foot of every form"),
    "status": Field(_C, "status on screen, in words (domain.md 1.5)"),
    "channel": Field(_C, "walk_in, website, whatsapp, email, box, social_media, letter, lapor"),
    "received_at": Field(_M, "waktu terima: when the complaint reached the office"),
    "registered_at": Field(_M, "waktu catat: when it was entered"),
    "occurred_at": Field(_T, "waktu kejadian: ISO moment or date, or the customer's own words"),
    "subject": Field(_T, "hal: one line saying what it is about"),
    "summary": Field(_T, "short retelling for the receipt; without it the description is used"),
    "description": Field(_T, "uraian keluhan, as received, never edited"),
    "expectation": Field(_T, "harapan penyelesaian"),
    "evidence": Field(
        Shape.ROWS, "files the customer sent", (("name", _T), ("sha256", _T), ("note", _T))
    ),
    "consent": Field(_F, "persetujuan pengolahan data"),
    # the customer
    "name": Field(_T, "complainant; empty when anonymous"),
    "company": Field(_T, "instansi/perusahaan"),
    "address": Field(_T, "postal address"),
    "phone": Field(_T, "telephone or WhatsApp"),
    "email": Field(_T, "e-mail"),
    "confidentiality": Field(_C, "open, confidential, anonymous"),
    # the service complained of, and the sorting of step 2
    "service": Field(_T, "jenis layanan"),
    "reference_no": Field(_T, "nomor order, LHU or certificate"),
    "officer": Field(_T, "petugas who received or recorded it; empty prints 'sistem'"),
    "classification": Field(
        _C,
        "complaint, info_request, suggestion, praise, appeal, dispute, whistleblow, "
        "out_of_scope, duplicate, spam",
    ),
    "kind": Field(_T, "jenis keluhan"),
    "severity": Field(_C, "low, medium, high, critical, or words"),
    # the customer's letter, as entered in Srikandi
    "letter_from": Field(_T, "surat dari; without it name and company are used"),
    "incoming_letter_no": Field(_T, "number of the customer's letter"),
    "incoming_letter_date": Field(_D, "date of the customer's letter"),
    "agenda_no": Field(_T, "nomor agenda from Srikandi"),
    # the receipt
    "reply_due_at": Field(_M, "promised date of the reply"),
    "access_code": Field(_T, "kode akses for the status page"),
    "status_url": Field(_T, "address of the status page"),
    "place": Field(_T, "place of receipt or of the meeting; receipt: the office's city if empty"),
    # step 3
    "urgency": Field(_C, "sifat: normal, urgent, very_urgent, secret"),
    "assign_to": Field(_T, "pokja (and its head) the case is given to"),
    "supporting": Field(Shape.TEXTS, "supporting pokja"),
    "instruction_ticks": Field(Shape.CODES, "keys of wording.INSTRUCTIONS, or words of one's own"),
    "instruction": Field(_T, "instruction in words"),
    "note": Field(_T, "catatan"),
    "due_at": Field(_M, "batas waktu of what is ordered here"),
    "disposed_at": Field(_M, "when the disposition was given"),
    "conflict": Field(_T, "conflict-of-interest declaration and who reviews instead"),
    "head": Field(_T, "name of the Kepala Balai, or of who stands in"),
    "head_title": Field(_T, "'Kepala Balai' unless given, e.g. 'Plh. Kepala Balai'"),
    "staff_no": Field(_T, "NIP of the head, printed below the name"),
    # step 4
    "working_group": Field(_T, "pokja that handles the case"),
    "group_head": Field(_T, "name of the Ketua Pokja"),
    "review": Field(_T, "hasil kajian of step 4"),
    "participants": Field(Shape.ROWS, "people invited or consulted", (("name", _T), ("role", _T))),
    "meeting_at": Field(_M, "start of the meeting"),
    "meeting_until": Field(_M, "end of the meeting"),
    "agenda": Field(Shape.TEXTS, "points of the meeting's agenda"),
    "chair": Field(_T, "pimpinan rapat"),
    "minute_taker": Field(_T, "notulis"),
    "discussion": Field(_T, "pembahasan"),
    "conclusion": Field(_T, "kesimpulan/keputusan"),
    "follow_ups": Field(Shape.ROWS, "tindak lanjut", (("what", _T), ("who", _T), ("due", _D))),
    # steps 5 and 6
    "document_no": Field(_T, "LKTP number if the office gives one; else the register number"),
    "version": Field(_T, "which version of the plan this is"),
    "clause": Field(_T, "acuan/klausul the nonconformity is measured against"),
    "category": Field(_C, "mayor, minor, observasi"),
    "nonconformity": Field(_T, "facts of the nonconformity; without it the description is used"),
    "why": Field(Shape.TEXTS, "five whys, first to last"),
    "root_cause": Field(_T, "akar masalah"),
    "correction": Field(_T, "koreksi"),
    "correction_pic": Field(_T, "who carries out the correction"),
    "correction_due": Field(_D, "target date of the correction"),
    "corrective_action": Field(_T, "tindakan korektif"),
    "corrective_action_pic": Field(_T, "who carries it out"),
    "corrective_action_due": Field(_D, "target date"),
    "preventive_action": Field(_T, "tindakan pencegahan"),
    "preventive_action_pic": Field(_T, "who carries it out"),
    "preventive_action_due": Field(_D, "target date"),
    # step 7
    "verification_evidence": Field(
        Shape.ROWS, "files that prove the action", (("name", _T), ("sha256", _T), ("note", _T))
    ),
    "correction_done": Field(_D, "realisasi of the correction"),
    "corrective_action_done": Field(_D, "realisasi of the corrective action"),
    "preventive_action_done": Field(_D, "realisasi of the preventive action"),
    "method": Field(_T, "how it was verified"),
    "verification": Field(_T, "hasil evaluasi in words"),
    "effective": Field(_F, "True: efektif; False: belum efektif"),
    "verifier": Field(_T, "verifikator"),
    "verified_at": Field(_M, "when it was verified"),
    "recheck_at": Field(_D, "later day on which effectiveness is looked at again"),
    "head_note": Field(_T, "catatan Kepala Balai"),
    # the re-check after step 7
    "round": Field(_T, "which re-check this is, from 1"),
    "checked_before": Field(_M, "when effectiveness was judged before"),
    "checked_action": Field(_T, "the action that is looked at again"),
    "failed_because": Field(_T, "why it was not effective"),
    "linked_action": Field(_T, "tindakan korektif lanjutan that opens then"),
    "linked_action_pic": Field(_T, "who carries it out"),
    "linked_action_due": Field(_D, "target date"),
    # steps 8 to 10
    "reply_version": Field(_T, "version of the approved draft"),
    "initialled_by": Field(_T, "who put the paraf"),
    "returns": Field(_T, "how often the draft was returned"),
    "letter_no": Field(_T, "nomor surat from Srikandi or the records office, never ours"),
    "letter_date": Field(_D, "date of the outgoing letter"),
    "letter_sha256": Field(_T, "SHA-256 of the letter as sent"),
    "letter_check": Field(_T, "what was found when the signed letter was looked at"),
    "sent_at": Field(_M, "when the letter was sent"),
    "sent_by": Field(_C, "means of delivery: a channel key or words"),
    "receiver": Field(_T, "who received the letter"),
    "reply_received_at": Field(_M, "when the customer had it"),
    "outcome": Field(_C, "received, not_satisfied"),
    "customer_answer": Field(_T, "tanggapan pelanggan in words"),
    "closed_at": Field(_M, "when the case was closed"),
    # the letter to somebody whose message is no complaint
    "answer": Field(_T, "the answer itself, paragraphs separated by line breaks"),
    "reason": Field(_T, "why the message leaves the complaint procedure"),
    "forwarded_to": Field(_T, "office the message was passed to"),
    "related_register_no": Field(_T, "the earlier case this one repeats or reopens"),
    # history and archive
    "events": Field(
        Shape.ROWS,
        "history, first to last",
        (("at", _M), ("step", _T), ("who", _T), ("door", _C), ("what", _T)),
    ),
    "chain": Field(_T, "hash of the last event"),
    "documents": Field(
        Shape.ROWS, "documents of the case", (("title", _T), ("made_at", _D), ("sha256", _T))
    ),
    "total_due_at": Field(_M, "when step 10 is due by the SOP"),
    "archive_code": Field(_T, "klasifikasi arsip"),
    "retention": Field(_T, "how long the paper file is kept, in words"),
    "paper_checklist": Field(
        Shape.TEXTS, "further things that lie in the paper file, ticked off by hand"
    ),
}
