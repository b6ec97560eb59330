"""What the service needs of the outside, and the three ways the outside can fail.

In:    nothing.   Out: `TryLater`, `Unclear`, `GiveUp`; protocols for clock and Google's offices.
Rule:  a failure is named by what to do next (design decision 4).
Never: holds a Google object; plain values cross these lines.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class Failure(Exception):
    """A call to the outside that did not simply succeed; `str()` is safe to log."""


class TryLater(Failure):
    """It surely did not happen: the same call may be made again."""

    def __init__(self, message: str, wait_seconds: float | None = None) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class TooFast(TryLater):
    """Google refused, for so many calls are not allowed in so short a time."""


class Unclear(Failure):
    """It may have happened: look for the key before trying again."""


class GiveUp(Failure):
    """A person must act; shown to staff, never silent."""


class SignInRefused(GiveUp):
    """Google does not let the service in at all, or not with these scopes.

    `reason` is the token endpoint's word (RFC 6749 section 5.2: `invalid_grant`,
    `unauthorized_client`, ...), `insufficient_scope` or `unauthorized`.
    """

    def __init__(self, message: str, reason: str, detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.detail = detail


class NotFound(GiveUp):
    """What was asked for is not there (or not shared with us)."""


class Unsuitable(GiveUp):
    """It is there, but cannot be taken: too large, without bytes, or not for outsiders."""


class AlreadyThere(GiveUp):
    """The id that was handed in is taken: an earlier try went through."""


class IdRefused(GiveUp):
    """An id drawn in advance is not taken (any more): draw another."""


class Clock(Protocol):
    """The only source of the present."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes with a name and a type."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    """One mail, complete but for what the mailbox adds."""

    key: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    files: tuple[File, ...] = ()
    calendar: bytes = b""
    """An iCalendar invitation (RFC 5545), when there is one."""
    thread_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: bool = True


@dataclass(frozen=True, kw_only=True)
class SentMail:
    """What Gmail says of a mail after it was sent, read back for threading."""

    message_id: str
    thread_id: str
    rfc_id: str


@dataclass(frozen=True, kw_only=True)
class IncomingMail:
    """One message of the service mailbox, decoded as far as it can be."""

    id: str
    thread_id: str
    rfc_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    at: datetime
    automatic: bool
    bounce_of: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    unproven: bool = False
    """True when Gmail says that the sender's domain did not send it."""
    raw: bytes = b""


class Mailbox(Protocol):
    """The service's mailbox at Gmail."""

    def create_draft(self, mail: OutgoingMail) -> str: ...
    def find_draft(self, key: str, subject: str) -> str | None: ...
    def draft_exists(self, draft_id: str) -> bool: ...
    def send_draft(self, draft_id: str) -> str: ...
    def find_sent(self, key: str, subject: str) -> str | None: ...
    def sent(self, message_id: str) -> SentMail: ...
    def newest_history(self) -> str: ...
    def arrived_since(self, history_id: str) -> tuple[list[str], str]: ...
    def recent(self, since: datetime) -> list[str]: ...
    def read(self, message_id: str) -> IncomingMail: ...


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A file in the archive."""

    file_id: str
    sha256: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Lying:
    """What lies in a folder of the archive, as Drive tells of it."""

    file_id: str
    name: str
    media_type: str
    sha256: str
    """Empty for Google's own types."""
    properties: Mapping[str, str]
    locked: bool
    parents: tuple[str, ...] = ()
    trashed: bool = False
    """In the trash, by itself or with a folder above it."""


class Archive(Protocol):
    """The archive at Drive."""

    def new_ids(self, count: int) -> list[str]: ...
    def folder(self, name: str, parent: str, key: str) -> str: ...
    def put(
        self, file: File, *, file_id: str, parent: str, properties: Mapping[str, str]
    ) -> Filed: ...
    def lock(self, file_id: str, reason: str) -> None: ...
    def read(self, file_id: str, largest: int) -> File: ...
    def listed(self, folder_id: str) -> Sequence[Lying]: ...
    def look(self, file_id: str) -> Lying: ...
    def restore(self, file_id: str, name: str, parent: str) -> None: ...
    def closed(self, folder_id: str) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class DocState:
    """A Google Doc as it stands."""

    doc_id: str
    revision: str
    text: str
    url: str


class Drafts(Protocol):
    """Letters that are still Google Docs."""

    def find_copy(self, key: str) -> str | None: ...
    def unknown(self, doc_id: str, names: Collection[str]) -> list[str]: ...
    def copy_template(self, template_id: str, name: str, parent: str, key: str) -> str: ...
    def fill(self, doc_id: str, values: Mapping[str, str]) -> None: ...
    def write(self, doc_id: str, texts: Mapping[str, str]) -> None: ...
    def state(self, doc_id: str) -> DocState: ...
    def export_pdf(self, doc_id: str) -> bytes: ...
    def lock(self, doc_id: str, reason: str) -> None: ...
    def unlock(self, doc_id: str) -> None: ...
    def share(self, doc_id: str, address: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of the Form, by question title."""

    response_id: str
    created_at: datetime
    submitted_at: datetime
    answers: Mapping[str, str]
    question_ids: Mapping[str, str] = field(default_factory=dict)
    """Question id by today's title: ids survive when a question is renamed."""


class Responses(Protocol):
    """The Form's answers."""

    def since(self, moment: datetime | None) -> Sequence[Answer]: ...


@dataclass(frozen=True, kw_only=True)
class TabRead:
    """One tab of the desk: its id, its title now, its rows as text, padded to one width."""

    sheet_id: int
    title: str
    rows: tuple[tuple[str, ...], ...]
    grid_rows: int = 0
    grid_columns: int = 0


@dataclass(frozen=True, kw_only=True)
class CellWrite:
    """One cell to write: text is stored RAW; `note` None leaves the note as it is."""

    row: int
    """From 0, the header row included."""
    column: int
    value: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Rows that are copied aside just before they are written, in the same call.

    Sheets has no compare-and-set (google-workspace.md 3.3): what people typed between our read and
    our write would be gone without a trace.
    """

    key: str
    """Stands in the first cell of the journal once the write was made."""
    rows: tuple[int, ...]
    columns: int
    """From the first column on."""


@dataclass(frozen=True, kw_only=True)
class DeskWrite:
    """Everything one cycle writes to one tab, in one call."""

    sheet_id: int
    cells: tuple[CellWrite, ...] = ()
    grid_rows: int = 0
    """How many rows the grid must have; 0 where it need not grow."""
    structure: tuple[Mapping[str, Any], ...] = field(default=())
    witness: "Witness | None" = None
    forget: bool = False
    """Empty the journal: it holds what must not stay there."""


class Desk(Protocol):
    """The spreadsheet that staff work in."""

    def read(self) -> Mapping[int, TabRead]: ...
    def notes(self, sheet_id: int, column: int) -> Mapping[int, str]: ...
    def dress(self, sheet_id: int) -> Mapping[str, Any]: ...
    def first_rows(self) -> Mapping[int, Mapping[str, Any]]: ...
    def charts(self) -> Mapping[int, Mapping[str, Any]]: ...
    def write(self, change: DeskWrite) -> None: ...
