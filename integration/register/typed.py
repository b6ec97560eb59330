"""A row typed by hand: from its cells to a new complaint.

In:    the cells of a row without a number, the present moment.   Out: `Intake` and receipt.
Rule:  an unknown channel is a visit, an unreadable or future date is now; the words typed there
       are kept in `extra` (nothing anyone typed is lost).
Never: refuses, and never registers; that is cycle.py.
"""

from dataclasses import replace
from datetime import datetime

from integration.intake.mapping import from_row, tidy
from integration.register import columns, moments
from integration.register.columns import CHANNEL, CONTACT, HEADERS, NAME, RECEIVED, TEXT, Cells
from integration.register.reading import plain
from integration.sop.case import Case
from integration.sop.choices import CHANNELS
from integration.sop.intake import EARLIEST, Intake

SOURCE = "row:"
"""How the source keys of typed rows begin."""
UNNAMED_CHANNEL = "walk_in"

_NAMES = {
    plain(word): key
    for key, label in CHANNELS
    for word in (key, key.replace("_", " "), label, label.rstrip("!"))
}
_SPOKEN = {
    **dict.fromkeys(("datang", "datang langsung", "tatap muka", "loket"), "walk_in"),
    **dict.fromkeys(("web", "laman", "situs", "situs web"), "website"),
    **dict.fromkeys(("wa", "whats app", "chat wa", "pesan wa"), "whatsapp"),
    **dict.fromkeys(("e-mail", "surel"), "email"),
    **dict.fromkeys(("kotak saran", "kotak aduan", "kotak keluhan"), "box"),
    **dict.fromkeys(("medsos", "sosmed", "ig", "instagram", "fb", "facebook"), "social_media"),
    **dict.fromkeys(("twitter", "x", "tiktok", "youtube"), "social_media"),
    **dict.fromkeys(("surat pengaduan", "surat resmi"), "letter"),
    **dict.fromkeys(("sp4n", "sp4n lapor", "sp4n-lapor", "sp4n lapor!", "sp4n-lapor!"), "lapor"),
}
"""What people call the channels in a hurry."""


def channel(typed: str) -> str | None:
    """The channel by its key, its label or what people call it; None for other words."""
    return _NAMES.get(plain(typed)) or _SPOKEN.get(plain(typed))


def says_more(typed: str) -> bool:
    """Whether the words typed for a channel are others than its name, so that they are kept."""
    return bool(typed.strip()) and plain(typed) not in _NAMES


def received(typed: str, now: datetime) -> datetime | None:
    """A moment typed by staff, on the office's clock; None when unreadable, future, or too old."""
    moment = moments.read(typed)
    return moment if moment and EARLIEST <= moment <= now else None


def complaint(cells: Cells, now: datetime) -> tuple[Intake, datetime]:
    """The complaint in a typed row, and when it was received."""
    extra = {}
    by = channel(cells[CHANNEL])
    if says_more(cells[CHANNEL]):
        extra[HEADERS[CHANNEL]] = tidy(cells[CHANNEL])
    at = received(cells[RECEIVED], now)
    if at is None and cells[RECEIVED].strip():
        extra[HEADERS[RECEIVED]] = tidy(cells[RECEIVED])
    intake = from_row(by or UNNAMED_CHANNEL, cells[NAME], cells[CONTACT], cells[TEXT])
    return replace(intake, extra={**intake.extra, **extra}), at or now


def look(intake: Intake) -> Cells:
    """How a typed row looked before it was registered, as far as the complaint tells."""
    said = {NAME: intake.name, CONTACT: intake.contact, TEXT: intake.description}
    return tuple(said.get(at, "") for at in range(len(HEADERS)))


def tells(at: int, text: str, case: Case) -> bool:
    """Whether a cell of a typed row says what its complaint was registered with."""
    intake = case.intake
    if not text.strip() or tidy(text) == intake.extra.get(HEADERS[at]):
        return True
    match at:
        case columns.CHANNEL:
            return channel(text) == intake.channel
        case columns.RECEIVED:
            return received(text, case.received_at) == case.received_at
        case columns.NAME:
            return tidy(text) == intake.name
        case columns.CONTACT:
            return tidy(text) == intake.contact
        case columns.TEXT:
            return tidy(text) == intake.description
    return False
