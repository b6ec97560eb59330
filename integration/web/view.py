"""What a page tells about a case: facts, earlier steps, deadlines, in words.

In:    a case, the calendar in force.   Out: plain values for templates.
Rule:  a customer sees what the customer said and was answered, never the office's inside.
Never: keeps anything; every moment is derived anew. Start at `facts` and `told`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from integration.clock import WITA
from integration.naming import label, shown
from integration.signed.telling import report
from integration.sop.actors import ROLE_NAMES, Role
from integration.sop.asked import ASKED, RECHECK
from integration.sop.calendar import Calendar
from integration.sop.case import Case
from integration.sop.choices import CHANNELS
from integration.sop.explain import day_in_words
from integration.sop.field import Field, Kind
from integration.sop.intake import CONFIDENTIALITY_NAMES
from integration.sop.proof import proof_label
from integration.sop.rules import outcome_label
from integration.sop.step import Step
from integration.sop.table import STATIONS
from integration.sop.timing import due_at, standard_of
from integration.sop.traces import Completion
from integration.web.casefiles import CaseFile, references
from integration.words import NOT_ATTACHED, span, when, who

VERIFIES = 7
"""The SOP's step that says whether a remedy works: without a piece of evidence it says that too."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One finished step, as later pages show it."""

    no: int
    short: str
    outcome: str
    who: str
    at: datetime
    lines: list[tuple[str, str]] = field(default_factory=list)
    files: list[CaseFile] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One step beside its standard time."""

    no: int
    short: str
    standard: str
    began: datetime
    due: datetime | None
    ended: datetime | None
    worked: str
    late: bool


def facts(case: Case, role: Role) -> list[tuple[str, str]]:
    """The complaint's own facts, without empty ones; contacts only for the office."""
    intake = case.intake
    pairs = [
        ("Nomor register", case.register_no),
        ("Diterima", when(case.received_at)),
        ("Kanal", label(CHANNELS, intake.channel)),
    ]
    if role is not Role.CUSTOMER:
        pairs += [
            ("Pelapor", ", ".join(filter(None, (intake.name, intake.company)))),
            ("E-mail", _marked(case)),
            ("Telepon/WhatsApp", intake.phone),
            ("Kontak", intake.contact),
            ("Alamat", intake.address),
            *((proof_label(key), text) for key, text in intake.proof.items()),
            ("Dicatat oleh", intake.origin.get("officer", "")),
            ("Lanjutan dari pengaduan", intake.follows),
            ("Kerahasiaan", CONFIDENTIALITY_NAMES.get(intake.confidentiality, "")),
        ]
    pairs += [
        ("Layanan", str(case.value("triage", "service") or intake.service)),
        ("Nomor order/LHU/sertifikat", intake.reference_no),
        ("Waktu kejadian", intake.occurred_at),
        ("Bukti yang disebutkan", intake.evidence),
        *intake.extra.items(),
    ]
    return [(name, text) for name, text in pairs if text]


def _marked(case: Case) -> str:
    """The customer's address, and whether mail reaches it."""
    own = case.intake.email
    return own if own == case.email else f"{own} (e-mail ke alamat ini tidak sampai)"


def told(case: Case, step: Step | None = None) -> list[Told]:
    """What every finished step said, oldest first; last what `step` is about, where that is it.

    A re-check is about the action it looks at, not about what was done last.
    """
    every = sorted((*case.completions, *case.rechecks), key=lambda done: done.seq)
    if step is RECHECK:
        about = [done for done in every if done.step in ("actions", RECHECK.key)][-1:]
        every = [done for done in every if done not in about] + about
    return [_told(done) for done in every]


def _told(done: Completion) -> Told:
    step = ASKED[done.step]
    lines: list[tuple[str, str]] = []
    files: list[CaseFile] = []
    for each in step.fields:
        value = done.values.get(each.key)
        if each.kind in (Kind.FILE, Kind.FILES):
            files += references(value, each.label)
            if not value and step.no == VERIFIES:
                lines.append((each.label, NOT_ATTACHED))
        elif value:
            lines.append((each.label, in_words(step.key, each, value)))
    check = done.values.get("letter_check")
    if check:
        lines.append(("Pemeriksaan surat", "\n".join(report(check))))
    return Told(
        no=step.no,
        short=step.short,
        outcome=outcome_label(step.key, done.outcome),
        who=who(done.by, done.acting),
        at=done.at,
        lines=lines,
        files=files,
    )


def in_words(step: str, asked: Field, value: Any) -> str:
    """A field's value as people read it: choices by label, dates with their weekday."""
    if asked.kind is Kind.TICK:
        return "Ya"
    try:
        if asked.kind is Kind.DATE:
            return day_in_words(date.fromisoformat(str(value)))
        if asked.kind is Kind.MOMENT:
            at = datetime.fromisoformat(str(value))
            return when(at if at.tzinfo else at.replace(tzinfo=WITA))
    except ValueError:
        return str(value)
    return shown(step, asked.key, value)


def timed(case: Case, calendar: Calendar, now: datetime) -> list[Timed]:
    """Every step so far beside its standard time; the last row is the one it waits at."""
    rows = [
        _timed(case, done.step, done.began, done.at, calendar, now) for done in case.completions
    ]
    if case.step is not None:
        due = due_at(case, calendar)
        rows.append(_timed(case, case.station, case.since, None, calendar, now, due))
    return rows


def _timed(
    case: Case,
    key: str,
    began: datetime,
    ended: datetime | None,
    calendar: Calendar,
    now: datetime,
    due: datetime | None = None,
) -> Timed:
    step = STATIONS[key]
    standard = standard_of(step)
    measured = bool(standard.minutes or standard.days)
    rested = case.rested(began, ended)
    if measured:
        due = due or calendar.due(began, standard, rested)
    until = ended or now
    return Timed(
        no=step.no,
        short=step.short,
        standard=str(standard) if measured else "tidak dihitung",
        began=began,
        due=due,
        ended=ended,
        worked=span(calendar.minutes_between(began, max(began, until), rested)),
        late=due is not None and until > due,
    )


def recheck_day(case: Case) -> str:
    """When its remedy is looked at again, in words; empty where that is not to come."""
    return day_in_words(date.fromisoformat(case.recheck.on)) if case.recheck else ""


def next_for(case: Case, role: Role, calendar: Calendar) -> str:
    """What happens now, said to somebody who has just acted (or came too late)."""
    step = case.step
    if role is Role.CUSTOMER:
        if case.final:
            return (
                "Penanganan pengaduan Anda telah berakhir. Terima kasih atas masukan Anda. Bila "
                "masih ada yang belum memadai, sampaikanlah melalui halaman status."
            )
        return (
            "Kami akan memberi kabar melalui e-mail. Anda tidak perlu melakukan apa pun sekarang."
        )
    if step is None:
        said = f"Pengaduan ini berakhir dengan status {case.final}. "
        if case.recheck is None:
            return f"{said}Tidak ada tugas lagi."
        return f"{said}Keefektifan tindakan diperiksa ulang pada {recheck_day(case)}."
    if case.station == "e_sign" and not case.asked:
        return (
            "Nomor dan tanggal sedang dibubuhkan pada surat; sesudah itu Kepala Balai menerima "
            "e-mail untuk menandatanganinya."
        )
    if not case.asked:
        return (
            "Konsep surat sedang disiapkan sebagai PDF; sesudah itu Kepala Balai menerima e-mail "
            "untuk memutuskan."
        )
    said = f"Berikutnya langkah {step.no}, {step.short}, oleh {ROLE_NAMES[step.actor]}."
    if step.actor is Role.CUSTOMER:
        return said
    due = due_at(case, calendar)
    return f"{said} Batas waktunya {when(due)}." if due else said
