"""The register's columns, as one table: header, owner, what a cell shows, what it feeds.

In:    a case.   Out: `COLUMNS`, `HEADERS`, and the case's row of texts.
Rule:  the fifteen headers of design section 5 never change; which step a staff column feeds is
       said by `Field.column`, here only looked up.
Never: reads a cell. Start at `shown()`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from integration.clock import WITA
from integration.sop.case import WHISTLEBLOW, Case
from integration.sop.choices import CHANNELS, CLASSIFICATIONS
from integration.sop.fields import FIELDS
from integration.sop.intake import Intake
from integration.sop.table import STATIONS

Cells = tuple[str, ...]
"""One row's texts in the order of `COLUMNS`, wherever the sheet has the columns."""

SECRET = "(rahasia)"
LONGEST_TEXT = 5000
"""Signs of `Uraian` in a cell; Google holds 50,000, people read less."""


class Owner(StrEnum):
    """Who writes a column."""

    SERVICE = "service"
    STAFF = "staff"
    STATUS = "status"
    FREE = "free"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; `step` and `field` name what a staff column feeds."""

    header: str
    owner: Owner = Owner.SERVICE
    step: str = ""
    field: str = ""


def _fed(header: str) -> tuple[str, str]:
    """The first step that staff may finish from the sheet and that asks for this column."""
    for step, asked in FIELDS.items():
        for each in asked:
            if each.column == header and STATIONS[step].desk_may:
                return step, each.key
    raise LookupError(f"no step asks for the column {header}")


def _staff(header: str) -> Column:
    step, field = _fed(header)
    return Column(header=header, owner=Owner.STAFF, step=step, field=field)


COLUMNS: tuple[Column, ...] = (
    Column(header="No. Register"),
    Column(header="Kanal"),
    Column(header="Diterima"),
    Column(header="Nama"),
    Column(header="Kontak"),
    Column(header="Uraian"),
    Column(header="Status", owner=Owner.STATUS),
    Column(header="Tenggat"),
    Column(header="Jenis", owner=Owner.STAFF, step="triage", field="kind"),
    _staff("Pokja"),
    _staff("Penyebab"),
    _staff("Koreksi"),
    _staff("Tindakan Korektif"),
    _staff("Tindakan Pencegahan"),
    Column(header="Catatan Petugas", owner=Owner.FREE),
    _staff("Hasil Kajian"),
    _staff("Hasil Verifikasi"),
    Column(header="Langkah"),
    Column(header="Nomor Surat"),
    Column(header="Berkas Kasus"),
)

HEADERS: tuple[str, ...] = tuple(column.header for column in COLUMNS)
STAFF_HEADERS = tuple(column.header for column in COLUMNS if column.owner is Owner.STAFF)
AT: dict[str, int] = {header: place for place, header in enumerate(HEADERS)}
"""Place of a header in `COLUMNS`."""

NUMBER, CHANNEL, RECEIVED, NAME, CONTACT, TEXT, STATUS, DUE, KIND, GROUP = range(10)
NOTES, STEP, FILE = AT["Catatan Petugas"], AT["Langkah"], AT["Berkas Kasus"]
NOTHING: Cells = ("",) * len(HEADERS)
FREE_TEXT = frozenset(
    at
    for at, each in enumerate(COLUMNS)
    if each.owner is Owner.FREE or (each.owner is Owner.STAFF and at not in (KIND, GROUP))
)
"""Columns in which staff write about a complaint in words of their own."""
TYPED_FACTS = (NUMBER, CHANNEL, RECEIVED, NAME, CONTACT, TEXT)
"""What a row typed by hand says of a new complaint; the service's from then on."""

CHANNEL_NAMES = dict(CHANNELS)
CLASS_NAMES = dict(CLASSIFICATIONS)


def letters(at: int) -> str:
    """How a column is called in the spreadsheet: `A`, `Z`, `AA`."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def moment(at: datetime | None) -> str:
    """`2026-11-22 15:30` on the office's clock; empty for none."""
    return at.astimezone(WITA).strftime("%Y-%m-%d %H:%M") if at else ""


def contact(intake: Intake) -> str:
    """What staff typed, else every way there is, so that nothing said is hidden."""
    if intake.contact:
        known = intake.contact + intake.contact.replace(" ", "").replace("-", "")
        rest = [each for each in (intake.email, intake.phone) if each and each not in known]
        return " / ".join([intake.contact, *rest])
    return " / ".join(each for each in (intake.email, intake.phone) if each)


def description(intake: Intake) -> str:
    """The complaint's text, cut where a cell would become unreadable."""
    text = intake.description
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}… (selengkapnya di Berkas Kasus)"


def kind(case: Case) -> str:
    """The kind if one was chosen, else how the class is called."""
    chosen = str(case.value("triage", "kind"))
    return chosen or CLASS_NAMES.get(case.classification, "")


def shown(case: Case, due: datetime | None, link: str) -> Cells:
    """The row that this case should have; `due` is its step's limit, `link` leads to its file."""
    return masked(case, whole(case, due, link))


def masked(case: Case, cells: Cells) -> Cells:
    """The same row without what is confidential; an empty cell of staff's stays empty."""
    if not case.secret:
        return cells
    hidden = {NAME, CONTACT, TEXT}
    if case.classification == WHISTLEBLOW:
        hidden.add(KIND)
    return tuple(
        SECRET if at in hidden or (at in FREE_TEXT and text) else text
        for at, text in enumerate(cells)
    )


def whole(case: Case, due: datetime | None, link: str) -> Cells:
    """Everything that the case says, for whoever may know it."""
    intake = case.intake
    step = case.step
    values = {
        "No. Register": case.register_no,
        "Kanal": CHANNEL_NAMES.get(intake.channel, intake.channel),
        "Diterima": moment(case.received_at),
        "Nama": intake.name,
        "Kontak": contact(intake),
        "Uraian": description(intake),
        "Status": case.status,
        "Tenggat": moment(due),
        "Jenis": kind(case),
        "Pokja": case.group,
        "Catatan Petugas": case.staff_note,
        "Langkah": f"{step.no}. {step.short}" if step else "",
        "Nomor Surat": case.letter.number if case.letter else "",
        "Berkas Kasus": link,
    }
    return tuple(
        values[each.header] if each.header in values else str(case.value(each.step, each.field))
        for each in COLUMNS
    )
