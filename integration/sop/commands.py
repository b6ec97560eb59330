"""What someone asks of a case, whichever door it came through.

In:    plain values from a page, a cell, a mail, a passing moment.   Out: typed commands.
Rule:  one path (design section 1): every door makes the same commands and meets the same rules.
Never: decides; that is `rules.decide`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integration.sop.intake import Intake


@dataclass(frozen=True, kw_only=True)
class Receive:
    """A new complaint (step 1). Number and access code are handed in: the rules draw nothing."""

    register_no: str
    access_code: str
    source_key: str
    intake: Intake
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Complete:
    """The current step is finished with an outcome."""

    step: str
    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)
    visit: int | None = None
    """The visit the actor saw; None where the door cannot know (the spreadsheet)."""
    letter_check: Mapping[str, Any] = field(default_factory=dict)
    """What was found when the signed letter was looked at, and the `reason` of whoever confirmed
    what differs; kept beside it."""
    signed_pdf: Mapping[str, Any] = field(default_factory=dict)
    """Reference of the letter that was just signed by certificate."""
    acting: str = ""
    """The position of somebody who stands in, e.g. `Plh. Kepala Balai`; empty for the official."""


@dataclass(frozen=True, kw_only=True)
class Amend:
    """The customer changed the Form answer after submitting it."""

    intake: Intake


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words added to the history: staff's own, or a customer's reply."""

    text: str
    kind: str = "staff"
    """`staff` (Catatan Petugas), `customer` or `official` (a reply by mail), `bounce`, `evidence`
    (a link that could not be copied), `operator`, `system`, `sheet` (typed into the register,
    where it may not stand)."""
    files: tuple[dict[str, Any], ...] = ()
    message_id: str = ""
    addresses: tuple[str, ...] = ()
    """Whom a mail did not reach (`bounce`)."""


@dataclass(frozen=True, kw_only=True)
class RefuseEdit:
    """A cell edit that the rules refused: what was typed is kept all the same."""

    column: str
    typed: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The complaint is withdrawn (status `Dicabut`)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """The customer let the time for an answer pass; the clock ends the case (domain.md A5, A13)."""

    step: str
    visit: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """The customer answers a reply whose case has ended."""

    until: datetime | None
    """Until when an answer opens it again, by the calendar in force; None where never."""
    text: str = ""
    """What came by mail, for the desk to judge; empty where the customer's decision follows."""
    files: tuple[dict[str, Any], ...] = ()
    message_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The step's clock rests: what is waited for, why, until when at the latest."""

    why: str
    """A key of rests.WHY."""
    reason: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class GoOn:
    """The wait is over before the pause's end; the clock runs again."""


@dataclass(frozen=True, kw_only=True)
class Previewed:
    """The draft stands in Drive as a Doc and its PDF is exported once and kept (decision 9)."""

    version: int
    doc_id: str
    revision: str
    pdf_sha256: str
    text: str
    edited: bool = False
    """True when the Doc was edited after an earlier preview."""
    code: str = ""
    """Printed on the letter: anybody may ask the office about it."""


@dataclass(frozen=True, kw_only=True)
class LetterPrepared:
    """The approved letter has its number and date and waits for the certificate (decision 10)."""

    visit: int
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class FoundChanged:
    """After the approval the Doc was found to differ from what was approved."""

    version: int
    revision: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Somebody of the office opened a confidential case; kept once for each person and day."""

    day: str
    """ISO date on the office's wall."""


@dataclass(frozen=True, kw_only=True)
class TakeOver:
    """The case had ended before this service began: the office's old register says so."""

    status: str
    """One of FINAL_STATUSES."""
    ended_at: datetime
    reason: str


Command = (
    Receive
    | Complete
    | Amend
    | Note
    | RefuseEdit
    | Withdraw
    | Lapse
    | Reopen
    | Pause
    | GoOn
    | Previewed
    | LetterPrepared
    | FoundChanged
    | Opened
    | TakeOver
)
