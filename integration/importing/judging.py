"""What each line of the old register says, and what is odd about it.

In:    a table, the present moment.   Out: `Planned` lines: what would be taken, with oddities.
Rule:  every oddity is named together with what is made of it; the words of the file are kept in
       `extra` (nothing anyone typed is lost).
Never: writes anything.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from integration.clock import WITA
from integration.importing.table import Line, Table
from integration.intake.mapping import from_row, tidy, usable_email
from integration.register import typed
from integration.register.reading import plain
from integration.sop.intake import Intake
from integration.sop.table import ARCHIVED, CLOSED, WITHDRAWN

SOURCE = "import:"
OLD_NUMBER, OLD_STATUS, OLD_ANSWERED = (
    "Nomor register lama",
    "Status register lama",
    "Tanggal jawab register lama",
)
_STATUSES = {
    **dict.fromkeys(
        ("selesai", "closed", "close", "tutup", "ditutup", "done", "dijawab", "sudah dijawab"),
        CLOSED,
    ),
    **dict.fromkeys(("sudah selesai", "tuntas", "ok"), CLOSED),
    **dict.fromkeys(("dicabut", "batal", "dibatalkan"), WITHDRAWN),
    **dict.fromkeys(("diarsipkan", "arsip", "bukan pengaduan"), ARCHIVED),
    **dict.fromkeys(
        ("", "proses", "diproses", "dalam proses", "on progress", "open", "baru", "pending"), ""
    ),
    **dict.fromkeys(("belum", "belum selesai", "belum dijawab", "menunggu"), ""),
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("januari", "jan"), ("februari", "feb", "pebruari"), ("maret", "mar")),
            *(("april", "apr"), ("mei",), ("juni", "jun"), ("juli", "jul")),
            *(("agustus", "agu", "ags", "agt"), ("september", "sep", "sept")),
            *(("oktober", "okt"), ("november", "nov", "nopember"), ("desember", "des")),
        ),
        start=1,
    )
    for name in names
}
_WORDED = re.compile(r"(?:[a-z]+, *)?(\d{1,2})[ \-]([a-z]+)[ \-](\d{4})")
_EPOCH = datetime(1899, 12, 30, tzinfo=WITA)
_SERIALS = range(20_000, 80_000)
"""Excel's day numbers from 1954 to 2119; other numbers are no dates."""
_ZERO_LOST = re.compile(r"8\d{8,11}")


@dataclass(frozen=True)
class Planned:
    """One line, as it would be taken."""

    at: int
    source_key: str
    intake: Intake
    received_at: datetime
    final: str = ""
    ended_at: datetime | None = None
    odd: tuple[str, ...] = ()
    skipped: str = ""
    """Why it is not taken; empty when it is."""


@dataclass
class _Reader:
    line: Line
    now: datetime
    odd: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)

    def text(self, meaning: str) -> str:
        return _text(self.line.cells.get(meaning))

    def moment(self, meaning: str, words: str) -> datetime | None:
        cell = self.line.cells.get(meaning)
        if not _text(cell):
            return None
        at = moment(cell)
        if at is None:
            self.odd.append(f"{words} '{_text(cell)}' tidak dapat dibaca")
            self.extra[words] = _text(cell)
        elif at > self.now:
            self.odd.append(f"{words} {_text(cell)} belum tiba; dianggap tidak terisi")
            self.extra[words] = _text(cell)
            return None
        return at


def moment(cell: Any) -> datetime | None:
    """A date in any of the ways registers hold it, on the office's clock; None when unreadable."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=WITA)
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        return _EPOCH + timedelta(days=float(cell))
    text = _text(cell)
    worded = _WORDED.fullmatch(plain(text))
    if worded and worded[2] in _MONTHS:
        try:
            return datetime(int(worded[3]), _MONTHS[worded[2]], int(worded[1]), tzinfo=WITA)
        except ValueError:
            return None
    return typed.received(text, datetime.max.replace(tzinfo=WITA) - timedelta(days=2))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    return tidy(str(cell))


def judged(table: Table, now: datetime) -> list[Planned]:
    """Every line, in the order of the file."""
    found: list[Planned] = []
    by_source: dict[str, int] = {}
    by_number: dict[str, int] = {}
    by_words: dict[tuple[str, str], int] = {}
    for line in table.lines:
        one = _judged(line, now)
        odd = list(one.odd)
        number, words = one.intake.extra.get(OLD_NUMBER, ""), _words(one.intake)
        same = by_source.setdefault(one.source_key, line.at)
        if same != line.at:
            odd.append(f"sama persis dengan baris {same}")
            found.append(replace(one, odd=tuple(odd), skipped=f"sama dengan baris {same}"))
            continue
        if number and by_number.setdefault(number, line.at) != line.at:
            odd.append(f"nomor {number} sudah dipakai baris {by_number[number]}; keduanya diambil")
        if words[1] and by_words.setdefault(words, line.at) != line.at:
            odd.append(f"nama dan uraian sama dengan baris {by_words[words]}; keduanya diambil")
        found.append(replace(one, odd=tuple(odd)))
    return found


def _words(intake: Intake) -> tuple[str, str]:
    return plain(intake.name), plain(intake.description)


def _judged(line: Line, now: datetime) -> Planned:
    read = _Reader(line, now)
    for header, cell in line.others.items():
        if _text(cell):
            read.extra[header] = _text(cell)
    if read.text("number"):
        read.extra[OLD_NUMBER] = read.text("number")
    received, ended, final = _when(read)
    intake = _intake(read)
    skipped = ""
    if not (intake.description or intake.name or intake.reach):
        skipped = "tidak ada uraian, nama, maupun kontak"
    elif not intake.description:
        read.odd.append("uraian kosong")
    content = sorted((key, _text(cell)) for key, cell in {**line.cells, **line.others}.items())
    return Planned(
        at=line.at,
        source_key=SOURCE + hashlib.sha256(repr(content).encode()).hexdigest(),
        intake=replace(intake, extra={**intake.extra, **read.extra}),
        received_at=received,
        final=final,
        ended_at=ended,
        odd=tuple(read.odd),
        skipped=skipped,
    )


def _when(read: _Reader) -> tuple[datetime, datetime | None, str]:
    """(received, ended, final status)."""
    received = read.moment("received", "tanggal terima")
    answered = read.moment("answered", "tanggal jawab")
    status = read.text("status")
    final = _STATUSES.get(plain(status))
    if status:
        read.extra[OLD_STATUS] = status
    if answered:
        read.extra[OLD_ANSWERED] = _text(read.line.cells["answered"])
    if final is None:
        final = CLOSED if answered else ""
        made = "sudah selesai, karena ada tanggal jawab" if answered else "belum selesai"
        read.odd.append(f"status '{status}' tidak dikenal; dianggap {made}")
    elif not final and answered:
        final = CLOSED
        if status:
            read.odd.append(f"status '{status}' tetapi ada tanggal jawab; dianggap selesai")
    if received is None:
        received = answered or read.now
        made = "dipakai tanggal jawab" if answered else "dipakai saat pengambilan ini"
        read.odd.append(f"tanggal terima tidak ada; {made}")
    elif answered and answered.date() < received.date():
        read.odd.append("tanggal jawab mendahului tanggal terima; ditutup pada tanggal terima")
    if not final:
        return received, None, ""
    if answered is None:
        read.odd.append("sudah selesai tanpa tanggal jawab; ditutup pada tanggal terima")
    return received, max(received, answered or received), final


def _intake(read: _Reader) -> Intake:
    said = read.text("channel")
    channel = typed.channel(said)
    if channel is None:
        if said:
            read.extra["Kanal"] = said
            read.odd.append(f"kanal '{said}' tidak dikenal; dicatat sebagai datang langsung")
        channel = typed.UNNAMED_CHANNEL
    contact = read.text("contact")
    digits = re.sub(r"[\s.\-]", "", contact)
    if _ZERO_LOST.fullmatch(digits):
        contact = f"0{digits}"
        read.odd.append(f"nomor telepon {digits} kehilangan nol; dicatat {contact}")
    intake = from_row(channel, read.text("name"), contact, read.text("text"))
    email = usable_email(read.text("email"))
    if read.text("email") and not email:
        read.extra["E-mail"] = read.text("email")
        read.odd.append(f"alamat e-mail '{read.text('email')}' tidak dapat dipakai")
    changes: Mapping[str, Any] = {"company": read.text("company")}
    if email:
        changes = {**changes, "email": email, "problems": ()}
    return replace(intake, **changes)
