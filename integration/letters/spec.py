"""The table of every document: which values it takes, which of them it cannot do without.

In:    nothing; this is data.   Out: KIND_SPECS (kind -> names of values; fields.py explains them).
Rule:  a caller may hand the same big mapping to every kind: names it does not list are ignored.
Never: reads values or sets type. Those are checking.py and render.py. Start at `KIND_SPECS`.

An empty optional value prints as "-"; an empty required one raises `MissingValue`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KindSpec:
    """One document: its title, its SOP step, the names it needs and the ones it can use."""

    title: str
    step: int | None
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        """Every name this kind reads; `sop_no` belongs to all of them."""
        return (*self.required, *self.optional, "sop_no")


_WHO = ("name", "company", "address", "phone", "email", "confidentiality")
_WHAT = ("service", "reference_no", "kind", "severity")
_INCOMING = ("letter_from", "incoming_letter_no", "incoming_letter_date", "agenda_no")
_SIGNER = ("head", "head_title", "staff_no")
_PLAN = (
    "correction", "correction_pic", "correction_due",
    "corrective_action", "corrective_action_pic", "corrective_action_due",
    "preventive_action", "preventive_action_pic", "preventive_action_due",
)  # fmt: skip
_DONE = ("correction_done", "corrective_action_done", "preventive_action_done")

KIND_SPECS: dict[str, KindSpec] = {
    "complaint_form": KindSpec(
        "Form Pengaduan", 1,
        ("register_no", "made_at", "channel", "received_at", "description"),
        ("registered_at", "occurred_at", "subject", "expectation", "evidence", "consent",
         "officer", *_WHO, "service", "reference_no", *_INCOMING),
    ),
    "receipt": KindSpec(
        "Tanda Terima Pengaduan", 1,
        ("register_no", "made_at", "channel", "received_at", "description", "reply_due_at",
         "access_code", "status_url"),
        ("registered_at", "summary", "place", "officer", *_WHO, "service", "reference_no"),
    ),
    "disposition": KindSpec(
        "Lembar Disposisi", 3,
        ("register_no", "made_at", "received_at", "assign_to", "disposed_at", "head"),
        ("subject", "description", "channel", "name", "company", "confidentiality", *_WHAT,
         *_INCOMING, "urgency", "supporting",
         "instruction_ticks", "instruction", "note", "due_at", "conflict", "head_title",
         "staff_no"),
    ),
    "invitation": KindSpec(
        "Undangan Rapat", 4,
        ("register_no", "made_at", "meeting_at", "place", "participants", "group_head"),
        ("meeting_until", "agenda", "subject", "service", "working_group", "chair", "note",
         "letter_no"),
    ),
    "meeting_minutes": KindSpec(
        "Notulen Rapat", 4,
        ("register_no", "made_at", "meeting_at", "discussion"),
        ("meeting_until", "place", "chair", "minute_taker", "participants", "agenda", "conclusion",
         "follow_ups", "subject", "working_group", "group_head"),
    ),
    "action_plan": KindSpec(
        "Konsep Tindakan Perbaikan (LKTP)", 6,
        ("register_no", "made_at", "description", "root_cause", "correction", "corrective_action",
         "preventive_action"),
        ("document_no", "version", "received_at", "subject", *_WHAT, "clause", "category",
         "nonconformity", "working_group", "group_head", "review", "participants", "why",
         *(name for name in _PLAN if name.endswith(("_pic", "_due")))),
    ),
    "verification": KindSpec(
        "Verifikasi Tindakan Perbaikan", 7,
        ("register_no", "made_at", "verification", "effective"),
        ("document_no", "version", "subject", "service", "working_group", "group_head",
         "root_cause", *_PLAN, *_DONE, "verification_evidence", "method", "verifier",
         "verified_at", "recheck_at", *_SIGNER, "head_note"),
    ),
    "recheck": KindSpec(
        "Pemeriksaan Ulang Keefektifan Tindakan", 7,
        ("register_no", "made_at", "verification", "effective", "round"),
        ("subject", "service", "working_group", "checked_before", "checked_action",
         "verification_evidence", "failed_because", "linked_action", "linked_action_pic",
         "linked_action_due", "recheck_at", "verifier", *_SIGNER),
    ),
    "minutes": KindSpec(
        "Notulen - Catatan Penyampaian dan Penutupan", 10,
        ("register_no", "made_at", "outcome"),
        ("subject", "received_at", *_WHO, "letter_no", "letter_date", "letter_sha256", "sent_at",
         "sent_by", "receiver", "reply_received_at", "customer_answer", "officer", "closed_at",
         "note"),
    ),
    "polite_answer": KindSpec(
        "Tanggapan atas Pesan", 2,
        ("register_no", "made_at", "received_at", "classification", "answer"),
        ("name", "company", "address", "channel", "subject", "reason", "forwarded_to",
         "related_register_no", "letter_no", "letter_date", "officer", *_SIGNER),
    ),
    "register_sheet": KindSpec(
        "Lembar Register Pengaduan", None,
        ("register_no", "made_at", "received_at", "description", "status"),
        ("channel", "registered_at", "occurred_at", "subject", "expectation", "consent", "officer",
         *_WHO, *_WHAT, "classification", *_INCOMING, "evidence", "reply_due_at", "total_due_at",
         "urgency", "assign_to", "supporting", "instruction_ticks", "instruction", "note",
         "due_at", "disposed_at", "conflict", *_SIGNER, "working_group", "group_head", "review",
         "participants", "why", "root_cause", *_PLAN, *_DONE, "verification_evidence",
         "verification", "effective", "verifier", "verified_at", "recheck_at", "reply_version",
         "initialled_by", "returns", "letter_no", "letter_date", "letter_sha256", "letter_check",
         "sent_at",
         "sent_by", "receiver", "reply_received_at", "outcome", "customer_answer", "reason",
         "related_register_no", "closed_at", "documents"),
    ),
    "timeline": KindSpec(
        "Riwayat Penanganan", None,
        ("register_no", "made_at", "events"),
        ("subject", "received_at", "status", "chain", "total_due_at", "closed_at"),
    ),
    "cover": KindSpec(
        "Berkas Pengaduan", None,
        ("register_no", "made_at"),
        ("subject", "name", "company", "confidentiality", "service", "working_group", "status",
         "received_at", "closed_at", "letter_no", "letter_date", "archive_code", "retention",
         "officer", "paper_checklist"),
    ),
}  # fmt: skip

KINDS: tuple[str, ...] = tuple(KIND_SPECS)


def required_values(kind: str) -> frozenset[str]:
    """Names `render` refuses to do without for this kind. Raises KeyError for an unknown kind."""
    return frozenset(KIND_SPECS[kind].required)
