"""Who acts, in the SOP's four columns and the offices it leans on.

In:    nothing.   Out: `Role`, and `By`: the person, role and door of one act.
Rule:  the roles are those of the SOP's header row; `RECORDS_OFFICE` comes from the related
       SOP/BSPJI-SMD.1/02 (outgoing letters), `SYSTEM` is Tanggap itself, `AUDITOR` only reads.
Never: knows names or addresses of people; those are configuration.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """An actor of the SOP; the value is what the history stores."""

    CUSTOMER = "customer"
    SERVICE_DESK = "service_desk"
    HEAD = "head"
    GROUP_HEAD = "group_head"
    RECORDS_OFFICE = "records_office"
    SYSTEM = "system"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.CUSTOMER: "Pelanggan",
    Role.SERVICE_DESK: "Petugas Pelayanan",
    Role.HEAD: "Kepala Balai",
    Role.GROUP_HEAD: "Ketua Pokja Terkait",
    Role.RECORDS_OFFICE: "Tata Usaha",
    Role.SYSTEM: "Sistem Tanggap",
    Role.AUDITOR: "Mutu/Auditor",
}


class Door(StrEnum):
    """Through which door an act came in; part of every event, so that it can be proved."""

    FORM = "form"
    MAIL = "mail"
    LINK = "link"
    SHEET = "sheet"
    PAGE = "page"
    CLOCK = "clock"
    WORKER = "worker"
    OPERATOR = "operator"
    API = "api"


DOOR_NAMES = {
    Door.FORM: "Formulir",
    Door.MAIL: "E-mail",
    Door.LINK: "Tautan e-mail",
    Door.SHEET: "Lembar kerja",
    Door.PAGE: "Halaman petugas",
    Door.CLOCK: "Jadwal",
    Door.WORKER: "Sistem",
    Door.OPERATOR: "Operator",
    Door.API: "Sistem lain",
}


NAME_LENGTH, PERSON_LENGTH = 200, 320
"""Signs that a line of the history keeps of a name and of an address (RFC 5321 allows 254)."""


UNNAMED = "spreadsheet"
"""The mark of a person whom the spreadsheet did not tell; never shown, nor printed."""


@dataclass(frozen=True, kw_only=True)
class By:
    """Who performs an act: a role of the SOP, the person where known, and the door."""

    role: Role
    door: Door
    person: str = ""
    """E-mail address, or `UNNAMED` where the spreadsheet does not tell who typed."""
    name: str = ""

    def __post_init__(self) -> None:
        # Customers type names of any length; whole they stand in the intake, here they only sign.
        object.__setattr__(self, "name", self.name[:NAME_LENGTH])
        object.__setattr__(self, "person", self.person[:PERSON_LENGTH])

    @property
    def label(self) -> str:
        """The name, else the address; empty where neither is known."""
        return self.name or ("" if self.person == UNNAMED else self.person)
