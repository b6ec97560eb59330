"""The office's own facts: people, working groups, services, letterhead.

In:    one JSON file (OFFICE_FILE), later the *Pengaturan* tab.   Out: `Office`.
Rule:  names, NIP and addresses are configuration; officials rotate (domain.md 1.1).
Never: decides anything; it only answers who is in charge of a role.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any, Self

from integration.delegation import Delegation, read_delegations
from integration.people import BadOffice, Person
from integration.sop.actors import ROLE_NAMES, By, Role
from integration.sop.case import Case
from integration.sop.independence import INDEPENDENT
from integration.sop.step import Step

__all__ = ["BadOffice", "Office", "Person"]

SERVICES = (
    "Pengujian",
    "Pengambilan contoh",
    "Kalibrasi",
    "Sertifikasi produk (LSPro)",
    "Pemeriksaan halal (LPH)",
    "Inspeksi teknis",
    "Konsultansi dan pelatihan",
    "Lainnya",
)
KINDS = (
    "Keterlambatan LHU/sertifikat",
    "Hasil uji/kalibrasi diragukan",
    "Salah cetak/identitas di LHU/sertifikat",
    "Lambat/tidak direspons",
    "Informasi tidak jelas",
    "Sikap petugas",
    "Sampel/alat hilang, rusak, tertukar",
    "Jadwal PPC/auditor/petugas kalibrasi",
    "Biaya, e-billing, kuitansi, PNBP",
    "Akun/website/aplikasi layanan",
    "Proses sertifikasi SNI/halal/industri hijau",
    "Konsultansi/pelatihan",
    "Fasilitas",
    "Kerahasiaan data pelanggan",
    "Penipuan mengatasnamakan balai",
    "Lainnya",
)
"""Seed lists of domain.md 5.1 and 5.5; an office file may carry its own."""


def office_json(path: Path) -> dict[str, Any]:
    """The office file as it stands. Raises BadOffice when it is not JSON."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as wrong:
        raise BadOffice(f"the office file {path.name} is not JSON: {wrong}") from None
    return said


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who is who, and what the letters show."""

    name: str
    short_name: str
    letterhead: Mapping[str, str]
    service_mailbox: Person
    service_desk: Person
    head: Person
    records_office: Person
    group_heads: Mapping[str, Person]
    services: tuple[str, ...] = SERVICES
    kinds: tuple[str, ...] = KINDS
    sop_no: str = "SOP/BSPJI-SMD.2/05.Rev1"
    ombudsman: str = "Ombudsman RI Perwakilan Kalimantan Timur"
    own_addresses: frozenset[str] = field(default_factory=frozenset)
    delegations: tuple[Delegation, ...] = ()
    auditors: tuple[Person, ...] = ()
    """Who reads everything that is not confidential and changes nothing."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the office file. Raises BadOffice naming what is missing."""
        try:
            return cls.from_json(office_json(path))
        except KeyError as missing:
            raise BadOffice(f"the office file {path.name} lacks {missing}") from None

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """From the parsed file."""
        heads = {
            group: Person.of(value, f"Ketua Pokja {group}")
            for group, value in said["group_heads"].items()
        }
        if not heads:
            raise BadOffice("the office file names no working group")
        mailbox = Person.of(said["service_mailbox"], "Layanan Pengaduan")
        office = cls(
            name=said["name"],
            short_name=said.get("short_name") or said["name"],
            letterhead=dict(said["letterhead"]),
            service_mailbox=mailbox,
            service_desk=Person.of(said["service_desk"], ROLE_NAMES[Role.SERVICE_DESK]),
            head=Person.of(said["head"], ROLE_NAMES[Role.HEAD]),
            records_office=Person.of(said["records_office"], ROLE_NAMES[Role.RECORDS_OFFICE]),
            group_heads=heads,
            services=tuple(said.get("services") or SERVICES),
            kinds=tuple(said.get("kinds") or KINDS),
            ombudsman=said.get("ombudsman") or cls.ombudsman,
            own_addresses=frozenset({mailbox.email.lower()}),
            auditors=tuple(
                Person.of(value, ROLE_NAMES[Role.AUDITOR]) for value in said.get("auditors") or ()
            ),
        )
        given = read_delegations(said.get("delegations") or (), office.officials)
        return replace(office, delegations=given)

    @property
    def officials(self) -> tuple[Person, ...]:
        """Everyone who acts in a role of their own."""
        return (self.service_desk, self.head, self.records_office, *self.group_heads.values())

    def official(self, email: str) -> Person | None:
        """The official or stand-in with this address; None for anybody else."""
        people = (*self.officials, *(one.stand_in for one in self.delegations))
        wanted = email.casefold()
        return next((one for one in people if one.email.casefold() == wanted), None)

    def name_of(self, email: str) -> str:
        """The name of an official, stand-in or auditor with this address; empty for others."""
        wanted = email.casefold()
        read = (one for one in self.auditors if one.email.casefold() == wanted)
        found = self.official(email) or next(read, None)
        return found.name if found else ""

    def signer(self, by: By) -> str:
        """A person as a document is signed: by name; where nobody is named, who has the seat."""
        return by.name or self.name_of(by.person) or by.label or self.in_charge(by.role).label

    def roles_of(self, email: str, on: date) -> frozenset[Role]:
        """Every role an address has on a day, a stand-in's too; empty for outsiders."""
        wanted = email.casefold()
        found = {Role.AUDITOR for one in self.auditors if one.email.casefold() == wanted}
        for office in (self, self.on(on)):
            for role, people in office._in_roles.items():
                if any(one.email.casefold() == wanted for one in people):
                    found.add(role)
        return frozenset(found)

    def role_of(self, email: str) -> Role:
        """The role an official acts in; the desk's for whoever has none of the others."""
        wanted = email.casefold()
        for role, people in self._in_roles.items():
            if any(one.email.casefold() == wanted for one in people):
                return role
        return Role.SERVICE_DESK

    @property
    def _in_roles(self) -> dict[Role, tuple[Person, ...]]:
        return {
            Role.HEAD: (self.head,),
            Role.RECORDS_OFFICE: (self.records_office,),
            Role.GROUP_HEAD: tuple(self.group_heads.values()),
            Role.SERVICE_DESK: (self.service_desk,),
        }

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The choices that fields take from the office's settings, by their source's name."""
        return {
            "groups": tuple(self.group_heads),
            "services": self.services,
            "kinds": self.kinds,
            "officials": tuple(dict.fromkeys(_choice(one) for one in self.officials)),
            "handlers": tuple(
                f"{group}: {_choice(one)}" for group, one in self.group_heads.items()
            ),
        }

    def on(self, day: date) -> Self:
        """The office as it is on a day: where someone stands in, with the stand-in."""

        def present(official: Person) -> Person:
            given = next((one for one in self.delegations if one.covers(official.email, day)), None)
            return given.standing_in(official) if given else official

        return replace(
            self,
            service_desk=present(self.service_desk),
            head=present(self.head),
            records_office=present(self.records_office),
            group_heads={group: present(head) for group, head in self.group_heads.items()},
        )

    def in_charge(
        self,
        role: Role,
        case: Case | None = None,
        on: date | None = None,
        step: Step | None = None,
    ) -> Person:
        """The official who acts in a role; for a pokja head, that of the case's pokja.

        With `on`, a date of the office, whoever stands in that day, as "Plh. ..." or "Plt. ...",
        and at verification and approval the reviewer instead of whoever is in conflict. `step` is
        what is asked for, where it is not the step the case waits at.
        """
        if on is not None:
            person = self.on(on).in_charge(role, case)
            return self.instead_of(person, role, case, step)
        match role:
            case Role.HEAD:
                return self.head
            case Role.RECORDS_OFFICE:
                return self.records_office
            case Role.GROUP_HEAD if case is not None and case.group in self.group_heads:
                return self.group_heads[case.group]
            case _:
                return self.service_desk

    def seats(self, day: date) -> dict[str, Person]:
        """Who sits where on a day: by role, for pokja heads by `group_head:` and the pokja."""
        present = self.on(day)
        heads = present.group_heads.items()
        return {
            Role.SERVICE_DESK.value: present.service_desk,
            Role.HEAD.value: present.head,
            Role.RECORDS_OFFICE.value: present.records_office,
            **{f"{Role.GROUP_HEAD.value}:{group}": person for group, person in heads},
        }

    def acting(self, role: Role, case: Case, on: date, step: Step) -> str:
        """The position of whoever stands in for the official that day; empty where nobody does."""
        person, official = self.in_charge(role, case, on, step), self.in_charge(role, case)
        return "" if person.email.casefold() == official.email.casefold() else person.position

    def instead_of(
        self, person: Person, role: Role, case: Case | None, step: Step | None = None
    ) -> Person:
        """`person`, or the reviewer named at disposition where a conflict keeps `person` away."""
        step = step or (case.step if case is not None else None)
        if case is None or step is None or step.key not in INDEPENDENT or role is not step.actor:
            return person
        conflict = case.conflict
        if conflict is None or person.email.casefold() != conflict.person.casefold():
            return person
        reviewer = self.official(conflict.reviewer_email)
        if reviewer is None:
            name, email = parseaddr(conflict.reviewer)
            reviewer = Person(email=email, name=name)
        if role is not Role.HEAD:
            return reviewer
        # A letter is signed for the office's head, whoever signs it.
        return replace(reviewer, position=f"a.n. {self.head.position}, {reviewer.position}")


def _choice(person: Person) -> str:
    return formataddr((person.label, person.email))
