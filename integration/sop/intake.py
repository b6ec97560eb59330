"""A complaint as it came in, before anybody touched it.

In:    what a Form answer, a mail or a typed row says.   Out: `Intake`, plain and complete.
Rule:  the text as received is never changed; later versions are amendments (domain.md 6).
Never: judges: class, kind and severity are set by staff at step 2.
"""

from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Self

ANYBODY = "Bapak/Ibu"
GREETING_LENGTH = 100
"""Signs; a longer name is none."""
EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
"""No complaint is older: a year cut short while typing (0026) is no moment to count from."""
OPEN, CONFIDENTIAL, ANONYMOUS = "open", "confidential", "anonymous"
CONFIDENTIALITY_NAMES = {OPEN: "Terbuka", CONFIDENTIAL: "Rahasia", ANONYMOUS: "Anonim"}


@dataclass(frozen=True, kw_only=True)
class Intake:
    """The Form Pengaduan's fields (domain.md 2); empty strings where nothing was said."""

    channel: str
    description: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    address: str = ""
    contact: str = ""
    """The contact as typed by staff in one cell, when it came in that way."""
    service: str = ""
    reference_no: str = ""
    expectation: str = ""
    occurred_at: str = ""
    """When it happened, in the customer's own words."""
    confidentiality: str = OPEN
    evidence: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    """Answers to questions the service does not know, by their title."""
    origin: dict[str, str] = field(default_factory=dict)
    """Of a complaint by mail: Gmail's thread, the Message-ID and the subject to answer to."""
    proof: dict[str, str] = field(default_factory=dict)
    """What the channel itself proves of a complaint entered by staff, by the keys of proof.py."""
    follows: str = ""
    """Register number of the customer's earlier complaint that this one goes on from."""
    problems: tuple[str, ...] = ()
    """Codes of what was odd: `invalid_email`, `no_description`, ..."""
    files: tuple[dict[str, Any], ...] = ()
    """Evidence that came along: name, sha256, size, media type."""

    def plain(self) -> dict[str, Any]:
        """As JSON values, for the history."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Self:
        """From the history; unknown keys of newer versions are ignored."""
        known = {each.name for each in fields(cls)}
        kept = {key: value for key, value in values.items() if key in known}
        for name in ("problems", "files"):
            if name in kept:
                kept[name] = tuple(kept[name])
        return cls(**kept)

    @property
    def private(self) -> bool:
        """Whether name, contact and text stay out of open lists."""
        return self.confidentiality != OPEN

    @property
    def addressed(self) -> str:
        """How the customer is greeted: by name, unless what was typed is an advertisement.

        Anybody may give a stranger's address in the Form; the office does not mail theirs links.
        """
        name = " ".join(self.name.split())
        fits = 0 < len(name) <= GREETING_LENGTH
        link = any(sign in name.casefold() for sign in ("://", "www.", "@"))
        return name if fits and not link else ANYBODY

    @property
    def reach(self) -> str:
        """How the customer can be reached, in one line, best first."""
        return self.email or self.phone or self.contact
