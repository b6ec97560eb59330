"""The findings about a signed letter, in sentences.

In:    what `looking.look` found.   Out: a summary, the differences one by one.
Rule:  says what is so and what to do, and accuses nobody.
Never: looks at a file. Start at `summary`.
"""

from collections.abc import Mapping
from typing import Any

SIGNED, WET_INK, UNSIGNED, UNREADABLE = "signed", "wet_ink", "unsigned", "unreadable"
KINDS = {
    SIGNED: "Bertanda tangan elektronik oleh {names}",
    WET_INK: "Pindaian tanpa teks: bertanda tangan basah",
    UNSIGNED: "Tidak ada tanda tangan elektronik dalam berkas",
    UNREADABLE: "Berkas tidak dapat diperiksa",
}


def summary(check: Mapping[str, Any]) -> str:
    """What was found, in one or two sentences."""
    found = check["signatures"]
    said = [KINDS[check["kind"]].format(names=", ".join(one["name"] for one in found))]
    if found:
        intact = all(one["intact"] for one in found)
        said.append("isinya utuh" if intact else "ISINYA BERUBAH SETELAH DITANDATANGANI")
        if not found[-1]["whole"]:
            said.append("TANDA TANGAN TIDAK MENCAKUP SELURUH BERKAS")
    first = ", ".join(said) + "."
    if not check["compared"]:
        return f"{first} Isi tidak dapat dibandingkan dengan konsep yang disetujui."
    count = len(check["differences"])
    if not count:
        return f"{first} Isinya sama dengan konsep yang disetujui."
    return f"{first} ISI BERBEDA dari konsep yang disetujui pada {count} tempat."


def differences(check: Mapping[str, Any]) -> list[str]:
    """Each place where the letter reads differently."""
    return [
        f"Disetujui: “{one['approved'] or '(tidak ada)'}”; "
        f"pada surat: “{one['final'] or '(tidak ada)'}”"
        for one in check["differences"]
    ]
