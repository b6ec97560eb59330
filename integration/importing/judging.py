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
from datetime import datetime
from typing import Any

from integration.importing.cells import NOTHING, moment, text_of
from integration.importing.table import Line, Table
from integration.intake.mapping import from_row
from integration.register import typed
from integration.register.reading import plain
from integration.sop.addresses import usable_email
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
FIRST_YEAR = 2000
"""What is older than the office's registers is a slip of the hand."""
_TOTAL = re.compile(r"(?:sub ?)?(?:jumlah|total)\b.*")
_SPOILED = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
_ZERO_LOST = re.compile(r"8\d{8,11}")


@dataclass(frozen=True)
class Planned:
    """One line, as it would be taken."""

    place: str
    """Where it stands in the file, for people."""
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
        said = text_of(self.line.cells.get(meaning))
        return "" if plain(said) in NOTHING else said

    def moment(self, meaning: str, words: str) -> datetime | None:
        said = self.text(meaning)
        if not said:
            return None
        at = moment(self.line.cells.get(meaning))
        if at is not None and at.year >= FIRST_YEAR and at <= self.now:
            return at
        self.extra[words] = said
        if at is None:
            self.odd.append(f"{words} '{said}' tidak dapat dibaca; dianggap tidak terisi")
        elif at > self.now:
            self.odd.append(f"{words} {said} belum tiba; dianggap tidak terisi")
        else:
            self.odd.append(f"{words} {said} terlalu lama lalu; dianggap tidak terisi")
        return None


def judged(table: Table, now: datetime) -> list[Planned]:
    """Every line, in the order of the file."""
    found: list[Planned] = []
    by_source: dict[str, str] = {}
    by_number: dict[str, str] = {}
    by_words: dict[tuple[str, str], str] = {}
    for line in table.lines:
        one = _judged(line, now, len(table.sheets) > 1)
        if one.skipped:
            found.append(replace(one, odd=()))
            continue
        odd = list(one.odd)
        number, words = one.intake.extra.get(OLD_NUMBER, ""), _words(one.intake)
        same = by_source.setdefault(one.source_key, one.place)
        if same != one.place:
            found.append(replace(one, odd=tuple(odd), skipped=f"sama persis dengan {same}"))
            continue
        # numbers that only count the lines begin anew with every month or page
        counted = not number or number.isdigit()
        if not counted and by_number.setdefault(number, one.place) != one.place:
            odd.append(f"nomor {number} sudah dipakai {by_number[number]}; keduanya diambil")
        if words[1] and by_words.setdefault(words, one.place) != one.place:
            odd.append(f"nama dan uraian sama dengan {by_words[words]}; keduanya diambil")
        found.append(replace(one, odd=tuple(odd)))
    return found


def _words(intake: Intake) -> tuple[str, str]:
    return plain(intake.name), plain(intake.description)


def _judged(line: Line, now: datetime, several: bool) -> Planned:
    read = _Reader(line, now)
    for header, cell in line.others.items():
        if text_of(cell):
            read.extra[header] = text_of(cell)
    if read.text("number"):
        read.extra[OLD_NUMBER] = read.text("number")
    received, ended, final = _when(read)
    intake = _intake(read)
    skipped = line.no_complaint
    filled = [cell for cell in (*line.cells.values(), *line.others.values()) if text_of(cell)]
    if skipped:
        pass
    elif not (intake.description or intake.name or intake.reach):
        skipped = "tidak ada uraian, nama, maupun kontak"
    elif not intake.description:
        read.odd.append("uraian kosong")
    elif len(filled) == 1:
        if _TOTAL.fullmatch(plain(intake.description)):
            skipped = "baris jumlah, bukan pengaduan"
        read.odd.append("hanya uraian yang terisi; mungkin sambungan baris di atasnya")
    content = sorted((key, text_of(cell)) for key, cell in {**line.cells, **line.others}.items())
    return Planned(
        place=f"{line.sheet} baris {line.at}" if several else f"baris {line.at}",
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
        if final is None:
            final = _STATUSES.get(plain(status.partition("(")[0]))
    if answered:
        read.extra[OLD_ANSWERED] = text_of(read.line.cells["answered"])
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
            read.odd.append(f"kanal '{said}' tidak dikenal; dicatat sebagai datang langsung")
        channel = typed.UNNAMED_CHANNEL
    if typed.says_more(said):
        read.extra["Kanal"] = said
    contact = read.text("contact").removeprefix("'")
    if _SPOILED.fullmatch(contact):
        read.odd.append(f"nomor telepon '{contact}' sudah terpotong dalam berkas; periksa aslinya")
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
