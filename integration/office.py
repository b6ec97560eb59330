"""The office's own facts: people, working groups, services, letterhead.

In:    one JSON file (OFFICE_FILE), later the *Pengaturan* tab.   Out: `Office`.
Rule:  names, NIP and addresses are configuration; officials rotate (domain.md 1.1).
Never: decides anything; it only answers who is in charge of a role.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self

from integration.sop.actors import ROLE_NAMES, Role
from integration.sop.case import Case

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


class BadOffice(ValueError):
    """The office file lacks something; the message names what."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """An official: address, name, NIP (personal data: it holds a birth date), position."""

    email: str
    name: str = ""
    nip: str = ""
    position: str = ""

    @classmethod
    def of(cls, value: Any, position: str) -> Self:
        """From JSON: an address, or an object with `email`, `name`, `nip`, `position`."""
        if isinstance(value, str):
            value = {"email": value}
        email = parseaddr(str(value.get("email", "")))[1]
        if "@" not in email:
            raise BadOffice(f"no e-mail address for {position}")
        return cls(
            email=email,
            name=str(value.get("name", "")),
            nip=str(value.get("nip", "")),
            position=str(value.get("position") or position),
        )

    @property
    def label(self) -> str:
        """The name, or the position where no name is known."""
        return self.name or self.position


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

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the office file. Raises BadOffice naming what is missing."""
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except KeyError as missing:
            raise BadOffice(f"the office file {path.name} lacks {missing}") from None
        except json.JSONDecodeError as wrong:
            raise BadOffice(f"the office file {path.name} is not JSON: {wrong}") from None

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
        return cls(
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
            own_addresses=frozenset({mailbox.email.lower()}),
        )

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The choices that fields take from the office's settings, by their source's name."""
        return {
            "groups": tuple(self.group_heads),
            "services": self.services,
            "kinds": self.kinds,
        }

    def in_charge(self, role: Role, case: Case | None = None) -> Person:
        """The official who acts in a role; for a pokja head, that of the case's pokja."""
        match role:
            case Role.HEAD:
                return self.head
            case Role.RECORDS_OFFICE:
                return self.records_office
            case Role.GROUP_HEAD if case is not None and case.group in self.group_heads:
                return self.group_heads[case.group]
            case _:
                return self.service_desk
