"""The findings about a signed letter, in sentences.

In:    what `looking.look` found.   Out: a summary, the differences one by one, the reason given.
Rule:  says what is so and what to do, and accuses nobody.
Never: looks at a file. Start at `summary`.
"""

from collections.abc import Mapping
from typing import Any

SIGNED, WET_INK, UNSIGNED, UNREADABLE = "signed", "wet_ink", "unsigned", "unreadable"
KINDS = {
    SIGNED: "Bertanda tangan elektronik oleh {names}",
    WET_INK: "Pindaian tanpa teks surat: dicatat sebagai bertanda tangan basah",
    UNSIGNED: "Tidak ada tanda tangan elektronik dalam berkas",
    UNREADABLE: "Berkas tidak dapat diperiksa",
}
DIFFERS, GROWN, UNCHECKED, UNREAD = "differs", "grown", "unchecked", "unread"
DRAFT, UNNUMBERED = "draft", "unnumbered"
"""What a person who can be asked must confirm; one who cannot, and the Kepala Balai, is told."""
"""What a person must confirm before the letter may leave."""


DOUBTS = {
    DIFFERS: "isi berbeda dari konsep yang disetujui pada {count} tempat",
    GROWN: "berkas ditambahi sesudah ditandatangani",
    UNCHECKED: "tanda tangan elektroniknya tidak dapat diperiksa",
    UNREAD: "isinya tidak dapat dibandingkan dengan konsep yang disetujui",
    DRAFT: "berkasnya konsep yang disetujui itu sendiri, tanpa nomor dan tanda tangan",
    UNNUMBERED: "tanpa tanda tangan elektronik, dan nomornya tidak terbaca pada berkas",
}


def doubts(check: Mapping[str, Any]) -> str:
    """What had to be confirmed or told, without a word of the letter and without a name."""
    count = len(check["differences"])
    named = dict.fromkeys((*check.get("doubts", ()), check.get("bare", "")))
    return "; ".join(DOUBTS[one].format(count=count) for one in named if one)


def summary(check: Mapping[str, Any]) -> str:
    """What was found, in one or two sentences, with the reason of whoever confirmed it."""
    found = check["signatures"]
    said = [KINDS[check["kind"]].format(names=", ".join(one["name"] for one in found))]
    if found:
        said.append(_integrity(found))
        if found[-1].get("checked", True) and not found[-1]["whole"]:
            said.append("BERKAS DITAMBAHI SESUDAH DITANDATANGANI")
    told = ", ".join(said) + "."
    count = len(check["differences"])
    if not check["compared"]:
        told += " Isi tidak dapat dibandingkan dengan konsep yang disetujui."
    elif not count:
        told += " Isinya sama dengan konsep yang disetujui."
    else:
        told += f" ISI BERBEDA dari konsep yang disetujui pada {count} tempat."
    if check.get("bare") == DRAFT:
        told += (
            " INI BERKAS KONSEPNYA SENDIRI: belum bernomor, belum bertanggal, dan belum "
            "ditandatangani."
        )
    elif check.get("bare") == UNNUMBERED:
        told += " NOMOR SURATNYA TIDAK TERBACA pada berkas ini."
    reason = check.get("reason")
    return f"{told} Tetap diterbitkan dengan alasan: {reason}" if reason else told


def _integrity(found: list[Mapping[str, Any]]) -> str:
    if not all(one.get("checked", True) for one in found):
        return "TANDA TANGANNYA TIDAK DAPAT DIPERIKSA"
    intact = all(one["intact"] for one in found)
    return "isinya utuh" if intact else "ISINYA BERUBAH SETELAH DITANDATANGANI"


def report(check: Mapping[str, Any]) -> list[str]:
    """The summary, then each place where the letter reads differently."""
    return [summary(check), *(_difference(one) for one in check["differences"])]


def _difference(one: Mapping[str, str]) -> str:
    return (
        f"Disetujui: “{one['approved'] or '(tidak ada)'}”; "
        f"pada surat: “{one['final'] or '(tidak ada)'}”"
    )
