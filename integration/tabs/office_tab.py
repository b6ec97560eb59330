"""The tab Pengaturan: people, working groups, delegations, lists, letterhead.

In:    rows.   Out: the office's JSON (as `Office.from_json` takes it), or mistakes by row.
Rule:  a row says in `Bagian` what it is about; every role has exactly one row, auditors any.
Never: changes what the tab does not name: the service mailbox and the office's name stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from integration.sop.addresses import usable_email
from integration.tabs.rows import CHECK, Mistake, Row, rows_of

HEADERS = (
    "Bagian",
    "Pokja",
    "Nama",
    "E-mail",
    "NIP",
    "Jabatan",
    "Mewakili (e-mail)",
    "Dari",
    "Sampai",
    "Nilai",
    CHECK,
)
ROLES = {
    "Kepala Balai": "head",
    "Petugas Pelayanan": "service_desk",
    "Tata Usaha": "records_office",
}
GROUP, AUDITOR, DELEGATION, SERVICE, KIND, HEAD = (
    "Ketua Pokja",
    "Mutu/Auditor",
    "Delegasi",
    "Layanan",
    "Jenis keluhan",
    "Kop surat",
)
LETTERHEAD = {
    "Kementerian": "ministry",
    "Badan": "agency",
    "Balai": "office",
    "Alamat": "address",
    "Telepon": "phone",
    "E-mail": "email",
    "Laman": "website",
    "Kota": "city",
}


def office_rows(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """The office's JSON as rows, for a tab that is new."""
    rows = [{"Bagian": part, **_person(said[key])} for part, key in ROLES.items()]
    rows += [
        {"Bagian": GROUP, "Pokja": group, **_person(head)}
        for group, head in said["group_heads"].items()
    ]
    rows += [{"Bagian": AUDITOR, **_person(one)} for one in said.get("auditors") or ()]
    rows += [
        {
            "Bagian": DELEGATION,
            "Nama": one.get("name", ""),
            "E-mail": one["by"],
            "NIP": one.get("nip", ""),
            "Jabatan": one["kind"],
            "Mewakili (e-mail)": one["for"],
            "Dari": one["from"],
            "Sampai": one["to"],
        }
        for one in said.get("delegations") or ()
    ]
    rows += [{"Bagian": SERVICE, "Nilai": one} for one in said.get("services") or ()]
    rows += [{"Bagian": KIND, "Nilai": one} for one in said.get("kinds") or ()]
    rows += [
        {"Bagian": HEAD, "Nama": label, "Nilai": str(said["letterhead"].get(key, ""))}
        for label, key in LETTERHEAD.items()
    ]
    return rows


def _person(said: Any) -> dict[str, str]:
    if isinstance(said, str):
        return {"E-mail": said}
    return {
        "Nama": str(said.get("name", "")),
        "E-mail": str(said["email"]),
        "NIP": str(said.get("nip", "")),
        "Jabatan": str(said.get("position", "")),
    }


def read_office(
    table: Sequence[Sequence[str]], base: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[int, str]]:
    """(the office's JSON, mistakes by row place); the JSON is whole only without mistakes."""
    made: dict[str, Any] = {
        **base,
        "group_heads": {},
        "auditors": [],
        "delegations": [],
        "services": [],
        "kinds": [],
        "letterhead": dict(base["letterhead"]),
    }
    seen: set[str] = set()
    mistakes: dict[int, str] = {}
    for row in rows_of(table):
        try:
            _take(row, made, seen)
        except Mistake as wrong:
            mistakes[row.place] = str(wrong)
    missing = [part for part, key in ROLES.items() if key not in seen]
    if missing:
        mistakes.setdefault(0, f"Belum ada baris untuk: {', '.join(missing)}.")
    if GROUP not in seen:
        mistakes.setdefault(0, "Belum ada baris Ketua Pokja.")
    return made, mistakes


def _take(row: Row, made: dict[str, Any], seen: set[str]) -> None:
    part = row.needed("Bagian")
    if part in ROLES:
        key = ROLES[part]
        if key in seen:
            raise Mistake(f"{part} sudah disebut pada baris lain.")
        seen.add(key)
        made[key] = _official(row)
    elif part == GROUP:
        seen.add(GROUP)
        group = row.needed("Pokja")
        if group in made["group_heads"]:
            raise Mistake(f"Pokja {group} sudah disebut pada baris lain.")
        made["group_heads"][group] = _official(row)
    elif part == AUDITOR:
        made["auditors"].append(_official(row))
    elif part == DELEGATION:
        made["delegations"].append(_delegation(row))
    elif part in (SERVICE, KIND):
        made["services" if part == SERVICE else "kinds"].append(row.needed("Nilai"))
    elif part == HEAD:
        label = row.needed("Nama")
        if label not in LETTERHEAD:
            raise Mistake(f"'{label}' bukan bagian kop surat ({', '.join(LETTERHEAD)}).")
        made["letterhead"][LETTERHEAD[label]] = row["Nilai"]
    else:
        known = ", ".join([*ROLES, GROUP, AUDITOR, DELEGATION, SERVICE, KIND, HEAD])
        raise Mistake(f"Bagian '{part}' tidak dikenal. Pilihan: {known}.")


def _address(row: Row, header: str) -> str:
    typed = row.needed(header)
    found = usable_email(typed)
    if not found:
        raise Mistake(f"'{typed}' bukan alamat e-mail.")
    return found


def _official(row: Row) -> dict[str, str]:
    said = {
        "email": _address(row, "E-mail"),
        "name": row["Nama"],
        "nip": row["NIP"].replace(" ", ""),
    }
    if said["nip"] and not (said["nip"].isdigit() and len(said["nip"]) == 18):
        raise Mistake("NIP harus 18 angka.")
    return {**said, **({"position": row["Jabatan"]} if row["Jabatan"] else {})}


def _delegation(row: Row) -> dict[str, str]:
    first, last = row.day("Dari"), row.day("Sampai")
    if last < first:
        raise Mistake("Tanggal Sampai mendahului tanggal Dari.")
    kind = row.needed("Jabatan")
    if kind not in ("Plh.", "Plt."):
        raise Mistake("Jabatan delegasi harus Plh. atau Plt.")
    return {
        "for": _address(row, "Mewakili (e-mail)"),
        "by": _address(row, "E-mail"),
        "name": row["Nama"],
        "nip": row["NIP"].replace(" ", ""),
        "kind": kind,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }
